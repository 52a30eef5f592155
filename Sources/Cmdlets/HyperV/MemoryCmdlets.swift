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
    "Set-VMMemory", "Changes how much memory a virtual machine has, and whether that follows what its guest needs.",
    supports:
      "VMName VM VMMemory ComputerName StartupBytes DynamicMemoryEnabled MinimumBytes MaximumBytes Buffer Priority"
  ) { call in
    let machines = try call.bound.objects("VMMemory", as: MemoryObject.self)?.map(\.machine) ?? call.machines()
    for machine in machines {
      let text = "Set-VMMemory will configure memory for the virtual machine \"\(machine.name)\"."
      guard try call.proceeds(text) else { continue }
      try call.attempt {
        try call.update(machine) { configuration in
          if let isDynamic = call.bound.boolean("DynamicMemoryEnabled") {
            configuration.memory.dynamicMemoryEnabled = isDynamic
          }
          call.setAmounts(
            &configuration.memory, startup: "StartupBytes", minimum: "MinimumBytes", maximum: "MaximumBytes")
          if let buffer = call.bound.integer("Buffer") { configuration.memory.buffer = Int(clamping: buffer) }
          if let priority = call.bound.integer("Priority") { configuration.memory.priority = Int(clamping: priority) }
        }
        try call.pass(MemoryObject(machine: machine).value)
      }
    }
  }
}

extension HostCall {
  /// Takes the amounts that the parameters of these names give.
  func setAmounts(_ memory: inout MemoryConfiguration, startup: String, minimum: String, maximum: String) {
    if let bytes = bound.integer(startup) { memory.startupBytes = UInt64(clamping: bytes) }
    if let bytes = bound.integer(minimum) { memory.minimumBytes = UInt64(clamping: bytes) }
    if let bytes = bound.integer(maximum) { memory.maximumBytes = UInt64(clamping: bytes) }
  }
}
