/// An IPv6 neighbour discovery message (RFC 4861) that teaches its receivers the sender's link-layer address.
public struct NeighbourMessage: Hashable, Sendable {
  public enum Kind: UInt8, Sendable {
    case routerSolicitation = 133
    case routerAdvertisement = 134
    case neighbourSolicitation = 135
    case neighbourAdvertisement = 136

    /// Where the options start, counted from the ICMPv6 header.
    var optionsOffset: Int {
      switch self {
      case .routerSolicitation: 8
      case .routerAdvertisement: 16
      case .neighbourSolicitation, .neighbourAdvertisement: 24
      }
    }

    /// The option with the sender's address: target link-layer address in neighbour advertisements, source elsewhere.
    var addressOption: UInt8 { self == .neighbourAdvertisement ? 2 : 1 }
  }

  public var kind: Kind
  private var options: Range<Int>

  /// Reads the message that `header` carries; nil when it carries none of the four, or is cut short.
  public init?(_ frame: RawSpan, _ header: IPv6Header) {
    guard header.payloadProtocol == .icmpv6, !header.isLaterFragment,
      let kind = frame.byte(at: header.payloadOffset).flatMap(Kind.init(rawValue:))
    else { return nil }
    self.kind = kind
    let start = header.payloadOffset + kind.optionsOffset
    let end = min(header.offset + IPv6Header.length + header.payloadLength, frame.byteCount)
    guard start <= end else { return nil }
    options = start..<end
  }

  /// The first link-layer address in the message that is not `own`; nil when all are, or there is none. Options behind
  /// one of length 0 do not count: receivers discard such a message.
  public func linkLayerAddress(in frame: RawSpan, otherThan own: MACAddress?) -> MACAddress? {
    var cursor = firstOption
    while let address = nextLinkLayerAddress(in: frame, &cursor) {
      if address != own { return address }
    }
    return nil
  }

  /// Where `nextLinkLayerAddress` starts.
  public var firstOption: Int { options.lowerBound }

  /// The next link-layer address from `cursor` on, which moves behind it; nil when there is no more.
  public func nextLinkLayerAddress(in frame: RawSpan, _ cursor: inout Int) -> MACAddress? {
    while cursor + 8 <= options.upperBound, let type = frame.byte(at: cursor), let units = frame.byte(at: cursor + 1),
      units > 0
    {
      let offset = cursor
      cursor += Int(units) * 8
      if type == kind.addressOption, let address = frame.macAddress(at: offset + 2) { return address }
    }
    return nil
  }
}
