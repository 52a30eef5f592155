internal import Ethernet

// Theory of operation
//
// UFO leaves a whole UDP datagram, up to 64 KiB, to be cut into IP fragments. The segment size counts what follows the IP
// header, the UDP header included, and is rounded down to the multiple of 8 that fragments need (RFC 791 3.2, RFC 8200
// 4.5). The UDP checksum runs over the whole datagram and lies in the first fragment. "Don't fragment" is cleared: the
// sender has asked for fragments.
//
// IPv6 gets a fragment header in front of the UDP header. All fragments of a datagram share an identification: IPv4's
// own unless it is 0, else a number that counts up from a random one.

extension FrameCompletion {
  /// Bytes of IPv6's fragment header.
  private static let fragmentHeader = 8

  /// Delivers the fragments of a frame.
  mutating func fragment(
    _ frame: RawSpan, _ layout: HeaderLayout, _ offload: OffloadHeader, _ longest: Int,
    _ deliver: (RawSpan, OffloadHeader) -> Void
  ) -> Int {
    guard offload.headerLength(layout, frame) != nil else { return 0 }
    let (network, transport) = (layout.network, layout.transport)
    let datagram = frame.byteCount - transport
    let size = Int(offload.segmentSize) & ~7
    let start = transport + (layout.isIPv6 ? Self.fragmentHeader : 0)
    guard start + min(size, datagram) <= longest else { return 0 }
    // The checksum's field counts as 0.
    var checksum = Self.pseudoHeader(frame, layout, length: datagram)
    checksum.add(frame.extracting(transport..<(transport + 6)))
    checksum.add(frame.extracting((transport + UDPHeader.length)..<frame.byteCount))

    scratch.copy(frame.extracting(0..<transport), at: 0)
    var networkSum = InternetChecksum()
    if layout.isIPv6 {
      scratch.put(UInt8(44), at: layout.protocolField)
      scratch.put(UInt16(layout.payloadProtocol) << 8, at: transport)
      scratch.put(nextIdentification(), at: transport + 4)
    } else {
      var number = frame.uint16(at: network + 4) ?? 0
      while number == 0 { number = UInt16(truncatingIfNeeded: nextIdentification()) }
      scratch.put(number, at: network + 4)
      networkSum.add(frame.extracting(network..<(network + 2)))
      networkSum.add(number)
      networkSum.add(frame.extracting((network + 8)..<(network + 10)))
      networkSum.add(frame.extracting((network + 12)..<transport))
    }
    var offset = 0
    var index = 0
    while offset < datagram {
      let length = min(size, datagram - offset)
      let isLast = offset + length == datagram
      scratch.copy(frame.extracting((transport + offset)..<(transport + offset + length)), at: start)
      if index == 0 { scratch.put(checksum.value == 0 ? 0xFFFF : checksum.value, at: start + 6) }
      if layout.isIPv6 {
        scratch.put(UInt16(truncatingIfNeeded: start + length - network - IPv6Header.length), at: network + 4)
        scratch.put(UInt16(truncatingIfNeeded: offset) | (isLast ? 0 : 1), at: transport + 2)
      } else {
        let total = UInt16(truncatingIfNeeded: start + length - network)
        let place = UInt16(truncatingIfNeeded: offset >> 3) | (isLast ? 0 : 0x2000)
        var sum = networkSum
        sum.add(total)
        sum.add(place)
        scratch.put(total, at: network + 2)
        scratch.put(place, at: network + 6)
        scratch.put(sum.value, at: network + 10)
      }
      scratch.withBytes(0..<(start + length)) { deliver($0, .complete) }
      offset += length
      index += 1
    }
    return index
  }

  private mutating func nextIdentification() -> UInt32 {
    identification &+= 1
    return identification
  }
}
