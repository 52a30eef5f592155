/// The smallest expressions: literals, variables and everything in brackets.
extension Parser {
  /// A primary expression; nil when none begins here.
  mutating func parsePrimary() throws(Abort) -> Expression? {
    if lexer.isAtEnd { return nil }
    switch lexer.peek() {
    case "$":
      if lexer.peek(1) == "(" { return try parseSubexpression() }
      return try parseVariable(inString: false).map(Expression.variable)
    case "'": return try parseSingleQuoted()
    case "\"": return try parseDoubleQuoted()
    case "(": return try parseParenthesized()
    case "{": return try parseScriptBlock()
    case "@": return try parseAtSign()
    case "0"..."9", ".": return try parseNumber()
    default: return nil
    }
  }

  private mutating func parseAtSign() throws(Abort) -> Expression? {
    switch lexer.peek(1) {
    case "(": return try parseSubexpression()
    case "{": return try parseTable()
    case "'": return try parseSingleQuotedHere()
    case "\"": return try parseDoubleQuotedHere()
    default:
      let range = tokenRange
      guard Unit.isIdentifierStart(lexer.peek(1)) else {
        throw fail("UnrecognizedToken", "Unrecognized token in source text.", at: range, isMendable: false)
      }
      let text = source.text(of: range)
      throw fail(
        "SplattingNotPermitted",
        "The splatting operator '@' cannot be used to reference variables in an expression. '\(text)' can be used "
          + "only as an argument to a command. To reference variables in an expression use '$\(text.dropFirst())'.",
        at: range, isMendable: false)
    }
  }

  /// A number in expression mode; nil when the digits run on into a word.
  mutating func parseNumber() throws(Abort) -> Expression? {
    guard let number = NumberScanner.scan(lexer) else { return nil }
    let end = lexer.position + number.length
    guard end >= source.length || Unit.endsNumber(source.units[end]) else { return nil }
    let start = lexer.position
    lexer.advance(number.length)
    let text = lexer.text(from: start)
    guard let value = number.value else {
      throw fail(
        "BadNumericConstant", "The numeric constant \(text) is not valid.", at: lexer.range(from: start),
        isMendable: false)
    }
    return .number(NumberLiteral(range: lexer.range(from: start), value: value, text: text))
  }

  /// `( pipeline )`.
  private mutating func parseParenthesized() throws(Abort) -> Expression {
    let wasCommaDisabled = try enterBrackets()
    defer { leaveBrackets(wasCommaDisabled) }
    let start = lexer.position
    lexer.advance()
    lexer.skipNewlines()
    guard let statement = try parsePipelineStatement() else {
      throw fail(
        "ExpectedExpression", "An expression was expected after '('.", at: SourceRange(start: start, end: start + 1))
    }
    try expectClosingParenthesis(
      orFail: "MissingEndParenthesisInExpression", "Missing closing ')' in expression.")
    return .parenthesized(ParenthesizedExpression(range: lexer.range(from: start), statement: statement))
  }

  /// `$( statements )` and `@( statements )`.
  mutating func parseSubexpression() throws(Abort) -> Expression {
    let wasCommaDisabled = try enterBrackets()
    defer { leaveBrackets(wasCommaDisabled) }
    let start = lexer.position
    let isArray = lexer.peek() == "@"
    lexer.advance(2)
    let contentStart = lexer.position
    let content = try parseStatements(until: ")")
    let block = StatementBlock(
      range: lexer.range(from: contentStart), statements: content.statements, traps: content.traps)
    try expectClosingParenthesis(
      orFail: "MissingEndParenthesisInSubexpression", "Missing closing ')' in subexpression.")
    let node = BlockExpression(range: lexer.range(from: start), body: block)
    return isArray ? .array(node) : .subexpression(node)
  }

  private mutating func parseScriptBlock() throws(Abort) -> Expression {
    let start = lexer.position
    let body = try parseBracedBody()
    return .scriptBlock(ScriptBlockExpression(range: lexer.range(from: start), body: body))
  }

  /// `{ body }`, the brace being next.
  mutating func parseBracedBody(
    parameters: ParameterBlock? = nil, isFilter: Bool = false, helpBefore: Int? = nil
  ) throws(Abort) -> ScriptBody {
    let wasCommaDisabled = try enterBrackets()
    defer { leaveBrackets(wasCommaDisabled) }
    let start = lexer.position
    lexer.advance()
    let body = try parseBody(closer: "}", parameters: parameters, isFilter: isFilter, helpBefore: helpBefore)
    try expectClosingBrace(from: start)
    return body
  }
}
