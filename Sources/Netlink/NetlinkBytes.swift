/// Bytes of a netlink message, read through checks only: what lies outside is nil, never a crash.
package struct NetlinkBytes: Sendable {
  package let bytes: ArraySlice<UInt8>

  package init(_ bytes: [UInt8]) { self.bytes = bytes[...] }

  private init(slice: ArraySlice<UInt8>) { bytes = slice }

  package var count: Int { bytes.count }

  /// A part; nil when it is not wholly within.
  package func part(_ offset: Int, _ length: Int) -> NetlinkBytes? {
    guard offset >= 0, length >= 0, offset <= count, length <= count - offset else { return nil }
    let start = bytes.startIndex + offset
    return NetlinkBytes(slice: bytes[start..<(start + length)])
  }

  /// Everything from a place on; nil when that lies behind the end.
  package func rest(from offset: Int) -> NetlinkBytes? {
    offset > count ? nil : part(offset, count - offset)
  }

  package func uint8(at offset: Int) -> UInt8? { number(at: offset) }

  /// In the host's byte order, as all numbers of netlink are.
  package func number<Number: FixedWidthInteger & BitwiseCopyable>(
    at offset: Int, as type: Number.Type = Number.self
  ) -> Number? {
    let size = MemoryLayout<Number>.size
    guard offset >= 0, size <= count, offset <= count - size else { return nil }
    // SAFETY: the guard keeps the number's bytes within the slice, and every bit pattern is an integer.
    return bytes.withUnsafeBytes { $0.loadUnaligned(fromByteOffset: offset, as: Number.self) }
  }

  /// Text up to the first zero byte.
  package var text: String { String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self) }

  /// The attributes that follow one another from `offset` on (linux/netlink.h, nlattr). Errors: malformed.
  package func attributes(from offset: Int) throws -> NetlinkAttributes {
    guard let rest = rest(from: offset) else {
      throw NetlinkError(.malformed("the message has \(count) bytes, its header alone \(offset)"))
    }
    return try NetlinkAttributes(rest)
  }
}

/// The attributes of a message or of a nested attribute.
package struct NetlinkAttributes: Sendable {
  /// More in one message is not read; a link has about 60.
  package static let limit = 4096

  package private(set) var all: [(type: UInt16, value: NetlinkBytes)] = []

  /// Errors: malformed, for a length that is too short or reaches beyond the end.
  package init(_ bytes: NetlinkBytes) throws {
    var offset = 0
    while bytes.count - offset >= 4 {
      guard let length: UInt16 = bytes.number(at: offset), let type: UInt16 = bytes.number(at: offset + 2),
        length >= 4, let value = bytes.part(offset + 4, Int(length) - 4), all.count < Self.limit
      else { throw NetlinkError(.malformed("an attribute at byte \(offset) of \(bytes.count) is not valid")) }
      // Two high bits say "nested" and "network byte order".
      let plain = type & 0x3FFF
      all.append((plain, value))
      offset += (Int(length) + 3) & ~3
    }
  }

  /// The first of its type.
  package subscript(type: UInt16) -> NetlinkBytes? { all.first { $0.type == type }?.value }

  package func number<Number: FixedWidthInteger & BitwiseCopyable>(_ type: UInt16, as kind: Number.Type = Number.self)
    -> Number?
  {
    self[type]?.number(at: 0)
  }

  package func address(_ type: UInt16) -> IPAddress? { self[type].flatMap { IPAddress($0.bytes) } }
}
