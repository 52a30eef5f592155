internal import Ethernet

// Theory of operation
//
// One walk over the headers of a frame in private memory, for those who cut it and those who check that it can be cut.
// Every step either moves on by at least 8 bytes or ends, and there are at most 2 tags and `IPv6Header.extensionLimit` extension
// headers: no chain of them goes on for ever. Reads go through accessors that give nil outside of the frame.

/// Where the headers of an IP packet lie in a frame, as far as offloads need to know. All reads are checked.
struct HeaderLayout: BitwiseCopyable {
  /// The IP header.
  let network: Int
  /// What follows the IP header and, with IPv6, its extension headers. Lies within the frame or at its end.
  let transport: Int
  let isIPv6: Bool
  /// What starts at `transport`; of a fragment other than the first, what its first fragment starts with.
  let payloadProtocol: UInt8
  /// Where the frame names that protocol.
  let protocolField: Int
  let isFragment: Bool
  let isLaterFragment: Bool
  /// An extension header that knows the packet's length or content (authentication): it cannot be cut.
  let isSealed: Bool

  /// Nil when the frame is no IPv4 or IPv6 packet behind at most two VLAN tags, or its headers are cut short.
  init?(_ frame: RawSpan) {
    guard var type = frame.uint16(at: 12) else { return nil }
    var offset = EthernetHeader.length
    for _ in 0..<2 where type == EtherType.vlan.rawValue || type == EtherType.providerVLAN.rawValue {
      guard let inner = frame.uint16(at: offset + 2) else { return nil }
      type = inner
      offset += EthernetHeader.tagLength
    }
    network = offset
    if type == EtherType.ipv4.rawValue {
      guard let first = frame.byte(at: offset), first >> 4 == 4, let fragment = frame.uint16(at: offset + 6),
        let proto = frame.byte(at: offset + 9)
      else { return nil }
      transport = offset + Int(first & 0x0F) * 4
      guard transport >= offset + IPv4Header.minimumLength, transport <= frame.byteCount else { return nil }
      isIPv6 = false
      payloadProtocol = proto
      protocolField = offset + 9
      isFragment = fragment & 0x3FFF != 0
      isLaterFragment = fragment & 0x1FFF != 0
      isSealed = false
      return
    }
    guard type == EtherType.ipv6.rawValue, let first = frame.byte(at: offset), first >> 4 == 6,
      var next = frame.byte(at: offset + 6)
    else { return nil }
    var field = offset + 6
    var fragment = false
    var later = false
    var sealed = false
    offset += IPv6Header.length
    var count = 0
    while !later, next == 0 || next == 43 || next == 44 || next == 51 || next == 60 {
      guard count < IPv6Header.extensionLimit, let following = frame.byte(at: offset),
        let size = frame.byte(at: offset + 1)
      else { return nil }
      field = offset
      switch next {
      case 44:
        guard let bits = frame.uint16(at: offset + 2) else { return nil }
        fragment = true
        later = bits & 0xFFF8 != 0
        offset += 8
      case 51:
        sealed = true
        offset += (Int(size) + 2) * 4
      default: offset += (Int(size) + 1) * 8
      }
      next = following
      count += 1
    }
    guard offset <= frame.byteCount else { return nil }
    transport = offset
    isIPv6 = true
    payloadProtocol = next
    protocolField = field
    isFragment = fragment
    isLaterFragment = later
    isSealed = sealed
  }
}
