import Ethernet
import FoundationEssentials
import HyperV
import Testing
import Traces

@Suite("What traces tell")
struct StoryTests {
  @Test(
    "Each hop in order, whatever the clocks say", arguments: [[0, 0, 0], [0, 3_000_000, -4_000_000]] as [[Int64]])
  func order(skew: [Int64]) throws {
    var nest = NestFixture(from: "natted")
    nest.echo(answeredAfter: 2_500_000)
    nest.see(.echo, NestFixture.nattedWay, skew: skew)
    nest.see(.echoReply, NestFixture.nattedWay.reversed().map(Self.turned), skew: skew, start: 2_000_000)
    let story = TraceStory(nest.record)
    #expect(
      story.hops.map { "\($0.station) \($0.place)" } == [
        "L1/natted eth0 sends", "L1 switch VmNAT: in by port \"natted/Network Adapter\"",
        "L1 switch VmNAT: out by port \"vEthernet (VmNAT)\"", "L1 vVmNAT receives", "L1 eth0 sends",
        "L0 switch Lab: in by port \"L1/Network Adapter\"", "L0 switch Lab: out by port \"NAT\"",
      ])
    #expect(story.reply.map(\.station) == ["L0", "L0", "L1", "L1", "L1", "L1", "L1/natted"])
    #expect(story.outcome == .answered && story.roundTrip == 2_500_000 && story.loss == nil)
    #expect(zip(story.hops, story.hops.dropFirst()).allSatisfy { $0.nanoseconds <= $1.nanoseconds })
    #expect(story.hops.map(\.isEstimated) == [false, true, true, true, true, true, true])
    // Between two levels a crossing takes 100 µs in the fixture, each way.
    #expect(story.uncertainty == 200_000)
    #expect(story.hops.last?.nanoseconds == 600_000)
    #expect(try JSONDecoder().decode(TraceStory.self, from: JSONEncoder().encode(story)) == story)
  }

  private static func turned(_ place: String) -> String {
    place.hasSuffix(" In") ? place.dropLast(3) + " Out" : place.dropLast(4) + " In"
  }

  @Test("A translation is told where it is seen")
  func translation() {
    var nest = NestFixture(from: "natted")
    nest.echo(answeredAfter: 1)
    nest.see(.echo, Array(NestFixture.nattedWay[..<4]))
    nest.see(.echo, Array(NestFixture.nattedWay[4...]), source: NestFixture.ip("10.77.0.12"), start: 2_000_000)
    let story = TraceStory(nest.record)
    #expect(story.hops.count == 7)
    #expect(story.hops[4].note == "translated: source 192.168.100.2 is 10.77.0.12 now")
  }

  @Test("A flood: the branch that goes on, also where another is as long")
  func flood() {
    var nest = NestFixture(from: "bridged")
    nest.askInVain()
    nest.inner.switches[1].status.hostAdapter = NestFixture.hostAdapter("Bridge", nil)
    nest.inner.switches[1].status.ports.append(NestFixture.port("vEthernet (Bridge)", .hostAdapter))
    nest.see(
      .arp, ["2 eth0 Out", "1 Bridge:bridged/Network Adapter In", "1 Bridge:vEthernet (Bridge) Out", "1 vBridge In"])
    nest.see(.arp, ["1 Bridge:eth0 Out", "1 eth0 Out", "0 Lab:L1/Network Adapter In"], start: 1_400_000)
    nest.drop(0, .macSpoofing, "not the adapter's")
    let story = TraceStory(nest.record)
    #expect(
      story.hops.map(\.place) == [
        "eth0 sends", "switch Bridge: in by port \"bridged/Network Adapter\"", "switch Bridge: out by port \"eth0\"",
        "eth0 sends", "switch Lab: in by port \"L1/Network Adapter\"",
      ])
    #expect(story.hops[1].note == "to 2 ports" && story.loss?.cause == "MacSpoofing")
  }

  struct Fault: Sendable, CustomTestStringConvertible {
    var name: String
    var from = "natted"
    var make: @Sendable (inout NestFixture) -> Void
    var cause: String
    var sentence: String
    var mend: String?
    var outcome = TraceStory.Outcome.lost
    var testDescription: String { name }
  }

  static let faults: [Fault] = [
    Fault(
      name: "spoofing off", from: "bridged",
      make: { nest in
        nest.askInVain()
        nest.see(.arp, Array(NestFixture.bridgedWay.dropLast()))
        nest.drop(0, .macSpoofing, "source MAC 00-15-5D-01-00-0B is not the adapter's (00-15-5D-00-00-01)")
      }, cause: "MacSpoofing",
      sentence: "dropped at L0 switch Lab, port L1/Network Adapter: source MAC 00-15-5D-01-00-0B is not the adapter's "
        + "(00-15-5D-00-00-01)",
      mend: "Set-VMNetworkAdapter -VMName L1 -MacAddressSpoofing On, or put the machine behind a NAT in L1"),
    Fault(
      name: "VLANs that differ",
      make: { nest in
        nest.askInVain()
        nest.inner.switches[0].status.ports[0].vlan = .access(id: 5)
        nest.see(.arp, ["2 eth0 Out", "1 VmNAT:natted/Network Adapter In"])
        nest.drop(1, nil, "no other port is in VLAN 5")
      }, cause: "Vlan",
      sentence: "lost at L1 switch VmNAT: in by port \"natted/Network Adapter\": port \"natted/Network Adapter\" is "
        + "Access 5, port \"vEthernet (VmNAT)\" is Untagged: they are in different VLANs",
      mend: "Set-VMNetworkAdapterVlan -ComputerName L1 -VMName natted -Untagged"),
    Fault(
      name: "an access control entry",
      make: { nest in
        nest.echo(answeredAfter: nil)
        let entry = AccessControlEntry(action: .deny, direction: .outbound)
        nest.inner.machines[0].configuration.adapters[0].accessControl = [entry]
        nest.see(.echo, Array(NestFixture.nattedWay[..<2]))
        nest.drop(1, .accessControl, "access control entry \"\(entry)\" denies it")
      }, cause: "AccessControl",
      sentence:
        "dropped at L1 switch VmNAT, port natted/Network Adapter: access control entry \"Deny Outbound local Any "
        + "remote Any\" denies it",
      mend: "Remove-VMNetworkAdapterAcl -ComputerName L1 -VMName natted -Action Deny -Direction Outbound "
        + "-RemoteIPAddress ANY"),
    Fault(
      name: "an extended entry",
      make: { nest in
        nest.echo(answeredAfter: nil)
        let entry = AccessControlEntry(
          action: .deny, direction: .outbound, payloadProtocol: 1, weight: 7, isExtended: true)
        nest.inner.machines[0].configuration.adapters[0].accessControl = [entry]
        nest.see(.echo, Array(NestFixture.nattedWay[..<2]))
        nest.drop(1, .accessControl, "access control entry \"\(entry)\" denies it")
      }, cause: "AccessControl",
      sentence:
        "dropped at L1 switch VmNAT, port natted/Network Adapter: access control entry \"Deny Outbound local Any "
        + "remote Any ICMPv4 weight 7\" denies it",
      mend: "Remove-VMNetworkAdapterExtendedAcl -ComputerName L1 -VMName natted -Direction Outbound -Weight 7"),
    Fault(
      name: "no NAT, forwarded as it is",
      make: { nest in
        nest.echo(answeredAfter: nil)
        nest.inner.nats = []
        nest.see(.echo, NestFixture.nattedWay)
      }, cause: "NATMissing",
      sentence:
        "lost at L1 vVmNAT receives: L1 has no NAT for 192.168.100.0/24, the network of its switch VmNAT: outside "
        + "of it nobody can answer 192.168.100.2",
      mend: "droste nat create L1/VmNATNAT --prefix 192.168.100.0/24"),
    Fault(
      name: "no NAT, not forwarded",
      make: { nest in
        nest.echo(answeredAfter: nil)
        nest.inner.nats = []
        nest.see(.echo, Array(NestFixture.nattedWay[..<4]))
      }, cause: "NATMissing",
      sentence:
        "lost at L1 vVmNAT receives: L1 has no NAT for 192.168.100.0/24, the network of its switch VmNAT: outside "
        + "of it nobody can answer 192.168.100.2",
      mend: "droste nat create L1/VmNATNAT --prefix 192.168.100.0/24"),
    Fault(
      name: "the gateway's address missing",
      make: { nest in
        nest.askInVain()
        nest.inner.switches[0].status.hostAdapter = NestFixture.hostAdapter("VmNAT", nil)
        nest.stations[1].system = NestFixture.system("eth0", NestFixture.l1MAC, "10.77.0.12/24")
        nest.see(.arp, Array(NestFixture.nattedWay[..<4]))
      }, cause: "AddressMissing",
      sentence:
        "lost at L1 vVmNAT receives: nobody has the address 192.168.100.1, the gateway of L1/natted; L1 has eth0 "
        + "10.77.0.12/24",
      mend: "in L1: New-NetIPAddress -InterfaceAlias 'vEthernet (VmNAT)' -IPAddress 192.168.100.1 -PrefixLength 24"),
    Fault(
      name: "no address",
      make: { nest in
        nest.report.problem = .noRoute
        nest.report.detail = "there is no route to 10.77.0.1"
        nest.stations[2].system = NestFixture.system("eth0", NestFixture.nattedMAC, nil)
      }, cause: "AddressMissing",
      sentence: "lost at L1/natted eth0: L1/natted: there is no route to 10.77.0.1: eth0 has no address",
      mend: "in L1/natted: New-NetIPAddress -InterfaceAlias eth0 -IPAddress ADDRESS -PrefixLength 24 "
        + "-DefaultGateway GATEWAY", outcome: .notSent),
    Fault(
      name: "the sender's port stopped",
      make: { nest in
        nest.askInVain()
        nest.inner.switches[0].status.ports[0].stopped = "an index out of range"
        nest.see(.arp, ["2 eth0 Out"])
      }, cause: "PortStopped",
      sentence:
        "lost at L1/natted eth0 sends: port \"natted/Network Adapter\" of switch VmNAT was stopped: an index out of "
        + "range", mend: "Restart-VM -ComputerName L1 -Name natted -Force"),
    Fault(
      name: "a stopped port on the way of a question to everybody",
      make: { nest in
        nest.askInVain()
        nest.inner.switches[0].status.hostAdapter = NestFixture.hostAdapter("VmNAT", nil)
        nest.stations[1].system = NestFixture.system("eth0", NestFixture.l1MAC, "10.77.0.12/24")
        var port = nest.inner.switches[0].status.ports[0]
        (port.name, port.stopped) = ("router/Network Adapter", "an index out of range")
        nest.inner.switches[0].status.ports.append(port)
        nest.see(.arp, Array(NestFixture.nattedWay[..<3]))
      }, cause: "PortStopped",
      sentence:
        "lost at L1 switch VmNAT: out by port \"router/Network Adapter\": the port was stopped: an index out of range",
      mend: "Restart-VM -ComputerName L1 -Name router -Force"),
    Fault(
      name: "a receiver's port stopped",
      make: { nest in
        nest.echo(answeredAfter: nil)
        nest.see(.echo, NestFixture.nattedWay[..<6] + ["0 Lab:L1/Network Adapter Out"])
        nest.stations[0].sightings[1].place = "L9/Network Adapter"
        nest.drop(0, .portStopped, "the port was stopped: an index out of range")
      }, cause: "PortStopped",
      sentence: "dropped at L0 switch Lab, port L9/Network Adapter: the port was stopped: an index out of range",
      mend: "Restart-VM -Name L9 -Force"),
    Fault(
      name: "a switch that does not run",
      make: { nest in
        nest.askInVain()
        nest.inner.switches[0].status = SwitchStatus(reason: "killed")
        nest.see(.arp, ["2 eth0 Out"])
      }, cause: "SwitchDown", sentence: "lost at L1/natted eth0 sends: the switch VmNAT does not run: killed",
      mend: "droste status"),
    Fault(
      name: "a machine on a NAT switch, from L0",
      make: { nest in
        nest.from = []
        nest.to = ["L1"]
        nest.destination = NestFixture.ip("10.77.0.12")
        nest.echo(answeredAfter: nil)
        nest.see(.echo, ["0 eth0 Out"])
      }, cause: "NATSwitch",
      sentence:
        "lost at L0 routes: L0 has no adapter on the switch Lab: it is of the type NAT, through which machines reach "
        + "L0 and the outside, and nobody reaches them", mend: "droste exec L1 -- COMMAND needs no network"),
    Fault(
      name: "an adapter that is not connected",
      make: { nest in
        nest.askInVain()
        nest.inner.machines[0].configuration.adapters[0].switchName = nil
        nest.see(.arp, ["2 eth0 Out"])
      }, cause: "NotConnected",
      sentence: "lost at L1/natted eth0 sends: the adapter of L1/natted is connected to no switch",
      mend: "Connect-VMNetworkAdapter -ComputerName L1 -VMName natted -SwitchName SWITCH"),
    Fault(
      name: "the reverse path filter",
      make: { nest in
        nest.echo(answeredAfter: nil)
        nest.see(.echo, Array(NestFixture.nattedWay[..<4]))
        nest.decisions = [
          .init(
            station: ["L1"], source: NestFixture.ip("192.168.100.2"), destination: nest.destination,
            interface: "vVmNAT", decision: TraceDecision(.reversePath, "rp_filter"))
        ]
      }, cause: "ReversePath", sentence: "lost at L1 vVmNAT receives: L1: rp_filter",
      mend: "in L1: sysctl -w net.ipv4.conf.all.rp_filter=2 net.ipv4.conf.vVmNAT.rp_filter=2"),
    Fault(
      name: "the reply dropped on its way back",
      make: { nest in
        nest.echo(answeredAfter: nil)
        nest.see(.echo, NestFixture.nattedWay)
        nest.see(.echoReply, ["0 Lab:NAT In", "0 Lab:L1/Network Adapter Out"], start: 3_000_000)
        nest.drop(0, .accessControl, "access control entry \"Deny Inbound local Any remote Any\" denies it")
      }, cause: "AccessControl",
      sentence:
        "dropped at L0 switch Lab, port L1/Network Adapter: access control entry \"Deny Inbound local Any remote Any\" "
        + "denies it", mend: "Get-VMNetworkAdapterAcl -VMName L1 shows the entries"),
    Fault(
      name: "nobody outside answers",
      make: { nest in
        nest.echo(answeredAfter: nil)
        nest.see(.echo, NestFixture.nattedWay)
      }, cause: "Outside",
      sentence:
        "lost at L0 switch Lab: out by port \"NAT\": the NAT of the switch has it, and nobody out there answers",
      mend: "ping -c 1 10.77.0.1 on L0: the NAT sends what L0 can send"),
  ]

  @Test("Each fault: place, reason, and what mends it", arguments: faults)
  func fault(_ fault: Fault) {
    var nest = NestFixture(from: fault.from)
    fault.make(&nest)
    let story = TraceStory(nest.record)
    #expect(story.outcome == fault.outcome)
    #expect(story.loss?.cause == fault.cause)
    #expect(story.loss?.sentence == fault.sentence)
    #expect(story.loss?.mend == fault.mend)
  }

  @Test("Some of the probes lost: the loss is that of one that was")
  func partly() {
    var nest = NestFixture(from: "natted")
    nest.echo(answeredAfter: 10)
    nest.report.probes.append(.init(sequence: NestFixture.mark + 1, carrier: .echo, sent: 5000))
    nest.see(.echo, NestFixture.nattedWay)
    let story = TraceStory(nest.record)
    #expect(story.outcome == .partly && story.answered == 1 && story.sent == 2)
    #expect(story.hops.count == 7)
    #expect(story.loss?.cause == "NotSeen")
  }

  @Test("Nothing seen at all, and a circle, come to an end")
  func degenerate() {
    var nest = NestFixture(from: "natted")
    nest.echo(answeredAfter: nil)
    #expect(TraceStory(nest.record).loss?.cause == "NotSeen")
    nest.see(
      .echo,
      [
        "1 eth0 Out", "0 Lab:L1/Network Adapter In", "0 Lab:NAT Out", "1 eth0 In", "1 vVmNAT In", "1 vVmNAT Out",
        "1 VmNAT:vEthernet (VmNAT) In", "1 VmNAT:natted/Network Adapter Out", "1 eth0 Out", "1 eth0 In",
      ])
    #expect(!TraceStory(nest.record).hops.isEmpty)
  }
}
