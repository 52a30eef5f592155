/// What commands that are about the session itself (variables, functions, modules, script blocks) reach of it.
extension Session {
  /// Runs a script block as if its text stood in `scope`, and gives its output as it comes.
  ///
  /// - Parameter underscore: `$_` while it runs; nil leaves the one that there is.
  package func run(
    _ block: ScriptBlockObject, in scope: Scope, underscore: Value? = nil, arguments: [Value] = [],
    output: @escaping (Value) throws -> Void
  ) throws {
    let frame = Frame(self, scope, block.code)
    func run() throws {
      let call = CommandCall(frame, block.code.body.range, expectsInput: false, position: 1, length: 1)
      let stage = ScriptStage(block, call, arguments.map { .value($0) }, isDotSourced: true)
      stage.output = ClosureSink(output)
      defer { stage.clean() }
      try stage.begin()
      try stage.runAlone()
      try stage.end()
    }
    guard let underscore else { return try run() }
    try scope.withUnderscore { variable in
      variable.value = underscore
      try run()
    }
  }

  /// Runs a script block in a scope of its own below `scope`, and gives its output as it comes.
  package func call(
    _ block: ScriptBlockObject, below scope: Scope, arguments: [RuntimeArgument] = [],
    output: @escaping (Value) throws -> Void
  ) throws {
    let frame = Frame(self, scope, block.code)
    let call = CommandCall(frame, block.code.body.range, expectsInput: false, position: 1, length: 1)
    let stage = ScriptStage(block, call, arguments, isDotSourced: false)
    stage.output = ClosureSink(output)
    defer { stage.clean() }
    try stage.begin()
    try stage.runAlone()
    try stage.end()
  }

  /// Calls a script block that is a member of an object, with `$this`, in a scope of its own.
  func invoke(member block: Value, of this: Value, arguments: [Value]) throws -> [Value] {
    guard let block = block.reference(as: ScriptBlockObject.self) else {
      throw PowerShellError("Cannot call \(block.type.name): it is no script block.", id: "NotAScriptBlock")
    }
    let parent = block.module.flatMap { $0 === currentScope.module ? nil : $0.scope } ?? currentScope
    let scope = Scope(parent: parent, number: nextNumber())
    scope.create(WellKnownName.this.number, "this", this)
    let collector = collector()
    try run(block, in: scope, arguments: arguments) { try collector.write($0) }
    return collector.values
  }

  /// A script file's text as a script block. Errors: CommandNotFoundException where it cannot be read, ParseException.
  package func scriptBlock(file path: String) throws -> ScriptBlockObject { try scriptFile(path) }

  /// What the binder knows of a function. Errors are those of its attributes' arguments.
  package func metadata(of function: FunctionObject) throws -> CommandMetadata { try function.metadata(self) }

  /// The functions that a scope itself has, by name.
  package func functions(of scope: Scope) -> [FunctionObject] {
    scope.functions.values.sorted { $0.name.caseFolded < $1.name.caseFolded }
  }

  /// The aliases that a scope itself has, by name; names in lower case.
  package func aliases(of scope: Scope) -> [(name: String, target: String)] {
    scope.aliases.map { (names.text(of: $0.key), $0.value) }.sorted { $0.0 < $1.0 }
  }

  /// Puts a function into a scope under a name; nil removes it.
  package func define(_ function: FunctionObject?, as name: String, in scope: Scope) {
    scope.set(function: function, names.number(of: name))
  }

  /// A function out of a block, under a name.
  package func function(_ name: String, of block: ScriptBlockObject, isFilter: Bool = false) throws -> FunctionObject {
    try FunctionObject(name, block, isFilter: isFilter)
  }

  /// The variable that a scope itself has; nil when it has none of that name.
  package func ownVariable(_ name: String, in scope: Scope) -> Variable? {
    names.existingNumber(of: name).flatMap { scope.own($0) }
  }

  /// Makes a variable in a scope, or replaces the one that is there, whatever it was.
  @discardableResult
  package func makeVariable(
    _ name: String, _ value: Value, options: Variable.Options = [], in scope: Scope
  ) -> Variable {
    scope.create(names.number(of: name), name, value, options: options)
  }

  /// Makes a variable of one scope known in another, as modules do with what they export.
  package func adopt(_ variable: Variable, in scope: Scope) {
    scope.adopt(variable, as: names.number(of: variable.name))
  }

  /// A module out of a block that has run in the module's own scope (New-Module).
  package func loadModule(
    _ name: String, _ block: ScriptBlockObject, arguments: [Value] = [], output: @escaping (Value) throws -> Void
  ) throws -> ModuleState {
    let module = makeModule(name, parent: global)
    let bound = ScriptBlockObject(block.code, session: self, module: module)
    let place = currentScope
    currentScope = module.scope
    defer { currentScope = place }
    try run(bound, in: module.scope, arguments: arguments, output: output)
    return module
  }

  /// A module without a script, for a manifest that only names others.
  package func emptyModule(_ name: String) -> ModuleState { makeModule(name, parent: global) }

  /// `$?` after the running command.
  package var commandSucceeded: Bool {
    get { lastSucceeded }
    set { lastSucceeded = newValue }
  }

  /// The full name that a type's name means here, `using namespace` included. Errors: TypeNotFound.
  package func findType(_ name: String) throws -> TypeReference { try type(named: name) }
}

/// One call on the stack (`Get-PSCallStack`).
package struct CallSite: Sendable {
  /// The function's name; "" for a script or script block.
  package let command: String
  /// Where it was called.
  package let origin: InvocationInfo
  /// The file that its text is in; nil for what was typed.
  package let file: String?
  /// What the call was given by name or position.
  package let bound: DictionaryObject
}

extension Scope {
  /// The calls that led to this scope, the innermost first.
  package var callSites: [CallSite] {
    var sites: [CallSite] = []
    var scope: Scope? = self
    while let current = scope {
      if let call = current.invocation, let origin = call.origin {
        sites.append(CallSite(command: call.name, origin: origin, file: call.code.source.name, bound: call.bound))
      }
      scope = current.parent
    }
    return sites
  }

  /// The module whose code runs in the scope; nil outside of modules.
  package var owningModule: ModuleState? { module }
}

extension ScriptBlockObject {
  /// The module whose state the block sees; nil for none, and for a closure's own state.
  package var moduleName: String? { module.flatMap { $0.name.hasPrefix("__DynamicModule_") ? nil : $0.name } }
}
