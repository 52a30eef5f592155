/// Functions and parameters.
extension Parser {
  mutating func parseFunction(isFilter: Bool) throws(Abort) -> Statement {
    let start = lexer.position
    let keyword = isFilter ? "filter" : "function"
    lexer.advance(keyword.utf16.count)
    lexer.skipSpace()
    let nameStart = lexer.position
    while !lexer.endsWord() { lexer.advance() }
    guard lexer.position > nameStart else {
      throw fail("MissingNameAfterKeyword", "Missing name after \(keyword) keyword.")
    }
    let name = Name(lexer.text(from: nameStart))
    lexer.skipNewlines()
    let parameters = lexer.peek() == "(" ? try parseParameterList(attributes: [], start: lexer.position) : nil
    lexer.skipNewlines()
    guard lexer.peek() == "{" else {
      throw fail("MissingFunctionBody", "Missing function body in function declaration.")
    }
    let body = try parseBracedBody(parameters: parameters, isFilter: isFilter, helpBefore: start)
    return .function(
      FunctionDefinition(range: lexer.range(from: start), name: name, isFilter: isFilter, body: body))
  }

  /// `param(…)` with its attributes at the start of a body; nil where there is none.
  mutating func parseParameterBlock() throws(Abort) -> ParameterBlock? {
    let end = lexer.position
    lexer.skipTerminators()
    guard lexer.peek() == "[" ? wordAfterAttributes() == "param" : lexer.standaloneWord() == "param" else {
      lexer.position = end
      return nil
    }
    let start = lexer.position
    var attributes: [Attribute] = []
    while lexer.peek() == "[" {
      if case .attribute(let attribute) = try parseBracketed() { attributes.append(attribute) }
      lexer.skipNewlines()
    }
    lexer.advance(5)
    lexer.skipNewlines()
    guard lexer.peek() == "(" else {
      lexer.position = end
      return nil
    }
    let block = try parseParameterList(attributes: attributes, start: start)
    return block
  }

  /// `( parameters )`, the parenthesis being next.
  mutating func parseParameterList(attributes: [Attribute], start: Int) throws(Abort) -> ParameterBlock {
    let wasCommaDisabled = try enterBrackets()
    defer { leaveBrackets(wasCommaDisabled) }
    isCommaDisabled = true
    lexer.advance()
    var parameters: [ParameterDeclaration] = []
    var names: Set<Name> = []
    lexer.skipNewlines()
    while lexer.peek() != ")", !lexer.isAtEnd {
      let parameter = try parseParameterDeclaration()
      if !names.insert(parameter.name).inserted {
        report(
          "DuplicateFormalParameter", "Duplicate parameter $\(parameter.name.text) in parameter list.",
          parameter.range)
      }
      parameters.append(parameter)
      lexer.skipNewlines()
      guard lexer.take(",") else { break }
      lexer.skipNewlines()
      if lexer.peek() == ")" {
        throw fail("MissingExpressionAfterToken", "Missing expression after ','.")
      }
    }
    try expectClosingParenthesis(
      orFail: "MissingEndParenthesisInFunctionParameterList", "Missing ')' in function parameter list.")
    return ParameterBlock(range: lexer.range(from: start), attributes: attributes, parameters: parameters)
  }

  private mutating func parseParameterDeclaration() throws(Abort) -> ParameterDeclaration {
    let start = lexer.position
    var attributes: [Attribute] = []
    var types: [TypeName] = []
    while lexer.peek() == "[" {
      switch try parseBracketed() {
      case .attribute(let attribute): attributes.append(attribute)
      case .type(let type): types.append(type)
      }
      lexer.skipNewlines()
    }
    guard lexer.peek() == "$", let variable = try parseVariable(inString: false) else {
      throw fail(
        "InvalidFunctionParameter",
        "Parameter declarations are a comma-separated list of variable names with optional initializer expressions.")
    }
    let end = lexer.position
    lexer.skipNewlines()
    var defaultValue: Expression?
    if lexer.peek() == "=" {
      let range = tokenRange
      lexer.advance()
      lexer.skipNewlines()
      defaultValue = try parseExpression()
      if defaultValue == nil { throw failMissingValue(after: "=", at: range) }
    } else {
      lexer.position = end
    }
    return ParameterDeclaration(
      range: lexer.range(from: start), name: variable.name, attributes: attributes, types: types,
      defaultValue: defaultValue)
  }
}
