/// The commands that an evaluator can call by name: aliases before functions before cmdlets (about_Command_Precedence).
/// Functions and aliases live in scopes, cmdlets do not.
package final class CommandRegistry {
  /// Aliases of aliases that are followed.
  static let aliasLimit = 32

  private struct Scope {
    var aliases: [String: CommandInfo] = [:]
    var functions: [String: CommandInfo] = [:]
  }

  private var cmdlets: [String: [CommandInfo]] = [:]
  private var scopes = [Scope()]
  private var imported = NamedValues<CommandModule>()
  /// Called for a name that nothing here has: native programs and scripts.
  package var findExternal: ((String) -> CommandInfo?)?

  package init(modules: [CommandModule] = []) {
    for module in modules { add(module) }
  }

  /// Makes a module's commands known. A module of the same name is replaced.
  package func add(_ module: CommandModule) {
    removeModule(module.name)
    imported[module.name] = module
    for command in module.commands { add(command) }
  }

  /// False when there is none.
  @discardableResult
  package func removeModule(_ name: String) -> Bool {
    guard let module = imported[name] else { return false }
    imported[name] = nil
    for command in module.commands {
      let key = command.name.caseFolded
      cmdlets[key]?.removeAll { $0 === command }
      for alias in command.aliases {
        guard case .alias(let target)? = scopes[0].aliases[alias.caseFolded]?.implementation else { continue }
        if target.isSameName(as: command.name) { scopes[0].aliases[alias.caseFolded] = nil }
      }
      for index in scopes.indices {
        if scopes[index].aliases[key] === command { scopes[index].aliases[key] = nil }
        if scopes[index].functions[key] === command { scopes[index].functions[key] = nil }
      }
    }
    return true
  }

  package var modules: [CommandModule] { imported.entries.map(\.value) }

  package func module(_ name: String) -> CommandModule? { imported[name] }

  /// In the global scope, or in the present one. A cmdlet that comes later hides an earlier one of the same name, which
  /// its module's name still reaches. The aliases of its metadata come with it, unless they are taken.
  package func add(_ command: CommandInfo, isGlobal: Bool = true) {
    let key = command.name.caseFolded
    let place = isGlobal ? 0 : scopes.count - 1
    switch command.implementation {
    case .cmdlet:
      cmdlets[key, default: []].append(command)
      for alias in command.aliases where scopes[0].aliases[alias.caseFolded] == nil {
        scopes[0].aliases[alias.caseFolded] = .alias(alias, for: command.name, module: command.module)
      }
    case .alias: scopes[place].aliases[key] = command
    case .function, .filter, .application, .script: scopes[place].functions[key] = command
    }
  }

  /// The nearest function or alias of a name; false when there is none.
  @discardableResult
  package func removeFunction(_ name: String) -> Bool { remove(name, from: \.functions) }

  @discardableResult
  package func removeAlias(_ name: String) -> Bool { remove(name, from: \.aliases) }

  /// Functions and aliases that are added from now on vanish with `popScope`.
  package func pushScope() { scopes.append(Scope()) }

  package func popScope() { if scopes.count > 1 { scopes.removeLast() } }

  /// The command of a name, perhaps `Module\Name`, aliases not followed. Nil when there is none.
  package func find(_ name: String) -> CommandInfo? {
    if let separator = name.lastIndex(of: "\\"), let found = qualified(name, separator) { return found }
    let key = name.caseFolded
    for scope in scopes.reversed() { if let alias = scope.aliases[key] { return alias } }
    for scope in scopes.reversed() { if let function = scope.functions[key] { return function } }
    return cmdlets[key]?.last ?? findExternal?(name)
  }

  /// The command that a name means in the end. Throws CommandNotFoundException.
  package func resolve(_ name: String) throws -> CommandInfo {
    var current = name
    for _ in 0..<Self.aliasLimit {
      guard let found = find(current) else { break }
      guard case .alias(let target) = found.implementation else { return found }
      // An alias of its own name is for what it hides.
      if target.isSameName(as: current) { return try notAlias(target, name) }
      current = target
    }
    throw notFound(name)
  }

  /// For `Module\Name` of a module that is not here, the error speaks of the module.
  package func notFound(_ name: String) -> PowerShellError {
    let parts = name.split(separator: "\\", omittingEmptySubsequences: false)
    guard parts.count == 2, !parts.contains(where: \.isEmpty), imported[String(parts[0])] == nil,
      !parts[0].contains(where: { "./:~".contains($0) })
    else { return CommandNotFound.error(name) }
    return CommandNotFound.module(String(parts[0]), command: String(parts[1]))
  }

  /// Every command, those that others hide left out.
  package var all: [CommandInfo] {
    var seen: Set<String> = []
    var found: [CommandInfo] = []
    for table in scopes.reversed().flatMap({ [$0.aliases, $0.functions] }) + [cmdlets.compactMapValues(\.last)] {
      for (key, command) in table where seen.insert(key).inserted { found.append(command) }
    }
    return found.sorted { $0.name.caseFolded < $1.name.caseFolded }
  }

  private func qualified(_ name: String, _ separator: String.Index) -> CommandInfo? {
    let module = String(name[..<separator])
    let key = name[name.index(after: separator)...].lowercased()
    let belongs = { (command: CommandInfo) in command.module?.isSameName(as: module) ?? false }
    for scope in scopes.reversed() {
      if let function = scope.functions[key], belongs(function) { return function }
    }
    return cmdlets[key]?.last(where: belongs)
  }

  private func notAlias(_ target: String, _ name: String) throws -> CommandInfo {
    let key = target.caseFolded
    for scope in scopes.reversed() { if let function = scope.functions[key] { return function } }
    if let cmdlet = cmdlets[key]?.last ?? findExternal?(target) { return cmdlet }
    throw CommandNotFound.error(name)
  }

  private func remove(_ name: String, from table: WritableKeyPath<Scope, [String: CommandInfo]>) -> Bool {
    let key = name.caseFolded
    for index in scopes.indices.reversed() where scopes[index][keyPath: table].removeValue(forKey: key) != nil {
      return true
    }
    return false
  }
}
