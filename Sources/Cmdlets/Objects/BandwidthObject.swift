internal import HyperV
internal import PowerShell

/// What an object of `VMNetworkAdapterBandwidthSetting` is: how much an adapter may send, and how much is kept for it.
struct BandwidthObject: Sendable {
  let adapter: AdapterObject

  static let type = TypeReference(
    "\(HyperVEnum.namespace).VMNetworkAdapterBandwidthSetting", base: HyperVClass.virtualizationObject,
    members: MemberTable(properties: properties))

  private static let field = Fields<BandwidthObject>()

  private static let properties: [Property] = [
    field("MinimumBandwidthAbsolute") { .int64(Int64(clamping: $0.current.minimumAbsolute)) },
    field("MinimumBandwidthWeight") { .unsigned(UInt32(clamping: $0.current.minimumWeight)) },
    field("MaximumBandwidth") { .int64(Int64(clamping: $0.current.maximum)) },
    field("ParentAdapter") { $0.adapter.value },
    field("IsTemplate", false),
    field("ComputerName") { .string($0.adapter.machine.connection.computerName) },
    field("IsDeleted") { .boolean($0.adapter.isDeleted) },
  ]

  private var current: BandwidthConfiguration { adapter.current.bandwidth }

  /// Null where nothing is set, as Hyper-V has it.
  static func value(_ adapter: AdapterObject) -> Value {
    guard adapter.current.bandwidth != BandwidthConfiguration() else { return .null }
    return .object(HostObject(type, payload: BandwidthObject(adapter: adapter)))
  }
}
