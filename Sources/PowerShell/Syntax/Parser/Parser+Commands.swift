/// Commands, their arguments and redirections: the grammar's argument mode.
extension Parser {
  /// A command; nil when none begins here.
  mutating func parseCommand() throws(Abort) -> Command? {
    lexer.skipSpace()
    if lexer.isAtEnd || lexer.isAtNewline { return nil }
    let start = lexer.position
    var invocation = Command.Invocation.plain
    switch lexer.peek() {
    case "&" where lexer.peek(1) != "&": invocation = .call
    case "." where Self.isDotSource(lexer): invocation = .dotSource
    case "<": throw failReserved("<")
    default: break
    }
    var name: Expression?
    if invocation == .plain {
      name = Self.startsWord(lexer) ? try parseWord() : nil
    } else {
      lexer.advance()
      lexer.skipSpace()
      name = lexer.isAtNewline || lexer.isAtEnd ? nil : try parseArgumentValue()
      if name == nil {
        let sign = invocation == .call ? "&" : "."
        throw fail("MissingExpression", "Missing expression after '\(sign)'.")
      }
    }
    guard let name else { return nil }
    var arguments: [CommandArgument] = []
    var redirections: [Redirection] = []
    while true {
      let end = lexer.position
      lexer.skipSpace()
      if let redirection = try parseRedirection(after: redirections) {
        redirections.append(redirection)
      } else if let argument = try parseArgument() {
        arguments.append(argument)
      } else {
        lexer.position = end
        break
      }
    }
    return Command(
      range: lexer.range(from: start), invocation: invocation, name: name, arguments: arguments,
      redirections: redirections)
  }

  private static func isDotSource(_ lexer: Lexer) -> Bool {
    if lexer.endsWord(1) { return true }
    return ["$", "\"", "'"].contains(lexer.peek(1))
  }

  /// Whether a bare word begins at the position.
  static func startsWord(_ lexer: Lexer) -> Bool { !lexer.endsWord() }

  private mutating func parseArgument() throws(Abort) -> CommandArgument? {
    if lexer.isAtEnd || lexer.isAtNewline { return nil }
    let start = lexer.position
    switch lexer.peek() {
    case ";", ")", "}", "|", "&": return nil
    case ",": throw failMissingArgument()
    case "-":
      if lexer.peek(1) == "-" {
        if lexer.peek(2) == "%", lexer.endsWord(3) { return parseVerbatim() }
        if lexer.endsWord(2) {
          lexer.advance(2)
          return .endOfParameters(lexer.range(from: start))
        }
      } else if let parameter = try parseParameter() {
        return .parameter(parameter)
      }
    case "@" where Unit.isIdentifierStart(lexer.peek(1)) || lexer.peek(1) == "$":
      if let variable = try parseVariable(inString: false) { return .splat(variable) }
    default: break
    }
    return try parseArgumentList().map(CommandArgument.value)
  }

  private mutating func failMissingArgument() -> Abort {
    fail("MissingArgument", "Missing argument in parameter list.")
  }

  private mutating func failReserved(_ text: String) -> Abort {
    fail("RedirectionNotSupported", "The '\(text)' operator is reserved for future use.")
  }

  /// `--%` and what follows, up to the end of the line or a pipe outside of double quotes.
  private mutating func parseVerbatim() -> CommandArgument {
    let start = lexer.position
    lexer.advance(3)
    let textStart = lexer.position
    var isQuoted = false
    while !lexer.isAtEnd, !lexer.isAtNewline {
      if lexer.peek() == "\"" { isQuoted.toggle() }
      if !isQuoted, lexer.peek() == "|" || (lexer.peek() == "&" && lexer.peek(1) == "&") { break }
      lexer.advance()
    }
    let text = lexer.text(from: textStart).drop { $0 == " " || $0 == "\t" }
    return .verbatim(String(text), lexer.range(from: start))
  }

  /// `-Name` or `-Name:value`; nil where the dash begins a number or word.
  private mutating func parseParameter() throws(Abort) -> CommandParameter? {
    guard Unit.isIdentifierStart(lexer.peek(1)) || lexer.peek(1) == "?" else { return nil }
    var length = 1
    scan: while !lexer.endsWord(length) {
      switch lexer.peek(length) {
      case ":", ".", "[": break scan
      case "'", "\"", "`", "$": return nil
      default: length += 1
      }
    }
    let start = lexer.position
    lexer.advance(length)
    let name = Name(source.text(from: start + 1, to: lexer.position))
    guard lexer.take(":") else {
      return CommandParameter(range: lexer.range(from: start), name: name, argument: nil, hasColon: false)
    }
    lexer.skipSpace()
    guard !lexer.isAtEnd, !lexer.isAtNewline, let argument = try parseArgumentList() else {
      throw fail(
        "ParameterRequiresArgument", "The parameter -\(name.text) requires an argument.",
        at: lexer.range(from: start))
    }
    return CommandParameter(range: lexer.range(from: start), name: name, argument: argument, hasColon: true)
  }

  /// One value, or several separated by commas.
  private mutating func parseArgumentList() throws(Abort) -> Expression? {
    let start = lexer.position
    guard let first = try parseArgumentValue() else { return nil }
    var elements = [first]
    while true {
      let end = lexer.position
      lexer.skipSpace()
      guard lexer.take(",") else {
        lexer.position = end
        break
      }
      lexer.skipNewlines()
      guard let next = try parseArgumentValue() else { throw failMissingArgument() }
      elements.append(next)
    }
    if elements.count == 1 { return first }
    return .list(ListExpression(range: lexer.range(from: start), elements: elements))
  }

  /// One value in argument mode; nil when none begins here.
  mutating func parseArgumentValue() throws(Abort) -> Expression? {
    if lexer.isAtEnd || lexer.isAtNewline { return nil }
    switch lexer.peek() {
    case "<": throw failReserved("<")
    case "'", "\"", "(", "{": return try parsePostfix(isArgument: true)
    case "@" where lexer.peek(1) == "(" || lexer.peek(1) == "{" || lexer.peek(1) == "'" || lexer.peek(1) == "\"":
      return try parsePostfix(isArgument: true)
    case "$":
      if lexer.peek(1) == "(" || lexer.peek(1) == "{" || variableEndsArgument() {
        return try parsePostfix(isArgument: true)
      }
    case "0"..."9", "-", "+", ".":
      if let number = NumberScanner.scan(lexer), lexer.endsWord(number.length), let value = number.value {
        let start = lexer.position
        lexer.advance(number.length)
        return .number(
          NumberLiteral(range: lexer.range(from: start), value: value, text: lexer.text(from: start)))
      }
    default: break
    }
    return Self.startsWord(lexer) ? try parseWord() : nil
  }

  /// Whether the variable at the position is an argument of its own, and not the beginning of a word like `$home\x`.
  private func variableEndsArgument() -> Bool {
    guard Self.startsVariable(lexer) else { return false }
    let length = Self.variableLength(lexer)
    if lexer.endsWord(length) { return true }
    switch lexer.peek(length) {
    case "[": return true
    case ".": return lexer.peek(length + 1) != "." && !"\\/".unicodeScalars.contains(lexer.peek(length + 1))
    case ":": return lexer.peek(length + 1) == ":"
    default: return false
    }
  }

  // MARK: - Redirections

  mutating func parseRedirections() throws(Abort) -> [Redirection] {
    var redirections: [Redirection] = []
    while true {
      let end = lexer.position
      lexer.skipSpace()
      guard let redirection = try parseRedirection(after: redirections) else {
        lexer.position = end
        return redirections
      }
      redirections.append(redirection)
    }
  }

  private mutating func parseRedirection(after earlier: [Redirection]) throws(Abort) -> Redirection? {
    let start = lexer.position
    var stream = Redirection.Stream.output
    switch lexer.peek() {
    case ">": break
    case "*" where lexer.peek(1) == ">":
      stream = .all
      lexer.advance()
    case "1"..."6" where lexer.peek(1) == ">":
      stream = Redirection.Stream(rawValue: Int(lexer.peek().value) - 0x30) ?? .output
      lexer.advance()
    case "<": throw failReserved("<")
    default: return nil
    }
    lexer.advance()
    let target: Redirection.Target
    if lexer.peek() == "&", Unit.isDigit(lexer.peek(1)) {
      lexer.advance(2)
      let number = Int(lexer.peek(-1).value) - 0x30
      guard let other = Redirection.Stream(rawValue: number),
        other == .output || (other == .error && stream == .output),
        other != stream
      else {
        lexer.position = start
        throw failReserved(source.text(from: start, to: start + 4))
      }
      target = .stream(other)
    } else {
      let isAppending = lexer.take(">")
      lexer.skipSpace()
      guard let file = try parseArgumentValue() else {
        throw fail("MissingFileSpecification", "Missing file specification after redirection operator.")
      }
      target = .file(file, append: isAppending)
    }
    let redirection = Redirection(range: lexer.range(from: start), from: stream, target: target)
    if earlier.contains(where: { $0.from == stream }) {
      let names = ["all streams", "output", "error", "warning", "verbose", "debug", "information"]
      report(
        "StreamAlreadyRedirected", "The \(names[stream.rawValue]) stream for this command is already redirected.",
        redirection.range)
    }
    return redirection
  }
}
