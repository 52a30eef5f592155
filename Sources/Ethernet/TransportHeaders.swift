/// A UDP header (RFC 768).
public struct UDPHeader: Hashable, Sendable {
  /// Bytes of a header.
  public static let length = 8

  /// Where the header starts in the frame.
  public var offset: Int
  public var sourcePort: UInt16
  public var destinationPort: UInt16
  /// Bytes of header and payload as the header tells, at least 8; possibly more than the frame holds.
  public var totalLength: Int
  /// 0: none.
  public var checksum: UInt16

  /// Reads the header at `offset`; nil when it is cut short or its length is below 8.
  public init?(_ frame: RawSpan, at offset: Int) {
    guard let source = frame.uint16(at: offset), let destination = frame.uint16(at: offset + 2),
      let length = frame.uint16(at: offset + 4), let checksum = frame.uint16(at: offset + 6), length >= Self.length
    else { return nil }
    self.offset = offset
    sourcePort = source
    destinationPort = destination
    totalLength = Int(length)
    self.checksum = checksum
  }

  /// Where the payload lies; nil when the frame does not hold all of it.
  public func payload(in frame: RawSpan) -> Range<Int>? {
    guard offset + totalLength <= frame.byteCount else { return nil }
    return (offset + Self.length)..<(offset + totalLength)
  }

  /// A whole frame with a datagram over IPv4, checksums filled in.
  /// - Precondition: `payload` has at most 65507 bytes.
  public static func frame(
    from source: Endpoint, to destination: Endpoint, payload: [UInt8]
  ) -> [UInt8] {
    var datagram: [UInt8] = []
    datagram.reserveCapacity(length + payload.count)
    datagram.append(bigEndian: source.port)
    datagram.append(bigEndian: destination.port)
    datagram.append(bigEndian: UInt16(length + payload.count))
    datagram.append(bigEndian: UInt16(0))
    datagram += payload
    var sum = InternetChecksum.pseudoHeader(
      from: source.address, to: destination.address, .udp, length: datagram.count)
    datagram.withRawSpan { sum.add($0) }
    let checksum = sum.value == 0 ? 0xFFFF : sum.value
    datagram[6] = UInt8(checksum >> 8)
    datagram[7] = UInt8(checksum & 0xFF)
    let packet = IPv4Header.packet(from: source.address, to: destination.address, .udp, payload: datagram)
    return EthernetHeader.frame(to: destination.mac, from: source.mac, .ipv4, payload: packet)
  }

  /// One end of a datagram.
  public struct Endpoint: Hashable, Sendable {
    public var mac: MACAddress
    public var address: IPv4Address
    public var port: UInt16

    public init(_ mac: MACAddress, _ address: IPv4Address, _ port: UInt16) {
      self.mac = mac
      self.address = address
      self.port = port
    }
  }
}

/// A TCP header (RFC 9293).
public struct TCPHeader: Hashable, Sendable {
  /// Bytes of a header without options.
  public static let minimumLength = 20

  public struct Flags: OptionSet, Hashable, Sendable {
    public let rawValue: UInt8
    public init(rawValue: UInt8) { self.rawValue = rawValue }
    public static let fin = Flags(rawValue: 0x01)
    public static let syn = Flags(rawValue: 0x02)
    public static let rst = Flags(rawValue: 0x04)
    public static let psh = Flags(rawValue: 0x08)
    public static let ack = Flags(rawValue: 0x10)
    public static let urg = Flags(rawValue: 0x20)
    /// Explicit congestion notification echo.
    public static let ece = Flags(rawValue: 0x40)
    /// Congestion window reduced.
    public static let cwr = Flags(rawValue: 0x80)
  }

  /// Where the header starts in the frame.
  public var offset: Int
  public var sourcePort: UInt16
  public var destinationPort: UInt16
  public var sequence: UInt32
  public var acknowledgement: UInt32
  /// Bytes of the header, 20 to 60.
  public var headerLength: Int
  public var flags: Flags
  public var checksum: UInt16

  /// Reads the header at `offset`; nil when it is cut short or its length is below 20.
  public init?(_ frame: RawSpan, at offset: Int) {
    guard let source = frame.uint16(at: offset), let destination = frame.uint16(at: offset + 2),
      let sequence = frame.uint32(at: offset + 4), let acknowledgement = frame.uint32(at: offset + 8),
      let length = frame.byte(at: offset + 12), let flags = frame.byte(at: offset + 13),
      let checksum = frame.uint16(at: offset + 16)
    else { return nil }
    headerLength = Int(length >> 4) * 4
    guard headerLength >= Self.minimumLength, offset + headerLength <= frame.byteCount else { return nil }
    self.offset = offset
    sourcePort = source
    destinationPort = destination
    self.sequence = sequence
    self.acknowledgement = acknowledgement
    self.flags = Flags(rawValue: flags)
    self.checksum = checksum
  }
}

/// The fixed part of an ICMP (RFC 792) or ICMPv6 (RFC 4443) message.
public struct ICMPHeader: Hashable, Sendable {
  /// Bytes that every message has.
  public static let length = 8

  public var type: UInt8
  public var code: UInt8
  public var checksum: UInt16

  /// Reads the message at `offset`; nil when it is cut short.
  public init?(_ frame: RawSpan, at offset: Int) {
    guard let type = frame.byte(at: offset), let code = frame.byte(at: offset + 1),
      let checksum = frame.uint16(at: offset + 2), offset + Self.length <= frame.byteCount
    else { return nil }
    self.type = type
    self.code = code
    self.checksum = checksum
  }
}
