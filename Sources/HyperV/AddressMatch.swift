public import Ethernet

/// The addresses that one side of an access control entry names.
///
/// In JSON a text: `Any`, `AnyIP`, `00-15-5D-00-04-11`, `10.0.0.0/8`, `fd00::/8`. An IP address without length is that one address.
public enum AddressMatch: Hashable, Sendable {
  /// Every frame's.
  case any
  /// Every IPv4 and IPv6 packet's: Hyper-V's `ANY` as an IP address. ARP has none.
  case anyIP
  case mac(MACAddress)
  /// A length of 0 is every IPv4 packet's.
  case ipv4(IPv4Prefix)
  /// A length of 0 is every IPv6 packet's.
  case ipv6(IPv6Prefix)

  /// What can be compared with each other: a MAC address, or an IP address of one version.
  enum Family { case all, ip, mac, ipv4, ipv6 }

  var family: Family {
    switch self {
    case .any: .all
    case .anyIP: .ip
    case .mac: .mac
    case .ipv4: .ipv4
    case .ipv6: .ipv6
    }
  }

  /// Whether some frame can be meant by both, one on each side.
  package func goes(with other: AddressMatch) -> Bool {
    switch (family, other.family) {
    case (.all, _), (_, .all): true
    case (.ip, .ipv4), (.ip, .ipv6), (.ipv4, .ip), (.ipv6, .ip): true
    case (let one, let two): one == two
    }
  }
}

extension AddressMatch: CustomStringConvertible, Codable {
  /// Parses what `description` gives, without regard to case; nil for anything else.
  public init?(_ text: some StringProtocol) {
    switch text.lowercased() {
    case "any": self = .any
    case "anyip": self = .anyIP
    case let lower:
      if let address = MACAddress(lower) {
        self = .mac(address)
      } else if let match = AddressMatch(ip: lower) {
        self = match
      } else {
        return nil
      }
    }
  }

  /// Parses an IPv4 or IPv6 address or prefix.
  public init?(ip text: some StringProtocol) {
    let isWhole = !text.utf8.contains(UInt8(ascii: "/"))
    if let prefix = IPv4Prefix(isWhole ? "\(text)/32" : String(text)) {
      self = .ipv4(prefix)
    } else if let prefix = IPv6Prefix(isWhole ? "\(text)/128" : String(text)) {
      self = .ipv6(prefix)
    } else {
      return nil
    }
  }

  public var description: String {
    switch self {
    case .any: "Any"
    case .anyIP: "AnyIP"
    case .mac(let address): address.description
    case .ipv4(let prefix): prefix.length == 32 ? prefix.address.description : prefix.description
    case .ipv6(let prefix): prefix.length == 128 ? prefix.address.description : prefix.description
    }
  }

  public init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    let text = try container.decode(String.self)
    guard let match = AddressMatch(text) else {
      throw DecodingError.dataCorruptedError(
        in: container,
        debugDescription: "\"\(text.prefix(100))\" is not Any, AnyIP, a MAC address, or an IP address or prefix")
    }
    self = match
  }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(description)
  }
}
