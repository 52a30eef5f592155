public import Ethernet
public import FoundationEssentials

/// Hyper-V's switch types, and NAT: a switch with translation, DHCP and DNS of its own that needs no rights.
public enum SwitchType: String, Codable, Sendable, CaseIterable {
  /// Machines only.
  case `private` = "Private"
  /// Machines and the host, which has the adapter `vEthernet (NAME)`.
  case `internal` = "Internal"
  /// Machines, the host, and a physical adapter.
  case external = "External"
  /// Machines, and the outside through translation in user space.
  case nat = "NAT"
}

/// A virtual switch, as asked for.
public struct SwitchConfiguration: Codable, Hashable, Sendable {
  /// 1 to 100 characters, unique on a host without regard to case.
  public var name: String
  public var type: SwitchType
  /// External only: the host's adapter, as Linux (`eth0`) or Hyper-V (`Ethernet`) names it.
  public var netAdapterName: String?
  /// External only: whether the host keeps using the adapter, through `vEthernet (NAME)`.
  public var allowManagementOS: Bool
  /// Internal: the host's address on `vEthernet (NAME)`. NAT: the gateway's address and the prefix it serves.
  public var address: IPv4Prefix?
  /// NAT only: whether machines reach the host's 127.0.0.1 at the gateway's address. Off unless asked for.
  public var hostLoopback: Bool
  /// Bytes of an Ethernet payload, 576 to 9000; offered to machines by DHCP (option 26).
  public var mtu: Int
  /// Internal and External: the VLANs of the host adapter `vEthernet (NAME)`.
  public var hostAdapterVLAN: VLANConfiguration
  /// What may be kept for its ports. It does not change after the switch was made.
  public var bandwidthMode: BandwidthMode
  public var notes: String

  public init(
    name: String, type: SwitchType, netAdapterName: String? = nil, allowManagementOS: Bool = true,
    address: IPv4Prefix? = nil, hostLoopback: Bool = false, mtu: Int = 1500,
    hostAdapterVLAN: VLANConfiguration = .untagged, bandwidthMode: BandwidthMode = .default, notes: String = ""
  ) {
    self.name = name
    self.type = type
    self.netAdapterName = netAdapterName
    self.allowManagementOS = allowManagementOS
    self.address = address
    self.hostLoopback = hostLoopback
    self.mtu = mtu
    self.hostAdapterVLAN = hostAdapterVLAN
    self.bandwidthMode = bandwidthMode
    self.notes = notes
  }

  /// What earlier versions did not write has its default.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    self.init(
      name: try container.decode(String.self, forKey: .name),
      type: try container.decode(SwitchType.self, forKey: .type),
      netAdapterName: try container.decodeIfPresent(String.self, forKey: .netAdapterName),
      allowManagementOS: try container.decode(Bool.self, forKey: .allowManagementOS),
      address: try container.decodeIfPresent(IPv4Prefix.self, forKey: .address),
      hostLoopback: try container.decode(Bool.self, forKey: .hostLoopback),
      mtu: try container.decode(Int.self, forKey: .mtu),
      hostAdapterVLAN: try container.decodeIfPresent(VLANConfiguration.self, forKey: .hostAdapterVLAN) ?? .untagged,
      bandwidthMode: try container.decodeIfPresent(BandwidthMode.self, forKey: .bandwidthMode) ?? .default,
      notes: try container.decode(String.self, forKey: .notes))
  }
}

public struct SwitchResource: Codable, Hashable, Sendable {
  public var id: UUID
  public var configuration: SwitchConfiguration
  public var status: SwitchStatus

  public init(id: UUID, configuration: SwitchConfiguration, status: SwitchStatus) {
    self.id = id
    self.configuration = configuration
    self.status = status
  }
}
