/// What a run is doing, as it happens. Faces draw it; nothing depends on it.
public struct LabProgress: Hashable, Sendable {
  public enum State: String, Sendable { case started, done, failed }

  public enum Step: String, Sendable, CaseIterable {
    /// Comparing the file with what is there.
    case plan
    case `switch`
    case nat
    case create
    case change
    case start
    /// Waiting for the agent and, in a nested host, for its service.
    case guest
    /// Setting a static address.
    case address
    /// Waiting for an address by DHCP.
    case lease
    case shutDown
    case remove
  }

  /// The machine that is meant, from the outermost host inward: `["L1", "bridged"]`. For switches and NATs, and for
  /// `plan`, the host that holds them: `["L1"]`, or nothing for the outermost.
  public let node: [String]
  public let step: Step
  /// The switch, NAT or adapter that is meant; empty where it is the machine or the host itself.
  public let object: String
  public let state: State
  /// `NAT 10.77.0.1/24`, an address, the text of an error; may be empty.
  public let detail: String
  /// Since the step started; 0 for `started`.
  public let seconds: Double

  public init(
    node: [String], step: Step, object: String = "", state: State, detail: String = "", seconds: Double = 0
  ) {
    self.node = node
    self.step = step
    self.object = object
    self.state = state
    self.detail = detail
    self.seconds = seconds
  }
}

/// How long a run waits, in seconds. Bounds, not delays: all waits end as soon as what is awaited is there.
public struct LabTiming: Hashable, Sendable {
  /// For the agent of a machine on the outermost host. Each level further in has three times as long: with
  /// emulation, a third level takes 37 s to reach init where the first takes 3.5 s.
  public var guest = 60.0
  /// For an address by DHCP on the outermost host; doubled for each level further in.
  public var lease = 60.0
  /// How long frames of a machine without an address may be seen dropped before that is the answer.
  public var drops = 10.0
  /// Between two looks at a machine's addresses.
  public var interval = 0.5
  /// For a machine to shut down through its agent, before it is turned off.
  public var shutDown = 10.0

  public init() {}

  /// - Parameter depth: 0 for machines of the outermost host.
  func guest(depth: Int) -> Double { (0..<depth).reduce(guest) { bound, _ in bound * 3 } }
  func lease(depth: Int) -> Double { (0..<depth).reduce(lease) { bound, _ in bound * 2 } }
}
