import QMP
import Synchronization
import Testing

@Suite struct QMPClientTests {
  /// Answers qmp_capabilities, and everything else with `other`.
  private func monitor(
    greeting: String = StubMonitor.greeting + "\r\n",
    _ other: @escaping @Sendable (String) -> (String, close: Bool)
  ) async throws -> StubMonitor {
    try await StubMonitor(greeting: greeting) { line in
      line.contains("qmp_capabilities") ? (#"{"return": {}, "id": \#(commandID(line))}"# + "\r\n", false) : other(line)
    }
  }

  @Test func speaksTheProtocolByteForByte() async throws {
    let lines = Mutex<[String]>([])
    let stub = try await monitor { line in
      lines.withLock { $0.append(line) }
      return (
        #"{"return": {"running": true, "n": -9223372036854775808, "f": 0.5, "l": [null, "x"]}, "id": 2}"# + "\r\n",
        false
      )
    }
    let client = try await QMPClient.connect(path: stub.path)
    #expect(client.version == QMPVersion(major: 7, minor: 2, micro: 22))
    let answer = try await client.execute("qom-get", ["path": "/machine", "property": "a\"b", "deep": true])
    #expect(
      answer == .object(["running": true, "n": .integer(.min), "f": .number(0.5), "l": .array([.null, "x"])]))
    #expect(
      lines.withLock { $0 } == [
        #"{"arguments":{"deep":true,"path":"/machine","property":"a\"b"},"execute":"qom-get","id":2}"#
      ])
    await client.close()
    await stub.stop()
  }

  @Test func pairsAnswersWithCommandsInAnyOrder() async throws {
    let held = Mutex<[Substring]>([])
    let stub = try await monitor { line in
      let ids = held.withLock { held in
        held.append(commandID(line))
        return held.count == 3 ? held.reversed() : []
      }
      return (ids.map { "{\"return\": \($0), \"id\": \($0)}\n" }.joined(), false)
    }
    let client = try await QMPClient.connect(path: stub.path)
    let answers = try await withThrowingTaskGroup { group in
      for _ in 0..<3 { group.addTask { try await client.execute("query-status").integer } }
      return try await group.reduce(into: Set<Int64?>()) { $0.insert($1) }
    }
    #expect(answers == [2, 3, 4])
    await client.close()
    await stub.stop()
  }

  @Test func tellsEventsInOrderUntilTheEnd() async throws {
    let stub = try await monitor { _ in
      (
        #"{"event": "RESET", "data": {"guest": true}, "timestamp": {"seconds": 1, "microseconds": 2}}"# + "\r\n"
          + #"{"event": "STOP", "timestamp": {"seconds": 1, "microseconds": 2}}"# + "\r\n", true
      )
    }
    let client = try await QMPClient.connect(path: stub.path)
    await #expect(throws: QMPError.closed) { try await client.execute("quit") }
    var events: [QMPEvent] = []
    for await event in client.events { events.append(event) }
    #expect(events == [QMPEvent(name: "RESET", data: ["guest": true]), QMPEvent(name: "STOP")])
    #expect(!client.isConnected)
    await #expect(throws: QMPError.closed) { try await client.execute("quit") }
    await stub.stop()
  }

  @Test func aRefusedCommandLeavesTheConnectionUsable() async throws {
    let stub = try await monitor { line in
      line.contains("stop")
        ? (#"{"error": {"class": "GenericError", "desc": "no"}, "id": \#(commandID(line))}"# + "\n", false)
        : (#"{"return": 1, "id": \#(commandID(line))}"# + "\n", false)
    }
    let client = try await QMPClient.connect(path: stub.path)
    await #expect(throws: QMPError.refused(command: "stop", className: "GenericError", text: "no")) {
      try await client.execute("stop")
    }
    #expect(try await client.execute("cont") == 1)
    await client.close()
    await stub.stop()
  }

  @Test func aCommandWithoutAnswerTimesOutAndALateAnswerIsDropped() async throws {
    let first = Mutex<Substring?>(nil)
    let stub = try await monitor { line in
      let id = commandID(line)
      let late = first.withLock { first -> Substring? in
        defer { first = id }
        return first
      }
      guard let late else { return ("", false) }
      return ("{\"return\": 1, \"id\": \(late)}\n{\"return\": 2, \"id\": \(id)}\n", false)
    }
    let client = try await QMPClient.connect(path: stub.path)
    await #expect(throws: QMPError.timedOut(command: "a", seconds: 0.05)) {
      try await client.execute("a", seconds: 0.05)
    }
    #expect(try await client.execute("b") == 2)
    await client.close()
    await stub.stop()
  }

  @Test(arguments: [
    ("garbage\n", "a line is not JSON"),
    ("{\"return\"\n", "a line is not JSON"),
    ("\u{1}\u{2}\u{ff}\n", "a line is not JSON"),
    ("[1, 2]\n", "a line is neither greeting, event nor answer"),
    ("{\"error\": 5}\n", "a line is neither greeting, event nor answer"),
    ("{\"error\": {\"class\": 1, \"desc\": \"x\"}}\n", "a line is neither greeting, event nor answer"),
    ("{\"event\": \"X\", \"data\": []}\n", "an event's data is not an object"),
    ("{\"event\": 7}\n", "a line is neither greeting, event nor answer"),
    ("{\"QMP\": {\"version\": \"7\"}}\n", "the greeting has no version"),
  ])
  func malformedInputEndsTheConnectionWithAReason(input: String, reason: String) async throws {
    let stub = try await monitor { _ in (input, false) }
    let client = try await QMPClient.connect(path: stub.path)
    let error = await #expect(throws: QMPError.self) { try await client.execute("x") }
    guard case .malformed(let text) = error else {
      Issue.record("\(String(describing: error))")
      return
    }
    #expect(text.hasPrefix(reason))
    await stub.stop()
  }

  @Test func deepNestingIsRefused() async throws {
    let stub = try await monitor { _ in (String(repeating: "[", count: 100_000) + "\n", false) }
    let client = try await QMPClient.connect(path: stub.path)
    await #expect(throws: QMPError.self) { try await client.execute("x") }
    await stub.stop()
  }

  @Test func aTruncatedLineIsToldApartFromAnEnd() async throws {
    let stub = try await monitor { _ in ("{\"return\": {", true) }
    let client = try await QMPClient.connect(path: stub.path)
    await #expect(throws: QMPError.malformed("the connection ended within a line")) { try await client.execute("x") }
    await stub.stop()
  }

  @Test(arguments: [true, false]) func anOversizedLineEndsTheConnection(withNewline: Bool) async throws {
    let stub = try await monitor { _ in
      (String(repeating: "x", count: QMPClient.lineLimit + 1) + (withNewline ? "\n" : ""), false)
    }
    let client = try await QMPClient.connect(path: stub.path)
    await #expect(throws: QMPError.lineTooLong(limit: QMPClient.lineLimit)) { try await client.execute("x") }
    await stub.stop()
  }

  @Test func aLineOfTheLimitIsRead() async throws {
    let stub = try await monitor { line in
      let head = "{\"id\": \(commandID(line)), \"return\": \""
      return (head + String(repeating: "x", count: QMPClient.lineLimit - head.utf8.count - 2) + "\"}\n", false)
    }
    let client = try await QMPClient.connect(path: stub.path)
    #expect(try await client.execute("x").string?.hasPrefix("xxx") == true)
    await client.close()
    await stub.stop()
  }

  @Test func connectingSaysWhatIsWrong() async throws {
    let error = await #expect(throws: QMPError.self) { try await QMPClient.connect(path: "/nonexistent/qmp.sock") }
    guard case .unreachable("/nonexistent/qmp.sock", _) = error else {
      Issue.record("\(String(describing: error))")
      return
    }
    let mute = try await StubMonitor(greeting: "") { _ in ("", false) }
    await #expect(throws: QMPError.timedOut(command: "the connection", seconds: 0.1)) {
      try await QMPClient.connect(path: mute.path, seconds: 0.1)
    }
    await mute.stop()
    let ending = try await StubMonitor(greeting: StubMonitor.greeting + "\n") { _ in ("", true) }
    await #expect(throws: QMPError.closed) { try await QMPClient.connect(path: ending.path) }
    await ending.stop()
  }

  @Test func connectingCanBeCancelled() async throws {
    let mute = try await StubMonitor(greeting: "") { _ in ("", false) }
    let task = Task { try await QMPClient.connect(path: mute.path, seconds: 60) }
    task.cancel()
    await #expect(throws: (any Error).self) { try await task.value }
    await mute.stop()
  }
}
