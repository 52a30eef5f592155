import Ethernet
import FoundationEssentials
import HostNetwork
import HyperV
import Testing

@Suite(.enabled(if: isRoot, "network namespaces need root")) struct NATTests {
  let configuration = NATConfiguration(name: "n", internalPrefix: IPv4Prefix("10.9.1.0/24")!)

  /// A client, a router and a server that knows no way back to the client's prefix.
  func withRouter(_ body: (_ client: NetworkNamespace, _ router: NetworkNamespace) async throws -> Void) async throws {
    try await withNamespaces(3) { names in
      let (client, router, server) = (names[0], names[1], names[2])
      try await connect(client, "c0", router, "r0")
      try await connect(router, "r1", server, "s0")
      try await NetworkTools(namespace: client).ipBatch([
        "address add 10.9.1.2/24 dev c0", "route add default via 10.9.1.1",
      ])
      try await NetworkTools(namespace: router).ipBatch([
        "address add 10.9.1.1/24 dev r0", "address add 192.0.2.1/24 dev r1",
      ])
      try await NetworkTools(namespace: server).ipBatch(["address add 192.0.2.2/24 dev s0"])
      try await NetworkTools(namespace: router).setSysctl("net/ipv4/ip_forward", "0")
      try await body(client, router)
    }
  }

  @Test func translatesAndIsUndone() async throws {
    try await withRouter { client, router in
      let tools = NetworkTools(namespace: router)
      let journal = MemoryJournal()
      let nats = HostNATs(journal: journal, namespace: router)
      let id = UUID()
      #expect(try await nats.status(id: id) == NATStatus(active: false))
      #expect(try await !isRefused(client, "192.0.2.2"))
      try await nats.apply(id: id, configuration)
      #expect(try await isRefused(client, "192.0.2.2"))
      let first = try await nats.status(id: id)
      #expect(first.active && first.translatedPackets == 1)
      // Once more: mended, nothing twice, and what was counted stays.
      try await nats.apply(id: id, configuration)
      #expect(try await isRefused(client, "192.0.2.2"))
      #expect(try await nats.status(id: id).translatedPackets == 2)

      let other = UUID()
      try await nats.apply(
        id: other, NATConfiguration(name: "other", internalPrefix: IPv4Prefix("10.9.2.0/24")!))
      try await nats.remove(id: id)
      #expect(try await tools.sysctl("net/ipv4/ip_forward") == "1")
      #expect(try await !isRefused(client, "192.0.2.2"))
      try await nats.remove(id: other)
      #expect(try await tools.sysctl("net/ipv4/ip_forward") == "0")
      try await nats.remove(id: other)
      #expect(await journal.isEmpty)
      #expect(try await tools.run("nft", ["list", "ruleset"], input: nil).output == "")
    }
  }

  @Test(arguments: 0..<2) func survivesACrash(records: Int) async throws {
    try await withRouter { client, router in
      let journal = MemoryJournal(recordsLeft: records)
      let id = UUID()
      await #expect(throws: MemoryJournal.Died.self) {
        try await HostNATs(journal: journal, namespace: router).apply(id: id, configuration)
      }
      await journal.revive()
      let nats = HostNATs(journal: journal, namespace: router)
      try await nats.apply(id: id, configuration)
      #expect(try await isRefused(client, "192.0.2.2"))
      try await nats.remove(id: id)
      #expect(await journal.isEmpty)
      #expect(try await NetworkTools(namespace: router).sysctl("net/ipv4/ip_forward") == "0")
    }
  }

  /// What an earlier boot recorded is neither undone nor kept.
  @Test func anEarlierBootIsForgotten() async throws {
    try await withRouter { _, router in
      let journal = MemoryJournal()
      let old = HostChange(.sysctl(path: "net/ipv4/ip_forward", oldValue: "1"), bootID: "earlier")
      try await journal.record(old, owner: HostNATs.sharedOwner)
      try await HostNATs(journal: journal, namespace: router).remove(id: UUID())
      #expect(await journal.isEmpty)
      #expect(try await NetworkTools(namespace: router).sysctl("net/ipv4/ip_forward") == "0")
    }
  }
}
