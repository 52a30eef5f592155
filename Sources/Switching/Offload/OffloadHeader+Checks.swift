internal import Ethernet

// Theory of operation
//
// A header that asks for a checksum makes the switch, or a kernel behind it, write two bytes into a frame whose
// addresses and ports the switch has looked at before. So the field must lie where a checksum is, and nowhere else: a
// guest that may not forge its MAC address, act as DHCP server or advertise routes could otherwise have the forbidden
// bytes made from a sum. The rules, for the headers that the frame itself shows:
//
//   * TCP: the sum starts at the TCP header, the field is its checksum (offset 16).
//   * UDP: likewise (offset 6); or the field lies behind the UDP header (a tunnel's inner packet).
//   * ICMP, IGMP, ICMPv6: the sum starts at the message, the field is its checksum (offset 2).
//   * Any other protocol over IP: sum and field lie behind the IP headers (tunnels).
//   * A fragment other than the first, and what is no IP: no missing checksum.
//
// A frame to be cut is one whole packet (no fragment, nothing authenticated) of TCP or UDP as its kind tells, with at
// least one byte of payload and a missing checksum. It has at most 65535 bytes from the IP header on, and so has each of
// its segments. It makes at most 1366 segments, which is what 64 KiB are in the smallest segments that Linux sends over
// TCP (48 bytes): a frame of 64 KiB cannot be blown up to more than three times its bytes.

extension OffloadHeader {
  /// Most segments that one frame may be cut into.
  package static let segmentLimit = 1366

  /// The header with what the frame tells better, the length of its headers, and with 0 for what does not apply. Nil when
  /// it contradicts the frame.
  package func checked(against frame: RawSpan) -> OffloadHeader? {
    if isComplete { return .complete }
    guard needsChecksum, let layout = HeaderLayout(frame) else { return nil }
    if kind == .none { return fieldIsChecksum(layout, frame.byteCount) ? checksumOnly : nil }
    guard let length = headerLength(layout, frame) else { return nil }
    var result = checksumOnly
    result.kind = kind
    result.ecn = ecn && kind != .udp && kind != .udpFragment
    result.segmentSize = segmentSize
    result.headerLength = UInt16(truncatingIfNeeded: length)
    return result
  }

  /// Whether `checked(against:)` accepts it.
  package func isConsistent(with frame: RawSpan) -> Bool { checked(against: frame) != nil }

  /// Bytes of the longest frame that will be on the wire: of the frame itself, or of its first segment. 0 when the
  /// header contradicts the frame.
  package func longestFrame(of frame: RawSpan) -> Int {
    guard kind != .none else { return frame.byteCount }
    guard let layout = HeaderLayout(frame), let length = headerLength(layout, frame) else { return 0 }
    if kind == .udpFragment {
      let payload = min(Int(segmentSize) & ~7, frame.byteCount - layout.transport)
      return layout.transport + (layout.isIPv6 ? 8 : 0) + payload
    }
    return length + min(Int(segmentSize), frame.byteCount - length)
  }

  private var checksumOnly: OffloadHeader {
    OffloadHeader(needsChecksum: true, checksumStart: checksumStart, checksumOffset: checksumOffset)
  }

  private func fieldIsChecksum(_ layout: HeaderLayout, _ count: Int) -> Bool {
    let start = Int(checksumStart)
    let offset = Int(checksumOffset)
    guard start >= layout.transport, start + offset + 2 <= count, !layout.isLaterFragment else { return false }
    let atTransport = start == layout.transport
    switch layout.payloadProtocol {
    case IPProtocol.tcp.rawValue: return atTransport && offset == 16
    case IPProtocol.udp.rawValue:
      return atTransport && offset == 6 || start >= layout.transport + UDPHeader.length
    case IPProtocol.icmp.rawValue, IPProtocol.igmp.rawValue, IPProtocol.icmpv6.rawValue:
      return atTransport && offset == 2
    default: return true
    }
  }

  /// Bytes before the payload of a frame to be cut; nil when it cannot be cut.
  func headerLength(_ layout: HeaderLayout, _ frame: RawSpan) -> Int? {
    let transport = layout.transport
    let count = frame.byteCount
    guard needsChecksum, segmentSize > 0, !layout.isFragment, !layout.isSealed, Int(checksumStart) == transport,
      count - layout.network <= 0xFFFF
    else { return nil }
    var length = transport + UDPHeader.length
    /// Bytes that are cut, and how many go into one segment.
    var cut = count - length
    var size = Int(segmentSize)
    switch kind {
    case .none: return nil
    case .tcpIPv4, .tcpIPv6:
      guard layout.isIPv6 == (kind == .tcpIPv6), layout.payloadProtocol == IPProtocol.tcp.rawValue,
        checksumOffset == 16, let word = frame.byte(at: transport + 12)
      else { return nil }
      length = transport + Int(word >> 4) * 4
      guard length >= transport + TCPHeader.minimumLength else { return nil }
      cut = count - length
    case .udp:
      guard layout.payloadProtocol == IPProtocol.udp.rawValue, checksumOffset == 6 else { return nil }
    case .udpFragment:
      guard layout.payloadProtocol == IPProtocol.udp.rawValue, checksumOffset == 6 else { return nil }
      guard count > length else { return nil }
      cut = count - transport
      size &= ~7
    }
    guard cut > 0, size > 0, length + size - layout.network <= 0xFFFF,
      cut <= size * Self.segmentLimit
    else { return nil }
    return length
  }
}
