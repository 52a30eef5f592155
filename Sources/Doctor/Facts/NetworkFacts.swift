public import Ethernet

/// A computer's networks.
public struct NetworkFacts: Codable, Hashable, Sendable {
  public var interfaces: [InterfaceFacts] = []
  /// IPv4 routes of the main table.
  public var routes: [RouteFacts] = []
  /// Nil where the kernel does not tell.
  public var ipForward: Bool?
  /// `bridge-nf-call-iptables` and its kin that are on: frames of Linux bridges go through the firewall.
  public var bridgeFilters: [String] = []
  /// Chains at the forward hook whose policy is to drop; nil where they could not be read.
  public var droppingChains: [String]?
  /// What the chain of iptables' old tables is called among them.
  public static let legacyForwardChain = "iptables-legacy FORWARD"
  /// iptables' old tables that are in use, which nft does not list; nil without.
  public var legacyTables: [String]?
  /// Whether their chains could not be read: there is no iptables-legacy.
  public var hasUnreadChains: Bool?
  /// Connections that the kernel follows, and the most it can; nil without connection tracking.
  public var connections: UInt64?
  public var connectionLimit: UInt64?
  /// TCP, UDP and ICMP packets with a wrong checksum, and UDP and TCP packets with a right one.
  public var checksumErrors: UInt64 = 0
  public var receivedPackets: UInt64 = 0
  /// In how many seconds those were counted; nil: since the kernel started.
  public var countedSeconds: UInt64?
  /// What packets of full size to the gateways showed; empty where nothing was sent.
  public var paths: [PathFacts] = []

  public init() {}

  func interface(_ mac: MACAddress?) -> InterfaceFacts? {
    mac.flatMap { mac in interfaces.first { $0.macAddress == mac } }
  }
}

/// A network interface.
public struct InterfaceFacts: Codable, Hashable, Sendable {
  public enum Kind: String, Codable, Sendable {
    case ethernet, bridge, wireless, tap, other
  }

  public var name: String
  public var kind: Kind
  /// The kernel's alias: `vEthernet (Lab)` of a switch's host adapter.
  public var alias: String?
  public var macAddress: MACAddress?
  public var mtu: Int
  public var isUp: Bool
  public var addresses: [IPv4Prefix]

  public init(
    name: String, kind: Kind = .ethernet, alias: String? = nil, macAddress: MACAddress? = nil, mtu: Int = 1500,
    isUp: Bool = true, addresses: [IPv4Prefix] = []
  ) {
    self.name = name
    self.kind = kind
    self.alias = alias
    self.macAddress = macAddress
    self.mtu = mtu
    self.isUp = isUp
    self.addresses = addresses
  }
}

/// An IPv4 route.
public struct RouteFacts: Codable, Hashable, Sendable {
  public var destination: IPv4Prefix
  /// Nil for a network that is connected directly.
  public var gateway: IPv4Address?
  public var interface: String

  public init(destination: IPv4Prefix, gateway: IPv4Address? = nil, interface: String) {
    self.destination = destination
    self.gateway = gateway
    self.interface = interface
  }
}

/// Echo requests to a gateway: a short one, and one that fills the interface's MTU and must not be fragmented.
public struct PathFacts: Codable, Hashable, Sendable {
  public var interface: String
  public var gateway: IPv4Address
  /// Bytes of the long packet: the interface's MTU.
  public var mtu: Int
  public var shortAnswered: Bool
  public var longAnswered: Bool

  public init(interface: String, gateway: IPv4Address, mtu: Int, shortAnswered: Bool, longAnswered: Bool) {
    self.interface = interface
    self.gateway = gateway
    self.mtu = mtu
    self.shortAnswered = shortAnswered
    self.longAnswered = longAnswered
  }
}
