/// The checksum of IP, UDP, TCP and ICMP (RFC 1071): the ones' complement of the ones' complement sum of 16-bit words.
///
/// Any parts but the last must have an even number of bytes.
public struct InternetChecksum: Sendable {
  /// 32-bit big-endian words added up; cannot overflow before 16 GiB.
  private var sum: UInt64 = 0

  public init() {}

  /// Adds bytes; an odd last byte counts as the high half of a word.
  public mutating func add(_ bytes: RawSpan) {
    var offset = 0
    while let word = bytes.uint32(at: offset) {
      sum &+= UInt64(word)
      offset += 4
    }
    if let word = bytes.uint16(at: offset) {
      sum &+= UInt64(word)
      offset += 2
    }
    if let byte = bytes.byte(at: offset) { sum &+= UInt64(byte) << 8 }
  }

  public mutating func add(_ word: UInt16) { sum &+= UInt64(word) }
  public mutating func add(_ word: UInt32) { sum &+= UInt64(word) }

  /// The sum folded to 16 bits, not complemented: what a driver that leaves the rest to others puts in the field.
  public var partial: UInt16 {
    var folded = sum
    while folded > 0xFFFF { folded = (folded & 0xFFFF) + (folded >> 16) }
    return UInt16(folded)
  }

  /// The checksum. Over data that holds its own checksum it is 0 when that is right.
  public var value: UInt16 { ~partial }

  /// The sum over the pseudo header of UDP and TCP over IPv4. `length`: bytes of transport header and payload.
  public static func pseudoHeader(
    from source: IPv4Address, to destination: IPv4Address, _ payloadProtocol: IPProtocol, length: Int
  ) -> InternetChecksum {
    var sum = InternetChecksum()
    sum.add(source.rawValue)
    sum.add(destination.rawValue)
    sum.add(UInt16(payloadProtocol.rawValue))
    sum.add(UInt32(truncatingIfNeeded: length))
    return sum
  }

  /// The same for the IPv6 packet whose fixed header starts at `header`; nil when that is cut short.
  public static func ipv6PseudoHeader(
    _ frame: RawSpan, header: Int, _ payloadProtocol: IPProtocol, length: Int
  ) -> InternetChecksum? {
    guard header >= 0, header + IPv6Header.length <= frame.byteCount else { return nil }
    var sum = InternetChecksum()
    sum.add(frame.extracting((header + 8)..<(header + IPv6Header.length)))
    sum.add(UInt16(payloadProtocol.rawValue))
    sum.add(UInt32(truncatingIfNeeded: length))
    return sum
  }

  /// Finishes a checksum that the sender left to the device (VIRTIO_NET_HDR_F_NEEDS_CSUM): the field at `start` +
  /// `offset` holds the pseudo header's partial sum, and the sum runs from `start` to the end of the frame. A result of
  /// 0 is written as 0xFFFF, which means the same and is not UDP's "none".
  /// - Returns: false, and nothing changed, when the field does not lie within the frame.
  public static func complete(_ frame: inout MutableRawSpan, start: Int, offset: Int) -> Bool {
    let count = frame.byteCount
    guard start >= 0, offset >= 0, start <= count, offset <= count - start - 2 else { return false }
    var sum = InternetChecksum()
    sum.add(frame.bytes.extracting(start..<count))
    let value = sum.value == 0 ? 0xFFFF : sum.value
    frame.storeBytes(of: value.bigEndian, toByteOffset: start + offset, as: UInt16.self)
    return true
  }
}
