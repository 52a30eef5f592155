public import GuestLink
public import HyperV

/// What a lab needs of a host: the part of its API that plans and runs use. A host's client has it, and so has
/// whatever stands in for one in a test.
public protocol LabHost: Sendable {
  associatedtype Inside: LabHost

  /// The host inside `machine`, a nested host that runs.
  func inside(_ machine: String) -> Inside
  func status() async throws -> HostStatus
  func machine(_ name: String) async throws -> MachineResource
  func createMachine(_ configuration: MachineConfiguration) async throws -> MachineResource
  func updateMachine(_ name: String, _ configuration: MachineConfiguration) async throws -> MachineResource
  func removeMachine(_ name: String) async throws
  func startMachine(_ name: String) async throws -> MachineResource
  /// Through the agent; returns when the machine is Off.
  func shutDownMachine(_ name: String) async throws -> MachineResource
  func turnOffMachine(_ name: String) async throws -> MachineResource
  /// Returns when the agent answers and, in a nested host, its service does too.
  func waitForGuest(_ name: String, seconds: Double) async throws -> MachineResource
  func createSwitch(_ configuration: SwitchConfiguration) async throws -> SwitchResource
  func updateSwitch(_ name: String, _ configuration: SwitchConfiguration) async throws -> SwitchResource
  func removeSwitch(_ name: String) async throws
  func createNAT(_ configuration: NATConfiguration) async throws -> NATResource
  func removeNAT(_ name: String) async throws
  func execute(_ machine: String, _ request: ExecRequest) async throws -> ExecResult
  func guestInformation(_ machine: String) async throws -> GuestInformation
}
