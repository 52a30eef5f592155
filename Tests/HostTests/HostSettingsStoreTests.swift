import Ethernet
import FoundationEssentials
import Host
import HyperV
import Testing

@Suite struct HostSettingsStoreTests {
  @Test func defaultsAreTheHostsOwn() async throws {
    try await withStore { store in
      let settings = HostSettingsStore(store: store, home: "/h")
      let first = try await settings.current()
      #expect(first.virtualMachinePath == "/h" && first.virtualHardDiskPath == "/h")
      #expect(first.macAddressCount == 256 && first.macAddressMinimum.rawValue & 0xFF == 0)
      #expect(try await MACPool(store: store).next(taken: []) == first.macAddressMinimum)
      #expect(try await settings.current() == first)
    }
  }

  @Test func setAndKept() async throws {
    try await withFolder { folder in
      for round in 0..<2 {
        let store = try Store(path: folder + "/s")
        let settings = HostSettingsStore(store: store, home: "/h")
        if round == 0 {
          var wanted = try await settings.current()
          wanted.macAddressMinimum = MACAddress(rawValue: 0x0200_0000_0010)
          wanted.macAddressMaximum = MACAddress(rawValue: 0x0200_0000_0012)
          wanted.virtualHardDiskPath = folder
          #expect(try await settings.update(wanted) == wanted)
        }
        #expect(try await settings.current().macAddressCount == 3)
        #expect(try await settings.current().virtualHardDiskPath == folder)
        let pool = MACPool(store: store)
        let all = Set((0x0200_0000_0010...0x0200_0000_0012).map { MACAddress(rawValue: $0) })
        var given: Set<MACAddress> = []
        for _ in 0..<3 { given.insert(try await pool.next(taken: given)) }
        #expect(given == all)
        let error = await #expect(throws: DrosteError.self) { try await pool.next(taken: all) }
        #expect(error?.message.contains("All 3 MAC addresses of this host's pool") == true)
      }
    }
  }

  /// A range far larger than what is in use costs no more than what is in use.
  @Test func largeRanges() async throws {
    try await withStore { store in
      let settings = HostSettingsStore(store: store, home: "/h")
      var wanted = try await settings.current()
      wanted.macAddressMinimum = MACAddress(rawValue: 0x0015_5D00_0000)
      wanted.macAddressMaximum = MACAddress(rawValue: 0x0015_5DFF_FFFF)
      _ = try await settings.update(wanted)
      let pool = MACPool(store: store)
      var given: Set<MACAddress> = []
      for _ in 0..<300 { given.insert(try await pool.next(taken: given)) }
      #expect(given.count == 300)
    }
  }

  @Test func hostAdaptersHaveTheirsAlone() async throws {
    try await withStore { store in
      let pool = MACPool(store: store)
      let first = try await pool.next(taken: [])
      let next = MACAddress(rawValue: first.rawValue + 1)
      _ = try await store.constant("macAddress.\(UUID())") { next.rawValue }
      #expect(try await pool.next(taken: []).rawValue == first.rawValue + 2)
    }
  }

  @Test func severalAtOnceOrNone() async throws {
    try await withStore { store in
      let ids = [UUID(), UUID()]
      try await store.save([
        .init(.switch, id: ids[0], name: "a", value: SwitchConfiguration(name: "a", type: .private)),
        .init(.machine, id: ids[1], name: "m", value: MachineConfiguration(name: "m")),
      ])
      #expect(try await store.resourceIDs() == Set(ids))
      // The second is a name that another machine has: nothing of both is kept.
      await #expect(throws: (any Error).self) {
        try await store.save([
          .init(.switch, id: ids[0], name: "b", value: SwitchConfiguration(name: "b", type: .private)),
          .init(.machine, id: UUID(), name: "M", value: MachineConfiguration(name: "M")),
        ])
      }
      #expect(try await store.resources(.switch, as: SwitchConfiguration.self).map(\.value.name) == ["a"])
    }
  }
}
