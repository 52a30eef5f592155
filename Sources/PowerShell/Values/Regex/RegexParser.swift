/// Reads a pattern (Regular Expression Language - Quick Reference). Not understood, and refused: balancing groups.
struct RegexParser {
  /// UTF-16 code units of a pattern.
  static let lengthLimit = 32_768
  /// Groups within groups.
  static let depthLimit = 100

  private let text: [UInt16]
  private let source: String
  private var index = 0
  private var options: RegexOptions
  private var groupCount = 0

  /// Throws ArgumentException with .NET's text.
  static func parse(_ pattern: String, _ options: RegexOptions) throws -> (RegexNode, groups: RegexGroups) {
    let units = Array(pattern.utf16)
    guard units.count <= lengthLimit else {
      throw PowerShellError.argument("The pattern is longer than \(lengthLimit) characters.")
    }
    var counter = RegexParser(text: units, source: pattern, options: options)
    try counter.countGroups()
    var parser = RegexParser(text: units, source: pattern, options: options)
    parser.groups = counter.groups
    let node = try parser.alternation(depth: 0)
    guard parser.atEnd else { throw parser.error("Too many )'s.") }
    return (node, counter.groups)
  }

  private init(text: [UInt16], source: String, options: RegexOptions) {
    (self.text, self.source, self.options) = (text, source, options)
  }

  private var groups = RegexGroups()

  private var atEnd: Bool { index >= text.count }
  private func peek(_ ahead: Int = 0) -> UInt16? { index + ahead < text.count ? text[index + ahead] : nil }

  private mutating func take(_ character: Character) -> Bool {
    guard let unit = character.utf16.first, peek() == unit else { return false }
    index += 1
    return true
  }

  private func looksAt(_ string: String) -> Bool { text[index...].starts(with: string.utf16) }

  private mutating func take(_ string: String) -> Bool {
    guard looksAt(string) else { return false }
    index += string.utf16.count
    return true
  }

  private func error(_ reason: String) -> PowerShellError { .argument("parsing \"\(source)\" - \(reason)") }

  /// The first reading counts the groups, since the named ones are numbered after all others.
  private var isCounting = false
  private var foundNames: [String] = []

  private mutating func countGroups() throws {
    isCounting = true
    groups.count = .max
    _ = try alternation(depth: 0)
    groups.count = groupCount + 1
    for name in foundNames where groups.number(named: name) == nil {
      if let number = Int(name) {
        guard 1..<1000 ~= number else { throw error("Capture group numbers must be less than or equal to 1000.") }
        groups.count = max(groups.count, number + 1)
      } else {
        groups.names.append((name, groups.count))
        groups.count += 1
      }
    }
  }

  private mutating func alternation(depth: Int) throws -> RegexNode {
    guard depth < Self.depthLimit else { throw error("Groups are nested too deeply.") }
    var branches = [try sequence(depth: depth)]
    while take("|") { branches.append(try sequence(depth: depth)) }
    return branches.count == 1 ? branches[0] : .alternation(branches)
  }

  private mutating func sequence(depth: Int) throws -> RegexNode {
    var nodes: [RegexNode] = []
    while let unit = peek(), unit != 0x7C, unit != 0x29 {
      if options.contains(.ignoreWhitespace), skipWhitespace() { continue }
      if looksAt("(?#") {
        guard let close = text[index...].firstIndex(of: 0x29) else { throw error("Unterminated (?#...) comment.") }
        index = close + 1
        continue
      }
      guard let node = try atom(depth: depth) else { continue }
      nodes.append(try quantified(node))
    }
    return nodes.count == 1 ? nodes[0] : nodes.isEmpty ? .empty : .sequence(nodes)
  }

  private mutating func skipWhitespace() -> Bool {
    guard let unit = peek() else { return false }
    if UnicodeCategory.isSpace(unit) {
      index += 1
      return true
    }
    guard unit == 0x23 else { return false }
    while let next = peek(), next != 0x0A { index += 1 }
    return true
  }

  private mutating func quantified(_ node: RegexNode) throws -> RegexNode {
    if options.contains(.ignoreWhitespace) { while skipWhitespace() {} }
    guard let (minimum, maximum) = try quantifier() else { return node }
    let isLazy = take("?")
    if options.contains(.ignoreWhitespace) { while skipWhitespace() {} }
    if let next = peek(), next == 0x2A || next == 0x2B || next == 0x3F {
      throw error("Nested quantifier \(next.text).")
    }
    let place = index
    if try quantifier() != nil {
      index = place
      throw error("Nested quantifier {.")
    }
    return .loop(node, minimum: minimum, maximum: maximum, isLazy: isLazy)
  }

  /// Nil when there is none; a brace that begins no quantifier is a character.
  private mutating func quantifier() throws -> (Int, Int)? {
    if take("*") { return (0, .max) }
    if take("+") { return (1, .max) }
    if take("?") { return (0, 1) }
    let start = index
    guard take("{") else { return nil }
    guard let minimum = number() else {
      index = start
      return nil
    }
    var maximum = minimum
    if take(",") { maximum = number() ?? .max }
    guard take("}") else {
      index = start
      return nil
    }
    guard minimum <= maximum else { throw error("Illegal {x,y} with x > y.") }
    return (minimum, maximum)
  }

  private mutating func number() -> Int? {
    var value: Int?
    while let unit = peek(), unit.isDigitASCII {
      value = min((value ?? 0) * 10 + Int(unit - 0x30), Int(Int32.max))
      index += 1
    }
    return value
  }

  /// Nil for what changes options only.
  private mutating func atom(depth: Int) throws -> RegexNode? {
    guard let unit = peek() else { return nil }
    index += 1
    switch Character(Unicode.Scalar(unit) ?? " ") {
    case ".": return .set(options.contains(.singleline) ? .any : .notNewline)
    case "^": return .anchor(options.contains(.multiline) ? .lineStart : .textStart)
    case "$": return .anchor(options.contains(.multiline) ? .lineEnd : .textEndOrLastNewline)
    case "[": return .set(try set(depth: depth))
    case "(": return try group(depth: depth)
    case "\\": return try escape()
    case "*", "+", "?": throw error("Quantifier {x,y} following nothing.")
    case "{":
      index -= 1
      let place = index
      if try quantifier() != nil { throw error("Quantifier {x,y} following nothing.") }
      index = place + 1
      return literal(unit)
    default: return literal(unit)
    }
  }

  private func literal(_ unit: UInt16) -> RegexNode {
    let folds = options.contains(.ignoreCase) && unit.lowered != unit.raised
    return .unit(folds ? unit.lowered : unit, ignoresCase: folds)
  }

  private mutating func group(depth: Int) throws -> RegexNode? {
    let saved = options
    guard take("?") else {
      var number: Int?
      if !options.contains(.explicitCapture) {
        groupCount += 1
        number = groupCount
      }
      let body = try close(depth)
      options = saved
      return number.map { .capture($0, body) } ?? body
    }
    defer { if !keepsOptions { options = saved } }
    keepsOptions = false
    if take(":") { return try close(depth) }
    if take("=") { return .look(try close(depth), isBehind: false, isNegative: false) }
    if take("!") { return .look(try close(depth), isBehind: false, isNegative: true) }
    if take("<=") { return .look(try close(depth), isBehind: true, isNegative: false) }
    if take("<!") { return .look(try close(depth), isBehind: true, isNegative: true) }
    if take(">") { return .atomic(try close(depth)) }
    if take("<") { return try named(0x3E, depth) }
    if take("'") { return try named(0x27, depth) }
    if take("(") { return try conditional(depth) }
    return try inlineOptions(depth)
  }

  /// Whether the options that were just read go on to the end of the enclosing group.
  private var keepsOptions = false

  private mutating func close(_ depth: Int) throws -> RegexNode {
    let body = try alternation(depth: depth + 1)
    guard take(")") else { throw error("Not enough )'s.") }
    keepsOptions = false
    return body
  }

  private mutating func named(_ close: UInt16, _ depth: Int) throws -> RegexNode {
    let name = try groupName(close)
    if isCounting {
      foundNames.append(name)
      return try self.close(depth)
    }
    guard let number = groups.number(named: name) ?? Int(name), number < groups.count else {
      throw error("Invalid group name: Group names must begin with a word character.")
    }
    return .capture(number, try self.close(depth))
  }

  private mutating func groupName(_ close: UInt16) throws -> String {
    let units = text[index...].prefix { UnicodeCategory.isWord($0) }
    guard !units.isEmpty, index + units.count < text.count, text[index + units.count] == close else {
      throw error("Invalid group name: Group names must begin with a word character.")
    }
    index += units.count + 1
    return String(codeUnits: units)
  }

  private mutating func conditional(_ depth: Int) throws -> RegexNode {
    let name = try groupName(0x29)
    guard let number = isCounting ? 0 : groups.number(named: name) ?? Int(name), number < groups.count else {
      throw error("(?(\(name)) ) reference to undefined group.")
    }
    switch try close(depth) {
    case .alternation(let branches):
      guard branches.count == 2 else { throw error("Too many | in (?()|).") }
      return .conditional(group: number, branches[0], branches[1])
    case let body: return .conditional(group: number, body, .empty)
    }
  }

  private mutating func inlineOptions(_ depth: Int) throws -> RegexNode? {
    let letters: [Character: RegexOptions] = [
      "i": .ignoreCase, "m": .multiline, "s": .singleline, "n": .explicitCapture, "x": .ignoreWhitespace,
    ]
    var removes = false
    while let unit = peek() {
      index += 1
      switch Character(Unicode.Scalar(unit) ?? " ") {
      case "-": removes = true
      case "+": removes = false
      case ")":
        keepsOptions = true
        return nil
      case ":": return try close(depth)
      case let letter:
        guard let option = letters[Character(letter.lowercased())] else {
          throw error("Unrecognized grouping construct.")
        }
        if removes { options.remove(option) } else { options.insert(option) }
      }
    }
    throw error("Unrecognized grouping construct.")
  }

  private mutating func escape() throws -> RegexNode {
    guard let unit = peek() else { throw error("Illegal \\ at end of pattern.") }
    index += 1
    let ignoresCase = options.contains(.ignoreCase)
    switch Character(Unicode.Scalar(unit) ?? " ") {
    case "b": return .anchor(.wordBoundary)
    case "B": return .anchor(.noWordBoundary)
    case "A": return .anchor(.textStart)
    case "z": return .anchor(.textEnd)
    case "Z": return .anchor(.textEndOrLastNewline)
    case "G": return .anchor(.searchStart)
    case "k":
      guard take("<") || take("'") else { throw error("Malformed \\k<...> named back reference.") }
      let name = try groupName(text[index - 1] == 0x3C ? 0x3E : 0x27)
      if isCounting { return .empty }
      guard let number = groups.number(named: name) ?? Int(name), number < groups.count else {
        throw error("Reference to undefined group name \(name).")
      }
      return .backreference(number, ignoresCase: ignoresCase)
    case "1"..."9":
      let place = index
      index -= 1
      if let number = number(), number < groups.count { return .backreference(number, ignoresCase: ignoresCase) }
      index = place
      guard unit < 0x38 else { throw error("Reference to undefined group number \(unit.text).") }
      let first = Int(unit - 0x30)
      if first < groups.count { return .backreference(first, ignoresCase: ignoresCase) }
      guard peek().map({ 0x30...0x37 ~= $0 }) == true else {
        throw error("Reference to undefined group number \(first).")
      }
      index -= 1
      return literal(octal())
    default: break
    }
    if let part = try classEscape(unit) { return .set(RegexSet([part], ignoresCase: false)) }
    return literal(try characterEscape(unit))
  }

  private mutating func classEscape(_ unit: UInt16) throws -> RegexSet.Part? {
    switch Character(Unicode.Scalar(unit) ?? " ") {
    case "d": return .digit(true)
    case "D": return .digit(false)
    case "w": return .word(true)
    case "W": return .word(false)
    case "s": return .space(true)
    case "S": return .space(false)
    case "p", "P":
      guard take("{") else { throw error("Malformed \\p{X} character escape.") }
      let units = text[index...].prefix { $0 != 0x7D }
      guard index + units.count < text.count else { throw error("Incomplete \\p{X} character escape.") }
      index += units.count + 1
      let name = String(codeUnits: units)
      guard let category = UnicodeCategory(name) else { throw error("Unknown property '\(name)'.") }
      return .category(category, unit == 0x70)
    default: return nil
    }
  }

  private mutating func characterEscape(_ unit: UInt16) throws -> UInt16 {
    switch Character(Unicode.Scalar(unit) ?? " ") {
    case "n": return 0x0A
    case "r": return 0x0D
    case "t": return 0x09
    case "f": return 0x0C
    case "v": return 0x0B
    case "a": return 0x07
    case "e": return 0x1B
    case "0":
      index -= 1
      return octal()
    case "x": return try hexadecimal(2)
    case "u": return try hexadecimal(4)
    case "c":
      guard let control = peek() else { throw error("Missing control character.") }
      index += 1
      guard 0x40...0x5F ~= control.raised else { throw error("Unrecognized control character.") }
      return control.raised - 0x40
    default:
      guard !UnicodeCategory.isWord(unit) || unit == 0x5F else {
        throw error("Unrecognized escape sequence \\\(unit.text).")
      }
      return unit
    }
  }

  private mutating func octal() -> UInt16 {
    var value: UInt16 = 0
    for _ in 0..<3 {
      guard let unit = peek(), 0x30...0x37 ~= unit else { break }
      value = value * 8 + (unit - 0x30)
      index += 1
    }
    return value & 0xFF
  }

  private mutating func hexadecimal(_ count: Int) throws -> UInt16 {
    var value: UInt16 = 0
    for _ in 0..<count {
      guard let digit = peek().flatMap({ Unicode.Scalar($0) }).flatMap({ Character($0).hexDigitValue }) else {
        throw error("Insufficient hexadecimal digits.")
      }
      value = value << 4 | UInt16(digit)
      index += 1
    }
    return value
  }

  private mutating func set(depth: Int) throws -> RegexSet {
    guard depth < Self.depthLimit else { throw error("Groups are nested too deeply.") }
    let isNegated = take("^")
    var parts: [RegexSet.Part] = []
    var subtracted: [RegexSet] = []
    var isFirst = true
    while true {
      guard let unit = peek() else { throw error("Unterminated [] set.") }
      index += 1
      if unit == 0x5D, !isFirst { break }
      isFirst = false
      if unit == 0x2D, peek() == 0x5B, !parts.isEmpty {
        index += 1
        subtracted.append(try set(depth: depth + 1))
        guard peek() == 0x5D else { throw error("A subtraction must be the last element in a character class.") }
        continue
      }
      if unit == 0x5B, peek() == 0x3A, let end = text[index...].firstIndex(of: 0x5D), text[end - 1] == 0x3A,
        end > index + 1
      {
        throw error("[:name:] classes are not supported.")
      }
      var start = unit
      if unit == 0x5C {
        guard let escaped = peek() else { throw error("Unterminated [] set.") }
        index += 1
        if let part = try classEscape(escaped) {
          parts.append(part)
          continue
        }
        start = escaped == 0x62 ? 0x08 : try setEscape(escaped)
      }
      guard peek() == 0x2D, let next = peek(1), next != 0x5D, next != 0x5B else {
        parts.append(.range(start...start))
        continue
      }
      index += 2
      var end = next
      if next == 0x5C {
        guard let escaped = peek() else { throw error("Unterminated [] set.") }
        index += 1
        guard try classEscape(escaped) == nil else {
          throw error("Cannot include class \\\(escaped.text) in character range.")
        }
        end = escaped == 0x62 ? 0x08 : try setEscape(escaped)
      }
      guard start <= end else { throw error("[x-y] range in reverse order.") }
      parts.append(.range(start...end))
    }
    return RegexSet(
      parts, isNegated: isNegated, ignoresCase: options.contains(.ignoreCase), subtracting: subtracted)
  }

  /// As outside of a set, but digits are octal.
  private mutating func setEscape(_ unit: UInt16) throws -> UInt16 {
    guard 0x31...0x37 ~= unit else { return try characterEscape(unit) }
    index -= 1
    return octal()
  }
}

/// The groups of a pattern; number 0 is the whole match.
struct RegexGroups: Sendable {
  var count = 1
  var names: [(name: String, number: Int)] = []

  func number(named name: String) -> Int? { names.first { $0.name == name }?.number }

  /// The name of a group, which for an unnamed one is its number.
  func name(of number: Int) -> String { names.first { $0.number == number }?.name ?? String(number) }
}
