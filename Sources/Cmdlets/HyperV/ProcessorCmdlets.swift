internal import HyperV
internal import PowerShell

/// Get- and Set-VMProcessor.
enum ProcessorCmdlets {
  static let all: [CmdletDefinition] = [get, set]

  private static let get = CmdletDefinition(
    "Get-VMProcessor", "Gives the processors of virtual machines.", supports: "VMName VM ComputerName"
  ) { call in
    for machine in try call.machines() { try call.write(ProcessorObject(machine: machine).value) }
  }

  private static let set = CmdletDefinition(
    "Set-VMProcessor", "Changes the number of a virtual machine's processors, and whether it can run machines itself.",
    supports: "VMName VM VMProcessor ComputerName Count ExposeVirtualizationExtensions", facts: facts
  ) { call in
    let machines = try call.bound.objects("VMProcessor", as: ProcessorObject.self)?.map(\.machine) ?? call.machines()
    for machine in machines {
      let text = "Set-VMProcessor will configure the processor settings of the virtual machine \"\(machine.name)\"."
      guard try call.proceeds(text) else { continue }
      try call.attempt {
        try call.update(machine) { configuration in
          if let count = call.bound.integer("Count") { configuration.processor.count = Int(clamping: count) }
          if let isExposed = call.bound.boolean("ExposeVirtualizationExtensions") {
            configuration.processor.exposeVirtualizationExtensions = isExposed
          }
        }
        try call.pass(ProcessorObject(machine: machine).value)
      }
    }
  }

  private static let facts: [String: CmdletDefinition.Fact] = [
    "CompatibilityForMigrationEnabled": .init("False", "a machine's processor is that of its host."),
    "CompatibilityForOlderOperatingSystemsEnabled": .init("False", "a machine's processor is that of its host."),
    "EnableHostResourceProtection": .init("False", "a machine may use all of its processors."),
    "HwThreadCountPerCore": .init("1", "each processor is a core of its own."),
    "Maximum": .init("100", "a machine may use all of its processors."),
    "Reserve": .init("0", "processors are not reserved."),
    "RelativeWeight": .init("100", "all machines weigh the same."),
  ]
}
