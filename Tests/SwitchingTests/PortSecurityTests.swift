import Ethernet
import HyperV
import Switching
import Testing

@Suite("Port security")
struct PortSecurityTests {
  static let own = MACAddress.test(1)
  static let peer = MACAddress.test(2)
  static let foreign = MACAddress.test(0x99)

  struct Case: Sendable, CustomTestStringConvertible {
    var what: String
    var spoofing: OnOffState
    var frame: [UInt8]
    /// nil: the frame passes.
    var drop: String?
    var testDescription: String { "\(spoofing.rawValue): \(what)" }
  }

  static let cases: [Case] = [
    Case(what: "own source", spoofing: .off, frame: Frames.plain(own, to: peer)),
    Case(
      what: "foreign source", spoofing: .off, frame: Frames.plain(foreign, to: peer),
      drop: "MacSpoofing 1 00-15-5D-00-00-99 EtherType 0x88B5"),
    Case(
      what: "foreign source of a DHCP Discover", spoofing: .off,
      frame: Frames.dhcp(DHCPMessage(.discover, transaction: 1, clientMAC: foreign)),
      drop: "MacSpoofing 1 00-15-5D-00-00-99 DHCP Discover"),
    Case(what: "own ARP request", spoofing: .off, frame: Frames.arp(.request, from: own, sender: own)),
    Case(
      what: "ARP reply for another", spoofing: .off, frame: Frames.arp(.reply, from: own, sender: foreign, to: peer),
      drop: "ArpSpoofing 1 00-15-5D-00-00-99 ARP reply"),
    Case(
      what: "ARP request in another's name", spoofing: .off, frame: Frames.arp(.request, from: own, sender: peer),
      drop: "ArpSpoofing 1 00-15-5D-00-00-02 ARP request"),
    Case(
      what: "the same behind a VLAN tag", spoofing: .off,
      frame: Frames.tagged(Frames.arp(.request, from: own, sender: peer)),
      drop: "ArpSpoofing 1 00-15-5D-00-00-02 VLAN 5 ARP request"),
    Case(
      what: "own neighbour advertisement", spoofing: .off, frame: Frames.neighbour(136, from: own, naming: own)),
    Case(
      what: "neighbour advertisement for another", spoofing: .off,
      frame: Frames.neighbour(136, from: own, naming: foreign),
      drop: "ArpSpoofing 1 00-15-5D-00-00-99 IPv6 neighbour advertisement"),
    Case(
      what: "neighbour solicitation for another", spoofing: .off,
      frame: Frames.neighbour(135, from: own, naming: foreign),
      drop: "ArpSpoofing 1 00-15-5D-00-00-99 IPv6 neighbour solicitation"),
    Case(
      what: "router advertisement for another", spoofing: .off,
      frame: Frames.neighbour(134, from: own, naming: foreign),
      drop: "ArpSpoofing 1 00-15-5D-00-00-99 IPv6 router advertisement"),
    Case(what: "foreign source", spoofing: .on, frame: Frames.plain(foreign, to: peer)),
    Case(
      what: "ARP reply for another", spoofing: .on, frame: Frames.arp(.reply, from: own, sender: foreign, to: peer)),
    Case(
      what: "neighbour advertisement for another", spoofing: .on,
      frame: Frames.neighbour(136, from: foreign, naming: foreign)),
    Case(
      what: "another machine's own address", spoofing: .on, frame: Frames.plain(peer, to: .broadcast),
      drop: "MacSpoofing 1 00-15-5D-00-00-02 EtherType 0x88B5"),
    Case(
      what: "group address as source", spoofing: .on, frame: Frames.plain(MACAddress("01-00-5E-00-00-01")!, to: peer),
      drop: "Malformed 1 01-00-5E-00-00-01 EtherType 0x88B5"),
    Case(
      what: "zero as source", spoofing: .on, frame: Frames.plain(.zero, to: peer),
      drop: "Malformed 1 00-00-00-00-00-00 EtherType 0x88B5"),
    Case(
      what: "13 bytes", spoofing: .on, frame: Array(Frames.plain(own, to: peer)[..<13]),
      drop: "Malformed 1 00-15-5D-00-00-01 13 bytes, not a frame"),
    Case(what: "nothing", spoofing: .on, frame: [], drop: "Malformed 1 - 0 bytes, not a frame"),
    Case(what: "MTU and tag", spoofing: .off, frame: Frames.plain(own, to: peer, length: 1518)),
    Case(
      what: "one byte more", spoofing: .off, frame: Frames.plain(own, to: peer, length: 1519),
      drop: "Malformed 1 00-15-5D-00-00-01 EtherType 0x88B5"),
    Case(
      what: "a tag cut short", spoofing: .off, frame: Array(Frames.tagged(Frames.plain(own, to: peer))[..<16]),
      drop: "Malformed 1 00-15-5D-00-00-01 16 bytes, not a frame"),
  ]

  @Test("Passes or is dropped under its reason", arguments: cases)
  func policy(_ row: Case) throws {
    let fixture = try EngineFixture([.machine("A", 1, spoofing: row.spoofing), .machine("B", 2)])
    fixture.send(row.frame, from: "A")
    #expect(fixture.drops("A") == (row.drop.map { [$0] } ?? []))
    #expect(fixture.receivers() == (row.drop == nil ? ["B"] : []))
    #expect(fixture.status("A")?.receivedFrames == 1)
    #expect(fixture.status("B")?.sentFrames == (row.drop == nil ? 1 : 0))
  }

  @Test("The last offender of each reason is kept")
  func lastOffender() throws {
    let fixture = try EngineFixture([.machine("A", 1), .machine("B", 2)])
    for number: UInt8 in 10...12 { fixture.send(Frames.plain(.test(number), to: Self.peer), from: "A") }
    fixture.send(Frames.arp(.request, from: Self.own, sender: .test(20)), from: "A")
    #expect(
      fixture.drops("A") == [
        "MacSpoofing 3 00-15-5D-00-00-0C EtherType 0x88B5", "ArpSpoofing 1 00-15-5D-00-00-14 ARP request",
      ])
  }

  @Test("On learns up to the cap, the own address beside it, and again after ageing")
  func cap() throws {
    let fixture = try EngineFixture([.machine("A", 1, spoofing: .on, cap: 3), .machine("B", 2)])
    for number: UInt8 in [1, 10, 11, 12, 13, 10] { fixture.send(Frames.plain(.test(number), to: Self.peer), from: "A") }
    #expect(fixture.drops("A") == ["LearningCap 1 00-15-5D-00-00-0D EtherType 0x88B5"])
    #expect(fixture.status("A")?.learned == [1, 10, 11, 12].map(MACAddress.test))
    #expect(fixture.status("B")?.learned == [.test(2)])

    fixture.engine.now = 200
    fixture.send(Frames.plain(.test(10), to: Self.peer), from: "A")
    fixture.engine.now = 301
    fixture.send(Frames.plain(.test(13), to: Self.peer), from: "A")
    #expect(fixture.status("A")?.learned == [1, 10, 13].map(MACAddress.test))
    #expect(fixture.drops("A").count == 1)
  }

  @Test("An address moves between learning ports, and frames follow it")
  func move() throws {
    let fixture = try EngineFixture([
      .machine("A", 1, spoofing: .on), .machine("B", 2, spoofing: .on, cap: 1), .machine("C", 3),
    ])
    fixture.send(Frames.plain(Self.foreign, to: .test(3)), from: "A")
    _ = fixture.receivers()
    fixture.send(Frames.plain(.test(3), to: Self.foreign), from: "C")
    #expect(fixture.receivers() == ["A"])
    fixture.send(Frames.plain(Self.foreign, to: .test(3)), from: "B")
    _ = fixture.receivers()
    fixture.send(Frames.plain(.test(3), to: Self.foreign), from: "C")
    #expect(fixture.receivers() == ["B"])
    #expect(fixture.status("A")?.learned == [.test(1)])
    #expect(fixture.status("B")?.learned == [.test(2), Self.foreign])
    fixture.send(Frames.plain(.test(0x98), to: .test(3)), from: "B")
    #expect(fixture.drops("B") == ["LearningCap 1 00-15-5D-00-00-98 EtherType 0x88B5"])
  }

  @Test("Uplinks learn 4096 addresses and cannot take a machine's or libslirp's")
  func trunks() throws {
    let fixture = try EngineFixture([.machine("A", 1, spoofing: .on), .uplink, .nat])
    for number in 0..<4100 {
      fixture.send(Frames.plain(MACAddress(rawValue: 0x0200_0000_0000 + UInt64(number)), to: .test(1)), from: "eth0")
    }
    #expect(fixture.status("eth0")?.learned.count == 4096)
    #expect(fixture.drops("eth0") == ["LearningCap 4 02-00-00-00-10-03 EtherType 0x88B5"])
    fixture.send(Frames.plain(.test(1), to: .broadcast), from: "eth0")
    #expect(fixture.drops("eth0").first == "MacSpoofing 1 00-15-5D-00-00-01 EtherType 0x88B5")
    fixture.send(Frames.plain(.libslirpGateway, to: .broadcast), from: "A")
    #expect(fixture.drops("A") == ["MacSpoofing 1 52-55-C0-A8-64-01 EtherType 0x88B5"])
    #expect(fixture.status("NAT")?.learned == [.libslirpGateway, MACAddress("52-55-C0-A8-64-02")!])
  }
}
