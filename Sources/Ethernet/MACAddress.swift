/// A 48-bit IEEE 802 MAC address, in the low 48 bits of `rawValue` (first octet highest).
///
/// Written as Hyper-V writes it: `00-15-5D-00-04-11`. Parsing also takes colons, and twelve digits
/// without separators (`00155D000411`), in either case.
public struct MACAddress: RawRepresentable, Hashable, Sendable, Comparable, BitwiseCopyable {
  public let rawValue: UInt64

  public static let broadcast = MACAddress(rawValue: 0xFFFF_FFFF_FFFF)
  public static let zero = MACAddress(rawValue: 0)

  public init(rawValue: UInt64) { self.rawValue = rawValue & 0xFFFF_FFFF_FFFF }

  /// Parses `00-15-5D-00-04-11`, `00:15:5d:00:04:11` or `00155D000411`; anything else is nil.
  public init?(_ text: some StringProtocol) {
    var value: UInt64 = 0
    var digits = 0
    var lastWasSeparator = true
    for byte in text.utf8 {
      if byte == UInt8(ascii: "-") || byte == UInt8(ascii: ":") {
        guard digits > 0, digits < 12, digits.isMultiple(of: 2), !lastWasSeparator else { return nil }
        lastWasSeparator = true
        continue
      }
      guard let digit = Character(Unicode.Scalar(byte)).hexDigitValue, digits < 12 else { return nil }
      value = value << 4 | UInt64(digit)
      digits += 1
      lastWasSeparator = false
    }
    guard digits == 12 else { return nil }
    self.init(rawValue: value)
  }

  /// Group addresses have the lowest bit of the first octet set (IEEE 802, 8.2).
  public var isMulticast: Bool { rawValue & 0x0100_0000_0000 != 0 }
  public var isBroadcast: Bool { self == .broadcast }

  /// The six octets, first on the wire first.
  public var octets: [UInt8] { (0..<6).map { UInt8(truncatingIfNeeded: rawValue >> (40 - 8 * $0)) } }

  public static func < (a: MACAddress, b: MACAddress) -> Bool { a.rawValue < b.rawValue }

  /// `00:15:5d:00:04:11`, as Linux tools and QEMU write it.
  public var colonSeparated: String { joined(":", upper: false) }

  private func joined(_ separator: String, upper: Bool) -> String {
    octets.map { octet in
      let hex = String(octet, radix: 16, uppercase: upper)
      return hex.utf8.count == 1 ? "0" + hex : hex
    }.joined(separator: separator)
  }
}

extension MACAddress: CustomStringConvertible {
  public var description: String { joined("-", upper: true) }
}

extension MACAddress: Codable {
  public init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    let text = try container.decode(String.self)
    guard let address = MACAddress(text) else {
      throw DecodingError.dataCorruptedError(in: container, debugDescription: "\"\(text)\" is not a MAC address")
    }
    self = address
  }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(description)
  }
}
