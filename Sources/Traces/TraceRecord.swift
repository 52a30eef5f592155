public import Ethernet
public import HyperV

/// All that was gathered of one trace: what `TraceStory` is told from.
public struct TraceRecord: Codable, Hashable, Sendable {
  /// Where the probes came from: the path of a machine, empty for L0.
  public var from: [String]
  /// Whom they were for; nil where the address is nobody's that is known.
  public var to: [String]?
  public var destination: IPv4Address
  public var stations: [TraceStation]
  public var report: ProbeReport
  /// What kernels said that they do with a probe that they got.
  public var decisions: [Decision]

  /// A kernel's answer.
  public struct Decision: Codable, Hashable, Sendable {
    public var station: [String]
    public var source: IPv4Address
    public var destination: IPv4Address
    public var interface: String
    public var decision: TraceDecision

    public init(
      station: [String], source: IPv4Address, destination: IPv4Address, interface: String, decision: TraceDecision
    ) {
      self.station = station
      self.source = source
      self.destination = destination
      self.interface = interface
      self.decision = decision
    }
  }

  public init(
    from: [String], to: [String]?, destination: IPv4Address, stations: [TraceStation], report: ProbeReport,
    decisions: [Decision] = []
  ) {
    self.from = from
    self.to = to
    self.destination = destination
    self.stations = stations
    self.report = report
    self.decisions = decisions
  }
}

/// A computer on the way: a host with its switches and its kernel, or a guest with its kernel.
public struct TraceStation: Codable, Hashable, Sendable {
  /// The machine's path; empty for L0.
  public var path: [String]
  /// Of a host: its machines, switches and NATs.
  public var status: HostStatus?
  /// Nanoseconds to add to its monotonic clock to have L0's, and how far off that may be: half of the fastest exchange.
  public var offset: Int64
  public var uncertainty: UInt64
  public var sightings: [TraceSighting]
  public var system: TraceSystem?
  /// What could not be watched.
  public var problems: [String]

  public init(
    path: [String], status: HostStatus? = nil, offset: Int64 = 0, uncertainty: UInt64 = 0,
    sightings: [TraceSighting] = [], system: TraceSystem? = nil, problems: [String] = []
  ) {
    self.path = path
    self.status = status
    self.offset = offset
    self.uncertainty = uncertainty
    self.sightings = sightings
    self.system = system
    self.problems = problems
  }
}

/// `L0`, or the machine's path.
func stationName(_ path: [String]) -> String { path.isEmpty ? "L0" : path.joined(separator: "/") }
