/// Variables: names, scopes and drives.
extension Parser {
  /// Whether `$` at the position begins a variable.
  static func startsVariable(_ lexer: Lexer) -> Bool {
    let next = lexer.peek(1)
    return next == "{" || next == "$" || next == "?" || next == "^" || Unit.isIdentifierPart(next)
  }

  /// Units of the unbraced variable at the position, `$` and scope included.
  static func variableLength(_ lexer: Lexer) -> Int {
    switch lexer.peek(1) {
    case "$", "^": return 2
    default: break
    }
    var length = 1
    var hasQualifier = false
    while true {
      let next = lexer.peek(length)
      if Unit.isIdentifierPart(next) || next == "?" {
        length += 1
      } else if next == ":", !hasQualifier, length > 1, Unit.isIdentifierPart(lexer.peek(length + 1)) {
        hasQualifier = true
        length += 1
      } else {
        return length
      }
    }
  }

  /// The variable at `$` (or `@`, for splatting); nil when none begins here.
  mutating func parseVariable(inString: Bool) throws(Abort) -> VariableExpression? {
    guard Self.startsVariable(lexer) else { return nil }
    let start = lexer.position
    if lexer.peek(1) == "{" { return try parseBracedVariable() }
    lexer.advance(Self.variableLength(lexer))
    if inString, lexer.peek() == ":", lexer.peek(1) != ":", !lexer.text(from: start).contains(":") {
      lexer.advance()
      throw fail(
        "InvalidVariableReferenceWithDrive",
        "Variable reference is not valid. ':' was not followed by a valid variable name character. Consider using ${} "
          + "to delimit the name.", at: lexer.range(from: start), isMendable: false)
    }
    return Self.variable(source.text(from: start + 1, to: lexer.position), lexer.range(from: start))
  }

  private mutating func parseBracedVariable() throws(Abort) -> VariableExpression {
    let start = lexer.position
    lexer.advance(2)
    var units: [UInt16] = []
    while !lexer.isAtEnd, lexer.peek() != "}" {
      if lexer.peek() == "`" {
        takeEscape(into: &units)
      } else {
        units.append(lexer.unit())
        lexer.advance()
      }
    }
    guard lexer.take("}") else {
      throw fail(
        "IncompleteDollarVariableReference", "Incomplete variable reference token.",
        at: SourceRange(start: start, end: start + 2))
    }
    guard !units.isEmpty else {
      throw fail(
        "EmptyVariableReference", "Empty ${} variable reference, there should be a name between the braces.",
        at: lexer.range(from: start), isMendable: false)
    }
    return Self.variable(String(decoding: units, as: UTF16.self), lexer.range(from: start))
  }

  private static func variable(_ path: String, _ range: SourceRange) -> VariableExpression {
    guard let colon = path.firstIndex(of: ":"), colon > path.startIndex, path.index(after: colon) < path.endIndex
    else { return VariableExpression(range: range, name: Name(path)) }
    let qualifier = Name(String(path[..<colon]))
    let name = Name(String(path[path.index(after: colon)...]))
    switch VariableExpression.Scope(rawValue: qualifier.key) {
    case nil, .drive, .unqualified:
      return VariableExpression(range: range, name: name, scope: .drive, drive: qualifier)
    case let scope?:
      return VariableExpression(range: range, name: name, scope: scope)
    }
  }
}
