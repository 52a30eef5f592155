internal import HyperV
internal import PowerShell

/// What an object of `VMComPort` is: a serial port of a machine.
struct ComPortObject: Sendable {
  let machine: MachineObject
  /// 1 or 2.
  let number: Int

  init(_ machine: MachineObject, number: Int) { (self.machine, self.number) = (machine, number) }

  static let type = TypeReference(
    "\(HyperVEnum.namespace).VMComPort", base: HyperVClass.component, members: MemberTable(properties: properties))

  private static let field = Fields<ComPortObject>()
  private static let device = "8e3a359f-559a-4b6a-98a9-1690a6100ed7"

  private static let properties: [Property] =
    [
      field("Path") { .string($0.path ?? "") },
      field("DebuggerMode") { _ in .onOff(.off) },
      field("Name") { .string("COM \($0.number)") },
      field("Id") { MachinePart.id($0.machine, device, $0.number - 1) },
    ] + MachinePart.properties(\ComPortObject.machine)

  /// What the running machine has, else what it is to have.
  private var path: String? {
    let resource = machine.current
    let ports = resource.status.comPorts.isEmpty ? resource.configuration.comPorts : resource.status.comPorts
    return ports.first { $0.number == number }?.path
  }

  var value: Value { .object(HostObject(Self.type, payload: self)) }
}
