/// An IPv6 header (RFC 8200) with the chain of extension headers behind it.
public struct IPv6Header: Hashable, Sendable {
  /// Bytes of the fixed header.
  public static let length = 40
  /// More extension headers than this in one packet are not followed.
  public static let extensionLimit = 8

  /// Where the header starts in the frame.
  public var offset: Int
  /// Bytes behind the fixed header as it tells; possibly more than the frame holds.
  public var payloadLength: Int
  public var hopLimit: UInt8
  /// What follows the extension headers.
  public var payloadProtocol: IPProtocol
  /// Where that starts in the frame; may lie behind the end of a frame that is cut short.
  public var payloadOffset: Int
  /// A fragment other than the first: at `payloadOffset` is no header.
  public var isLaterFragment: Bool
  /// A part of a packet, the first included: fragment offset or "more fragments" is not 0 (RFC 8200 section 4.5). A
  /// fragment header around a whole packet (RFC 6946) makes none.
  public var isFragment: Bool

  /// Reads the header at `offset`; nil when it is cut short or is not version 6, when an extension header is cut short,
  /// or there are more than `extensionLimit`.
  public init?(_ frame: RawSpan, at offset: Int) {
    guard let first = frame.byte(at: offset), first >> 4 == 6, let length = frame.uint16(at: offset + 4),
      var next = frame.byte(at: offset + 6), let hopLimit = frame.byte(at: offset + 7),
      offset + Self.length <= frame.byteCount
    else { return nil }
    self.offset = offset
    payloadLength = Int(length)
    self.hopLimit = hopLimit
    payloadOffset = offset + Self.length
    isLaterFragment = false
    isFragment = false
    var count = 0
    while !isLaterFragment, Self.isExtension(next) {
      guard count < Self.extensionLimit, let following = frame.byte(at: payloadOffset),
        let size = frame.byte(at: payloadOffset + 1)
      else { return nil }
      switch next {
      case 44:
        guard let fragment = frame.uint16(at: payloadOffset + 2) else { return nil }
        isLaterFragment = fragment & 0xFFF8 != 0
        isFragment = isFragment || fragment & 0xFFF9 != 0
        payloadOffset += 8
      case 51: payloadOffset += (Int(size) + 2) * 4
      default: payloadOffset += (Int(size) + 1) * 8
      }
      next = following
      count += 1
    }
    payloadProtocol = IPProtocol(rawValue: next)
  }

  /// Hop-by-hop options, routing, fragment, authentication, destination options.
  private static func isExtension(_ next: UInt8) -> Bool {
    next == 0 || next == 43 || next == 44 || next == 51 || next == 60
  }
}
