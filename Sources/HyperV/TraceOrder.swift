public import Ethernet

/// What a computer on the way of probes is asked to do. The same for a host, through its service, and for a guest, through
/// its agent: `TraceReport` is the answer to each.
public struct TraceOrder: Codable, Hashable, Sendable {
  public enum Action: String, Codable, Sendable {
    /// Watch for probes from now on, at every switch and interface, for `seconds`.
    case start = "Start"
    /// Tell what the clocks say, and nothing else.
    case clock = "Clock"
    /// Tell what was seen so far.
    case read = "Read"
    /// Tell, and stop watching.
    case end = "End"
    /// Send probes to `destination`, and await their answers.
    case send = "Send"
    /// Tell what the kernel does with a packet from `source` to `destination` that comes in by `interface`.
    case decide = "Decide"
  }

  /// Most probes of one order.
  public static let countLimit = 32
  /// Longest watch, in seconds.
  public static let longest: Double = 120

  public var action: Action
  /// The id in the probes' marks.
  public var id: UInt64
  /// Of `start`: it ends by itself then.
  public var seconds: Double
  public var destination: IPv4Address?
  public var source: IPv4Address?
  public var interface: String?
  /// Of `send`.
  public var count: Int
  /// Of `send`: seconds to await each answer.
  public var patience: Double

  public init(
    _ action: Action, id: UInt64, seconds: Double = 60, destination: IPv4Address? = nil, source: IPv4Address? = nil,
    interface: String? = nil, count: Int = 3, patience: Double = 1
  ) {
    self.action = action
    self.id = id
    self.seconds = seconds
    self.destination = destination
    self.source = source
    self.interface = interface
    self.count = count
    self.patience = patience
  }

  /// Everything that is wrong, a line each.
  public func problems() -> [String] {
    var found: [String] = []
    if !(seconds > 0 && seconds <= Self.longest) { found.append("seconds: \(seconds) is not within 0 to 120") }
    if !(1...Self.countLimit).contains(count) { found.append("count: \(count) is not within 1 to 32") }
    if !(patience > 0 && patience <= 10) { found.append("patience: \(patience) s is not within 0 to 10") }
    if action == .send || action == .decide, destination == nil { found.append("destination: an address is needed") }
    if action == .decide, source == nil { found.append("source: an address is needed") }
    if action == .decide, interface == nil { found.append("interface: a name is needed") }
    return found
  }
}

/// What a computer on the way says.
public struct TraceReport: Codable, Hashable, Sendable {
  /// Both clocks of the computer when it made the report.
  public var clock: TraceClock
  public var sightings: [TraceSighting]
  /// Sightings that found no room.
  public var lost: Int
  /// Addresses, routes and what the kernel forwards.
  public var system: TraceSystem?
  /// Of `send`.
  public var sent: ProbeReport?
  /// Of `decide`.
  public var decision: TraceDecision?
  /// What could not be watched, and why; a line each.
  public var problems: [String]

  public init(
    clock: TraceClock, sightings: [TraceSighting] = [], lost: Int = 0, system: TraceSystem? = nil,
    sent: ProbeReport? = nil, decision: TraceDecision? = nil, problems: [String] = []
  ) {
    self.clock = clock
    self.sightings = sightings
    self.lost = lost
    self.system = system
    self.sent = sent
    self.decision = decision
    self.problems = problems
  }
}

/// A computer's clocks at one moment, in nanoseconds.
public struct TraceClock: Codable, Hashable, Sendable {
  /// Since 1970.
  public var time: UInt64
  /// Of the clock that only goes forward.
  public var monotonic: UInt64

  public init(time: UInt64, monotonic: UInt64) {
    self.time = time
    self.monotonic = monotonic
  }
}

/// What a computer's kernel knows that decides on packets.
public struct TraceSystem: Codable, Hashable, Sendable {
  public struct Interface: Codable, Hashable, Sendable {
    public var name: String
    public var macAddress: MACAddress?
    public var isUp: Bool
    public var hasCarrier: Bool
    public var addresses: [IPv4Prefix]

    public init(name: String, macAddress: MACAddress?, isUp: Bool, hasCarrier: Bool, addresses: [IPv4Prefix]) {
      self.name = name
      self.macAddress = macAddress
      self.isUp = isUp
      self.hasCarrier = hasCarrier
      self.addresses = addresses
    }
  }

  public var interfaces: [Interface]
  /// Whether the kernel forwards IPv4 at all.
  public var forwards: Bool
  /// Whether it answers echo requests.
  public var answersEcho: Bool
  /// Addresses whose link-layer address the kernel asked for in vain.
  public var unansweredNeighbours: [IPv4Address]

  public init(
    interfaces: [Interface], forwards: Bool, answersEcho: Bool = true, unansweredNeighbours: [IPv4Address] = []
  ) {
    self.interfaces = interfaces
    self.forwards = forwards
    self.answersEcho = answersEcho
    self.unansweredNeighbours = unansweredNeighbours
  }

  public func has(_ address: IPv4Address) -> Bool {
    interfaces.contains { $0.addresses.contains { $0.address == address } }
  }
}

/// What the kernel does with a packet that comes in.
public struct TraceDecision: Codable, Hashable, Sendable {
  public enum Outcome: String, Codable, Sendable {
    case forward = "Forward"
    case local = "Local"
    case noRoute = "NoRoute"
    /// Forwarding is off.
    case notForwarded = "NotForwarded"
    /// The reverse path filter: the source is not behind the interface that the packet came by.
    case reversePath = "ReversePath"
    /// A route of the kind blackhole, unreachable or prohibit, or another error.
    case refused = "Refused"
  }

  public var outcome: Outcome
  /// In words.
  public var detail: String
  public var gateway: IPv4Address?
  public var interface: String?

  public init(_ outcome: Outcome, _ detail: String, gateway: IPv4Address? = nil, interface: String? = nil) {
    self.outcome = outcome
    self.detail = detail
    self.gateway = gateway
    self.interface = interface
  }
}

/// How probes went, as their sender knows.
public struct ProbeReport: Codable, Hashable, Sendable {
  public enum Problem: String, Codable, Sendable {
    case noRoute = "NoRoute"
    /// The address is the sender's own.
    case local = "Local"
    case interfaceDown = "InterfaceDown"
    case noAddress = "NoAddress"
    /// Nobody answers for the next hop's address.
    case noNeighbour = "NoNeighbour"
    /// The interface carries no Ethernet frames.
    case notEthernet = "NotEthernet"
  }

  /// One probe.
  public struct Probe: Codable, Hashable, Sendable {
    public var sequence: UInt16
    public var carrier: ProbeCarrier
    /// Of the sender's monotonic clock.
    public var sent: UInt64
    public var answered: UInt64?
    /// Who answered; of an error who told of it.
    public var from: IPv4Address?
    /// Of an ICMP error.
    public var icmpType: UInt8?
    public var icmpCode: UInt8?

    public init(sequence: UInt16, carrier: ProbeCarrier, sent: UInt64) {
      self.sequence = sequence
      self.carrier = carrier
      self.sent = sent
    }

    /// Whether its destination answered it.
    public var isAnswered: Bool { answered != nil && icmpType == nil }
  }

  public var destination: IPv4Address
  public var interface: String?
  public var sourceMAC: MACAddress?
  public var source: IPv4Address?
  public var gateway: IPv4Address?
  public var nextHopMAC: MACAddress?
  public var problem: Problem?
  /// In words.
  public var detail: String?
  public var probes: [Probe]

  public init(destination: IPv4Address, probes: [Probe] = []) {
    self.destination = destination
    self.probes = probes
  }

  /// The gateway, or the destination where it is on the link.
  public var nextHop: IPv4Address { gateway ?? destination }
}
