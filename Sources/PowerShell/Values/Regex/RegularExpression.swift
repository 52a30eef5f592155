import Synchronization

/// A regular expression of .NET's dialect, compiled.
package final class RegularExpression: Sendable {
  package let pattern: String
  package let options: RegexOptions
  let program: RegexProgram

  /// Throws ArgumentException with .NET's text.
  package init(_ pattern: String, _ options: RegexOptions = []) throws {
    (self.pattern, self.options) = (pattern, options)
    guard options.isDisjoint(with: [.rightToLeft, .ecmaScript]) else {
      throw PowerShellError.argument("The options RightToLeft and ECMAScript are not supported.")
    }
    program = try RegexProgram(pattern, options)
  }

  private struct Key: Hashable {
    let pattern: String
    let options: RegexOptions
  }

  /// Compiled before; emptied when it is full.
  private static let cache = Mutex<[Key: RegularExpression]>([:])
  private static let cacheLimit = 64

  /// A pattern that operators use again and again is compiled once.
  package static func cached(_ pattern: String, _ options: RegexOptions) throws -> RegularExpression {
    let key = Key(pattern: pattern, options: options)
    if let known = cache.withLock({ $0[key] }) { return known }
    let made = try RegularExpression(pattern, options)
    cache.withLock { known in
      if known.count >= cacheLimit { known.removeAll() }
      known[key] = made
    }
    return made
  }

  /// The first match from a code unit on; nil when there is none. Throws when the limits of a search are reached.
  package func firstMatch(in input: MatchInput, from start: Int = 0) throws -> RegexMatch? {
    guard 0...input.units.count ~= start else { return nil }
    try StopSignal.check()
    var matcher = RegexMatcher(program, input.units)
    return try matcher.search(from: start).map { RegexMatch(input, $0, program.groups) }
  }

  /// All matches from left to right, at most `limit`.
  package func matches(in input: MatchInput, from start: Int = 0, limit: Int = .max) throws -> [RegexMatch] {
    guard 0...input.units.count ~= start else { return [] }
    var matcher = RegexMatcher(program, input.units)
    var found: [RegexMatch] = []
    var place = start
    while found.count < limit, place <= input.units.count, let captures = try matcher.search(from: place) {
      let match = RegexMatch(input, captures, program.groups)
      found.append(match)
      place = match.length == 0 ? match.index + 1 : match.index + match.length
    }
    return found
  }

  package var groupNames: [String] { (0..<program.groups.count).map { program.groups.name(of: $0) } }
}

/// A text to match, as UTF-16 code units.
package final class MatchInput: Sendable {
  package let units: [UInt16]

  package init(_ text: String) { units = Array(text.utf16) }

  package func text(_ range: Range<Int>) -> String { String(codeUnits: units[range]) }
}

/// A match: places and texts of its groups.
package struct RegexMatch: Sendable {
  package let input: MatchInput
  private let captures: [Int]
  private let groups: RegexGroups

  init(_ input: MatchInput, _ captures: [Int], _ groups: RegexGroups) {
    (self.input, self.captures, self.groups) = (input, captures, groups)
  }

  package var index: Int { captures[0] }
  package var length: Int { captures[1] - captures[0] }
  package var value: String { text(of: 0) ?? "" }
  /// How many groups there are, the whole match being the first.
  package var groupCount: Int { groups.count }

  /// Nil for a group that took no part.
  package func range(of group: Int) -> Range<Int>? {
    guard 0..<groups.count ~= group, captures[group * 2] >= 0, captures[group * 2 + 1] >= captures[group * 2] else {
      return nil
    }
    return captures[group * 2]..<captures[group * 2 + 1]
  }

  package func text(of group: Int) -> String? { range(of: group).map { input.text($0) } }
  package func name(of group: Int) -> String { groups.name(of: group) }
  package func number(named name: String) -> Int? {
    groups.number(named: name) ?? Int(name).flatMap { 0..<groups.count ~= $0 ? $0 : nil }
  }

  /// What `$Matches` holds: the groups that took part, by number or name.
  package var table: DictionaryObject {
    let table = DictionaryObject()
    for group in 0..<groups.count {
      guard let text = text(of: group) else { continue }
      let name = groups.name(of: group)
      table[Int32(name).map { .int32($0) } ?? .string(name)] = .string(text)
    }
    return table
  }
}
