internal import Glibc

/// A load like a compiler's, of which one unit is: 64 KiB of text made line by line, cut into words, each word counted in a
/// hash table, the table sorted and written out as text again; then one short process started with posix_spawn(3) and
/// waited for.
enum CompileCost {
  private static let textBytes = 64 << 10

  /// - Parameter process: the program to start and its arguments; it ends at once with 0.
  static func sample(_ timer: RoundTimer, process: [String]) throws -> CostSample {
    try timer.sample { count in
      for unit in 0..<count {
        guard table(of: text(unit)).count > 1024 else { throw CostProblem("the load came out wrong") }
        try run(process)
      }
    }
  }

  /// Text that looks like a program's.
  private static func text(_ unit: Int) -> [UInt8] {
    var text: [UInt8] = []
    var number = UInt32(truncatingIfNeeded: unit &* 2_654_435_761) | 1
    while text.count < textBytes {
      // Xorshift (Marsaglia 2003): no two units are the same, and nothing is random.
      number ^= number << 13
      number ^= number >> 17
      number ^= number << 5
      text += Array("let name\(number % 600) = call(argument\(number >> 8 % 100), \(number % 10))\n".utf8)
    }
    return text
  }

  private static func table(of text: [UInt8]) -> String {
    var counts: [String: Int] = [:]
    for word in text.split(whereSeparator: { !isOfWord($0) }) {
      counts[String(decoding: word, as: UTF8.self), default: 0] += 1
    }
    return counts.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value)" }.joined(separator: "\n")
  }

  private static func isOfWord(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"): true
    default: false
    }
  }

  private static func run(_ words: [String]) throws {
    var arguments = words.map { strdup($0) } + [nil]
    var environment: [UnsafeMutablePointer<CChar>?] = [nil]
    defer { for argument in arguments { free(argument) } }
    var process: pid_t = 0
    let failure = posix_spawn(&process, words[0], nil, nil, &arguments, &environment)
    guard failure == 0 else { throw CostProblem("\(words[0]) cannot be started", failure) }
    var status: Int32 = 0
    while waitpid(process, &status, 0) < 0 {
      guard errno == EINTR else { throw CostProblem("the process is not ours", errno) }
    }
    guard status == 0 else { throw CostProblem("\(words[0]) ended with status \(status)") }
  }
}
