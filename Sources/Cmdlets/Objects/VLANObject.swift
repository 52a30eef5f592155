internal import HyperV
internal import PowerShell

/// What an object of `VMNetworkAdapterVlanSetting` is: the VLANs of an adapter.
struct VLANObject: Sendable {
  enum Parent: Sendable {
    case machine(AdapterObject)
    case host(InternalAdapterObject)
  }
  let parent: Parent

  init(_ parent: Parent) { self.parent = parent }

  static let type = TypeReference(
    "\(HyperVEnum.namespace).VMNetworkAdapterVlanSetting", base: HyperVClass.virtualizationObject,
    members: MemberTable(properties: properties))

  private static let field = Fields<VLANObject>()

  private static let properties: [Property] = [
    field("OperationMode") { HyperVEnum.value("VMNetworkAdapterVlanMode", $0.configuration.modeName) },
    field("AccessVlanId") { if case .access(let id) = $0.configuration { .int32(Int32(id)) } else { 0 } },
    field("NativeVlanId") { if case .trunk(let id, _) = $0.configuration { .int32(Int32(id)) } else { 0 } },
    field("AllowedVlanIdList") { .array($0.allowed.map { .int32(Int32($0)) }) },
    field("AllowedVlanIdListString") {
      if case .trunk(_, let set) = $0.configuration { .string(set.description) } else { .string("") }
    },
    // Private VLANs are what no adapter here has.
    field("PrivateVlanMode", .null),
    field("PrimaryVlanId", 0),
    field("SecondaryVlanId", 0),
    field("SecondaryVlanIdList") { _ in .array([]) },
    field("SecondaryVlanIdListString", ""),
    field("ParentAdapter") { $0.parentValue },
    field("IsTemplate", false),
    field("ComputerName") { .string($0.connection.computerName) },
    field("IsDeleted") { if case .machine(let adapter) = $0.parent { .boolean(adapter.isDeleted) } else { false } },
  ]

  private var configuration: VLANConfiguration {
    switch parent {
    case .machine(let adapter): adapter.current.vlan
    case .host(let adapter): adapter.switch.configuration.hostAdapterVLAN
    }
  }

  private var allowed: [Int] { if case .trunk(_, let set) = configuration { set.ids } else { [] } }

  private var connection: HostConnection {
    switch parent {
    case .machine(let adapter): adapter.machine.connection
    case .host(let adapter): adapter.connection
    }
  }

  private var parentValue: Value {
    switch parent {
    case .machine(let adapter): adapter.value
    case .host(let adapter): adapter.value
    }
  }

  /// The columns of its default table that are its parent's.
  var object: ObjectReference { HostObject(Self.type, payload: self) }

  var value: Value { .object(object) }
}
