/// One frame of 64 bytes in flight: from one port to another and back. Both ends are polled by the same thread, so what
/// is measured is the switch, twice, and the way of a cache line between two processors, four times.
enum PingPong {
  /// Round trips that count, and those before them that do not.
  static let count = 100_000
  private static let warming = 10_000
  /// Nanoseconds after which a frame is lost.
  private static let patience: UInt64 = 5_000_000_000

  /// Middle and 99th percentile of the round trips' nanoseconds.
  struct Result: Sendable {
    var median: Double
    var percentile99: Double

    init(_ times: [UInt32]) {
      let sorted = times.sorted()
      median = Double(sorted[sorted.count / 2])
      percentile99 = Double(sorted[sorted.count * 99 / 100])
    }
  }

  static func run(_ first: Station, _ second: Station) throws -> Result {
    try first.waitForPath(to: second)
    try second.waitForPath(to: first)
    return try measure {
      _ = first.send(1)
      try wait { second.receive(1) }
      _ = second.send(1)
      try wait { first.receive(1) }
    }
  }

  /// Times of `roundTrip`, once it is warm.
  static func measure(_ roundTrip: () throws -> Void) throws -> Result {
    var times = [UInt32](repeating: 0, count: count)
    for _ in 0..<warming { try roundTrip() }
    for index in 0..<count {
      let start = monotonicNanoseconds()
      try roundTrip()
      times[index] = UInt32(clamping: monotonicNanoseconds() - start)
    }
    return Result(times)
  }

  /// Polls until something came.
  static func wait(_ receive: () throws -> Int) throws {
    var deadline: UInt64 = 0
    while true {
      // A look at the clock for a thousand at the ring.
      for _ in 0..<1000 where try receive() > 0 { return }
      let now = monotonicNanoseconds()
      if deadline == 0 { deadline = now + patience }
      guard now < deadline else { throw BenchError("A frame was lost: none came within 5 s.") }
    }
  }
}
