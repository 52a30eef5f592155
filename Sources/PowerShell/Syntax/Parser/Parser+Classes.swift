/// Classes and enumerations.
extension Parser {
  /// `class` or `enum` with the attributes before it.
  mutating func parseTypeDefinition() throws(Abort) -> Statement {
    let start = lexer.position
    var attributes: [Attribute] = []
    while lexer.peek() == "[" {
      if case .attribute(let attribute) = try parseBracketed() { attributes.append(attribute) }
      lexer.skipNewlines()
    }
    let isClass = lexer.isAtWord("class")
    let keyword = isClass ? "class" : "enum"
    lexer.advance(keyword.utf16.count)
    lexer.skipNewlines()
    guard let name = lexer.takeIdentifier().map({ Name($0) }) else {
      throw fail("MissingNameAfterKeyword", "Missing name after \(keyword) keyword.")
    }
    var bases: [TypeName] = []
    lexer.skipNewlines()
    if lexer.take(":") {
      repeat {
        lexer.skipNewlines()
        guard Unit.isIdentifierStart(lexer.peek()) else {
          throw fail("TypeNameExpected", "Type name expected.")
        }
        bases.append(try parseTypeName())
        lexer.skipNewlines()
      } while lexer.take(",")
    }
    guard lexer.peek() == "{" else {
      throw fail("MissingTypeBody", "Missing type body in type declaration.")
    }
    let wasCommaDisabled = try enterBrackets()
    defer { leaveBrackets(wasCommaDisabled) }
    let brace = lexer.position
    lexer.advance()
    if isClass {
      return try parseClassBody(name, attributes: attributes, bases: bases, start: start, brace: brace)
    }
    var members: [EnumDefinition.Member] = []
    while try hasMember(brace: brace) { members.append(try parseEnumMember()) }
    return .enum(
      EnumDefinition(
        range: lexer.range(from: start), name: name, attributes: attributes, underlyingType: bases.first,
        members: members))
  }

  /// Goes to the next member; takes the closing brace where there is none.
  private mutating func hasMember(brace: Int) throws(Abort) -> Bool {
    lexer.skipTerminators()
    guard lexer.isAtEnd || lexer.peek() == "}" else { return true }
    try expectClosingBrace(from: brace)
    return false
  }

  private mutating func parseEnumMember() throws(Abort) -> EnumDefinition.Member {
    let start = lexer.position
    guard let name = lexer.takeIdentifier() else {
      throw fail("IncompleteMemberDefinition", "Incomplete member definition.")
    }
    lexer.skipSpace()
    var value: Expression?
    if lexer.peek() == "=" {
      let range = tokenRange
      lexer.advance()
      lexer.skipNewlines()
      value = try parseExpression()
      if value == nil { throw failMissingValue(after: "=", at: range) }
    }
    let member = EnumDefinition.Member(name: Name(name), value: value, range: lexer.range(from: start))
    try expectMemberEnd()
    return member
  }

  private mutating func expectMemberEnd() throws(Abort) {
    lexer.skipSpace()
    guard lexer.isAtEnd || lexer.isAtNewline || lexer.peek() == ";" || lexer.peek() == "}" else {
      throw fail("MissingSemicolonAfterMember", "Missing ';' or line end after a member definition.")
    }
  }

  private mutating func parseClassBody(
    _ name: Name, attributes: [Attribute], bases: [TypeName], start: Int, brace: Int
  ) throws(Abort) -> Statement {
    var properties: [ClassDefinition.Property] = []
    var methods: [ClassDefinition.Method] = []
    while try hasMember(brace: brace) {
      let head = try parseMemberHead()
      if lexer.peek() == "$", let variable = try parseVariable(inString: false) {
        properties.append(try parseProperty(variable.name, head))
      } else if let word = lexer.takeIdentifier() {
        methods.append(try parseMethod(Name(word), head, isConstructor: Name(word) == name))
      } else {
        throw fail("IncompleteMemberDefinition", "Incomplete member definition.")
      }
    }
    return .class(
      ClassDefinition(
        range: lexer.range(from: start), name: name, attributes: attributes, bases: bases, properties: properties,
        methods: methods))
  }

  /// What stands before a member's name.
  private struct MemberHead {
    let start: Int
    var attributes: [Attribute] = []
    var type: TypeName?
    var isStatic = false
    var isHidden = false
  }

  private mutating func parseMemberHead() throws(Abort) -> MemberHead {
    var head = MemberHead(start: lexer.position)
    while true {
      if lexer.peek() == "[" {
        switch try parseBracketed() {
        case .attribute(let attribute): head.attributes.append(attribute)
        case .type(let type):
          if head.type != nil {
            report("TooManyTypes", "Only one type may be specified on class members.", type.range)
          }
          head.type = type
        }
      } else if lexer.takeWord("static") {
        head.isStatic = true
      } else if lexer.takeWord("hidden") {
        head.isHidden = true
      } else {
        return head
      }
      lexer.skipNewlines()
    }
  }

  private mutating func parseProperty(_ name: Name, _ head: MemberHead) throws(Abort) -> ClassDefinition.Property {
    let end = lexer.position
    lexer.skipSpace()
    var value: Expression?
    if lexer.peek() == "=" {
      let range = tokenRange
      lexer.advance()
      lexer.skipNewlines()
      value = try parseExpression()
      if value == nil { throw failMissingValue(after: "=", at: range) }
    } else {
      lexer.position = end
    }
    let property = ClassDefinition.Property(
      name: name, attributes: head.attributes, type: head.type, initialValue: value, isStatic: head.isStatic,
      isHidden: head.isHidden, range: lexer.range(from: head.start))
    try expectMemberEnd()
    return property
  }

  private mutating func parseMethod(
    _ name: Name, _ head: MemberHead, isConstructor: Bool
  ) throws(Abort) -> ClassDefinition.Method {
    lexer.skipNewlines()
    guard lexer.peek() == "(" else {
      throw fail("IncompleteMemberDefinition", "Incomplete member definition.")
    }
    let parameters = try parseParameterList(attributes: [], start: lexer.position)
    var baseArguments: [Expression]?
    lexer.skipNewlines()
    if isConstructor, lexer.take(":") {
      lexer.skipNewlines()
      let isBase = lexer.takeWord("base")
      lexer.skipSpace()
      guard isBase, lexer.peek() == "(" else {
        throw fail("MissingBaseCtorCall", "'base' with its arguments is missing after ':' in a constructor.")
      }
      baseArguments = try parseMethodArguments()
      lexer.skipNewlines()
    }
    guard lexer.peek() == "{" else {
      throw fail("MissingMethodBody", "Missing a body in a method declaration.")
    }
    let body = try parseBracedBody(parameters: parameters)
    return ClassDefinition.Method(
      name: name, attributes: head.attributes, returnType: head.type, isStatic: head.isStatic,
      isHidden: head.isHidden, isConstructor: isConstructor, baseArguments: baseArguments, body: body,
      range: lexer.range(from: head.start))
  }
}
