/// Pipelines, chains of pipelines, and assignments.
extension Parser {
  /// A pipeline, chain or assignment; nil when none begins here.
  mutating func parsePipelineStatement() throws(Abort) -> Statement? {
    lexer.skipSpace()
    let start = lexer.position
    guard let first = try parsePipeline() else { return nil }
    if case .assignment = first { return first }
    var links: [PipelineChain.Link] = []
    while let operation = takeChainOperator() {
      lexer.skipNewlines()
      guard let next = try parsePipeline() else {
        throw fail(
          "EmptyPipelineChainElement", "A pipeline is missing after the '\(operation.rawValue)' operator.")
      }
      links.append(PipelineChain.Link(operation: operation, pipeline: next))
    }
    let isBackground = takeBackground()
    if links.isEmpty {
      guard isBackground, case .pipeline(let pipeline) = first else { return first }
      return .pipeline(
        PipelineStatement(range: lexer.range(from: start), elements: pipeline.elements, isBackground: true))
    }
    return .chain(
      PipelineChain(range: lexer.range(from: start), first: first, links: links, isBackground: isBackground))
  }

  private mutating func takeBackground() -> Bool {
    let end = lexer.position
    lexer.skipSpace()
    if lexer.peek() == "&", lexer.peek(1) != "&" {
      lexer.advance()
      return true
    }
    lexer.position = end
    return false
  }

  private mutating func takeChainOperator() -> PipelineChain.Operation? {
    let end = lexer.position
    lexer.skipSpace()
    if lexer.take("&", "&") { return .and }
    if lexer.take("|", "|") { return .or }
    lexer.position = end
    lexer.skipNewlines()
    if lexer.take("&", "&") { return .and }
    if lexer.take("|", "|") { return .or }
    lexer.position = end
    return nil
  }

  /// A pipeline without chain operators, or an assignment.
  private mutating func parsePipeline() throws(Abort) -> Statement? {
    lexer.skipSpace()
    let start = lexer.position
    if lexer.peek() == "|", lexer.peek(1) != "|" { throw failEmptyElement() }
    var elements: [PipelineElement] = []
    if startsExpression() {
      guard let expression = try parseExpression() else { throw failUnexpectedToken() }
      let end = lexer.position
      lexer.skipSpace()
      if let assignment = lexer.peekAssignment() {
        return try parseAssignment(expression, assignment.operation, length: assignment.length, start: start)
      }
      lexer.position = end
      let redirections = try parseRedirections()
      elements.append(
        .expression(
          ExpressionElement(range: lexer.range(from: start), expression: expression, redirections: redirections)))
    } else if let command = try parseCommand() {
      elements.append(.command(command))
    } else {
      return nil
    }
    while takePipe() {
      lexer.skipNewlines()
      if startsExpression() {
        throw fail(
          "ExpressionsMustBeFirstInPipeline", "Expressions are only allowed as the first element of a pipeline.")
      }
      guard let command = try parseCommand() else { throw failEmptyElement() }
      elements.append(.command(command))
    }
    return .pipeline(PipelineStatement(range: lexer.range(from: start), elements: elements))
  }

  private mutating func failEmptyElement() -> Abort {
    fail("EmptyPipeElement", "An empty pipe element is not allowed.")
  }

  /// Takes `|`, which may begin the next line.
  private mutating func takePipe() -> Bool {
    let end = lexer.position
    lexer.skipNewlines()
    if lexer.peek() == "|", lexer.peek(1) != "|" {
      lexer.advance()
      return true
    }
    lexer.position = end
    return false
  }

  private mutating func parseAssignment(
    _ target: Expression, _ operation: AssignmentStatement.Operation, length: Int, start: Int
  ) throws(Abort) -> Statement {
    let operatorStart = lexer.position
    lexer.advance(length)
    let operatorRange = lexer.range(from: operatorStart)
    if !Self.isAssignable(target) {
      report(
        "InvalidLeftHandSide",
        "The assignment expression is not valid. The input to an assignment operator must be an object that is able "
          + "to accept assignments, such as a variable or a property.", target.range)
    }
    try enter()
    defer { leave() }
    lexer.skipNewlines()
    guard let value = try parseStatement() else {
      throw failMissingValue(after: operation.rawValue, at: operatorRange)
    }
    return .assignment(
      AssignmentStatement(
        range: lexer.range(from: start), target: target, operation: operation, value: value,
        operatorRange: operatorRange))
  }

  mutating func failMissingValue(after text: String, at range: SourceRange) -> Abort {
    fail(
      "ExpectedValueExpression", "You must provide a value expression following the '\(text)' operator.", at: range)
  }

  /// Variables, properties and elements, with casts before them, and lists of those.
  static func isAssignable(_ expression: Expression) -> Bool {
    switch expression {
    case .variable, .index: true
    case .member(let member): !member.isNullConditional
    case .cast(let cast): isAssignable(cast.operand)
    case .list(let list): list.elements.allSatisfy(isAssignable)
    case .parenthesized(let inner): inner.statement.soleExpression.map(isAssignable) ?? false
    default: false
    }
  }

  /// Whether the text at the position begins an expression rather than a command.
  func startsExpression() -> Bool {
    if lexer.isAtEnd { return false }
    switch lexer.peek() {
    case "$": return lexer.peek(1) == "(" || Self.startsVariable(lexer)
    case "'", "\"", "(", "{", "[", ",", "!", "@": return true
    case "0"..."9": return startsNumber()
    case ".": return Unit.isDigit(lexer.peek(1)) && startsNumber()
    case "+":
      return lexer.peek(1) == "+" || !Unit.isDigit(lexer.peek(1)) || startsNumber()
    case "-":
      if Unit.isDigit(lexer.peek(1)) || lexer.peek(1) == "." { return startsNumber() }
      if lexer.peek(1) == "-" { return ["$", "(", "[", "-"].contains(lexer.peek(2)) }
      return lexer.peekUnaryOperator() != nil && !(Unit.isIdentifierStart(lexer.peek(1)) && isUnknownDashWord)
    default: return false
    }
  }

  private var isUnknownDashWord: Bool { lexer.peekUnaryOperator()?.length == 1 }

  private func startsNumber() -> Bool {
    guard let number = NumberScanner.scan(lexer) else { return false }
    let end = lexer.position + number.length
    return end >= source.length || Unit.endsNumber(source.units[end])
  }
}
