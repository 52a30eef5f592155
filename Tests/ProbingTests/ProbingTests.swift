import CDroste
import Ethernet
import FoundationEssentials
import Glibc
import HyperV
import Probing
import Processes
import Testing

/// Namespaces A, R and B: A is 10.99.1.2/24 behind R's 10.99.1.1, B is 10.99.2.2/24 behind R's 10.99.2.1.
struct RoutedNetwork {
  let prefix = "drp\(getpid())x\(UInt32.random(in: 0 ..< 1 << 20))"

  init() throws {
    try shell(
      """
      for n in A R B; do ip netns add $P$n; ip -n $P$n link set lo up; done
      ip -n ${P}R link add ra type veth peer name eth0 netns ${P}A
      ip -n ${P}R link add rb type veth peer name eth0 netns ${P}B
      ip -n ${P}R addr add 10.99.1.1/24 dev ra; ip -n ${P}R addr add 10.99.2.1/24 dev rb
      ip -n ${P}R link set ra up; ip -n ${P}R link set rb up
      ip -n ${P}A addr add 10.99.1.2/24 dev eth0; ip -n ${P}A link set eth0 up; ip -n ${P}A route add default via 10.99.1.1
      ip -n ${P}B addr add 10.99.2.2/24 dev eth0; ip -n ${P}B link set eth0 up; ip -n ${P}B route add default via 10.99.2.1
      ip netns exec ${P}R sysctl -qw net.ipv4.ip_forward=1
      """)
  }

  func remove() throws { try shell("for n in A R B; do ip netns delete $P$n; done") }

  func shell(_ script: String) throws {
    let status = system("set -e; P=\(prefix)\n\(script)")
    try #require(status == 0, "\(script)")
  }

  func run<Value: Sendable>(in name: String, _ body: @escaping @Sendable () throws -> Value) async throws -> Value {
    let path = "/run/netns/\(prefix)\(name)"
    return try await BlockingThread.run { () throws -> Value in
      let status = droste_enter_network_namespace(path)
      guard status == 0 else { throw DrosteError(.unspecified, "\(path): \(status)") }
      return try body()
    }
  }
}

@Suite("Probes", .enabled(if: geteuid() == 0), .serialized, .timeLimit(.minutes(2)))
struct ProbingTests {
  private static func watches() -> TraceWatches { TraceWatches { BlockingThread.start(name: "trace", $0) } }
  private static let b = IPv4Address("10.99.2.2")!

  private func with(_ body: (RoutedNetwork) async throws -> Void) async throws {
    let network = try RoutedNetwork()
    let result: Result<Void, any Error>
    do { result = .success(try await body(network)) } catch { result = .failure(error) }
    try network.remove()
    try result.get()
  }

  @Test("Over a router: what is sent, what each kernel sees, and what is answered")
  func route() async throws {
    try await with { network in
      let id = UInt64.random(in: 1 ... .max)
      // Neighbour discovery and the like is over before, so that it cannot take the place of an ARP request.
      let watches = ["A", "R", "B"].map { ($0, Self.watches()) }
      for (name, watch) in watches {
        _ = try await network.run(in: name) { try watch.handle(TraceOrder(.start, id: id, seconds: 60)) }
      }
      let report = try await network.run(in: "A") {
        try Self.watches().handle(TraceOrder(.send, id: id, destination: Self.b, count: 2, patience: 5))
      }
      let sent = try #require(report.sent)
      #expect(sent.problem == nil && sent.interface == "eth0" && sent.gateway == IPv4Address("10.99.1.1"))
      #expect(sent.source == IPv4Address("10.99.1.2") && sent.nextHopMAC != nil)
      #expect(sent.probes.map(\.carrier) == [.arp, .echo, .echo] && sent.probes.allSatisfy(\.isAnswered))
      #expect(sent.probes.map(\.from) == [sent.gateway, Self.b, Self.b])
      var seen: [String] = []
      for (name, watch) in watches {
        // The watcher's thread may be a moment behind.
        try await Task.sleep(for: .milliseconds(300))
        let end = try await network.run(in: name) { try watch.handle(TraceOrder(.end, id: id)) }
        seen += end.sightings.filter { $0.sequence == 1 || $0.sequence == 2 }
          .map { "\(name) \($0.place) \($0.direction.rawValue) \($0.carrier.rawValue)" }
        #expect(throws: DrosteError.self) { try watch.handle(TraceOrder(.read, id: id)) }
        #expect(end.system?.forwards == (name == "R") && end.lost == 0)
      }
      #expect(
        seen == [
          "A eth0 Out ARP", "A eth0 Out Echo", "A eth0 In EchoReply", "R ra In ARP", "R ra In Echo", "R rb Out Echo",
          "R rb In EchoReply", "R ra Out EchoReply", "B eth0 In Echo", "B eth0 Out EchoReply",
        ])
    }
  }

  struct Row: Sendable {
    var destination: String
    var make: String
    var problem: ProbeReport.Problem
    var detail: String
  }

  @Test("Why nothing can be sent")
  func problems() async throws {
    let rows = [
      Row(destination: "10.99.1.2", make: ":", problem: .local, detail: "10.99.1.2 is its own address"),
      Row(destination: "10.99.1.77", make: ":", problem: .noNeighbour, detail: "nobody answers for 10.99.1.77"),
      Row(
        destination: "10.99.7.7", make: "ip -n ${P}A route add blackhole 10.99.7.0/24", problem: .noRoute,
        detail: "there is no route to 10.99.7.7"),
      Row(
        destination: "10.99.2.2", make: "ip -n ${P}R link set ra down", problem: .interfaceDown,
        detail: "eth0 has no carrier"),
      Row(
        destination: "10.99.2.2", make: "ip -n ${P}A route delete default", problem: .noRoute,
        detail: "there is no route to 10.99.2.2"),
    ]
    try await with { network in
      for row in rows {
        try network.shell(row.make)
        let order = TraceOrder(.send, id: 1, destination: IPv4Address(row.destination), count: 1, patience: 0.2)
        let sent = try await network.run(in: "A") { try Self.watches().handle(order) }.sent
        #expect(sent?.problem == row.problem && sent?.detail == row.detail, "\(row): \(String(describing: sent))")
      }
    }
  }

  @Test("What a kernel says that it does with a packet")
  func decisions() async throws {
    let rows: [(source: String, destination: String, make: String, outcome: TraceDecision.Outcome)] = [
      ("10.99.1.2", "10.99.2.2", ":", .forward), ("10.99.1.2", "10.99.2.1", ":", .local),
      ("10.99.1.2", "10.99.8.8", ":", .noRoute),
      ("10.99.2.2", "10.99.2.9", "ip netns exec ${P}R sysctl -qw net.ipv4.conf.all.rp_filter=1", .reversePath),
      ("10.99.1.2", "10.99.2.2", "ip netns exec ${P}R sysctl -qw net.ipv4.ip_forward=0", .notForwarded),
    ]
    try await with { network in
      for row in rows {
        try network.shell(row.make)
        let order = TraceOrder(
          .decide, id: 1, destination: IPv4Address(row.destination), source: IPv4Address(row.source), interface: "ra")
        let decision = try await network.run(in: "R") { try Self.watches().handle(order) }.decision
        #expect(decision?.outcome == row.outcome, "\(row): \(String(describing: decision))")
      }
    }
  }

  @Test("Orders out of range are refused, and so is a ninth trace")
  func limits() async throws {
    let watches = Self.watches()
    let wrong = [
      TraceOrder(.start, id: 1, seconds: 0), TraceOrder(.start, id: 1, seconds: 121), TraceOrder(.send, id: 1),
      TraceOrder(.send, id: 1, destination: .any, count: 33), TraceOrder(.decide, id: 1, destination: .any),
    ]
    for order in wrong {
      let error = #expect(throws: DrosteError.self) { try watches.handle(order) }
      #expect(error?.code == .invalidParameter)
    }
    for id in 1...UInt64(TraceWatches.limit) { _ = try watches.handle(TraceOrder(.start, id: id, seconds: 30)) }
    let full = #expect(throws: DrosteError.self) { try watches.handle(TraceOrder(.start, id: 99)) }
    #expect(full?.code == .outOfMemory)
    for id in 1...UInt64(TraceWatches.limit) { _ = try watches.handle(TraceOrder(.end, id: id)) }
  }
}
