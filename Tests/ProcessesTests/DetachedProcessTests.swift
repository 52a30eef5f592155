import Glibc
import Processes
import Testing

@Suite struct DetachedProcessTests {
  private func shell(_ script: String, descriptors: [SpawnRequest.Descriptor] = []) -> SpawnRequest {
    SpawnRequest(executable: "/bin/sh", arguments: ["-c", script], environment: ["A": "b"], descriptors: descriptors)
  }

  /// Reading end, writing end.
  private func makePipe() throws -> [Int32] {
    var ends: [Int32] = [0, 0]
    try #require(pipe(&ends) == 0)
    for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
    return ends
  }

  @Test(arguments: [
    ("exit 0", ProcessExit.exited(0)), ("exit 7", .exited(7)), ("kill -9 $$", .signaled(9)),
    ("kill -TERM $$", .signaled(15)), ("test \"$A\" = b", .exited(0)), ("test -z \"$HOME$PATH_X\"", .exited(0)),
  ])
  func tellsHowAChildEnded(script: String, expected: ProcessExit) async throws {
    let process = try DetachedProcess.spawn(shell(script))
    #expect(await process.waitForExit() == expected)
    #expect(!process.isAlive)
    #expect(await process.waitForExit() == expected)
  }

  @Test func leavesNoZombie() async throws {
    let process = try DetachedProcess.spawn(shell("exit 3"))
    _ = await process.waitForExit()
    #expect(ProcessIdentity(pid: process.identity.pid)?.startTime != process.identity.startTime)
  }

  @Test(arguments: [
    ("/nonexistent", SpawnError.Stage.exec, ENOENT), ("/etc/passwd", .exec, EACCES),
  ])
  func namesTheFailingStep(executable: String, stage: SpawnError.Stage, code: Int32) {
    #expect(throws: SpawnError(executable: executable, stage: stage, errno: code)) {
      try DetachedProcess.spawn(SpawnRequest(executable: executable))
    }
  }

  @Test func refusesAMissingFolderAndADoubleTarget() throws {
    var request = shell("exit 0")
    request.directory = "/nonexistent"
    #expect(throws: SpawnError(executable: "/bin/sh", stage: .directory, errno: ENOENT)) {
      try DetachedProcess.spawn(request)
    }
    #expect(throws: SpawnError(executable: "/bin/sh", stage: .arguments, errno: EINVAL)) {
      try DetachedProcess.spawn(shell("exit 0", descriptors: [.init(0, as: 5), .init(1, as: 5)]))
    }
  }

  @Test func passesExactlyTheTable() async throws {
    let ends = try makePipe()
    defer { close(ends[0]) }
    // Crossed targets: each source is another entry's target.
    let process = try DetachedProcess.spawn(
      shell(
        "ls /proc/self/fd | tr '\\n' ' '; pwd",
        descriptors: [.init(ends[1], as: 1), .init(ends[0], as: ends[1]), .init(ends[1], as: ends[0])]))
    close(ends[1])
    _ = await process.waitForExit()
    var bytes = [UInt8](repeating: 0, count: 256)
    let count = bytes.withUnsafeMutableBytes { read(ends[0], $0.baseAddress, $0.count) }
    let output = String(decoding: bytes.prefix(max(0, count)), as: UTF8.self)
    let open = Set(output.split(whereSeparator: \.isWhitespace).compactMap { Int32($0) })
    // The last one is the descriptor that ls itself opened.
    #expect(open.count == 6 && open.isSuperset(of: [0, 1, 2, ends[0], ends[1]]), "\(output)")
  }

  @Test func isASessionOfItsOwnWithDefaultSignals() async throws {
    let process = try DetachedProcess.spawn(shell("sleep 100"))
    #expect(getsid(process.identity.pid) == process.identity.pid)
    #expect(process.isAlive)
    #expect(process.uptime < 60)
    #expect(process.signal(SIGPIPE))
    #expect(await process.waitForExit() == .signaled(SIGPIPE))
    #expect(!process.signal(SIGTERM))
  }

  @Test func adoptsARunningProcessOnly() async throws {
    let process = try DetachedProcess.spawn(shell("exec sleep 100"))
    let identity = process.identity
    let adopted = try #require(DetachedProcess.adopt(identity))
    #expect(adopted.isAlive)
    let other = ProcessIdentity(pid: identity.pid, startTime: identity.startTime &+ 1, boot: identity.boot)
    #expect(DetachedProcess.adopt(other) == nil)
    let otherBoot = ProcessIdentity(pid: identity.pid, startTime: identity.startTime, boot: "x")
    #expect(DetachedProcess.adopt(otherBoot) == nil)
    adopted.kill()
    _ = await adopted.waitForExit()
    _ = await process.waitForExit()
    #expect(DetachedProcess.adopt(identity) == nil)
  }

  /// A process whose parent is gone belongs to init, as after the service was killed.
  @Test func seesTheEndOfAnotherParentsChild() async throws {
    let ends = try makePipe()
    defer { close(ends[0]) }
    let parent = try DetachedProcess.spawn(
      shell("setsid sleep 100 >/dev/null & echo $!", descriptors: [.init(ends[1], as: 1)]))
    close(ends[1])
    _ = await parent.waitForExit()
    var bytes = [UInt8](repeating: 0, count: 32)
    let count = bytes.withUnsafeMutableBytes { read(ends[0], $0.baseAddress, $0.count) }
    let line = String(decoding: bytes.prefix(max(0, count)), as: UTF8.self)
    let pid = try #require(Int32(line.prefix { $0.isNumber }))
    let adopted = try #require(ProcessIdentity(pid: pid).flatMap { DetachedProcess.adopt($0) })
    async let status = adopted.waitForExit()
    adopted.kill()
    #expect(await status == nil)
    #expect(!adopted.isAlive)
  }

  @Test func waitingEndsWithItsTaskOrItsTime() async throws {
    let process = try DetachedProcess.spawn(shell("exec sleep 100"))
    let waiting = Task { await process.waitForExit() }
    waiting.cancel()
    #expect(await waiting.value == nil)
    #expect(await !process.waitForExit(seconds: 0.01))
    #expect(process.isAlive)
    process.kill()
    #expect(await process.waitForExit(seconds: 30))
    #expect(await process.waitForExit() == .signaled(SIGKILL))
  }

  @Test(arguments: [
    ("exec sleep 100", ProcessExit.signaled(SIGTERM)),
    ("trap '' TERM; while :; do sleep 1; done", .signaled(SIGKILL)),
  ])
  func endsByRequestThenByForce(script: String, expected: ProcessExit) async throws {
    let process = try DetachedProcess.spawn(shell(script))
    // The trap is set when SigIgn shows it; without that the request would come too early.
    if script.hasPrefix("trap") {
      while !ignoresTermination(process.identity.pid) { await Task.yield() }
    }
    await process.end(graceSeconds: script.hasPrefix("trap") ? 0.1 : 30)
    #expect(await process.waitForExit() == expected)
  }

  private func ignoresTermination(_ pid: Int32) -> Bool {
    guard let file = fopen("/proc/\(pid)/status", "r") else { return true }
    defer { fclose(file) }
    var line = [CChar](repeating: 0, count: 256)
    while fgets(&line, 256, file) != nil {
      let text = String(decoding: line.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
      guard text.hasPrefix("SigIgn:"),
        let mask = UInt64(text.dropFirst(7).drop { !$0.isHexDigit }.prefix(16), radix: 16)
      else { continue }
      return mask & (1 << UInt64(SIGTERM - 1)) != 0
    }
    return false
  }

  @Test func appendsOutputToItsLog() async throws {
    var template = Array("/tmp/dr.XXXXXX".utf8CString)
    let made = mkdtemp(&template) != nil
    #expect(made)
    let folder = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    defer {
      unlink(folder + "/log")
      rmdir(folder)
    }
    for word in ["one", "two"] {
      var request = shell("echo \(word); echo \(word) >&2")
      request.logPath = folder + "/log"
      #expect(await (try DetachedProcess.spawn(request)).waitForExit() == .exited(0))
    }
    let fd = open(folder + "/log", O_RDONLY)
    defer { close(fd) }
    var bytes = [UInt8](repeating: 0, count: 64)
    let count = bytes.withUnsafeMutableBytes { read(fd, $0.baseAddress, $0.count) }
    #expect(String(decoding: bytes.prefix(max(0, count)), as: UTF8.self) == "one\none\ntwo\ntwo\n")
  }

  @Test(.enabled(if: getuid() == 0)) func dropsPrivileges() async throws {
    let ends = try makePipe()
    defer { close(ends[0]) }
    var request = shell(
      "grep -E '^(Uid|Gid|Groups|NoNewPrivs|CapEff)' /proc/self/status", descriptors: [.init(ends[1], as: 1)])
    request.environment = ["PATH": "/usr/bin:/bin"]
    request.user = .init(uid: 61500, gid: 61501, groups: [61502])
    let process = try DetachedProcess.spawn(request)
    close(ends[1])
    #expect(await process.waitForExit() == .exited(0))
    var bytes = [UInt8](repeating: 0, count: 1024)
    let count = bytes.withUnsafeMutableBytes { read(ends[0], $0.baseAddress, $0.count) }
    let lines = String(decoding: bytes.prefix(max(0, count)), as: UTF8.self).split(separator: "\n")
      .map { $0.split(whereSeparator: \.isWhitespace) }
    #expect(
      lines == [
        ["Uid:", "61500", "61500", "61500", "61500"], ["Gid:", "61501", "61501", "61501", "61501"],
        ["Groups:", "61502"], ["CapEff:", "0000000000000000"], ["NoNewPrivs:", "1"],
      ])
  }
}

@Suite struct BlockingThreadTests {
  private struct Refused: Error {}

  @Test func returnsAndThrows() async throws {
    #expect(await BlockingThread.run { 7 } == 7)
    await #expect(throws: Refused.self) { try await BlockingThread.run { () throws -> Int in throw Refused() } }
  }

  /// More blocked calls than the pool has threads run side by side.
  @Test func doesNotUseThePool() async {
    let clock = ContinuousClock()
    let took = await clock.measure {
      await withTaskGroup { group in
        for _ in 0..<40 { group.addTask { await BlockingThread.run { _ = usleep(200_000) } } }
      }
    }
    #expect(took < .seconds(2))
  }
}
