import Ethernet
import HyperV
import Switching
import Testing

@Suite("DHCP guard and router guard")
struct GuardTests {
  struct Case: Sendable, CustomTestStringConvertible {
    var testDescription: String
    var frame: [UInt8]
    /// Which guard takes it; nil: none.
    var guardian: DropReason?

    init(_ what: String, _ frame: [UInt8], _ guardian: DropReason? = nil) {
      testDescription = what
      self.frame = frame
      self.guardian = guardian
    }
  }

  static let own = MACAddress.test(1)

  static let cases = [
    Case("DHCP offer", Frames.udp(own, from: 67, to: 68), .dhcpGuard),
    Case("DHCP to a relay", Frames.udp(own, from: 67, to: 67), .dhcpGuard),
    Case("DHCP discover", Frames.dhcp(DHCPMessage(.discover, transaction: 1, clientMAC: own))),
    Case("another datagram", Frames.udp(own, from: 68, to: 67)),
    Case("DHCPv6 reply", Frames.ipv6(own, 17, [2, 35, 2, 34, 0, 8, 0, 0]), .dhcpGuard),
    Case("DHCPv6 reply behind options", Frames.ipv6(own, 17, [2, 35, 2, 34, 0, 8, 0, 0], extensions: 2), .dhcpGuard),
    Case("DHCPv6 request", Frames.ipv6(own, 17, [2, 34, 2, 35, 0, 8, 0, 0])),
    Case("router advertisement", Frames.neighbour(134, from: own, naming: own), .routerGuard),
    Case("the same behind options", Frames.ipv6(own, 58, [134, 0, 0, 0], extensions: 8), .routerGuard),
    Case("IPv6 redirect", Frames.ipv6(own, 58, [137, 0, 0, 0]), .routerGuard),
    Case("router solicitation", Frames.neighbour(133, from: own, naming: own)),
    Case("neighbour advertisement", Frames.neighbour(136, from: own, naming: own)),
    Case("ICMP redirect", Frames.icmp(own, type: 5), .routerGuard),
    Case("ICMP router advertisement", Frames.icmp(own, type: 9), .routerGuard),
    Case("echo", Frames.icmp(own, type: 8)),
    Case("a later fragment", Frames.icmp(own, type: 5, laterFragment: true)),
    Case("no IP", Frames.plain(own, to: .broadcast)),
    Case("an IP header cut short", Array(Frames.icmp(own, type: 5)[..<30])),
    Case("an ICMP header cut off", Array(Frames.icmp(own, type: 5)[..<34])),
  ]

  @Test(arguments: cases) func guards(_ row: Case) throws {
    for (dhcp, router): (OnOffState, OnOffState) in [(.off, .off), (.on, .off), (.off, .on), (.on, .on)] {
      for spoofing in OnOffState.allCases {
        let fixture = try EngineFixture([
          .machine("m", 1, spoofing: spoofing, dhcpGuard: dhcp, routerGuard: router), .machine("other", 2),
        ])
        fixture.send(row.frame, from: "m")
        let isTaken = row.guardian == .dhcpGuard && dhcp == .on || row.guardian == .routerGuard && router == .on
        #expect(fixture.receivers() == (isTaken ? [] : ["other"]))
        #expect(fixture.status("m")?.drops.map(\.reason) == (isTaken ? [row.guardian].compactMap(\.self) : []))
      }
    }
  }

  @Test("Within a VLAN too, and only from the port that has the guard")
  func behindTags() throws {
    let trunk = VLANConfiguration.trunk(native: 0, allowed: VLANSet("5")!)
    let fixture = try EngineFixture([
      .machine("m", 1, vlan: trunk, dhcpGuard: .on), .machine("other", 2, vlan: .access(id: 5)),
    ])
    fixture.send(Frames.tagged(Frames.udp(Self.own, from: 67, to: 68)), from: "m")
    #expect(fixture.receivers().isEmpty)
    #expect(fixture.drops("m") == ["DhcpGuard 1 00-15-5D-00-00-01 VLAN 5 DHCP"])
    fixture.send(Frames.udp(.test(2), from: 67, to: 68), from: "other")
    #expect(fixture.receivers() == ["m"])
    try fixture.change { $0.ports[0].dhcpGuard = .off }
    fixture.send(Frames.tagged(Frames.udp(Self.own, from: 67, to: 68)), from: "m")
    #expect(fixture.receivers() == ["other"])
  }
}
