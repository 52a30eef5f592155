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
    field("PrivateVlanMode") {
      $0.configuration.privateModeName.map { HyperVEnum.value("VMNetworkAdapterPrivateVlanMode", $0) } ?? .null
    },
    field("PrimaryVlanId") { .int32(Int32($0.primary)) },
    field("SecondaryVlanId") { .int32(Int32($0.secondary)) },
    field("SecondaryVlanIdList") { .array($0.secondaries.ids.map { .int32(Int32($0)) }) },
    field("SecondaryVlanIdListString") { .string($0.secondaries.description) },
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

  /// Of a private VLAN; 0 and nothing without one.
  private var primary: Int {
    switch configuration {
    case .untagged, .access, .trunk: 0
    case .privateIsolated(let id, _), .privateCommunity(let id, _), .privatePromiscuous(let id, _): id
    }
  }

  private var secondary: Int {
    switch configuration {
    case .privateIsolated(_, let id), .privateCommunity(_, let id): id
    case .untagged, .access, .trunk, .privatePromiscuous: 0
    }
  }

  private var secondaries: VLANSet {
    if case .privatePromiscuous(_, let set) = configuration { set } else { VLANSet() }
  }

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
