import Ethernet
import HyperV
import Switching

/// What only a network's servers and routers may say.
enum GuardRows {
  private static let dhcp = PortConfiguration.plain.with { $0.dhcpGuard = .on }
  private static let router = PortConfiguration.plain.with { $0.routerGuard = .on }

  private static func udp6(from port: UInt16, to other: UInt16) -> [UInt8] {
    Frames.ipv6(.port(0), 17, PolicyFrames.ports(port, other))
  }

  static let all: [PolicyRow] = [
    PolicyRow(
      "DHCP guard: a server's messages", [dhcp, .plain],
      .drops(Frames.udp(.port(0), from: 67, to: 68), from: 0, .dhcpGuard),
      .drops(RingFrames.udp(0, to: 1, ports: (67, 68)), from: 0, .dhcpGuard)),
    PolicyRow(
      "DHCP guard: a client's messages and other datagrams", [dhcp, .plain],
      .passes(Frames.udp(.port(0), from: 68, to: 67), from: 0, to: 1),
      .passes(RingFrames.udp(0, to: 1, ports: (1024, 67)), from: 0, to: 1)),
    PolicyRow(
      "DHCP guard: a DHCPv6 server's and client's messages", [dhcp, .plain],
      .drops(udp6(from: 547, to: 546), from: 0, .dhcpGuard), .passes(udp6(from: 546, to: 547), from: 0, to: 1)),
    PolicyRow(
      "DHCP guard: IPv6 that hides what it carries", [dhcp, .plain],
      .drops(RingFrames.icmp6(0, type: 128, extensions: 9), from: 0, .dhcpGuard)),
    PolicyRow(
      "DHCP guard is about what its own port sends", [dhcp, .plain],
      .passes(Frames.udp(.port(1), from: 67, to: 68), from: 1, to: 0)),
    PolicyRow(
      "Router guard: IPv6's advertisements and redirects", [router, .plain],
      .drops(RingFrames.icmp6(0, type: 134), from: 0, .routerGuard),
      .drops(RingFrames.icmp6(0, type: 137), from: 0, .routerGuard)),
    PolicyRow(
      "Router guard: IPv4's advertisements and redirects", [router, .plain],
      .drops(Frames.icmp(.port(0), type: 9), from: 0, .routerGuard),
      .drops(Frames.icmp(.port(0), type: 5), from: 0, .routerGuard)),
    PolicyRow(
      "Router guard: what hosts say", [router, .plain],
      .passes(RingFrames.icmp6(0, type: 133), from: 0, to: 1), .passes(RingFrames.icmp6(0, type: 135), from: 0, to: 1),
      .passes(Frames.icmp(.port(0), type: 8), from: 0, to: 1),
      .passes(Frames.udp(.port(0), from: 67, to: 68), from: 0, to: 1)),
    PolicyRow(
      "Router guard: IPv6 that hides what it carries", [router, .plain],
      .drops(RingFrames.icmp6(0, type: 134, extensions: 9), from: 0, .routerGuard),
      .drops(RingFrames.icmp6(0, type: 134, extensions: 2), from: 0, .routerGuard)),
    PolicyRow(
      "Guards Off, then On", [.plain, .plain],
      .passes(RingFrames.icmp6(0, type: 134), from: 0, to: 1),
      .passes(Frames.udp(.port(0), from: 67, to: 68), from: 0, to: 1),
      .change {
        $0[0].dhcpGuard = .on
        $0[0].routerGuard = .on
      }, .drops(RingFrames.icmp6(0, type: 134), from: 0, .routerGuard),
      .drops(Frames.udp(.port(0), from: 67, to: 68), from: 0, .dhcpGuard)),
  ]
}
