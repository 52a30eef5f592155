/// What the command line asks for.
struct Options: Sendable {
  /// Parts of the benchmark, in the order in which they run.
  enum Part: String, CaseIterable, Sendable {
    case throughput, latency, scale, idle, machines
  }

  var parts: [Part] = Part.allCases
  /// Turns of all switches in `throughput` and `latency`.
  var rounds = 3
  /// Seconds of one measurement of throughput.
  var seconds = 2.0
  var json = false

  static let usage = """
    usage: droste-bench-switch [--only PART[,PART…]] [--rounds N] [--seconds S] [--json]

    Measures the virtual switch beside Open vSwitch with DPDK and the Linux bridge. Exit code 0: every promise holds;
    1: one is missed; 2: a measurement could not be made.

      --only PART    \(Part.allCases.map(\.rawValue).joined(separator: ", "))
      --rounds N     turns of throughput and latency whose median counts, 1 to 100 (3)
      --seconds S    of one measurement of throughput, 0.2 to 60 (2)
      --json         print JSON instead of tables
    """

  init(_ words: [String]) throws {
    var words = words[...]
    while let word = words.popFirst() {
      switch word {
      case "--json": json = true
      case "--only":
        parts = try Self.value(&words, of: word).split(separator: ",").map { name in
          guard let part = Part(rawValue: String(name)) else {
            throw BenchError("There is no part \"\(name)\".\n\(Self.usage)")
          }
          return part
        }
      case "--rounds":
        guard let number = Int(try Self.value(&words, of: word)), (1...100).contains(number) else {
          throw BenchError("--rounds takes 1 to 100.\n\(Self.usage)")
        }
        rounds = number
      case "--seconds":
        guard let number = Double(try Self.value(&words, of: word)), (0.2...60).contains(number) else {
          throw BenchError("--seconds takes 0.2 to 60.\n\(Self.usage)")
        }
        seconds = number
      default: throw BenchError("\"\(word)\" was not understood.\n\(Self.usage)")
      }
    }
  }

  private static func value(_ words: inout ArraySlice<String>, of option: String) throws -> String {
    guard let value = words.popFirst() else { throw BenchError("\(option) takes a value.\n\(usage)") }
    return value
  }
}
