import Glibc
import PowerShell
import Remoting
import Synchronization
import Testing

@Suite("The conversation")
struct ProtocolTests {
  /// A server on a socket pair; the far end is the test's own.
  private static func server() throws -> (channel: DescriptorChannel, outcome: Monitor<String?>) {
    let (near, far) = try Sockets.pair()
    let outcome = Monitor<String?>(nil)
    try ScriptThread(name: "server", stackSize: 1 << 20).start {
      var text = "ended"
      do {
        try RemoteServer.serve(DescriptorChannel(input: far, output: far)) {
          Fixture.session($0, name: "L1", level: 1).session
        }
      } catch {
        text = "\(error)"
      }
      let found = text
      outcome.change { $0 = found }
    }
    return (DescriptorChannel(input: near, output: near), outcome)
  }

  private static let hello: [UInt8] = [9, 0, 0, 0, 1] + Array("DRPS".utf8) + [1, 0, 1, 0]

  @Test(
    arguments: [
      ([], "The link to the other session ended."),
      (
        [0xFF, 0xFF, 0xFF, 0xFF],
        "The other session announced a message of 4294967295 bytes; at most 33619968 are taken."
      ),
      ([0, 0, 0, 0], "The other session sent a message that is not valid. It is empty."),
      (
        Array("GET / HTTP/1.1\r\n\r\n".utf8),
        "The other session announced a message of 542393671 bytes; at most 33619968 are taken."
      ),
      ([1, 0, 0, 0, 99], "The other session sent a message of an unknown kind (99)."),
      ([1, 0, 0, 0, 5], "The other session sent something else than a hello at a time when it makes no sense."),
      (
        [9, 0, 0, 0, 1] + Array("XRPS".utf8) + [1, 0, 1, 0],
        "The other session sent a message that is not valid. The first byte of a hello 88 is not known."
      ),
      (
        [9, 0, 0, 0, 1] + Array("DRPS".utf8) + [7, 0, 9, 0],
        "The other session speaks the versions 7 to 9 of the protocol, and this one version 1. Update the older of the two."
      ),
      (hello + hello, "The other session sent a second hello at a time when it makes no sense."),
      (
        hello + [2, 0, 0, 0, 2, 5],
        "The other session sent a message that is not valid. The bytes of a value end too early."
      ),
      (hello + [1, 0, 0], "The link to the other session ended."),
      (hello + [1, 0, 0, 0, 7], "ended"), (hello, "ended"),
    ] as [([UInt8], String)])
  func serverHearsNonsense(bytes: [UInt8], expected: String) async throws {
    let text = try await ScriptThread.run { () -> String in
      let (channel, outcome) = try Self.server()
      if !bytes.isEmpty { try channel.write(bytes) }
      // Half a frame ends only when the client is gone.
      if bytes.isEmpty || expected.contains("ended") { Self.drainHello(channel, bytes) }
      return outcome.wait(milliseconds: 20_000) { $0 } ?? "nothing"
    }
    #expect(text == expected)
  }

  private static func drainHello(_ channel: DescriptorChannel, _ bytes: [UInt8]) {
    if !bytes.isEmpty { _ = try? channel.read(milliseconds: 5000) }
    channel.close()
  }

  /// Frames of valid lengths with random content never trap a server, whatever it answers.
  @Test func serverHearsRandomFrames() async throws {
    var numbers = Numbers(seed: 3)
    for _ in 0..<40 {
      let kind = UInt8.random(in: 0...8, using: &numbers)
      let content = (0..<Int.random(in: 0...40, using: &numbers)).map { _ in UInt8.random(in: 0...255, using: &numbers)
      }
      let text = try await ScriptThread.run { () -> String in
        let (channel, outcome) = try Self.server()
        try channel.write(Self.hello + Frame(kind: kind, content: content).bytes)
        _ = try channel.read(milliseconds: 5000)
        channel.close()
        return outcome.wait(milliseconds: 20_000) { $0 } ?? "nothing"
      }
      #expect(text != "nothing")
    }
  }

  /// Connects to whatever answers with bytes of the test's.
  private final class Fake: RemoteConnector {
    let answer: [UInt8]
    let ends: Bool

    init(_ answer: [UInt8], ends: Bool = true) { (self.answer, self.ends) = (answer, ends) }

    func connect(_ target: RemoteTarget, isStopping: () -> Bool) throws -> any RemoteChannel {
      let (near, far) = try Sockets.pair()
      _ = answer.withUnsafeBytes { Glibc.write(far, $0.baseAddress, $0.count) }
      if ends { shutdown(far, Int32(SHUT_WR)) }
      return DescriptorChannel(input: near, output: near) { Glibc.close(far) }
    }
  }

  private static let serverHello =
    (try? ServerMessage.hello(ServerHello(hostName: "h", location: "/")).frame().bytes) ?? []

  private static func finished(_ status: RemoteResult.Status) -> [UInt8] {
    (try? ServerMessage.finished(RemoteResult(status)).frame().bytes) ?? []
  }

  @Test(
    arguments: [
      ([], "PSSessionStateBroken"), ([1, 2, 3], "PSSessionStateBroken"),
      ([0xFF, 0xFF, 0xFF, 0xFF], "PSSessionStateBroken"),
      (Array("-bash: pwsh: command not found\n".utf8), "PSSessionStateBroken"),
      (serverHello, "PSSessionStateBroken"),
      (serverHello + finished(.completed), "fine"),
      (serverHello + [2, 0, 0, 0, 0x82, 9] + finished(.completed), "PSSessionStateBroken"),
      (serverHello + [3, 0, 0, 0, 0x83, 1, 0] + finished(.completed), "PSSessionStateBroken"),
      (serverHello + [1, 0, 0, 0, 0x99], "PSSessionStateBroken"),
      (serverHello + [2, 0, 0, 0, 0x84, 77], "PSSessionStateBroken"),
      (serverHello + serverHello, "PSSessionStateBroken"), (serverHello + finished(.failed), "PSSessionStateBroken"),
      (serverHello + Array(finished(.completed).dropLast(2)), "PSSessionStateBroken"),
      (serverHello + [2, 0, 0, 0, 0x85, 9], "PSSessionStateBroken"),
    ] as [([UInt8], String)])
  func clientHearsNonsense(bytes: [UInt8], expected: String) async throws {
    let text = try await ScriptThread.run { () -> String in
      do {
        let session = try RemoteSession.open(.machine(name: "L1"), through: Fake(bytes))
        defer { session.close() }
        _ = try session.run(RemoteRequest(script: "1"), types: TypeRegistry()) { _ in }
        return "fine"
      } catch let error as PowerShellError {
        return error.id
      }
    }
    #expect(text == expected)
  }

  @Test func otherVersion() async throws {
    let hello = ServerHello(lowest: 5, highest: 6, hostName: "h", location: "/")
    let message = try await ScriptThread.run { () -> String in
      do {
        _ = try RemoteSession.open(.machine(name: "L1"), through: Fake(ServerMessage.hello(hello).frame().bytes))
        return "fine"
      } catch let error as PowerShellError {
        return error.message
      }
    }
    #expect(
      message.hasSuffix(
        "speaks the versions 5 to 6 of the protocol, and this one version 1. Update the older of the two."))
  }

  @Test func goldenFrames() throws {
    #expect(try ClientMessage.hello(lowest: 1, highest: 1).frame().bytes == Self.hello)
    #expect(try ClientMessage.stop.frame().bytes == [1, 0, 0, 0, 5])
    let request = RemoteRequest(script: "1", arguments: [9], using: [], expectsInput: true)
    #expect(try ClientMessage.run(request).frame().bytes == [7, 0, 0, 0, 2, 1, 0x31, 1, 9, 0, 1])
    #expect(
      try ServerMessage.finished(RemoteResult(.exited, exitCode: 3, succeeded: false, lastExitCode: 2)).frame().bytes
        == [15, 0, 0, 0, 0x86, 1, 3, 0, 0, 0, 0, 1, 2, 0, 0, 0, 1, 0x2F, 0])
    #expect(try ServerMessage.output([1, 0]).frame().bytes == [3, 0, 0, 0, 0x82, 1, 0])
  }

  /// A frame in pieces of any size is one frame.
  @Test func pieces() async throws {
    let frames = [Frame(kind: 5, content: []), Frame(kind: 2, content: Array(0..<200)), Frame(kind: 3, content: [1])]
    let bytes = frames.flatMap(\.bytes)
    for size in [1, 2, 3, 7, 64, 1000] {
      let received = try await ScriptThread.run { () -> [Frame] in
        let (near, far) = try Sockets.pair()
        let (writer, reader) = (
          DescriptorChannel(input: near, output: near), FrameConnection(DescriptorChannel(input: far, output: far))
        )
        var received: [Frame] = []
        for start in stride(from: 0, to: bytes.count, by: size) {
          try writer.write(Array(bytes[start..<min(start + size, bytes.count)]))
          while case .frame(let frame) = try reader.receive(milliseconds: 0) { received.append(frame) }
        }
        while case .frame(let frame) = try reader.receive(milliseconds: 0) { received.append(frame) }
        return received
      }
      #expect(received == frames)
    }
  }

  /// Results of a run that does not end by itself.
  @Test func stop() async throws {
    let (lines, outcome) = try await ScriptThread.run { () -> ([String], String) in
      let host = RecordingHost()
      let fixture = Fixture.session(host)
      let session = fixture.session
      host.onWrite = { value in if RecordingHost.text(value) == "started" { session.stop() } }
      let outcome = try session.run("Invoke-Command -VMName L1 { 'started'; while ($true) { } }; 'never'")
      host.onWrite = nil
      // The machine is not lost with it.
      try session.run("Invoke-Command -VMName L1 { 'again' }")
      return (host.lines, "\(outcome)")
    }
    #expect(lines == ["started", "again"])
    #expect(outcome == "stopped")
  }

  @Test func stopOfASessionThatStays() async throws {
    let lines = try await ScriptThread.run { () -> [String] in
      let host = RecordingHost()
      let session = Fixture.session(host).session
      host.onWrite = { value in if RecordingHost.text(value) == "started" { session.stop() } }
      try session.run("$s = New-PSSession -VMName L1; icm $s { $x = 1 }")
      for _ in 0..<5 { try session.run("icm $s { 'started'; $x++; while ($true) { } }") }
      host.onWrite = nil
      try session.run("icm $s { $x }; $s.State")
      return host.lines
    }
    #expect(lines == ["started", "started", "started", "started", "started", "6", "Opened"])
  }

  @Test func stopOfSeveral() async throws {
    let count = try await ScriptThread.run { () -> Int in
      let host = RecordingHost()
      let session = Fixture.session(host).session
      host.onWrite = { _ in session.stop() }
      try session.run("icm -VMName B1, B2, B3 { 'started'; while ($true) { } }")
      return host.lines.count
    }
    #expect(1...3 ~= count)
  }

  @Test func stopTwoLevelsDeep() async throws {
    let lines = try await ScriptThread.run { () -> [String] in
      let host = RecordingHost()
      let session = Fixture.session(host).session
      host.onWrite = { _ in session.stop() }
      try session.run("icm -VMName L1 { icm -VMName L2 { 'deep'; while ($true) { } } }")
      return host.lines
    }
    #expect(lines == ["deep"])
  }

  @Test func stopWhileAsking() async throws {
    let lines = try await ScriptThread.run { () -> [String] in
      let host = AskedHost()
      let session = Fixture.session(host).session
      host.onQuestion = { session.stop() }
      try session.run("icm -VMName L1 { Read-Host name; 'never' }; 'never'")
      return host.lines
    }
    #expect(lines == [])
  }

  @Test func brokenLink() async throws {
    let lines = try await ScriptThread.run { () -> [String] in
      let host = RecordingHost()
      let session = Fixture.session(host, breaks: true).session
      try session.run(
        "$s = New-PSSession -VMName L1; icm $s { 1; Break-Link; 2 }; $s.State; $s.Availability; icm $s { 3 }")
      return host.lines
    }
    #expect(lines == ["1", "!PSSessionStateBroken", "Broken", "None", "!InvalidSessionState"])
  }

  /// A client that vanishes ends the script that runs for it, and the server.
  @Test func vanishedClient() async throws {
    let outcome = try await ScriptThread.run { () -> String in
      let (channel, outcome) = try Self.server()
      let request = RemoteRequest(script: "while ($true) { }")
      try channel.write(Self.hello + ClientMessage.run(request).frame().bytes)
      _ = try channel.read(milliseconds: 5000)
      channel.close()
      return outcome.wait(milliseconds: 20_000) { $0 } ?? "nothing"
    }
    #expect(outcome == "ended")
  }

  /// Over two pipes, as a process has them, and with programs whose writing ends when the other end is gone.
  @Test func pipes() async throws {
    let lines = try await ScriptThread.run { () -> [String] in
      var (toServer, toClient): ([Int32], [Int32]) = ([0, 0], [0, 0])
      pipe(&toServer)
      pipe(&toClient)
      let ends = (toServer, toClient)
      let outcome = Monitor<String?>(nil)
      try ScriptThread(name: "server", stackSize: 1 << 20).start {
        var text = "ended"
        do {
          try RemoteServer.serve(input: ends.0[0], output: ends.1[1]) { Fixture.session($0, name: "piped").session }
        } catch {
          text = "\(error)"
        }
        close(ends.0[0])
        close(ends.1[1])
        let found = text
        outcome.change { $0 = found }
      }
      let connector = Given(DescriptorChannel(input: ends.1[0], output: ends.0[1]))
      let session = try RemoteSession.open(.localProcess, through: connector)
      var lines: [String] = []
      _ = try session.run(
        RemoteRequest(script: "$here; 'x' * 1000000 | ForEach-Object { $_.Length }"), types: TypeRegistry()
      ) {
        if case .output(let value) = $0 { lines.append(RecordingHost.text(value)) }
      }
      session.close()
      return lines + [outcome.wait(milliseconds: 20_000) { $0 } ?? "nothing"]
    }
    #expect(lines == ["piped", "1000000", "ended"])
  }

  private final class Given: RemoteConnector {
    let channel: any RemoteChannel

    init(_ channel: any RemoteChannel) { self.channel = channel }

    func connect(_ target: RemoteTarget, isStopping: () -> Bool) throws -> any RemoteChannel { channel }
  }

  @Test func writingToNobody() throws {
    var ends: [Int32] = [0, 0]
    pipe(&ends)
    close(ends[0])
    let channel = DescriptorChannel(input: ends[1], output: ends[1])
    #expect(throws: ChannelFailure.self) { try channel.write([1]) }
    channel.close()
    #expect(throws: ClosedChannel.self) { try channel.write([1]) }
  }

  @Test func lotsOfInputAndOutput() async throws {
    let lines = try await ScriptThread.run { () -> [String] in
      let host = RecordingHost()
      try Fixture.session(host).session.run(
        "$r = 1..20000 | Invoke-Command -VMName L1 { process { \"$_ and some more text to fill the buffers\" } }; $r.Count; \"$($r[19999])\""
      )
      return host.lines
    }
    #expect(lines == ["20000", "20000 and some more text to fill the buffers"])
  }
}

/// A host that stops its session when it is asked something.
// SAFETY: used on one thread.
private final class AskedHost: ShellHost, @unchecked Sendable {
  var lines: [String] = []
  var onQuestion: () -> Void = {}

  func write(_ value: Value) throws { lines.append(RecordingHost.text(value)) }
  func write(_ record: StreamRecord) throws {}

  func readLine(prompt: String) throws -> String? {
    onQuestion()
    return "late"
  }
}

@Suite("Processes as channels")
struct LocalProcessTests {
  @Test func echo() async throws {
    let (frame, end) = try await ScriptThread.run { () -> (FrameConnection.Received, FrameConnection.Received) in
      let connection = FrameConnection(try LocalProcess.open("/bin/cat", arguments: ["cat"]))
      try connection.send(Frame(kind: 9, content: [1, 2, 3]))
      var received = FrameConnection.Received.idle
      while received == .idle { received = try connection.receive(milliseconds: 5000) }
      connection.close()
      return (received, try connection.receive(milliseconds: 0))
    }
    #expect(frame == .frame(Frame(kind: 9, content: [1, 2, 3])))
    #expect(end == .end)
  }

  @Test func noSuchProgram() {
    #expect(throws: ChannelFailure.self) { try LocalProcess.open("/nowhere/pwsh", arguments: ["pwsh"]) }
  }

  /// A program that ends at once is a session that broke, not a wait.
  @Test func deadProgram() async throws {
    final class Dead: RemoteConnector {
      func connect(_ target: RemoteTarget, isStopping: () -> Bool) throws -> any RemoteChannel {
        try LocalProcess.open("/bin/true", arguments: ["true"])
      }
    }
    let id = try await ScriptThread.run { () -> String in
      do {
        _ = try RemoteSession.open(.localProcess, through: Dead())
        return "open"
      } catch let error as PowerShellError {
        return error.id
      }
    }
    #expect(id == "PSSessionStateBroken")
  }
}
