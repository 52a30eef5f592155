public import Ethernet
public import FoundationEssentials

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
  /// Nil until the service takes one from the host's pool.
  public var macAddress: MACAddress?
  /// Whether the address is from the pool (Hyper-V's `DynamicMacAddressEnabled`). The service sets it with an address that it
  /// gives.
  public var isMACAddressDynamic: Bool
  /// Off: only frames with the adapter's own source address pass. On: the switch learns several.
  public var macAddressSpoofing: OnOffState
  /// On: DHCP messages of a server are not taken from the machine.
  public var dhcpGuard: OnOffState
  /// On: router advertisements and redirections are not taken from the machine.
  public var routerGuard: OnOffState
  public var vlan: VLANConfiguration
  /// With spoofing Off: addresses of what is inside the machine that may send beside its own, at most 64.
  public var allowedMACAddresses: [MACAddress]
  public var portMirroring: PortMirroringMode
  public var bandwidth: BandwidthConfiguration
  /// Frames of broadcast, multicast and unknown unicast that it may send in a second; 0: no limit.
  public var stormLimit: UInt32
  /// What may pass, at most 512.
  public var accessControl: [AccessControlEntry]

  public init(
    name: String = "Network Adapter", switchName: String? = nil, macAddress: MACAddress? = nil,
    isMACAddressDynamic: Bool? = nil, macAddressSpoofing: OnOffState = .off, dhcpGuard: OnOffState = .off,
    routerGuard: OnOffState = .off, vlan: VLANConfiguration = .untagged, allowedMACAddresses: [MACAddress] = [],
    portMirroring: PortMirroringMode = .none, bandwidth: BandwidthConfiguration = BandwidthConfiguration(),
    stormLimit: UInt32 = 0, accessControl: [AccessControlEntry] = []
  ) {
    self.name = name
    self.switchName = switchName
    self.macAddress = macAddress
    self.isMACAddressDynamic = isMACAddressDynamic ?? (macAddress == nil)
    self.macAddressSpoofing = macAddressSpoofing
    self.dhcpGuard = dhcpGuard
    self.routerGuard = routerGuard
    self.vlan = vlan
    self.allowedMACAddresses = allowedMACAddresses
    self.portMirroring = portMirroring
    self.bandwidth = bandwidth
    self.stormLimit = stormLimit
    self.accessControl = accessControl
  }

  /// What earlier versions did not write is as they had it: an address in Microsoft's range 00-15-5D came from the pool.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    let macAddress = try container.decodeIfPresent(MACAddress.self, forKey: .macAddress)
    self.init(
      name: try container.decode(String.self, forKey: .name),
      switchName: try container.decodeIfPresent(String.self, forKey: .switchName), macAddress: macAddress,
      isMACAddressDynamic: try container.decodeIfPresent(Bool.self, forKey: .isMACAddressDynamic)
        ?? (macAddress.map { $0.rawValue >> 24 == 0x0015_5D } ?? true),
      macAddressSpoofing: try container.decode(OnOffState.self, forKey: .macAddressSpoofing),
      dhcpGuard: try container.decodeIfPresent(OnOffState.self, forKey: .dhcpGuard) ?? .off,
      routerGuard: try container.decodeIfPresent(OnOffState.self, forKey: .routerGuard) ?? .off,
      vlan: try container.decodeIfPresent(VLANConfiguration.self, forKey: .vlan) ?? .untagged,
      allowedMACAddresses: try container.decodeIfPresent([MACAddress].self, forKey: .allowedMACAddresses) ?? [],
      portMirroring: try container.decodeIfPresent(PortMirroringMode.self, forKey: .portMirroring) ?? .none,
      bandwidth: try container.decodeIfPresent(BandwidthConfiguration.self, forKey: .bandwidth)
        ?? BandwidthConfiguration(),
      stormLimit: try container.decodeIfPresent(UInt32.self, forKey: .stormLimit) ?? 0,
      accessControl: try container.decodeIfPresent([AccessControlEntry].self, forKey: .accessControl) ?? [])
  }
}

extension NetworkAdapterConfiguration {
  /// What is wrong with what the adapter may send and receive, each as `field: text`.
  public var policyProblems: [String] {
    vlan.problems.map { "vlan: \($0)" }
      + allowedMACAddresses.allowedProblems(
        "allowedMACAddresses", own: macAddress, macAddressSpoofing: macAddressSpoofing)
      + bandwidth.problems.map { "bandwidth.\($0)" } + accessControl.problems("accessControl")
  }
}

/// A machine's network adapter, as it is.
public struct NetworkAdapterStatus: Codable, Hashable, Sendable {
  public var name: String
  public var macAddress: MACAddress?
  /// The switch that it is plugged into; nil when it is not, or that switch is gone.
  public var switchID: UUID?
  public var switchName: String?
  /// Whether the machine runs and the adapter is plugged into a switch that is there.
  public var connected: Bool
  /// The addresses that the agent saw on the interface with this MAC address, without prefix length. Empty while the machine is
  /// Off, the agent does not answer, or Key-Value Pair Exchange is not enabled.
  public var ipAddresses: [String]

  public init(
    name: String, macAddress: MACAddress? = nil, switchID: UUID? = nil, switchName: String? = nil,
    connected: Bool = false, ipAddresses: [String] = []
  ) {
    self.name = name
    self.macAddress = macAddress
    self.switchID = switchID
    self.switchName = switchName
    self.connected = connected
    self.ipAddresses = ipAddresses
  }
}
