import Ethernet
import FoundationEssentials
import Glibc
import HyperV
import Switching
import Testing

@Suite("Captures through the control socket", .serialized, .timeLimit(.minutes(2)))
struct CaptureSocketTests {
  @Test("Frames and drops of a port, as they pass")
  func frames() async throws {
    let fixture = try ProcessFixture([("A", 1, .off), ("B", 2, .off)])
    let (a, b) = (fixture.machine("A"), fixture.machine("B"))
    fixture.configuration.ports[0].name = "A/Lan"
    fixture.configuration.ports[1].name = "B/Lan"
    try await fixture.start()
    try a.accept()
    try b.accept()
    try await connected(fixture)
    let capture = try await fixture.client.capture(CaptureRequest(port: "a", drops: .include, count: 4))
    #expect(capture.ports == ["A/Lan"])
    let frames = [
      Frames.plain(.test(1), to: .test(2), mark: 1), Frames.plain(.test(9), to: .test(2), mark: 2),
      Frames.plain(.test(1), to: .test(2), mark: 3),
    ]
    for frame in frames { a.send(frame) }
    _ = b.receive()
    b.send(Frames.plain(.test(2), to: .test(1), mark: 4))
    var bytes: [UInt8] = []
    for try await piece in capture { bytes += piece }
    let file = try PcapngFile(bytes)
    #expect(file.application == "droste-switch")
    #expect(file.interfaces.map(\.name) == ["A/Lan"])
    #expect(file.interfaces.map(\.description) == ["Machine port of the switch Lab"])
    #expect(file.packets.map { $0.bytes[14] } == [1, 2, 3, 4])
    #expect(file.packets.map(\.flags) == [1, 1, 1, 2])
    #expect(
      file.packets.map(\.comment) == [nil, "dropped: MacSpoofing (the source address is not the port's)", nil, nil])
    #expect(file.statistics.map(\.received) == [4] && file.statistics.map(\.lost) == [0])
    let now = UInt64(time(nil))
    #expect(file.packets.allSatisfy { $0.time / 1_000_000_000 <= now && $0.time / 1_000_000_000 > now - 60 })
  }

  @Test("The switch's end is the capture's; what was recorded comes with it")
  func switchEnds() async throws {
    let fixture = try ProcessFixture([("A", 1, .off)])
    let a = fixture.machine("A")
    try await fixture.start()
    try a.accept()
    try await connected(fixture)
    let capture = try await fixture.client.capture(CaptureRequest())
    for mark in 0..<100 { a.send(Frames.plain(.test(1), to: .broadcast, mark: UInt8(mark))) }
    for attempt in 0... {
      if try await fixture.status("A").receivedFrames == 100 { break }
      try #require(attempt < 500)
      try await Task.sleep(for: .milliseconds(10))
    }
    try await fixture.client.stop()
    var bytes: [UInt8] = []
    for try await piece in capture { bytes += piece }
    let file = try PcapngFile(bytes)
    #expect(file.packets.map { $0.bytes[14] } == Array(0..<100))
    #expect(file.statistics.count == 1)
  }

  @Test("A client that goes, or that is cancelled, makes room for another; the fifth gets no answer but an error")
  func clientsGo() async throws {
    let fixture = try ProcessFixture([("A", 1, .off)])
    try await fixture.start()
    let client = fixture.client
    for round in 0..<3 {
      let captures = try await start(4, client)
      let error = await #expect(throws: DrosteError.self) { try await client.capture(CaptureRequest()) }
      #expect(error?.code == .outOfMemory)
      #expect(error?.message == "4 captures of the switch \"Lab\" run already.")
      if round == 1 {
        let tasks = captures.map { capture in Task { for try await _ in capture {} } }
        for task in tasks { task.cancel() }
        for task in tasks { await #expect(throws: CancellationError.self) { try await task.value } }
      } else {
        for capture in captures { capture.close() }
      }
    }
    #expect(try await client.status().running)
  }

  /// Starts captures, waiting for those before to be gone.
  private func start(_ count: Int, _ client: SwitchControlClient) async throws -> [SwitchCapture] {
    for attempt in 0... {
      do {
        var captures: [SwitchCapture] = []
        for _ in 0..<count { captures.append(try await client.capture(CaptureRequest())) }
        return captures
      } catch let error as DrosteError where error.code == .outOfMemory && attempt < 500 {
        try await Task.sleep(for: .milliseconds(10))
      }
    }
    return []
  }

  @Test("A client that does not read loses frames, and holds up nobody")
  func slowClient() async throws {
    let fixture = try ProcessFixture([("A", 1, .off), ("B", 2, .off)])
    let (a, b) = (fixture.machine("A"), fixture.machine("B"))
    try await fixture.start()
    try a.accept()
    try b.accept()
    try await connected(fixture)
    let capture = try await fixture.client.capture(CaptureRequest(port: "A"))
    // Ring, output and socket hold less than 3 MiB together.
    let count = 4000
    for index in 0..<count {
      a.send(Frames.plain(.test(1), to: .test(2), length: 1514, mark: UInt8(index & 255)))
      #expect(b.receive() != nil)
    }
    let status = try await fixture.status("A")
    #expect(status.receivedFrames == UInt64(count) && status.drops.isEmpty)
    try await fixture.client.stop()
    var bytes: [UInt8] = []
    for try await piece in capture { bytes += piece }
    // The last words of the process wait a second for their reader.
    let packets = try PcapngFile(bytes, isWhole: true).packets.count
    let statistics = try PcapngFile(bytes).statistics.last
    #expect(packets < count && packets > 500)
    #expect(statistics?.received == UInt64(count))
    #expect(statistics.flatMap(\.lost) == UInt64(count - packets))
  }

  @Test("A port that is plugged in later, under the machine's name, is in the capture")
  func latePort() async throws {
    let fixture = try ProcessFixture([("A", 1, .off)])
    fixture.configuration.ports[0].name = "A/One"
    try await fixture.start()
    let capture = try await fixture.client.capture(CaptureRequest(port: "A", count: 1))
    let late = PortConfiguration.machine("A/Two", 2, socket: fixture.folder + "/two.sock")
    try await fixture.change { $0.ports = [late] }
    let machine = FakeMachine(fixture.folder + "/two.sock")
    try machine.accept()
    machine.send(Frames.plain(.test(2), to: .broadcast, mark: 7))
    var bytes: [UInt8] = []
    for try await piece in capture { bytes += piece }
    let file = try PcapngFile(bytes)
    #expect(file.interfaces.map(\.name) == ["A/One", "A/Two"])
    #expect(file.packets.map(\.interface) == [1])
  }

  @Test("What a client sends after its request is not read; a bad request is an error like any other")
  func requests() async throws {
    let fixture = try ProcessFixture([("A", 1, .off)])
    try await fixture.start()
    let rows: [(line: String, message: String)] = [
      (#"{"verb":"capture"}"#, "capture is missing"),
      (#"{"verb":"capture","capture":{"port":7}}"#, "capture.port is not of the type String"),
      (#"{"verb":"capture","capture":{"direction":"sideways"}}"#, "capture.direction"),
      (#"{"verb":"capture","capture":{"count":0,"snapLength":7}}"#, "count: 0 frames; 1 is the least"),
      (#"{"verb":"capture","capture":{"count":-1}}"#, "The request was not understood"),
      (#"{"verb":"capture","capture":{"port":"B"}}"#, "The switch \"Lab\" has no port \"B\""),
    ]
    for row in rows {
      let line = try ControlLine(fixture)
      line.send(Array((row.line + "\n").utf8))
      let error = try #require(line.response()?.error, "\(row.line)")
      #expect(error.message.contains(row.message), "\(error.message)")
      // The conversation goes on after a refusal.
      line.send(Array("{\"verb\":\"status\"}\n".utf8))
      #expect(line.response()?.status != nil)
    }
    let line = try ControlLine(fixture)
    line.send(Array(#"{"verb":"capture","capture":{"port":"A"}}"#.utf8) + Array("\n{\"verb\":\"stop\"}\nxyz".utf8))
    #expect(line.response()?.capture?.ports == ["A"])
    line.send(zeros(2 << 20))
    #expect(try await fixture.client.status().running)
  }

  /// Waits until every machine is connected.
  private func connected(_ fixture: ProcessFixture) async throws {
    for attempt in 0... {
      if try await fixture.client.status().ports.allSatisfy(\.connected) { return }
      try #require(attempt < 500)
      try await Task.sleep(for: .milliseconds(10))
    }
  }
}
