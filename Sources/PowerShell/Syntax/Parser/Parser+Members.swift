/// Links behind a primary expression: members, calls and indices.
extension Parser {
  /// A primary expression with its links. In argument mode nothing but links may follow without a space.
  mutating func parsePostfix(isArgument: Bool) throws(Abort) -> Expression? {
    let mark = beginMeasure()
    guard let primary = try parsePrimary() else {
      _ = measured(mark)
      return nil
    }
    let height = measured(mark)
    return try parseLinks(of: primary, height: height, isArgument: isArgument)
  }

  /// The links behind an expression whose height is given.
  mutating func parseLinks(of primary: Expression, height: Int = 1, isArgument: Bool) throws(Abort) -> Expression {
    var expression = primary
    var height = height
    let start = Int(primary.range.start)
    while !lexer.isAtEnd {
      let isConditional = !isArgument && lexer.peek() == "?"
      let distance = isConditional ? 1 : 0
      switch lexer.peek(distance) {
      case "." where lexer.peek(distance + 1) != "." && !(isConditional && Unit.isDigit(lexer.peek(2))):
        lexer.advance(distance + 1)
        expression = try parseMember(
          of: expression, start: start, isStatic: false, isNullConditional: isConditional, height: &height)
      case ":" where !isConditional && lexer.peek(1) == ":":
        lexer.advance(2)
        expression = try parseMember(
          of: expression, start: start, isStatic: true, isNullConditional: false, height: &height)
      case "[":
        lexer.advance(distance + 1)
        let index = try measuring(&height) { parser throws(Abort) in try parser.parseIndex() }
        expression = .index(
          IndexExpression(
            range: lexer.range(from: start), target: expression, index: index, isNullConditional: isConditional))
      default: return expression
      }
      height += 1
      try grow(to: height)
    }
    return expression
  }

  /// Runs a part of a link and raises the height to the part's.
  private mutating func measuring<Part>(
    _ height: inout Int, _ parse: (inout Parser) throws(Abort) -> Part
  ) throws(Abort) -> Part {
    let mark = beginMeasure()
    let part = try parse(&self)
    height = max(height, measured(mark))
    return part
  }

  private mutating func parseIndex() throws(Abort) -> Expression {
    let wasCommaDisabled = try enterBrackets()
    defer { leaveBrackets(wasCommaDisabled) }
    lexer.skipNewlines()
    guard let index = try parseExpression() else {
      throw fail("MissingArrayIndexExpression", "Array index expression is missing or not valid.")
    }
    lexer.skipNewlines()
    guard lexer.take("]") else {
      throw fail("MissingEndSquareBracket", "Missing ']' after array index expression.")
    }
    return index
  }

  private mutating func parseMember(
    of target: Expression, start: Int, isStatic: Bool, isNullConditional: Bool, height: inout Int
  ) throws(Abort) -> Expression {
    let operatorEnd = lexer.position
    lexer.skipNewlines()
    let member = try measuring(&height) { parser throws(Abort) in try parser.parseMemberName() }
    guard let member else {
      lexer.position = operatorEnd
      throw fail(
        "MissingPropertyName", "Missing property name after reference operator.",
        at: SourceRange(start: operatorEnd - (isStatic ? 2 : 1), end: operatorEnd))
    }
    let generics = try parseGenericMethodArguments()
    guard lexer.peek() == "(" else {
      return .member(
        MemberExpression(
          range: lexer.range(from: start), target: target, member: member, isStatic: isStatic,
          isNullConditional: isNullConditional))
    }
    let arguments = try measuring(&height) { parser throws(Abort) in try parser.parseMethodArguments() }
    return .invocation(
      InvocationExpression(
        range: lexer.range(from: start), target: target, member: member, genericArguments: generics,
        arguments: arguments, isStatic: isStatic, isNullConditional: isNullConditional))
  }

  private mutating func parseMemberName() throws(Abort) -> MemberName? {
    let start = lexer.position
    if let word = lexer.takeIdentifier() { return .constant(Name(word), lexer.range(from: start)) }
    switch lexer.peek() {
    case "$", "'", "\"", "(":
      guard let expression = try parsePrimary() else { return nil }
      if case .string(let literal) = expression { return .constant(Name(literal.value), literal.range) }
      return .dynamic(expression)
    case "0"..."9":
      while Unit.isIdentifierPart(lexer.peek()) { lexer.advance() }
      return .constant(Name(lexer.text(from: start)), lexer.range(from: start))
    default: return nil
    }
  }

  /// `[int, string]` between a method's name and its parenthesis. An index of a property is left alone.
  private mutating func parseGenericMethodArguments() throws(Abort) -> [TypeName] {
    guard lexer.peek() == "[", Unit.isIdentifierStart(lexer.peek(1)) || lexer.peek(1) == "[" else { return [] }
    var depth = 0
    var distance = 0
    repeat {
      switch lexer.peek(distance) {
      case "[": depth += 1
      case "]": depth -= 1
      case ".", ",", " ", "_", "`", "+": break
      case let next where Unit.isIdentifierPart(next): break
      default: return []
      }
      distance += 1
    } while depth > 0
    guard lexer.peek(distance) == "(" else { return [] }
    return try parseGenericArguments()
  }

  /// `(a, b)`, the parenthesis being next.
  mutating func parseMethodArguments() throws(Abort) -> [Expression] {
    let wasCommaDisabled = try enterBrackets()
    defer { leaveBrackets(wasCommaDisabled) }
    isCommaDisabled = true
    lexer.advance()
    var arguments: [Expression] = []
    lexer.skipNewlines()
    while lexer.peek() != ")" {
      guard let argument = try parseExpression() else {
        if arguments.isEmpty { break }
        throw fail("MissingExpressionAfterToken", "Missing expression after ','.")
      }
      arguments.append(argument)
      lexer.skipNewlines()
      guard lexer.take(",") else { break }
      lexer.skipNewlines()
      if lexer.peek() == ")" { throw fail("MissingExpressionAfterToken", "Missing expression after ','.") }
    }
    try expectClosingParenthesis(
      orFail: "MissingEndParenthesisInMethodCall", "Missing ')' in method call.")
    return arguments
  }
}
