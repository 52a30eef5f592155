/// A scope of variables, functions and aliases (about_Scopes). A scope sees what its parent has: for a function that is
/// the scope it was called from.
package final class Scope {
  package let parent: Scope?
  let number: Int
  /// Scopes above this one.
  let depth: Int
  /// A script file's, a module's or the global scope: what `script:` means to those below.
  let isScript: Bool
  private(set) var variables: [NameNumber: Variable] = [:]
  private(set) var functions: [NameNumber: FunctionObject] = [:]
  private(set) var aliases: [NameNumber: String] = [:]
  /// What the call that made the scope was given; nil for scopes without one.
  var invocation: CallState?
  /// The module whose code runs in it.
  var module: ModuleState? { holder?.module }
  private let holder: ModuleHolder?
  /// Set by Set-StrictMode; nil leaves it to the parent.
  package var strictVersion: Int?

  init(parent: Scope?, number: Int, isScript: Bool = false, holder: ModuleHolder? = nil) {
    self.parent = parent
    self.number = number
    depth = (parent?.depth ?? -1) + 1
    self.isScript = isScript
    self.holder = holder ?? parent?.holder
  }

  /// The nearest script scope, perhaps itself.
  package var script: Scope {
    var scope = self
    while !scope.isScript, let parent = scope.parent { scope = parent }
    return scope
  }

  package var global: Scope {
    var scope = self
    while let parent = scope.parent { scope = parent }
    return scope
  }

  /// The scope a number of steps up; nil beyond the global one.
  package func ancestor(_ steps: Int) -> Scope? {
    var scope: Scope? = self
    for _ in 0..<min(max(0, steps), depth + 1) { scope = scope?.parent }
    return scope
  }

  var isStrict: Bool {
    var scope: Scope? = self
    while let current = scope {
      if let version = current.strictVersion { return version > 0 }
      scope = current.parent
    }
    return false
  }

  func own(_ name: NameNumber) -> Variable? {
    if let variable = variables[name] { return variable }
    return invocation?.automatic(name, in: self)
  }

  /// The variable as this scope sees it.
  func find(_ name: NameNumber) -> Variable? {
    if let variable = own(name) { return variable }
    var scope = parent
    while let current = scope {
      if let variable = current.own(name), !variable.options.contains(.isPrivate) { return variable }
      scope = current.parent
    }
    return nil
  }

  @discardableResult
  func create(_ name: NameNumber, _ text: String, _ value: Value, options: Variable.Options = []) -> Variable {
    if let old = variables[name] { old.scopeNumber = 0 }
    let variable = Variable(text, value, scopeNumber: number, options: options)
    variables[name] = variable
    return variable
  }

  /// The scope's own variable for an assignment, made when it is not there. A variable of all scopes is the global one.
  func forAssignment(_ name: NameNumber, _ text: String) -> Variable {
    if let variable = own(name) { return variable }
    if let top = global.variables[name], top.options.contains(.allScopes) { return top }
    return create(name, text, .null)
  }

  func remove(_ name: NameNumber) {
    variables[name]?.scopeNumber = 0
    variables[name] = nil
  }

  /// Makes the same variable known here, as modules do with what they export.
  func adopt(_ variable: Variable, as name: NameNumber) { variables[name] = variable }

  func findFunction(_ name: NameNumber) -> FunctionObject? {
    var scope: Scope? = self
    while let current = scope {
      if let function = current.functions[name], current === self || !function.isPrivate { return function }
      scope = current.parent
    }
    return nil
  }

  func findAlias(_ name: NameNumber) -> String? {
    var scope: Scope? = self
    while let current = scope {
      if let target = current.aliases[name] { return target }
      scope = current.parent
    }
    return nil
  }

  func set(function: FunctionObject?, _ name: NameNumber) { functions[name] = function }

  func set(alias: String?, _ name: NameNumber) { aliases[name] = alias }
}
