/// What a live capture takes of the frames that pass a switch's ports.
public struct CaptureRequest: Codable, Hashable, Sendable {
  /// As seen from the switch.
  public enum Direction: String, Codable, Sendable, CaseIterable {
    /// From the machine into the switch.
    case `in` = "In"
    /// From the switch to the machine.
    case out = "Out"
    case both = "Both"
  }

  /// What becomes of frames that the switch drops.
  public enum Drops: String, Codable, Sendable, CaseIterable {
    case exclude = "Exclude"
    case include = "Include"
    /// Nothing but dropped frames.
    case only = "Only"
  }

  /// The most bytes of a frame that are kept, and as many as are kept where nobody says otherwise: a frame that is to be
  /// segmented further on has up to 65,550.
  public static let longestSnap = 262_144
  /// An Ethernet header: with less no frame can be told from another.
  public static let shortestSnap = 14

  /// A port's name, whatever its case, or that of a machine: all its adapters on the switch. Nil: every port.
  public var port: String?
  public var direction: Direction
  public var drops: Drops
  /// The capture ends after so many frames, 1 or more. Nil: when the client goes away.
  public var count: UInt64?
  /// Bytes kept of each frame, 14 to 262144.
  public var snapLength: Int

  public init(
    port: String? = nil, direction: Direction = .both, drops: Drops = .exclude, count: UInt64? = nil,
    snapLength: Int = longestSnap
  ) {
    self.port = port
    self.direction = direction
    self.drops = drops
    self.count = count
    self.snapLength = snapLength
  }

  /// What is not said has its default.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    self.init(
      port: try container.decodeIfPresent(String.self, forKey: .port),
      direction: try container.decodeIfPresent(Direction.self, forKey: .direction) ?? .both,
      drops: try container.decodeIfPresent(Drops.self, forKey: .drops) ?? .exclude,
      count: try container.decodeIfPresent(UInt64.self, forKey: .count),
      snapLength: try container.decodeIfPresent(Int.self, forKey: .snapLength) ?? Self.longestSnap)
  }

  /// Everything that is wrong, a line each.
  public func problems() -> [String] {
    var problems: [String] = []
    if port == "" { problems.append("port: the name of a port or machine is empty") }
    if count == 0 { problems.append("count: 0 frames; 1 is the least") }
    if !(Self.shortestSnap...Self.longestSnap).contains(snapLength) {
      problems.append("snap: \(snapLength) bytes are not within \(Self.shortestSnap) to \(Self.longestSnap)")
    }
    return problems
  }

  /// Whether frames of the port of that name are asked for.
  public func takes(port name: String) -> Bool {
    guard let port else { return true }
    return Names.same(name, port) || name.lowercased().hasPrefix(port.lowercased() + "/")
  }
}
