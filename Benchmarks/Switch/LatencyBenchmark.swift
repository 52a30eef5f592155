/// Round trips of one frame of 64 bytes, in the order of the switches in `ThroughputBenchmark`.
struct LatencyBenchmark {
  let processors: Processors
  let options: Options

  func run() async throws -> [Row] {
    try Processors.pin(to: processors.driver)
    var medians: [String: Turns] = [:]
    var percentiles: [String: Turns] = [:]
    func add(_ key: String, _ own: (PingPong.Result, PingPong.Result), _ peer: PingPong.Result) {
      medians[key, default: Turns()].add((own.0.median, own.1.median), peer.median)
      percentiles[key, default: Turns()].add((own.0.percentile99, own.1.percentile99), peer.percentile99)
    }
    for round in 1...options.rounds {
      say("latency, round \(round) of \(options.rounds)")
      let droste = try DrosteSwitch(ports: 2, on: processors.device)
      let openVSwitch = try await OpenVSwitch(ports: 2, on: processors)
      openVSwitch.pause()
      for packed in [false, true] {
        let first = try measure(droste, packed)
        openVSwitch.resume()
        let peer = try measure(openVSwitch, packed)
        openVSwitch.pause()
        let second = try measure(droste, packed)
        add(Self.key(packed), (first, second), peer)
        if !packed { add(LinuxBridge.title, (first, second), try await measureBridge()) }
      }
    }
    return [
      (Self.key(false), OpenVSwitch.title, Self.key(false)), (Self.key(true), OpenVSwitch.title, Self.key(true)),
      (LinuxBridge.title, LinuxBridge.title, Self.key(false)),
    ].flatMap { key, peer, rings in
      [
        Row(
          what: "median round trip, \(rings)", medians[key] ?? Turns(), peerName: peer,
          limit: peer == OpenVSwitch.title ? .atMost(1) : .none
        ) { .nanoseconds($0) },
        Row(what: "99 % of round trips, \(rings)", percentiles[key] ?? Turns(), peerName: peer, limit: .none) {
          .nanoseconds($0)
        },
      ]
    }
  }

  private static func key(_ packed: Bool) -> String { packed ? "packed rings" : "split rings" }

  private func measure(_ peer: any SwitchUnderTest, _ packed: Bool) throws -> PingPong.Result {
    let first = try Station(peer.connection(0), port: 0, peer: 1, packed: packed)
    let second = try Station(peer.connection(1), port: 1, peer: 0, packed: packed)
    return tell(try PingPong.run(first, second), "\(peer.name), \(Self.key(packed))")
  }

  private func measureBridge() async throws -> PingPong.Result {
    let bridge = try await LinuxBridge(ports: 2)
    try await bridge.makeTaps()
    return tell(try await TapPingPong.run(bridge, on: processors.driver, folder: try Folder()), bridge.name)
  }

  private func tell(_ result: PingPong.Result, _ name: String) -> PingPong.Result {
    say("  \(name): median \(fixed(result.median, 0)) ns, 99 % \(fixed(result.percentile99, 0)) ns")
    return result
  }
}
