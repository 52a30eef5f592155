internal import FoundationEssentials
internal import HostAPI
internal import HyperV
internal import PowerShell

/// Cmdlets about machines as wholes.
enum MachineCmdlets {
  static let all: [CmdletDefinition] = [
    get, MachineCreation.definition, MachineSettings.definition, remove, rename, updateVersion,
  ]

  private static let get = CmdletDefinition(
    "Get-VM", "Gives the virtual machines of a host.", supports: "Name Id ComputerName"
  ) { call in
    guard let id = call.bound["Id"], case .guid(let guid) = id.unwrapped else {
      for machine in try call.machines("Name") { try call.write(machine.value) }
      return
    }
    for connection in try call.connections() {
      try call.attempt {
        let wanted = UUID(uuidString: guid.text)
        guard let found = try connection.read({ try await $0.status().machines.first { $0.id == wanted } }) else {
          throw DrosteError(.invalidParameter, "Hyper-V was unable to find a virtual machine with id \"\(guid.text)\".")
        }
        try call.write(MachineObject(connection, found).value)
      }
    }
  }

  private static let remove = CmdletDefinition(
    "Remove-VM", "Deletes virtual machines that are Off; their disks stay.",
    supports: "Name VM ComputerName Force"
  ) { call in
    for machine in try call.machines("Name") {
      let name = machine.name
      guard try call.proceeds("Remove-VM will remove virtual machine \"\(name)\"."),
        try call.isSure("Are you sure you want to remove virtual machine \"\(name)\"?")
      else { continue }
      try call.attempt {
        try machine.connection.change { try await $0.removeMachine(name) }
        try call.pass(machine.value)
      }
    }
  }

  private static let rename = CmdletDefinition(
    "Rename-VM", "Gives a virtual machine another name.", supports: "Name VM ComputerName NewName"
  ) { call in
    let name = call.bound.string("NewName") ?? ""
    for machine in try call.machines("Name") {
      guard try call.proceeds("Rename-VM will rename the virtual machine \"\(machine.name)\" to \"\(name)\".") else {
        continue
      }
      try call.attempt {
        try call.update(machine) { $0.name = name }
        try call.pass(machine.value)
      }
    }
  }

  private static let updateVersion = CmdletDefinition(
    "Update-VMVersion", "Raises the configuration version of virtual machines to this host's newest.",
    supports: "Name VM ComputerName Force"
  ) { call in
    for machine in try call.machines("Name") {
      let newest = ConfigurationVersion.newest
      let text =
        "Performing a configuration version update of \"\(machine.name)\" will prevent it from being migrated to or "
        + "imported on previous versions of Windows. This operation is not reversible."
      guard machine.current.configuration.version < newest else {
        try call.invocation.writeWarning(
          "The virtual machine \"\(machine.name)\" has the newest configuration version, \(newest), already.")
        try call.pass(machine.value)
        continue
      }
      guard try call.bound.isSet("Force") || call.proceeds(text) else { continue }
      try call.attempt {
        try call.update(machine) { $0.version = newest }
        try call.pass(machine.value)
      }
    }
  }
}
