internal import PowerShell

/// The script modules of a session: those that are imported, and built-in ones that were taken out.
// SAFETY: used on the session's thread.
final class ModuleTable: @unchecked Sendable {
  private(set) var records: [ModuleRecord] = []
  /// Built-in modules that Remove-Module took out, for Import-Module to bring back.
  private var removed: [String: CommandModule] = [:]

  /// What of a module is imported, and under which names.
  struct Selection {
    var functions: [String]?
    var aliases: [String]?
    var variables: [String]?
    var prefix = ""
  }

  func record(_ name: String) -> ModuleRecord? { records.last { $0.name.isSameName(as: name) } }

  func add(_ record: ModuleRecord) {
    records.removeAll { $0 === record }
    records.append(record)
  }

  /// Brings a built-in module back; nil when it is none.
  func builtIn(_ name: String, _ session: Session) -> CommandModule? {
    if let module = session.commands.module(name) { return module }
    guard let module = removed.removeValue(forKey: name.caseFolded) else { return nil }
    session.commands.add(module)
    return module
  }

  /// Makes what a module gives known in a scope, and notes it.
  func importRecord(_ record: ModuleRecord, _ selection: Selection, into scope: Scope, _ session: Session) throws {
    var (functions, aliases, variables): ([String], [String], [String]) = ([], [], [])
    let wanted = (
      try selection.functions.map { try Patterns($0) }, try selection.aliases.map { try Patterns($0) },
      try selection.variables.map { try Patterns($0) }
    )
    // Naming some functions leaves the aliases and variables out, as naming any kind does with the others.
    let isSelective = wanted.0 != nil || wanted.1 != nil || wanted.2 != nil
    func fits(_ patterns: Patterns?, _ name: String) -> Bool { patterns?.matchAny(name) ?? !isSelective }
    for function in record.functions where fits(wanted.0, function.name) {
      let name = Self.prefixed(function.name, selection.prefix)
      session.define(function, as: name, in: scope)
      functions.append(name)
    }
    for alias in record.aliases where fits(wanted.1, alias.name) {
      let target =
        record.functions.contains { $0.name.isSameName(as: alias.target) }
        ? Self.prefixed(alias.target, selection.prefix) : alias.target
      let name = Self.prefixed(alias.name, selection.prefix)
      session.setAlias(name, target, in: scope)
      aliases.append(name)
    }
    for variable in record.variables where fits(wanted.2, variable.name) {
      session.adopt(variable, in: scope)
      variables.append(variable.name)
    }
    record.imports.append((scope, functions, aliases, variables))
  }

  func remove(_ record: ModuleRecord, _ session: Session) {
    for (scope, functions, aliases, variables) in record.imports {
      for name in functions { session.define(nil, as: name, in: scope) }
      for name in aliases { session.setAlias(name, nil, in: scope) }
      for name in variables { session.removeVariable(name, in: scope) }
    }
    record.imports = []
    let states = [record.state] + record.nested.map(\.state)
    session.modules.removeAll { state in states.contains { $0 === state } }
    records.removeAll { $0 === record }
  }

  func remove(_ module: CommandModule, _ session: Session) {
    removed[module.name.caseFolded] = module
    session.commands.removeModule(module.name)
  }

  /// `Get-Thing` with the prefix `My` is `Get-MyThing`; a name without a dash has it in front.
  static func prefixed(_ name: String, _ prefix: String) -> String {
    guard !prefix.isEmpty else { return name }
    guard let dash = name.firstIndex(of: "-") else { return prefix + name }
    return "\(name[...dash])\(prefix)\(name[name.index(after: dash)...])"
  }
}
