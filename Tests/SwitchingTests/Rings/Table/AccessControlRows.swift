import Ethernet
import HyperV
import Switching

/// Access control entries: addresses, protocols and ports, both directions, weights.
enum AccessControlRows {
  private static func entry(
    _ action: AccessAction, _ direction: AccessDirection, local: String = "Any", remote: String = "Any"
  ) -> AccessControlEntry {
    AccessControlEntry(
      action: action, direction: direction, local: AddressMatch(local)!, remote: AddressMatch(remote)!)
  }

  private static func extended(
    _ action: AccessAction, _ direction: AccessDirection, weight: Int, remote: String = "AnyIP", protocol: UInt8? = nil,
    localPorts: ClosedRange<UInt16>? = nil, remotePorts: ClosedRange<UInt16>? = nil
  ) -> AccessControlEntry {
    AccessControlEntry(
      action: action, direction: direction, local: .anyIP, remote: AddressMatch(remote)!, payloadProtocol: `protocol`,
      localPorts: localPorts, remotePorts: remotePorts, weight: weight, isExtended: true)
  }

  private static func udp(_ from: Int, _ to: Int, _ addresses: (String, String)) -> [UInt8] {
    RingFrames.udp(.port(from), to: .port(to), addresses: addresses)
  }

  static let all: [PolicyRow] = [
    PolicyRow(
      "Outbound by address: counted where it came in", [.access(entry(.deny, .outbound, remote: "10.0.0.2")), .plain],
      .drops(udp(0, 1, ("10.0.0.1", "10.0.0.2")), from: 0, .accessControl),
      .passes(udp(0, 1, ("10.0.0.1", "10.0.0.3")), from: 0, to: 1),
      .passes(udp(1, 0, ("10.0.0.2", "10.0.0.1")), from: 1, to: 0)),
    PolicyRow(
      "Inbound by address: counted where it would go out",
      [.plain, .access(entry(.deny, .inbound, remote: "10.0.0.0/8"))],
      .drops(udp(0, 1, ("10.0.0.1", "10.0.0.2")), from: 0, .accessControl, at: 1),
      .passes(udp(0, 1, ("11.0.0.1", "10.0.0.2")), from: 0, to: 1),
      .passes(udp(1, 0, ("10.0.0.2", "10.0.0.1")), from: 1, to: 0)),
    PolicyRow(
      "Inbound: one of many receivers", [.plain, .access(entry(.deny, .inbound, remote: "Any")), .plain],
      .drops(RingFrames.broadcast(0), from: 0, .accessControl, at: 1, passes: 2)),
    PolicyRow(
      "The longer prefix decides",
      [
        .access(entry(.deny, .outbound, remote: "10.0.0.0/8"), entry(.allow, .outbound, remote: "10.1.0.0/16")), .plain,
      ], .drops(udp(0, 1, ("10.0.0.1", "10.2.0.1")), from: 0, .accessControl),
      .passes(udp(0, 1, ("10.0.0.1", "10.1.0.1")), from: 0, to: 1)),
    PolicyRow(
      "Deny before Allow among equals",
      [
        .access(entry(.allow, .outbound, remote: "10.1.0.0/16"), entry(.deny, .outbound, remote: "10.1.0.0/16")),
        .plain,
      ], .drops(udp(0, 1, ("10.0.0.1", "10.1.0.1")), from: 0, .accessControl)),
    PolicyRow(
      "The higher weight decides",
      [
        .access(
          extended(.deny, .outbound, weight: 10),
          extended(.allow, .outbound, weight: 20, protocol: 6, remotePorts: 80...80)
        ), .plain,
      ], .passes(RingFrames.tcp(0, to: 1, ports: (1024, 80)), from: 0, to: 1),
      .drops(RingFrames.tcp(0, to: 1, ports: (1024, 81)), from: 0, .accessControl),
      .drops(RingFrames.udp(0, to: 1, ports: (1024, 80)), from: 0, .accessControl)),
    PolicyRow(
      "An entry with a weight before any without",
      [
        .access(
          entry(.deny, .outbound, remote: "10.0.0.2"),
          extended(.allow, .outbound, weight: 1, protocol: 17, remotePorts: 53...53)), .plain,
      ], .passes(RingFrames.udp(0, to: 1, ports: (1024, 53)), from: 0, to: 1),
      .drops(RingFrames.udp(0, to: 1, ports: (1024, 54)), from: 0, .accessControl)),
    PolicyRow(
      "A range of ports, inbound",
      [.plain, .access(extended(.deny, .inbound, weight: 1, protocol: 17, localPorts: 1000...2000))],
      .drops(RingFrames.udp(0, to: 1, ports: (9, 1000)), from: 0, .accessControl, at: 1),
      .drops(RingFrames.udp(0, to: 1, ports: (9, 2000)), from: 0, .accessControl, at: 1),
      .passes(RingFrames.udp(0, to: 1, ports: (1500, 2001)), from: 0, to: 1),
      .passes(RingFrames.tcp(0, to: 1, ports: (9, 1500)), from: 0, to: 1)),
    PolicyRow(
      "A protocol", [.access(extended(.deny, .outbound, weight: 1, protocol: 1)), .plain],
      .drops(Frames.icmp(.port(0), type: 8), from: 0, .accessControl), .passes(RingFrames.udp(0, to: 1), from: 0, to: 1)
    ),
    PolicyRow(
      "Later fragments: what a forbidden port does not forbid",
      [.access(extended(.deny, .outbound, weight: 1, protocol: 17, remotePorts: 4096...4096)), .plain],
      .drops(RingFrames.udp(0, to: 1), from: 0, .accessControl),
      .passes(RingFrames.udp(.port(0), to: .port(1), fragment: 8), from: 0, to: 1)),
    PolicyRow(
      "IPv6 prefixes", [.access(entry(.deny, .outbound, remote: "fd00::/16")), .plain],
      .drops(RingFrames.udp6(0, to: 1, addresses: ("fe80::1", "fd00::2")), from: 0, .accessControl),
      .passes(RingFrames.udp6(0, to: 1, addresses: ("fe80::1", "fd01::2")), from: 0, to: 1),
      .passes(RingFrames.udp(0, to: 1), from: 0, to: 1)),
    PolicyRow(
      "A MAC address", [.access(entry(.deny, .outbound, remote: "00-15-5D-00-00-02")), .plain, .plain],
      .drops(RingFrames.plain(0, to: 1), from: 0, .accessControl),
      .drops(RingFrames.udp(0, to: 1), from: 0, .accessControl), .passes(RingFrames.plain(0, to: 2), from: 0, to: 2)),
    PolicyRow(
      "AnyIP is every packet, not ARP", [.access(entry(.deny, .outbound, remote: "AnyIP")), .plain],
      .drops(RingFrames.udp(0, to: 1), from: 0, .accessControl),
      .drops(RingFrames.udp6(0, to: 1, addresses: ("fe80::1", "fe80::2")), from: 0, .accessControl),
      .passes(RingFrames.arp(0, sender: .port(0)), from: 0, to: 1)),
    PolicyRow(
      "Any is every frame", [.access(entry(.deny, .outbound)), .plain],
      .drops(RingFrames.arp(0, sender: .port(0)), from: 0, .accessControl),
      .drops(RingFrames.plain(0, to: 1), from: 0, .accessControl), .passes(RingFrames.plain(1, to: 0), from: 1, to: 0)),
    PolicyRow(
      "Meters count what passes, both directions",
      [
        .access(
          entry(.meter, .outbound, remote: "10.0.0.0/8"), entry(.meter, .inbound, remote: "Any"),
          entry(.deny, .outbound, remote: "10.9.0.0/16")), .plain,
      ], .passes(udp(0, 1, ("10.0.0.1", "10.0.0.2")), from: 0, to: 1),
      .drops(udp(0, 1, ("10.0.0.1", "10.9.0.2")), from: 0, .accessControl),
      .passes(udp(0, 1, ("10.0.0.1", "11.0.0.2")), from: 0, to: 1), .passes(RingFrames.plain(1, to: 0), from: 1, to: 0),
      .meters(0, [1, 1])),
  ]
}
