public import Ethernet

/// Why a switch did not deliver a frame.
public enum DropReason: String, Codable, Sendable, CaseIterable {
  /// MAC address spoofing is Off and the source address is not the adapter's.
  case macSpoofing = "MacSpoofing"
  /// MAC address spoofing is Off and the ARP sender or the neighbour advertisement's target names another MAC.
  case arpSpoofing = "ArpSpoofing"
  /// MAC address spoofing is On and the port has learned as many addresses as it may.
  case learningCap = "LearningCap"
  /// Shorter than an Ethernet header, longer than the MTU allows, or a group address as source.
  case malformed = "Malformed"
  /// The receiver's queue is full or its process does not read.
  case queueFull = "QueueFull"
  /// The port the frame is for is not connected.
  case disconnected = "Disconnected"
  /// The port may not send into the frame's VLAN, or may send no tags.
  case vlan = "Vlan"
  /// DHCP guard is On and the frame is a DHCP server's.
  case dhcpGuard = "DhcpGuard"
  /// Router guard is On and the frame is a router's advertisement or redirection.
  case routerGuard = "RouterGuard"
  /// An access control entry of the port denies it.
  case accessControl = "AccessControl"
  /// More broadcast, multicast and unknown unicast frames in this second than the port may send.
  case stormLimit = "StormLimit"
  /// The port is over its maximum bandwidth and its queue is full.
  case bandwidth = "Bandwidth"
  /// To or from a port that was stopped because its guest broke a rule.
  case portStopped = "PortStopped"
}

/// The frames that one port dropped for one reason.
public struct DropCount: Codable, Hashable, Sendable {
  public var reason: DropReason
  public var frames: UInt64
  /// Source address of the last one.
  public var lastMAC: MACAddress?
  /// What the last one was: `DHCP Discover`, `ARP request`, `IPv4 TCP`.
  public var lastFrame: String?
  /// When that was, in seconds of the host's CLOCK_MONOTONIC; nil where it is not known.
  public var lastSecond: UInt64?

  public init(
    reason: DropReason, frames: UInt64, lastMAC: MACAddress?, lastFrame: String?, lastSecond: UInt64? = nil
  ) {
    self.reason = reason
    self.frames = frames
    self.lastMAC = lastMAC
    self.lastFrame = lastFrame
    self.lastSecond = lastSecond
  }
}

/// What a port connects to.
public enum PortKind: String, Codable, Sendable {
  case machine = "Machine"
  case hostAdapter = "HostAdapter"
  case uplink = "Uplink"
  case nat = "NAT"
}

/// A port of a running switch. Received means: by the switch, from the port.
public struct PortStatus: Codable, Hashable, Sendable {
  /// `MACHINE/ADAPTER` for machines, `vEthernet (NAME)`, the uplink's interface name, or `NAT`.
  public var name: String
  public var kind: PortKind
  public var connected: Bool
  public var macAddress: MACAddress?
  public var macAddressSpoofing: OnOffState
  public var vlan: VLANConfiguration
  public var receivedFrames: UInt64
  public var receivedBytes: UInt64
  public var sentFrames: UInt64
  public var sentBytes: UInt64
  public var drops: [DropCount]
  /// Addresses learned on this port, the adapter's own included.
  public var learned: [MACAddress]
  /// Why the port was stopped: the guest broke a rule of the protocol that it shares with the switch. Nil: it was not.
  public var stopped: String?
  /// What the port's meter entries have counted, in the order of its entries.
  public var meters: [AccessMeter]

  public init(
    name: String, kind: PortKind, connected: Bool = false, macAddress: MACAddress? = nil,
    macAddressSpoofing: OnOffState = .off, vlan: VLANConfiguration = .untagged, receivedFrames: UInt64 = 0,
    receivedBytes: UInt64 = 0, sentFrames: UInt64 = 0, sentBytes: UInt64 = 0, drops: [DropCount] = [],
    learned: [MACAddress] = [], stopped: String? = nil, meters: [AccessMeter] = []
  ) {
    self.name = name
    self.kind = kind
    self.connected = connected
    self.macAddress = macAddress
    self.macAddressSpoofing = macAddressSpoofing
    self.vlan = vlan
    self.receivedFrames = receivedFrames
    self.receivedBytes = receivedBytes
    self.sentFrames = sentFrames
    self.sentBytes = sentBytes
    self.drops = drops
    self.learned = learned
    self.stopped = stopped
    self.meters = meters
  }

  /// What a switch process of an earlier version does not tell has its default.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    self.init(
      name: try container.decode(String.self, forKey: .name), kind: try container.decode(PortKind.self, forKey: .kind),
      connected: try container.decode(Bool.self, forKey: .connected),
      macAddress: try container.decodeIfPresent(MACAddress.self, forKey: .macAddress),
      macAddressSpoofing: try container.decode(OnOffState.self, forKey: .macAddressSpoofing),
      vlan: try container.decodeIfPresent(VLANConfiguration.self, forKey: .vlan) ?? .untagged,
      receivedFrames: try container.decode(UInt64.self, forKey: .receivedFrames),
      receivedBytes: try container.decode(UInt64.self, forKey: .receivedBytes),
      sentFrames: try container.decode(UInt64.self, forKey: .sentFrames),
      sentBytes: try container.decode(UInt64.self, forKey: .sentBytes),
      drops: try container.decode([DropCount].self, forKey: .drops),
      learned: try container.decode([MACAddress].self, forKey: .learned),
      stopped: try container.decodeIfPresent(String.self, forKey: .stopped),
      meters: try container.decodeIfPresent([AccessMeter].self, forKey: .meters) ?? [])
  }
}

/// A DHCP lease that a switch gave.
public struct Lease: Codable, Hashable, Sendable {
  public var macAddress: MACAddress
  public var address: IPv4Address
  /// Seconds since 1970.
  public var expires: Int64
  /// The name that the client told, when it did.
  public var hostName: String?

  public init(macAddress: MACAddress, address: IPv4Address, expires: Int64, hostName: String? = nil) {
    self.macAddress = macAddress
    self.address = address
    self.expires = expires
    self.hostName = hostName
  }
}

/// A switch, as it is.
public struct SwitchStatus: Codable, Hashable, Sendable {
  /// The switch process answers.
  public var running: Bool
  public var processID: Int32?
  /// Seconds since the switch process started.
  public var uptime: Double
  public var ports: [PortStatus]
  public var leases: [Lease]
  /// The host's own adapter on the switch, `vEthernet (NAME)`; nil where the switch has none.
  public var hostAdapter: HostAdapter?
  /// External only: the adapter that it is bound to.
  public var uplink: HostAdapter?
  /// Why it does not run.
  public var reason: String?

  public init(
    running: Bool = false, processID: Int32? = nil, uptime: Double = 0, ports: [PortStatus] = [],
    leases: [Lease] = [], hostAdapter: HostAdapter? = nil, uplink: HostAdapter? = nil, reason: String? = nil
  ) {
    self.running = running
    self.processID = processID
    self.uptime = uptime
    self.ports = ports
    self.leases = leases
    self.hostAdapter = hostAdapter
    self.uplink = uplink
    self.reason = reason
  }
}
