internal import PowerShell

/// The commands that a scope sees: functions and aliases of scripts, the session's cmdlets, programs by name.
struct CommandFinder {
  let session: Session
  let scope: Scope

  /// Functions, filters, aliases and cmdlets by name; where names are the same, what runs comes first.
  func all() -> [CommandInfo] {
    let functions = session.functions(in: scope).map(info)
    let known = session.commands.all
    let registered = Set(known.filter { $0.kind == .alias }.map(\.name.caseFolded))
    let own = session.aliases(in: scope).filter { alias in
      guard registered.contains(alias.name.caseFolded) else { return true }
      if case .alias(let target)? = session.commands.find(alias.name)?.implementation { return target != alias.target }
      return true
    }
    let replaced = Set(own.map(\.name.caseFolded))
    let aliases = own.map { CommandInfo.alias($0.name, for: $0.target) }
    let rest = known.filter { $0.kind != .alias || !replaced.contains($0.name.caseFolded) }
    return (functions + aliases + rest).map(described).sorted { left, right in
      let names = (left.name.caseFolded, right.name.caseFolded)
      return names.0 != names.1 ? names.0 < names.1 : Self.rank(left) < Self.rank(right)
    }
  }

  /// The command of exactly this name: alias, function, cmdlet or program.
  func find(_ name: String) -> CommandInfo? {
    let bare = name.lastIndex(of: "\\").map { String(name[name.index(after: $0)...]) } ?? name
    let module = name.lastIndex(of: "\\").map { String(name[..<$0]) }
    let found = all().first { command in
      command.name.isSameName(as: bare) && (module == nil || command.module?.isSameName(as: module ?? "") ?? false)
    }
    return found ?? program(name)
  }

  func program(_ name: String) -> CommandInfo? {
    guard !Wildcard.isPattern(name) else { return nil }
    if name.caseFolded.hasSuffix(".ps1"), let path = FilePaths.existing(name, from: session.location) {
      return file(path, .script(path))
    }
    return session.options.native?.find(name).map { file($0, .application($0)) }
  }

  /// What an alias stands for in the end; anything else is itself.
  func resolved(_ command: CommandInfo) -> CommandInfo {
    var current = command
    for _ in 0..<16 {
      guard case .alias(let target) = current.implementation,
        let next = all().first(where: { $0.name.isSameName(as: target) && $0.kind != .alias }) ?? find(target),
        next !== current
      else { break }
      current = next
    }
    return current
  }

  private static func rank(_ command: CommandInfo) -> Int {
    switch command.kind {
    case .alias: 0
    case .function, .filter: 1
    case .cmdlet: 2
    case .externalScript: 3
    case .application: 4
    }
  }

  private func info(_ function: FunctionObject) -> CommandInfo {
    let metadata = try? session.metadata(of: function)
    let block = Value.object(function.block)
    return CommandInfo(
      function.name, module: function.block.moduleName, metadata: metadata,
      function.isFilter ? .filter(block) : .function(block))
  }

  private func file(_ path: String, _ implementation: CommandInfo.Implementation) -> CommandInfo {
    let name = path.split(separator: "/").last.map(String.init) ?? path
    let info = CommandInfo(name, metadata: nil, implementation)
    info.addedMembers()["Path"] = .note(.string(path))
    info.addedMembers()["Source"] = .note(.string(path))
    info.addedMembers()["Version"] = .note(.version(Version(0, 0, 0, 0)))
    return info
  }

  /// With the version of its module, and the text that lists show.
  private func described(_ command: CommandInfo) -> CommandInfo {
    let members = command.addedMembers()
    if let version = command.module.flatMap({ session.commands.module($0)?.version }), command.kind != .alias {
      members["Version"] = .note(.version(version))
    }
    if case .alias(let target) = command.implementation {
      members["DisplayName"] = .note(.string("\(command.name) -> \(target)"))
      members["ResolvedCommandName"] = .note(.string(target))
    }
    return command
  }
}
