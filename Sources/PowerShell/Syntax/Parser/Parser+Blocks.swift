/// Lists of statements, and how the parser goes on after an error.
extension Parser {
  /// Statements up to a closing bracket or the end, which are not taken.
  mutating func parseStatements(
    until closer: Unicode.Scalar?
  ) throws(Abort) -> (statements: [Statement], traps: [TrapStatement]) {
    var statements: [Statement] = []
    var traps: [TrapStatement] = []
    while true {
      lexer.skipTerminators()
      if lexer.isAtEnd { return (statements, traps) }
      let next = lexer.peek()
      if next == closer || (next == "}" && closer == ")") { return (statements, traps) }
      let start = lexer.position
      do throws(Abort) {
        if lexer.standaloneWord() == "trap" {
          traps.append(try parseTrap())
        } else if let statement = try parseStatement() {
          statements.append(statement)
          if Self.needsTerminator(statement) { try expectStatementEnd() }
        } else {
          throw failUnexpectedToken()
        }
      } catch {
        if isFinished { throw error }
        synchronize(from: start, closer: closer)
      }
    }
  }

  /// Statements that end with a block may be followed by another on the same line.
  private static func needsTerminator(_ statement: Statement) -> Bool {
    switch statement {
    case .pipeline(let pipeline): !pipeline.isBackground
    case .chain(let chain): !chain.isBackground
    case .flow(let flow): flow.value.map(needsTerminator) ?? true
    case .assignment(let assignment): needsTerminator(assignment.value)
    default: false
    }
  }

  /// Checks that nothing follows a statement on its line but a terminator or a closing bracket.
  mutating func expectStatementEnd() throws(Abort) {
    lexer.skipSpace()
    if lexer.isAtEnd || lexer.isAtNewline { return }
    switch lexer.peek() {
    case ";", ")", "}": return
    default: throw failUnexpectedToken()
    }
  }

  /// Skips the rest of a statement that could not be read: to the end of its line or to a bracket that closes its list.
  mutating func synchronize(from start: Int, closer: Unicode.Scalar?) {
    if lexer.position <= start { lexer.position = start + max(1, lexer.tokenLength()) }
    var depth = 0
    while !lexer.isAtEnd {
      switch lexer.peek() {
      case "{": depth += 1
      case "}":
        if depth == 0, closer != nil { return }
        depth = max(0, depth - 1)
      case ")" where depth == 0 && closer == ")": return
      case ";" where depth == 0: return
      default:
        if depth == 0, lexer.isAtNewline { return }
      }
      lexer.advance()
    }
  }

  /// `{ statements }`, the brace being next.
  mutating func parseBlock() throws(Abort) -> StatementBlock {
    let wasCommaDisabled = try enterBrackets()
    defer { leaveBrackets(wasCommaDisabled) }
    let start = lexer.position
    lexer.advance()
    let content = try parseStatements(until: "}")
    try expectClosingBrace(from: start)
    return StatementBlock(
      range: lexer.range(from: start), statements: content.statements, traps: content.traps)
  }

  /// A block after spaces and line ends, or an error of the statement that needs it.
  mutating func parseBlock(orFail identifier: String, _ message: String) throws(Abort) -> StatementBlock {
    let start = lexer.position
    lexer.skipNewlines()
    guard lexer.peek() == "{" else {
      let isIncomplete = lexer.isAtEnd
      lexer.position = start
      report(identifier, message, SourceRange(start: start, end: start), isIncomplete: isIncomplete)
      throw Abort()
    }
    return try parseBlock()
  }

  mutating func expectClosingBrace(from start: Int) throws(Abort) {
    guard lexer.take("}") else {
      report(
        "MissingEndCurlyBrace", "Missing closing '}' in statement block or type definition.",
        SourceRange(start: start, end: start + 1), isIncomplete: lexer.isAtEnd)
      throw Abort()
    }
  }

  /// Takes `)` after spaces and line ends, or fails.
  mutating func expectClosingParenthesis(orFail identifier: String, _ message: String) throws(Abort) {
    let start = lexer.position
    lexer.skipNewlines()
    guard lexer.take(")") else {
      let isIncomplete = lexer.isAtEnd
      lexer.position = start
      report(identifier, message, SourceRange(start: start, end: start), isIncomplete: isIncomplete)
      throw Abort()
    }
  }
}
