/// The checksum of IP, UDP, TCP and ICMP (RFC 1071): the ones' complement of the ones' complement sum of 16-bit words.
///
/// Any parts but the last must have an even number of bytes.
public struct InternetChecksum: Sendable {
  /// 32-bit words added up; cannot overflow before 16 GiB. In network byte order: its value mod 0xFFFF is the sum's.
  @usableFromInline
  var sum: UInt64 = 0

  @inlinable
  public init() {}

  /// Adds bytes; an odd last byte counts as the high half of a word.
  public mutating func add(_ bytes: RawSpan) {
    // SAFETY: the pointer is used during the call, for reads within its count.
    sum &+= unsafe bytes.withUnsafeBytes { UInt64(unsafe Self.nativeSum($0).bigEndian) }
  }

  @inlinable
  public mutating func add(_ word: UInt16) { sum &+= UInt64(word) }
  @inlinable
  public mutating func add(_ word: UInt32) { sum &+= UInt64(word) }

  /// The sum folded to 16 bits, not complemented: what a driver that leaves the rest to others puts in the field.
  @inlinable
  public var partial: UInt16 { Self.fold(sum) }

  /// The checksum. Over data that holds its own checksum it is 0 when that is right.
  @inlinable
  public var value: UInt16 { ~partial }

  @inlinable
  static func fold(_ sum: UInt64) -> UInt16 {
    var folded = (sum & 0xFFFF_FFFF) &+ (sum >> 32)
    folded = (folded & 0xFFFF) &+ (folded >> 16)
    folded = (folded & 0xFFFF) &+ (folded >> 16)
    folded = (folded & 0xFFFF) &+ (folded >> 16)
    return UInt16(truncatingIfNeeded: folded)
  }

  /// The sum of words in the host's byte order. The ones' complement sum of words with their bytes exchanged is the sum
  /// with its bytes exchanged (RFC 1071, 2 (B)), so words are never turned. 32 bytes a turn in two vectors of 32-bit
  /// halves, which cannot carry; 1448 bytes take about 25 ns.
  private static func nativeSum(_ bytes: UnsafeRawBufferPointer) -> UInt16 {
    let count = bytes.count
    guard count > 0, let base = bytes.baseAddress else { return 0 }
    var offset = 0
    var sum: UInt64 = 0
    if count >= 64 {
      var low = SIMD4<UInt64>.zero
      var high = SIMD4<UInt64>.zero
      let half = SIMD4<UInt64>(repeating: 0xFFFF_FFFF)
      while offset &+ 32 <= count {
        // SAFETY: the condition keeps the 32 bytes within the buffer; every bit pattern is a valid vector.
        let words = unsafe base.loadUnaligned(fromByteOffset: offset, as: SIMD4<UInt64>.self)
        low &+= words & half
        high &+= words &>> 32
        offset &+= 32
      }
      sum = (low &+ high).wrappedSum()
    }
    while offset &+ 4 <= count {
      // SAFETY: the condition keeps the 4 bytes within the buffer.
      sum &+= UInt64(unsafe base.loadUnaligned(fromByteOffset: offset, as: UInt32.self))
      offset &+= 4
    }
    if offset &+ 2 <= count {
      // SAFETY: as above.
      sum &+= UInt64(unsafe base.loadUnaligned(fromByteOffset: offset, as: UInt16.self))
      offset &+= 2
    }
    if offset < count {
      // SAFETY: as above. In memory the byte is the first of its word.
      let last = unsafe base.load(fromByteOffset: offset, as: UInt8.self)
      sum &+= UInt64((UInt16(last) << 8).bigEndian)
    }
    return fold(sum)
  }

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
