internal import PowerShell

/// Get-Command.
enum GetCommand {
  static var command: CommandInfo {
    .core(
      "Get-Command", in: ModuleName.core, "GetCommandCommand", aliases: ["gcm"],
      [
        "Name@0<value<property String[] in AllCommandSet", "Verb<property String[] in CmdletSet",
        "Noun<property String[] in CmdletSet", "Module<property String[] = PSSnapin",
        "CommandType<property CommandTypes = Type in AllCommandSet", "TotalCount<property Int32",
        "Syntax<property SwitchParameter", "All<property SwitchParameter", "ListImported<property SwitchParameter",
        "ParameterName String[]",
      ], defaultSet: "CmdletSet", synopsis: "Gets the commands that can be called."
    ) { try process($0) }
  }

  private static func process(_ invocation: Invocation) throws {
    let (session, scope) = try invocation.requireSession()
    let finder = CommandFinder(session: session, scope: scope)
    let bound = invocation.bound
    let fits = try filter(bound)
    var found: [CommandInfo] = []
    for name in bound.strings("Name") ?? ["*"] {
      if Wildcard.isPattern(name) {
        let pattern = try Wildcard(name)
        found += finder.all().filter { pattern.matches($0.name) && fits($0) }
        continue
      }
      let exact = named(name, finder).filter(fits)
      guard !exact.isEmpty else {
        try invocation.writeError(missing(name))
        continue
      }
      found += bound.isSet("All") ? exact : [exact[0]]
    }
    if let limit = bound.integer("TotalCount"), limit >= 0 { found = Array(found.prefix(Int(limit))) }
    for command in found {
      if bound.isSet("Syntax") {
        let lines = finder.resolved(command).metadata?.syntax ?? [finder.resolved(command).definition]
        try invocation.writeOutput(.string(lines.map { "\n\($0)" }.joined(separator: "\n") + "\n"))
      } else {
        try invocation.writeOutput(.object(command))
      }
    }
  }

  private static func named(_ name: String, _ finder: CommandFinder) -> [CommandInfo] {
    let bare = name.lastIndex(of: "\\").map { String(name[name.index(after: $0)...]) } ?? name
    let module = name.lastIndex(of: "\\").map { String(name[..<$0]) }
    let commands = finder.all().filter { command in
      command.name.isSameName(as: bare) && (module == nil || command.module?.isSameName(as: module ?? "") ?? false)
    }
    return commands + (finder.program(name).map { [$0] } ?? [])
  }

  private static func filter(_ bound: BoundParameters) throws -> (CommandInfo) -> Bool {
    let verbs = try Patterns(bound.strings("Verb"))
    let nouns = try Patterns(bound.strings("Noun"))
    let modules = try Patterns(bound.strings("Module"))
    let parameters = try Patterns(bound.strings("ParameterName"))
    let types = bound.enumeration("CommandType")?.rawValue
    return { command in
      if let types, let kind = CoreTypes.commandTypes.value(named: command.kind.rawValue), types & kind.rawValue == 0 {
        return false
      }
      // A verb or a noun is that of cmdlets and functions.
      if !verbs.isEmpty || !nouns.isEmpty, command.kind == .alias || !command.name.contains("-") { return false }
      if !modules.isEmpty, !modules.match(command.module ?? "") { return false }
      if !parameters.isEmpty {
        let all = command.metadata?.parameters ?? []
        guard all.contains(where: { ([$0.name] + $0.aliases).contains(where: parameters.match) }) else { return false }
      }
      return verbs.match(command.verb) && nouns.match(command.noun)
    }
  }

  private static func missing(_ name: String) -> PowerShellError {
    var error = CommandNotFound.error(name)
    error.id = "CommandNotFoundException"
    return error
  }
}
