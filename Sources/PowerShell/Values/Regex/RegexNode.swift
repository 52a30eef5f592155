/// A pattern as a tree. Its depth is limited by the parser, so walking it needs no limit of its own.
indirect enum RegexNode {
  case empty
  case unit(UInt16, ignoresCase: Bool)
  case set(RegexSet)
  case sequence([RegexNode])
  case alternation([RegexNode])
  case capture(Int, RegexNode)
  case loop(RegexNode, minimum: Int, maximum: Int, isLazy: Bool)
  case backreference(Int, ignoresCase: Bool)
  case anchor(RegexAnchor)
  case look(RegexNode, isBehind: Bool, isNegative: Bool)
  case atomic(RegexNode)
  case conditional(group: Int, RegexNode, RegexNode)
}

/// What matches a place rather than text.
enum RegexAnchor: Sendable {
  case lineStart, lineEnd, textStart, textEnd, textEndOrLastNewline, wordBoundary, noWordBoundary, searchStart
}

/// A set of UTF-16 code units.
struct RegexSet: Sendable {
  enum Part: Sendable {
    case range(ClosedRange<UInt16>)
    case digit(Bool)
    case word(Bool)
    case space(Bool)
    case category(UnicodeCategory, Bool)
  }

  private let parts: [Part]
  private let isNegated: Bool
  private let ignoresCase: Bool
  private let subtracted: [RegexSet]
  /// The answers for ASCII.
  private var low: UInt64 = 0
  private var high: UInt64 = 0

  init(_ parts: [Part], isNegated: Bool = false, ignoresCase: Bool = false, subtracting subtracted: [RegexSet] = []) {
    self.parts = parts
    self.isNegated = isNegated
    self.ignoresCase = ignoresCase
    self.subtracted = subtracted
    for unit in UInt16(0)..<128 where slowlyContains(unit) {
      if unit < 64 { low |= 1 << UInt64(unit) } else { high |= 1 << UInt64(unit - 64) }
    }
  }

  static let any = RegexSet([.range(0...0xFFFF)])
  static let notNewline = RegexSet([.range(10...10)], isNegated: true)

  func contains(_ unit: UInt16) -> Bool {
    if unit < 64 { return low >> UInt64(unit) & 1 == 1 }
    if unit < 128 { return high >> UInt64(unit - 64) & 1 == 1 }
    return slowlyContains(unit)
  }

  private func slowlyContains(_ unit: UInt16) -> Bool {
    var found = parts.contains { Self.matches($0, unit) }
    if !found, ignoresCase {
      let (lower, upper) = (unit.lowered, unit.raised)
      found = parts.contains { Self.matches($0, lower) || Self.matches($0, upper) }
    }
    return found != isNegated && !subtracted.contains { $0.contains(unit) }
  }

  private static func matches(_ part: Part, _ unit: UInt16) -> Bool {
    switch part {
    case .range(let range): range.contains(unit)
    case .digit(let positive): UnicodeCategory.isDigit(unit) == positive
    case .word(let positive): UnicodeCategory.isWord(unit) == positive
    case .space(let positive): UnicodeCategory.isSpace(unit) == positive
    case .category(let category, let positive): category.contains(unit) == positive
    }
  }
}
