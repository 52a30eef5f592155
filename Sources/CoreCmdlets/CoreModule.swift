package import Formatting
package import PowerShell

/// What the cmdlets of this target keep for one session. Each session has its own.
// SAFETY: used on the session's thread; `history` and `completers` are the shell's as well, on the same thread.
package final class CoreFacilities: @unchecked Sendable {
  package let history = HistoryStore()
  package let completers = CompleterStore()
  /// `$Host`, for Get-Host; the shell sets it.
  package var hostObject: Value = .null
  let modules = ModuleTable()
  let policies = ExecutionPolicies()
  let random = RandomCommand()
  let aliases = AliasCommands()

  package init() {}
}

/// The commands about the language and the session: modules Microsoft.PowerShell.Core, .Utility and .Security of
/// Windows, as far as they are not in Formatting, ManagementCmdlets and Remoting.
package enum CoreModule {
  /// New ones for each session: some keep what they know of it.
  package static func commands(_ facilities: CoreFacilities) -> [CommandInfo] {
    OutputCommands.all + StreamCommands.all + [WriteErrorCommand.command, ReadHostCommand.command]
      + [NewObjectCommand.command, AddMemberCommand.command, facilities.random.command] + ObjectCommands.all
      + CultureCommands.all + VariableCommands.all + facilities.aliases.all + DateCommands.all
      + [SleepCommand.command, ForEachObject.command, WhereObject.command, GetCommand.command, GetHelp.command]
      + ModuleCommands(table: facilities.modules).all + [NewModule(table: facilities.modules).command]
      + DataFileCommands.all + HistoryCommands(store: facilities.history).all + [facilities.completers.command]
      + SessionCommands.all + RefusedCommands.all + SecurityCommands.all + facilities.policies.commands
      + [getHost(facilities)]
  }

  package static let views: [ViewDefinition] = CoreViews.all + HelpViews.all

  package static let types: [(TypeReference, accelerators: [String])] =
    [
      (SecureString.typeReference, ["securestring"]), (CredentialObject.typeReference, ["pscredential"]),
      (MarshalType.typeReference, []), (VariableObject.typeReference, ["psvariable"]),
      (CoreTypes.commandTypes, []), (CoreTypes.scopedItemOptions, []), (CoreTypes.memberTypes, []),
      (CultureCommands.type, ["cultureinfo"]), (ModuleInfo.type, ["psmoduleinfo"]),
    ] + HostObjectFactory.types.map { ($0, []) }

  private static func getHost(_ facilities: CoreFacilities) -> CommandInfo {
    .core(
      "Get-Host", in: ModuleName.utility, "GetHostCommand", [], synopsis: "Gets the program that runs the session."
    ) { invocation in
      let host = facilities.hostObject
      try invocation.writeOutput(host.isNull ? invocation.host.variable("Host") : host)
    }
  }
}
