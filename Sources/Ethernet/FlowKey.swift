// Theory of operation
//
// A frame's headers, read once into a value that every policy then works on: link addresses, tag, network addresses,
// protocol, ports. All reads go through the span's checked accessor, so whatever the bytes are, nothing outside of them
// is read, and at most two tags and `IPv6Header.extensionLimit` extension headers are followed.
//
// Which headers a frame seems to have is the sender's choice. So the key tells three things apart: a field that is
// there, one that cannot be (a later fragment has no ports), and one that the sender hid: a packet whose headers do not
// end where they can be read. Receivers may still find a meaning in those, so what forbids something must count them as
// that. A frame that is cut (a first part of one) is indistinguishable from a frame with hidden headers.

/// What a frame is about: addresses, protocol, ports.
public struct FlowKey: Hashable, Sendable, BitwiseCopyable {
  /// What the frame carries behind its tags.
  public enum Network: UInt8, Sendable, BitwiseCopyable {
    /// Neither of the others, or an IPv4 or IPv6 packet without a readable fixed header.
    case other
    case arp
    case ipv4
    case ipv6
  }

  /// How much is known of what the IP packet carries.
  public enum Transport: UInt8, Sendable, BitwiseCopyable {
    /// No IP packet.
    case none
    /// The protocol is known, and its ports or type are where it has them.
    case whole
    /// A fragment other than the first: the protocol is known, no more.
    case laterFragment
    /// The headers before the transport's are too many or are cut short, or its own first four bytes are.
    case hidden
  }

  public let destination: MACAddress
  public let source: MACAddress
  private let sourceHigh: UInt64
  private let sourceLow: UInt64
  private let destinationHigh: UInt64
  private let destinationLow: UInt64
  /// The type after the tags.
  public let etherType: EtherType
  private let tag: UInt16
  private let protocolNumber: UInt8
  private let first: UInt16
  private let second: UInt16
  public let network: Network
  public let transport: Transport
  /// Whether the IP packet is a fragment, the first included.
  public let isFragment: Bool
  private let tagCount: UInt8
  private let transportStart: UInt16

  /// Nil when the frame ends within its Ethernet header, tags included.
  public init?(_ frame: RawSpan) {
    guard let header = EthernetHeader(frame) else { return nil }
    destination = header.destination
    source = header.source
    etherType = header.etherType
    tag = header.vlan == nil ? 0 : frame.uint16(at: EthernetHeader.length) ?? 0
    tagCount = UInt8(truncatingIfNeeded: (header.payloadOffset - EthernetHeader.length) / EthernetHeader.tagLength)
    var reading = Reading()
    switch header.etherType {
    case .arp: reading.network = .arp
    case .ipv4: reading.readIPv4(frame, at: header.payloadOffset)
    case .ipv6: reading.readIPv6(frame, at: header.payloadOffset)
    default: break
    }
    network = reading.network
    transport = reading.transport
    isFragment = reading.isFragment
    protocolNumber = reading.protocolNumber
    first = reading.first
    second = reading.second
    transportStart = UInt16(truncatingIfNeeded: reading.transportStart)
    sourceHigh = reading.source.high
    sourceLow = reading.source.low
    destinationHigh = reading.destination.high
    destinationLow = reading.destination.low
  }

  /// The outer tag's VLAN, 0 to 4095; nil without tag.
  public var vlan: UInt16? { tagCount == 0 ? nil : tag & 0x0FFF }
  /// The outer tag's priority, 0 to 7; 0 without tag.
  public var priority: UInt8 { UInt8(truncatingIfNeeded: tag >> 13) }
  /// Where the payload starts: 14, 18 or 22.
  public var payloadOffset: Int { EthernetHeader.length + Int(tagCount) * EthernetHeader.tagLength }
  /// Whether the frame carries an IP packet with readable addresses.
  public var isIP: Bool { network == .ipv4 || network == .ipv6 }
  public var isBroadcast: Bool { destination.isBroadcast }
  public var isMulticast: Bool { destination.isMulticast }

  /// The IPv4 addresses; nil in other frames.
  public var ipv4Source: IPv4Address? { network == .ipv4 ? Self.ipv4(sourceLow) : nil }
  public var ipv4Destination: IPv4Address? { network == .ipv4 ? Self.ipv4(destinationLow) : nil }
  /// The IPv6 addresses; nil in other frames.
  public var ipv6Source: IPv6Address? { network == .ipv6 ? sourceAddress : nil }
  public var ipv6Destination: IPv6Address? { network == .ipv6 ? destinationAddress : nil }
  /// The address as two words of which IPv4 uses the low 32 bits; 0 where there is none. To be compared under a mask.
  public var sourceAddress: IPv6Address { IPv6Address(high: sourceHigh, low: sourceLow) }
  public var destinationAddress: IPv6Address { IPv6Address(high: destinationHigh, low: destinationLow) }

  /// What the IP packet carries; nil without a packet, and when it is hidden.
  public var payloadProtocol: IPProtocol? {
    transport == .whole || transport == .laterFragment ? IPProtocol(rawValue: protocolNumber) : nil
  }
  /// Where that starts in the frame; nil when it is hidden or in an earlier fragment.
  public var transportOffset: Int? { transport == .whole ? Int(transportStart) : nil }

  /// TCP's, UDP's, SCTP's or UDP-Lite's ports; nil where there are none.
  public var sourcePort: UInt16? { hasPorts ? first : nil }
  public var destinationPort: UInt16? { hasPorts ? second : nil }
  /// ICMP's or ICMPv6's type and code; nil in other packets.
  public var icmpType: UInt8? { hasType ? UInt8(truncatingIfNeeded: first >> 8) : nil }
  public var icmpCode: UInt8? { hasType ? UInt8(truncatingIfNeeded: first) : nil }

  private var hasPorts: Bool { transport == .whole && Reading.hasPorts(protocolNumber) }
  private var hasType: Bool {
    transport == .whole && protocolNumber == (network == .ipv4 ? IPProtocol.icmp : .icmpv6).rawValue
  }

  private static func ipv4(_ word: UInt64) -> IPv4Address { IPv4Address(rawValue: UInt32(truncatingIfNeeded: word)) }

  /// A number that is the same for all frames of one flow in one direction and well spread over flows: to choose a
  /// queue by. Of IP packets addresses and protocol, and ports where each packet has them, so that the fragments of a
  /// datagram stay together; of other frames the MAC addresses.
  public var flowHash: UInt32 {
    guard isIP else { return Self.fold(Self.mix(source.rawValue, destination.rawValue)) }
    let ports = hasPorts && !isFragment ? UInt64(first) << 16 | UInt64(second) : 0
    let addresses = Self.mix(
      Self.mix(sourceHigh, sourceLow), Self.mix(destinationHigh ^ 0x9E37_79B9_7F4A_7C15, destinationLow))
    return Self.fold(Self.mix(addresses, ports << 8 | UInt64(protocolNumber)))
  }

  /// A product of 128 bits folded to 64: each bit of both words reaches every bit. The constants are those of wyhash.
  private static func mix(_ a: UInt64, _ b: UInt64) -> UInt64 {
    let (high, low) = (a ^ 0xA076_1D64_78BD_642F).multipliedFullWidth(by: b ^ 0xE703_7ED1_A0B4_28DB)
    return high ^ low
  }

  private static func fold(_ word: UInt64) -> UInt32 {
    let mixed = mix(word, 0)
    return UInt32(truncatingIfNeeded: mixed ^ mixed >> 32)
  }
}

/// The fields of a key while they are read.
private struct Reading {
  var network = FlowKey.Network.other
  var transport = FlowKey.Transport.none
  var isFragment = false
  var protocolNumber: UInt8 = 0
  var first: UInt16 = 0
  var second: UInt16 = 0
  var transportStart = 0
  var source = IPv6Address.any
  var destination = IPv6Address.any

  mutating func readIPv4(_ frame: RawSpan, at offset: Int) {
    guard let ip = IPv4Header(frame, at: offset) else { return }
    network = .ipv4
    source = IPv6Address(high: 0, low: UInt64(ip.source.rawValue))
    destination = IPv6Address(high: 0, low: UInt64(ip.destination.rawValue))
    isFragment = ip.isFragment
    protocolNumber = ip.payloadProtocol.rawValue
    readTransport(
      frame, at: ip.payloadOffset, end: offset + ip.totalLength, isLaterFragment: ip.fragmentOffset > 0)
  }

  mutating func readIPv6(_ frame: RawSpan, at offset: Int) {
    guard let first = frame.byte(at: offset), first >> 4 == 6, let source = frame.ipv6Address(at: offset + 8),
      let destination = frame.ipv6Address(at: offset + 24)
    else { return }
    network = .ipv6
    self.source = source
    self.destination = destination
    guard let ip = IPv6Header(frame, at: offset) else {
      // More extension headers than are followed, or cut short.
      transport = .hidden
      return
    }
    isFragment = ip.isFragment
    protocolNumber = ip.payloadProtocol.rawValue
    // A payload length of 0 is a jumbogram's; then the frame's end counts.
    let end = ip.payloadLength == 0 ? Int.max : offset + IPv6Header.length + ip.payloadLength
    readTransport(frame, at: ip.payloadOffset, end: end, isLaterFragment: ip.isLaterFragment)
  }

  private mutating func readTransport(_ frame: RawSpan, at offset: Int, end: Int, isLaterFragment: Bool) {
    if isLaterFragment {
      transport = .laterFragment
      return
    }
    transportStart = offset
    transport = .whole
    let needed = needsBytes
    guard needed > 0 else {
      // Of a protocol without fields here only the start must be within the packet.
      if offset > min(end, frame.byteCount) { transport = .hidden }
      return
    }
    guard offset + needed <= end, let first = frame.uint16(at: offset) else {
      transport = .hidden
      return
    }
    self.first = first
    guard needed > 2 else { return }
    guard let second = frame.uint16(at: offset + 2) else {
      transport = .hidden
      return
    }
    self.second = second
  }

  private var needsBytes: Int {
    if Self.hasPorts(protocolNumber) { return 4 }
    return protocolNumber == (network == .ipv4 ? IPProtocol.icmp : .icmpv6).rawValue ? 2 : 0
  }

  /// TCP, UDP, SCTP, UDP-Lite.
  static func hasPorts(_ number: UInt8) -> Bool { number == 6 || number == 17 || number == 132 || number == 136 }
}
