// Theory of operation
//
// What a switch can learn about multicast groups from one frame: IGMP versions 1 to 3 (RFC 1112, RFC 2236, RFC 3376),
// MLD versions 1 and 2 (RFC 2710, RFC 3810), and the multicast routers' own PIM hello (RFC 7761) and advertisement (RFC
// 4286).
//
// A message counts only if every receiver takes it for the same: header and message checksums right, no fragment, all
// of it in the frame, and for MLD hop limit 1, a link-local (reports: or unspecified) source and the router alert
// option, without which hosts ignore it. A general query must be addressed to all hosts, by MAC and IP address: else
// only some of them would answer, and a switch would take the others for not interested.
//
// Records of version 3 reports are read by a cursor, one at a time; at most as many as the message has room for.

/// An IGMP, MLD, PIM or router advertisement message, as far as a snooping switch looks at it (RFC 4541).
public struct GroupMessage: Hashable, Sendable, BitwiseCopyable {
  public enum Kind: UInt8, Sendable, BitwiseCopyable {
    /// A querier asks all hosts for all groups.
    case generalQuery
    /// A querier asks the members of one group.
    case groupQuery
    /// A host is a member of `group`.
    case report
    /// A host is no member of `group` any more.
    case leave
    /// A report with records; see `nextRecord`.
    case records
    /// A multicast router is there.
    case router
  }

  /// What a record of a version 3 report says of its group.
  public struct Record: Hashable, Sendable, BitwiseCopyable {
    public let group: IPv6Address
    /// Nil: nothing about membership (sources that were blocked).
    public let isMember: Bool?
  }

  public let kind: Kind
  /// MLD or IPv6, else IGMP or IPv4.
  public let isIPv6: Bool
  /// The group, as two words of which IPv4 uses the low 32 bits; 0 where the kind has none.
  public let group: IPv6Address
  /// Queries: how long hosts may take to answer, in milliseconds.
  public let maxResponse: UInt32
  /// Queries: from nobody (0.0.0.0), as a switch asks that is no router (RFC 4541 section 2.1.1).
  public let isFromNobody: Bool
  private let end: Int
  private let count: UInt16
  /// Where `nextRecord` starts.
  public let firstRecord: Int

  /// Nil when the frame is no such message, or is malformed.
  public init?(_ frame: RawSpan, _ key: FlowKey) {
    guard key.transport == .whole, !key.isFragment, let number = key.payloadProtocol?.rawValue else { return nil }
    let message: GroupMessage?
    switch key.network {
    case .ipv4 where number == IPProtocol.igmp.rawValue || number == 103:
      guard let ip = IPv4Header(frame, at: key.payloadOffset), ip.checksumIsValid(in: frame),
        let payload = ip.payload(in: frame)
      else { return nil }
      message = number == 103 ? Self(pim: frame, payload, isIPv6: false) : Self(igmp: frame, payload, key)
    case .ipv6 where number == IPProtocol.icmpv6.rawValue || number == 103:
      guard let ip = IPv6Header(frame, at: key.payloadOffset),
        ip.offset + IPv6Header.length + ip.payloadLength <= frame.byteCount,
        ip.payloadOffset <= ip.offset + IPv6Header.length + ip.payloadLength
      else { return nil }
      let payload = ip.payloadOffset..<(ip.offset + IPv6Header.length + ip.payloadLength)
      message = number == 103 ? Self(pim: frame, payload, isIPv6: true) : Self(mld: frame, payload, ip, key)
    default: return nil
    }
    guard let message else { return nil }
    self = message
  }

  private init(
    _ kind: Kind, isIPv6: Bool, group: IPv6Address = .any, maxResponse: UInt32 = 0, isFromNobody: Bool = false,
    records: Range<Int> = 0..<0, count: UInt16 = 0
  ) {
    self.kind = kind
    self.isIPv6 = isIPv6
    self.group = group
    self.maxResponse = maxResponse
    self.isFromNobody = isFromNobody
    firstRecord = records.lowerBound
    end = records.upperBound
    self.count = count
  }

  /// A PIM hello of version 2 (RFC 7761 section 4.9): version and type in the first byte.
  private init?(pim frame: RawSpan, _ payload: Range<Int>, isIPv6: Bool) {
    guard payload.count >= 4, frame.byte(at: payload.lowerBound) == 0x20 else { return nil }
    self.init(.router, isIPv6: isIPv6)
  }

  private init?(igmp frame: RawSpan, _ payload: Range<Int>, _ key: FlowKey) {
    var sum = InternetChecksum()
    sum.add(frame.extracting(payload))
    guard payload.count >= 8, sum.value == 0, let type = frame.byte(at: payload.lowerBound),
      let code = frame.byte(at: payload.lowerBound + 1), let group = frame.uint32(at: payload.lowerBound + 4)
    else { return nil }
    let address = IPv6Address(high: 0, low: UInt64(group))
    switch type {
    case 0x11:
      // Of 9 to 11 bytes a query is of no version (RFC 3376 section 7.1).
      guard payload.count == 8 || payload.count >= 12 else { return nil }
      let tenths = payload.count == 8 ? (code == 0 ? 100 : UInt32(code)) : Self.exponential(code)
      let isFromNobody = key.ipv4Source == .any
      if group != 0 {
        guard group >> 28 == 0xE else { return nil }
        self.init(
          .groupQuery, isIPv6: false, group: address, maxResponse: tenths * 100, isFromNobody: isFromNobody)
      } else {
        guard key.destination.rawValue == 0x0100_5E00_0001, key.ipv4Destination?.rawValue == 0xE000_0001 else {
          return nil
        }
        self.init(.generalQuery, isIPv6: false, maxResponse: tenths * 100, isFromNobody: isFromNobody)
      }
    case 0x12, 0x16, 0x17:
      guard group >> 28 == 0xE else { return nil }
      self.init(type == 0x17 ? .leave : .report, isIPv6: false, group: address)
    case 0x22:
      self.init(
        .records, isIPv6: false, records: (payload.lowerBound + 8)..<payload.upperBound,
        count: UInt16(truncatingIfNeeded: group))
    case 0x30: self.init(.router, isIPv6: false)
    default: return nil
    }
  }

  private init?(mld frame: RawSpan, _ payload: Range<Int>, _ ip: IPv6Header, _ key: FlowKey) {
    guard payload.count >= 8, let type = frame.byte(at: payload.lowerBound), let source = key.ipv6Source,
      [130, 131, 132, 143, 151].contains(type), ip.hopLimit == 1, Self.hasRouterAlert(frame, ip),
      var sum = InternetChecksum.ipv6PseudoHeader(frame, header: ip.offset, .icmpv6, length: payload.count)
    else { return nil }
    sum.add(frame.extracting(payload))
    let isLinkLocal = source.high >> 54 == 0xFE80 >> 6
    guard sum.value == 0, isLinkLocal || source == .any && type != 130 && type != 151 else { return nil }
    if type == 151 {
      self.init(.router, isIPv6: true)
      return
    }
    if type == 143 {
      let count = frame.uint16(at: payload.lowerBound + 6) ?? 0
      self.init(.records, isIPv6: true, records: (payload.lowerBound + 8)..<payload.upperBound, count: count)
      return
    }
    guard let code = frame.uint16(at: payload.lowerBound + 4), payload.count >= 24,
      let group = frame.ipv6Address(at: payload.lowerBound + 8)
    else { return nil }
    guard type == 130 else {
      guard group.high >> 56 == 0xFF else { return nil }
      self.init(type == 132 ? .leave : .report, isIPv6: true, group: group)
      return
    }
    // Of 25 to 27 bytes a query is of no version (RFC 3810 section 8.1).
    guard payload.count == 24 || payload.count >= 28 else { return nil }
    let milliseconds = payload.count == 24 ? UInt32(code) : Self.exponential(code)
    if group != .any {
      guard group.high >> 56 == 0xFF else { return nil }
      self.init(.groupQuery, isIPv6: true, group: group, maxResponse: milliseconds)
    } else {
      guard key.destination.rawValue == 0x3333_0000_0001,
        key.ipv6Destination == IPv6Address(high: 0xFF02 << 48, low: 1)
      else { return nil }
      self.init(.generalQuery, isIPv6: true, maxResponse: milliseconds)
    }
  }

  /// The router alert option for MLD (RFC 2711, value 0) in the hop-by-hop header, which must be the first.
  private static func hasRouterAlert(_ frame: RawSpan, _ ip: IPv6Header) -> Bool {
    let start = ip.offset + IPv6Header.length
    guard frame.byte(at: ip.offset + 6) == 0, let units = frame.byte(at: start + 1) else { return false }
    let end = start + (Int(units) + 1) * 8
    var offset = start + 2
    while offset < end, let type = frame.byte(at: offset) {
      // One byte of padding has no length.
      if type == 0 {
        offset += 1
        continue
      }
      guard let length = frame.byte(at: offset + 1) else { return false }
      if type == 5 { return length == 2 && frame.uint16(at: offset + 2) == 0 }
      offset += 2 + Int(length)
    }
    return false
  }

  /// IGMPv3's code in tenths of a second (RFC 3376 section 4.1.1).
  private static func exponential(_ code: UInt8) -> UInt32 {
    code < 128 ? UInt32(code) : (UInt32(code & 0x0F) | 0x10) << (UInt32(code >> 4 & 7) + 3)
  }

  /// MLDv2's code in milliseconds (RFC 3810 section 5.1.3).
  private static func exponential(_ code: UInt16) -> UInt32 {
    code < 32768 ? UInt32(code) : (UInt32(code & 0x0FFF) | 0x1000) << (UInt32(code >> 12 & 7) + 3)
  }

  /// The next record from `cursor` on, which moves behind it; nil when there is no more, or it is cut short.
  /// - Parameter index: how many were read before.
  public func nextRecord(in frame: RawSpan, _ cursor: inout Int, _ index: inout Int) -> Record? {
    let size = isIPv6 ? 16 : 4
    guard kind == .records, index < Int(count), cursor + 4 + size <= end, let type = frame.byte(at: cursor),
      let auxiliary = frame.byte(at: cursor + 1), let sources = frame.uint16(at: cursor + 2)
    else { return nil }
    let address =
      isIPv6
      ? frame.ipv6Address(at: cursor + 4)
      : frame.uint32(at: cursor + 4).map { IPv6Address(high: 0, low: UInt64($0)) }
    let next = cursor + 4 + size + Int(sources) * size + Int(auxiliary) * 4
    guard let address, next <= end else { return nil }
    cursor = next
    index += 1
    // RFC 3376 section 4.2.12: MODE_IS_INCLUDE, MODE_IS_EXCLUDE, CHANGE_TO_INCLUDE, CHANGE_TO_EXCLUDE,
    // ALLOW_NEW_SOURCES, BLOCK_OLD_SOURCES. To include no source is to leave.
    let isMember: Bool? =
      switch type {
      case 1, 5: sources > 0 ? true : nil
      case 2, 4: true
      case 3: sources > 0
      default: nil
      }
    return Record(group: address, isMember: isMember)
  }
}
