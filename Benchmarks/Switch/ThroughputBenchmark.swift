/// Frames per second through each switch in a closed loop, 64 and 1500 bytes, split and packed rings.
///
/// Droste, Open vSwitch, Droste again, the bridge: what else the computer does meets all of them, and a drift of the
/// machine's speed shows between the two turns of Droste.
struct ThroughputBenchmark {
  let processors: Processors
  let options: Options

  /// One kind of traffic.
  struct Traffic: Hashable, Sendable, CustomStringConvertible {
    var size: Int
    var packed: Bool
    var description: String { "\(size) bytes, \(packed ? "packed" : "split")" }
  }

  static let traffic = [
    Traffic(size: 64, packed: false), Traffic(size: 64, packed: true), Traffic(size: 1500, packed: false),
    Traffic(size: 1500, packed: true),
  ]

  func run() async throws -> [Row] {
    var overOpenVSwitch: [Traffic: Turns] = [:]
    var overBridge: [Int: Turns] = [:]
    for round in 1...options.rounds {
      say("throughput, round \(round) of \(options.rounds)")
      let droste = try DrosteSwitch(ports: 2, on: processors.device)
      let openVSwitch = try await OpenVSwitch(ports: 2, on: processors)
      openVSwitch.pause()
      for traffic in Self.traffic {
        let first = try rate(traffic, droste)
        openVSwitch.resume()
        let peer = try rate(traffic, openVSwitch)
        openVSwitch.pause()
        let second = try rate(traffic, droste)
        overOpenVSwitch[traffic, default: Turns()].add((first, second), peer)
        guard !traffic.packed else { continue }
        let bridge = try await rateOverBridge(traffic.size)
        overBridge[traffic.size, default: Turns()].add((first, second), bridge)
      }
    }
    return rows(overOpenVSwitch, overBridge)
  }

  private func rows(_ overOpenVSwitch: [Traffic: Turns], _ overBridge: [Int: Turns]) -> [Row] {
    Self.traffic.map { traffic in
      Row(
        what: "throughput, \(traffic) rings", overOpenVSwitch[traffic] ?? Turns(), peerName: OpenVSwitch.title,
        limit: .atLeast(traffic.size == 1500 ? 1.2 : traffic.packed ? 1.3 : 1)
      ) { .framesPerSecond($0, traffic.size) }
    }
      + [64, 1500].map { size in
        Row(
          what: "throughput, \(size) bytes, split rings", overBridge[size] ?? Turns(), peerName: LinuxBridge.title,
          limit: size == 64 ? .atLeast(10) : .none
        ) { .framesPerSecond($0, size) }
      }
  }

  /// Now and then Open vSwitch takes the first frames before the other port is its own, and a direction stays empty.
  private func rate(_ traffic: Traffic, _ peer: any SwitchUnderTest) throws -> Double {
    for _ in 0..<5 {
      let folder = try Folder()
      let tester = try TestPMD(peer, packed: traffic.packed, on: processors.driver, folder: folder)
      guard let rate = try tester.framesPerSecond(size: traffic.size, seconds: options.seconds) else { continue }
      say("  \(peer.name), \(traffic): \(fixed(rate / 1e6, 2)) Mpps")
      return rate
    }
    throw BenchError("\(peer.name), \(traffic): the frames of a direction were lost five times.")
  }

  private func rateOverBridge(_ size: Int) async throws -> Double {
    let bridge = try await LinuxBridge(ports: 2)
    let folder = try Folder()
    // testpmd makes the taps.
    let tester = try TestPMD(bridge, packed: false, on: processors.driver, folder: folder)
    try await bridge.attach()
    guard let rate = try tester.framesPerSecond(size: size, seconds: options.seconds) else {
      throw BenchError("\(bridge.name), \(size) bytes: the frames of a direction were lost.")
    }
    say("  \(bridge.name), \(size) bytes: \(fixed(rate / 1e6, 2)) Mpps")
    return rate
  }
}
