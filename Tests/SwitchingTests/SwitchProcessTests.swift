import Ethernet
import FoundationEssentials
import Glibc
import HyperV
import Switching
import Testing

@Suite("The switch process", .serialized, .timeLimit(.minutes(2)))
struct SwitchProcessTests {
  @Test("Spoofing off drops and counts, on passes; changed in place without losing a connection")
  func spoofing() async throws {
    let fixture = try ProcessFixture([("A", 1, .off), ("B", 2, .off), ("C", 3, .off)])
    let (a, b, c) = (fixture.machine("A"), fixture.machine("B"), fixture.machine("C"))
    try await fixture.start()
    for machine in [a, b, c] { try machine.accept() }

    let foreign = MACAddress.test(0x99)
    let discover = Frames.dhcp(DHCPMessage(.discover, transaction: 1, clientMAC: foreign))
    a.send(discover, Frames.plain(.test(1), to: .broadcast, mark: 1))
    #expect(b.receive() == Frames.plain(.test(1), to: .broadcast, mark: 1))
    #expect(c.receive() == Frames.plain(.test(1), to: .broadcast, mark: 1))
    var status = try await fixture.status("A")
    #expect(status.connected)
    #expect(status.drops.map(\.text) == ["MacSpoofing 1 00-15-5D-00-00-99 DHCP Discover"])
    #expect(status.receivedFrames == 2)

    try await fixture.change { $0.ports[0].macAddressSpoofing = .on }
    a.send(discover)
    #expect(b.receive() == discover)
    #expect(c.receive() == discover)
    b.send(Frames.plain(.test(2), to: foreign, mark: 2))
    #expect(a.receive() == Frames.plain(.test(2), to: foreign, mark: 2))
    b.send(Frames.plain(.test(2), to: .test(3), mark: 3))
    #expect(c.receive() == Frames.plain(.test(2), to: .test(3), mark: 3), "known unicast was not flooded to C before")
    status = try await fixture.status("A")
    #expect(status.learned == [.test(1), foreign])
    #expect(status.drops.map(\.frames) == [1])
  }

  @Test("A machine that comes late, goes away, and comes again")
  func reconnect() async throws {
    let fixture = try ProcessFixture([("A", 1, .off), ("B", 2, .off)])
    let a = fixture.machine("A")
    try await fixture.start()
    try a.accept()
    #expect(try await fixture.status("B").connected == false)
    let b = fixture.machine("B")
    try b.accept(seconds: 2)
    for mark: UInt8 in 1...3 {
      a.send(Frames.plain(.test(1), to: .test(2), mark: mark))
      #expect(b.receive() == Frames.plain(.test(1), to: .test(2), mark: mark))
      b.disconnect()
      try b.accept(seconds: 2)
    }
  }

  @Test("DHCP from end to end; leases and machines are kept over kill -9")
  func leases() async throws {
    let fixture = try ProcessFixture([("A", 1, .off), ("B", 2, .on)], dhcp: .test())
    let (a, b) = (fixture.machine("A"), fixture.machine("B"))
    try await fixture.start()
    try a.accept()
    try b.accept()
    let first = try Self.obtain(.test(1), a)
    let second = try Self.obtain(.test(0x55), b)
    #expect(first.description == "192.168.100.100")
    #expect(second.description == "192.168.100.101")
    let leases = try await fixture.client.status().leases
    #expect(leases.map(\.macAddress) == [.test(1), .test(0x55)])

    fixture.kill9()
    let killed = ContinuousClock.now
    let status = try await fixture.start()
    try a.accept(seconds: 2)
    try b.accept(seconds: 2)
    a.send(Frames.plain(.test(1), to: .broadcast))
    #expect(b.receive() == Frames.plain(.test(1), to: .broadcast))
    #expect(ContinuousClock.now - killed < .seconds(2))
    #expect(status.leases == leases)
    #expect(try Self.obtain(.test(0x55), b) == second)
    #expect(try Self.obtain(.test(0x56), b).description == "192.168.100.102")
    #expect(try Self.obtain(.test(1), a) == first)
  }

  @Test("A lease file that cannot be read is put aside")
  func badLeases() async throws {
    let fixture = try ProcessFixture([("A", 1, .off)], dhcp: .test())
    try Data("[{\"macAddress\":".utf8).write(to: URL(filePath: fixture.folder + "/leases.json"))
    #expect(try await fixture.start().leases.isEmpty)
    #expect(access(fixture.folder + "/leases.json.bad", F_OK) == 0)
  }

  @Test("Frames in pieces, too long, empty; and a length that is none ends the connection")
  func framing() async throws {
    let fixture = try ProcessFixture([("A", 1, .off), ("B", 2, .off)])
    let (a, b) = (fixture.machine("A"), fixture.machine("B"))
    try await fixture.start()
    try a.accept()
    try b.accept()
    let good = Frames.plain(.test(1), to: .test(2), length: 1514, mark: 7)
    for byte in FakeMachine.length(good.count) + good[..<40] { a.sendRaw([byte]) }
    a.sendRaw(Array(good[40...]))
    #expect(b.receive() == good)
    a.send([], Frames.plain(.test(1), to: .test(2), length: 65536), [1, 2, 3], good)
    #expect(b.receive() == good)
    #expect(try await fixture.status("A").drops.map { [$0.reason.rawValue, "\($0.frames)"] } == [["Malformed", "3"]])
    a.sendRaw([0, 1, 0, 1, 0, 0])
    #expect(a.isClosed())
    try a.accept(seconds: 2)
    a.send(good)
    #expect(b.receive() == good)
  }

  @Test("A machine that does not read loses frames, counted; the others lose none")
  func fullQueue() async throws {
    let fixture = try ProcessFixture([("A", 1, .off), ("slow", 2, .off), ("C", 3, .off)])
    let (a, slow, c) = (fixture.machine("A"), fixture.machine("slow"), fixture.machine("C"))
    try await fixture.start()
    for machine in [a, slow, c] { try machine.accept() }
    let count = 2000
    for index in 0..<count {
      a.send(
        Frames.plain(.test(1), to: .test(2), length: 1514),
        Frames.plain(.test(1), to: .test(3), mark: UInt8(index % 251)))
      let got = c.receive()
      try #require(got == Frames.plain(.test(1), to: .test(3), mark: UInt8(index % 251)))
    }
    let status = try await fixture.status("slow")
    #expect(status.drops.map(\.reason) == [.queueFull])
    #expect(status.sentFrames + (status.drops.first?.frames ?? 0) == UInt64(count))
    var received: UInt64 = 0
    while received < status.sentFrames, slow.receive() != nil { received += 1 }
    #expect(received == status.sentFrames, "what was taken is delivered")
    a.send(Frames.plain(.test(1), to: .test(2), mark: 9))
    #expect(slow.receive() == Frames.plain(.test(1), to: .test(2), mark: 9))
  }

  @Test("Told to stop, by verb and by signal: exit code 0, no socket left", arguments: ["stop", "TERM", "INT"])
  func stop(how: String) async throws {
    let fixture = try ProcessFixture([("A", 1, .off)])
    try await fixture.start()
    switch how {
    case "stop": try await fixture.client.stop()
    case "TERM": fixture.signal(SIGTERM)
    default: fixture.signal(SIGINT)
    }
    #expect(try await fixture.exitCode() == 0)
    #expect(access(fixture.folder + "/control.sock", F_OK) != 0)
    await #expect(throws: DrosteError.self) { try await fixture.client.status() }
  }

  @Test("A second process for the same folder ends at once and disturbs nothing")
  func second() async throws {
    let fixture = try ProcessFixture([("A", 1, .off)])
    try await fixture.start()
    let second = try ProcessFixture.spawn(
      [try ProcessFixture.binary(), "--directory", fixture.folder], log: fixture.folder + "/second.log")
    var status: Int32 = 0
    #expect(waitpid(second, &status, 0) == second)
    #expect(status >> 8 & 0xFF == 1)
    let text = try String(contentsOf: URL(filePath: fixture.folder + "/second.log"), encoding: .utf8)
    #expect(text.contains("Another switch process runs in this folder."))
    #expect(try await fixture.client.status().running)
  }

  @Test(
    "Wrong arguments and folders are told",
    arguments: [["--dir", "x"], ["--directory"], ["--directory", "/none"]])
  func arguments(_ arguments: [String]) throws {
    let fixture = try ProcessFixture([])
    let process = try ProcessFixture.spawn([try ProcessFixture.binary()] + arguments, log: fixture.folder + "/log")
    var status: Int32 = 0
    #expect(waitpid(process, &status, 0) == process)
    #expect(status >> 8 & 0xFF == (arguments == ["--directory", "/none"] ? 1 : 64))
    #expect(try String(contentsOf: URL(filePath: fixture.folder + "/log"), encoding: .utf8).contains("\n"))
  }

  @Test(
    "Own memory with ten machines that sent and received: at most 12 MiB",
    .enabled(if: AllocationCounter.isPossible, "a sanitizer has much of its own"))
  func memory() async throws {
    let names = (1...10).map { (name: "M\($0)", number: UInt8($0), spoofing: OnOffState.off) }
    let fixture = try ProcessFixture(names, dhcp: .test())
    let machines = names.map { fixture.machine($0.name) }
    try await fixture.start()
    for machine in machines { try machine.accept() }
    for (machine, port) in zip(machines, names) {
      machine.send(Frames.plain(.test(port.number), to: .broadcast))
      for other in machines where other !== machine { #expect(other.receive() != nil) }
    }
    #expect(try #require(fixture.ownMemory) <= 12 << 20)
  }

  /// The whole dialogue of a client; its address.
  static func obtain(_ mac: MACAddress, _ machine: FakeMachine) throws -> IPv4Address {
    machine.send(Frames.dhcp(DHCPMessage(.discover, transaction: 7, clientMAC: mac)))
    let offer = try #require(machine.receive { Frames.dhcpReply($0) != nil }.flatMap(Frames.dhcpReply)).message
    #expect(offer.kind == .offer)
    var request = DHCPMessage(.request, transaction: 7, clientMAC: mac)
    request.options.set(.requestedAddress, [offer.yourAddress])
    request.options.set(.serverIdentifier, [try #require(offer.options.address(.serverIdentifier))])
    machine.send(Frames.dhcp(request))
    let ack = try #require(machine.receive { Frames.dhcpReply($0) != nil }.flatMap(Frames.dhcpReply)).message
    #expect(ack.kind == .ack)
    #expect(ack.options.uint16(.interfaceMTU) == 1400)
    return ack.yourAddress
  }
}
