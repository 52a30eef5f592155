/// An IPv4 address in host byte order.
public struct IPv4Address: RawRepresentable, Hashable, Sendable, Comparable, BitwiseCopyable {
  public let rawValue: UInt32

  public static let any = IPv4Address(rawValue: 0)
  public static let broadcast = IPv4Address(rawValue: 0xFFFF_FFFF)

  public init(rawValue: UInt32) { self.rawValue = rawValue }

  /// Parses dotted decimal (`192.168.100.1`): four parts of 0 to 255, one to three digits each; else nil.
  public init?(_ text: some StringProtocol) {
    let parts = text.split(separator: ".", omittingEmptySubsequences: false)
    guard parts.count == 4 else { return nil }
    var value: UInt32 = 0
    for part in parts {
      guard (1...3).contains(part.utf8.count), part.utf8.allSatisfy({ (48...57).contains($0) }),
        let octet = UInt8(part)
      else { return nil }
      value = value << 8 | UInt32(octet)
    }
    self.init(rawValue: value)
  }

  public static func < (a: IPv4Address, b: IPv4Address) -> Bool { a.rawValue < b.rawValue }

  /// The address `offset` further on; wraps at the end of the address space.
  public func advanced(by offset: Int) -> IPv4Address {
    IPv4Address(rawValue: rawValue &+ UInt32(truncatingIfNeeded: offset))
  }
}

extension IPv4Address: CustomStringConvertible {
  public var description: String {
    (0..<4).map { String(UInt8(truncatingIfNeeded: rawValue >> (24 - 8 * $0))) }.joined(separator: ".")
  }
}

/// An IPv4 prefix, or an address with its prefix length: `192.168.100.1/24`.
public struct IPv4Prefix: Hashable, Sendable {
  /// The address as it was written; host bits may be set.
  public let address: IPv4Address
  /// 0 to 32.
  public let length: Int

  /// Nil when `length` is not within 0 to 32.
  public init?(address: IPv4Address, length: Int) {
    guard (0...32).contains(length) else { return nil }
    self.address = address
    self.length = length
  }

  /// Parses `ADDRESS/LENGTH`; anything else is nil.
  public init?(_ text: some StringProtocol) {
    let parts = text.split(separator: "/", omittingEmptySubsequences: false)
    guard parts.count == 2, let address = IPv4Address(parts[0]), (1...2).contains(parts[1].utf8.count),
      parts[1].utf8.allSatisfy({ (48...57).contains($0) }), let length = Int(parts[1])
    else { return nil }
    self.init(address: address, length: length)
  }

  public var mask: IPv4Address { IPv4Address(rawValue: length == 0 ? 0 : UInt32.max << UInt32(32 - length)) }
  /// The lowest address of the prefix: host bits cleared.
  public var network: IPv4Address { IPv4Address(rawValue: address.rawValue & mask.rawValue) }
  /// The highest address of the prefix: host bits set.
  public var broadcast: IPv4Address { IPv4Address(rawValue: network.rawValue | ~mask.rawValue) }
  /// Whether no host bits are set: `10.0.0.0/8` but not `10.0.0.1/8`.
  public var isNetwork: Bool { address == network }

  public func contains(_ other: IPv4Address) -> Bool { other.rawValue & mask.rawValue == network.rawValue }

  /// Whether the two prefixes share any address.
  public func overlaps(_ other: IPv4Prefix) -> Bool {
    contains(other.network) || other.contains(network)
  }
}

extension IPv4Prefix: CustomStringConvertible {
  public var description: String { "\(address)/\(length)" }
}

extension IPv4Address: Codable {
  public init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    let text = try container.decode(String.self)
    guard let address = IPv4Address(text) else {
      throw DecodingError.dataCorruptedError(in: container, debugDescription: "\"\(text)\" is not an IPv4 address")
    }
    self = address
  }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(description)
  }
}

extension IPv4Prefix: Codable {
  public init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    let text = try container.decode(String.self)
    guard let prefix = IPv4Prefix(text) else {
      throw DecodingError.dataCorruptedError(
        in: container, debugDescription: "\"\(text)\" is not an IPv4 prefix such as 192.168.100.0/24")
    }
    self = prefix
  }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(description)
  }
}
