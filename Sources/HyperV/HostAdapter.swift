public import Ethernet

/// A network adapter of the host.
public struct HostAdapter: Codable, Hashable, Sendable {
  /// Hyper-V's name: `Ethernet`, `Ethernet 2`, `vEthernet (NAME)`; the Linux name for other kinds (bridges, bonds).
  public var name: String
  /// The Linux name: `eth0`.
  public var interface: String
  /// The Linux interface index.
  public var index: Int
  /// Hyper-V's `InterfaceDescription`: `Hyper-V Virtual Ethernet Adapter #2` for switches' host adapters, for others what the
  /// kernel tells of the hardware and its driver. Unique on a host.
  public var interfaceDescription: String
  public var macAddress: MACAddress?
  /// Bytes of an Ethernet payload.
  public var mtu: Int
  public var isUp: Bool
  /// Whether it is hardware, as far as this host can tell, and free to be an uplink.
  public var isPhysical: Bool
  /// Whether it is a switch's host adapter.
  public var isVirtual: Bool
  /// IPv4 addresses, the primary one first.
  public var addresses: [IPv4Prefix]

  public init(
    name: String, interface: String, index: Int, interfaceDescription: String = "", macAddress: MACAddress?, mtu: Int,
    isUp: Bool, isPhysical: Bool, isVirtual: Bool, addresses: [IPv4Prefix]
  ) {
    self.name = name
    self.interface = interface
    self.index = index
    self.interfaceDescription = interfaceDescription
    self.macAddress = macAddress
    self.mtu = mtu
    self.isUp = isUp
    self.isPhysical = isPhysical
    self.isVirtual = isVirtual
    self.addresses = addresses
  }

  /// What earlier versions wrote has no description.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    self.init(
      name: try container.decode(String.self, forKey: .name),
      interface: try container.decode(String.self, forKey: .interface),
      index: try container.decode(Int.self, forKey: .index),
      interfaceDescription: try container.decodeIfPresent(String.self, forKey: .interfaceDescription) ?? "",
      macAddress: try container.decodeIfPresent(MACAddress.self, forKey: .macAddress),
      mtu: try container.decode(Int.self, forKey: .mtu), isUp: try container.decode(Bool.self, forKey: .isUp),
      isPhysical: try container.decode(Bool.self, forKey: .isPhysical),
      isVirtual: try container.decode(Bool.self, forKey: .isVirtual),
      addresses: try container.decode([IPv4Prefix].self, forKey: .addresses))
  }
}
