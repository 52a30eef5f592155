internal import PowerShell

/// Get-Help. Everything it says is made of the commands themselves and of the comments of functions and scripts.
enum GetHelp {
  static var command: CommandInfo {
    .core(
      "Get-Help", in: ModuleName.core, "GetHelpCommand", aliases: ["help", "man"],
      [
        "Name@0<property", "Category String[]", "Full SwitchParameter in AllUsersView",
        "!Detailed SwitchParameter in DetailedView", "!Examples SwitchParameter in Examples",
        "!Parameter in Parameters", "!Online SwitchParameter in Online", "!ShowWindow SwitchParameter in ShowWindow",
      ], defaultSet: "AllUsersView",
      validations: [
        "Category": [.set(["Alias", "Cmdlet", "Function", "Filter", "ExternalScript", "Script", "All"])]
      ],
      synopsis: "Shows help about commands."
    ) { try process($0) }
  }

  private static func process(_ invocation: Invocation) throws {
    let (session, scope) = try invocation.requireSession()
    let bound = invocation.bound
    for name in ["Online", "ShowWindow"] where bound.isSet(name) {
      throw invocation.refusal(
        "Get-Help does not support the parameter '\(name)': help is shown here and nowhere else. Leave it out.",
        id: "ParameterNotSupported")
    }
    let finder = CommandFinder(session: session, scope: scope)
    guard let name = bound.string("Name"), !name.isEmpty, !name.isSameName(as: "default") else {
      return try invocation.writeOutput(.string(overview))
    }
    if name.caseFolded.hasSuffix(".ps1"), let path = FilePaths.existing(name, from: invocation.location) {
      return try script(path, session, invocation)
    }
    if name.caseFolded.hasPrefix("about_") { return try invocation.writeError(noTopic(name)) }
    if !Wildcard.isPattern(name), let found = finder.find(name), found.kind != .application {
      return try show(finder.resolved(found), finder, invocation)
    }
    let pattern = Wildcard.isPattern(name) ? name : "*\(name)*"
    let wildcard = try Wildcard(pattern)
    let categories = try Patterns(bound.strings("Category").map { $0.filter { !$0.isSameName(as: "All") } })
    let found = finder.all().filter { wildcard.matches($0.name) && categories.match($0.kind.rawValue) }
    if found.isEmpty {
      guard !Wildcard.isPattern(name) else { return }
      return try invocation.writeError(notFound(name))
    }
    if found.count == 1 { return try show(finder.resolved(found[0]), finder, invocation) }
    for command in found { try invocation.writeOutput(short(command, finder)) }
  }

  private static func view(_ bound: BoundParameters) -> String {
    bound.isSet("Full")
      ? "FullView" : bound.isSet("Detailed") ? "DetailedView" : bound.isSet("Examples") ? "ExamplesView" : ""
  }

  private static func show(_ command: CommandInfo, _ finder: CommandFinder, _ invocation: Invocation) throws {
    if let pattern = invocation.bound.string("Parameter") {
      let comment = command.block?.reference(as: ScriptBlockObject.self)?.body.help.map { CommentHelpText($0.text) }
      let found = HelpObject.parameters(command.metadata, comment, try Wildcard(pattern))
      if found.isEmpty {
        try invocation.writeError(
          PowerShellError(
            "No parameter matches criteria \(pattern).", id: "NoParmsFound", category: .invalidArgument,
            exceptionType: "System.Management.Automation.PSArgumentException", target: .string(pattern)))
      }
      return try invocation.writeOutput(found)
    }
    let names = finder.all().filter { alias in
      if case .alias(let target) = alias.implementation { return target.isSameName(as: command.name) }
      return false
    }.map(\.name)
    try invocation.writeOutput(HelpObject.make(command, names: names, view: view(invocation.bound)))
  }

  private static func script(_ path: String, _ session: Session, _ invocation: Invocation) throws {
    let block = try session.scriptBlock(file: path)
    let comment = block.body.help.map { CommentHelpText($0.text) }
    let name = path.split(separator: "/").last.map(String.init) ?? path
    let metadata = try? session.metadata(of: session.function(name, of: block))
    try invocation.writeOutput(
      HelpObject.make(
        name, category: "ExternalScript", module: "", metadata, comment, names: [], view: view(invocation.bound)))
  }

  private static func short(_ command: CommandInfo, _ finder: CommandFinder) -> Value {
    let synopsis: String
    if case .alias(let target) = command.implementation {
      synopsis = target
    } else {
      let comment = command.block?.reference(as: ScriptBlockObject.self)?.body.help.map { CommentHelpText($0.text) }
      synopsis = comment?.synopsis ?? command.metadata?.synopsis ?? command.metadata?.syntax.first ?? "..."
    }
    return .object(
      PropertyBag(
        [
          "Name": .string(command.name), "Category": .string(command.kind.rawValue),
          "Module": .string(command.module ?? ""), "Synopsis": .string(synopsis),
        ], typeName: HelpObject.shortTypeName))
  }

  private static func notFound(_ name: String) -> PowerShellError {
    PowerShellError(
      "Get-Help could not find \(name) in a help file in this session. Help is there for the commands that Get-Command "
        + "shows.", id: "HelpNotFound", category: .resourceUnavailable,
      exceptionType: "Microsoft.PowerShell.Commands.HelpNotFoundException")
  }

  private static func noTopic(_ name: String) -> PowerShellError {
    PowerShellError(
      "Get-Help could not find \(name) in a help file in this session. There are no topics about the language here; "
        + "they are on the web under the same name. Help about a command: Get-Help NAME.", id: "HelpNotFound",
      category: .resourceUnavailable, exceptionType: "Microsoft.PowerShell.Commands.HelpNotFoundException")
  }

  private static let overview = """

    TOPIC
        Get-Help

    SHORT DESCRIPTION
        Shows help about commands.

    LONG DESCRIPTION
        Get-Help NAME           what a command does, and its syntax
        Get-Help NAME -Full     all of its parameters
        Get-Help NAME -Parameter PATTERN
        Get-Help *WORD*         the commands whose names have the word in them
        Get-Command             all commands
        Get-Command -Module NAME

    """
}
