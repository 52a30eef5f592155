internal import HyperV
internal import PowerShell

/// What an object of `VMNestedRequirement` is: a requirement of nested virtualization, as it was found for a machine.
struct NestedRequirementObject: Sendable {
  let machine: MachineObject
  let requirement: NestedRequirement

  static let type = TypeReference(
    "\(HyperVEnum.namespace).VMNestedRequirement", base: HyperVClass.virtualizationObject,
    members: MemberTable(properties: properties))

  private static let field = Fields<NestedRequirementObject>()

  private static let properties: [Property] = [
    field("VMName") { .string($0.machine.name) },
    field("Requirement") { .string($0.requirement.name.rawValue) },
    field("Required") { .string($0.requirement.required) },
    field("Measured") { .string($0.requirement.measured) },
    // Nothing where it cannot be told.
    field("Met") { $0.requirement.isMet.map { .boolean($0) } ?? .null },
    field("Reason") { .string($0.requirement.reason) },
    field("Mend") { .text($0.requirement.mend) },
    field("ComputerName") { .string($0.machine.connection.computerName) },
    field("IsDeleted", false),
  ]

  var value: Value { .object(HostObject(Self.type, payload: self)) }
}
