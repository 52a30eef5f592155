import Ethernet
import FoundationEssentials
import HostNetwork
import HyperV
import Testing

/// Static mappings, external addresses and timeouts, with the kernel's own translation.
@Suite(.enabled(if: isRoot, "network namespaces need root")) struct NATMappingTests {
  /// A router with a machine behind the NAT (10.9.1.2), another one behind another switch (10.9.2.2), and the outside (10.9.9.2),
  /// which knows no way back. The router itself is silent about the ports that mappings take.
  struct Place: Sendable {
    var machine: NetworkNamespace
    var other: NetworkNamespace
    var outside: NetworkNamespace
    var router: NetworkNamespace
    var nats: HostNATs
    var journal: MemoryJournal
    let id = UUID()

    var tools: NetworkTools { NetworkTools(namespace: router) }
  }

  static let configuration = NATConfiguration(name: "n", internalPrefix: IPv4Prefix("10.9.1.0/24")!)

  func withPlace(_ body: (Place) async throws -> Void) async throws {
    try await withNamespaces(4) { names in
      let journal = MemoryJournal()
      let place = Place(
        machine: names[0], other: names[1], outside: names[2], router: names[3],
        nats: HostNATs(journal: journal, namespace: names[3]), journal: journal)
      try await connect(place.machine, "m0", place.router, "r0")
      try await connect(place.other, "o0", place.router, "r1")
      try await connect(place.outside, "x0", place.router, "r2")
      try await NetworkTools(namespace: place.machine).ipBatch([
        "address add 10.9.1.2/24 dev m0", "route add default via 10.9.1.1",
      ])
      try await NetworkTools(namespace: place.other).ipBatch([
        "address add 10.9.2.2/24 dev o0", "route add default via 10.9.2.1",
      ])
      try await NetworkTools(namespace: place.outside).ipBatch(["address add 10.9.9.2/24 dev x0"])
      try await place.tools.ipBatch([
        "address add 10.9.1.1/24 dev r0", "address add 10.9.2.1/24 dev r1", "address add 10.9.9.1/24 dev r2",
        "address add 10.9.9.7/24 dev r2",
      ])
      try await place.tools.nft(
        script: """
          add table ip silence
          add chain ip silence input { type filter hook input priority 0 ; policy accept ; }
          add rule ip silence input tcp dport { 8080, 8081 } drop
          add rule ip silence input udp dport 8080 drop

          """)
      try await body(place)
      try await place.nats.remove(id: place.id)
      #expect(await place.journal.isEmpty)
      let rules = try await place.tools.run("nft", ["list", "ruleset"], input: nil).output
      #expect(!rules.contains(NATTable.prefix))
    }
  }

  /// Whether the machine's closed port answered: the way there and back is open. The router's own ports are silent.
  func reaches(_ namespace: NetworkNamespace, _ address: String, _ port: Int, _ transport: String = "tcp") async throws
    -> Bool
  {
    // A datagram is refused by an ICMP message, which the next read tells.
    let outcome = try await NetworkTools(namespace: namespace).run(
      "timeout",
      ["1", "bash", "-c", "exec 3<>/dev/\(transport)/\(address)/\(port); printf x >&3; read -t 1 -u 3"], input: nil)
    return outcome.errorText.contains("refused")
  }

  /// Sends one datagram and waits for nothing.
  func datagram(_ namespace: NetworkNamespace, _ address: String, _ port: Int) async throws {
    let outcome = try await NetworkTools(namespace: namespace).run(
      "bash", ["-c", "exec 3<>/dev/udp/\(address)/\(port); printf x >&3"], input: nil)
    #expect(outcome.succeeded)
  }

  func mapped(_ mappings: [NATStaticMapping]) -> NATConfiguration {
    var configuration = Self.configuration
    configuration.staticMappings = mappings
    return configuration
  }

  static let http = NATStaticMapping(
    id: 1, protocol: .tcp, externalPort: 8080, internalAddress: IPv4Address("10.9.1.2")!, internalPort: 80)

  @Test func mappingsLeadIn() async throws {
    try await withPlace { place in
      try await place.nats.apply(id: place.id, Self.configuration)
      #expect(try await !reaches(place.outside, "10.9.9.1", 8080))
      let dns = NATStaticMapping(
        id: 2, protocol: .udp, externalAddress: IPv4Address("10.9.9.7")!, externalPort: 8080,
        internalAddress: IPv4Address("10.9.1.2")!, internalPort: 53)
      try await place.nats.apply(id: place.id, mapped([Self.http, dns]))
      // Any address of the host leads in, from outside and from the machines of another switch.
      #expect(try await reaches(place.outside, "10.9.9.1", 8080))
      #expect(try await reaches(place.outside, "10.9.9.7", 8080))
      #expect(try await reaches(place.other, "10.9.9.1", 8080))
      #expect(try await reaches(place.other, "10.9.2.1", 8080))
      // From the NAT's own machines too, whose answers would else go past the host.
      #expect(try await reaches(place.machine, "10.9.9.1", 8080))
      // Another port, the address of the other protocol's mapping, and the host itself do not.
      #expect(try await !reaches(place.outside, "10.9.9.1", 8081))
      #expect(try await reaches(place.outside, "10.9.9.7", 8080, "udp"))
      #expect(try await !reaches(place.outside, "10.9.9.1", 8080, "udp"))
      #expect(try await !reaches(place.router, "10.9.9.1", 8080))
      // The session tells both sides.
      let sessions = try await place.nats.sessions(mapped([Self.http]))
      let inward = try #require(
        sessions.first { $0.protocol == "UDP" && $0.externalSourceAddress.description == "10.9.9.7" })
      #expect(inward.internalSourceAddress.description == "10.9.1.2" && inward.internalSourcePort == 53)
      #expect(inward.internalDestinationAddress.description == "10.9.9.2" && inward.externalSourcePort == 8080)
      #expect(inward.externalDestinationAddress.description == "10.9.9.2" && inward.natName == "n")
      // Taken away again.
      try await place.nats.apply(id: place.id, Self.configuration)
      #expect(try await !reaches(place.outside, "10.9.9.1", 8080))
    }
  }

  @Test func externalAddressesAndPorts() async throws {
    try await withPlace { place in
      var configuration = Self.configuration
      configuration.externalAddresses = [
        .init(id: 1, address: IPv4Address("10.9.9.7")!, portStart: 5000, portEnd: 5009)
      ]
      try await place.nats.apply(id: place.id, configuration)
      #expect(try await isRefused(place.machine, "10.9.9.2"))
      #expect(try await place.nats.status(id: place.id).translatedPackets == 1)
      for _ in 0..<3 { try await datagram(place.machine, "10.9.9.2", 9) }
      let sessions = try await place.nats.sessions(configuration).filter { $0.protocol == "UDP" }
      #expect(sessions.count == 3)
      for session in sessions {
        #expect(session.externalSourceAddress.description == "10.9.9.7")
        #expect((5000...5009).contains(session.externalSourcePort))
        #expect(session.internalSourceAddress.description == "10.9.1.2")
        #expect(session.externalDestinationAddress.description == "10.9.9.2" && session.externalDestinationPort == 9)
      }
      // Two addresses: both are used. 24 connections all get the same one in one run of eight million.
      configuration.externalAddresses = [
        .init(id: 1, address: IPv4Address("10.9.9.7")!, portStart: 6000, portEnd: 6999),
        .init(id: 2, address: IPv4Address("10.9.9.1")!, portStart: 6000, portEnd: 6999),
      ]
      try await place.nats.apply(id: place.id, configuration)
      for _ in 0..<24 { try await datagram(place.machine, "10.9.9.2", 9) }
      let used = try await place.nats.sessions(configuration).filter { $0.externalSourcePort >= 6000 }
      #expect(Set(used.map(\.externalSourceAddress.description)) == ["10.9.9.7", "10.9.9.1"])
    }
  }

  @Test func externalPrefix() async throws {
    try await withPlace { place in
      var configuration = Self.configuration
      configuration.externalPrefix = IPv4Prefix("10.9.9.0/24")
      try await place.nats.apply(id: place.id, configuration)
      #expect(try await isRefused(place.machine, "10.9.9.2"))
      // The other way out is not translated.
      #expect(try await isRefused(place.machine, "10.9.2.2"))
      try await datagram(place.machine, "10.9.9.2", 9)
      try await datagram(place.machine, "10.9.2.2", 9)
      let sessions = try await place.nats.sessions(configuration)
      #expect(sessions.map(\.externalDestinationAddress.description) == ["10.9.9.2"])
      configuration.externalPrefix = IPv4Prefix("10.200.0.0/16")
      let error = await #expect(throws: DrosteError.self) {
        try await place.nats.apply(id: place.id, configuration)
      }
      #expect(error?.cause?.contains("10.200.0.0/16") == true)
    }
  }

  /// Nobody answers, so that connections stay where they begin; what is left of their life is told.
  @Test func timeoutsHold() async throws {
    try await withPlace { place in
      try await NetworkTools(namespace: place.outside).nft(
        script: """
          add table ip silence
          add chain ip silence input { type filter hook input priority 0 ; policy drop ; }

          """)
      func left(_ transport: String) async throws -> Int? {
        _ = try await reaches(place.machine, "10.9.9.2", 4000, transport)
        return try await place.nats.sessions(Self.configuration).filter { $0.protocol == transport.uppercased() }
          .map(\.secondsLeft).max()
      }
      var configuration = Self.configuration
      configuration.tcpTransientConnectionTimeout = 40
      configuration.udpIdleSessionTimeout = 17
      try await place.nats.apply(id: place.id, configuration)
      // The reading itself took up to 2 s.
      #expect((36...40).contains(try await left("tcp") ?? 0))
      #expect((13...17).contains(try await left("udp") ?? 0))
      // Changed, new connections get the new ones; Linux's own would be 120 and 30.
      configuration.tcpTransientConnectionTimeout = 500
      configuration.udpIdleSessionTimeout = 300
      try await place.nats.apply(id: place.id, configuration)
      #expect((496...500).contains(try await left("tcp") ?? 0))
      #expect((296...300).contains(try await left("udp") ?? 0))
      let rules = try await place.tools.run("nft", ["list", "ruleset"], input: nil).output
      #expect(!rules.contains("udp-17") && rules.contains("udp-300"))
    }
  }

  @Test(arguments: [
    ("IcmpQueryTimeout", "icmp"), ("TcpFilteringBehavior", "tcp"), ("UdpFilteringBehavior", "udp"),
    ("UdpInboundRefresh", "refresh"),
  ])
  func refusedByName(_ name: String, _ what: String) async throws {
    try await withPlace { place in
      var configuration = Self.configuration
      switch what {
      case "icmp": configuration.icmpQueryTimeout = 31
      case "tcp": configuration.tcpFilteringBehavior = .endpointIndependent
      case "udp": configuration.udpFilteringBehavior = .endpointIndependent
      default: configuration.udpInboundRefresh = true
      }
      let error = await #expect(throws: DrosteError.self) { try await place.nats.apply(id: place.id, configuration) }
      #expect(error?.code == .notSupported)
      #expect(error?.message == "\(name) of the NAT \"n\" cannot be changed.")
      #expect(await place.journal.isEmpty)
    }
  }
}
