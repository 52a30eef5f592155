import Ethernet
import FoundationEssentials
import Glibc
import HostAPI
import HyperV
import TestSupport
import Testing

/// Switches that change what they are while machines are plugged in. As root, the host's part happens in a network namespace.
@Suite(
  .enabled(if: Droste.binaries != nil, "DROSTE_BIN names no executables"), .serialized, .timeLimit(.minutes(3)))
struct SwitchChangeTests {
  @Test func aNewNameIsNewEverywhere() async throws {
    try await RunningMachines.with { place in
      let client = place.client
      let made = try await client.createSwitch(.init(name: "Old", type: .private))
      _ = try await client.createSwitch(.init(name: "Third", type: .private))
      try await place.make(
        "runs", adapters: [.init(name: "LAN", switchName: "old"), .init(name: "2", switchName: "Third")])
      try await place.make("off", adapters: [.init(switchName: "OLD"), .init(name: "2")])
      let running = try await client.startMachine("runs")
      var configuration = made.configuration
      configuration.name = "New"
      configuration.notes = "renamed"
      let renamed = try await client.updateSwitch("old", configuration)
      #expect(renamed.id == made.id && renamed.status.processID == made.status.processID)
      #expect(renamed.status.ports.map(\.name) == ["runs/LAN"])
      #expect(try await client.machine("runs").configuration.adapters.map(\.switchName) == ["New", "Third"])
      #expect(try await client.machine("off").configuration.adapters.map(\.switchName) == ["New", nil])
      #expect(try await client.machine("off").status.adapterStatuses[0].switchID == made.id)
      let taken = await place.refusal {
        configuration.name = "THIRD"
        _ = try await client.updateSwitch("New", configuration)
      }
      #expect(taken?.code == .alreadyExists)
      #expect(try await client.machine("off").configuration.adapters.map(\.switchName) == ["New", nil])
      let inUse = await place.refusal { try await client.removeSwitch("New") }
      #expect(
        inUse?.message == """
          Failed while removing virtual Ethernet switch.
          The virtual switch 'New' cannot be deleted because it is being used by running virtual machines or assigned \
          to child pools.
          """)
      #expect(inUse?.cause == "in use: runs/LAN")
      #expect(try await client.machine("runs").status.processID == running.status.processID)
      kill(try await client.status().host.processID, SIGKILL)
    } afterTheKill: { place in
      let status = try await place.client.status()
      #expect(status.switches.map(\.configuration.name) == ["New", "Third"])
      #expect(status.switches.map(\.status.ports.count) == [1, 1])
      #expect(status.machines.flatMap { $0.configuration.adapters.map(\.switchName) } == ["New", nil, "New", "Third"])
      #expect(status.machines.allSatisfy { $0.status.adapterStatuses.first?.switchName == "New" })
    }
  }

  @Test(.enabled(if: geteuid() == 0, "host adapters need root")) func conversions() async throws {
    try await RunningMachines.with { place in
      let client = place.client
      for words in [
        ["ip", "link", "add", "dev", "up0", "type", "veth", "peer", "name", "far0"],
        ["ip", "link", "set", "dev", "up0", "up"], ["ip", "link", "set", "dev", "far0", "up"],
        ["ip", "address", "add", "10.98.0.2/24", "dev", "up0"],
      ] {
        #expect(try await place.inNamespace(words).succeeded)
      }
      func addresses(_ interface: String) async throws -> [String] {
        try await client.hostAdapters().first { $0.interface == interface }?.addresses.map(\.description) ?? []
      }
      let made = try await client.createSwitch(.init(name: "Lab", type: .private))
      #expect(made.status.hostAdapter == nil && made.status.uplink == nil)
      try await place.make("m", adapters: [.init(switchName: "Lab")])
      let process = try await client.startMachine("m").status.processID

      // Private to Internal, with a VLAN of its own for the host.
      var configuration = made.configuration
      configuration.type = .internal
      configuration.address = IPv4Prefix("10.97.0.1/24")
      configuration.hostAdapterVLAN = .access(id: 9)
      let inner = try await client.updateSwitch("Lab", configuration)
      let adapter = try #require(inner.status.hostAdapter)
      #expect(adapter.name == "vEthernet (Lab)" && adapter.isVirtual && adapter.macAddress != nil)
      #expect(adapter.interfaceDescription == "Hyper-V Virtual Ethernet Adapter")
      #expect(try await addresses(adapter.interface) == ["10.97.0.1/24"])
      #expect(inner.status.ports.map(\.kind) == [.machine, .hostAdapter])
      #expect(inner.status.ports.last?.vlan == .access(id: 9) && inner.status.ports.last?.connected == true)

      // Another name: the adapter's too, on the same device.
      configuration.name = "Renamed"
      let renamed = try await client.updateSwitch("Lab", configuration)
      #expect(renamed.status.hostAdapter?.name == "vEthernet (Renamed)")
      #expect(renamed.status.hostAdapter?.interface == adapter.interface)
      #expect(renamed.status.ports.last?.name == "vEthernet (Renamed)" && renamed.status.ports.last?.connected == true)
      #expect(try await client.hostAdapters().contains { $0.name == "vEthernet (Renamed)" })

      // To External: the uplink's addresses move to the host adapter.
      configuration.type = .external
      configuration.address = nil
      configuration.hostAdapterVLAN = .untagged
      configuration.netAdapterName = "up0"
      let outer = try await client.updateSwitch("Renamed", configuration)
      #expect(outer.status.uplink?.interface == "up0" && outer.status.uplink?.interfaceDescription.isEmpty == false)
      #expect(outer.status.hostAdapter?.macAddress == outer.status.uplink?.macAddress)
      #expect(outer.status.ports.map(\.kind) == [.machine, .uplink, .hostAdapter])
      #expect(try await addresses(outer.status.hostAdapter?.interface ?? "") == ["10.98.0.2/24"])
      #expect(try await addresses("up0") == [])
      // Without management the uplink is the switch's alone.
      configuration.allowManagementOS = false
      let alone = try await client.updateSwitch("Renamed", configuration)
      #expect(alone.status.hostAdapter == nil && alone.status.ports.map(\.kind) == [.machine, .uplink])

      // What cannot be leaves everything as it was.
      configuration.netAdapterName = "nothing"
      let refused = await place.refusal { _ = try await client.updateSwitch("Renamed", configuration) }
      #expect(refused?.code == .objectNotFound)
      #expect(try await client.status().switches.first?.configuration == alone.configuration)
      #expect(try await client.status().switches.first?.status.ports.map(\.kind) == [.machine, .uplink])

      // Back to Private: nothing is left on the host.
      configuration.type = .private
      configuration.netAdapterName = nil
      configuration.allowManagementOS = true
      let back = try await client.updateSwitch("Renamed", configuration)
      #expect(back.status.hostAdapter == nil && back.status.ports.map(\.kind) == [.machine])
      #expect(try await client.hostAdapters().allSatisfy { !$0.isVirtual })
      #expect(try await addresses("up0") == ["10.98.0.2/24"])
      #expect(try await place.inNamespace(["nft", "list", "ruleset"]).output == "")

      // To NAT, which needs no rights, and its DHCP server.
      configuration.type = .nat
      configuration.address = IPv4Prefix("10.96.0.1/24")
      let nat = try await client.updateSwitch("Renamed", configuration)
      #expect(nat.status.ports.map(\.kind) == [.machine, .nat])
      #expect(nat.status.processID == made.status.processID)
      #expect(try await client.machine("m").status.processID == process)
    }
  }
}
