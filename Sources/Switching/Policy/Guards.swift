package import Ethernet
package import HyperV

// Theory of operation
//
// DHCP guard and router guard: what a machine may not send because only the network's own servers and routers may.
//
// A DHCP server's messages come from UDP port 67, DHCPv6's from 547 (RFC 2131 section 4.1, RFC 8415 section 7.2). A
// router's are ICMP router advertisements (RFC 1256, type 9) and redirects (RFC 792, type 5), and ICMPv6's of types 134
// and 137 (RFC 4861). Later fragments have no ports and are worth nothing without the first.
//
// An IPv6 packet whose extension headers hide what it carries may be any of these: with a guard On it does not pass
// (RFC 7113 section 3). So neither a ninth extension header nor a first fragment that ends before its transport header
// gets around a guard. A packet of IPv4 cannot hide its protocol; one that ends before its ports or type is nobody's.

/// The guards that a port has On.
package struct Guards: OptionSet, Hashable, Sendable, BitwiseCopyable {
  package let rawValue: UInt8
  package init(rawValue: UInt8) { self.rawValue = rawValue }

  package static let dhcp = Guards(rawValue: 1)
  package static let router = Guards(rawValue: 2)

  package init(_ configuration: PortConfiguration) {
    self = []
    if configuration.dhcpGuard == .on { insert(.dhcp) }
    if configuration.routerGuard == .on { insert(.router) }
  }

  /// Why the port's machine may not send this frame; nil when it may.
  @inline(__always)
  package func offence(_ key: FlowKey) -> DropReason? { isEmpty ? nil : found(key) }

  private func found(_ key: FlowKey) -> DropReason? {
    switch key.transport {
    case .none, .laterFragment: return nil
    case .hidden:
      guard key.network == .ipv6 else { return nil }
      return contains(.router) ? .routerGuard : .dhcpGuard
    case .whole: break
    }
    let isIPv6 = key.network == .ipv6
    if contains(.dhcp), key.payloadProtocol == .udp, key.sourcePort == (isIPv6 ? 547 : 67) { return .dhcpGuard }
    guard contains(.router), let type = key.icmpType else { return nil }
    let isRouters = isIPv6 ? type == 134 || type == 137 : type == 5 || type == 9
    return isRouters ? .routerGuard : nil
  }
}
