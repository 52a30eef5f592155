internal import Netlink
internal import PowerShell

/// The module NetAdapter.
enum NetAdapterCommands {
  private static let module = "NetAdapter"

  /// How one adapter or several are named where they are changed.
  private static let target = """
    !Name@0 String[] = ifAlias, InterfaceAlias in ByName
    !InterfaceDescription<property String[] = ifDesc in ByInstanceID
    !InputObject<value CimInstance[] in InputObject (cdxml)
    IncludeHidden SwitchParameter in ByName, ByInstanceID
    PassThru SwitchParameter
    \(NetworkCommand.remote)

    """
  private static let inputType = ["InputObject": "Microsoft.Management.Infrastructure.CimInstance#MSFT_NetAdapter"]

  static let all: [NetworkCommand] = [
    NetworkCommand(
      name: "Get-NetAdapter", module: module, synopsis: "Lists the network adapters of this computer.",
      defaultSetName: "ByName",
      lines: """
        Name@0 String[] = ifAlias, InterfaceAlias in ByName
        !InterfaceDescription<property String[] = ifDesc in ByInstanceID
        !InterfaceIndex<property UInt32[] = ifIndex in ByIfIndex
        IncludeHidden SwitchParameter
        Physical SwitchParameter
        \(NetworkCommand.remote)
        """, outputs: [CimClass.adapter.typeName]
    ) { environment in
      ClosureCmdlet { invocation in
        let adapters = try AdapterSelection.select(invocation, NetworkState(environment))
        try invocation.writeOutput(adapters.map { .object(AdapterObject.make($0)) })
      }
    },
    NetworkCommand(
      name: "Get-NetAdapterStatistics", module: module, synopsis: "Shows how much passed through network adapters.",
      defaultSetName: "ByName",
      lines: """
        Name@0<property String[] = ifAlias, InterfaceAlias in ByName
        !InterfaceDescription<property String[] = ifDesc, InstanceID in ByInstanceID
        IncludeHidden SwitchParameter
        \(NetworkCommand.remote)
        """, outputs: [CimClass.statistics.typeName]
    ) { environment in
      ClosureCmdlet { invocation in
        let adapters = try AdapterSelection.select(invocation, NetworkState(environment))
        try invocation.writeOutput(adapters.map { .object(AdapterObject.statistics($0)) })
      }
    },
    NetworkCommand(
      name: "Set-NetAdapter", module: module, synopsis: "Changes the MAC address of a network adapter.",
      defaultSetName: "ByName", supportsShouldProcess: true, confirmImpact: .high,
      lines: target + """
        MacAddress String = LinkLayerAddress
        ~VlanID UInt16
        ~NoRestart SwitchParameter
        """, typeNames: inputType
    ) { environment in
      AdapterChanges.cmdlet(environment, { adapter, _ in "Set-NetAdapter '\(adapter.name)'" }) {
        try AdapterChanges.setAddress($0, $1, $2)
      }
    },
    NetworkCommand(
      name: "Rename-NetAdapter", module: module, synopsis: "Gives a network adapter another name.",
      defaultSetName: "ByName", supportsShouldProcess: true, lines: target + "!NewName@1", typeNames: inputType
    ) { environment in
      AdapterChanges.cmdlet(
        environment,
        { "Rename-NetAdapter '\($0.name)' -NewName '\($1.bound.string("NewName") ?? "")'" }
      ) { try AdapterChanges.rename($0, $1, $2) }
    },
    NetworkCommand(
      name: "Enable-NetAdapter", module: module, synopsis: "Switches a network adapter on.", defaultSetName: "ByName",
      supportsShouldProcess: true, lines: target, typeNames: inputType
    ) { environment in
      AdapterChanges.cmdlet(environment, { adapter, _ in "Enable-NetAdapter '\(adapter.name)'" }) { adapter, _, state in
        try state.client.setLink(adapter.index, .up(true))
      }
    },
    NetworkCommand(
      name: "Disable-NetAdapter", module: module, synopsis: "Switches a network adapter off.",
      defaultSetName: "ByName", supportsShouldProcess: true, confirmImpact: .high, lines: target, typeNames: inputType
    ) { environment in
      AdapterChanges.cmdlet(environment, { adapter, _ in "Disable-NetAdapter '\(adapter.name)'" }) {
        adapter, _, state in
        try state.client.setLink(adapter.index, .up(false))
      }
    },
    NetworkCommand(
      name: "Restart-NetAdapter", module: module, synopsis: "Switches a network adapter off and on again.",
      defaultSetName: "ByName", supportsShouldProcess: true, lines: target, typeNames: inputType
    ) { environment in
      AdapterChanges.cmdlet(environment, { adapter, _ in "Restart-NetAdapter '\(adapter.name)'" }) {
        adapter, _, state in
        try AdapterChanges.restart(adapter, state)
      }
    },
  ]
}
