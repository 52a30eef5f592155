/// Loops and `switch`.
extension Parser {
  mutating func parseForEach(start: Int, label: Name?) throws(Abort) -> Statement {
    let wasCommaDisabled = try enterBrackets()
    defer { leaveBrackets(wasCommaDisabled) }
    lexer.advance(7)
    try expectOpeningParenthesis(after: "foreach")
    lexer.skipNewlines()
    guard lexer.peek() == "$", let variable = try parseVariable(inString: false) else {
      throw fail("MissingVariableNameAfterForeach", "Missing variable name after foreach.")
    }
    lexer.skipNewlines()
    guard lexer.takeWord("in") else {
      throw fail("MissingInInForeach", "Missing 'in' after variable in foreach loop.")
    }
    lexer.skipNewlines()
    guard let collection = try parsePipelineStatement() else {
      throw fail("MissingForeachExpression", "Missing expression after 'in' in foreach loop.")
    }
    try expectClosingParenthesis(
      orFail: "MissingEndParenthesisAfterForeach",
      "The closing ')' was expected after expression in foreach loop.")
    let body = try parseBlock(
      orFail: "MissingForeachStatement", "Missing statement body in foreach loop.")
    return .forEach(
      ForEachStatement(
        range: lexer.range(from: start), label: label, variable: variable, collection: collection, body: body))
  }

  private mutating func expectOpeningParenthesis(after word: String) throws(Abort) {
    lexer.skipNewlines()
    guard lexer.take("(") else {
      throw fail("MissingOpenParenthesisAfterKeyword", "Missing opening '(' after keyword '\(word)'.")
    }
  }

  mutating func parseFor(start: Int, label: Name?) throws(Abort) -> Statement {
    let wasCommaDisabled = try enterBrackets()
    defer { leaveBrackets(wasCommaDisabled) }
    lexer.advance(3)
    try expectOpeningParenthesis(after: "for")
    let initializer = try parseForPart()
    let condition = try parseForPart()
    lexer.skipNewlines()
    let iterator = try parsePipelineStatement()
    try expectClosingParenthesis(
      orFail: "MissingEndParenthesisAfterStatement", "Missing closing ')' after expression in 'for' statement.")
    let body = try parseLoopBody("for")
    return .for(
      ForStatement(
        range: lexer.range(from: start), label: label, initializer: initializer, condition: condition,
        iterator: iterator, body: body))
  }

  /// A part of `for (…)` and the semicolon or line end behind it.
  private mutating func parseForPart() throws(Abort) -> Statement? {
    lexer.skipNewlines()
    let part = try parsePipelineStatement()
    lexer.skipSpace()
    if !lexer.take(";"), lexer.takeNewline() {
      lexer.skipNewlines()
      _ = lexer.take(";")
    }
    return part
  }

  mutating func parseWhile(start: Int, label: Name?) throws(Abort) -> Statement {
    lexer.advance(5)
    let condition = try parseLoopCondition("while")
    let body = try parseLoopBody("while")
    return .loop(
      LoopStatement(range: lexer.range(from: start), label: label, kind: .while, condition: condition, body: body))
  }

  mutating func parseDo(start: Int, label: Name?) throws(Abort) -> Statement {
    lexer.advance(2)
    let body = try parseLoopBody("do")
    lexer.skipNewlines()
    let isWhile = lexer.takeWord("while")
    guard isWhile || lexer.takeWord("until") else {
      throw fail("MissingWhileOrUntilInDoWhile", "Missing while or until keyword in do loop.")
    }
    let condition = try parseLoopCondition(isWhile ? "while" : "until")
    return .loop(
      LoopStatement(
        range: lexer.range(from: start), label: label, kind: isWhile ? .doWhile : .doUntil, condition: condition,
        body: body))
  }

  private mutating func parseLoopCondition(_ word: String) throws(Abort) -> Statement {
    try parseCondition(
      after: word,
      opening: ("MissingOpenParenthesisAfterKeyword", "Missing opening '(' after keyword '\(word)'."),
      missing: ("MissingExpressionAfterKeyword", "Missing expression after '\(word)' in loop."))
  }

  private mutating func parseLoopBody(_ word: String) throws(Abort) -> StatementBlock {
    try parseBlock(orFail: "MissingLoopStatement", "Missing statement body in \(word) loop.")
  }

  mutating func parseSwitch(start: Int, label: Name?) throws(Abort) -> Statement {
    let wasCommaDisabled = try enterBrackets()
    defer { leaveBrackets(wasCommaDisabled) }
    lexer.advance(6)
    var flags: SwitchStatement.Flags = []
    var subject: Statement?
    lexer.skipNewlines()
    while lexer.peek() == "-" {
      let flag = try parseSwitchFlag()
      flags.insert(flag)
      lexer.skipNewlines()
      if flag == .file {
        guard lexer.peek() != "{", let path = try parseArgumentValue() else {
          throw fail(
            "MissingFilenameOption", "The file name is missing after the -file option of the switch statement.")
        }
        subject = Self.statement(path)
        lexer.skipNewlines()
      }
    }
    if subject == nil {
      subject = try parseCondition(
        after: "switch",
        opening: ("PipelineRequiredAfterSwitch", "Missing opening '(' after keyword 'switch'."),
        missing: ("PipelineRequiredAfterSwitch", "Missing expression after 'switch (' in switch statement."))
    }
    lexer.skipNewlines()
    let brace = lexer.position
    guard let subject, lexer.take("{") else {
      throw fail("MissingCurlyBraceInSwitchStatement", "Missing opening '{' in switch statement.")
    }
    var clauses: [SwitchStatement.Clause] = []
    var defaultBody: StatementBlock?
    while true {
      lexer.skipTerminators()
      if lexer.isAtEnd || lexer.peek() == "}" { break }
      let range = tokenRange
      if lexer.standaloneWord() == "default" {
        lexer.advance(7)
        if defaultBody != nil {
          report("MultipleSwitchDefaultClauses", "A switch statement can have only one default clause.", range)
        }
        defaultBody = try parseSwitchBody()
      } else if let condition = try parseArgumentValue() {
        clauses.append(SwitchStatement.Clause(condition: condition, body: try parseSwitchBody()))
      } else {
        throw fail("MissingSwitchConditionExpression", "Missing condition in switch statement clause.")
      }
    }
    try expectClosingBrace(from: brace)
    return .switch(
      SwitchStatement(
        range: lexer.range(from: start), label: label, flags: flags, subject: subject, clauses: clauses,
        defaultBody: defaultBody))
  }

  private mutating func parseSwitchBody() throws(Abort) -> StatementBlock {
    try parseBlock(
      orFail: "MissingSwitchStatementClause", "Missing statement block in switch statement clause.")
  }

  /// A flag of `switch`; a beginning of its name is enough.
  private mutating func parseSwitchFlag() throws(Abort) -> SwitchStatement.Flags {
    let names: [(String, SwitchStatement.Flags)] = [
      ("regex", .regularExpression), ("wildcard", .wildcard), ("exact", .exact), ("casesensitive", .caseSensitive),
      ("file", .file), ("parallel", .parallel),
    ]
    let range = tokenRange
    lexer.advance()
    let word = lexer.takeIdentifier()?.lowercased() ?? ""
    guard !word.isEmpty, let flag = names.first(where: { $0.0.hasPrefix(word) }) else {
      throw fail(
        "InvalidSwitchFlag", "The switch statement has no option '\(source.text(of: range))'.", at: range,
        isMendable: false)
    }
    return flag.1
  }

  /// An expression as a statement.
  static func statement(_ expression: Expression) -> Statement {
    let element = ExpressionElement(range: expression.range, expression: expression, redirections: [])
    return .pipeline(PipelineStatement(range: expression.range, elements: [.expression(element)]))
  }
}
