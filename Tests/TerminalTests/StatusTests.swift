import HyperV
import Terminal
import Testing

@Suite struct StatusTests {
  @Test func golden() {
    let lines = StatusText(style: OutputStyle(colour: false, drawing: true)).lines(Example.tree(dropped: 12))
    #expect(lines == Self.expected.split(separator: "\n").map(String.init))
  }

  static let expected = """
    box (level 0)  2 processors, 4 GiB, Droste 0.1; runs machines under TCG
    ├─ L1  Running  TCG (level 1)  svm exposed, verified, KVM runs inside  up 1 min 12 s
    │  │  1 processor, 512 MiB, image host, agent answers, Linux 6.1.0, addresses 10.77.0.10/24
    │  │  Network Adapter on switch Outer  00-15-5D-00-04-01  MAC spoofing On  the switch dropped 12 frames of it
    │  │  host inside: 2 processors, 4 GiB, Droste 0.1; runs machines under KVM
    │  ├─ bridged  Running  KVM in L1 (level 2)  up 1 min 12 s
    │  │     1 processor, 512 MiB, image guest, agent answers, Linux 6.1.0, addresses 10.77.0.11/24
    │  │     Network Adapter on switch VmExt  00-15-5D-00-05-02  MAC spoofing Off
    │  ├─ natted  Running  KVM in L1 (level 2)  up 1 min 12 s
    │  │     1 processor, 512 MiB, image guest, agent answers, Linux 6.1.0, addresses 192.168.100.10/24
    │  │     Network Adapter on switch VmNAT  00-15-5D-00-05-01  MAC spoofing Off
    │  ├─ switch VmExt  External  through eth0  up 1 min 20 s
    │  │     port bridged/Network Adapter  in 10 frames 1000 B  out 20 frames 0 B
    │  │     port eth0                     in 20 frames 0 B     out 10 frames 1000 B
    │  │     port vEthernet (VmExt)        in 10 frames 1000 B  out 20 frames 0 B
    │  ├─ switch VmNAT  Internal  192.168.100.1/24  up 1 min 20 s
    │  │     port natted/Network Adapter  in 10 frames 1000 B  out 20 frames 0 B
    │  │     port vEthernet (VmNAT)       in 20 frames 0 B     out 10 frames 1000 B
    │  └─ NAT LocalNAT  192.168.100.0/24  0 connections translated
    └─ switch Outer  NAT  10.77.0.1/24  up 1 min 20 s
          port L1/Network Adapter  in 10 frames 1000 B  out 20 frames 0 B
            dropped 12 frames: MacSpoofing, last from 00-15-5D-00-05-02, DHCP Discover
          port NAT                 in 20 frames 0 B     out 10 frames 1000 B
    """

  @Test func aHostThatDoesNotAnswerSaysSo() {
    var tree = Example.tree()
    tree.inside["L1"]?.status = nil
    tree.inside["L1"]?.problem = DrosteError(.timeout, "No answer\nin 5 s.")
    let lines = StatusText(style: .plain).lines(tree)
    #expect(lines.contains { $0.hasSuffix("does not answer: No answer in 5 s.") })
  }

  @Test func colourAddsNoWidth() {
    let plain = StatusText(style: OutputStyle(colour: false, drawing: true)).lines(Example.tree(dropped: 1))
    let painted = StatusText(style: OutputStyle(colour: true, drawing: true)).lines(Example.tree(dropped: 1))
    #expect(plain.map(\.displayWidth) == painted.map(\.displayWidth))
  }

  @Test func policiesAndStoppedPorts() throws {
    var status = try #require(Example.tree(dropped: 1).status)
    status.machines[0].configuration.adapters[0] = NetworkAdapterConfiguration(
      switchName: "Outer", macAddress: Example.outerMAC, dhcpGuard: .on, routerGuard: .on,
      vlan: .privateIsolated(primary: 10, secondary: 200), allowedMACAddresses: [Example.bridgedMAC],
      portMirroring: .source, bandwidth: .init(maximum: 100_000_000), stormLimit: 50,
      accessControl: [.init(action: .deny, direction: .inbound), .init(action: .deny, direction: .outbound)])
    status.switches[0].status.ports[0].stopped = "a descriptor outside of memory"
    status.switches[0].status.ports[0].drops = [
      DropCount(reason: .accessControl, frames: 3, lastMAC: nil, lastFrame: "IPv4 TCP")
    ]
    let lines = StatusText(style: .plain).lines(HostTree(status: status))
    for text in [
      "MAC spoofing Off  1 more address allowed  VLAN Isolated 200 of 10  DHCP guard  router guard  mirrored  "
        + "bandwidth at most 100 Mbit/s  storm limit 50/s  2 access control entries  the switch dropped 3 frames of it",
      "stopped: a descriptor outside of memory", "dropped 3 frames: AccessControl, IPv4 TCP",
    ] {
      #expect(lines.contains { $0.contains(text) }, "\(lines.joined(separator: "\n"))")
    }
  }

  @Test func emptyHost() {
    let status = HostStatus(host: Example.information("box", .kvm), machines: [], switches: [], nats: [])
    #expect(StatusText(style: .plain).lines(HostTree(status: status)).last == "  no machines, no switches, no NATs")
  }
}
