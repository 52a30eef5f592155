import Ethernet
import FoundationEssentials
import Glibc
import Host
import HostNetwork
import HyperV
import Testing

@Suite struct JournalTests {
  static func tap(_ name: String) -> HostChange { HostChange(.tap(interface: name, alias: "vEthernet (\(name))")) }

  @Test func keepsOrderAndOwnersOverARestart() async throws {
    try await withFolder { folder in
      let (a, b) = (UUID(), UUID())
      do {
        let journal = HostChangeStore(store: try Store(path: folder + "/s"))
        for (owner, name) in [(a, "x1"), (b, "y1"), (a, "x2"), (a, "x1"), (a, "x3")] {
          try await journal.record(Self.tap(name), owner: owner)
        }
        try await journal.forget(Self.tap("x2"), owner: a)
        try await journal.forget(Self.tap("never"), owner: a)
        try await journal.forget(Self.tap("x1"), owner: b)
      }
      let journal = HostChangeStore(store: try Store(path: folder + "/s"))
      #expect(try await journal.changes(owner: a) == [Self.tap("x1"), Self.tap("x3")])
      #expect(try await journal.changes(owner: b) == [Self.tap("y1")])
      #expect(try await journal.changes(owner: UUID()).isEmpty)
    }
  }

  @Test func everyKindOfChangeComesBack() async throws {
    try await withStore { store in
      let journal = HostChangeStore(store: store)
      let owner = UUID()
      let changes: [HostChange] = [
        Self.tap("ve-x"), HostChange(.addressAdded(interface: "ve-x", prefix: IPv4Prefix("10.0.0.1/24")!)),
        HostChange(.addressesMoved(.init(from: "eth0", to: "ve-x", addresses: [], routes: []))),
        HostChange(.nftTable(family: "ip", name: "droste")),
        HostChange(.sysctl(path: "net/ipv4/ip_forward", oldValue: "0")), HostChange(.linkUp(interface: "eth0")),
        HostChange(.tap(interface: "old", alias: "old"), bootID: "another boot"),
      ]
      for change in changes { try await journal.record(change, owner: owner) }
      #expect(try await journal.changes(owner: owner) == changes)
      #expect(changes.map(\.isOfThisBoot) == [true, true, true, true, true, true, false])
    }
  }

  /// A crash came after a switch's removal and before its host adapter was gone.
  @Test(.enabled(if: geteuid() == 0, "network namespaces need root"))
  func orphansAreUndone() async throws {
    try await withFolder { folder in
      try await withNamespace { namespace in
        let (orphan, alive) = (UUID(), UUID())
        let mac = MACAddress("00-15-5D-00-04-11")!
        do {
          let store = try Store(path: folder + "/s")
          let adapters = HostAdapters(journal: HostChangeStore(store: store), namespace: namespace)
          for (owner, name) in [(orphan, "Gone"), (alive, "Alive")] {
            try await store.save(.switch, id: owner, name: name, value: name)
            _ = try await adapters.applyInternal(
              owner: owner, switchName: name, macAddress: mac, mtu: 1500, address: IPv4Prefix("10.9.0.1/24"))
          }
          try await store.remove(orphan)
        }
        let store = try Store(path: folder + "/s")
        let journal = HostChangeStore(store: store)
        let adapters = HostAdapters(journal: journal, namespace: namespace)
        #expect(try await adapters.list().map(\.name).sorted() == ["vEthernet (Alive)", "vEthernet (Gone)"])
        let before = try await journal.changes(owner: alive)
        await journal.undoOrphans(owners: try await store.resourceIDs(), adapters: adapters, log: silent)
        #expect(try await adapters.list().map(\.name) == ["vEthernet (Alive)"])
        #expect(try await journal.changes(owner: orphan).isEmpty)
        #expect(try await journal.changes(owner: alive) == before)
        try await adapters.remove(owner: alive)
      }
    }
  }

  /// What an earlier boot changed is gone with its kernel: nothing is done to the host, and it is forgotten.
  @Test func orphansOfAnEarlierBootAreForgotten() async throws {
    try await withStore { store in
      let journal = HostChangeStore(store: store)
      let owner = UUID()
      let change = HostChange(.sysctl(path: "net/ipv4/ip_forward", oldValue: "7"), bootID: "another boot")
      try await journal.record(change, owner: owner)
      await journal.undoOrphans(owners: [], adapters: HostAdapters(journal: journal), log: silent)
      #expect(try await journal.changes(owner: owner).isEmpty)
    }
  }

  private func withNamespace(_ body: (NetworkNamespace) async throws -> Void) async throws {
    let namespace = NetworkNamespace("drh\(getpid())")
    try await NetworkTools().ip(["netns", "add", namespace.name])
    let result: Result<Void, any Error>
    do { result = .success(try await body(namespace)) } catch { result = .failure(error) }
    try await NetworkTools().ip(["netns", "delete", namespace.name])
    try result.get()
  }
}
