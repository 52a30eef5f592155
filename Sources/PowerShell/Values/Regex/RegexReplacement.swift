/// A replacement string: `$1`, `${name}`, `$&`, `` $` ``, `$'`, `$+`, `$_`, `$$`.
struct RegexReplacement {
  private enum Part {
    case text([UInt16])
    case group(Int)
    case before, after, lastGroup, whole
  }

  private var parts: [Part] = []

  init(_ replacement: String, for regex: RegularExpression) {
    let units = Array(replacement.utf16)
    let groups = regex.program.groups
    var literal: [UInt16] = []
    var index = 0
    while index < units.count {
      guard units[index] == 0x24, let (part, length) = Self.substitution(units[(index + 1)...], groups) else {
        literal.append(units[index])
        index += 1
        continue
      }
      if !literal.isEmpty { parts.append(.text(literal)) }
      literal = []
      parts.append(part)
      index += 1 + length
    }
    if !literal.isEmpty { parts.append(.text(literal)) }
  }

  /// What stands after a dollar, and its length; nil when it is a dollar only.
  private static func substitution(_ rest: ArraySlice<UInt16>, _ groups: RegexGroups) -> (Part, Int)? {
    guard let first = rest.first else { return nil }
    switch Character(Unicode.Scalar(first) ?? " ") {
    case "$": return (.text([0x24]), 1)
    case "&": return (.group(0), 1)
    case "`": return (.before, 1)
    case "'": return (.after, 1)
    case "+": return (.lastGroup, 1)
    case "_": return (.whole, 1)
    case "{":
      guard let close = rest.firstIndex(of: 0x7D) else { return nil }
      let name = String(codeUnits: rest[(rest.startIndex + 1)..<close])
      guard let number = groups.number(named: name) ?? Int(name), 0..<groups.count ~= number else { return nil }
      return (.group(number), close - rest.startIndex + 1)
    case "0"..."9":
      // The longest number that is a group.
      let digits = rest.prefix { $0.isDigitASCII }.prefix(5)
      for length in stride(from: digits.count, to: 0, by: -1) {
        if let number = Int(String(codeUnits: digits.prefix(length))), number < groups.count {
          return (.group(number), length)
        }
      }
      return nil
    default: return nil
    }
  }

  func append(_ match: RegexMatch, to result: inout [UInt16]) {
    let units = match.input.units
    for part in parts {
      switch part {
      case .text(let text): result += text
      case .group(let number): if let range = match.range(of: number) { result += units[range] }
      case .before: result += units[..<match.index]
      case .after: result += units[(match.index + match.length)...]
      case .lastGroup: if let range = match.range(of: match.groupCount - 1) { result += units[range] }
      case .whole: result += units
      }
    }
  }
}

extension RegularExpression {
  /// Replaces matches, at most `limit`, from a code unit on.
  package func replacing(_ text: String, with replacement: String, limit: Int = .max, from start: Int = 0) throws
    -> String
  {
    let template = RegexReplacement(replacement, for: self)
    return try replacing(text, limit: limit, from: start) { match, result in template.append(match, to: &result) }
  }

  /// Replaces each match with what a closure makes of it.
  package func replacing(
    _ text: String, limit: Int = .max, from start: Int = 0, _ replacement: (RegexMatch, inout [UInt16]) throws -> Void
  ) throws -> String {
    let input = MatchInput(text)
    let found = try matches(in: input, from: start, limit: limit)
    guard !found.isEmpty else { return text }
    var result: [UInt16] = []
    var place = 0
    for match in found {
      result += input.units[place..<match.index]
      try replacement(match, &result)
      place = match.index + match.length
      guard result.count <= ValueLimits.stringLength else { throw PowerShellError.tooLong() }
    }
    result += input.units[place...]
    return String(codeUnits: result)
  }

  /// The parts between matches and the texts of the groups; at most `limit` parts when it is positive.
  package func splitting(_ text: String, limit: Int = 0) throws -> [String] {
    let input = MatchInput(text)
    guard limit != 1 else { return [text] }
    var parts: [String] = []
    var place = 0
    for match in try matches(in: input, limit: limit > 0 ? limit - 1 : .max) {
      parts.append(input.text(place..<match.index))
      for group in 1..<max(1, match.groupCount) { if let text = match.text(of: group) { parts.append(text) } }
      place = match.index + match.length
    }
    parts.append(input.text(place..<input.units.count))
    return parts
  }

  /// A pattern that matches the text itself.
  package static func escape(_ text: String) -> String {
    var result = ""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\n": result += "\\n"
      case "\r": result += "\\r"
      case "\t": result += "\\t"
      case "\u{0C}": result += "\\f"
      case "\\", "*", "+", "?", "|", "{", "[", "(", ")", "^", "$", ".", "#", " ":
        result.unicodeScalars.append("\\")
        result.unicodeScalars.append(scalar)
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result
  }
}
