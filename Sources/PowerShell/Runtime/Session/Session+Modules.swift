/// A module as a value: what `Get-Module` gives and `& $module { … }` takes.
// SAFETY: as any object of an evaluator, it is used on one thread at a time.
package final class ModuleObject: ObjectReference, @unchecked Sendable {
  package let state: ModuleState

  package init(_ state: ModuleState) { self.state = state }

  static let typeReference = TypeReference(
    "System.Management.Automation.PSModuleInfo", .custom, base: BuiltInType.object)

  package override var type: TypeReference { Self.typeReference }
  package override func text(_ context: ValueContext) throws -> String { state.name }
  package override var dynamicPropertyNames: [String] { ["Name"] }
  package override func dynamicProperty(_ name: String) -> Value? {
    name.isSameName(as: "Name") ? .string(state.name) : nil
  }
}

extension Session {
  func makeModule(_ name: String, parent: Scope) -> ModuleState {
    ModuleState(name, parent: parent, number: nextNumber())
  }

  /// Runs a script module's text in a scope of its own, whose parent is the global one. `import` gives what it exports
  /// to a scope. Errors are those of the text and of the script.
  package func loadModule(_ name: String, _ text: String, path: String? = nil) throws -> ModuleState {
    let module = makeModule(name, parent: global)
    let source = SourceText(text, name: path)
    let body: ScriptBody
    do { body = try source.parsed() } catch { throw error.asError }
    try prepare(body)
    let code = try compile(body)
    let block = ScriptBlockObject(code, session: self, module: module)
    let frame = Frame(self, module.scope, code)
    let call = CommandCall(frame, body.range, expectsInput: false, position: 1, length: 1)
    let stage = ScriptStage(block, call, [], isDotSourced: true)
    stage.output = nowhere
    let place = currentScope
    currentScope = module.scope
    defer {
      currentScope = place
      stage.clean()
    }
    try stage.begin()
    try stage.runAlone()
    try stage.end()
    modules.append(module)
    return module
  }

  /// Makes a module's exports known in a scope (Import-Module).
  package func importModule(_ module: ModuleState, into scope: Scope? = nil) {
    let scope = scope ?? global
    for (number, function) in module.scope.functions where exports(function.name, module.exported?.functions) {
      scope.set(function: function, number)
    }
    for (number, target) in module.scope.aliases where exports(names.text(of: number), module.exported?.aliases) {
      scope.set(alias: target, number)
    }
    guard let exported = module.exported else { return }
    for (number, variable) in module.scope.variables where exports(variable.name, exported.variables) {
      scope.adopt(variable, as: number)
    }
  }

  /// Takes back what `importModule` gave (Remove-Module).
  package func removeModule(_ module: ModuleState, from scope: Scope? = nil) {
    let scope = scope ?? global
    for (number, function) in module.scope.functions where scope.functions[number] === function {
      scope.set(function: nil, number)
    }
    for (number, target) in module.scope.aliases where scope.aliases[number] == target {
      scope.set(alias: nil, number)
    }
    modules.removeAll { $0 === module }
  }

  private func exports(_ name: String, _ patterns: [String]?) -> Bool {
    guard let patterns else { return true }
    return patterns.contains { pattern in
      guard pattern.contains("*") || pattern.contains("?") else { return pattern.isSameName(as: name) }
      return (try? Wildcard(pattern, isCaseSensitive: false).matches(name)) ?? false
    }
  }
}
