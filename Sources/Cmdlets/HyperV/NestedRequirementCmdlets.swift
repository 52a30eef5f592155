internal import HostAPI
internal import HyperV
internal import PowerShell

/// Test-VMNestedVirtualization, which Windows has not: its requirements are in the documentation only.
enum NestedRequirementCmdlets {
  static let test = CmdletDefinition(
    "Test-VMNestedVirtualization",
    "Tests each documented requirement of nested virtualization for virtual machines: an object for each.",
    supports: "VMName VM ComputerName"
  ) { call in
    for machine in try call.machines() {
      try call.attempt {
        let name = machine.name
        for requirement in try machine.connection.read({ try await $0.nestedRequirements(name) }) {
          try call.write(NestedRequirementObject(machine: machine, requirement: requirement).value)
        }
      }
    }
  }

  /// Its parameters, as the other tables have them.
  private static let row = CommandTable.Row(
    name: test.name, module: HyperVModule.name,
    text: """
      # Test-VMNestedVirtualization
      default VMName
      gives Microsoft.HyperV.PowerShell.VMNestedRequirement
      ComputerName String[] in VMName
      !VMName@0<value String[] in VMName
      !VM@0<value VirtualMachine[] in VMObject

      """)

  static func commands(_ environment: HostEnvironment) -> [CommandInfo] { [test.command(row, environment)] }

  /// Warns of each requirement that a machine misses which was just started.
  static func warn(_ call: HostCall, _ machine: MachineObject) throws {
    let current = machine.current
    guard current.configuration.processor.exposeVirtualizationExtensions else { return }
    let missed: [NestedRequirement]
    do {
      missed = try machine.connection.read { try await $0.nestedRequirementsMissed(current) }
    } catch is DrosteError {
      // The machine runs, which is what was asked for. A host of an earlier version does not know the question.
      return
    }
    for requirement in missed { try call.invocation.writeWarning(requirement.warning(machine: machine.name)) }
  }
}
