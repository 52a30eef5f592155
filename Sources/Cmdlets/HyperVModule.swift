package import Formatting
package import PowerShell

/// Hyper-V's cmdlets over the client of a host's service.
package enum HyperVModule {
  package static let name = "Hyper-V"

  static let definitions: [CmdletDefinition] =
    MachineCmdlets.all + MachineOperations.all + ProcessorCmdlets.all + MemoryCmdlets.all + AdapterCmdlets.all
    + VLANCmdlets.all + SwitchCmdlets.all + HostCmdlets.all + IntegrationCmdlets.all + ComPortCmdlets.all
    + FileCmdlets.all + AccessControlCmdlets.all

  /// The cmdlets that do something. `KnownCommands` has the others of the module.
  package static func commands(environment: HostEnvironment) -> [CommandInfo] {
    KnownCommands.commands(definitions, module: name, environment) + NestedRequirementCmdlets.commands(environment)
  }

  package static let views: [ViewDefinition] = HyperVViews.all

  /// The types that scripts can name: `[Microsoft.HyperV.PowerShell.VMState]::Running`.
  package static var types: [(TypeReference, accelerators: [String])] {
    (HyperVEnum.all.values.map { $0 as TypeReference } + HyperVClass.all.values + HyperVFailure.exceptions).map {
      ($0, [])
    }
  }
}
