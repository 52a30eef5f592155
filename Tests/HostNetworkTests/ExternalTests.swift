import Ethernet
import FoundationEssentials
import HostNetwork
import HyperV
import Testing

@Suite(.enabled(if: isRoot, "network namespaces need root")) struct ExternalTests {
  /// A host with the uplink `u0`, addresses of all sorts and routes, and the world behind it with 10.1.0.1.
  func withHost(_ body: (NetworkNamespace, NetworkNamespace) async throws -> Void) async throws {
    try await withNamespaces(2) { names in
      try await connect(names[0], "u0", names[1], "w0")
      try await NetworkTools(namespace: names[1]).ip(["address", "add", "10.1.0.1/24", "dev", "w0"])
      try await NetworkTools(namespace: names[0]).ipBatch([
        "address add 10.1.0.2/24 broadcast + dev u0", "address add 10.1.0.3/24 dev u0 label u0:1",
        "address add 10.2.0.2/24 dev u0 noprefixroute",
        "address add 10.3.0.2/24 dev u0 valid_lft 1000 preferred_lft 500", "address add fd00::5/64 dev u0 nodad",
        "route add 10.2.0.0/24 dev u0 proto kernel scope link src 10.2.0.2 metric 50",
        "route add default via 10.1.0.1 dev u0 metric 100 proto static", "route add 172.16.0.0/12 dev u0 table 77",
        "route add 192.0.2.0/24 via 10.2.0.9 dev u0 mtu 1400", "route add 2001:db8::/32 via fd00::1 dev u0",
        "route add unreachable 198.51.100.0/24",
      ])
      try await body(names[0], names[1])
    }
  }

  @Test func movesAndRestoresExactly() async throws {
    try await withHost { host, world in
      let before = try await snapshot(host, "u0")
      let mac = try #require(try await HostAdapters(journal: MemoryJournal(), namespace: host).find("u0").macAddress)
      #expect(try await isRefused(world, "10.1.0.2"))
      let journal = MemoryJournal()
      let adapters = HostAdapters(journal: journal, namespace: host)
      let owner = UUID()
      for _ in 0..<2 {
        let binding = try await adapters.applyExternal(
          owner: owner, switchName: "VmExternal", adapterName: "Ethernet", allowManagementOS: true, mtu: 1500)
        #expect(binding.uplink.interface == "u0")
        #expect(binding.uplink.addresses.isEmpty)
        let adapter = try #require(binding.hostAdapter)
        #expect(adapter.name == "vEthernet (VmExternal)")
        #expect(adapter.macAddress == mac)
        #expect(adapter.addresses.count == 4)
        let moved = try await snapshot(host, adapter.interface)
        #expect(moved.contains { $0.hasPrefix("default via 10.1.0.1 dev ve-VmExternal proto static metric 100") })
        #expect(moved.contains { $0.hasPrefix("172.16.0.0/12 dev ve-VmExternal table 77 scope link") })
        #expect(moved.contains { $0.hasPrefix("2001:db8::/32 via fd00::1 dev ve-VmExternal") })
        let left = try await snapshot(host, "u0")
        #expect(left == ["up true", "disable_ipv6 1"])
      }
      #expect(try await !isRefused(world, "10.1.0.2"))
      try await adapters.remove(owner: owner)
      #expect(try await snapshot(host, "u0") == before)
      #expect(try await isRefused(world, "10.1.0.2"))
      #expect(await journal.isEmpty)
      #expect(try await adapters.list().map(\.interface) == ["u0"])
    }
  }

  @Test func withoutManagementAddressesStay() async throws {
    try await withHost { host, world in
      let before = try await snapshot(host, "u0")
      let adapters = HostAdapters(journal: MemoryJournal(), namespace: host)
      let owner = UUID()
      let managed = try await adapters.applyExternal(
        owner: owner, switchName: "x", adapterName: "u0", allowManagementOS: true, mtu: 1500)
      #expect(managed.hostAdapter != nil)
      let binding = try await adapters.applyExternal(
        owner: owner, switchName: "x", adapterName: "u0", allowManagementOS: false, mtu: 1500)
      #expect(binding.hostAdapter == nil)
      #expect(try await snapshot(host, "u0") == before)
      #expect(try await !isRefused(world, "10.1.0.2"))
      try await adapters.remove(owner: owner)
      // The neighbour may still hold a failed ARP entry from the time when nothing answered.
      var refused = false
      for _ in 0..<10 where !refused { refused = try await isRefused(world, "10.1.0.2") }
      #expect(refused)
    }
  }

  /// Internal, External, Internal, gone: each leaves nothing of the one before.
  @Test func followsItsSwitchsType() async throws {
    try await withHost { host, _ in
      let before = try await snapshot(host, "u0")
      let journal = MemoryJournal()
      let adapters = HostAdapters(journal: journal, namespace: host)
      let owner = UUID()
      let mac = MACAddress("00-15-5D-00-04-11")!
      let address = IPv4Prefix("10.99.0.1/24")!
      for _ in 0..<2 {
        let inner = try await adapters.applyInternal(
          owner: owner, switchName: "x", macAddress: mac, mtu: 1500, address: address)
        #expect(inner.addresses == [address] && inner.macAddress == mac)
        #expect(try await snapshot(host, "u0") == before)
        let binding = try await adapters.applyExternal(
          owner: owner, switchName: "x", adapterName: "u0", allowManagementOS: true, mtu: 1500)
        #expect(binding.hostAdapter?.macAddress == binding.uplink.macAddress)
        #expect(binding.hostAdapter?.addresses.contains(address) == false)
      }
      try await adapters.remove(owner: owner)
      #expect(try await snapshot(host, "u0") == before)
      #expect(await journal.isEmpty)
    }
  }

  @Test func takesAChangedAddressBack() async throws {
    try await withHost { host, _ in
      let tools = NetworkTools(namespace: host)
      try await tools.ip(["-6", "route", "flush", "dev", "u0"])
      try await tools.ipBatch(["route flush dev u0", "address flush dev u0"])
      let adapters = HostAdapters(journal: MemoryJournal(), namespace: host)
      let owner = UUID()
      _ = try await adapters.applyExternal(
        owner: owner, switchName: "x", adapterName: "u0", allowManagementOS: true, mtu: 1500)
      try await tools.ipBatch([
        "address add 10.1.0.77/24 dev ve-x", "route add default via 10.1.0.1 dev ve-x",
      ])
      try await adapters.remove(owner: owner)
      let after = try await snapshot(host, "u0")
      #expect(after.contains { $0.contains("inet 10.1.0.77/24") })
      #expect(after.contains { $0.hasPrefix("default via 10.1.0.1 dev u0") })
    }
  }

  /// The process dies before its n-th record: removing restores everything, applying again completes it.
  @Test(arguments: 0..<5) func survivesACrash(records: Int) async throws {
    try await withHost { host, _ in
      let tools = NetworkTools(namespace: host)
      try await tools.ip(["link", "set", "dev", "u0", "down"])
      let bare = try await snapshot(host, "u0")
      let owner = UUID()
      let journal = MemoryJournal(recordsLeft: records)
      await #expect(throws: MemoryJournal.Died.self) {
        try await HostAdapters(journal: journal, namespace: host).applyExternal(
          owner: owner, switchName: "x", adapterName: "u0", allowManagementOS: true, mtu: 1500)
      }
      await journal.revive()
      let adapters = HostAdapters(journal: journal, namespace: host)
      try await adapters.remove(owner: owner)
      #expect(try await snapshot(host, "u0") == bare)
      #expect(try await tools.links().map(\.ifname).sorted() == ["lo", "u0"])
      let again = try await adapters.applyExternal(
        owner: owner, switchName: "x", adapterName: "u0", allowManagementOS: true, mtu: 1500)
      #expect(again.hostAdapter?.addresses.count == 4)
    }
  }

  @Test func halfMovedIsCompleted() async throws {
    try await withHost { host, _ in
      let tools = NetworkTools(namespace: host)
      let before = try await snapshot(host, "u0")
      let adapters = HostAdapters(journal: MemoryJournal(), namespace: host)
      let owner = UUID()
      func apply() async throws -> ExternalBinding {
        try await adapters.applyExternal(
          owner: owner, switchName: "x", adapterName: "u0", allowManagementOS: true, mtu: 1500)
      }
      _ = try await apply()
      let complete = try await snapshot(host, "ve-x")
      try await tools.ip(["link", "delete", "dev", "ve-x"])
      _ = try await apply()
      let again = try await snapshot(host, "ve-x")
      #expect(again == complete)
      try await tools.ip(["link", "delete", "dev", "ve-x"])
      try await adapters.remove(owner: owner)
      #expect(try await snapshot(host, "u0") == before)
    }
  }

  @Test func refusals() async throws {
    try await withHost { host, _ in
      let tools = NetworkTools(namespace: host)
      try await tools.ip(["link", "add", "dev", "br0", "type", "bridge"])
      let adapters = HostAdapters(journal: MemoryJournal(), namespace: host)
      func code(_ adapter: String, mtu: Int = 1500) async -> DrosteError.Code? {
        let error = await #expect(throws: DrosteError.self) {
          try await adapters.applyExternal(
            owner: UUID(), switchName: "y", adapterName: adapter, allowManagementOS: true, mtu: mtu)
        }
        return error?.code
      }
      #expect(await code("eth7") == .objectNotFound)
      #expect(await code("br0") == .invalidParameter)
      #expect(await code("u0", mtu: 9000) == .invalidParameter)
      _ = try await adapters.applyExternal(
        owner: UUID(), switchName: "x", adapterName: "u0", allowManagementOS: true, mtu: 1500)
      #expect(await code("u0") == .invalidOperation)
      #expect(try await tools.links().map(\.ifname).sorted() == ["br0", "lo", "u0", "ve-x"])
    }
  }
}
