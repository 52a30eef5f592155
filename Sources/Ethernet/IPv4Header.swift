/// An IPv4 header (RFC 791).
public struct IPv4Header: Hashable, Sendable {
  /// Bytes of a header without options.
  public static let minimumLength = 20

  /// Where the header starts in the frame.
  public var offset: Int
  /// Bytes of the header, 20 to 60.
  public var headerLength: Int
  /// Bytes of header and payload as the header tells: at least `headerLength`, possibly more than the frame holds.
  public var totalLength: Int
  public var identification: UInt16
  /// Bytes of the original payload before this fragment, a multiple of 8.
  public var fragmentOffset: Int
  public var moreFragments: Bool
  public var timeToLive: UInt8
  public var payloadProtocol: IPProtocol
  public var source: IPv4Address
  public var destination: IPv4Address

  /// Reads the header at `offset`; nil when it is cut short, is not version 4 or contradicts itself. The payload may be
  /// cut short: see `payload(in:)`.
  public init?(_ frame: RawSpan, at offset: Int) {
    guard let first = frame.byte(at: offset), first >> 4 == 4, let total = frame.uint16(at: offset + 2),
      let identification = frame.uint16(at: offset + 4), let fragment = frame.uint16(at: offset + 6),
      let timeToLive = frame.byte(at: offset + 8), let proto = frame.byte(at: offset + 9),
      let source = frame.ipv4Address(at: offset + 12), let destination = frame.ipv4Address(at: offset + 16)
    else { return nil }
    headerLength = Int(first & 0x0F) * 4
    totalLength = Int(total)
    guard headerLength >= Self.minimumLength, totalLength >= headerLength,
      offset + headerLength <= frame.byteCount
    else { return nil }
    self.offset = offset
    self.identification = identification
    fragmentOffset = Int(fragment & 0x1FFF) * 8
    moreFragments = fragment & 0x2000 != 0
    self.timeToLive = timeToLive
    payloadProtocol = IPProtocol(rawValue: proto)
    self.source = source
    self.destination = destination
  }

  public var isFragment: Bool { moreFragments || fragmentOffset > 0 }
  /// Where the payload starts in the frame.
  public var payloadOffset: Int { offset + headerLength }

  /// Where the payload lies, without the padding behind it; nil when the frame does not hold all of it.
  public func payload(in frame: RawSpan) -> Range<Int>? {
    guard offset + totalLength <= frame.byteCount else { return nil }
    return payloadOffset..<(offset + totalLength)
  }

  /// Whether the header's own checksum is right.
  public func checksumIsValid(in frame: RawSpan) -> Bool {
    guard payloadOffset <= frame.byteCount else { return false }
    var sum = InternetChecksum()
    sum.add(frame.extracting(offset..<payloadOffset))
    return sum.value == 0
  }

  /// A packet without options: header with checksum, then the payload.
  /// - Precondition: `payload` has at most 65515 bytes.
  public static func packet(
    from source: IPv4Address, to destination: IPv4Address, _ payloadProtocol: IPProtocol, timeToLive: UInt8 = 64,
    payload: [UInt8]
  ) -> [UInt8] {
    var packet: [UInt8] = [0x45, 0]
    packet.reserveCapacity(minimumLength + payload.count)
    packet.append(bigEndian: UInt16(minimumLength + payload.count))
    packet += [0, 0, 0, 0, timeToLive, payloadProtocol.rawValue, 0, 0]
    packet.append(source)
    packet.append(destination)
    var sum = InternetChecksum()
    packet.withRawSpan { sum.add($0) }
    packet[10] = UInt8(sum.value >> 8)
    packet[11] = UInt8(sum.value & 0xFF)
    packet += payload
    return packet
  }
}
