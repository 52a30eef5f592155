/// What a frame is, in a few words: `DHCP Discover`, `ARP request`, `IPv4 TCP`, `IPv6 neighbour advertisement`.
///
/// Works on the beginning of a frame too; `usefulLength` bytes are enough for every text.
public struct FrameDescription: CustomStringConvertible, Sendable {
  /// As much of a frame as the texts are made of. DHCP's message type is, with every client seen, the first option:
  /// 22 + 60 + 8 + 240 + 3 bytes at most.
  public static let usefulLength = 384

  public let text: String
  public var description: String { text }

  public init(_ frame: RawSpan) {
    guard let header = EthernetHeader(frame) else {
      text = "\(frame.byteCount) bytes, not a frame"
      return
    }
    let inner = Self.describe(frame, header)
    text = header.vlan.map { "VLAN \($0) \(inner)" } ?? inner
  }

  private static func describe(_ frame: RawSpan, _ header: EthernetHeader) -> String {
    switch header.etherType {
    case .arp: arp(frame, header.payloadOffset)
    case .ipv4: ipv4(frame, header.payloadOffset)
    case .ipv6: ipv6(frame, header.payloadOffset)
    case .lldp: "LLDP"
    case let type where type.rawValue < 0x0600: header.destination.rawValue == 0x0180_C200_0000 ? "STP" : "IEEE 802.3"
    case let type: "EtherType 0x\(hex(type.rawValue))"
    }
  }

  private static func arp(_ frame: RawSpan, _ offset: Int) -> String {
    switch ARPPacket(frame, at: offset)?.operation {
    case 1: "ARP request"
    case 2: "ARP reply"
    default: "ARP"
    }
  }

  private static func ipv4(_ frame: RawSpan, _ offset: Int) -> String {
    guard let header = IPv4Header(frame, at: offset) else { return "IPv4" }
    guard header.fragmentOffset == 0 else { return "IPv4 fragment" }
    switch header.payloadProtocol {
    case .tcp: return "IPv4 TCP"
    case .udp: return dhcp(frame, header.payloadOffset) ?? "IPv4 UDP"
    case .igmp: return "IGMP"
    case .icmp:
      switch ICMPHeader(frame, at: header.payloadOffset)?.type {
      case 0: return "ICMP echo reply"
      case 8: return "ICMP echo request"
      case 3: return "ICMP unreachable"
      default: return "ICMP"
      }
    case let other: return "IPv4 protocol \(other.rawValue)"
    }
  }

  private static func dhcp(_ frame: RawSpan, _ offset: Int) -> String? {
    guard let udp = UDPHeader(frame, at: offset),
      udp.destinationPort == DHCPMessage.serverPort || udp.destinationPort == DHCPMessage.clientPort
    else { return nil }
    // Of the start of a frame the options after the first few may be missing: read type and no more.
    let options = offset + UDPHeader.length + DHCPMessage.optionsOffset
    guard frame.byte(at: options) == DHCPOptions.Code.messageType.rawValue, frame.byte(at: options + 1) == 1,
      let kind = frame.byte(at: options + 2).flatMap(DHCPMessage.Kind.init(rawValue:))
    else { return "DHCP" }
    return "DHCP \(kind.name)"
  }

  private static func ipv6(_ frame: RawSpan, _ offset: Int) -> String {
    guard let header = IPv6Header(frame, at: offset) else { return "IPv6" }
    if header.isLaterFragment { return "IPv6 fragment" }
    switch header.payloadProtocol {
    case .tcp: return "IPv6 TCP"
    case .udp: return "IPv6 UDP"
    case .icmpv6:
      switch frame.byte(at: header.payloadOffset) {
      case 128: return "ICMPv6 echo request"
      case 129: return "ICMPv6 echo reply"
      case 133: return "IPv6 router solicitation"
      case 134: return "IPv6 router advertisement"
      case 135: return "IPv6 neighbour solicitation"
      case 136: return "IPv6 neighbour advertisement"
      case 131, 143: return "IPv6 multicast listener report"
      default: return "ICMPv6"
      }
    case let other: return "IPv6 protocol \(other.rawValue)"
    }
  }

  private static func hex(_ number: UInt16) -> String {
    let digits = String(number, radix: 16, uppercase: true)
    return String(repeating: "0", count: 4 - digits.count) + digits
  }
}
