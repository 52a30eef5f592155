internal import PowerShell

/// Loads a module's files into a record; puts nothing into the caller's scope (about_Modules, about_Module_Manifests).
struct ModuleLoader {
  /// Modules that a module's manifest brings along, within one another.
  static let depthLimit = 10

  let session: Session
  let invocation: Invocation
  /// Imports a module that a manifest requires.
  let require: (_ name: String) throws -> Bool

  /// Keys of a manifest (New-ModuleManifest).
  private static let keys: Set<String> = [
    "moduletoprocess", "nestedmodules", "rootmodule", "moduleversion", "guid", "author", "companyname", "copyright",
    "description", "powershellversion", "powershellhostname", "powershellhostversion", "clrversion",
    "dotnetframeworkversion", "processorarchitecture", "requiredmodules", "requiredassemblies", "scriptstoprocess",
    "typestoprocess", "formatstoprocess", "functionstoexport", "cmdletstoexport", "variablestoexport",
    "aliasestoexport", "dscresourcestoexport", "modulelist", "filelist", "privatedata", "helpinfouri",
    "defaultcommandprefix", "compatiblepseditions",
  ]

  func load(_ path: String, as given: String? = nil, depth: Int = 0) throws -> ModuleRecord {
    guard depth < Self.depthLimit else { throw ModuleErrors.tooDeep }
    let name = given ?? FilePaths.stem(path)
    switch path.caseFolded.split(separator: ".").last.map(String.init) {
    case "psd1": return try manifest(path, name, depth)
    case "psm1", "ps1":
      let record = ModuleRecord(
        name, path: path, state: try session.loadModule(name, try FilePaths.text(path), path: path))
      collect(record)
      return record
    default: throw ModuleErrors.binary(path)
    }
  }

  /// The manifest as a table, without running anything. Errors: Modules_InvalidManifest.
  static func table(_ path: String, _ session: Session) throws -> DictionaryObject {
    let value: Value
    do { value = try session.evaluateData(try FilePaths.text(path), path: path) } catch let error as PowerShellError {
      throw ModuleErrors.invalidManifest(path, error.message)
    }
    guard let table = value.reference(as: DictionaryObject.self) else {
      throw ModuleErrors.invalidManifest(path, "It is not one hashtable.")
    }
    let unknown = try table.keys.map { try $0.displayString() }.filter { !keys.contains($0.caseFolded) }
    guard unknown.isEmpty else {
      let names = unknown.map { "'\($0)'" }.joined(separator: ", ")
      throw ModuleErrors.invalidManifest(path, "It has members that are not valid: \(names).")
    }
    return table
  }

  static func version(_ table: DictionaryObject) -> Version? {
    table["ModuleVersion"].flatMap { try? $0.displayString() }.flatMap { try? Version(parsing: $0) }
  }

  private func manifest(_ path: String, _ name: String, _ depth: Int) throws -> ModuleRecord {
    let table = try Self.table(path, session)
    guard let version = Self.version(table) else {
      throw ModuleErrors.invalidManifest(path, "It must have a member 'ModuleVersion' such as '1.0'.")
    }
    try check(table, path)
    let folder = FilePaths.folder(path)
    if let (_, scope) = try? invocation.requireSession() {
      for script in strings(table["ScriptsToProcess"]) {
        let block = try session.scriptBlock(file: FilePaths.absolute(script, from: folder))
        try session.run(block, in: scope) { _ in }
      }
    }
    var nested: [ModuleRecord] = []
    for entry in strings(table["NestedModules"]) { nested.append(try inner(entry, folder, depth)) }
    let root = strings(table["RootModule"]).first ?? strings(table["ModuleToProcess"]).first
    let record: ModuleRecord
    if let root, !root.isEmpty {
      let inner = try inner(root, folder, depth, as: name)
      record = ModuleRecord(name, path: path, state: inner.state)
      record.nested = inner.nested + nested
      record.kind = inner.kind
    } else {
      record = ModuleRecord(name, path: path, state: session.emptyModule(name))
      record.nested = nested
      record.kind = "Manifest"
      session.modules.append(record.state)
    }
    record.version = version
    record.manifest = table
    record.description = table["Description"].flatMap { try? $0.displayString() } ?? ""
    collect(record)
    try restrict(record, table)
    return record
  }

  /// A file that a manifest names, beside it, or another module by name.
  private func inner(_ entry: String, _ folder: String, _ depth: Int, as name: String? = nil) throws -> ModuleRecord {
    let path = FilePaths.absolute(entry, from: folder)
    if FilePaths.isFile(path) { return try load(path, as: name, depth: depth + 1) }
    for suffix in [".psm1", ".psd1"] where FilePaths.isFile(path + suffix) {
      return try load(path + suffix, as: name, depth: depth + 1)
    }
    if entry.caseFolded.hasSuffix(".dll") { throw ModuleErrors.binary(path) }
    guard let found = ModuleSearch(session: session).find(entry) else { throw ModuleErrors.notFound(entry) }
    return try load(found, as: name, depth: depth + 1)
  }

  private func check(_ table: DictionaryObject, _ path: String) throws {
    if let wanted = try table["PowerShellVersion"]?.displayString(), !wanted.isEmpty {
      let version = try Version(parsing: wanted.contains(".") ? wanted : "\(wanted).0")
      if session.options.version < version { throw ModuleErrors.newerShell(path, wanted, session.options.version) }
    }
    for entry in elements(table["RequiredModules"]) {
      let name = try (entry.reference(as: DictionaryObject.self)?["ModuleName"] ?? entry).displayString()
      guard try require(name) else { throw ModuleErrors.missingRequirement(name, path) }
    }
    for key in ["TypesToProcess", "FormatsToProcess", "RequiredAssemblies"] where !strings(table[key]).isEmpty {
      try invocation.writeWarning(
        "The manifest '\(path)' has \(key): files of types, views and libraries cannot be loaded here and are left out."
      )
    }
  }

  /// What the module gives: what it exports itself, and what its nested modules do.
  private func collect(_ record: ModuleRecord) {
    let exported = record.state.exported
    func fits(_ name: String, _ patterns: [String]?) -> Bool {
      guard let patterns else { return true }
      return (try? Patterns(patterns).matchAny(name)) ?? false
    }
    let scope = record.state.scope
    record.functions = session.functions(of: scope).filter { fits($0.name, exported?.functions) }
    record.aliases = session.aliases(of: scope).filter { fits($0.name, exported?.aliases) }
    record.variables = session.variables(of: scope).filter { fits($0.name, exported?.variables ?? []) }
    for module in record.nested {
      record.functions += module.functions
      record.aliases += module.aliases
      record.variables += module.variables
      // The root's own code sees what its nested modules give.
      for function in module.functions where session.function(function.name, in: scope) == nil {
        session.define(function, as: function.name, in: scope)
      }
    }
  }

  /// A manifest's lists leave fewer of what its files export.
  private func restrict(_ record: ModuleRecord, _ table: DictionaryObject) throws {
    func filter(_ key: String) throws -> (String) -> Bool {
      guard table.contains(.string(key)) else { return { _ in true } }
      let patterns = try Patterns(strings(table[key]))
      return { patterns.matchAny($0) }
    }
    let (functions, aliases) = (try filter("FunctionsToExport"), try filter("AliasesToExport"))
    let variables = try filter("VariablesToExport")
    record.functions = record.functions.filter { functions($0.name) }
    record.aliases = record.aliases.filter { aliases($0.name) }
    record.variables = record.variables.filter { variables($0.name) }
  }

  private func elements(_ value: Value?) -> [Value] {
    guard let value, !value.isNull else { return [] }
    return value.reference?.enumerated ?? [value]
  }

  private func strings(_ value: Value?) -> [String] {
    elements(value).compactMap { try? $0.displayString() }.filter { !$0.isEmpty }
  }
}
