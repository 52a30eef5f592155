internal import Ethernet
internal import HostAPI
internal import HyperV
internal import PowerShell

/// What an object of `VMNetworkAdapterAclSetting` or `VMNetworkAdapterExtendedAclSetting` is: an access control entry of an
/// adapter.
struct AccessEntryObject: Sendable {
  let adapter: AdapterObject
  let entry: AccessControlEntry

  /// Of basic entries.
  static let type = TypeReference(
    "\(HyperVEnum.namespace).VMNetworkAdapterAclSetting", base: HyperVClass.virtualizationObject,
    members: MemberTable(properties: properties + common))

  static let extendedType = TypeReference(
    "\(HyperVEnum.namespace).VMNetworkAdapterExtendedAclSetting", base: HyperVClass.virtualizationObject,
    members: MemberTable(properties: extendedProperties + common))

  private static let field = Fields<AccessEntryObject>()

  private static let properties: [Property] = [
    field("Action") { HyperVEnum.value("VMNetworkAdapterAclAction", $0.entry.action.rawValue) },
    field("Direction") { HyperVEnum.value("VMNetworkAdapterAclDirection", $0.entry.direction.rawValue) },
    field("LocalAddress") { .string($0.entry.local.shown) },
    field("LocalAddressType") { HyperVEnum.value("VMNetworkAdapterAclType", $0.entry.local.typeName) },
    field("MeteredMegabytes") { .string(try $0.meteredBytes().map { "\($0 >> 20)" } ?? "") },
    field("RemoteAddress") { .string($0.entry.remote.shown) },
    field("RemoteAddressType") { HyperVEnum.value("VMNetworkAdapterAclType", $0.entry.remote.typeName) },
  ]

  private static let extendedProperties: [Property] = [
    field("Direction") { HyperVEnum.value("VMNetworkAdapterExtendedAclDirection", $0.entry.direction.rawValue) },
    field("Action") { HyperVEnum.value("VMNetworkAdapterExtendedAclAction", $0.entry.action.rawValue) },
    field("LocalIPAddress") { .string($0.entry.local.shown) },
    field("RemoteIPAddress") { .string($0.entry.remote.shown) },
    field("LocalPort") { .string($0.entry.localPorts.map(AccessControlEntry.text(of:)) ?? anything) },
    field("RemotePort") { .string($0.entry.remotePorts.map(AccessControlEntry.text(of:)) ?? anything) },
    field("Protocol") { .string($0.entry.payloadProtocol.map(PayloadProtocol.text(of:)) ?? anything) },
    field("Weight") { .int32(Int32(clamping: $0.entry.weight)) },
    field("Stateful", false),
    field("IdleSessionTimeout", 0),
    field("IsolationID", 0),
  ]

  private static let common: [Property] = [
    field("ParentAdapter") { $0.adapter.value },
    field("IsTemplate", false),
    field("ComputerName") { .string($0.adapter.machine.connection.computerName) },
    field("IsDeleted") { .boolean(!$0.adapter.current.accessControl.contains($0.entry)) },
  ]

  /// What cmdlets say and show for every address, port and protocol.
  static let anything = "ANY"

  /// What a meter has counted while the machine has run; nil for other entries, 0 while it is Off.
  private func meteredBytes() throws -> UInt64? {
    guard entry.action == .meter else { return nil }
    let configuration = adapter.current
    guard let switchName = configuration.switchName,
      let index = configuration.accessControl.firstIndex(of: entry)
    else { return 0 }
    let portName = "\(adapter.machine.name)/\(configuration.name)"
    let switches = try adapter.machine.connection.read { try await $0.status().switches }
    let port = switches.first { Names.same($0.configuration.name, switchName) }?.status.ports.first {
      $0.kind == .machine && Names.same($0.name, portName)
    }
    return port?.meters.first { $0.entry == index }?.bytes ?? 0
  }

  var value: Value { .object(HostObject(entry.isExtended ? Self.extendedType : Self.type, payload: self)) }
}

extension AdapterObject {
  /// Its basic or its extended entries.
  func entries(extended: Bool) -> [AccessEntryObject] {
    current.accessControl.filter { $0.isExtended == extended }.map { AccessEntryObject(adapter: self, entry: $0) }
  }
}

extension AddressMatch {
  /// As cmdlets show it.
  fileprivate var shown: String {
    switch self {
    case .any, .anyIP: AccessEntryObject.anything
    case .mac(let address): address.bare
    case .ipv4, .ipv6: description
    }
  }

  /// In `VMNetworkAdapterAclType`.
  fileprivate var typeName: String {
    switch self {
    case .any: "WildcardMac"
    case .anyIP: "WildcardBoth"
    case .mac: "Mac"
    case .ipv4(let prefix): prefix.length == 0 ? "WildcardIPv4" : "IPv4"
    case .ipv6(let prefix): prefix.length == 0 ? "WildcardIPv6" : "IPv6"
    }
  }
}
