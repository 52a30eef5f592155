/// Statements that begin with a keyword, and the choice between them and pipelines.
extension Parser {
  /// The next statement; nil when none begins here.
  mutating func parseStatement() throws(Abort) -> Statement? {
    lexer.skipSpace()
    let start = lexer.position
    if lexer.peek() == "[", let word = wordAfterAttributes() {
      if word == "class" || word == "enum" { return try parseTypeDefinition() }
      return try parsePipelineStatement()
    }
    if lexer.peek() == ":", Unit.isIdentifierStart(lexer.peek(1)) {
      lexer.advance()
      let label = lexer.takeIdentifier().map { Name($0) }
      lexer.skipNewlines()
      guard let word = lexer.standaloneWord(), let statement = try parseLoop(word, start: start, label: label) else {
        throw fail("MissingLoopAfterLabel", "A loop or switch statement is missing after the label.")
      }
      return statement
    }
    guard let word = lexer.standaloneWord() else { return try parsePipelineStatement() }
    if let loop = try parseLoop(word, start: start, label: nil) { return loop }
    switch word {
    case "if": return try parseIf()
    case "break": return try parseJump(.break)
    case "continue": return try parseJump(.continue)
    case "return": return try parseValueFlow(.return)
    case "throw": return try parseValueFlow(.throw)
    case "exit": return try parseValueFlow(.exit)
    case "try": return try parseTry()
    case "function", "filter": return try parseFunction(isFilter: word == "filter")
    case "class", "enum": return try parseTypeDefinition()
    case "data": return try parseData()
    case "using":
      throw fail(
        "UsingMustBeAtStartOfScript", "A 'using' statement must appear before any other statements in a script.",
        isMendable: false)
    case "from", "define", "var":
      throw fail(
        "ReservedKeywordNotAllowed", "The '\(word)' keyword is not supported in this version of the language.",
        isMendable: false)
    case "configuration" where isConfiguration():
      throw fail(
        "ReservedKeywordNotAllowed", "The 'configuration' keyword is not supported in this version of the language.",
        isMendable: false)
    case "workflow":
      throw fail(
        "WorkflowNotSupportedInPowerShellCore", "Workflow is not supported in PowerShell 6+.", isMendable: false)
    default: return try parsePipelineStatement()
    }
  }

  /// `configuration Name {`, which a command of that name would not be.
  private func isConfiguration() -> Bool {
    var ahead = lexer
    ahead.advance("configuration".utf16.count)
    ahead.skipSpace()
    guard ahead.takeIdentifier() != nil else { return false }
    ahead.skipNewlines()
    return ahead.peek() == "{"
  }

  private mutating func parseLoop(_ word: String, start: Int, label: Name?) throws(Abort) -> Statement? {
    switch word {
    case "foreach": try parseForEach(start: start, label: label)
    case "for": try parseFor(start: start, label: label)
    case "while": try parseWhile(start: start, label: label)
    case "do": try parseDo(start: start, label: label)
    case "switch": try parseSwitch(start: start, label: label)
    default: nil
    }
  }

  /// The word behind bracketed attributes, in lower case; nil where none stands there.
  ///
  /// Brackets are only counted, so that nothing is parsed twice.
  func wordAfterAttributes() -> String? {
    var ahead = lexer
    while ahead.peek() == "[" {
      var depth = 0
      repeat {
        if ahead.isAtEnd { return nil }
        switch ahead.peek() {
        case "[", "(", "{": depth += 1
        case "]", ")", "}": depth -= 1
        case "'", "\"":
          ahead.advance(ahead.tokenLength() - 1)
        default: break
        }
        ahead.advance()
      } while depth > 0
      ahead.skipNewlines()
    }
    return ahead.standaloneWord()
  }

  private mutating func parseIf() throws(Abort) -> Statement {
    let start = lexer.position
    var clauses: [IfStatement.Clause] = []
    var otherwise: StatementBlock?
    var word = "if"
    while true {
      lexer.advance(word.utf16.count)
      let condition = try parseCondition(
        after: word,
        opening: ("MissingOpenParenthesisInIfStatement", "Missing '(' after '\(word)' in if statement."),
        missing: ("IfStatementMissingCondition", "Missing condition in if statement after '\(word) ('."))
      let body = try parseBlock(
        orFail: "MissingStatementBlock", "Missing statement block after \(word) ( condition ).")
      clauses.append(IfStatement.Clause(condition: condition, body: body))
      let end = lexer.position
      lexer.skipNewlines()
      if lexer.isAtWord("elseif") {
        word = "elseif"
        continue
      }
      if lexer.takeWord("else") {
        otherwise = try parseBlock(
          orFail: "MissingStatementBlockAfterElse", "Missing statement block after 'else' keyword.")
      } else {
        lexer.position = end
      }
      return .if(IfStatement(range: lexer.range(from: start), clauses: clauses, otherwise: otherwise))
    }
  }

  /// `( pipeline )` after a keyword.
  mutating func parseCondition(
    after word: String, opening: (String, String), missing: (String, String)
  ) throws(Abort) -> Statement {
    let wasCommaDisabled = try enterBrackets()
    defer { leaveBrackets(wasCommaDisabled) }
    lexer.skipNewlines()
    guard lexer.take("(") else { throw fail(opening.0, opening.1) }
    lexer.skipNewlines()
    guard let condition = try parsePipelineStatement() else { throw fail(missing.0, missing.1) }
    try expectClosingParenthesis(
      orFail: "MissingEndParenthesisAfterStatement", "Missing closing ')' after expression in '\(word)' statement.")
    return condition
  }

  /// `break` and `continue` with their label.
  private mutating func parseJump(_ kind: FlowStatement.Kind) throws(Abort) -> Statement {
    let start = lexer.position
    lexer.advance(kind.rawValue.utf16.count)
    let end = lexer.position
    lexer.skipSpace()
    let labelStart = lexer.position
    var label: Expression?
    if let word = lexer.takeIdentifier() {
      label = .string(StringLiteral(range: lexer.range(from: labelStart), value: word, kind: .bareWord))
    } else {
      label = try parsePostfix(isArgument: false)
    }
    if label == nil { lexer.position = end }
    return .flow(FlowStatement(range: lexer.range(from: start), kind: kind, label: label))
  }

  private mutating func parseValueFlow(_ kind: FlowStatement.Kind) throws(Abort) -> Statement {
    let start = lexer.position
    lexer.advance(kind.rawValue.utf16.count)
    let end = lexer.position
    let value = try parsePipelineStatement()
    if value == nil { lexer.position = end }
    return .flow(FlowStatement(range: lexer.range(from: start), kind: kind, value: value))
  }

  private mutating func parseTry() throws(Abort) -> Statement {
    let start = lexer.position
    lexer.advance(3)
    let body = try parseBlock(
      orFail: "MissingTryStatementBlock", "The Try statement is missing its statement block.")
    var catches: [TryStatement.Catch] = []
    var finally: StatementBlock?
    var end = lexer.position
    lexer.skipNewlines()
    while lexer.isAtWord("catch") {
      let catchStart = lexer.position
      lexer.advance(5)
      var types: [TypeName] = []
      lexer.skipNewlines()
      while lexer.peek() == "[" {
        types.append(try parseBracketedType())
        lexer.skipNewlines()
        guard lexer.take(",") else { break }
        lexer.skipNewlines()
        guard lexer.peek() == "[" else {
          throw fail("MissingTypeLiteralToken", "Missing type literal token.")
        }
      }
      let block = try parseBlock(
        orFail: "MissingCatchHandlerBlock", "The Catch block is missing its statement block.")
      catches.append(TryStatement.Catch(types: types, body: block, range: lexer.range(from: catchStart)))
      end = lexer.position
      lexer.skipNewlines()
    }
    if lexer.takeWord("finally") {
      finally = try parseBlock(
        orFail: "MissingFinallyStatementBlock", "The Finally block is missing its statement block.")
    } else {
      lexer.position = end
    }
    if catches.isEmpty, finally == nil {
      throw fail(
        "MissingCatchOrFinally", "The Try statement is missing its Catch or Finally block.",
        at: SourceRange(start: end - 1, end: end))
    }
    return .try(TryStatement(range: lexer.range(from: start), body: body, catches: catches, finally: finally))
  }

  mutating func parseTrap() throws(Abort) -> TrapStatement {
    let start = lexer.position
    lexer.advance(4)
    lexer.skipNewlines()
    let type = lexer.peek() == "[" ? try parseBracketedType() : nil
    let body = try parseBlock(orFail: "MissingTrapStatement", "Missing statement body in trap statement.")
    return TrapStatement(range: lexer.range(from: start), type: type, body: body)
  }

  private mutating func parseData() throws(Abort) -> Statement {
    let start = lexer.position
    lexer.advance(4)
    lexer.skipNewlines()
    let variable = lexer.takeIdentifier().map { Name($0) }
    lexer.skipNewlines()
    var commands: [Expression] = []
    if lexer.peek() == "-" {
      lexer.advance()
      guard lexer.takeIdentifier()?.lowercased() == "supportedcommand" else {
        throw fail("InvalidParameterForDataSectionStatement", "The parameter is not valid for the data section.")
      }
      repeat {
        lexer.skipNewlines()
        guard lexer.peek() != "{", let command = try parseArgumentValue() else {
          throw fail("AllowedCommandsMissing", "The list of supported commands is missing.")
        }
        commands.append(command)
        lexer.skipNewlines()
      } while lexer.take(",")
    }
    let body = try parseBlock(
      orFail: "MissingStatementBlockForDataSection", "The data section is missing its statement block.")
    var language = RestrictedLanguage(
      commands: Set(
        commands.compactMap { if case .string(let name) = $0 { name.value.lowercased() } else { nil } }
          + (commands.isEmpty ? ["convertfrom-stringdata"] : [])))
    language.check(body)
    for error in language.errors { report(error.identifier, error.message, error.range) }
    return .data(
      DataStatement(
        range: lexer.range(from: start), variable: variable, supportedCommands: commands, body: body))
  }
}
