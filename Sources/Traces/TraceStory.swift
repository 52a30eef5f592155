/// What a trace found: the way hop by hop, and what became of the probes.
public struct TraceStory: Codable, Hashable, Sendable {
  /// A place on the way.
  public struct Hop: Codable, Hashable, Sendable {
    /// `L0`, or the machine's path.
    public var station: String
    /// `switch Lab: in by port "L1/Network Adapter"`, `eth0 sends`.
    public var place: String
    /// Nanoseconds since the first hop.
    public var nanoseconds: UInt64
    /// Whether that compares clocks of two computers, and is an estimate.
    public var isEstimated: Bool
    /// What is remarkable here: a translation, a drop.
    public var note: String?
  }

  /// What became of the probes.
  public enum Outcome: String, Codable, Sendable {
    case answered = "Answered"
    /// Some were lost on the way.
    case partly = "Partly"
    case lost = "Lost"
    /// Nothing could be sent.
    case notSent = "NotSent"
    /// It is the sender's own address.
    case local = "Local"
  }

  /// Where probes were lost, why, and what mends it.
  public struct Loss: Codable, Hashable, Sendable {
    public var station: String
    public var place: String
    /// Whether a switch said that it dropped them.
    public var isDrop = false
    /// A stable word: `MacSpoofing`, `Vlan`, `AccessControl`, `NATMissing`, `AddressMissing`, `PortStopped`, …
    public var cause: String
    public var reason: String
    /// One command, with what it is for where that is not plain; nil where there is none.
    public var mend: String?
  }

  public var from: String
  public var to: String
  public var outcome: Outcome
  public var sent: Int
  public var answered: Int
  /// Nanoseconds of the fastest answer.
  public var roundTrip: UInt64?
  /// What the hops are of: `ARP request` where nobody answered for the next hop, else `echo request`.
  public var carrier: String
  public var hops: [Hop]
  public var reply: [Hop]
  public var loss: Loss?
  /// Estimated times may be off by so many nanoseconds.
  public var uncertainty: UInt64
  /// What could not be watched.
  public var problems: [String]
}
