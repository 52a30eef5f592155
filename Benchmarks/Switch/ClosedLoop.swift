/// Frames that go round between pairs of stations: each that arrives is answered by one.
struct ClosedLoop {
  private let stations: [Station]
  /// By station: frames that it may send.
  private var credit: [Int]
  /// In each direction of a pair: as many as a ring has.
  private static let window = Station.ringSize
  private static let burst = 32

  /// - Parameter stations: an even number; neighbours are pairs.
  init(_ stations: [Station]) {
    self.stations = stations
    credit = Array(repeating: Self.window, count: stations.count)
  }

  /// Waits for the switch, lets it learn every address of every station, and takes what is flooded.
  func learn(_ addresses: Int) throws {
    for index in stations.indices { try stations[index].waitForPath(to: stations[index ^ 1]) }
    for _ in 0..<2 {
      for station in stations {
        var left = addresses
        while left > 0 {
          left -= station.send(min(left, Self.burst))
          takeAll()
        }
      }
    }
    // Until nothing comes for 50 ms.
    var quiet = monotonicSeconds()
    while monotonicSeconds() - quiet < 0.05 { if takeAll() > 0 { quiet = monotonicSeconds() } }
  }

  @discardableResult
  private func takeAll() -> Int { stations.reduce(0) { $0 + $1.receive() } }

  /// Frames per second that arrive, after `warming` seconds.
  /// - Throws: when the frames of a direction were lost.
  mutating func framesPerSecond(warming: Double = 0.5, seconds: Double) throws -> Double {
    _ = turn(until: monotonicNanoseconds() + UInt64(warming * 1e9))
    let start = monotonicNanoseconds()
    let count = turn(until: start + UInt64(seconds * 1e9))
    let time = Double(monotonicNanoseconds() - start) / 1e9
    guard count > 0 else { throw BenchError("No frame went round.") }
    return Double(count) / time
  }

  private mutating func turn(until end: UInt64) -> Int {
    var total = 0
    while monotonicNanoseconds() < end {
      for _ in 0..<64 {
        for index in stations.indices {
          let came = stations[index].receive(Self.burst)
          total += came
          credit[index] += came
          if credit[index] > 0 { credit[index] -= stations[index].send(min(credit[index], Self.burst)) }
        }
      }
    }
    return total
  }
}
