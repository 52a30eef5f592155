internal import HyperV
internal import PowerShell

/// Get- and Set-VMMemory.
enum MemoryCmdlets {
  static let all: [CmdletDefinition] = [get, set]

  private static let get = CmdletDefinition(
    "Get-VMMemory", "Gives the memory of virtual machines.", supports: "VMName VM ComputerName"
  ) { call in
    for machine in try call.machines() { try call.write(MemoryObject(machine: machine).value) }
  }

  private static let set = CmdletDefinition(
    "Set-VMMemory", "Changes a virtual machine's memory, which is static.",
    supports: "VMName VM VMMemory ComputerName StartupBytes",
    facts: ["DynamicMemoryEnabled": .init("False", "memory is static: a machine has what it was started with.")]
  ) { call in
    let machines = try call.bound.objects("VMMemory", as: MemoryObject.self)?.map(\.machine) ?? call.machines()
    for machine in machines {
      let text = "Set-VMMemory will configure memory for the virtual machine \"\(machine.name)\"."
      guard try call.proceeds(text) else { continue }
      try call.attempt {
        try call.update(machine) { configuration in
          if let bytes = call.bound.integer("StartupBytes") {
            configuration.memory.startupBytes = UInt64(clamping: bytes)
          }
        }
        try call.pass(MemoryObject(machine: machine).value)
      }
    }
  }
}
