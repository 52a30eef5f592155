/// What connected ports cost while nothing happens.
struct IdleBenchmark {
  let processors: Processors

  private static let ports = 50
  private static let seconds = 10.0

  func run() async throws -> [Row] {
    raiseDescriptorLimit()
    let own = try measure(try DrosteSwitch(ports: Self.ports, on: nil), seconds: Self.seconds)
    // Its PMD thread polls for ever: a short look is enough.
    let other = try measure(try await OpenVSwitch(ports: Self.ports, on: processors), seconds: 2)
    return [
      Row(
        what: "processor, \(Self.ports) idle ports", measured: .share(own.share), peerName: OpenVSwitch.title,
        peer: .share(other.share), limit: .valueAtMost(0.01)),
      Row(
        what: "memory, \(Self.ports) idle ports", measured: .bytes(own.memory), peerName: OpenVSwitch.title,
        peer: .bytes(other.memory), limit: .valueAtMost(20 * 1_048_576)),
    ]
  }

  private func measure(_ peer: any SwitchUnderTest, seconds: Double) throws -> (share: Double, memory: Double) {
    guard let process = peer.processID else { throw BenchError("\(peer.name) has no process") }
    var stations: [Station] = []
    for port in 0..<Self.ports { stations.append(try Station(peer.connection(port), port: port, peer: port ^ 1)) }
    // Traffic has been, and ends: a switch that polls for a while must stop.
    for station in stations { _ = station.send(32) }
    sleep(seconds: 2)
    let before = try ProcessCost.processorSeconds(process)
    let start = monotonicSeconds()
    sleep(seconds: seconds)
    let share = (try ProcessCost.processorSeconds(process) - before) / (monotonicSeconds() - start)
    let memory = try ProcessCost.ownMemory(process)
    say("  \(peer.name): \(fixed(share * 100, 2)) % of a core, \(fixed(memory / 1_048_576, 1)) MiB")
    return withExtendedLifetime(stations) { (share, memory) }
  }
}
