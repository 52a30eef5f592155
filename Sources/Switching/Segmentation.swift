internal import Ethernet

// Theory of operation
//
// A packet socket hands frames over as the kernel has them, which need not be as they were on the wire: merged by GRO or
// not yet segmented (veth, other machines' TSO), with a checksum that a device was to fill in. A header before each
// frame tells (PACKET_VNET_HDR: virtio_net_hdr of 10 bytes in the host's byte order). Here such a frame becomes the
// complete frames that a wire would carry:
//
//   * a checksum that is missing is filled in;
//   * TCP over IPv4 and IPv6, and UDP, are cut into segments of the size that the header tells. Each gets the headers of
//     the whole with its own lengths, IPv4 identification (counting up), TCP sequence number and checksums. FIN and PSH
//     stay on the last segment, CWR on the first (RFC 3168 6.1.2).
//   * a VLAN tag that the kernel took out (PACKET_AUXDATA) is put back.
//
// Headers come from the kernel, the bytes of the frame from anywhere: all reads go through checked accessors, and what
// contradicts itself is dropped. The largest frame is 64 KiB and a segment at least one byte, so one call delivers at
// most 65536 frames; TCP's and UDP's smallest segments in the wild (48 bytes) make it 1400.

/// What the header before a frame says is left to do.
package struct OffloadHeader: Hashable, Sendable {
  /// Bytes of virtio_net_hdr without the buffer count.
  package static let length = 10

  package enum Kind: UInt8, Sendable {
    case none = 0
    case tcpIPv4 = 1
    case tcpIPv6 = 4
    case udp = 5
  }

  package var needsChecksum: Bool
  package var kind: Kind
  /// Bytes of payload in each segment but the last.
  package var segmentSize: Int
  /// Where the sum starts, from the start of the frame.
  package var checksumStart: Int
  /// Where the checksum is, from there.
  package var checksumOffset: Int

  package init(
    needsChecksum: Bool, kind: Kind = .none, segmentSize: Int = 0, checksumStart: Int = 0, checksumOffset: Int = 0
  ) {
    self.needsChecksum = needsChecksum
    self.kind = kind
    self.segmentSize = segmentSize
    self.checksumStart = checksumStart
    self.checksumOffset = checksumOffset
  }

  /// Reads the header in the host's byte order; nil when it is cut short, of a kind that is not known here (UFO), or
  /// contradicts itself.
  package init?(_ bytes: RawSpan) {
    func number(_ offset: Int) -> Int? { bytes.uint16(at: offset).map { Int(UInt16(bigEndian: $0)) } }
    guard let flags = bytes.byte(at: 0), let type = bytes.byte(at: 1), let kind = Kind(rawValue: type & ~Self.ecn),
      let size = number(4), let start = number(6), let offset = number(8)
    else { return nil }
    needsChecksum = flags & 1 != 0
    self.kind = kind
    segmentSize = size
    checksumStart = start
    checksumOffset = offset
    if kind != .none, size == 0 || !needsChecksum { return nil }
  }

  /// VIRTIO_NET_HDR_GSO_ECN: CWR is set in the first segment.
  private static let ecn: UInt8 = 0x80
}

/// A tag that the kernel took out of a frame.
package struct VLANTag: Hashable, Sendable {
  package var type: UInt16
  package var control: UInt16

  package init(type: UInt16 = EtherType.vlan.rawValue, control: UInt16) {
    self.type = type
    self.control = control
  }
}

/// Completes frames. Holds the buffer in which segments are made, so that none is allocated per frame.
package struct FrameCompletion: ~Copyable {
  private var segment = [UInt8](repeating: 0, count: 2048)

  package init() {}

  /// Delivers what `packet` is: an offload header and a frame, `count` bytes together. The packet's bytes change.
  /// - Returns: false when header or frame contradict themselves; nothing was delivered then.
  package mutating func complete(
    _ packet: inout [UInt8], count: Int, tag: VLANTag?, deliver: (RawSpan) -> Void
  ) -> Bool {
    let start = OffloadHeader.length
    guard count <= packet.count, count >= start + EthernetHeader.length,
      let header = packet.withRawSpan({ OffloadHeader($0.extracting(0..<count)) })
    else { return false }
    guard header.kind == .none else {
      return packet.withRawSpan { cut($0.extracting(start..<count), header, tag, deliver) }
    }
    if header.needsChecksum, !Self.fillChecksum(&packet, frame: start..<count, header) { return false }
    var first = start
    if let tag {
      // The addresses move into the place of the offload header, which is read.
      first -= EthernetHeader.tagLength
      for index in 0..<12 { packet[first + index] = packet[start + index] }
      Self.put(tag.type, in: &packet, at: first + 12)
      Self.put(tag.control, in: &packet, at: first + 14)
    }
    packet.withRawSpan { deliver($0.extracting(first..<count)) }
    return true
  }

  /// Delivers the segments of a frame.
  private mutating func cut(
    _ frame: RawSpan, _ header: OffloadHeader, _ tag: VLANTag?, _ deliver: (RawSpan) -> Void
  ) -> Bool {
    guard let plan = SegmentPlan(frame, header) else { return false }
    let shift = tag == nil ? 0 : EthernetHeader.tagLength
    let largest = shift + plan.headerLength + header.segmentSize
    if segment.count < largest { segment = [UInt8](repeating: 0, count: largest) }
    if let tag {
      Self.copy(frame.extracting(0..<12), to: &segment, at: 0)
      Self.put(tag.type, in: &segment, at: 12)
      Self.put(tag.control, in: &segment, at: 14)
      Self.copy(frame.extracting(12..<plan.headerLength), to: &segment, at: 16)
    } else {
      Self.copy(frame.extracting(0..<plan.headerLength), to: &segment, at: 0)
    }
    let payload = frame.byteCount - plan.headerLength
    var offset = 0
    var index = 0
    while offset < payload {
      let size = min(header.segmentSize, payload - offset)
      let start = plan.headerLength + offset
      Self.copy(frame.extracting(start..<(start + size)), to: &segment, at: shift + plan.headerLength)
      plan.fill(&segment, shift: shift, index: index, offset: offset, size: size, isLast: offset + size == payload)
      segment.withRawSpan { deliver($0.extracting(0..<(shift + plan.headerLength + size))) }
      offset += size
      index += 1
    }
    return true
  }

  /// The field holds the pseudo header's sum; a result of 0 is written as 0xFFFF, which means the same and is not UDP's
  /// "none".
  /// - Returns: false when the field does not lie within the frame.
  private static func fillChecksum(_ packet: inout [UInt8], frame: Range<Int>, _ header: OffloadHeader) -> Bool {
    let start = frame.lowerBound + header.checksumStart
    let field = start + header.checksumOffset
    guard field + 2 <= frame.upperBound else { return false }
    let value = packet.withRawSpan { span in
      var sum = InternetChecksum()
      sum.add(span.extracting(start..<frame.upperBound))
      return sum.value
    }
    put(value == 0 ? 0xFFFF : value, in: &packet, at: field)
    return true
  }

  static func put(_ number: UInt16, in bytes: inout [UInt8], at offset: Int) {
    bytes[offset] = UInt8(truncatingIfNeeded: number >> 8)
    bytes[offset + 1] = UInt8(truncatingIfNeeded: number)
  }

  private static func copy(_ source: RawSpan, to target: inout [UInt8], at offset: Int) {
    precondition(offset >= 0 && offset + source.byteCount <= target.count)
    // SAFETY: the line above keeps the copy within the target; source and target are different allocations.
    unsafe target.withUnsafeMutableBytes { target in
      unsafe source.withUnsafeBytes { source in
        unsafe UnsafeMutableRawBufferPointer(rebasing: target[offset..<(offset + source.count)])
          .copyMemory(from: source)
      }
    }
  }
}

/// Where the fields of a frame lie that differ from segment to segment.
private struct SegmentPlan {
  let network: Int
  let transport: Int
  /// Everything before the payload.
  let headerLength: Int
  let isIPv6: Bool
  let isTCP: Bool
  let identification: UInt16
  let sequence: UInt32
  let flags: UInt8

  /// Nil when the frame is not what the header says.
  init?(_ frame: RawSpan, _ header: OffloadHeader) {
    guard let ethernet = EthernetHeader(frame) else { return nil }
    network = ethernet.payloadOffset
    isIPv6 = ethernet.etherType == .ipv6
    isTCP = header.kind != .udp
    let payloadProtocol: IPProtocol
    if isIPv6 {
      guard header.kind != .tcpIPv4, let ip = IPv6Header(frame, at: network), !ip.isLaterFragment else { return nil }
      transport = ip.payloadOffset
      payloadProtocol = ip.payloadProtocol
      identification = 0
    } else {
      guard header.kind != .tcpIPv6, ethernet.etherType == .ipv4, let ip = IPv4Header(frame, at: network),
        ip.fragmentOffset == 0, !ip.moreFragments
      else { return nil }
      transport = network + ip.headerLength
      payloadProtocol = ip.payloadProtocol
      identification = ip.identification
    }
    guard transport == header.checksumStart else { return nil }
    if isTCP {
      guard payloadProtocol == .tcp, header.checksumOffset == 16, let tcp = TCPHeader(frame, at: transport) else {
        return nil
      }
      headerLength = transport + tcp.headerLength
      sequence = tcp.sequence
      flags = tcp.flags.rawValue
    } else {
      guard payloadProtocol == .udp, header.checksumOffset == 6, UDPHeader(frame, at: transport) != nil else {
        return nil
      }
      headerLength = transport + UDPHeader.length
      sequence = 0
      flags = 0
    }
    guard frame.byteCount > headerLength, header.segmentSize + headerLength - network <= 0xFFFF else { return nil }
  }

  /// Sets the fields of segment `index`, whose payload of `size` bytes starts `offset` into the whole's.
  func fill(_ bytes: inout [UInt8], shift: Int, index: Int, offset: Int, size: Int, isLast: Bool) {
    let network = network + shift
    let transport = transport + shift
    let end = headerLength + shift + size
    if isIPv6 {
      FrameCompletion.put(UInt16(end - network - IPv6Header.length), in: &bytes, at: network + 4)
    } else {
      FrameCompletion.put(UInt16(end - network), in: &bytes, at: network + 2)
      FrameCompletion.put(identification &+ UInt16(truncatingIfNeeded: index), in: &bytes, at: network + 4)
      FrameCompletion.put(0, in: &bytes, at: network + 10)
      let sum = bytes.withRawSpan { span in
        var sum = InternetChecksum()
        sum.add(span.extracting(network..<transport))
        return sum.value
      }
      FrameCompletion.put(sum, in: &bytes, at: network + 10)
    }
    if isTCP {
      let number = sequence &+ UInt32(truncatingIfNeeded: offset)
      FrameCompletion.put(UInt16(truncatingIfNeeded: number >> 16), in: &bytes, at: transport + 4)
      FrameCompletion.put(UInt16(truncatingIfNeeded: number), in: &bytes, at: transport + 6)
      var own = flags
      if !isLast { own &= ~(TCPHeader.Flags.fin.rawValue | TCPHeader.Flags.psh.rawValue) }
      if index > 0 { own &= ~TCPHeader.Flags.cwr.rawValue }
      bytes[transport + 13] = own
    } else {
      FrameCompletion.put(UInt16(end - transport), in: &bytes, at: transport + 4)
    }
    let field = transport + (isTCP ? 16 : 6)
    FrameCompletion.put(0, in: &bytes, at: field)
    let sum = bytes.withRawSpan { span -> UInt16 in
      let payloadProtocol: IPProtocol = isTCP ? .tcp : .udp
      let length = end - transport
      var sum: InternetChecksum
      if isIPv6 {
        // Never nil: the plan found a whole fixed header there.
        sum =
          InternetChecksum.ipv6PseudoHeader(span, header: network, payloadProtocol, length: length)
          ?? InternetChecksum()
      } else {
        sum = InternetChecksum.pseudoHeader(
          from: span.ipv4Address(at: network + 12) ?? .any, to: span.ipv4Address(at: network + 16) ?? .any,
          payloadProtocol, length: length)
      }
      sum.add(span.extracting(transport..<end))
      return sum.value
    }
    // UDP has a meaning of its own for 0: no checksum.
    FrameCompletion.put(sum == 0 && !isTCP ? 0xFFFF : sum, in: &bytes, at: field)
  }
}
