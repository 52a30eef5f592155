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
  public var notes: String

  public init(
    name: String, type: SwitchType, netAdapterName: String? = nil, allowManagementOS: Bool = true,
    address: IPv4Prefix? = nil, hostLoopback: Bool = false, mtu: Int = 1500, notes: String = ""
  ) {
    self.name = name
    self.type = type
    self.netAdapterName = netAdapterName
    self.allowManagementOS = allowManagementOS
    self.address = address
    self.hostLoopback = hostLoopback
    self.mtu = mtu
    self.notes = notes
  }
}

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
}

/// The frames that one port dropped for one reason.
public struct DropCount: Codable, Hashable, Sendable {
  public var reason: DropReason
  public var frames: UInt64
  /// Source address of the last one.
  public var lastMAC: MACAddress?
  /// What the last one was: `DHCP Discover`, `ARP request`, `IPv4 TCP`.
  public var lastFrame: String?

  public init(reason: DropReason, frames: UInt64, lastMAC: MACAddress?, lastFrame: String?) {
    self.reason = reason
    self.frames = frames
    self.lastMAC = lastMAC
    self.lastFrame = lastFrame
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
  public var receivedFrames: UInt64
  public var receivedBytes: UInt64
  public var sentFrames: UInt64
  public var sentBytes: UInt64
  public var drops: [DropCount]
  /// Addresses learned on this port, the adapter's own included.
  public var learned: [MACAddress]

  public init(
    name: String, kind: PortKind, connected: Bool = false, macAddress: MACAddress? = nil,
    macAddressSpoofing: OnOffState = .off, receivedFrames: UInt64 = 0, receivedBytes: UInt64 = 0,
    sentFrames: UInt64 = 0, sentBytes: UInt64 = 0, drops: [DropCount] = [], learned: [MACAddress] = []
  ) {
    self.name = name
    self.kind = kind
    self.connected = connected
    self.macAddress = macAddress
    self.macAddressSpoofing = macAddressSpoofing
    self.receivedFrames = receivedFrames
    self.receivedBytes = receivedBytes
    self.sentFrames = sentFrames
    self.sentBytes = sentBytes
    self.drops = drops
    self.learned = learned
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
  /// Why it does not run.
  public var reason: String?

  public init(
    running: Bool = false, processID: Int32? = nil, uptime: Double = 0, ports: [PortStatus] = [],
    leases: [Lease] = [], reason: String? = nil
  ) {
    self.running = running
    self.processID = processID
    self.uptime = uptime
    self.ports = ports
    self.leases = leases
    self.reason = reason
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
