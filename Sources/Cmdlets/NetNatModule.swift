package import Formatting
package import PowerShell

/// The 13 NetNat cmdlets over the client of this host's service.
package enum NetNatModule {
  package static let name = "NetNat"

  static let definitions: [CmdletDefinition] = NATCmdlets.all + NATMappingCmdlets.all

  package static func commands(environment: HostEnvironment) -> [CommandInfo] {
    KnownCommands.commands(definitions, module: name, environment)
  }

  package static let views: [ViewDefinition] = NATViews.all

  package static let types: [(TypeReference, accelerators: [String])] = []
}
