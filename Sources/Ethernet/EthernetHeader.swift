/// What follows an Ethernet header (IEEE 802 numbers).
public struct EtherType: RawRepresentable, Hashable, Sendable, BitwiseCopyable {
  public let rawValue: UInt16
  public init(rawValue: UInt16) { self.rawValue = rawValue }

  public static let ipv4 = EtherType(rawValue: 0x0800)
  public static let arp = EtherType(rawValue: 0x0806)
  /// IEEE 802.1Q: a VLAN tag.
  public static let vlan = EtherType(rawValue: 0x8100)
  public static let ipv6 = EtherType(rawValue: 0x86DD)
  /// IEEE 802.1ad: a provider's VLAN tag, before another.
  public static let providerVLAN = EtherType(rawValue: 0x88A8)
  public static let lldp = EtherType(rawValue: 0x88CC)
}

/// The header of an Ethernet frame without preamble and check sequence, up to two VLAN tags included.
public struct EthernetHeader: Hashable, Sendable {
  /// Bytes of a header without tag.
  public static let length = 14
  /// Bytes that a VLAN tag adds.
  public static let tagLength = 4

  public var destination: MACAddress
  public var source: MACAddress
  /// The type after the tags. Values below 0x0600 are the length of an IEEE 802.3 frame.
  public var etherType: EtherType
  /// The outer tag's VLAN, 0 to 4095; nil without tag.
  public var vlan: UInt16?
  /// Where the payload starts: 14, 18 or 22.
  public var payloadOffset: Int

  /// Nil when the frame ends within the header.
  @inlinable
  public init?(_ frame: RawSpan) {
    guard let destination = frame.macAddress(at: 0), let source = frame.macAddress(at: 6),
      let type = frame.uint16(at: 12)
    else { return nil }
    self.destination = destination
    self.source = source
    etherType = EtherType(rawValue: type)
    payloadOffset = Self.length
    for _ in 0..<2 where etherType == .vlan || etherType == .providerVLAN {
      guard let tag = frame.uint16(at: payloadOffset), let inner = frame.uint16(at: payloadOffset + 2) else {
        return nil
      }
      if vlan == nil { vlan = tag & 0x0FFF }
      etherType = EtherType(rawValue: inner)
      payloadOffset += Self.tagLength
    }
  }

  /// A frame: header without tag, then the payload. Not padded to the wire's minimum of 60 bytes.
  public static func frame(
    to destination: MACAddress, from source: MACAddress, _ type: EtherType, payload: [UInt8]
  ) -> [UInt8] {
    var frame: [UInt8] = []
    frame.reserveCapacity(length + payload.count)
    frame.append(destination)
    frame.append(source)
    frame.append(bigEndian: type.rawValue)
    frame.append(contentsOf: payload)
    return frame
  }
}
