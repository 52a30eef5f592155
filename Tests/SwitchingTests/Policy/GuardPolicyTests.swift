import Ethernet
import HyperV
import Switching
import Testing

@Suite("What guards look for")
struct GuardPolicyTests {
  struct Case: Sendable, CustomTestStringConvertible {
    var testDescription: String
    var frame: [UInt8]
    var guardian: DropReason?

    init(_ what: String, _ frame: [UInt8], _ guardian: DropReason? = nil) {
      testDescription = what
      self.frame = frame
      self.guardian = guardian
    }
  }

  static let own = PolicyFrames.a
  static let dhcp = PolicyFrames.ports(67, 68)

  static let cases = [
    Case("DHCP offer", Frames.udp(own, from: 67, to: 68), .dhcpGuard),
    Case("DHCP discover", Frames.udp(own, from: 68, to: 67)),
    Case("port 67 of TCP", PolicyFrames.ipv4(6, dhcp)),
    Case("port 547 of IPv4", PolicyFrames.ipv4(17, PolicyFrames.ports(547, 546))),
    Case("port 67 of IPv6", PolicyFrames.ipv6(17, dhcp)),
    Case("a first fragment of DHCP", PolicyFrames.ipv4(17, dhcp, fragment: 0x2000), .dhcpGuard),
    Case("a later fragment", PolicyFrames.ipv4(17, dhcp, fragment: 0x2001)),
    Case("DHCPv6 reply", PolicyFrames.ipv6(17, PolicyFrames.ports(547, 546)), .dhcpGuard),
    Case("behind two tags", Frames.tagged(Frames.tagged(Frames.udp(own, from: 67, to: 68))), .dhcpGuard),
    Case("router advertisement", Frames.ipv6(own, 58, [134, 0, 0, 0]), .routerGuard),
    Case("redirect", Frames.ipv6(own, 58, [137, 0, 0, 0]), .routerGuard),
    Case("behind eight headers", Frames.ipv6(own, 58, [134, 0, 0, 0], extensions: 8), .routerGuard),
    Case("type 134 of IPv4", PolicyFrames.ipv4(1, [134, 0, 0, 0])),
    Case("type 9 of IPv6", Frames.ipv6(own, 58, [9, 0, 0, 0])),
    Case("ICMP redirect", Frames.icmp(own, type: 5), .routerGuard),
    Case("ICMP router advertisement", Frames.icmp(own, type: 9), .routerGuard),
    Case("echo", Frames.icmp(own, type: 8)),
    Case("ARP", Frames.arp(.request, from: own, sender: own)),
    Case("UDP over IPv4 that ends within its ports", Array(PolicyFrames.ipv4(17, dhcp)[..<37])),
  ]

  @Test(arguments: cases) func offences(_ row: Case) {
    let key = PolicyFrames.key(row.frame)
    #expect(Guards().offence(key) == nil)
    #expect(Guards.dhcp.offence(key) == (row.guardian == .dhcpGuard ? .dhcpGuard : nil))
    #expect(Guards.router.offence(key) == (row.guardian == .routerGuard ? .routerGuard : nil))
    #expect(Guards([.dhcp, .router]).offence(key) == row.guardian)
  }

  @Test("What IPv6 headers hide does not get around a guard")
  func hidden() {
    // A first fragment that ends within its options: what they hide is in the second.
    let fragment = Frames.ipv6(Self.own, 44, [60, 0, 0, 1, 0, 0, 0, 1, 58, 9, 1, 4, 0, 0, 0, 0])
    for frame in [
      Frames.ipv6(Self.own, 58, [134, 0, 0, 0], extensions: 9), Frames.ipv6(Self.own, 58, [134]), fragment,
    ] {
      let key = PolicyFrames.key(frame)
      #expect(key.transport == .hidden)
      #expect(Guards().offence(key) == nil)
      #expect(Guards.dhcp.offence(key) == .dhcpGuard)
      #expect(Guards.router.offence(key) == .routerGuard)
      #expect(Guards([.dhcp, .router]).offence(key) == .routerGuard)
    }
  }

  @Test("From the port's configuration")
  func configuration() {
    func guards(_ dhcp: OnOffState, _ router: OnOffState) -> Guards {
      Guards(
        PortConfiguration(
          name: "p", kind: .machine, endpoint: .tap(interface: "t"), dhcpGuard: dhcp, routerGuard: router))
    }
    #expect(guards(.off, .off) == [])
    #expect(guards(.on, .off) == .dhcp)
    #expect(guards(.off, .on) == .router)
    #expect(guards(.on, .on) == [.dhcp, .router])
  }
}
