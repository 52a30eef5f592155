extension Session {
  /// The value of a variable as a scope sees it; nil when there is none.
  package func variable(_ name: String, in scope: Scope? = nil) -> Value? {
    guard let number = names.existingNumber(of: name) else { return nil }
    return (scope ?? currentScope).find(number)?.value
  }

  /// The variable itself, with its options.
  package func findVariable(_ name: String, in scope: Scope? = nil) -> Variable? {
    guard let number = names.existingNumber(of: name) else { return nil }
    return (scope ?? currentScope).find(number)
  }

  /// Sets a variable of a scope, as an assignment there would. Errors: VariableNotWritable, those of constraints.
  package func setVariable(_ name: String, _ value: Value, in scope: Scope? = nil) throws {
    let number = names.number(of: name)
    if number == WellKnownName.separator.number { mentionsSeparator = true }
    try (scope ?? currentScope).forAssignment(number, name).assign(value)
  }

  package func removeVariable(_ name: String, in scope: Scope? = nil) {
    guard let number = names.existingNumber(of: name) else { return }
    (scope ?? currentScope).remove(number)
  }

  /// The variables that a scope itself has.
  package func variables(of scope: Scope) -> [Variable] { scope.variables.values.sorted { $0.name < $1.name } }

  package func setLastExitCode(_ code: Int32) {
    global.forAssignment(WellKnownName.lastExitCode.number, "LASTEXITCODE").value = .int32(code)
  }
}

extension Frame {
  /// Runs `body` with `$_` of its own, and puts the old one back.
  func withUnderscore<Result>(_ cell: Cell, _ body: (Variable) throws -> Result) rethrows -> Result {
    try scope.withUnderscore(cell.name, body)
  }
}

extension Scope {
  func withUnderscore<Result>(
    _ name: NameNumber = WellKnownName.underscore.number, _ body: (Variable) throws -> Result
  ) rethrows -> Result {
    if let variable = own(name) {
      let old = variable.value
      defer { variable.value = old }
      return try body(variable)
    }
    let variable = create(name, "_", .null)
    defer { remove(name) }
    return try body(variable)
  }
}
