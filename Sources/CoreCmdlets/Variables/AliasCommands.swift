internal import PowerShell

/// Get-, New-, Set- and Remove-Alias (about_Aliases).
// SAFETY: used on the session's thread, as the aliases that it describes.
final class AliasCommands: @unchecked Sendable {
  /// Descriptions that are kept.
  private static let limit = 4096

  /// What an alias has beyond its target, by its name.
  private var notes: [String: (options: Int64, description: String)] = [:]

  var all: [CommandInfo] {
    [
      .core(
        "Get-Alias", in: ModuleName.utility, "GetAliasCommand", aliases: ["gal"],
        [
          "Name@0<value<property String[] in Default", "Definition String[] in Definition", "Exclude String[]", "Scope",
        ], defaultSet: "Default", synopsis: "Gets aliases and the commands that they stand for."
      ) { [self] in try get($0) },
      .core(
        "Set-Alias", in: ModuleName.utility, "SetAliasCommand", aliases: ["sal"], Self.parameters,
        shouldProcess: true, synopsis: "Makes or changes an alias of a command."
      ) { [self] in try set($0, isNew: false) },
      .core(
        "New-Alias", in: ModuleName.utility, "NewAliasCommand", aliases: ["nal"], Self.parameters,
        shouldProcess: true, synopsis: "Makes an alias of a command."
      ) { [self] in try set($0, isNew: true) },
      .core(
        "Remove-Alias", in: ModuleName.utility, "RemoveAliasCommand",
        ["!Name@0<value<property String[]", "Scope", "Force SwitchParameter"], synopsis: "Removes aliases."
      ) { [self] in try remove($0) },
    ]
  }

  private static let parameters = [
    "!Name@0<property", "!Value@1<property", "Description", "Option ScopedItemOptions", "PassThru SwitchParameter",
    "Scope", "Force SwitchParameter",
  ]

  private func get(_ invocation: Invocation) throws {
    let (session, _) = try invocation.requireSession()
    let bound = invocation.bound
    let scope = try invocation.scope(named: bound.string("Scope"))
    let exclude = try Patterns(bound.strings("Exclude"))
    var known: [String: CommandInfo] = [:]
    if !bound.contains("Scope") || scope.parent == nil {
      for command in session.commands.all {
        if case .alias(let target) = command.implementation {
          known[command.name.caseFolded] = alias(command.name, target, command.module, session)
        }
      }
    }
    var places = [scope]
    if !bound.contains("Scope") { while let parent = places.last?.parent { places.append(parent) } }
    for place in places.reversed() {
      for (name, target) in session.aliases(of: place) { known[name] = alias(name, target, nil, session) }
    }
    let all = known.sorted { $0.key < $1.key }.map(\.value).filter { !exclude.matchAny($0.name) }
    let wanted = bound.strings("Definition") ?? bound.strings("Name") ?? ["*"]
    let isDefinition = bound.contains("Definition")
    for pattern in wanted {
      let patterns = try Patterns([pattern])
      let found = all.filter { patterns.match(isDefinition ? $0.definition : $0.name) }
      if found.isEmpty, !Wildcard.isPattern(pattern) || isDefinition {
        try invocation.writeError(Self.notFound(pattern, isDefinition ? "definition" : "name"))
      }
      try invocation.writeOutput(found.map { .object($0) })
    }
  }

  private func alias(_ name: String, _ target: String, _ module: String?, _ session: Session) -> CommandInfo {
    let info = CommandInfo.alias(name, for: target, module: module)
    let members = info.addedMembers()
    let note = notes[name.caseFolded] ?? (0, "")
    members["DisplayName"] = .note(.string("\(name) -> \(target)"))
    members["ResolvedCommandName"] = .note(.string(target))
    members["ReferencedCommand"] = .note((session.commands.find(target)).map { .object($0) } ?? .null)
    members["ResolvedCommand"] = members["ReferencedCommand"]
    members["Options"] = .note(.enumeration(EnumValue(CoreTypes.scopedItemOptions, note.options)))
    members["Description"] = .note(.string(note.description))
    return info
  }

  private func set(_ invocation: Invocation, isNew: Bool) throws {
    let (session, _) = try invocation.requireSession()
    let bound = invocation.bound
    let (name, target) = (bound.string("Name") ?? "", bound.string("Value") ?? "")
    let scope = try invocation.scope(named: bound.string("Scope"))
    guard !name.isEmpty, !target.isEmpty else { return }
    guard try invocation.shouldProcess("Name: \(name) Value: \(target)", isNew ? "New Alias" : "Set Alias") else {
      return
    }
    let isThere =
      session.aliases(of: scope).contains { $0.name == name.caseFolded }
      || scope.parent == nil && isBuiltIn(name, session)
    if isNew, isThere, !bound.isSet("Force") {
      return try invocation.writeError(
        PowerShellError(
          "The alias is not allowed, because an alias with the name '\(name)' already exists.",
          id: "AliasAlreadyExists", category: .resourceExists,
          exceptionType: "System.Management.Automation.SessionStateException", target: .string(name)))
    }
    let options = notes[name.caseFolded]?.options ?? 0
    if isThere, options & 2 != 0 || options & 1 != 0 && !bound.isSet("Force") {
      return try invocation.writeError(
        Self.fixed(
          "The alias is not writable because alias \(name) is read-only or constant and cannot be written to.",
          "AliasNotWritable", name))
    }
    if let options = bound.enumeration("Option")?.rawValue, options & 4 != 0 {
      throw invocation.refusal(
        "\(invocation.metadata.name) does not support the option Private. Set the alias in the scope that needs it.",
        id: "OptionNotSupported")
    }
    session.setAlias(name, target, in: scope)
    let description = bound.string("Description") ?? ""
    if bound.contains("Option") || !description.isEmpty, notes.count < Self.limit {
      notes[name.caseFolded] = (bound.enumeration("Option")?.rawValue ?? 0, description)
    }
    if bound.isSet("PassThru") { try invocation.writeOutput(.object(alias(name, target, nil, session))) }
  }

  private func remove(_ invocation: Invocation) throws {
    let (session, _) = try invocation.requireSession()
    let first = try invocation.scope(named: invocation.bound.string("Scope"))
    for pattern in invocation.bound.strings("Name") ?? [] {
      let patterns = try Patterns([pattern])
      var found: [(name: String, scope: Scope?)] = []
      var place: Scope? = first
      while let scope = place {
        found += session.aliases(of: scope).filter { patterns.match($0.name) }.map { ($0.name, scope) }
        place = invocation.bound.contains("Scope") ? nil : scope.parent
      }
      for command in session.commands.all where command.kind == .alias && patterns.match(command.name) {
        found.append((command.name, nil))
      }
      guard !found.isEmpty || Wildcard.isPattern(pattern) else {
        try invocation.writeError(Self.notFound(pattern, "name", id: "AliasNotFound"))
        continue
      }
      for (name, scope) in found {
        let options = notes[name.caseFolded]?.options ?? 0
        if options & 2 != 0 || options & 1 != 0 && !invocation.bound.isSet("Force") {
          try invocation.writeError(
            Self.fixed(
              "Alias was not removed because alias \(name) is constant or read-only.", "AliasNotRemovable", name))
          continue
        }
        if let scope { session.setAlias(name, nil, in: scope) } else { session.commands.removeAlias(name) }
        notes[name.caseFolded] = nil
      }
    }
  }

  private func isBuiltIn(_ name: String, _ session: Session) -> Bool { session.commands.find(name)?.kind == .alias }

  private static func fixed(_ message: String, _ id: String, _ name: String) -> PowerShellError {
    PowerShellError(
      message, id: id, category: .writeError,
      exceptionType: "System.Management.Automation.SessionStateUnauthorizedAccessException", target: .string(name))
  }

  private static func notFound(
    _ text: String, _ what: String, id: String = "ItemNotFoundException"
  ) -> PowerShellError {
    PowerShellError(
      "This command cannot find a matching alias because an alias with the \(what) '\(text)' does not exist.",
      id: id, category: .objectNotFound, exceptionType: "System.Management.Automation.ItemNotFoundException",
      target: .string(text))
  }
}
