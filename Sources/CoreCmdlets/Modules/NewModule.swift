internal import PowerShell

/// New-Module: a module out of a script block.
struct NewModule: Sendable {
  let table: ModuleTable

  var command: CommandInfo {
    .core(
      "New-Module", in: ModuleName.core, "NewModuleCommand", aliases: ["nmo"],
      [
        "!Name@0 in Name", "!ScriptBlock@0<value ScriptBlock in ScriptBlock",
        "!ScriptBlock@1<value ScriptBlock in Name",
        "Function String[]", "ReturnResult SwitchParameter", "AsCustomObject SwitchParameter",
        "ArgumentList<remaining Object[] = Args",
      ], defaultSet: "ScriptBlock", synopsis: "Makes a module out of a script block."
    ) { [self] in try process($0) }
  }

  private func process(_ invocation: Invocation) throws {
    let (session, scope) = try invocation.requireSession()
    guard let block = invocation.block("ScriptBlock") else { return }
    let bound = invocation.bound
    let name = bound.string("Name") ?? "__DynamicModule_\(Guid.random().text)"
    let arguments = bound.elements("ArgumentList") ?? []
    let returnsResult = bound.isSet("ReturnResult")
    let state = try session.loadModule(name, block, arguments: arguments) { value in
      if returnsResult { try invocation.writeOutput(value) }
    }
    let record = ModuleRecord(name, path: name, state: state)
    let exported = state.exported
    func fits(_ name: String, _ patterns: [String]?, _ standard: Bool) throws -> Bool {
      try patterns.map { try Patterns($0).matchAny(name) } ?? standard
    }
    record.functions = try session.functions(of: state.scope).filter { try fits($0.name, exported?.functions, true) }
    record.aliases = try session.aliases(of: state.scope).filter { try fits($0.name, exported?.aliases, true) }
    record.variables = try session.variables(of: state.scope).filter { try fits($0.name, exported?.variables, false) }
    if bound.isSet("AsCustomObject") {
      let object = PropertyBag()
      for variable in record.variables { object[variable.name] = variable.value }
      for function in record.functions { object.addedMembers()[function.name] = .scriptMethod(.object(function.block)) }
      return try invocation.writeOutput(.object(object))
    }
    session.modules.append(state)
    var selection = ModuleTable.Selection()
    selection.functions = bound.strings("Function")
    try table.importRecord(record, selection, into: scope.owningModule?.scope ?? scope.global, session)
    if bound.contains("Name") { table.add(record) }
    if !returnsResult { try invocation.writeOutput(record.value) }
  }
}
