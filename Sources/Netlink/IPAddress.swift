/// An IPv4 or IPv6 address, with the zone of a link-local one.
package struct IPAddress: Hashable, Sendable, Comparable {
  package enum Family: Sendable, Hashable {
    case v4, v6

    /// Bits of an address.
    package var bits: Int { self == .v4 ? 32 : 128 }
    /// AF_INET and AF_INET6 of Linux.
    package var number: UInt8 { self == .v4 ? 2 : 10 }
  }

  package let family: Family
  /// In network order: 4 or 16.
  package let bytes: [UInt8]
  /// The interface index of a link-local IPv6 address; 0 for none.
  package var zone: UInt32

  /// Nil when there are neither 4 nor 16 bytes.
  package init?(_ bytes: some Collection<UInt8>, zone: UInt32 = 0) {
    switch bytes.count {
    case 4: family = .v4
    case 16: family = .v6
    default: return nil
    }
    self.bytes = Array(bytes)
    self.zone = zone
  }

  private init(known bytes: [UInt8]) {
    family = bytes.count == 4 ? .v4 : .v6
    self.bytes = bytes
    zone = 0
  }

  package static let anyV4 = IPAddress(known: [0, 0, 0, 0])
  package static let anyV6 = IPAddress(known: [UInt8](repeating: 0, count: 16))
  package static let loopbackV4 = IPAddress(known: [127, 0, 0, 1])
  package static let loopbackV6 = IPAddress(known: [UInt8](repeating: 0, count: 15) + [1])

  /// `0.0.0.0` or `::`.
  package static func any(_ family: Family) -> IPAddress { family == .v4 ? anyV4 : anyV6 }

  package var isAny: Bool { bytes.allSatisfy { $0 == 0 } }
  package var isLoopback: Bool { family == .v4 ? bytes[0] == 127 : self == Self.loopbackV6 }
  package var isMulticast: Bool { family == .v4 ? bytes[0] & 0xF0 == 0xE0 : bytes[0] == 0xFF }
  /// 169.254.0.0/16, fe80::/10.
  package var isLinkLocal: Bool {
    family == .v4 ? bytes[0] == 169 && bytes[1] == 254 : bytes[0] == 0xFE && bytes[1] & 0xC0 == 0x80
  }

  /// The address with all bits after `length` cleared; `length` beyond the family's bits changes nothing.
  package func network(_ length: Int) -> IPAddress {
    var cut = bytes
    for index in cut.indices {
      let kept = min(8, max(0, length - index * 8))
      cut[index] &= kept == 0 ? 0 : UInt8(truncatingIfNeeded: 0xFF << (8 - kept))
    }
    return IPAddress(known: cut)
  }

  /// The address with all bits after `length` set.
  package func broadcast(_ length: Int) -> IPAddress {
    var full = bytes
    for index in full.indices {
      let kept = min(8, max(0, length - index * 8))
      full[index] |= kept == 8 ? 0 : UInt8(0xFF) >> UInt8(kept)
    }
    return IPAddress(known: full)
  }

  /// Whether both are of the same family and equal in the first `length` bits.
  package func shares(_ length: Int, with other: IPAddress) -> Bool {
    family == other.family && network(length).bytes == other.network(length).bytes
  }

  package static func < (left: IPAddress, right: IPAddress) -> Bool {
    if left.family != right.family { return left.family == .v4 }
    return left.bytes.lexicographicallyPrecedes(right.bytes)
  }
}

/// A network: `192.168.100.0/24`, or an address with its length.
package struct IPPrefix: Hashable, Sendable {
  package let address: IPAddress
  package let length: Int

  /// Nil when the length is beyond the family's bits.
  package init?(_ address: IPAddress, _ length: Int) {
    guard 0...address.family.bits ~= length else { return nil }
    (self.address, self.length) = (address, length)
  }

  /// `ADDRESS/LENGTH`; anything else is nil.
  package init?(_ text: some StringProtocol) {
    let parts = text.split(separator: "/", omittingEmptySubsequences: false)
    guard parts.count == 2, let address = IPAddress(parts[0]), 1...3 ~= parts[1].utf8.count,
      parts[1].utf8.allSatisfy({ 48...57 ~= $0 }), let length = Int(parts[1])
    else { return nil }
    self.init(address, length)
  }

  /// Without host bits.
  package var network: IPPrefix { IPPrefix(address.network(length), length) ?? self }

  package func contains(_ other: IPAddress) -> Bool { address.shares(length, with: other) }
}

extension IPPrefix: CustomStringConvertible {
  package var description: String { "\(address)/\(length)" }
}
