import Glibc

/// How throughput and memory of a switch grow with ports that are connected and with addresses in traffic.
///
/// The traffic comes from stations of this process (one thread), not from testpmd: with many ports and addresses the
/// generator's own cost counts less than that it is the same in each line.
struct ScaleBenchmark {
  let processors: Processors

  private static let portCounts = [2, 16, 64, 256]
  private static let addressCounts = [16, 1000, 16_000]
  /// Ports that the addresses are spread over: one may learn 4096.
  private static let addressPorts = 4
  private static let seconds = 2.0

  /// What one line measures.
  private struct Result {
    var rate: Double
    var memory: Double
  }

  func run() async throws -> [Row] {
    raiseDescriptorLimit()
    try Processors.pin(to: processors.driver)
    var rows: [Row] = []
    for count in Self.portCounts {
      let own = try await ports(count, try DrosteSwitch(ports: count, on: processors.device))
      let other = try await ports(count, try await OpenVSwitch(ports: count, on: processors))
      rows += compare("\(count) ports, 2 busy", own, other)
    }
    for count in Self.addressCounts {
      let learning = Dictionary(uniqueKeysWithValues: (0..<Self.addressPorts).map { ($0, 4096) })
      let own = try await addresses(
        count, try DrosteSwitch(ports: Self.addressPorts, learning: learning, on: processors.device))
      let other = try await addresses(count, try await OpenVSwitch(ports: Self.addressPorts, on: processors))
      rows += compare("\(count) addresses, 4 ports", own, other)
    }
    return rows
  }

  private func compare(_ what: String, _ own: Result, _ other: Result) -> [Row] {
    [
      Row(
        what: "throughput, \(what)", measured: .framesPerSecond(own.rate, 64), peerName: OpenVSwitch.title,
        peer: .framesPerSecond(other.rate, 64), limit: .none),
      Row(
        what: "memory, \(what)", measured: .bytes(own.memory), peerName: OpenVSwitch.title,
        peer: .bytes(other.memory), limit: .none),
    ]
  }

  private func ports(_ count: Int, _ peer: any SwitchUnderTest) async throws -> Result {
    var stations: [Station] = []
    for port in 0..<count {
      stations.append(try Station(peer.connection(port), port: port, peer: port ^ 1))
    }
    var loop = ClosedLoop(Array(stations[..<2]))
    try loop.learn(1)
    // Those without traffic stay connected.
    return try withExtendedLifetime(stations) { try result(of: peer, &loop, "\(count) ports") }
  }

  private func addresses(_ count: Int, _ peer: any SwitchUnderTest) async throws -> Result {
    let each = count / Self.addressPorts
    var stations: [Station] = []
    for port in 0..<Self.addressPorts {
      stations.append(
        try Station(
          peer.connection(port), port: port, peer: port ^ 1,
          addresses: (own: (port + 1) << 12, other: ((port ^ 1) + 1) << 12, count: each)))
    }
    var loop = ClosedLoop(stations)
    try loop.learn(each)
    return try result(of: peer, &loop, "\(count) addresses")
  }

  private func result(of peer: any SwitchUnderTest, _ loop: inout ClosedLoop, _ what: String) throws -> Result {
    let rate = try loop.framesPerSecond(seconds: Self.seconds)
    let memory = try peer.processID.map { try ProcessCost.ownMemory($0) } ?? 0
    say("  \(peer.name), \(what): \(fixed(rate / 1e6, 2)) Mpps, \(fixed(memory / 1_048_576, 1)) MiB")
    return Result(rate: rate, memory: memory)
  }
}

/// A connected port takes about ten descriptors on either side: the limit of most shells is too low for 256.
func raiseDescriptorLimit() {
  var limit = rlimit()
  guard getrlimit(__rlimit_resource_t(7), &limit) == 0 else { return }
  limit.rlim_cur = limit.rlim_max
  setrlimit(__rlimit_resource_t(7), &limit)
}
