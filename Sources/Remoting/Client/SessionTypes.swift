internal import PowerShell

/// What scripts see of sessions elsewhere.
enum SessionTypes {
  static let session = TypeReference(
    "System.Management.Automation.Runspaces.PSSession", .custom, base: BuiltInType.object, members: table)
  static let state = EnumType(
    "System.Management.Automation.Runspaces.RunspaceState",
    [
      "BeforeOpen", "Opening", "Opened", "Closed", "Closing", "Broken", "Disconnecting", "Disconnected", "Connecting",
    ])
  static let availability = EnumType(
    "System.Management.Automation.Runspaces.RunspaceAvailability",
    ["None", "Available", "AvailableForNestedCommand", "Busy", "RemoteDebug"])
  static let targetType = EnumType(
    "System.Management.Automation.Runspaces.TargetMachineType", ["RemoteMachine", "VirtualMachine", "Container"])

  static func object(_ session: RemoteSession) -> Value {
    .object(
      HostObject(Self.session, payload: session) { payload in
        (payload as? RemoteSession).map { "[PSSession]\($0.name)" }
      })
  }

  private static let table = MemberTable(properties: [
    property("State") { named(state, $0.state.rawValue) },
    property("ComputerName") { .string($0.computerName) },
    property("ComputerType") { named(targetType, isMachine($0) ? "VirtualMachine" : "RemoteMachine") },
    property("ConfigurationName") { isMachine($0) ? "" : "Microsoft.PowerShell" },
    property("InstanceId") { .guid($0.instanceID) },
    property("Id") { .count($0.id) },
    property("Name") { .string($0.name) },
    property("Availability") {
      named(availability, $0.state != .opened ? "None" : $0.isBusy ? "Busy" : "Available")
    },
    property("Transport") { isMachine($0) ? "VMBus" : "Process" },
    property("VMId") {
      if case .machineID(let id) = $0.target { Guid(id).map { .guid($0) } ?? .string(id) } else { .null }
    },
    property("VMName") { if case .machine(let name) = $0.target { .string(name) } else { .null } },
  ])

  private static func isMachine(_ session: RemoteSession) -> Bool { session.target != .localProcess }

  private static func named(_ type: EnumType, _ name: String) -> Value {
    type.value(named: name).map { .enumeration($0) } ?? .string(name)
  }

  private static func property(_ name: String, _ get: @escaping @Sendable (RemoteSession) -> Value) -> Property {
    Property(name) { value, _ in value.payload(as: RemoteSession.self).map(get) ?? .null }
  }
}
