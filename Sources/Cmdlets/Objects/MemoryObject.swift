internal import PowerShell

/// What an object of `VMMemory` is: a machine's memory, which is static.
struct MemoryObject: Sendable {
  let machine: MachineObject

  static let type = TypeReference(
    "\(HyperVEnum.namespace).VMMemory", base: HyperVClass.component, members: MemberTable(properties: properties))

  private static let field = Fields<MemoryObject>()
  private static let device = "4764334d-e001-4176-82ee-5594ec9b530e"

  private static let properties: [Property] =
    [
      field("ResourcePoolName", "Primordial"),
      field("DynamicMemoryEnabled", false),
      field("Maximum") { .int64($0.machine.memoryStartup) },
      field("Minimum") { .int64($0.machine.memoryStartup) },
      field("Startup") { .int64($0.machine.memoryStartup) },
      field("Name", "Memory"),
      field("Id") { MachinePart.id($0.machine, device) },
    ] + MachinePart.properties(\MemoryObject.machine)

  var value: Value { .object(HostObject(Self.type, payload: self)) }
}
