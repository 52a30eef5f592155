public import Ethernet
public import FoundationEssentials
public import HyperV

/// All that a switch process is to be: the declaration that the service writes to `config.json` and sends with
/// `apply`. The process changes what differs and leaves every other port alone.
public struct SwitchProcessConfiguration: Codable, Hashable, Sendable {
  /// The switch's id in the service.
  public var id: UUID
  /// The switch's name.
  public var name: String
  /// Bytes of an Ethernet payload, 576 to 9000. Frames longer than `mtu` + 18 are dropped as Malformed.
  public var mtu: Int
  /// At most 256, with unique names.
  public var ports: [PortConfiguration]
  /// The DHCP server inside the switch; nil: none.
  public var dhcp: DHCPConfiguration?
  /// Threads that carry frames, 1 to 8.
  public var workers: Int
  /// The host's processors that the workers are pinned to, one each; empty: they are not pinned.
  public var workerProcessors: [Int]

  public init(
    id: UUID, name: String, mtu: Int = 1500, ports: [PortConfiguration] = [], dhcp: DHCPConfiguration? = nil,
    workers: Int = 1, workerProcessors: [Int] = []
  ) {
    self.id = id
    self.name = name
    self.mtu = mtu
    self.ports = ports
    self.dhcp = dhcp
    self.workers = workers
    self.workerProcessors = workerProcessors
  }

  /// What a service of an earlier version did not write has its default.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    self.init(
      id: try container.decode(UUID.self, forKey: .id), name: try container.decode(String.self, forKey: .name),
      mtu: try container.decode(Int.self, forKey: .mtu),
      ports: try container.decode([PortConfiguration].self, forKey: .ports),
      dhcp: try container.decodeIfPresent(DHCPConfiguration.self, forKey: .dhcp),
      workers: try container.decodeIfPresent(Int.self, forKey: .workers) ?? 1,
      workerProcessors: try container.decodeIfPresent([Int].self, forKey: .workerProcessors) ?? [])
  }
}

/// One port: what it connects to, how, and its security policy.
public struct PortConfiguration: Codable, Hashable, Sendable {
  /// Unique on the switch: `MACHINE/ADAPTER`, `vEthernet (NAME)`, the uplink's interface name, or `NAT`.
  public var name: String
  public var kind: PortKind
  public var endpoint: PortEndpointConfiguration
  /// The adapter's own address. Needed for machines and host adapters; nil for uplinks and NAT.
  public var macAddress: MACAddress?
  /// For machines and host adapters. Uplinks and NAT always learn.
  public var macAddressSpoofing: OnOffState
  /// How many addresses the port may learn beside `macAddress` while spoofing is On, 1 to 4096.
  /// Uplinks and NAT learn at least 4096.
  public var learningCap: Int
  /// For machines and host adapters. Uplinks carry every VLAN, NAT the untagged network.
  public var vlan: VLANConfiguration
  /// On: DHCP messages of a server are not taken from here.
  public var dhcpGuard: OnOffState
  /// On: router advertisements and redirections are not taken from here.
  public var routerGuard: OnOffState
  /// With spoofing Off: addresses of what is inside the machine that may send too, at most 64.
  public var allowedMACAddresses: [MACAddress]
  public var portMirroring: PortMirroringMode
  public var bandwidth: BandwidthConfiguration
  /// Frames of broadcast, multicast and unknown unicast that it may send in a second; 0: no limit.
  public var stormLimit: UInt32
  /// What may pass, at most 512.
  public var accessControl: [AccessControlEntry]

  public init(
    name: String, kind: PortKind, endpoint: PortEndpointConfiguration, macAddress: MACAddress? = nil,
    macAddressSpoofing: OnOffState = .off, learningCap: Int = 64, vlan: VLANConfiguration = .untagged,
    dhcpGuard: OnOffState = .off, routerGuard: OnOffState = .off, allowedMACAddresses: [MACAddress] = [],
    portMirroring: PortMirroringMode = .none, bandwidth: BandwidthConfiguration = BandwidthConfiguration(),
    stormLimit: UInt32 = 0, accessControl: [AccessControlEntry] = []
  ) {
    self.name = name
    self.kind = kind
    self.endpoint = endpoint
    self.macAddress = macAddress
    self.macAddressSpoofing = macAddressSpoofing
    self.learningCap = learningCap
    self.vlan = vlan
    self.dhcpGuard = dhcpGuard
    self.routerGuard = routerGuard
    self.allowedMACAddresses = allowedMACAddresses
    self.portMirroring = portMirroring
    self.bandwidth = bandwidth
    self.stormLimit = stormLimit
    self.accessControl = accessControl
  }

  /// What a service of an earlier version did not write has its default.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    self.init(
      name: try container.decode(String.self, forKey: .name), kind: try container.decode(PortKind.self, forKey: .kind),
      endpoint: try container.decode(PortEndpointConfiguration.self, forKey: .endpoint),
      macAddress: try container.decodeIfPresent(MACAddress.self, forKey: .macAddress),
      macAddressSpoofing: try container.decode(OnOffState.self, forKey: .macAddressSpoofing),
      learningCap: try container.decode(Int.self, forKey: .learningCap),
      vlan: try container.decodeIfPresent(VLANConfiguration.self, forKey: .vlan) ?? .untagged,
      dhcpGuard: try container.decodeIfPresent(OnOffState.self, forKey: .dhcpGuard) ?? .off,
      routerGuard: try container.decodeIfPresent(OnOffState.self, forKey: .routerGuard) ?? .off,
      allowedMACAddresses: try container.decodeIfPresent([MACAddress].self, forKey: .allowedMACAddresses) ?? [],
      portMirroring: try container.decodeIfPresent(PortMirroringMode.self, forKey: .portMirroring) ?? .none,
      bandwidth: try container.decodeIfPresent(BandwidthConfiguration.self, forKey: .bandwidth)
        ?? BandwidthConfiguration(),
      stormLimit: try container.decodeIfPresent(UInt32.self, forKey: .stormLimit) ?? 0,
      accessControl: try container.decodeIfPresent([AccessControlEntry].self, forKey: .accessControl) ?? [])
  }
}

/// How a port's frames get in and out of the switch process.
public enum PortEndpointConfiguration: Codable, Hashable, Sendable {
  /// QEMU's `-netdev stream`: QEMU listens at `socketPath`, the switch connects, again whenever it was lost.
  case stream(socketPath: String)
  /// QEMU's vhost-user network: QEMU listens at `socketPath`, the switch connects, again whenever it was lost. `queuePairs` of
  /// the device, 1 to 8.
  case vhostUser(socketPath: String, queuePairs: Int)
  /// A tap device, which must exist and be ours to open.
  case tap(interface: String)
  /// A packet socket on a physical adapter. Frames to `ownAddresses` (the adapter's own, while the host itself still
  /// uses it) belong to the host and are not taken from the wire.
  case packet(interface: String, ownAddresses: [MACAddress])
  /// libslirp: translation in user space.
  case userNAT(UserNATConfiguration)
}

/// Translation in user space, as seen from the switch.
public struct UserNATConfiguration: Codable, Hashable, Sendable {
  /// The gateway that machines see; libslirp answers ARP for it from 52:55 and its four bytes.
  public var gateway: IPv4Address
  public var prefix: IPv4Prefix
  /// The name server that machines see, within `prefix` and not the gateway.
  public var dns: IPv4Address
  /// Whether the gateway's address reaches the host's 127.0.0.1.
  public var hostLoopback: Bool
  /// Bytes of an Ethernet payload, 576 to 9000.
  public var mtu: Int

  public init(gateway: IPv4Address, prefix: IPv4Prefix, dns: IPv4Address, hostLoopback: Bool = false, mtu: Int = 1500) {
    self.gateway = gateway
    self.prefix = prefix
    self.dns = dns
    self.hostLoopback = hostLoopback
    self.mtu = mtu
  }
}

/// The DHCP server of a switch.
public struct DHCPConfiguration: Codable, Hashable, Sendable {
  /// Server identifier and source address of the answers. With NAT the gateway's: libslirp answers ARP for it.
  public var serverAddress: IPv4Address
  /// Source MAC of the answers; nil: libslirp's for `serverAddress` (52-55 and its four bytes).
  public var serverMACAddress: MACAddress?
  /// The network; its mask is option 1.
  public var prefix: IPv4Prefix
  /// The addresses to give, both included, all within `prefix`, at most 65536.
  public var firstAddress: IPv4Address
  public var lastAddress: IPv4Address
  /// Option 3.
  public var gateway: IPv4Address?
  /// Option 6, at most 3.
  public var dns: [IPv4Address]
  /// Option 26, 576 to 9000.
  public var mtu: Int?
  /// 60 to 4294967294.
  public var leaseSeconds: UInt32

  public init(
    serverAddress: IPv4Address, serverMACAddress: MACAddress? = nil, prefix: IPv4Prefix, firstAddress: IPv4Address,
    lastAddress: IPv4Address, gateway: IPv4Address? = nil, dns: [IPv4Address] = [], mtu: Int? = nil,
    leaseSeconds: UInt32 = 86400
  ) {
    self.serverAddress = serverAddress
    self.serverMACAddress = serverMACAddress
    self.prefix = prefix
    self.firstAddress = firstAddress
    self.lastAddress = lastAddress
    self.gateway = gateway
    self.dns = dns
    self.mtu = mtu
    self.leaseSeconds = leaseSeconds
  }
}
