internal import Ethernet

// Theory of operation
//
// What a frame still needs travels beside it, from the guest or kernel that left it to others, to the receiver that does
// it or to the switch, which does it for receivers that cannot. On every interface (virtio rings, tap devices, packet
// sockets) that is virtio_net_hdr, 10 bytes or 12 with the buffer count of mergeable buffers, in the host's byte order.
//
// The header comes from whoever sent the frame. It is read once into this value, and checked once against the frame in
// private memory (`checked(against:)` in OffloadHeader+Checks.swift); only the checked value is used afterwards, and
// written anew for the receiver. Nothing of the bytes that came is passed on.

/// What a frame still needs: virtio_net_hdr's fields (VIRTIO 1.2, 5.1.6).
public struct OffloadHeader: Hashable, Sendable, BitwiseCopyable {
  /// Bytes of virtio_net_hdr without the buffer count: packet sockets, and guests of before VIRTIO 1.0.
  public static let shortLength = 10
  /// Bytes with the buffer count (virtio_net_hdr_v1).
  public static let length = 12

  /// How a frame is to be cut; the values of `gso_type`.
  public enum Kind: UInt8, Sendable, BitwiseCopyable {
    /// Not to be cut.
    case none = 0
    case tcpIPv4 = 1
    /// One datagram into IP fragments, of IPv4 or IPv6 (UFO).
    case udpFragment = 3
    case tcpIPv6 = 4
    /// Into datagrams of their own, over IPv4 or IPv6 (USO, UDP_SEGMENT).
    case udp = 5
  }

  /// The checksum field holds the pseudo header's sum; the rest of the sum is missing.
  public var needsChecksum: Bool
  public var kind: Kind
  /// Congestion was told to the receiver (CWR) in the first segment: only devices that know of it may cut the frame.
  public var ecn: Bool
  /// Bytes of payload in each segment but the last. In a fragment: of what follows the IP header.
  public var segmentSize: UInt16
  /// Bytes before the payload. A hint: never relied upon.
  public var headerLength: UInt16
  /// Where the sum starts, from the start of the frame. It runs to the frame's end.
  public var checksumStart: UInt16
  /// Where the checksum is, from there.
  public var checksumOffset: UInt16

  public init(
    needsChecksum: Bool = false, kind: Kind = .none, ecn: Bool = false,
    segmentSize: UInt16 = 0, headerLength: UInt16 = 0, checksumStart: UInt16 = 0, checksumOffset: UInt16 = 0
  ) {
    self.needsChecksum = needsChecksum
    self.kind = kind
    self.ecn = ecn
    self.segmentSize = segmentSize
    self.headerLength = headerLength
    self.checksumStart = checksumStart
    self.checksumOffset = checksumOffset
  }

  /// Of a frame that needs nothing more.
  public static let complete = OffloadHeader()

  /// Whether the frame can go on a wire as it is.
  @inline(__always)
  public var isComplete: Bool { !needsChecksum && kind == .none }

  /// Reads the first 10 bytes; nil when it is cut short or of a kind that is not known. Other flags than the missing
  /// checksum's are no error (VIRTIO 1.2, 5.1.6.2.1) and mean nothing: that a checksum is right is not the sender's to
  /// say.
  public init?(_ bytes: RawSpan) {
    func number(_ offset: Int) -> UInt16? { bytes.uint16(at: offset).map(UInt16.init(bigEndian:)) }
    guard let flags = bytes.byte(at: 0), let type = bytes.byte(at: 1), let kind = Kind(rawValue: type & ~Self.ecnBit),
      let headerLength = number(2), let segmentSize = number(4), let start = number(6), let offset = number(8)
    else { return nil }
    needsChecksum = flags & 1 != 0
    self.kind = kind
    ecn = type & Self.ecnBit != 0
    self.segmentSize = segmentSize
    self.headerLength = headerLength
    checksumStart = start
    checksumOffset = offset
  }

  /// Writes the header into the first bytes of `target`: 12 when it has as many, with one buffer; else 10.
  /// - Precondition: `target` has at least 10 bytes.
  public func write(to target: inout MutableRawSpan) {
    let first = (needsChecksum ? 1 : 0) | UInt32(typeByte) << 8 | UInt32(headerLength) << 16
    let second = UInt32(segmentSize) | UInt32(checksumStart) << 16
    target.storeBytes(of: UInt64(first) | UInt64(second) << 32, toByteOffset: 0, as: UInt64.self)
    target.storeBytes(of: checksumOffset, toByteOffset: 8, as: UInt16.self)
    if target.byteCount >= Self.length { target.storeBytes(of: 1, toByteOffset: 10, as: UInt16.self) }
  }

  /// The header as 12 bytes, of which the first 10 are the short form.
  var bytes: InlineArray<12, UInt8> {
    var bytes = InlineArray<12, UInt8>(repeating: 0)
    var span = bytes.mutableSpan
    // SAFETY: every bit pattern is a valid byte; the spans end with this call.
    var raw = unsafe span.mutableBytes
    write(to: &raw)
    return bytes
  }

  /// The same for a frame whose headers became longer or, with a negative number, shorter in front of the IP header (a
  /// VLAN tag came or went).
  public func shifted(by bytes: Int) -> OffloadHeader {
    guard !isComplete else { return self }
    var other = self
    other.checksumStart = UInt16(truncatingIfNeeded: Int(checksumStart) + bytes)
    if headerLength != 0 { other.headerLength = UInt16(truncatingIfNeeded: Int(headerLength) + bytes) }
    return other
  }

  private var typeByte: UInt8 { kind.rawValue | (ecn ? Self.ecnBit : 0) }

  /// VIRTIO_NET_HDR_GSO_ECN.
  private static let ecnBit: UInt8 = 0x80
}
