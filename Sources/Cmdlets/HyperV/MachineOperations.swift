internal import HostAPI
internal import HyperV
internal import PowerShell

/// Start-, Stop-, Restart-, Suspend-, Resume- and Wait-VM.
enum MachineOperations {
  static let all: [CmdletDefinition] = [start, stop, restart, suspend, resume, wait]

  /// What Hyper-V warns with where there is nothing to do (windows-powershell-docs #3175).
  static let alreadyThere = "The virtual machine is already in the specified state."

  private static let start = CmdletDefinition(
    "Start-VM", "Starts virtual machines, or resumes paused ones.", supports: "Name VM ComputerName"
  ) { call in
    try change(
      call, "Start-VM will start the virtual machine", isThere: { $0 == .running },
      after: { if $0 == .off { try NestedRequirementCmdlets.warn(call, $1) } }
    ) { client, name in
      if try await client.machine(name).status.state == .paused { return try await client.resumeMachine(name) }
      return try await client.startMachine(name)
    }
  }

  private static let stop = CmdletDefinition(
    "Stop-VM", "Shuts virtual machines down through their guests, or turns them off.",
    supports: "Name VM ComputerName TurnOff Force"
  ) { call in
    let turnsOff = call.bound.isSet("TurnOff")
    for machine in try call.machines("Name") {
      let verb = turnsOff ? "turn off" : "shut down"
      guard try call.proceeds("Stop-VM will \(verb) the virtual machine \"\(machine.name)\".") else { continue }
      try call.attempt {
        if machine.current.status.state == .off {
          try call.invocation.writeWarning(alreadyThere)
        } else if turnsOff {
          try call.operate(machine) { try await $0.turnOffMachine($1) }
        } else {
          try shutDown(call, machine)
        }
        try call.pass(machine.value)
      }
    }
  }

  /// Where the guest cannot be told, Hyper-V asks whether to turn the machine off; -Force is an answer.
  private static func shutDown(_ call: HostCall, _ machine: MachineObject) throws {
    do {
      try call.operate(machine) { try await $0.shutDownMachine($1) }
    } catch let error as DrosteError where error.message.contains("the Shutdown integration service is unavailable") {
      let question =
        "Hyper-V cannot shut down virtual machine \(machine.name) because the Shutdown integration service is "
        + "unavailable. To avoid potential data loss, you can pause or save the state of the virtual machine. The other "
        + "option is to turn off the virtual machine, but data loss might occur."
      guard try call.bound.isSet("Force") || isSure(call, question, machine) else { return }
      try call.operate(machine) { try await $0.turnOffMachine($1) }
    }
  }

  /// Where nobody can be asked, what is wrong is told instead.
  private static func isSure(_ call: HostCall, _ question: String, _ machine: MachineObject) throws -> Bool {
    do { return try call.invocation.shouldContinue(question) } catch let error as PowerShellError
      where error.id == NotInteractive.error.id
    {
      throw DrosteError(
        .invalidState, question, cause: error.message, hint: "Stop-VM \"\(machine.name)\" -TurnOff")
    }
  }

  private static let restart = CmdletDefinition(
    "Restart-VM", "Resets virtual machines, and waits for their guests where -Wait asks for it.",
    supports: "Name VM ComputerName Force Wait For Delay Timeout"
  ) { call in
    for machine in try call.machines("Name") {
      let name = machine.name
      guard try call.proceeds("Restart-VM will restart the virtual machine \"\(name)\"."),
        try call.isSure("Are you sure you want to restart virtual machine \"\(name)\"?")
      else { continue }
      try call.attempt {
        try call.operate(machine) { try await $0.restartMachine($1) }
        if call.bound.isSet("Wait") { try GuestWait(call, standard: .reboot).wait(machine) }
        try call.pass(machine.value)
      }
    }
  }

  private static let suspend = CmdletDefinition(
    "Suspend-VM", "Pauses virtual machines: their processors stand still, their memory stays.",
    supports: "Name VM ComputerName"
  ) { call in
    try change(call, "Suspend-VM will suspend the virtual machine", isThere: { $0 == .paused }) {
      try await $0.suspendMachine($1)
    }
  }

  private static let resume = CmdletDefinition(
    "Resume-VM", "Lets paused virtual machines run on.", supports: "Name VM ComputerName"
  ) { call in
    try change(call, "Resume-VM will resume the virtual machine", isThere: { $0 == .running }) {
      try await $0.resumeMachine($1)
    }
  }

  private static let wait = CmdletDefinition(
    "Wait-VM", "Waits until a guest answers, or has an address.", supports: "Name VM ComputerName For Delay Timeout"
  ) { call in
    for machine in try call.machines("Name") {
      try call.attempt {
        try GuestWait(call, standard: .heartbeat).wait(machine)
        try call.pass(machine.value)
      }
    }
  }

  /// Brings each machine to a state; one that has it already is a warning.
  ///
  /// - Parameter after: called when a machine has been brought there, with the state that it had.
  private static func change(
    _ call: HostCall, _ description: String, isThere: (MachineState) -> Bool,
    after: (MachineState, MachineObject) throws -> Void = { _, _ in },
    _ operation: @escaping @Sendable (HostClient, String) async throws -> MachineResource
  ) throws {
    for machine in try call.machines("Name") {
      guard try call.proceeds("\(description) \"\(machine.name)\".") else { continue }
      try call.attempt {
        if isThere(machine.current.status.state) {
          try call.invocation.writeWarning(alreadyThere)
        } else {
          let before = machine.current.status.state
          try call.operate(machine, operation)
          try after(before, machine)
        }
        try call.pass(machine.value)
      }
    }
  }
}
