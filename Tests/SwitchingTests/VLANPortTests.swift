import Ethernet
import HyperV
import Switching
import Testing

@Suite("VLANs")
struct VLANPortTests {
  /// Ports of every mode, with spoofing On so that unknown addresses are flooded to them, and an uplink.
  static func fixture() throws -> EngineFixture {
    try EngineFixture([
      .machine("plain", 1, spoofing: .on), .machine("five", 2, spoofing: .on, vlan: .access(id: 5)),
      .machine("also5", 3, spoofing: .on, vlan: .access(id: 5)),
      .machine("seven", 4, spoofing: .on, vlan: .access(id: 7)),
      .machine("trunk", 6, spoofing: .on, vlan: .trunk(native: 0, allowed: VLANSet("5-6")!)),
      .machine("native7", 8, spoofing: .on, vlan: .trunk(native: 7, allowed: VLANSet("5")!)), .uplink,
    ])
  }

  enum Form {
    case plain
    case tag(Int)
    case priority
  }

  struct Case: Sendable, CustomTestStringConvertible {
    var from: String
    var tag: Int?
    /// `name` for without tag, `name:5` for with this one.
    var receivers: [String]
    var drop: String?
    var testDescription: String { "\(from) with \(tag.map { "tag \($0)" } ?? "no tag")" }
  }

  static let numbers: [String: UInt8] = ["plain": 1, "five": 2, "also5": 3, "seven": 4, "trunk": 6, "native7": 8]

  @Test(
    "Who gets a broadcast, and in which form",
    arguments: [
      Case(from: "plain", receivers: ["eth0", "trunk"]),
      Case(from: "plain", tag: 0, receivers: ["eth0:0", "trunk:0"]),
      Case(from: "plain", tag: 5, receivers: [], drop: "Vlan 1 00-15-5D-00-00-01 VLAN 5 EtherType 0x88B5"),
      Case(from: "five", receivers: ["also5", "eth0:5", "native7:5", "trunk:5"]),
      Case(from: "five", tag: 0, receivers: ["also5:0", "eth0:5", "native7:5", "trunk:5"]),
      Case(from: "five", tag: 5, receivers: [], drop: "Vlan 1 00-15-5D-00-00-02 VLAN 5 EtherType 0x88B5"),
      Case(from: "seven", receivers: ["eth0:7", "native7"]),
      Case(from: "trunk", receivers: ["eth0", "plain"]),
      Case(from: "trunk", tag: 5, receivers: ["also5", "eth0:5", "five", "native7:5"]),
      Case(from: "trunk", tag: 6, receivers: ["eth0:6"]),
      Case(from: "trunk", tag: 7, receivers: [], drop: "Vlan 1 00-15-5D-00-00-06 VLAN 7 EtherType 0x88B5"),
      Case(from: "trunk", tag: 4095, receivers: [], drop: "Vlan 1 00-15-5D-00-00-06 VLAN 4095 EtherType 0x88B5"),
      Case(from: "native7", receivers: ["eth0:7", "seven"]),
      Case(from: "native7", tag: 5, receivers: ["also5", "eth0:5", "five", "trunk:5"]),
      Case(from: "eth0", receivers: ["plain", "trunk"]),
      Case(from: "eth0", tag: 5, receivers: ["also5", "five", "native7:5", "trunk:5"]),
      Case(from: "eth0", tag: 7, receivers: ["native7", "seven"]),
      Case(from: "eth0", tag: 9, receivers: []),
      Case(from: "eth0", tag: 4095, receivers: [], drop: "Vlan 1 02-00-00-00-00-01 VLAN 4095 EtherType 0x88B5"),
    ])
  func broadcasts(_ row: Case) throws {
    let fixture = try Self.fixture()
    let source = Self.numbers[row.from].map { MACAddress.test($0) } ?? ForwardingTests.outside
    let plain = Frames.plain(source, to: .broadcast, mark: 9)
    fixture.send(row.tag.map { Frames.tagged(plain, $0, priority: 3) } ?? plain, from: row.from)
    var found: [String] = []
    for (name, endpoint) in fixture.endpoints {
      for frame in endpoint.take() {
        let tag = frame[12] == 0x81 ? Int(frame[14] & 0x0F) << 8 | Int(frame[15]) : nil
        found.append(tag.map { "\(name):\($0)" } ?? name)
        // Nothing else of the frame has changed, and what had a priority keeps it.
        #expect((tag == nil ? frame : Array(frame[..<12] + frame[16...])) == plain)
        if tag != nil, row.tag != nil { #expect(frame[14] >> 5 == 3) }
      }
    }
    #expect(found.sorted() == row.receivers)
    #expect(fixture.drops(row.from) == (row.drop.map { [$0] } ?? []))
  }

  @Test("An address that is known in one VLAN is unknown in another")
  func learning() throws {
    let fixture = try Self.fixture()
    let guest = MACAddress("02-00-00-00-00-77")!
    fixture.send(Frames.plain(guest, to: .broadcast), from: "five")
    _ = fixture.receivers()
    fixture.send(Frames.plain(.test(3), to: guest), from: "also5")
    #expect(fixture.receivers() == ["five"])
    // In VLAN 7 the same address may be somebody else.
    fixture.send(Frames.plain(.test(4), to: guest), from: "seven")
    #expect(fixture.receivers() == ["eth0", "native7"])
    fixture.send(Frames.plain(guest, to: .test(4)), from: "native7")
    _ = fixture.receivers()
    fixture.send(Frames.plain(.test(4), to: guest), from: "seven")
    #expect(fixture.receivers() == ["native7"])
    fixture.send(Frames.plain(.test(3), to: guest), from: "also5")
    #expect(fixture.receivers() == ["five"])
    #expect(fixture.status("five")?.learned == [.test(2), guest])
    #expect(fixture.status("native7")?.learned == [.test(8), guest])
  }

  @Test("A frame to a machine of another VLAN is a drop with a reason")
  func otherVLAN() throws {
    let fixture = try Self.fixture()
    fixture.send(Frames.plain(.test(2), to: .test(4)), from: "five")
    #expect(fixture.receivers().isEmpty)
    #expect(fixture.drops("five") == ["Vlan 1 00-15-5D-00-00-02 EtherType 0x88B5"])
    fixture.send(Frames.plain(.test(2), to: .test(3)), from: "five")
    #expect(fixture.receivers() == ["also5"])
    fixture.send(Frames.tagged(Frames.plain(.test(6), to: .test(2)), 5), from: "trunk")
    #expect(fixture.endpoints["five"]?.take() == [Frames.plain(.test(6), to: .test(2))])
  }

  @Test("No VLAN lets an address of another machine be taken over")
  func spoofing() throws {
    let fixture = try Self.fixture()
    fixture.send(Frames.plain(.test(4), to: .broadcast), from: "five")
    #expect(fixture.receivers().isEmpty)
    #expect(fixture.drops("five") == ["MacSpoofing 1 00-15-5D-00-00-04 EtherType 0x88B5"])
    // Behind a tag, spoofing Off looks as closely.
    try fixture.change { $0.ports[4].macAddressSpoofing = .off }
    fixture.send(Frames.tagged(Frames.arp(.request, from: .test(6), sender: .test(2)), 5), from: "trunk")
    #expect(fixture.drops("trunk") == ["ArpSpoofing 1 00-15-5D-00-00-02 VLAN 5 ARP request"])
  }

  @Test("Room for the tag that the switch adds")
  func length() throws {
    let fixture = try Self.fixture()
    fixture.send(Frames.plain(.test(2), to: .broadcast, length: 1514), from: "five")
    #expect(fixture.endpoints["eth0"]?.take().map(\.count) == [1518])
    _ = fixture.receivers()
    fixture.send(Frames.plain(.test(2), to: .broadcast, length: 1515), from: "five")
    #expect(fixture.receivers().isEmpty)
    #expect(fixture.drops("five") == ["Malformed 1 00-15-5D-00-00-02 EtherType 0x88B5"])
    fixture.send(Frames.tagged(Frames.plain(.test(6), to: .broadcast, length: 1514), 5), from: "trunk")
    #expect(fixture.endpoints["five"]?.take().map(\.count) == [1514])
  }

  @Test("The switch's DHCP server is in the untagged network")
  func dhcp() throws {
    let fixture = try EngineFixture(
      [.machine("plain", 1), .machine("five", 2, vlan: .access(id: 5)), .nat], dhcp: .test())
    for (name, number): (String, UInt8) in [("plain", 1), ("five", 2)] {
      fixture.send(Frames.dhcp(DHCPMessage(.discover, transaction: 1, clientMAC: .test(number))), from: name)
    }
    #expect(fixture.endpoints["plain"]?.take().compactMap(Frames.dhcpReply).count == 1)
    #expect(fixture.endpoints["five"]?.take().isEmpty == true)
  }

  @Test("Changed while frames flow: the port keeps its endpoint and forgets what it learned")
  func changes() throws {
    let fixture = try Self.fixture()
    let guest = MACAddress("02-00-00-00-00-77")!
    fixture.send(Frames.plain(guest, to: .broadcast), from: "five")
    _ = fixture.receivers()
    try fixture.change { $0.ports[1].vlan = .access(id: 7) }
    #expect(fixture.made["five"] == 1)
    #expect(fixture.status("five")?.vlan == .access(id: 7))
    #expect(fixture.status("five")?.learned == [.test(2)])
    fixture.send(Frames.plain(.test(2), to: .broadcast), from: "five")
    #expect(fixture.receivers() == ["eth0", "native7", "seven"])
    try fixture.change { $0.ports[1].vlan = .untagged }
    fixture.send(Frames.plain(.test(2), to: .broadcast), from: "five")
    #expect(fixture.receivers() == ["eth0", "plain", "trunk"])
  }

  @Test("What cannot be is refused and changes nothing")
  func refusals() throws {
    let fixture = try Self.fixture()
    for vlan in [VLANConfiguration.access(id: 0), .access(id: 4095), .trunk(native: 0, allowed: VLANSet())] {
      #expect(throws: DrosteError.self) { try fixture.change { $0.ports[0].vlan = vlan } }
      #expect(fixture.status("plain")?.vlan == .untagged)
    }
    fixture.configuration.ports[0].vlan = .untagged
    #expect(throws: DrosteError.self) { try fixture.change { $0.ports[6].vlan = .access(id: 5) } }
  }

  @Test("A port with another name and the same endpoint is the same port")
  func renaming() throws {
    let fixture = try EngineFixture([.machine("a", 1, spoofing: .on), .machine("b", 2)])
    let guest = MACAddress("02-00-00-00-00-77")!
    fixture.send(Frames.plain(guest, to: .test(2)), from: "a")
    let endpoint = fixture.endpoints["a"]
    try fixture.change { $0.ports[0].name = "new" }
    #expect(fixture.status("a") == nil)
    #expect(fixture.status("new")?.learned == [.test(1), guest])
    #expect(fixture.status("new")?.receivedFrames == 1)
    #expect(endpoint?.isClosed == false && fixture.made["new"] == nil)
    // Two that change names with each other are the names that they were: each has its own endpoint.
    try fixture.change {
      $0.ports[0].name = "b"
      $0.ports[1].name = "new"
    }
    #expect(fixture.status("b")?.macAddress == .test(1))
  }
}
