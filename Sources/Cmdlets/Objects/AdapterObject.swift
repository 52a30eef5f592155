internal import Ethernet
internal import FoundationEssentials
internal import HyperV
internal import PowerShell

/// What an object of `VMNetworkAdapter` is: an adapter of a machine.
///
/// It is known by its address, which stays when it gets another name; one that has none yet by its name.
struct AdapterObject: Sendable {
  let machine: MachineObject
  private let first: NetworkAdapterConfiguration

  init(_ machine: MachineObject, _ configuration: NetworkAdapterConfiguration) {
    self.machine = machine
    first = configuration
  }

  /// Where it stands in a configuration of its machine; nil when it was removed.
  func index(in configuration: MachineConfiguration) -> Int? {
    configuration.adapters.firstIndex { adapter in
      if let address = first.macAddress, adapter.macAddress == address { return true }
      return false
    } ?? configuration.adapters.firstIndex { Names.same($0.name, first.name) }
  }

  /// As it is, or as it was last.
  var current: NetworkAdapterConfiguration {
    let configuration = machine.current.configuration
    return index(in: configuration).map { configuration.adapters[$0] } ?? first
  }

  var status: NetworkAdapterStatus? {
    let resource = machine.current
    let wanted = current
    return resource.status.adapterStatuses.first {
      $0.macAddress != nil && $0.macAddress == wanted.macAddress || Names.same($0.name, wanted.name)
    }
  }

  var isDeleted: Bool { machine.isDeleted || index(in: machine.current.configuration) == nil }

  var value: Value {
    .object(HostObject(Self.type, payload: self) { payload in (payload as? AdapterObject)?.text })
  }

  private var text: String {
    "VMNetworkAdapter (Name = '\(current.name)', VMName = '\(machine.name)') "
      + "[VMId = '\(machine.id.uuidString.lowercased())']"
  }
}

extension AdapterObject {
  static let type = TypeReference(
    "\(HyperVEnum.namespace).VMNetworkAdapter", base: AdapterClass.base, members: MemberTable(properties: properties))

  private static let field = Fields<AdapterObject>()

  private static let properties: [Property] =
    [
      field("Name") { .string($0.current.name) },
      field("Id") { MachinePart.id($0.machine, "\($0.current.macAddress?.bare ?? $0.current.name)") },
      field("IsLegacy", false),
      field("IsSynthetic", true),
      field("IsManagementOs", false),
      field("IsExternalAdapter", false),
      field("ClusterMonitored", false),
      // All zeros until an address was given, as Hyper-V shows it.
      field("MacAddress") { .string(($0.current.macAddress ?? .zero).bare) },
      field("DynamicMacAddressEnabled") { .boolean($0.current.isMACAddressDynamic) },
      field("Connected") { .boolean($0.current.switchName != nil) },
      field("SwitchName") { .text($0.current.switchName) },
      field("SwitchId") { $0.status?.switchID.map(Value.guid) ?? .null },
      field("IPAddresses") { .list($0.status?.ipAddresses ?? []) },
      // Hyper-V tells the status of an adapter of a machine that runs.
      field("Status") { $0.isActive ? .array([HyperVEnum.value("VMNetworkAdapterOperationalStatus", "Ok")]) : .null },
      field("StatusDescription") { $0.isActive ? .list(["OK"]) : .null },
      field("PoolName", ""),
      field("VlanSetting") { .object(VLANObject(.machine($0)).object) },
      field("MacAddressSpoofing") { .onOff($0.current.macAddressSpoofing) },
      field("DhcpGuard") { .onOff($0.current.dhcpGuard) },
      field("RouterGuard") { .onOff($0.current.routerGuard) },
      field("PortMirroringMode") {
        HyperVEnum.value("VMNetworkAdapterPortMirroringMode", $0.current.portMirroring.rawValue)
      },
      field("StormLimit") { .unsigned($0.current.stormLimit) },
      field("BandwidthSetting") { BandwidthObject.value($0) },
      field("AclList") { .array($0.entries(extended: false).map(\.value)) },
      field("ExtendedAclList") { .array($0.entries(extended: true).map(\.value)) },
      // Not Hyper-V's.
      field("AllowedMacAddress") { .list($0.current.allowedMACAddresses.map(\.bare)) },
    ] + AdapterClass.unused + MachinePart.properties(\AdapterObject.machine)

  /// The machine is not Off.
  private var isActive: Bool { machine.current.status.state != .off }
}

/// What adapters of machines and of hosts have in common.
enum AdapterClass {
  static let base = TypeReference("\(HyperVEnum.namespace).VMNetworkAdapterBase", base: HyperVClass.component)

  private static let field = Fields<AdapterObject>()

  /// What no adapter here does, at the values that say so.
  static let unused: [Property] = [
    field("IeeePriorityTag") { _ in .onOff(.off) },
    field("VirtualSubnetId", .unsigned(UInt32(0))),
    field("DynamicIPAddressLimit", .unsigned(UInt32(0))),
    field("AllowTeaming") { _ in .onOff(.off) },
    field("DeviceNaming") { _ in .onOff(.off) },
    field("IsTemplate", false),
  ]
}
