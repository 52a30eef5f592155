/// What data sections and data files may consist of (about_Data_Sections, about_Language_Modes): literals, arrays,
/// hashtables, operators, `if`, a few variables and the commands that are named. Anything else is a parse error.
struct RestrictedLanguage {
  /// Folded names of variables that may be read.
  static let variables: Set = ["psculture", "psuiculture", "true", "false", "null"]
  /// Types that may be converted to.
  private static let types: Set = [
    "array", "bool", "byte", "char", "datetime", "decimal", "double", "float", "single", "guid", "hashtable", "int",
    "int16", "int32", "int64", "uint16", "uint32", "uint64", "sbyte", "long", "ordered", "regex", "string", "timespan",
    "uri", "version", "object", "system.string", "system.int32", "system.boolean", "system.version", "psobject",
    "pscustomobject", "switch", "void", "xml", "system.object", "system.guid", "system.datetime",
  ]
  /// Operators whose results can be far larger than their operands, or that match patterns of the data's author.
  private static let operators: Set<BinaryOperator> = [.multiply, .format, .range, .replace, .match, .notMatch]

  let variables: Set<String>
  /// Folded names of commands that may be called.
  let commands: Set<String>
  private(set) var errors: [ParseError] = []

  init(variables: Set<String> = RestrictedLanguage.variables, commands: Set<String> = []) {
    (self.variables, self.commands) = (variables, commands)
  }

  mutating func check(_ block: StatementBlock) { visit(.block(block)) }

  mutating func check(_ body: ScriptBody) {
    for parameter in body.parameters?.parameters ?? [] {
      report("ParameterDeclarationNotSupportedInDataSection", "Parameter declarations are", parameter.range)
    }
    for block in [body.dynamicParameters, body.begin, body.process, body.clean].compactMap({ $0 }) {
      report("ScriptBlockNotSupportedInDataSection", "Script block literals are", block.range)
    }
    if let block = body.end { visit(.block(block)) }
  }

  private mutating func visit(_ node: SyntaxNode) {
    let isAllowed: Bool
    switch node {
    case .body, .attribute: isAllowed = true
    case .block(let block):
      for trap in block.traps { report("TrapStatementNotSupportedInDataSection", "Trap statements are", trap.range) }
      isAllowed = true
    case .trap: isAllowed = false
    case .redirection(let node):
      report("RedirectionNotSupportedInDataSection", "Redirection is", node.range)
      isAllowed = false
    case .statement(let statement): isAllowed = allows(statement)
    case .command(let command):
      allow(command)
      // The name has been dealt with.
      for child in node.children.dropFirst() { visit(child) }
      return
    case .expression(let expression): isAllowed = allows(expression)
    }
    if isAllowed { for child in node.children { visit(child) } }
  }

  private mutating func allows(_ statement: Statement) -> Bool {
    let (identifier, subject): (String, String)
    switch statement {
    case .pipeline(let pipeline) where !pipeline.isBackground: return true
    case .if: return true
    case .pipeline, .chain: (identifier, subject) = ("BackgroundInvocationNotSupported", "Background invocation is")
    case .assignment: (identifier, subject) = ("AssignmentStatementNotSupported", "Assignment statements are")
    case .switch: (identifier, subject) = ("SwitchStatementNotSupported", "Switch statements are")
    case .forEach: (identifier, subject) = ("ForeachStatementNotSupported", "Foreach statements are")
    case .for: (identifier, subject) = ("ForWhileStatementNotSupported", "For and While statements are")
    case .loop(let loop):
      (identifier, subject) =
        loop.kind == .while
        ? ("ForWhileStatementNotSupported", "For and While statements are")
        : ("DoWhileStatementNotSupported", "DoWhile statements are")
    case .flow:
      (identifier, subject) = (
        "FlowControlStatementNotSupported",
        "Flow-control statements, such as Break, Continue, Return, Exit, and Throw, are"
      )
    case .try: (identifier, subject) = ("TryStatementNotSupported", "Try statements are")
    case .function: (identifier, subject) = ("FunctionDeclarationNotSupported", "Function declarations are")
    case .class, .enum: (identifier, subject) = ("TypeDefinitionNotSupported", "Type definitions are")
    case .data: (identifier, subject) = ("DataSectionStatementNotSupported", "Data section statements are")
    }
    report(identifier + "InDataSection", subject, statement.range)
    return false
  }

  private mutating func allow(_ command: Command) {
    guard command.invocation == .plain, case .string(let name) = command.name else {
      report("DotSourcingNotSupportedInDataSection", "Dot-sourcing and the call operator are", command.range)
      return
    }
    guard !commands.contains(name.value.caseFolded) else { return }
    report("CmdletNotInAllowedListForDataSection", "The command '\(name.value)' is", command.range)
  }

  private mutating func allows(_ expression: Expression) -> Bool {
    let (identifier, subject): (String, String)
    switch expression {
    case .number, .string, .expandable, .list, .array, .subexpression, .parenthesized, .table, .ternary: return true
    case .variable(let variable):
      let isKnown = variable.scope == .unqualified && variables.contains(variable.name.key)
      if !isKnown { reportVariable(variable) }
      return false
    case .type(let node): return allows(node.type)
    case .cast(let node):
      guard case .type(let type) = node.kind else { return true }
      return allows(type)
    case .unary(let node):
      switch node.operation {
      case .preIncrement, .preDecrement, .postIncrement, .postDecrement, .split, .caseSensitiveSplit, .join:
        (identifier, subject) = ("OperatorNotSupported", "The operator '\(node.operation.sign)' is")
      default: return true
      }
    case .binary(let node):
      guard Self.operators.contains(node.operation) else { return true }
      (identifier, subject) = ("OperatorNotSupported", "The operator '\(node.operation.sign)' is")
    case .index: (identifier, subject) = ("ArrayReferenceNotSupported", "Array references are")
    case .member: (identifier, subject) = ("PropertyReferenceNotSupported", "Property references are")
    case .invocation: (identifier, subject) = ("MethodCallNotSupported", "Method calls are")
    case .scriptBlock: (identifier, subject) = ("ScriptBlockNotSupported", "Script block literals are")
    }
    report(identifier + "InDataSection", subject, expression.range)
    return false
  }

  private mutating func allows(_ type: TypeName) -> Bool {
    if Self.types.contains(type.name.key) { return true }
    report("TypeNotAllowedInDataSection", "The type \(type.fullName) is", type.range)
    return false
  }

  private mutating func reportVariable(_ variable: VariableExpression) {
    let names =
      variables.isSuperset(of: Self.variables) ? "$PSCulture, $PSUICulture, $true, $false, and  $null" : "none"
    errors.append(
      ParseError(
        range: variable.range,
        message:
          "A variable that cannot be referenced in restricted language mode or a Data section is being referenced. "
          + "Variables that can be referenced include the following: \(names).",
        identifier: "VariableReferenceNotSupportedInDataSection", isIncomplete: false))
  }

  private mutating func report(_ identifier: String, _ subject: String, _ range: SourceRange) {
    guard errors.count < ParseLimits.errors else { return }
    errors.append(
      ParseError(
        range: range, message: "\(subject) not allowed in restricted language mode or a Data section.",
        identifier: identifier, isIncomplete: false))
  }
}

extension BinaryOperator {
  /// As it is written: `-eq`, `+`.
  var sign: String { rawValue.first.map { $0.isLetter } ?? false ? "-\(rawValue)" : rawValue }
}

extension UnaryOperator {
  /// As it is written: `-not`, `++`.
  var sign: String {
    switch self {
    case .preIncrement, .postIncrement: "++"
    case .preDecrement, .postDecrement: "--"
    case .plus, .minus: rawValue
    default: "-\(rawValue)"
    }
  }
}
