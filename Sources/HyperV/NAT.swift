public import Ethernet
public import FoundationEssentials

/// A network address translation for a prefix (WinNAT's `New-NetNat`), as asked for. Needs root on its host.
///
/// The defaults are WinNAT's (hyperv/semantics.md section 6).
public struct NATConfiguration: Codable, Hashable, Sendable {
  /// Unique on a host without regard to case.
  public var name: String
  public var internalPrefix: IPv4Prefix
  /// The prefix of the host's addresses through which the NAT goes out; nil: any. Packets that would leave through an address
  /// outside of it are not translated and not forwarded.
  public var externalPrefix: IPv4Prefix?
  /// Ports of the outside that lead to machines, by `id`.
  public var staticMappings: [NATStaticMapping]
  /// The addresses and ports that connections get on their way out; none: the address of the host's way to the destination.
  public var externalAddresses: [NATExternalAddress]
  /// Seconds. Linux keeps one for the whole host (30 by default), so that it cannot be changed for a NAT.
  public var icmpQueryTimeout: Int
  /// Seconds that an established TCP connection is kept without a packet.
  public var tcpEstablishedConnectionTimeout: Int
  /// Seconds that a TCP connection is kept which begins or ends.
  public var tcpTransientConnectionTimeout: Int
  /// Seconds that UDP is kept without a packet.
  public var udpIdleSessionTimeout: Int
  public var tcpFilteringBehavior: NATFilteringBehavior
  public var udpFilteringBehavior: NATFilteringBehavior
  /// Whether packets from outside keep UDP alive too.
  public var udpInboundRefresh: Bool
  public var notes: String

  public init(
    name: String, internalPrefix: IPv4Prefix, externalPrefix: IPv4Prefix? = nil,
    staticMappings: [NATStaticMapping] = [], externalAddresses: [NATExternalAddress] = [], icmpQueryTimeout: Int = 30,
    tcpEstablishedConnectionTimeout: Int = 1800, tcpTransientConnectionTimeout: Int = 120,
    udpIdleSessionTimeout: Int = 120, tcpFilteringBehavior: NATFilteringBehavior = .addressDependent,
    udpFilteringBehavior: NATFilteringBehavior = .addressDependent, udpInboundRefresh: Bool = false, notes: String = ""
  ) {
    self.name = name
    self.internalPrefix = internalPrefix
    self.externalPrefix = externalPrefix
    self.staticMappings = staticMappings
    self.externalAddresses = externalAddresses
    self.icmpQueryTimeout = icmpQueryTimeout
    self.tcpEstablishedConnectionTimeout = tcpEstablishedConnectionTimeout
    self.tcpTransientConnectionTimeout = tcpTransientConnectionTimeout
    self.udpIdleSessionTimeout = udpIdleSessionTimeout
    self.tcpFilteringBehavior = tcpFilteringBehavior
    self.udpFilteringBehavior = udpFilteringBehavior
    self.udpInboundRefresh = udpInboundRefresh
    self.notes = notes
  }

  /// What earlier versions did not write has its default.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    func value<Value: Decodable>(_ key: CodingKeys, _ standard: Value) throws -> Value {
      try container.decodeIfPresent(Value.self, forKey: key) ?? standard
    }
    self.init(
      name: try container.decode(String.self, forKey: .name),
      internalPrefix: try container.decode(IPv4Prefix.self, forKey: .internalPrefix),
      externalPrefix: try container.decodeIfPresent(IPv4Prefix.self, forKey: .externalPrefix),
      staticMappings: try value(.staticMappings, []), externalAddresses: try value(.externalAddresses, []),
      icmpQueryTimeout: try value(.icmpQueryTimeout, 30),
      tcpEstablishedConnectionTimeout: try value(.tcpEstablishedConnectionTimeout, 1800),
      tcpTransientConnectionTimeout: try value(.tcpTransientConnectionTimeout, 120),
      udpIdleSessionTimeout: try value(.udpIdleSessionTimeout, 120),
      tcpFilteringBehavior: try value(.tcpFilteringBehavior, .addressDependent),
      udpFilteringBehavior: try value(.udpFilteringBehavior, .addressDependent),
      udpInboundRefresh: try value(.udpInboundRefresh, false), notes: try value(.notes, ""))
  }
}

/// From whom a NAT takes packets for a port that it has given (RFC 4787 section 5).
public enum NATFilteringBehavior: String, Codable, Sendable, CaseIterable {
  case endpointIndependent = "EndpointIndependentFiltering"
  case addressDependent = "AddressDependentFiltering"
}

public enum NATProtocol: String, Codable, Sendable, CaseIterable {
  case tcp = "TCP"
  case udp = "UDP"
}

/// A port of the outside that leads to a machine (WinNAT's `Add-NetNatStaticMapping`).
public struct NATStaticMapping: Codable, Hashable, Sendable {
  /// 1 or more, unique within the NAT. 0 asks the service for the next one.
  public var id: Int
  public var `protocol`: NATProtocol
  /// An address of the host; 0.0.0.0: any that is not in the NAT's prefix.
  public var externalAddress: IPv4Address
  public var externalPort: UInt16
  public var internalAddress: IPv4Address
  public var internalPort: UInt16

  public init(
    id: Int = 0, protocol: NATProtocol, externalAddress: IPv4Address = .any, externalPort: UInt16,
    internalAddress: IPv4Address, internalPort: UInt16
  ) {
    self.id = id
    self.protocol = `protocol`
    self.externalAddress = externalAddress
    self.externalPort = externalPort
    self.internalAddress = internalAddress
    self.internalPort = internalPort
  }
}

/// An address that connections may have on their way out (WinNAT's `Add-NetNatExternalAddress`).
public struct NATExternalAddress: Codable, Hashable, Sendable {
  /// 1 or more, unique within the NAT. 0 asks the service for the next one.
  public var id: Int
  /// An address of the host.
  public var address: IPv4Address
  /// The ports that connections get, both included; 1 to 65535.
  public var portStart: UInt16
  public var portEnd: UInt16

  public init(id: Int = 0, address: IPv4Address, portStart: UInt16 = 1024, portEnd: UInt16 = 65535) {
    self.id = id
    self.address = address
    self.portStart = portStart
    self.portEnd = portEnd
  }
}

/// A NAT, as it is.
public struct NATStatus: Codable, Hashable, Sendable {
  /// The rules are in the kernel.
  public var active: Bool
  /// Packets that were translated on their way out, first packets of connections only.
  public var translatedPackets: UInt64

  public init(active: Bool, translatedPackets: UInt64 = 0) {
    self.active = active
    self.translatedPackets = translatedPackets
  }
}

public struct NATResource: Codable, Hashable, Sendable {
  public var id: UUID
  public var configuration: NATConfiguration
  public var status: NATStatus

  public init(id: UUID, configuration: NATConfiguration, status: NATStatus) {
    self.id = id
    self.configuration = configuration
    self.status = status
  }
}

/// A connection that a NAT translates (WinNAT's `Get-NetNatSession`).
///
/// Internal is how the machine sees it, external how the outside does. For ICMP queries the identifier stands in the place of
/// both ports.
public struct NATSession: Codable, Hashable, Sendable {
  public var natName: String
  /// `TCP`, `UDP`, `ICMP`, or the number of another protocol.
  public var `protocol`: String
  public var internalSourceAddress: IPv4Address
  public var internalSourcePort: UInt16
  public var internalDestinationAddress: IPv4Address
  public var internalDestinationPort: UInt16
  public var externalSourceAddress: IPv4Address
  public var externalSourcePort: UInt16
  public var externalDestinationAddress: IPv4Address
  public var externalDestinationPort: UInt16
  /// Seconds until it is forgotten without another packet.
  public var secondsLeft: Int

  public init(
    natName: String, protocol: String, internalSourceAddress: IPv4Address, internalSourcePort: UInt16,
    internalDestinationAddress: IPv4Address, internalDestinationPort: UInt16, externalSourceAddress: IPv4Address,
    externalSourcePort: UInt16, externalDestinationAddress: IPv4Address, externalDestinationPort: UInt16,
    secondsLeft: Int
  ) {
    self.natName = natName
    self.protocol = `protocol`
    self.internalSourceAddress = internalSourceAddress
    self.internalSourcePort = internalSourcePort
    self.internalDestinationAddress = internalDestinationAddress
    self.internalDestinationPort = internalDestinationPort
    self.externalSourceAddress = externalSourceAddress
    self.externalSourcePort = externalSourcePort
    self.externalDestinationAddress = externalDestinationAddress
    self.externalDestinationPort = externalDestinationPort
    self.secondsLeft = secondsLeft
  }
}
