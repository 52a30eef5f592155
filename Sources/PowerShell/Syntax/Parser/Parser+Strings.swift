/// Strings and bare words.
extension Parser {
  /// The content of a string as it is read.
  struct StringContent {
    var units: [UInt16] = []
    private(set) var parts: [ExpandableString.Part] = []

    mutating func append(_ expression: Expression) {
      flush()
      parts.append(.expression(expression))
    }

    mutating func flush() {
      if !units.isEmpty { parts.append(.text(String(decoding: units, as: UTF16.self))) }
      units = []
    }

    /// A constant where nothing is to be expanded.
    mutating func expression(_ kind: StringKind, _ range: SourceRange) -> Expression {
      if parts.isEmpty {
        let value = String(decoding: units, as: UTF16.self)
        return .string(StringLiteral(range: range, value: value, kind: kind))
      }
      flush()
      return .expandable(ExpandableString(range: range, parts: parts, kind: kind))
    }
  }

  private mutating func failUnterminated(_ terminator: String, from start: Int, length: Int = 1) -> Abort {
    report(
      "TerminatorExpectedAtEndOfString", "The string is missing the terminator: \(terminator).",
      SourceRange(start: start, end: start + length), isIncomplete: true)
    return Abort()
  }

  mutating func parseSingleQuoted() throws(Abort) -> Expression {
    let start = lexer.position
    var content = StringContent()
    try takeSingleQuoted(into: &content)
    return content.expression(.singleQuoted, lexer.range(from: start))
  }

  private mutating func takeSingleQuoted(into content: inout StringContent) throws(Abort) {
    let start = lexer.position
    lexer.advance()
    while !lexer.isAtEnd {
      if lexer.peek() == "'" {
        lexer.advance()
        guard !lexer.isAtEnd, lexer.peek() == "'" else { return }
      }
      content.units.append(lexer.unit())
      lexer.advance()
    }
    throw failUnterminated("'", from: start)
  }

  mutating func parseDoubleQuoted() throws(Abort) -> Expression {
    let start = lexer.position
    var content = StringContent()
    try takeDoubleQuoted(into: &content)
    return content.expression(.doubleQuoted, lexer.range(from: start))
  }

  private mutating func takeDoubleQuoted(into content: inout StringContent) throws(Abort) {
    let start = lexer.position
    lexer.advance()
    while !lexer.isAtEnd {
      if lexer.peek() == "\"" {
        lexer.advance()
        guard !lexer.isAtEnd, lexer.peek() == "\"" else { return }
        content.units.append(lexer.unit())
        lexer.advance()
      } else {
        try takeExpandableUnit(into: &content)
      }
    }
    throw failUnterminated("\"", from: start)
  }

  /// One unit, escape, variable or subexpression.
  private mutating func takeExpandableUnit(into content: inout StringContent) throws(Abort) {
    switch lexer.peek() {
    case "`": takeEscape(into: &content.units)
    case "$" where lexer.peek(1) == "(": content.append(try parseSubexpression())
    case "$":
      if let variable = try parseVariable(inString: true) {
        content.append(.variable(variable))
      } else {
        content.units.append(lexer.unit())
        lexer.advance()
      }
    default:
      content.units.append(lexer.unit())
      lexer.advance()
    }
  }

  /// A backtick and what it escapes (about_Special_Characters).
  mutating func takeEscape(into units: inout [UInt16]) {
    let start = lexer.position
    lexer.advance()
    guard !lexer.isAtEnd else { return }
    let next = lexer.peek()
    let unit = lexer.unit()
    lexer.advance()
    switch next {
    case "0": units.append(0)
    case "a": units.append(0x07)
    case "b": units.append(0x08)
    case "e": units.append(0x1B)
    case "f": units.append(0x0C)
    case "n": units.append(0x0A)
    case "r": units.append(0x0D)
    case "t": units.append(0x09)
    case "v": units.append(0x0B)
    case "u" where lexer.peek() == "{": takeUnicodeEscape(into: &units, start: start)
    default: units.append(unit)
    }
  }

  /// `{hex}` behind `` `u ``.
  private mutating func takeUnicodeEscape(into units: inout [UInt16], start: Int) {
    lexer.advance()
    var value: UInt32 = 0
    var digits = 0
    while digits < 6, let digit = Unit.hexValue(lexer.peek()) {
      value = value << 4 | digit
      digits += 1
      lexer.advance()
    }
    guard digits > 0, lexer.take("}"), let scalar = Unicode.Scalar(value) else {
      report(
        "InvalidUnicodeEscapeSequence",
        "The Unicode escape sequence is not valid. A valid sequence is `u{ followed by one to six hex digits and a "
          + "closing '}'.", lexer.range(from: start), isIncomplete: lexer.isAtEnd)
      return
    }
    units.append(contentsOf: UTF16.encode(scalar) ?? UTF16.EncodedScalar())
  }

  // MARK: - Here-strings

  mutating func parseSingleQuotedHere() throws(Abort) -> Expression {
    let start = lexer.position
    try takeHereHeader()
    var content = StringContent()
    while !lexer.isAtEnd {
      if takeHereFooter("'", isFirst: content.units.isEmpty) {
        return content.expression(.singleQuotedHere, lexer.range(from: start))
      }
      content.units.append(lexer.unit())
      lexer.advance()
    }
    throw failUnterminated("'@", from: start, length: 2)
  }

  mutating func parseDoubleQuotedHere() throws(Abort) -> Expression {
    let start = lexer.position
    try takeHereHeader()
    let contentStart = lexer.position
    var content = StringContent()
    while !lexer.isAtEnd {
      if takeHereFooter("\"", isFirst: lexer.position == contentStart) {
        return content.expression(.doubleQuotedHere, lexer.range(from: start))
      }
      try takeExpandableUnit(into: &content)
    }
    throw failUnterminated("\"@", from: start, length: 2)
  }

  /// The rest of the line that begins a here-string.
  private mutating func takeHereHeader() throws(Abort) {
    let start = lexer.position
    lexer.advance(2)
    while !lexer.isAtEnd, Unit.isSpace(lexer.unit()) { lexer.advance() }
    guard lexer.isAtEnd || lexer.takeNewline() else {
      throw fail(
        "UnexpectedCharactersAfterHereStringHeader",
        "No characters are allowed after a here-string header but before the end of the line.",
        at: lexer.range(from: start))
    }
  }

  /// Takes the line end and the footer behind it; `isFirst` when the content's first line may be the footer.
  private mutating func takeHereFooter(_ quote: Unicode.Scalar, isFirst: Bool) -> Bool {
    let start = lexer.position
    if isFirst, lexer.take(quote, "@") { return true }
    if lexer.takeNewline(), lexer.take(quote, "@") { return true }
    lexer.position = start
    return false
  }

  // MARK: - Bare words

  /// A word in argument mode, with quotes, escapes, variables and subexpressions in it.
  mutating func parseWord() throws(Abort) -> Expression {
    let start = lexer.position
    var content = StringContent()
    while !lexer.endsWord() {
      switch lexer.peek() {
      case "'": try takeSingleQuoted(into: &content)
      case "\"": try takeDoubleQuoted(into: &content)
      case "`" where Unit.isNewline(lexer.unit(1)):
        return content.expression(.bareWord, lexer.range(from: start))
      default: try takeExpandableUnit(into: &content)
      }
    }
    return content.expression(.bareWord, lexer.range(from: start))
  }
}
