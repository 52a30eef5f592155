internal import HyperV
internal import PowerShell

/// Set-VM.
enum MachineSettings {
  static let definition = CmdletDefinition(
    "Set-VM", "Changes a virtual machine's name, notes, processors and memory.",
    supports: "Name VM ComputerName ProcessorCount StaticMemory DynamicMemory MemoryStartupBytes MemoryMinimumBytes "
      + "MemoryMaximumBytes Notes NewVMName", facts: facts
  ) { call in
    let (isDynamic, isStatic) = (call.bound.isSet("DynamicMemory"), call.bound.isSet("StaticMemory"))
    if isDynamic, isStatic {
      throw DrosteError(
        .invalidParameter, "The parameters DynamicMemory and StaticMemory cannot be used together.",
        hint: "Set-VM with one of them")
    }
    for machine in try call.machines("Name") {
      guard try call.proceeds("Set-VM will configure the virtual machine \"\(machine.name)\".") else { continue }
      try call.attempt {
        try call.update(machine) { configuration in
          if let count = call.bound.integer("ProcessorCount") { configuration.processor.count = Int(clamping: count) }
          if isDynamic || isStatic { configuration.memory.dynamicMemoryEnabled = isDynamic }
          call.setAmounts(
            &configuration.memory, startup: "MemoryStartupBytes", minimum: "MemoryMinimumBytes",
            maximum: "MemoryMaximumBytes")
          if let notes = call.bound.string("Notes") { configuration.notes = notes }
          if let name = call.bound.string("NewVMName") { configuration.name = name }
        }
        try call.pass(machine.value)
      }
    }
  }

  private static let facts: [String: CmdletDefinition.Fact] = [
    "AutomaticStartAction": .init("Nothing", "this host starts no machine when it comes back."),
    "AutomaticStartDelay": .init("0", "this host starts no machine when it comes back."),
    "AutomaticStopAction": .init("TurnOff", "a host that is switched off saves and shuts down no machine."),
    "AutomaticCheckpointsEnabled": .init("False", "this host makes no checkpoints."),
    "CheckpointType": .init("Disabled", "this host makes no checkpoints."),
  ]
}
