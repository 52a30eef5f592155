/// An IPv6 address: its first 64 bits and its last, in host byte order. A value of two words, so that comparing it on a
/// packet's way costs two instructions.
public struct IPv6Address: Hashable, Sendable, Comparable, BitwiseCopyable {
  /// The first eight octets, the first one highest.
  public let high: UInt64
  /// The last eight.
  public let low: UInt64

  public static let any = IPv6Address(high: 0, low: 0)

  public init(high: UInt64, low: UInt64) {
    self.high = high
    self.low = low
  }

  public static func < (a: IPv6Address, b: IPv6Address) -> Bool { (a.high, a.low) < (b.high, b.low) }
}

extension RawSpan {
  /// The sixteen bytes at `offset` as an IPv6 address; nil when they are not all within the span.
  @inlinable
  public func ipv6Address(at offset: Int) -> IPv6Address? {
    guard let high = bigEndian(UInt64.self, at: offset), let low = bigEndian(UInt64.self, at: offset + 8) else {
      return nil
    }
    return IPv6Address(high: high, low: low)
  }
}

/// An IPv6 prefix, or an address with its prefix length: `2001:db8::/32`.
public struct IPv6Prefix: Hashable, Sendable {
  /// The address as it was written; host bits may be set.
  public let address: IPv6Address
  /// 0 to 128.
  public let length: Int

  /// Nil when `length` is not within 0 to 128.
  public init?(address: IPv6Address, length: Int) {
    guard (0...128).contains(length) else { return nil }
    self.address = address
    self.length = length
  }

  /// Parses `ADDRESS/LENGTH`; anything else is nil.
  public init?(_ text: some StringProtocol) {
    let parts = text.split(separator: "/", omittingEmptySubsequences: false)
    guard parts.count == 2, let address = IPv6Address(parts[0]), (1...3).contains(parts[1].utf8.count),
      parts[1].utf8.allSatisfy({ (48...57).contains($0) }), let length = Int(parts[1])
    else { return nil }
    self.init(address: address, length: length)
  }

  /// Ones for the network's bits.
  public var mask: IPv6Address {
    // A shift by 64 or more gives 0.
    IPv6Address(
      high: length == 0 ? 0 : UInt64.max << UInt64(max(0, 64 - length)),
      low: length <= 64 ? 0 : UInt64.max << UInt64(128 - length))
  }
  /// The lowest address of the prefix: host bits cleared.
  public var network: IPv6Address { IPv6Address(high: address.high & mask.high, low: address.low & mask.low) }
  /// Whether no host bits are set.
  public var isNetwork: Bool { address == network }

  public func contains(_ other: IPv6Address) -> Bool {
    let mask = mask
    return (other.high ^ address.high) & mask.high == 0 && (other.low ^ address.low) & mask.low == 0
  }
}

extension IPv6Prefix: CustomStringConvertible {
  public var description: String { "\(address)/\(length)" }
}

extension IPv6Prefix: Codable {
  public init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    let text = try container.decode(String.self)
    guard let prefix = IPv6Prefix(text) else {
      throw DecodingError.dataCorruptedError(
        in: container, debugDescription: "\"\(text.prefix(100))\" is not an IPv6 prefix such as 2001:db8::/32")
    }
    self = prefix
  }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(description)
  }
}
