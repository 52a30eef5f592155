public import Ethernet

/// On and Off, as Hyper-V's cmdlets spell them.
public enum OnOffState: String, Codable, Sendable, CaseIterable {
  case on = "On"
  case off = "Off"
}

/// A machine's network adapter, as asked for.
public struct NetworkAdapterConfiguration: Codable, Hashable, Sendable {
  /// Unique within the machine, without regard to case.
  public var name: String
  /// The switch it is plugged into; nil: not connected.
  public var switchName: String?
  /// Nil until the service takes one from the 00-15-5D pool.
  public var macAddress: MACAddress?
  /// Off: only frames with the adapter's own source address pass. On: the switch learns several.
  public var macAddressSpoofing: OnOffState

  public init(
    name: String = "Network Adapter", switchName: String? = nil, macAddress: MACAddress? = nil,
    macAddressSpoofing: OnOffState = .off
  ) {
    self.name = name
    self.switchName = switchName
    self.macAddress = macAddress
    self.macAddressSpoofing = macAddressSpoofing
  }
}
