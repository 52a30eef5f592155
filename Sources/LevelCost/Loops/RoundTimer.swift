internal import Glibc

/// Times an operation that is done over and over: how often so that a round is long enough is found out first, then rounds
/// are timed until the time that the quantity has is over.
package struct RoundTimer: Sendable {
  /// Rounds of a quantity: 9, or as many as have been when twice the time is over, 3 at least.
  static let rounds = 9
  private static let fewestRounds = 3

  /// What a quantity may take, in seconds; operations that are slow may take more.
  package let seconds: Double

  package init(seconds: Double) { self.seconds = seconds }

  /// Seconds of a round.
  var round: Double { seconds / Double(Self.rounds) }

  /// Seconds of a clock that never goes back.
  static var now: Double {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
  }

  /// - Parameter body: does the operation as often as it is told.
  /// - Returns: seconds for one operation.
  package func sample(_ body: (Int) throws -> Void) throws -> CostSample {
    let begin = Self.now
    var count = 1
    var took = try Self.time { try body(count) }
    // A first round also brings code and data in; 2^40 operations end it where the clock stands.
    while took < round / 4, count < 1 << 40 {
      count *= 4
      took = try Self.time { try body(count) }
    }
    count = max(1, Int(Double(count) * min(8, round / max(took, 1e-9))))
    var values: [Double] = []
    while values.count < Self.rounds, values.count < Self.fewestRounds || Self.now - begin < 2 * seconds {
      values.append(try Self.time { try body(count) } / Double(count))
    }
    guard let sample = CostSample(rounds: values), sample.isSane else {
      throw CostProblem("its clock did not move")
    }
    return sample
  }

  static func time(_ body: () throws -> Void) rethrows -> Double {
    let begin = now
    try body()
    return now - begin
  }
}

/// Why a quantity could not be measured, for people.
package struct CostProblem: Error, CustomStringConvertible {
  package let description: String

  package init(_ description: String) { self.description = String(description.prefix(CostReader.textLimit)) }

  /// - Parameter code: an errno.
  init(_ doing: String, _ code: Int32) { self.init("\(doing): \(String(cString: strerror(code)))") }
}
