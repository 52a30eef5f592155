internal import PowerShell

/// Get-, Import-, Remove-Module, Export-ModuleMember.
struct ModuleCommands: Sendable {
  let table: ModuleTable

  var all: [CommandInfo] {
    [
      .core(
        "Get-Module", in: ModuleName.core, "GetModuleCommand", aliases: ["gmo"],
        [
          "Name@0<value String[]", "All SwitchParameter in Loaded", "!ListAvailable SwitchParameter in Available",
          "Refresh SwitchParameter in Available",
        ], defaultSet: "Loaded", synopsis: "Gets the modules that are imported, or those that could be."
      ) { [self] in try get($0) },
      .core(
        "Import-Module", in: ModuleName.core, "ImportModuleCommand", aliases: ["ipmo"],
        [
          "!Name@0<value String[] in Name", "!ModuleInfo@0<value PSModuleInfo[] in ModuleInfo",
          "Global SwitchParameter", "Prefix", "Function String[]", "Cmdlet String[]", "Variable String[]",
          "Alias String[]", "Force SwitchParameter", "PassThru SwitchParameter", "AsCustomObject SwitchParameter",
          "MinimumVersion = Version in Name", "MaximumVersion in Name", "RequiredVersion in Name",
          "ArgumentList Object[] = Args", "DisableNameChecking SwitchParameter", "Scope",
        ], defaultSet: "Name", validations: ["Scope": [.set(["Local", "Global"])]],
        synopsis: "Brings a module's commands into the session."
      ) { [self] in try importModules($0) },
      .core(
        "Remove-Module", in: ModuleName.core, "RemoveModuleCommand", aliases: ["rmo"],
        [
          "!Name@0<value String[] in name", "!ModuleInfo@0<value PSModuleInfo[] in ModuleInfo", "Force SwitchParameter",
        ], defaultSet: "name", shouldProcess: true, synopsis: "Takes modules out of the session."
      ) { [self] in try remove($0) },
      .core(
        "Export-ModuleMember", in: ModuleName.core, "ExportModuleMemberCommand",
        ["Function@0<value<property String[]", "Cmdlet String[]", "Variable String[]", "Alias String[]"],
        allowing: ["Function": [.emptyCollection]], synopsis: "Says what a script module gives to those who import it."
      ) { try export($0) },
    ]
  }

  // MARK: Get-Module

  private func get(_ invocation: Invocation) throws {
    let (session, _) = try invocation.requireSession()
    let patterns = try Patterns(invocation.bound.strings("Name"))
    var found: [(name: String, value: Value)] = []
    for module in session.commands.modules where patterns.match(module.name) {
      found.append((module.name, ModuleRecord.value(of: module)))
    }
    if invocation.bound.isSet("ListAvailable") {
      for path in ModuleSearch(session: session).all() where patterns.match(FilePaths.stem(path)) {
        found.append((FilePaths.stem(path), available(path, session)))
      }
    } else {
      var records = table.records
      if invocation.bound.isSet("All") { records += records.flatMap(\.nested) }
      for record in records where patterns.match(record.name) { found.append((record.name, record.value)) }
      // What `using module` and the shell itself loaded.
      for state in session.modules
      where !table.records.contains(where: { $0.state === state }) && patterns.match(state.name)
        && !table.records.contains(where: { record in record.nested.contains { $0.state === state } })
      {
        found.append((state.name, .object(ModuleObject(state))))
      }
    }
    try invocation.writeOutput(found.sorted { $0.name.caseFolded < $1.name.caseFolded }.map(\.value))
  }

  private func available(_ path: String, _ session: Session) -> Value {
    let manifest = path.caseFolded.hasSuffix(".psd1") ? try? ModuleLoader.table(path, session) : nil
    let names =
      manifest?["FunctionsToExport"]?.reference?.enumerated ?? manifest?["FunctionsToExport"].map { [$0] } ?? []
    let commands = DictionaryObject()
    for name in names where !name.isNull { commands[name] = name }
    return ModuleInfo.make(
      name: FilePaths.stem(path),
      [
        "Path": .string(path), "ModuleBase": .string(FilePaths.folder(path)),
        "Version": .version(manifest.flatMap(ModuleLoader.version) ?? Version(0, 0)),
        "ModuleType": .string(manifest == nil ? "Script" : "Manifest"),
        "Description": manifest?["Description"] ?? "", "ExportedCommands": .object(commands),
      ])
  }

  // MARK: Import-Module

  private func importModules(_ invocation: Invocation) throws {
    for name in ["AsCustomObject", "ArgumentList"] where invocation.bound.contains(name) {
      throw invocation.refusal(
        "Import-Module does not support the parameter '\(name)'. Use New-Module with the script as a block.",
        id: "ParameterNotSupported")
    }
    for value in invocation.bound.elements("ModuleInfo") ?? [] {
      let name = try Members.property(value, "Path", invocation.host.values)?.displayString() ?? ""
      let short = try Members.property(value, "Name", invocation.host.values)?.displayString() ?? ""
      try importOne(name.isEmpty ? short : name, invocation)
    }
    for name in invocation.bound.strings("Name") ?? [] { try importOne(name, invocation) }
  }

  private func importOne(_ name: String, _ invocation: Invocation) throws {
    do { try importNamed(name, invocation) } catch let error as PowerShellError {
      try invocation.writeError(error)
    }
  }

  private func importNamed(_ name: String, _ invocation: Invocation) throws {
    let (session, _) = try invocation.requireSession()
    if let module = table.builtIn(name, session) {
      try checkVersion(name, module.version, invocation)
      try invocation.writeVerbose("The module '\(module.name)' is part of the shell.")
      if invocation.bound.isSet("PassThru") { try invocation.writeOutput(ModuleRecord.value(of: module)) }
      return
    }
    let bound = invocation.bound
    guard let path = ModuleSearch(session: session).find(name) else { throw ModuleErrors.notFound(name) }
    let record: ModuleRecord
    if let known = table.records.last(where: { $0.path == path }), !bound.isSet("Force") {
      record = known
    } else {
      if let known = table.records.last(where: { $0.path == path }) { table.remove(known, session) }
      try invocation.writeVerbose("Loading module from path '\(path)'.")
      record = try ModuleLoader(session: session, invocation: invocation) { try require($0, invocation) }.load(path)
      try checkVersion(name, record.version, invocation)
      table.add(record)
    }
    var selection = ModuleTable.Selection()
    selection.functions = bound.strings("Function") ?? bound.strings("Cmdlet")
    selection.aliases = bound.strings("Alias")
    selection.variables = bound.strings("Variable")
    let prefix = try record.manifest?["DefaultCommandPrefix"]?.displayString()
    selection.prefix = bound.string("Prefix") ?? prefix ?? ""
    try table.importRecord(record, selection, into: try place(invocation), session)
    try checkNames(record, invocation)
    if bound.isSet("PassThru") { try invocation.writeOutput(record.value) }
  }

  /// A module's own scope when a module imports; otherwise the whole session sees what comes.
  private func place(_ invocation: Invocation) throws -> Scope {
    let (_, scope) = try invocation.requireSession()
    if let wanted = invocation.bound.string("Scope") { return wanted.isSameName(as: "Local") ? scope : scope.global }
    if invocation.bound.isSet("Global") { return scope.global }
    return scope.owningModule?.scope ?? scope.global
  }

  private func require(_ name: String, _ invocation: Invocation) throws -> Bool {
    let (session, scope) = try invocation.requireSession()
    if table.builtIn(name, session) != nil || table.record(name) != nil { return true }
    guard let path = ModuleSearch(session: session).find(name) else { return false }
    let record = try ModuleLoader(session: session, invocation: invocation) { try require($0, invocation) }.load(path)
    table.add(record)
    try table.importRecord(record, ModuleTable.Selection(), into: scope.global, session)
    return true
  }

  private func checkVersion(_ name: String, _ version: Version, _ invocation: Invocation) throws {
    // As written: a bare 1.0 is a number that would lose its zero.
    func wanted(_ parameter: String) throws -> Version? {
      guard let text = invocation.bound.string(parameter) else { return nil }
      return try Version(parsing: text.contains(".") ? text : "\(text).0")
    }
    if let least = try wanted("MinimumVersion"), version < least {
      throw ModuleErrors.wrongVersion(name, least.text, version)
    }
    if let exact = try wanted("RequiredVersion"), version != exact {
      throw ModuleErrors.wrongVersion(name, exact.text, version)
    }
    if let most = invocation.bound.string("MaximumVersion") {
      let limit = try Version(parsing: most.replacing("*", with: "999999999"))
      if limit < version { throw ModuleErrors.wrongVersion(name, most, version) }
    }
  }

  /// Functions whose verb is not an approved one.
  private func checkNames(_ record: ModuleRecord, _ invocation: Invocation) throws {
    guard !invocation.bound.isSet("DisableNameChecking") else { return }
    let verbs = Set(Verbs.all.map { $0.verb.caseFolded })
    let unapproved = record.functions.contains { function in
      guard let dash = function.name.firstIndex(of: "-") else { return false }
      return !verbs.contains(String(function.name[..<dash]).caseFolded)
    }
    guard unapproved else { return }
    try invocation.writeWarning(
      "The names of some imported commands from the module '\(record.name)' include unapproved verbs that might make "
        + "them less discoverable. To find the commands with unapproved verbs, run the Import-Module command again with "
        + "the Verbose parameter. For a list of approved verbs, type Get-Verb.")
  }

  // MARK: Remove-Module

  private func remove(_ invocation: Invocation) throws {
    let (session, _) = try invocation.requireSession()
    var names = invocation.bound.strings("Name") ?? []
    for value in invocation.bound.elements("ModuleInfo") ?? [] {
      names.append(try Members.property(value, "Name", invocation.host.values)?.displayString() ?? "")
    }
    for name in names {
      let patterns = try Patterns([FilePaths.moduleName(name.replacing("\\", with: "/"))])
      let records = table.records.filter { patterns.match($0.name) }
      let builtIn = session.commands.modules.filter { patterns.match($0.name) }
      if records.isEmpty, builtIn.isEmpty {
        if !Wildcard.isPattern(name) { try invocation.writeError(ModuleErrors.notRemoved(name)) }
        continue
      }
      for record in records {
        guard try invocation.shouldProcess("\(record.name) (Path: '\(record.path)')", "Remove-Module") else { continue }
        table.remove(record, session)
      }
      for module in builtIn where module.name != ModuleName.core {
        guard try invocation.shouldProcess(module.name, "Remove-Module") else { continue }
        table.remove(module, session)
      }
    }
  }

  private func export(_ invocation: Invocation) throws {
    let (_, scope) = try invocation.requireSession()
    guard let module = scope.owningModule else { throw ModuleErrors.outsideOfModule }
    var exported = module.exported ?? ([], [], [])
    exported.functions += invocation.bound.strings("Function") ?? []
    exported.variables += invocation.bound.strings("Variable") ?? []
    exported.aliases += invocation.bound.strings("Alias") ?? []
    module.exported = exported
  }
}
