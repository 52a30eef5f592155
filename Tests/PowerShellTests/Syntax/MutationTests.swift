import PowerShell
import Testing

/// Garbage made of scripts: nothing crashes, hangs or reports places outside of the text.
struct MutationTests {
  /// SplitMix64: the same numbers everywhere.
  struct Generator: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
      state &+= 0x9E37_79B9_7F4A_7C15
      var value = state
      value = (value ^ (value >> 30)) &* 0xBF58_476D_1CE4_E5B9
      value = (value ^ (value >> 27)) &* 0x94D0_49BB_1331_11EB
      return value ^ (value >> 31)
    }
  }

  private static let pieces = [
    "(", ")", "{", "}", "[", "]", "@", "$", "\"", "'", "`", "\n", ";", "|", "&", ",", "-", "=", "#", "<#", "#>",
    "@\"\n",
    "\n\"@", "::", ".", "?", "\0", "\u{FEFF}", "–", "”", "0x", "1e", "param(", "if", "switch", "class A {", "\u{1F600}",
  ]

  @Test("Mutated scripts", .timeLimit(.minutes(2)), arguments: [1, 2, 3, 4] as [UInt64])
  func mutations(_ seed: UInt64) {
    var generator = Generator(state: seed)
    let corpus = GrammarTests.all.map(\.source) + MalformedTests.cases.map(\.source)
    for _ in 0..<1500 {
      var units: [UInt16] = []
      for _ in 0..<Int.random(in: 1...4, using: &generator) {
        units += Array((corpus.randomElement(using: &generator) ?? "").utf16) + [10]
      }
      for _ in 0..<Int.random(in: 1...6, using: &generator) { Self.mutate(&units, &generator) }
      let source = SourceText(String(decoding: units, as: UTF16.self))
      let result = source.parse()
      #expect(result.errors.count <= ParseLimits.errors)
      #expect(result.errors.allSatisfy { $0.range.end <= source.length })
      #expect(result.body.dump.hasPrefix("(script"))
      for error in result.errors { #expect(error.rendered(in: source).contains("~")) }
    }
  }

  private static func mutate(_ units: inout [UInt16], _ generator: inout Generator) {
    let place = Int.random(in: 0...units.count, using: &generator)
    switch Int.random(in: 0..<4, using: &generator) {
    case 0: units.insert(contentsOf: Array((pieces.randomElement(using: &generator) ?? "").utf16), at: place)
    case 1 where place < units.count: units.remove(at: place)
    case 2: units.removeLast(min(units.count - place, 20))
    default:
      let end = min(units.count, place + 10)
      units.insert(contentsOf: units[place..<end], at: Int.random(in: 0...units.count, using: &generator))
    }
  }

  @Test("Random units", .timeLimit(.minutes(1)))
  func noise() {
    var generator = Generator(state: 7)
    for _ in 0..<500 {
      let text = (0..<60).map { _ in Self.pieces.randomElement(using: &generator) ?? "" }.joined()
      let result = SourceText(text).parse()
      #expect(result.errors.count <= ParseLimits.errors)
    }
  }
}
