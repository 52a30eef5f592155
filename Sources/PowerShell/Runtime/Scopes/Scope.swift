/// A scope of variables, functions and aliases (about_Scopes). A scope sees what its parent has: for a function that is
/// the scope it was called from.
package final class Scope {
  package let parent: Scope?
  let number: Int
  /// Scopes above this one.
  let depth: Int
  /// A script file's, a module's or the global scope: what `script:` means to those below.
  let isScript: Bool
  private var table: [NameNumber: Variable] = [:]
  // SAFETY: scopes are used on one thread, and no access to the variable is under way when it is replaced.
  @exclusivity(unchecked) private var underscore: Variable?
  /// The last `$_` that went; the next one is the same object, since pipelines make one for every value.
  private var spare: Variable?
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

  deinit { madeAnchor?.clear() }

  /// For those who must not keep the scope alive.
  var anchor: Anchor<Scope> {
    if let madeAnchor { return madeAnchor }
    let fresh = Anchor(self)
    madeAnchor = fresh
    return fresh
  }

  private var madeAnchor: Anchor<Scope>?

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
    if name == WellKnownName.underscore.number { return underscore }
    if let variable = table[name] { return variable }
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
    if name == WellKnownName.underscore.number { return createUnderscore(value) }
    if let old = table[name] { old.scopeNumber = 0 }
    let variable = Variable(text, value, scopeNumber: number, options: options)
    table[name] = variable
    return variable
  }

  private func createUnderscore(_ value: Value) -> Variable {
    underscore?.scopeNumber = 0
    let variable = spare ?? Variable("_", value, scopeNumber: number)
    spare = nil
    variable.reuse(value, scopeNumber: number)
    underscore = variable
    return variable
  }

  /// All that it has.
  var variables: [NameNumber: Variable] {
    guard let underscore else { return table }
    return table.merging([WellKnownName.underscore.number: underscore]) { first, _ in first }
  }

  /// The scope's own variable for an assignment, made when it is not there. A variable of all scopes is the global one.
  func forAssignment(_ name: NameNumber, _ text: String) -> Variable {
    if let variable = own(name) { return variable }
    if let top = global.table[name], top.options.contains(.allScopes) { return top }
    return create(name, text, .null)
  }

  /// Gives a variable its earlier value back; nil removes it.
  func restore(_ name: NameNumber, _ value: Value?) {
    if let value { own(name)?.value = value } else { remove(name) }
  }

  func remove(_ name: NameNumber) {
    guard name != WellKnownName.underscore.number else {
      underscore?.reuse(.null, scopeNumber: 0)
      (spare, underscore) = (underscore ?? spare, nil)
      return
    }
    table[name]?.scopeNumber = 0
    table[name] = nil
  }

  /// Makes the same variable known here, as modules do with what they export.
  func adopt(_ variable: Variable, as name: NameNumber) { table[name] = variable }

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
