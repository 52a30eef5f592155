internal import FoundationEssentials
internal import HyperV
internal import PowerShell

extension MachineObject {
  static let type = TypeReference(
    "\(HyperVEnum.namespace).VirtualMachine", base: base, members: MemberTable(properties: properties))

  private static let base = TypeReference(
    "\(HyperVEnum.namespace).VirtualMachineBase",
    base: TypeReference("\(HyperVEnum.namespace).ComputeResource", base: HyperVClass.virtualizationObject))

  private static let field = Fields<MachineObject>()

  private static let properties: [Property] = [
    field("VMName") { .string($0.name) },
    field("VMId") { .guid($0.id) },
    field("Id") { .guid($0.id) },
    field("Name") { .string($0.name) },
    field("State") { HyperVEnum.value(HyperVEnum.state, $0.current.status.state.rawValue) },
    // No service of the guest is of another version than its host: the agent comes with the image.
    field("OperationalStatus") { _ in .array([HyperVEnum.value(HyperVEnum.operationalStatus, "Ok")]) },
    field("PrimaryOperationalStatus") { _ in HyperVEnum.value(HyperVEnum.operationalStatus, "Ok") },
    field("SecondaryOperationalStatus", .null),
    field("StatusDescriptions") { _ in .list(["Operating normally"]) },
    field("PrimaryStatusDescription", "Operating normally"),
    field("SecondaryStatusDescription", .null),
    field("Status", "Operating normally"),
    field("Heartbeat") { $0.heartbeat },
    // Nothing is replicated, metered or checkpointed here.
    field("ReplicationState") { _ in HyperVEnum.value("VMReplicationState", "Disabled") },
    field("ReplicationHealth") { _ in HyperVEnum.value("VMReplicationHealthState", "NotApplicable") },
    field("ReplicationMode") { _ in HyperVEnum.value("VMReplicationMode", "None") },
    field("CPUUsage") { .int32(Int32(clamping: $0.current.status.cpuUsage)) },
    field("MemoryAssigned") { .int64(Int64(clamping: $0.current.status.memoryAssigned)) },
    // A machine whose memory is static is not asked what it needs.
    field("MemoryDemand") { .int64(Int64(clamping: $0.current.status.memoryDemand ?? 0)) },
    field("MemoryStatus") { .string($0.current.status.memoryStatus?.rawValue ?? "") },
    field("SmartPagingFileInUse", false),
    field("Uptime") { .seconds($0.current.status.uptime) },
    field("ResourceMeteringEnabled", false),
    field("CheckpointType") { _ in HyperVEnum.value("CheckpointType", "Disabled") },
    field("AutomaticCheckpointsEnabled", false),
    // A host that was switched off starts no machine when it comes back, and saves none before.
    field("AutomaticStartAction") { _ in HyperVEnum.value("StartAction", "Nothing") },
    field("AutomaticStopAction") { _ in HyperVEnum.value("StopAction", "TurnOff") },
    field("AutomaticStartDelay", 0),
    field("IsDeleted") { .boolean($0.isDeleted) },
    field("ComputerName") { .string($0.connection.computerName) },
    field("Version") { .string($0.current.configuration.version.description) },
    field("VirtualMachineType") { _ in HyperVEnum.value("VirtualMachineType", "RealizedVirtualMachine") },
    field("VirtualMachineSubType") { HyperVEnum.value("VirtualMachineSubType", "Generation\($0.generation)") },
    field("Notes") { .string($0.current.configuration.notes) },
    field("Generation") { .int32(Int32($0.generation)) },
    field("IsClustered", false),
    field("Groups") { _ in .array([]) },
    field("CreationTime") { $0.creationTime },
    field("ParentSnapshotId", .null),
    field("ParentSnapshotName", .null),
    field("ParentCheckpointId", .null),
    field("ParentCheckpointName", .null),
    field("MemoryStartup") { .int64(Int64(clamping: $0.memory.startupBytes)) },
    field("DynamicMemoryEnabled") { .boolean($0.memory.dynamicMemoryEnabled) },
    field("MemoryMinimum") { .int64(Int64(clamping: $0.memory.minimumBytes)) },
    field("MemoryMaximum") { .int64(Int64(clamping: $0.memory.maximumBytes)) },
    field("ProcessorCount") { .int64(Int64($0.current.configuration.processor.count)) },
    field("NetworkAdapters") { machine in .array(machine.adapters.map(\.value)) },
    field("VMIntegrationService") { machine in .array(machine.integrationServices.map(\.value)) },
    field("ComPort1") { ComPortObject($0, number: 1).value },
    field("ComPort2") { ComPortObject($0, number: 2).value },
  ]

  /// What the status tells of a guest whose agent is seen.
  private var heartbeat: Value {
    current.status.heartbeat.map { HyperVEnum.value("VMHeartbeatStatus", $0.rawValue) } ?? .null
  }

  /// In the host's local time, as Windows has it.
  private var creationTime: Value {
    guard let date = current.configuration.createdAt else { return .null }
    let seconds = Int64(date.timeIntervalSince1970.rounded(.down))
    let local = seconds + SystemFacts.localOffset(at: seconds)
    return DateTime(ticks: DateTime.unixTicks + local * TimeSpan.ticksPerSecond, kind: .local).map { .dateTime($0) }
      ?? .null
  }

  var memory: MemoryConfiguration { current.configuration.memory }

  /// A machine that boots from a disk has a BIOS, as generation 1; one that boots from an image needs no firmware and
  /// has none of generation 1's devices.
  var generation: Int {
    if case .disk = current.configuration.boot { 1 } else { 2 }
  }

  var integrationServices: [IntegrationServiceObject] {
    IntegrationService.allCases.map { IntegrationServiceObject(machine: self, service: $0) }
  }

  var adapters: [AdapterObject] { current.configuration.adapters.map { AdapterObject(self, $0) } }
}

/// What the parts of a machine have in common: whose they are.
enum MachinePart {
  /// The properties of Hyper-V's VMComponentObject.
  static func properties<Part: Sendable>(
    _ machine: @escaping @Sendable (Part) -> MachineObject
  ) -> [Property] {
    let field = Fields<Part>()
    return [
      field("VMId") { .guid(machine($0).id) },
      field("VMName") { .string(machine($0).name) },
      field("VMSnapshotId", .guid(Guid.empty)),
      field("VMSnapshotName", ""),
      field("VMCheckpointId", .guid(Guid.empty)),
      field("VMCheckpointName", ""),
      field("ComputerName") { .string(machine($0).connection.computerName) },
      field("IsDeleted") { .boolean(machine($0).isDeleted) },
    ]
  }

  /// `Microsoft:MACHINE\DEVICE\n`.
  static func id(_ machine: MachineObject, _ device: String, _ number: Int = 0) -> Value {
    .string("Microsoft:\(machine.id.uuidString)\\\(device)\\\(number)")
  }
}
