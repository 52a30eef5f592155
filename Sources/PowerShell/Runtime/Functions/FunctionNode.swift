/// `function Name { … }`: puts the function into the scope that runs the statement.
final class FunctionNode: StatementNode {
  private let definition: FunctionDefinition
  private var code: CompiledBody?

  init(_ definition: FunctionDefinition) {
    self.definition = definition
    super.init(definition.range)
  }

  override func execute(_ frame: Frame, _ output: Sink) throws -> Completion {
    let session = frame.session
    let code: CompiledBody
    if let known = self.code {
      code = known
    } else {
      code = try session.compile(definition.body)
      self.code = code
    }
    var name = definition.name.text
    var scope = frame.scope
    var isPrivate = false
    if let colon = name.firstIndex(of: ":") {
      let rest = String(name[name.index(after: colon)...])
      switch name[..<colon].lowercased() {
      case "global": (scope, name) = (frame.scope.global, rest)
      case "script": (scope, name) = (frame.scope.script, rest)
      case "local": name = rest
      case "private":
        name = rest
        isPrivate = true
      default: break
      }
    }
    let block = ScriptBlockObject(code, session: session, module: scope.module)
    let function = try FunctionObject(name, block, isFilter: definition.isFilter)
    function.isPrivate = isPrivate
    scope.set(function: function, session.names.number(of: name))
    for attribute in definition.body.parameters?.attributes ?? [] where attribute.type.name.key == "alias" {
      for argument in attribute.positional {
        guard case .string(let literal) = argument else { continue }
        scope.set(alias: name, session.names.number(of: literal.value))
      }
    }
    return .normal
  }
}

extension CompiledBody {
  /// What the binder needs of this body. Errors are those of the attributes' arguments.
  func metadata(_ name: String, _ session: Session) throws -> CommandMetadata {
    try FunctionMetadata(session.declarationEvaluation).metadata(named: name, body.parameters)
  }
}

extension Session {
  /// How the parts of a declaration are worked out that need an evaluator.
  var declarationEvaluation: FunctionMetadata.Evaluation {
    FunctionMetadata.Evaluation(
      type: { [unowned self] in try type(named: $0.fullName) },
      constant: { [unowned self] in try evaluate($0) },
      test: { [unowned self] literal in
        let code = try compile(literal.body)
        let block = ScriptBlockObject(code, session: self, module: currentScope.module)
        return { [unowned self] in
          Value.collected(try invoke(block, underscore: $0, arguments: [])).isTrue
        }
      })
  }

  /// An expression by itself, in the present scope.
  func evaluate(_ expression: Expression) throws -> Value {
    let source = SourceText("")
    var compiler = Compiler(self)
    let code = CompiledBody(ScriptBody(source: source, range: expression.range), underscore: compiler.cell("_"))
    let node = try compiler.expression(expression)
    code.cellCount = compiler.cellCount
    return try node.value(Frame(self, currentScope, code))
  }
}

/// `[ValidateRange(1, 5)] $x = …`: the rule stays with the variable.
final class ValidatedTarget: Target {
  private let inner: Target
  private let attribute: Attribute

  init(_ inner: Target, _ attribute: Attribute) { (self.inner, self.attribute) = (inner, attribute) }

  override func assign(_ value: Value, _ frame: Frame) throws {
    let session = frame.session
    guard let rule = try ValidationReader(session.declarationEvaluation).rule(attribute, for: BuiltInType.object) else {
      return try inner.assign(value, frame)
    }
    try inner.assign(value, frame)
    guard let cell = variableCell else { return }
    let variable = frame.forAssignment(cell)
    let earlier = variable.constraint
    let name = variable.name
    let check: (Value) throws -> Value = { [unowned session] value in
      let converted = try earlier?(value) ?? value
      if try rule.objection(to: converted, session.context) != nil {
        throw PowerShellError(
          "The variable cannot be validated because the value \(try converted.displayString()) is not a valid value "
            + "for the \(name) variable.",
          id: "ValidateSetFailure", category: .notSpecified,
          exceptionType: "System.Management.Automation.ValidationMetadataException")
      }
      return converted
    }
    _ = try check(variable.value)
    variable.set(constraint: check)
  }

  override func update(_ frame: Frame, _ change: (Value) throws -> Value) throws {
    var old = Value.null
    try inner.update(frame) {
      old = $0
      return $0
    }
    try assign(change(old), frame)
  }

  private var variableCell: Cell? {
    var target: Target = inner
    while let constrained = target as? ConstrainedTarget { target = constrained.inner }
    while let validated = target as? ValidatedTarget { return validated.variableCell }
    return (target as? VariableTarget)?.cell
  }
}
