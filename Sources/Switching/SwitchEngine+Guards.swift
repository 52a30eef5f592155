internal import Ethernet
internal import HyperV

extension SwitchEngine {
  /// DHCP guard and router guard: why a machine may not send this frame; nil when it may.
  ///
  /// A DHCP server's messages come from UDP port 67, DHCPv6's from 547 (RFC 2131 section 4.1, RFC 8415 section 7.2). A router's
  /// are ICMP router advertisements (RFC 1256, type 9) and redirects (RFC 792, type 5), and ICMPv6's of types 134 and 137 (RFC
  /// 4861). Later fragments have no ports and are worth nothing without the first.
  func offence(_ frame: RawSpan, _ header: EthernetHeader, _ port: SwitchPort) -> DropReason? {
    let policy = port.configuration
    guard policy.dhcpGuard == .on || policy.routerGuard == .on else { return nil }
    let transport: IPProtocol
    let offset: Int
    let isIPv6 = header.etherType == .ipv6
    switch header.etherType {
    case .ipv4:
      guard let ip = IPv4Header(frame, at: header.payloadOffset), ip.fragmentOffset == 0 else { return nil }
      (transport, offset) = (ip.payloadProtocol, ip.payloadOffset)
    case .ipv6:
      guard let ip = IPv6Header(frame, at: header.payloadOffset), !ip.isLaterFragment else { return nil }
      (transport, offset) = (ip.payloadProtocol, ip.payloadOffset)
    default: return nil
    }
    if policy.dhcpGuard == .on, transport == .udp, frame.uint16(at: offset) == (isIPv6 ? 547 : 67) { return .dhcpGuard }
    guard policy.routerGuard == .on, let type = frame.byte(at: offset) else { return nil }
    if isIPv6 { return transport == .icmpv6 && (type == 134 || type == 137) ? .routerGuard : nil }
    return transport == IPProtocol(rawValue: 1) && (type == 5 || type == 9) ? .routerGuard : nil
  }
}
