internal import Netlink
internal import PowerShell

/// An adapter's features as the offload cmdlets see them: one feature of Linux may be several switches of Windows, such as
/// `tx-checksum-ip-generic`, which is that of TCP and UDP over both versions of IP.
struct AdapterFeatures {
  let adapter: Adapter
  let features: EthernetFeatures

  /// Nil for what has no features, such as a tunnel without a driver.
  init?(_ adapter: Adapter) {
    guard let features = try? EthernetFeatures(interface: adapter.interface) else { return nil }
    (self.adapter, self.features) = (adapter, features)
  }

  func has(_ names: [String]) -> Bool { names.contains { features[$0] != nil } }
  func isOn(_ names: [String]) -> Bool { names.contains { features[$0]?.isOn ?? false } }

  /// Switches features, remembers what they were, and checks that the driver followed.
  ///
  /// - Throws: OffloadNotChangeable for one that the driver has fixed, or that it does not follow with; NetlinkError.
  func set(_ wanted: [String: Bool], _ state: NetworkState) throws {
    let changes = wanted.filter { features[$0.key]?.isOn != $0.value }
    guard !changes.isEmpty else { return }
    for (name, isOn) in changes.sorted(by: { $0.key < $1.key }) where !(features[name]?.isChangeable ?? false) {
      throw Self.failure(
        "The driver of '\(adapter.name)' has \(name) \(isOn ? "off" : "on") for good, so it cannot be switched "
          + "\(isOn ? "on" : "off").")
    }
    let before = changes.keys.map { ("feature.\($0)", features[$0]?.isOn ?? false ? "1" : "0") }
    try OriginalSettings(adapter, state.environment).remember(Dictionary(uniqueKeysWithValues: before))
    try features.set(changes)
    let now = try EthernetFeatures(interface: adapter.interface)
    for (name, isOn) in changes.sorted(by: { $0.key < $1.key }) where (now[name]?.isOn ?? false) != isOn {
      throw Self.failure(
        "The driver of '\(adapter.name)' did not switch \(name) \(isOn ? "on" : "off"). Segmentation needs checksums: "
          + "enable those first (Enable-NetAdapterChecksumOffload).")
    }
  }

  static func failure(_ message: String) -> PowerShellError {
    PowerShellError(
      message, id: "OffloadNotChangeable", category: .invalidOperation, exceptionType: NetworkFailure.cimException,
      target: CimClass.adapter.target)
  }
}
