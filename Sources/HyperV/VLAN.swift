/// How an adapter's frames relate to the VLANs of its switch (IEEE 802.1Q; Hyper-V's `Set-VMNetworkAdapterVlan`).
public enum VLANConfiguration: Hashable, Sendable {
  /// Frames without tag only, in the switch's untagged network.
  case untagged
  /// Frames without tag only; inside the switch they are in VLAN `id`, 1 to 4094.
  case access(id: Int)
  /// Frames with a tag pass when their VLAN is in `allowed`; those without are in `native`, 1 to 4094, or with 0 in the
  /// switch's untagged network.
  case trunk(native: Int, allowed: VLANSet)
  /// A private VLAN's isolated port (RFC 5517): frames without tag only, in `secondary` of `primary`, both 1 to 4094. It reaches
  /// promiscuous ports of `primary`, and nobody else.
  case privateIsolated(primary: Int, secondary: Int)
  /// A private VLAN's community port: it reaches community ports of the same two ids, and promiscuous ports.
  case privateCommunity(primary: Int, secondary: Int)
  /// A private VLAN's promiscuous port: it reaches each port of `primary` whose secondary id is in `secondaries`, and other
  /// promiscuous ports of `primary`.
  case privatePromiscuous(primary: Int, secondaries: VLANSet)

  /// Hyper-V's name of the mode.
  public var modeName: String {
    switch self {
    case .untagged: "Untagged"
    case .access: "Access"
    case .trunk: "Trunk"
    case .privateIsolated, .privateCommunity, .privatePromiscuous: "Private"
    }
  }

  /// Hyper-V's name of the private VLAN's mode; nil without one.
  public var privateModeName: String? {
    switch self {
    case .untagged, .access, .trunk: nil
    case .privateIsolated: "Isolated"
    case .privateCommunity: "Community"
    case .privatePromiscuous: "Promiscuous"
    }
  }

  /// Everything that is wrong, in sentences without a subject.
  package var problems: [String] {
    switch self {
    case .untagged: []
    case .access(let id): VLANSet.range.contains(id) ? [] : ["access id \(id) is not within 1 to 4094"]
    case .trunk(let native, let allowed):
      (native == 0 || VLANSet.range.contains(native) ? [] : ["native id \(native) is not within 0 to 4094"])
        + (allowed.isEmpty ? ["a trunk needs at least one allowed id"] : [])
    case .privateIsolated(let primary, let secondary), .privateCommunity(let primary, let secondary):
      Self.primaryProblems(primary)
        + (VLANSet.range.contains(secondary) ? [] : ["secondary id \(secondary) is not within 1 to 4094"])
        + (primary == secondary ? ["primary and secondary id are both \(primary)"] : [])
    case .privatePromiscuous(let primary, let secondaries):
      Self.primaryProblems(primary)
        + (secondaries.isEmpty ? ["a promiscuous port needs at least one secondary id"] : [])
        + (secondaries.contains(primary) ? ["the primary id \(primary) is a secondary one too"] : [])
    }
  }

  private static func primaryProblems(_ id: Int) -> [String] {
    VLANSet.range.contains(id) ? [] : ["primary id \(id) is not within 1 to 4094"]
  }
}

extension VLANConfiguration: CustomStringConvertible {
  /// `Untagged`, `Access 5`, `Trunk 1-10,20 native 1`, `Isolated 200 of 10`, `Promiscuous 200-210 of 10`.
  public var description: String {
    switch self {
    case .untagged: "Untagged"
    case .access(let id): "Access \(id)"
    case .trunk(let native, let allowed): "Trunk \(allowed) native \(native)"
    case .privateIsolated(let primary, let secondary): "Isolated \(secondary) of \(primary)"
    case .privateCommunity(let primary, let secondary): "Community \(secondary) of \(primary)"
    case .privatePromiscuous(let primary, let secondaries): "Promiscuous \(secondaries) of \(primary)"
    }
  }
}

/// In JSON `{"mode":"Untagged"}`, `{"mode":"Access","id":5}`, `{"mode":"Trunk","native":0,"allowed":"1-10,20"}`,
/// `{"mode":"Private","privateMode":"Isolated","primary":10,"secondary":200}`, the same with `Community`, and
/// `{"mode":"Private","privateMode":"Promiscuous","primary":10,"secondaries":"200,201"}`.
extension VLANConfiguration: Codable {
  private enum Key: String, CodingKey { case mode, id, native, allowed, privateMode, primary, secondary, secondaries }

  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: Key.self)
    switch try container.decode(String.self, forKey: .mode) {
    case "Untagged": self = .untagged
    case "Access": self = .access(id: try container.decode(Int.self, forKey: .id))
    case "Trunk":
      self = .trunk(
        native: try container.decodeIfPresent(Int.self, forKey: .native) ?? 0,
        allowed: try container.decode(VLANSet.self, forKey: .allowed))
    case "Private":
      let primary = try container.decode(Int.self, forKey: .primary)
      switch try container.decode(String.self, forKey: .privateMode) {
      case "Isolated":
        self = .privateIsolated(primary: primary, secondary: try container.decode(Int.self, forKey: .secondary))
      case "Community":
        self = .privateCommunity(primary: primary, secondary: try container.decode(Int.self, forKey: .secondary))
      case "Promiscuous":
        self = .privatePromiscuous(
          primary: primary, secondaries: try container.decode(VLANSet.self, forKey: .secondaries))
      case let other:
        throw DecodingError.dataCorruptedError(
          forKey: .privateMode, in: container,
          debugDescription: "\"\(other.prefix(100))\" is not Isolated, Community or Promiscuous")
      }
    case let other:
      throw DecodingError.dataCorruptedError(
        forKey: .mode, in: container,
        debugDescription: "\"\(other.prefix(100))\" is not Untagged, Access, Trunk or Private")
    }
  }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: Key.self)
    try container.encode(modeName, forKey: .mode)
    try container.encodeIfPresent(privateModeName, forKey: .privateMode)
    switch self {
    case .untagged: break
    case .access(let id): try container.encode(id, forKey: .id)
    case .trunk(let native, let allowed):
      try container.encode(native, forKey: .native)
      try container.encode(allowed, forKey: .allowed)
    case .privateIsolated(let primary, let secondary), .privateCommunity(let primary, let secondary):
      try container.encode(primary, forKey: .primary)
      try container.encode(secondary, forKey: .secondary)
    case .privatePromiscuous(let primary, let secondaries):
      try container.encode(primary, forKey: .primary)
      try container.encode(secondaries, forKey: .secondaries)
    }
  }
}

/// A set of VLAN ids, 1 to 4094. Written as Hyper-V's `AllowedVlanIdList` is: `1-10,20`.
public struct VLANSet: Hashable, Sendable {
  public static let range = 1...4094

  private var words: [UInt64]

  public init() { words = Array(repeating: 0, count: 64) }

  /// Nil when an id is not within 1 to 4094.
  public init?(_ ids: some Sequence<Int>) {
    self.init()
    for id in ids {
      guard Self.range.contains(id) else { return nil }
      insert(id)
    }
  }

  /// Parses ids and ranges, both ends included, between commas: `1-10, 20`. Nil for anything else.
  public init?(_ text: some StringProtocol) {
    self.init()
    // The longest useful text has each second id, 2047 of them.
    guard text.utf8.count <= 16384 else { return nil }
    for part in text.split(separator: ",", omittingEmptySubsequences: false) {
      let ends = part.split(separator: "-", maxSplits: 1, omittingEmptySubsequences: false)
      guard let first = Self.number(ends[0]), let last = Self.number(ends[ends.count - 1]), first <= last else {
        return nil
      }
      for id in first...last { insert(id) }
    }
  }

  private static func number(_ text: some StringProtocol) -> Int? {
    let digits = text.drop { $0 == " " }.prefix { $0 != " " }
    guard text.dropFirst(text.prefix { $0 == " " }.count + digits.count).allSatisfy({ $0 == " " }),
      digits.utf8.allSatisfy({ (48...57).contains($0) }), let id = Int(digits), range.contains(id)
    else { return nil }
    return id
  }

  private mutating func insert(_ id: Int) { words[id >> 6] |= 1 << UInt64(id & 63) }

  public func contains(_ id: Int) -> Bool {
    Self.range.contains(id) && words[id >> 6] & (1 << UInt64(id & 63)) != 0
  }

  public var isEmpty: Bool { words.allSatisfy { $0 == 0 } }
  /// The ids, in their order.
  public var ids: [Int] { Self.range.filter(contains) }
}

extension VLANSet: CustomStringConvertible, Codable {
  public var description: String {
    var parts: [String] = []
    var rest = ids[...]
    while let first = rest.popFirst() {
      var last = first
      while rest.first == last + 1 { last = rest.removeFirst() }
      parts.append(first == last ? "\(first)" : "\(first)-\(last)")
    }
    return parts.joined(separator: ",")
  }

  public init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    let text = try container.decode(String.self)
    guard let set = VLANSet(text) else {
      throw DecodingError.dataCorruptedError(
        in: container,
        debugDescription: "\"\(text.prefix(100))\" is no list of VLAN ids within 1 to 4094, such as 1-10,20")
    }
    self = set
  }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(description)
  }
}
