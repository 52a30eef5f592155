import Ethernet
import FoundationEssentials
import HostNetwork
import HyperV
import Testing

@Suite(.enabled(if: isRoot, "network namespaces need root")) struct InternalTests {
  let mac = MACAddress("00-15-5D-00-04-11")!

  @Test func makesChangesAndRemoves() async throws {
    try await withNamespaces(1) { names in
      let journal = MemoryJournal()
      let adapters = HostAdapters(journal: journal, namespace: names[0])
      let owner = UUID()
      for _ in 0..<2 {
        let adapter = try await adapters.applyInternal(
          owner: owner, switchName: "Vm NAT", macAddress: mac, mtu: 1400, address: IPv4Prefix("192.168.100.1/24"))
        #expect(adapter.name == "vEthernet (Vm NAT)")
        #expect(adapter.interface == "ve-Vm-NAT")
        #expect(adapter.macAddress == mac)
        #expect(adapter.mtu == 1400)
        #expect(adapter.isUp && adapter.isVirtual && !adapter.isPhysical)
        #expect(adapter.addresses == [IPv4Prefix("192.168.100.1/24")!])
      }
      let changed = try await adapters.applyInternal(
        owner: owner, switchName: "Vm NAT", macAddress: mac, mtu: 9000, address: IPv4Prefix("10.5.0.1/16"))
      #expect(changed.addresses == [IPv4Prefix("10.5.0.1/16")!])
      #expect(changed.mtu == 9000)
      let renamed = try await adapters.applyInternal(
        owner: owner, switchName: "Other", macAddress: mac, mtu: 9000, address: nil)
      #expect(renamed.name == "vEthernet (Other)")
      #expect(renamed.interface == "ve-Vm-NAT")
      #expect(renamed.addresses.isEmpty)
      #expect(try await adapters.find("VETHERNET (other)").interface == "ve-Vm-NAT")

      try await adapters.remove(owner: owner)
      try await adapters.remove(owner: owner)
      #expect(try await adapters.list().isEmpty)
      #expect(await journal.isEmpty)
    }
  }

  @Test func mendsWhatWentMissing() async throws {
    try await withNamespaces(1) { names in
      let adapters = HostAdapters(journal: MemoryJournal(), namespace: names[0])
      let owner = UUID()
      let address = IPv4Prefix("10.5.0.1/16")!
      _ = try await adapters.applyInternal(owner: owner, switchName: "x", macAddress: mac, mtu: 1500, address: address)
      try await NetworkTools(namespace: names[0]).ip(["link", "delete", "dev", "ve-x"])
      let again = try await adapters.applyInternal(
        owner: owner, switchName: "x", macAddress: mac, mtu: 1500, address: address)
      #expect(again.addresses == [address])
    }
  }

  @Test func leavesOthersDevicesAlone() async throws {
    try await withNamespaces(1) { names in
      let tools = NetworkTools(namespace: names[0])
      let adapters = HostAdapters(journal: MemoryJournal(), namespace: names[0])
      let owner = UUID()
      try await tools.ip(["tuntap", "add", "dev", "ve-x", "mode", "tap"])
      try await tools.ip(["link", "set", "dev", "ve-x", "alias", "mine"])
      let made = try await adapters.applyInternal(
        owner: owner, switchName: "x", macAddress: mac, mtu: 1500, address: nil)
      #expect(made.interface.hasPrefix("ve-x-"))
      try await adapters.undo(HostChange(.tap(interface: "ve-x", alias: "vEthernet (x)")))
      try await adapters.remove(owner: owner)
      #expect(try await adapters.list().map(\.interface) == ["ve-x"])
    }
  }

  @Test func sameNameOfAnotherOwnerIsRefused() async throws {
    try await withNamespaces(1) { names in
      let adapters = HostAdapters(journal: MemoryJournal(), namespace: names[0])
      _ = try await adapters.applyInternal(owner: UUID(), switchName: "x", macAddress: mac, mtu: 1500, address: nil)
      let error = await #expect(throws: DrosteError.self) {
        try await adapters.applyInternal(owner: UUID(), switchName: "x", macAddress: mac, mtu: 1500, address: nil)
      }
      #expect(error?.code == .alreadyExists)
    }
  }

  @Test func undoOfWhatNeverWasIsFine() async throws {
    try await withNamespaces(1) { names in
      let adapters = HostAdapters(journal: MemoryJournal(), namespace: names[0])
      let effects: [HostChange.Effect] = [
        .tap(interface: "ve-x", alias: "vEthernet (x)"),
        .addressAdded(interface: "ve-x", prefix: IPv4Prefix("10.0.0.1/24")!),
        .addressesMoved(AddressMove(from: "eth0", to: "ve-x", addresses: [], routes: [])),
        .nftTable(family: "netdev", name: "droste-uplink-00000000"),
        .sysctl(path: "net/ipv6/conf/eth0/disable_ipv6", oldValue: "0"), .linkUp(interface: "eth0"),
      ]
      for effect in effects { try await adapters.undo(HostChange(effect)) }
    }
  }

  @Test func errorsCarryStderr() async throws {
    try await withNamespaces(1) { names in
      let error = await #expect(throws: DrosteError.self) {
        try await NetworkTools(namespace: names[0]).ip(["link", "set", "dev", "lo", "mtu", "none"])
      }
      #expect(error?.cause?.contains("mtu") == true)
      let late = await #expect(throws: DrosteError.self) {
        try await NetworkTools(timeout: .milliseconds(100)).run("sleep", ["60"], input: nil)
      }
      #expect(late?.code == .timeout)
    }
  }
}
