/// Operators: the grammar's expression mode.
extension Parser {
  /// An expression; nil when none begins here.
  mutating func parseExpression() throws(Abort) -> Expression? {
    let mark = beginMeasure()
    guard let condition = try parseBinary() else {
      _ = measured(mark)
      return nil
    }
    let height = measured(mark)
    let end = lexer.position
    lexer.skipSpace()
    guard lexer.peek() == "?", lexer.peek(1) != "?" else {
      lexer.position = end
      return condition
    }
    lexer.advance()
    try enter()
    defer { leave() }
    try grow(to: height + 1)
    let whenTrue = try parseBranch(after: "?")
    lexer.skipNewlines()
    guard lexer.take(":") else {
      throw fail("MissingColonInTernaryExpression", "Missing ':' in the ternary expression.")
    }
    let whenFalse = try parseBranch(after: ":")
    return .ternary(
      TernaryExpression(
        range: SourceRange(condition.range, whenFalse.range), condition: condition, whenTrue: whenTrue,
        whenFalse: whenFalse))
  }

  private mutating func parseBranch(after sign: String) throws(Abort) -> Expression {
    lexer.skipNewlines()
    guard let branch = try parseExpression() else {
      throw fail("MissingExpressionAfterToken", "Missing expression after '\(sign)'.")
    }
    return branch
  }

  private struct Operand {
    let expression: Expression
    let height: Int
  }

  private struct PendingOperator {
    let token: Lexer.BinaryToken
    let range: SourceRange
  }

  /// Operands joined by binary operators, by precedence with stacks of its own: the call stack does not grow.
  private mutating func parseBinary() throws(Abort) -> Expression? {
    guard let first = try parseOperand() else { return nil }
    var operands = [first]
    var operators: [PendingOperator] = []
    while true {
      let end = lexer.position
      lexer.skipSpace()
      guard let token = lexer.peekBinaryOperator() else {
        lexer.position = end
        break
      }
      while let last = operators.last, last.token.operation.precedence >= token.operation.precedence {
        try reduce(&operands, &operators)
      }
      let start = lexer.position
      lexer.advance(token.length)
      let pending = PendingOperator(token: token, range: lexer.range(from: start))
      operators.append(pending)
      lexer.skipNewlines()
      guard let next = try parseOperand() else {
        throw failMissingValue(after: source.text(of: pending.range), at: pending.range)
      }
      operands.append(next)
    }
    while !operators.isEmpty { try reduce(&operands, &operators) }
    return operands.first?.expression
  }

  private mutating func parseOperand() throws(Abort) -> Operand? {
    let mark = beginMeasure()
    guard let expression = isCommaDisabled ? try parseUnary() : try parseList() else {
      _ = measured(mark)
      return nil
    }
    return Operand(expression: expression, height: measured(mark))
  }

  private mutating func reduce(_ operands: inout [Operand], _ operators: inout [PendingOperator]) throws(Abort) {
    guard let pending = operators.popLast(), let right = operands.popLast(), let left = operands.popLast() else {
      return
    }
    let height = max(left.height, right.height) + 1
    try grow(to: height)
    let expression = Expression.binary(
      BinaryExpression(
        range: SourceRange(left.expression.range, right.expression.range), operation: pending.token.operation,
        isCaseSensitive: pending.token.isCaseSensitive, left: left.expression, right: right.expression,
        operatorRange: pending.range))
    operands.append(Operand(expression: expression, height: height))
  }

  /// Operands joined by commas.
  private mutating func parseList() throws(Abort) -> Expression? {
    let start = lexer.position
    guard let first = try parseUnary() else { return nil }
    var elements = [first]
    while true {
      let end = lexer.position
      lexer.skipSpace()
      guard lexer.take(",") else {
        lexer.position = end
        break
      }
      lexer.skipNewlines()
      guard let next = try parseUnary() else {
        throw fail("MissingExpressionAfterToken", "Missing expression after ','.")
      }
      elements.append(next)
    }
    if elements.count == 1 { return first }
    return .list(ListExpression(range: lexer.range(from: start), elements: elements))
  }

  /// Prefix operators, casts and increments.
  mutating func parseUnary() throws(Abort) -> Expression? {
    let start = lexer.position
    switch lexer.peek() {
    case "[":
      try enter()
      defer { leave() }
      let expression = try parseTypeOrCast()
      switch expression {
      case .member, .index: return try parseIncrement(of: expression, start: start)
      default: return expression
      }
    case "," where !isCommaDisabled:
      try enter()
      defer { leave() }
      lexer.advance()
      lexer.skipNewlines()
      guard let element = try parseUnary() else {
        throw fail("MissingExpressionAfterOperator", "Missing expression after unary operator ','.")
      }
      return .list(ListExpression(range: lexer.range(from: start), elements: [element]))
    case "+", "-", "!":
      return try parsePrefix()
    default:
      return try parseIncrement(of: parsePostfix(isArgument: false), start: start)
    }
  }

  private mutating func parsePrefix() throws(Abort) -> Expression? {
    let start = lexer.position
    if lexer.peek() != "!", Unit.isDigit(lexer.peek(1)) || lexer.peek(1) == ".",
      let number = try parseNumber()
    {
      return try parseIncrement(of: parseLinks(of: number, isArgument: false), start: start)
    }
    try enter()
    defer { leave() }
    let isIncrement = lexer.take("+", "+")
    if isIncrement || lexer.take("-", "-") {
      lexer.skipNewlines()
      guard let operand = try parseUnary() else { throw failMissingOperand(of: lexer.range(from: start)) }
      checkIncrement(operand, isIncrement ? "++" : "--")
      return .unary(
        UnaryExpression(
          range: lexer.range(from: start), operation: isIncrement ? .preIncrement : .preDecrement, operand: operand))
    }
    guard let token = lexer.peekUnaryOperator() else { return nil }
    lexer.advance(token.length)
    let operatorRange = lexer.range(from: start)
    lexer.skipNewlines()
    let bindsTighterThanComma =
      token.operation == .join || token.operation == .split
      || token.operation == .caseSensitiveSplit
    guard let operand = bindsTighterThanComma || isCommaDisabled ? try parseUnary() : try parseList() else {
      throw failMissingOperand(of: operatorRange)
    }
    return .unary(
      UnaryExpression(range: lexer.range(from: start), operation: token.operation, operand: operand))
  }

  private mutating func failMissingOperand(of range: SourceRange) -> Abort {
    let text = source.text(of: range)
    return fail("MissingExpressionAfterOperator", "Missing expression after unary operator '\(text)'.", at: range)
  }

  /// `x++` and `x--`.
  private mutating func parseIncrement(of operand: Expression?, start: Int) throws(Abort) -> Expression? {
    guard let operand else { return nil }
    let end = lexer.position
    lexer.skipSpace()
    let isIncrement = lexer.take("+", "+")
    guard isIncrement || lexer.take("-", "-") else {
      lexer.position = end
      return operand
    }
    checkIncrement(operand, isIncrement ? "++" : "--")
    return .unary(
      UnaryExpression(
        range: lexer.range(from: start), operation: isIncrement ? .postIncrement : .postDecrement, operand: operand))
  }

  private mutating func checkIncrement(_ operand: Expression, _ sign: String) {
    if case .list = operand {} else if Self.isAssignable(operand) { return }
    report(
      "OperatorRequiresVariableOrProperty",
      "The '\(sign)' operator works only on variables or on properties.", operand.range)
  }
}
