/// Types and attributes in brackets.
extension Parser {
  /// What stands in brackets: a type or an attribute.
  enum Bracketed {
    case type(TypeName)
    case attribute(Attribute)
  }

  /// `[type]` as a value or in front of an operand, or `[Attribute()]` in front of a target.
  mutating func parseTypeOrCast() throws(Abort) -> Expression? {
    let start = lexer.position
    switch try parseBracketed() {
    case .attribute(let attribute):
      lexer.skipNewlines()
      guard let operand = try parseUnary() else {
        throw fail(
          "UnexpectedAttribute", "Unexpected attribute '\(attribute.type.fullName)'.", at: attribute.range)
      }
      return .cast(CastExpression(range: lexer.range(from: start), kind: .attribute(attribute), operand: operand))
    case .type(let type):
      let expression = Expression.type(TypeExpression(range: lexer.range(from: start), type: type))
      if lexer.peek() == ":" || (lexer.peek() == "." && lexer.peek(1) != ".") {
        return try parseLinks(of: expression, isArgument: false)
      }
      let end = lexer.position
      lexer.skipSpace()
      if lexer.peek() != ",", let operand = try parseUnary() {
        return .cast(CastExpression(range: lexer.range(from: start), kind: .type(type), operand: operand))
      }
      lexer.position = end
      return expression
    }
  }

  /// A type in brackets; an attribute is an error.
  mutating func parseBracketedType() throws(Abort) -> TypeName {
    switch try parseBracketed() {
    case .type(let type): return type
    case .attribute(let attribute):
      throw fail(
        "UnexpectedAttribute", "Unexpected attribute '\(attribute.type.fullName)'.", at: attribute.range)
    }
  }

  /// Brackets and their content, the opening one being next.
  mutating func parseBracketed() throws(Abort) -> Bracketed {
    let start = lexer.position
    lexer.advance()
    let type = try parseTypeName(allowsAssembly: true)
    lexer.skipNewlines()
    if lexer.peek() == "(" {
      let attribute = try parseAttribute(type, start: start)
      return .attribute(attribute)
    }
    guard lexer.take("]") else {
      throw fail("EndSquareBracketExpectedAtEndOfAttribute", "Missing ] at end of attribute or type literal.")
    }
    return .type(type)
  }

  private mutating func parseAttribute(_ type: TypeName, start: Int) throws(Abort) -> Attribute {
    let wasCommaDisabled = try enterBrackets()
    defer { leaveBrackets(wasCommaDisabled) }
    isCommaDisabled = true
    lexer.advance()
    var positional: [Expression] = []
    var named: [Attribute.Argument] = []
    lexer.skipNewlines()
    while lexer.peek() != ")" {
      let argumentStart = lexer.position
      if let word = lexer.takeIdentifier() {
        lexer.skipNewlines()
        var value: Expression?
        if lexer.take("=") {
          lexer.skipNewlines()
          value = try parseExpression()
          if value == nil {
            throw fail("MissingExpressionInNamedArgument", "Missing expression in named argument.")
          }
        }
        if named.contains(where: { $0.name == Name(word) }) {
          report(
            "DuplicateNamedArgument", "The named argument '\(word)' occurs more than once.",
            lexer.range(from: argumentStart))
        }
        named.append(
          Attribute.Argument(name: Name(word), value: value, range: lexer.range(from: argumentStart)))
      } else if let value = try parseExpression() {
        positional.append(value)
      } else {
        break
      }
      lexer.skipNewlines()
      guard lexer.take(",") else { break }
      lexer.skipNewlines()
      if lexer.peek() == ")" { throw fail("MissingExpressionAfterToken", "Missing expression after ','.") }
    }
    try expectClosingParenthesis(
      orFail: "MissingEndParenthesisInExpression", "Missing closing ')' in expression.")
    lexer.skipNewlines()
    guard lexer.take("]") else {
      throw fail("EndSquareBracketExpectedAtEndOfAttribute", "Missing ] at end of attribute or type literal.")
    }
    return Attribute(range: lexer.range(from: start), type: type, positional: positional, named: named)
  }

  /// A type's name with its generic arguments and array signs.
  mutating func parseTypeName(allowsAssembly: Bool = false) throws(Abort) -> TypeName {
    try enter()
    defer { leave() }
    lexer.skipNewlines()
    let start = lexer.position
    guard Unit.isIdentifierStart(lexer.peek()) else {
      throw fail("MissingTypename", "Missing type name after '['.")
    }
    while isTypeNamePart() { lexer.advance() }
    let name = Name(lexer.text(from: start))
    var generics: [TypeName] = []
    var ranks: [Int] = []
    while lexer.peek() == "[" {
      if let rank = takeArraySign() {
        ranks.append(rank)
      } else if generics.isEmpty, ranks.isEmpty {
        generics = try parseGenericArguments()
      } else {
        break
      }
    }
    var assembly: String?
    if allowsAssembly, lexer.peek() == "," {
      let assemblyStart = lexer.position + 1
      while !lexer.isAtEnd, !lexer.isAtNewline, lexer.peek() != "]" { lexer.advance() }
      assembly = String(lexer.text(from: assemblyStart).drop(while: \.isWhitespace))
    }
    return TypeName(
      range: lexer.range(from: start), name: name, genericArguments: generics, arrayRanks: ranks, assembly: assembly)
  }

  private func isTypeNamePart() -> Bool {
    let next = lexer.peek()
    if Unit.isIdentifierPart(next) { return true }
    switch next {
    case ".", "+": return Unit.isIdentifierStart(lexer.peek(1))
    case "`": return Unit.isDigit(lexer.peek(1))
    default: return false
    }
  }

  /// `[]`, `[,]` and so on: the number of dimensions.
  private mutating func takeArraySign() -> Int? {
    let start = lexer.position
    lexer.advance()
    var rank = 1
    lexer.skipSpace()
    while lexer.take(",") {
      rank += 1
      lexer.skipSpace()
    }
    if lexer.take("]") { return rank }
    lexer.position = start
    return nil
  }

  /// `[A, B]` behind a generic type's name; each may be in brackets of its own, then with an assembly.
  mutating func parseGenericArguments() throws(Abort) -> [TypeName] {
    var arguments: [TypeName] = []
    lexer.advance()
    repeat {
      lexer.skipNewlines()
      if lexer.take("[") {
        arguments.append(try parseTypeName(allowsAssembly: true))
        lexer.skipNewlines()
        guard lexer.take("]") else { throw failUnclosedType() }
      } else {
        arguments.append(try parseTypeName())
      }
      lexer.skipNewlines()
    } while lexer.take(",")
    guard lexer.take("]") else { throw failUnclosedType() }
    return arguments
  }

  private mutating func failUnclosedType() -> Abort {
    fail("EndSquareBracketExpectedAtEndOfType", "Missing ] at end of type token.")
  }
}
