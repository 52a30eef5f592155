/// Hashtable literals.
extension Parser {
  /// `@{ key = value; … }`.
  mutating func parseTable() throws(Abort) -> Expression {
    let wasCommaDisabled = try enterBrackets()
    defer { leaveBrackets(wasCommaDisabled) }
    let start = lexer.position
    lexer.advance(2)
    var entries: [TableExpression.Entry] = []
    var keys: [Name: Set<Bool>] = [:]
    while true {
      lexer.skipTerminators()
      if lexer.isAtEnd || lexer.peek() == "}" { break }
      let entry = try parseEntry()
      // `1` and `'1'` are two keys.
      if let (key, isNumber) = Self.constantKey(entry.key), !keys[key, default: []].insert(isNumber).inserted {
        report(
          "DuplicateKeyInHashLiteral", "Duplicate keys '\(key.text)' are not allowed in hash literals.",
          entry.key.range)
      }
      entries.append(entry)
      lexer.skipSpace()
      guard lexer.isAtEnd || lexer.isAtNewline || lexer.peek() == ";" || lexer.peek() == "}" else {
        throw fail("IncompleteHashLiteral", "The hash literal was incomplete.")
      }
    }
    let end = lexer.position
    guard lexer.take("}") else {
      lexer.position = end
      throw fail(
        "MissingEndCurlyBrace", "Missing closing '}' in statement block or type definition.",
        at: SourceRange(start: start, end: start + 2))
    }
    return .table(TableExpression(range: lexer.range(from: start), entries: entries))
  }

  private mutating func parseEntry() throws(Abort) -> TableExpression.Entry {
    let start = lexer.position
    let key: Expression?
    if let word = lexer.takeIdentifier() {
      key = .string(StringLiteral(range: lexer.range(from: start), value: word, kind: .bareWord))
    } else {
      isCommaDisabled = true
      key = try parseUnary()
      isCommaDisabled = false
    }
    guard let key else { throw failUnexpectedToken() }
    lexer.skipSpace()
    guard lexer.peek() == "=" else {
      throw fail("MissingEqualsInHashLiteral", "Missing '=' operator after key in hash literal.")
    }
    lexer.advance()
    lexer.skipNewlines()
    guard let value = try parseStatement() else {
      throw fail("MissingStatementInHashLiteral", "Missing statement after '=' in hash literal.")
    }
    return TableExpression.Entry(key: key, value: value)
  }

  /// The key where it is known without running anything.
  private static func constantKey(_ key: Expression) -> (Name, isNumber: Bool)? {
    switch key {
    case .string(let literal): (Name(literal.value), false)
    case .number(let literal): (Name(literal.text), true)
    default: nil
    }
  }
}
