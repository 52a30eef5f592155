/// Scripts, function bodies and script blocks.
extension Parser {
  /// The whole text.
  mutating func parseScript() -> ScriptBody {
    if source.isTooLong {
      report(
        "ScriptTooLong", "The script is longer than \(SourceText.lengthLimit) characters.",
        SourceRange(start: 0, end: 0))
    }
    let body = try? parseBody(closer: nil, usings: parseUsings())
    if let start = lexer.unterminatedComment {
      report(
        "MissingTerminatorMultiLineComment", "The terminator '#>' is missing from the multiline comment.",
        SourceRange(start: start, end: start + 2), isIncomplete: true)
    }
    return body ?? ScriptBody(source: source, range: SourceRange(start: 0, end: source.length))
  }

  /// What stands between braces, up to the closing one, which is not taken.
  mutating func parseBody(
    closer: Unicode.Scalar?, usings: [UsingStatement] = [], parameters given: ParameterBlock? = nil,
    isFilter: Bool = false, helpBefore: Int? = nil
  ) throws(Abort) -> ScriptBody {
    let start = closer == nil ? 0 : lexer.position
    var blocks = NamedBlocks()
    let parameters = if let given { given } else { try parseParameterBlock() }
    let contentStart = lexer.position
    lexer.skipTerminators()
    if NamedBlocks.Kind(lexer) != nil {
      try parseNamedBlocks(&blocks, closer: closer)
    } else {
      let statements = try parseStatements(until: closer)
      let block = StatementBlock(
        range: lexer.range(from: contentStart), statements: statements.statements, traps: statements.traps)
      blocks[isFilter ? .process : .end] = block
    }
    let range = lexer.range(from: start)
    return ScriptBody(
      source: source, range: range, usings: usings, requirements: closer == nil ? requirements() : [],
      parameters: parameters, dynamicParameters: blocks[.dynamicParameters], begin: blocks[.begin],
      process: blocks[.process], end: blocks[.end], clean: blocks[.clean], hasNamedBlocks: blocks.isExplicit,
      help: commentHelp(in: range, before: helpBefore))
  }

  /// The named blocks of a body, as far as they were read.
  struct NamedBlocks {
    enum Kind: String, CaseIterable {
      case dynamicParameters = "dynamicparam"
      case begin
      case process
      case end
      case clean

      /// The block that begins at the position.
      init?(_ lexer: Lexer) {
        guard let word = lexer.standaloneWord(), let kind = Kind(rawValue: word) else { return nil }
        var ahead = lexer
        ahead.advance(word.utf16.count)
        ahead.skipNewlines()
        guard ahead.peek() == "{" else { return nil }
        self = kind
      }
    }

    private var blocks: [Kind: StatementBlock] = [:]
    var isExplicit = false

    subscript(_ kind: Kind) -> StatementBlock? {
      get { blocks[kind] }
      set { blocks[kind] = newValue }
    }
  }

  private mutating func parseNamedBlocks(_ blocks: inout NamedBlocks, closer: Unicode.Scalar?) throws(Abort) {
    blocks.isExplicit = true
    while true {
      lexer.skipTerminators()
      if lexer.isAtEnd || (closer != nil && lexer.peek() == closer) { return }
      guard let kind = NamedBlocks.Kind(lexer) else {
        let range = tokenRange
        report(
          "MissingNamedBlocks",
          "unexpected token '\(source.text(of: range))', expected 'begin', 'process', 'end', 'clean', or "
            + "'dynamicparam'.", range)
        if isFinished { throw Abort() }
        let start = lexer.position
        synchronize(from: start, closer: closer)
        continue
      }
      let range = tokenRange
      lexer.advance(kind.rawValue.utf16.count)
      lexer.skipNewlines()
      let block = try parseBlock()
      if blocks[kind] != nil {
        report(
          "DuplicateScriptCommandClause", "Script command clause '\(kind.rawValue)' has already been defined.", range)
      }
      blocks[kind] = block
    }
  }

  /// `using …` lines at the start of a script.
  private mutating func parseUsings() -> [UsingStatement] {
    var usings: [UsingStatement] = []
    while true {
      lexer.skipTerminators()
      guard lexer.standaloneWord() == "using" else { return usings }
      let start = lexer.position
      do throws(Abort) {
        usings.append(try parseUsing())
        try expectStatementEnd()
      } catch {
        if isFinished { return usings }
        synchronize(from: start, closer: nil)
      }
    }
  }

  private mutating func parseUsing() throws(Abort) -> UsingStatement {
    let start = lexer.position
    lexer.advance(5)
    lexer.skipSpace()
    guard let kind = lexer.takeIdentifier().flatMap({ UsingStatement.Kind(rawValue: $0.lowercased()) }) else {
      throw fail(
        "InvalidUsingStatement",
        "The 'using' statement takes 'namespace', 'module' or 'assembly' and what it names.")
    }
    lexer.skipSpace()
    guard !lexer.isAtNewline, let value = try parseArgumentValue() else {
      throw fail("MissingNamespace", "A name is missing after 'using \(kind.rawValue)'.")
    }
    if case .string(let literal) = value {
      return UsingStatement(
        kind: kind, name: literal.value, specification: nil, range: lexer.range(from: start))
    }
    return UsingStatement(kind: kind, name: "", specification: value, range: lexer.range(from: start))
  }
}
