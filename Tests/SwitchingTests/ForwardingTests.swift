import Ethernet
import HyperV
import Switching
import Testing

@Suite("Forwarding")
struct ForwardingTests {
  /// Off, On, On, an uplink and NAT.
  static func fixture() throws -> EngineFixture {
    try EngineFixture([
      .machine("off", 1), .machine("on1", 2, spoofing: .on), .machine("on2", 3, spoofing: .on), .uplink, .nat,
    ])
  }

  struct Case: Sendable, CustomTestStringConvertible {
    var from: String
    var source: MACAddress
    var to: MACAddress
    var receivers: [String]
    var testDescription: String { "\(from) to \(to)" }
  }

  static let unknown = MACAddress("02-00-00-00-00-77")!
  static let outside = MACAddress("02-00-00-00-00-01")!

  @Test(
    "Each kind of destination",
    arguments: [
      Case(from: "off", source: .test(1), to: .broadcast, receivers: ["NAT", "eth0", "on1", "on2"]),
      Case(from: "eth0", source: outside, to: .broadcast, receivers: ["NAT", "off", "on1", "on2"]),
      Case(
        from: "off", source: .test(1), to: MACAddress("33-33-00-00-00-16")!, receivers: ["NAT", "eth0", "on1", "on2"]),
      Case(
        from: "on1", source: .test(2), to: MACAddress("01-80-C2-00-00-00")!, receivers: ["NAT", "eth0", "off", "on2"]),
      Case(from: "on1", source: .test(2), to: MACAddress("01-80-C2-00-00-01")!, receivers: []),
      Case(from: "on1", source: .test(2), to: MACAddress("01-80-C2-00-00-0F")!, receivers: []),
      Case(
        from: "on1", source: .test(2), to: MACAddress("01-80-C2-00-00-10")!, receivers: ["NAT", "eth0", "off", "on2"]),
      Case(from: "off", source: .test(1), to: .test(3), receivers: ["on2"]),
      Case(from: "on1", source: .test(2), to: .test(1), receivers: ["off"]),
      Case(from: "eth0", source: outside, to: .test(1), receivers: ["off"]),
      Case(from: "off", source: .test(1), to: .libslirpGateway, receivers: ["NAT"]),
      Case(from: "NAT", source: .libslirpGateway, to: .test(1), receivers: ["off"]),
      Case(from: "off", source: .test(1), to: unknown, receivers: ["eth0", "on1", "on2"]),
      Case(from: "on1", source: .test(2), to: unknown, receivers: ["eth0", "on2"]),
      Case(from: "eth0", source: outside, to: unknown, receivers: ["on1", "on2"]),
      Case(from: "on1", source: .test(2), to: .test(2), receivers: []),
    ])
  func destinations(_ row: Case) throws {
    let fixture = try Self.fixture()
    fixture.send(Frames.plain(row.source, to: row.to), from: row.from)
    #expect(fixture.receivers() == row.receivers)
    #expect(fixture.drops(row.from).isEmpty)
  }

  @Test("Known unicast is never flooded, and is again once its address has aged")
  func ageing() throws {
    let fixture = try Self.fixture()
    fixture.send(Frames.plain(Self.unknown, to: .test(1)), from: "on1")
    #expect(fixture.receivers() == ["off"])
    fixture.send(Frames.plain(.test(1), to: Self.unknown), from: "off")
    #expect(fixture.receivers() == ["on1"])
    fixture.engine.now = 300
    fixture.send(Frames.plain(.test(1), to: Self.unknown), from: "off")
    #expect(fixture.receivers() == ["on1"])
    fixture.engine.now = 301
    fixture.send(Frames.plain(.test(1), to: Self.unknown), from: "off")
    #expect(fixture.receivers() == ["eth0", "on1", "on2"])
  }

  @Test("What does not get out is counted where it was to go out")
  func egress() throws {
    let fixture = try Self.fixture()
    fixture.endpoints["on1"]?.isFull = true
    fixture.endpoints["on2"]?.isConnected = false
    fixture.send(Frames.plain(.test(1), to: .test(2)), from: "off")
    fixture.send(Frames.plain(.test(1), to: .test(3)), from: "off")
    fixture.send(Frames.plain(.test(1), to: .broadcast), from: "off")
    #expect(fixture.drops("off").isEmpty)
    #expect(fixture.drops("on1") == ["QueueFull 2 00-15-5D-00-00-01 EtherType 0x88B5"])
    #expect(fixture.drops("on2") == ["Disconnected 1 00-15-5D-00-00-01 EtherType 0x88B5"])
    #expect(fixture.status("on2")?.connected == false)
  }

  @Test("Endpoints that were sent to are flushed once per turn")
  func flushing() throws {
    let fixture = try Self.fixture()
    fixture.send(Frames.plain(.test(1), to: .test(2)), from: "off")
    fixture.engine.flush()
    #expect(fixture.endpoints["on1"]?.flushes == 1)
    #expect(fixture.endpoints["on2"]?.flushes == 0)
  }
}

@Suite("Changing a running switch")
struct ApplyTests {
  @Test("Ports are added, removed and changed in place")
  func inPlace() throws {
    let fixture = try EngineFixture([.machine("A", 1), .machine("B", 2)])
    fixture.engine.now = 77
    fixture.send(Frames.plain(.test(9), to: .test(2)), from: "A")
    fixture.engine.now = 78
    let old = fixture.endpoints["B"]
    try fixture.change { configuration in
      configuration.ports = [.machine("A", 1, spoofing: .on), .machine("C", 3)]
    }
    #expect(old?.isClosed == true)
    #expect(fixture.made == ["A": 1, "B": 1, "C": 1])
    #expect(fixture.engine.portStatus.map(\.name) == ["A", "C"])
    let drop = fixture.status("A")?.drops.first
    #expect(drop?.frames == 1 && drop?.lastSecond == 77)
    fixture.send(Frames.plain(.test(9), to: .test(3)), from: "A")
    #expect(fixture.receivers() == ["C"])
    #expect(fixture.status("A")?.learned == [.test(1), .test(9)])

    try fixture.change { $0.ports[0].macAddressSpoofing = .off }
    #expect(fixture.status("A")?.learned == [.test(1)])
    try fixture.change { $0.ports[0].endpoint = .stream(socketPath: "/other") }
    #expect(fixture.made["A"] == 2)
  }

  @Test("An address learned elsewhere becomes its new owner's")
  func ownership() throws {
    let fixture = try EngineFixture([.machine("A", 1, spoofing: .on), .machine("B", 2)])
    fixture.send(Frames.plain(.test(3), to: .test(2)), from: "A")
    try fixture.change { $0.ports.append(.machine("C", 3)) }
    #expect(fixture.status("A")?.learned == [.test(1)])
    _ = fixture.receivers()
    fixture.send(Frames.plain(.test(2), to: .test(3)), from: "B")
    #expect(fixture.receivers() == ["C"])
  }

  @Test("A new MTU holds at once; endpoints stay, for each carries what length there is")
  func mtu() throws {
    let fixture = try EngineFixture([.machine("A", 1), .machine("B", 2), .uplink])
    try fixture.change { $0.mtu = 9000 }
    #expect(fixture.made == ["A": 1, "B": 1, "eth0": 1])
    fixture.send(Frames.plain(.test(1), to: .test(2), length: 9018), from: "A")
    #expect(fixture.receivers() == ["B"])
  }

  @Test("An endpoint that fails or cannot be made is made anew, and the reason is told")
  func failure() throws {
    let fixture = try EngineFixture([.machine("A", 1), .machine("B", 2)])
    let failing = try #require(fixture.endpoints["A"])
    failing.failure = DrosteError(.unspecified, "The device is gone.")
    fixture.engine.service(try #require(fixture.engine.port(named: "A")))
    #expect(failing.isClosed)
    #expect(fixture.status("A")?.connected == false)
    #expect(fixture.engine.problems == "Port \"A\": The device is gone.")
    fixture.refusals["A"] = DrosteError(.objectNotFound, "There is no device.")
    fixture.engine.tick()
    #expect(fixture.engine.problems == "Port \"A\": There is no device.")
    fixture.refusals = [:]
    fixture.engine.tick()
    #expect(fixture.engine.problems == nil)
    #expect(fixture.status("A")?.connected == true)
    #expect(fixture.made["A"] == 2)
  }

  @Test("A wrong configuration is refused with every problem at once, and changes nothing")
  func refused() throws {
    let fixture = try EngineFixture([.machine("A", 1), .machine("B", 2)])
    let error = #expect(throws: DrosteError.self) {
      try fixture.change { configuration in
        configuration.mtu = 100
        configuration.ports[1].name = "A"
        configuration.ports[1].macAddress = .test(1)
        configuration.ports.append(
          PortConfiguration(name: "", kind: .machine, endpoint: .tap(interface: "sixteencharacter"), learningCap: 0))
        configuration.dhcp = .test(last: "192.168.100.99")
        configuration.dhcp?.gateway = IPv4Address("10.0.0.1")
      }
    }
    #expect(error?.code == .invalidParameter)
    for part in [
      "mtu: 100 is not within", "ports[1].name: \"A\" is the name of ports[0] too",
      "ports[1].macAddress: 00-15-5D-00-00-01 is the address of ports[0] too", "ports[2].name:",
      "ports[2].learningCap: 0", "ports[2].macAddress: needed", "ports[2].endpoint.interface: \"sixteencharacter\"",
      "dhcp.lastAddress: 192.168.100.99 is below", "dhcp.gateway: 10.0.0.1 is not within",
    ] {
      #expect(error?.message.contains(part) == true, "\(part)")
    }
    #expect(fixture.engine.portStatus.map(\.name) == ["A", "B"])
    #expect(fixture.engine.configuration.mtu == 1500)
  }
}
