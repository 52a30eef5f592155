public import Ethernet

/// A probe, seen at one place of one computer.
public struct TraceSighting: Codable, Hashable, Sendable {
  /// As seen from the place: a switch gets frames `in` by its ports and sends them `out`; so does a kernel by its interfaces.
  public enum Direction: String, Codable, Sendable {
    case `in` = "In"
    case out = "Out"
  }

  /// The switch; nil: the computer's own kernel.
  public var switchName: String?
  /// The switch's port, or the kernel's interface.
  public var place: String
  /// What the port connects to; nil for an interface.
  public var portKind: PortKind?
  public var direction: Direction
  /// Nanoseconds since 1970, by this computer's clock.
  public var time: UInt64
  /// Nanoseconds of this computer's clock that only goes forward.
  public var monotonic: UInt64
  /// Why the switch dropped it here; nil: it did not.
  public var drop: DropReason?
  /// In words: what exactly offended, or where the switch sends it.
  public var detail: String?
  public var sequence: UInt16
  public var carrier: ProbeCarrier
  public var sourceMAC: MACAddress
  public var destinationMAC: MACAddress
  /// The VLAN of its tag; nil without tag.
  public var vlan: UInt16?
  public var source: IPv4Address
  public var destination: IPv4Address
  /// Of an ICMP error about a probe.
  public var icmpType: UInt8?
  public var icmpCode: UInt8?

  public init(
    switchName: String? = nil, place: String, portKind: PortKind? = nil, direction: Direction, time: UInt64,
    monotonic: UInt64, drop: DropReason? = nil, detail: String? = nil, probe: Probe
  ) {
    self.switchName = switchName
    self.place = place
    self.portKind = portKind
    self.direction = direction
    self.time = time
    self.monotonic = monotonic
    self.drop = drop
    self.detail = detail
    sequence = probe.mark.sequence
    carrier = probe.carrier
    sourceMAC = probe.sourceMAC
    destinationMAC = probe.destinationMAC
    vlan = probe.vlan
    source = probe.source
    destination = probe.destination
    icmpType = probe.icmpType
    icmpCode = probe.icmpCode
  }
}
