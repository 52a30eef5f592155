import Ethernet
import FoundationEssentials
import HyperV
import Switching
import Testing

@Suite("Traces of probes", .timeLimit(.minutes(2)))
struct TraceTests {
  struct Row: Sendable, CustomTestStringConvertible {
    var name: String
    var ports: [PortConfiguration]
    var frame: [UInt8]
    /// By fault, before the frame is sent.
    var fault: @Sendable (EngineFixture) -> Void = { _ in }
    var seen: [String]
    var testDescription: String { name }
  }

  static let id: UInt64 = 0xFEDC_BA98_7654_3210
  static let mark = ProbeMark(id: id, sequence: 7)
  static let a = IPv4Address("10.0.0.1")!
  static let b = IPv4Address("10.0.0.2")!
  static let arp = Probe.arpRequest(mark, from: .test(1), a, for: b)
  static let echo = Probe.echoRequest(mark, identifier: 9, from: (.test(1), a), to: (.test(2), b))
  static let udp = UDPHeader.frame(from: .init(.test(1), a, 7), to: .init(.test(2), b, 9), payload: mark.encoded)
  static func deny(_ direction: AccessDirection) -> AccessControlEntry {
    AccessControlEntry(
      action: .deny, direction: direction, remote: .any, payloadProtocol: 1, weight: 10, isExtended: true)
  }
  static func machine(_ name: String, _ number: UInt8, _ entries: [AccessControlEntry]) -> PortConfiguration {
    var port = PortConfiguration.machine(name, number)
    port.accessControl = entries
    return port
  }

  static let rows: [Row] = [
    Row(
      name: "an ARP request to all", ports: [.machine("A", 1), .machine("B", 2), .machine("C", 3)], frame: arp,
      seen: ["A In ARP", "B Out ARP", "C Out ARP"]),
    Row(
      name: "an echo request to one", ports: [.machine("A", 1), .machine("B", 2), .machine("C", 3)], frame: echo,
      seen: ["A In Echo", "B Out Echo"]),
    Row(name: "UDP", ports: [.machine("A", 1), .machine("B", 2)], frame: udp, seen: ["A In UDP", "B Out UDP"]),
    Row(
      name: "within a VLAN, tagged on a trunk",
      ports: [
        .machine("A", 1, vlan: .trunk(native: 0, allowed: VLANSet([5])!)), .machine("B", 2, vlan: .access(id: 5)),
      ], frame: Frames.tagged(echo), seen: ["A In Echo vlan 5", "B Out Echo"]),
    Row(
      name: "spoofing Off", ports: [.machine("A", 4), .machine("B", 2)], frame: arp,
      seen: [
        "A In ARP MacSpoofing: source MAC 00-15-5D-00-00-01 is not the adapter's (00-15-5D-00-00-04), "
          + "and MAC address spoofing is Off"
      ]),
    Row(
      name: "another port's own address", ports: [.machine("A", 4, spoofing: .on), .machine("B", 2), .machine("C", 1)],
      frame: arp, seen: ["A In ARP MacSpoofing: source MAC 00-15-5D-00-00-01 is port \"C\"'s own"]),
    Row(
      name: "as many addresses as may be learned", ports: [.machine("A", 4, spoofing: .on, cap: 1), .machine("B", 2)],
      frame: arp, fault: { $0.send(Frames.plain(.test(9), to: .test(2)), from: "A") },
      seen: ["A In ARP LearningCap: the port has learned 1 addresses already, as many as it may"]),
    Row(
      name: "alone in a VLAN", ports: [.machine("A", 1, vlan: .access(id: 5)), .machine("B", 2)], frame: arp,
      seen: ["A In ARP: no other port is in VLAN 5"]),
    Row(
      name: "to an address in another VLAN", ports: [.machine("A", 1, vlan: .access(id: 5)), .machine("B", 2)],
      frame: echo,
      seen: [
        "A In Echo: no other port is in VLAN 5",
        "A In Echo Vlan: it is in VLAN 5, port \"B\", which has its destination, is not",
      ]),
    Row(
      name: "a tag that may not be", ports: [.machine("A", 1), .machine("B", 2)], frame: Frames.tagged(echo),
      seen: ["A In Echo vlan 5 Vlan: its tag says VLAN 5, and the port is Untagged"]),
    Row(
      name: "an outbound entry", ports: [machine("A", 1, [deny(.outbound)]), .machine("B", 2)], frame: echo,
      seen: [
        "A In Echo AccessControl: access control entry \"Deny Outbound local Any remote Any ICMPv4 weight 10\" denies it"
      ]),
    Row(
      name: "an inbound entry", ports: [.machine("A", 1), machine("B", 2, [deny(.inbound)])], frame: echo,
      seen: [
        "A In Echo",
        "B Out Echo AccessControl: access control entry \"Deny Inbound local Any remote Any ICMPv4 weight 10\" denies it",
      ]),
    Row(
      name: "an address that nobody has", ports: [.machine("A", 1), .machine("B", 3)], frame: echo,
      seen: ["A In Echo: no port is known to have the address 00-15-5D-00-00-02"]),
    Row(
      name: "a machine that is off", ports: [.machine("A", 1), .machine("B", 2)], frame: echo,
      fault: { $0.endpoints["B"]?.isConnected = false },
      seen: ["A In Echo", "B Out Echo Disconnected: nothing is connected to the port"]),
    Row(
      name: "a machine that does not read", ports: [.machine("A", 1), .machine("B", 2)], frame: echo,
      fault: { $0.endpoints["B"]?.isFull = true },
      seen: ["A In Echo", "B Out Echo QueueFull: the receiver does not take its frames fast enough"]),
    Row(
      name: "other frames, and others' probes", ports: [.machine("A", 1), .machine("B", 2)],
      frame: Probe.arpRequest(ProbeMark(id: id + 1, sequence: 7), from: .test(1), a, for: b),
      fault: { $0.send(Frames.plain(.test(1), to: .test(2), mark: 3), from: "A") }, seen: []),
  ]

  @Test("What is seen of a probe", arguments: rows)
  func sightings(_ row: Row) throws {
    let fixture = try EngineFixture(row.ports)
    let engine = fixture.engine
    engine.captures.explain = { [unowned engine] in engine.explain(slot: $0, direction: $1, drop: $2, $3) }
    engine.captures.changed = { [unowned engine] in engine.updateCaptured() }
    engine.captures.switchName = "Lab"
    engine.captures.update(
      row.ports.enumerated().map { CapturePort(slot: Int32($0), name: $1.name, kind: $1.kind) })
    let session = try engine.captures.trace(marker: Self.id, wall: 1_000_000, monotonic: 1_000)
    row.fault(fixture)
    fixture.send(row.frame, from: "A")
    let found = try Self.sightings(session)
    #expect(found.map(\.text).sorted() == row.seen.sorted())
    #expect(found.allSatisfy { $0.switchName == "Lab" && $0.sequence == 7 && $0.time &- $0.monotonic == 999_000 })
    engine.captures.stop(session)
    fixture.send(row.frame, from: "A")
    #expect(try Self.sightings(session).isEmpty)
    #expect(engine.captures.isEmpty && !engine.captures.isCaptured(0))
  }

  private static func sightings(_ session: CaptureSession) throws -> [TraceSighting] {
    var output: [UInt8] = []
    session.drain(into: &output, limit: .max, now: 2_000_000)
    return try output.split(separator: UInt8(ascii: "\n")).map {
      try JSONDecoder().decode(TraceSighting.self, from: Data($0))
    }
  }

  @Test("A trace through the control socket")
  func socket() async throws {
    let fixture = try ProcessFixture([("A", 1, .off), ("B", 2, .off)])
    let (a, b) = (fixture.machine("A"), fixture.machine("B"))
    try await fixture.start()
    try a.accept()
    try b.accept()
    for attempt in 0... {
      if try await fixture.status("A").connected, try await fixture.status("B").connected { break }
      try #require(attempt < 500)
      try await Task.sleep(for: .milliseconds(10))
    }
    let trace = try await fixture.client.trace(marker: Self.id)
    #expect(trace.ports == ["A", "B"])
    a.send(Self.echo, Frames.plain(.test(1), to: .test(2), mark: 1), Self.arp)
    var bytes: [UInt8] = []
    for try await piece in trace {
      bytes += piece
      if bytes.count(where: { $0 == UInt8(ascii: "\n") }) == 4 { break }
    }
    let found = try bytes.split(separator: UInt8(ascii: "\n")).map {
      try JSONDecoder().decode(TraceSighting.self, from: Data($0))
    }
    #expect(found.map(\.text) == ["A In Echo", "B Out Echo", "A In ARP", "B Out ARP"])
    #expect(found.allSatisfy { $0.portKind == .machine && $0.source == Self.a && $0.destination == Self.b })
  }

  @Test("Marks in frames: where they are looked for, and where not")
  func marks() {
    let reply: [UInt8] = Self.echo.enumerated().map { $0 == 34 ? 0 : $1 }
    let error =
      EthernetHeader.frame(
        to: .test(1), from: .test(2), .ipv4,
        payload: [0x45, 0, 0, 80, 0, 0, 0, 0, 64, 1, 0, 0, 10, 0, 0, 2, 10, 0, 0, 1] + [3, 1, 0, 0, 0, 0, 0, 0]
          + Self.echo[14...])
    let rows: [(frame: [UInt8], carrier: ProbeCarrier?)] = [
      (Self.arp, .arp), (Self.echo, .echo), (reply, .echoReply), (Self.udp, .udp), (error, .error),
      (Frames.tagged(Frames.tagged(Self.arp)), .arp), (Array(Self.arp.dropLast(8)), nil), ([], nil),
      (Array(Self.echo.dropLast(24)) + [0] + Self.mark.encoded, nil),
      (Frames.plain(.test(1), to: .test(2)), nil),
    ]
    for row in rows {
      let probe = row.frame.withRawSpan { Probe($0) }
      #expect(probe?.carrier == row.carrier)
      #expect(probe == nil || probe?.mark == Self.mark)
    }
    let found = error.withRawSpan { Probe($0) }
    #expect(found?.icmpType == 3 && found?.icmpCode == 1)
    #expect(Self.echo.withRawSpan { IPv4Header($0, at: 14)?.totalLength } == 52)
  }
}

extension TraceSighting {
  /// `A In Echo vlan 5 Vlan: words`.
  var text: String {
    "\(place) \(direction.rawValue) \(carrier.rawValue)" + (vlan.map { " vlan \($0)" } ?? "")
      + (drop.map { " \($0.rawValue)" } ?? "") + (detail.map { ": \($0)" } ?? "")
  }
}
