import GuestLink
import HyperV
import NIOCore
import Testing

@Suite struct ExecTests {
  @Test func bothOutputsAndExitCode() async throws {
    let agent = try await LinkedAgent()
    let result = try await agent.link.shell("echo out; echo err >&2; exit 7")
    #expect(result == ExecResult(exitCode: 7, output: Array("out\n".utf8), error: Array("err\n".utf8)))
  }

  @Test func environmentFolderAndInput() async throws {
    let agent = try await LinkedAgent()
    let request = ExecRequest(
      arguments: ["sh", "-c", "echo $A; pwd; cat; test -n \"$PATH\""], environment: ["A": "b c"], directory: "/usr",
      input: Array("input".utf8))
    #expect(try await agent.link.execute(request).outputText == "b c\n/usr\ninput")
    // The agent itself stays where it was.
    #expect(try await agent.link.execute(ExecRequest(arguments: ["pwd"])).outputText == "/\n")
  }

  @Test func largeOutputsOnBothAtOnce() async throws {
    let agent = try await LinkedAgent()
    let result = try await agent.link.shell(
      "head -c 5000000 /dev/zero & head -c 4000000 /dev/zero >&2; wait")
    #expect(result.exitCode == 0)
    #expect(result.output.count == 5_000_000)
    #expect(result.error.count == 4_000_000)
  }

  @Test func largeInputComesBack() async throws {
    let agent = try await LinkedAgent()
    let input = Array(Pattern.bytes(0..<3_000_000).readableBytesView)
    let result = try await agent.link.execute(ExecRequest(arguments: ["cat"], input: input))
    #expect(result.output == input)
  }

  @Test func inputThatNobodyReads() async throws {
    let agent = try await LinkedAgent()
    let input = [UInt8](repeating: 1, count: 3_000_000)
    #expect(try await agent.link.execute(ExecRequest(arguments: ["true"], input: input)).exitCode == 0)
  }

  @Test(arguments: [("TERM", 15), ("KILL", 9), ("SEGV", 11)] as [(String, Int32)])
  func signals(name: String, number: Int32) async throws {
    let agent = try await LinkedAgent()
    let result = try await agent.link.shell("kill -\(name) $$")
    #expect(result.signal == number)
    #expect(result.exitCode == 128 + number)
  }

  @Test func outputLimit() async throws {
    let agent = try await LinkedAgent()
    let error = await #expect(throws: DrosteError.self) {
      try await agent.link.execute(ExecRequest(arguments: ["yes"]), outputLimit: 1_000_000)
    }
    #expect(error?.code == .outOfMemory)
  }

  @Test(
    arguments: [
      (ExecRequest(arguments: []), .invalidParameter),
      (ExecRequest(arguments: [""]), .invalidParameter),
      (ExecRequest(arguments: ["no-such-program"]), .objectNotFound),
      (ExecRequest(arguments: ["/no/such/program"]), .objectNotFound),
      (ExecRequest(arguments: ["/etc"]), .accessDenied),
      (ExecRequest(arguments: ["/etc/passwd"]), .accessDenied),
      (ExecRequest(arguments: ["true", "a\0b"]), .invalidParameter),
      (ExecRequest(arguments: ["true"], environment: ["a=b": "c"]), .invalidParameter),
      (ExecRequest(arguments: ["true"], directory: "/no/such/folder"), .objectNotFound),
      (ExecRequest(arguments: ["true"], directory: "relative"), .invalidParameter),
      (ExecRequest(arguments: ["true", String(repeating: "x", count: 70_000)]), .invalidParameter),
    ] as [(ExecRequest, DrosteError.Code)])
  func whatCannotBeRun(request: ExecRequest, code: DrosteError.Code) async throws {
    let agent = try await LinkedAgent()
    let error = await #expect(throws: DrosteError.self) { try await agent.link.execute(request) }
    #expect(error?.code == code, "\(error?.description ?? "")")
    #expect(try await agent.link.shell("exit 3").exitCode == 3)
  }

  @Test func processLeftBehindHoldsNothingUp() async throws {
    let agent = try await LinkedAgent()
    let clock = ContinuousClock()
    let time = try await clock.measure {
      let result = try await agent.link.shell("sleep 20 & echo started")
      #expect(result.outputText == "started\n")
    }
    #expect(time < .seconds(10))
  }

  @Test func streaming() async throws {
    let agent = try await LinkedAgent()
    let session = try await agent.link.startExecution(ExecRequest(arguments: ["cat"]))
    var events = session.events.makeAsyncIterator()
    for word in ["one", "two", "three"] {
      try await session.write(ByteBuffer(string: word))
      #expect(try await events.next() == .output(ByteBuffer(string: word)))
    }
    try await session.finishInput()
    #expect(try await events.next() == .exit(code: 0, signal: nil))
    #expect(try await events.next() == nil)
  }

  @Test func givingUpKillsTheWholeGroup() async throws {
    let agent = try await LinkedAgent()
    let mark = agent.folder("alive")
    let session = try await agent.link.startExecution(
      ExecRequest(arguments: ["sh", "-c", "sh -c 'echo $$ > \(mark); sleep 60; true' & wait"]))
    _ = try await agent.link.shell("while ! test -s \(mark); do sleep 0.02; done")
    session.cancel()
    let gone = try await agent.link.shell(
      "n=0; while kill -0 $(cat \(mark)) 2>/dev/null && test $n -lt 250; do sleep 0.02; n=$((n+1)); done; test $n -lt 250"
    )
    #expect(gone.exitCode == 0)
  }

  @Test func aStalledCommandHoldsUpNoOther() async throws {
    let agent = try await LinkedAgent()
    // Nobody takes this one's output: it fills its stream's window and waits.
    let stalled = try await agent.link.startExecution(ExecRequest(arguments: ["yes"]))
    for _ in 0..<10 {
      #expect(try await agent.link.shell("head -c 300000 /dev/zero").output.count == 300_000)
    }
    stalled.cancel()
  }

  @Test func aThousandOneAfterAnother() async throws {
    let agent = try await LinkedAgent()
    for number in 0..<1000 {
      let result = try await agent.link.execute(ExecRequest(arguments: ["echo", "\(number)"]))
      guard result.outputText == "\(number)\n" else {
        Issue.record("command \(number): \(result)")
        return
      }
    }
  }

  @Test func twoHundredAtOnce() async throws {
    let agent = try await LinkedAgent()
    try await withThrowingTaskGroup(of: Bool.self) { group in
      for number in 0..<200 {
        group.addTask {
          try await agent.link.execute(ExecRequest(arguments: ["echo", "\(number)"])).outputText == "\(number)\n"
        }
      }
      for try await right in group { #expect(right) }
    }
  }
}
