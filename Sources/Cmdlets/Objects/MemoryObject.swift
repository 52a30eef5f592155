internal import HyperV
internal import PowerShell

/// What an object of `VMMemory` is: a machine's memory, as asked for.
struct MemoryObject: Sendable {
  let machine: MachineObject

  static let type = TypeReference(
    "\(HyperVEnum.namespace).VMMemory", base: HyperVClass.component, members: MemberTable(properties: properties))

  private static let field = Fields<MemoryObject>()
  private static let device = "4764334d-e001-4176-82ee-5594ec9b530e"

  private static let properties: [Property] =
    [
      field("ResourcePoolName", "Primordial"),
      field("Buffer") { .int32(Int32(clamping: $0.machine.memory.buffer)) },
      field("DynamicMemoryEnabled") { .boolean($0.machine.memory.dynamicMemoryEnabled) },
      field("Maximum") { .int64(Int64(clamping: $0.machine.memory.maximumBytes)) },
      field("Minimum") { .int64(Int64(clamping: $0.machine.memory.minimumBytes)) },
      field("Priority") { .int32(Int32(clamping: $0.machine.memory.priority)) },
      field("Startup") { .int64(Int64(clamping: $0.machine.memory.startupBytes)) },
      field("Name", "Memory"),
      field("Id") { MachinePart.id($0.machine, device) },
    ] + MachinePart.properties(\MemoryObject.machine)

  var value: Value { .object(HostObject(Self.type, payload: self)) }
}
