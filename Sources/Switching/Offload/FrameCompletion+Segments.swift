internal import Ethernet

// Theory of operation
//
// TSO and USO: a frame's headers are copied into the scratch buffer once, and stay there; for each segment its payload is
// copied behind them and the fields that differ are written anew. What is the same in all segments is summed up once, so
// that a segment's checksums cost its own payload and a few additions.
//
// Limits: 65535 bytes from the IP header on, 1366 segments. The header length is the frame's own, found by HeaderLayout; what
// the guest said of it is not relied upon. No unsafe access here: spans and ScratchBuffer check each one.

extension FrameCompletion {
  /// Delivers the segments of a frame (TSO, USO). What is the same in all is summed up once.
  /// - Parameter partial: The receiver takes missing checksums.
  mutating func segment(
    _ frame: RawSpan, _ layout: HeaderLayout, _ offload: OffloadHeader, _ partial: Bool, _ longest: Int,
    _ deliver: (RawSpan, OffloadHeader) -> Void
  ) -> Int {
    guard let headerLength = offload.headerLength(layout, frame) else { return 0 }
    let payload = frame.byteCount - headerLength
    let segmentSize = min(Int(offload.segmentSize), payload)
    guard headerLength + segmentSize <= longest else { return 0 }
    let fields = SegmentFields(frame, layout, headerLength, isTCP: offload.kind != .udp)
    let field = fields.checksumField
    let needs =
      partial
      ? OffloadHeader(
        needsChecksum: true, checksumStart: offload.checksumStart, checksumOffset: offload.checksumOffset) : .complete
    scratch.copy(frame.extracting(0..<headerLength), at: 0)
    var offset = 0
    var index = 0
    while offset < payload {
      let size = min(segmentSize, payload - offset)
      let bytes = frame.extracting((headerLength + offset)..<(headerLength + offset + size))
      scratch.copy(bytes, at: headerLength)
      let header = fields.fill(&scratch, index: index, offset: offset, size: size, isLast: offset + size == payload)
      if partial {
        scratch.put(fields.pseudoHeader(size).partial, at: field)
      } else {
        var sum = header
        sum.add(bytes)
        // UDP has a meaning of its own for 0: no checksum.
        let value = sum.value
        scratch.put(value == 0 && !fields.isTCP ? 0xFFFF : value, at: field)
      }
      scratch.withBytes(0..<(headerLength + size)) { deliver($0, needs) }
      offset += size
      index += 1
    }
    return index
  }
}

/// The fields of a frame's headers that differ from segment to segment, and the sums over what does not.
private struct SegmentFields {
  private let layout: HeaderLayout
  private let headerLength: Int
  let isTCP: Bool
  private let identification: UInt16
  private let sequence: UInt32
  private let flags: UInt16
  /// The IPv4 header without total length, identification and checksum.
  private var networkSum = InternetChecksum()
  /// The pseudo header without length.
  private let pseudoSum: InternetChecksum
  /// The same, and the transport header without sequence number, flags, length and checksum.
  private var headerSum: InternetChecksum

  init(_ frame: RawSpan, _ layout: HeaderLayout, _ headerLength: Int, isTCP: Bool) {
    self.layout = layout
    self.headerLength = headerLength
    self.isTCP = isTCP
    let (network, transport) = (layout.network, layout.transport)
    // Every read below lies within `headerLength`, which the caller has checked; the alternatives are never taken.
    identification = layout.isIPv6 ? 0 : frame.uint16(at: network + 4) ?? 0
    if !layout.isIPv6 {
      networkSum.add(frame.extracting(network..<(network + 2)))
      networkSum.add(frame.extracting((network + 6)..<(network + 10)))
      networkSum.add(frame.extracting((network + 12)..<transport))
    }
    pseudoSum = FrameCompletion.pseudoHeader(frame, layout, length: 0)
    headerSum = pseudoSum
    headerSum.add(frame.extracting(transport..<(transport + 4)))
    if isTCP {
      sequence = frame.uint32(at: transport + 4) ?? 0
      flags = frame.uint16(at: transport + 12) ?? 0
      headerSum.add(frame.extracting((transport + 8)..<(transport + 12)))
      headerSum.add(frame.extracting((transport + 14)..<(transport + 16)))
      headerSum.add(frame.extracting((transport + 18)..<headerLength))
    } else {
      sequence = 0
      flags = 0
    }
  }

  var checksumField: Int { layout.transport + (isTCP ? 16 : 6) }

  /// Of a segment with that many bytes of payload.
  func pseudoHeader(_ size: Int) -> InternetChecksum {
    var sum = pseudoSum
    sum.add(UInt16(truncatingIfNeeded: headerLength - layout.transport + size))
    return sum
  }

  /// Sets the fields of segment `index`, whose payload of `size` bytes starts `offset` into the whole's, but for the
  /// transport header's checksum.
  /// - Returns: The sum over pseudo header and transport header.
  func fill(
    _ scratch: inout ScratchBuffer, index: Int, offset: Int, size: Int, isLast: Bool
  ) -> InternetChecksum {
    let (network, transport) = (layout.network, layout.transport)
    let end = headerLength + size
    if layout.isIPv6 {
      scratch.put(UInt16(truncatingIfNeeded: end - network - IPv6Header.length), at: network + 4)
    } else {
      let total = UInt16(truncatingIfNeeded: end - network)
      let number = identification &+ UInt16(truncatingIfNeeded: index)
      var sum = networkSum
      sum.add(total)
      sum.add(number)
      scratch.put(total, at: network + 2)
      scratch.put(number, at: network + 4)
      scratch.put(sum.value, at: network + 10)
    }
    var sum = headerSum
    let length = UInt16(truncatingIfNeeded: end - transport)
    sum.add(length)
    if isTCP {
      let number = sequence &+ UInt32(truncatingIfNeeded: offset)
      var own = flags
      if !isLast { own &= ~UInt16(TCPHeader.Flags.fin.rawValue | TCPHeader.Flags.psh.rawValue) }
      if index > 0 { own &= ~UInt16(TCPHeader.Flags.cwr.rawValue) }
      sum.add(number)
      sum.add(own)
      scratch.put(number, at: transport + 4)
      scratch.put(own, at: transport + 12)
    } else {
      sum.add(length)
      scratch.put(length, at: transport + 4)
    }
    return sum
  }
}
