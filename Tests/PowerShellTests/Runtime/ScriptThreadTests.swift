import PowerShell
import Testing

struct ScriptThreadTests {
  private struct Failure: Error {}

  @Test func workRunsInOrderOnOneThread() async throws {
    let thread = ScriptThread(name: "a name longer than fifteen bytes")
    var results: [Int] = []
    for number in 0..<10 { results.append(try await thread.run { number * 2 }) }
    #expect(results == [0, 2, 4, 6, 8, 10, 12, 14, 16, 18])
    #expect(try thread.wait { 5 } == 5)
  }

  @Test func errorsReachTheCaller() async {
    let thread = ScriptThread(name: "failing")
    await #expect(throws: Failure.self) { try await thread.run { throw Failure() } }
    #expect(throws: Failure.self) { try thread.wait { throw Failure() } }
  }

  @Test func endedThreadTakesNoWork() async throws {
    let thread = ScriptThread(name: "ended")
    #expect(try await thread.run { 1 } == 1)
    thread.end()
    await #expect(throws: PowerShellError.self) { try await thread.run { 2 } }
  }

  @Test func severalSessionsAtOnce() async throws {
    let totals = try await withThrowingTaskGroup(of: Int64?.self) { group in
      for number in 1...4 {
        group.addTask {
          let session = Session(host: RecordingHost(), commands: TestCommands.registry())
          return try await ScriptThread(name: "session \(number)").run {
            try session.run("$sum = 0; foreach ($i in 1..2000) { $sum += $i * \(number) }")
            return session.variable("sum")?.integerValue
          }
        }
      }
      return try await group.reduce(into: []) { $0.append($1 ?? 0) }
    }
    #expect(totals.sorted() == [2_001_000, 4_002_000, 6_003_000, 8_004_000])
  }

  @Test func deepRecursionFitsTheStack() async throws {
    let host = RecordingHost()
    let session = Session(host: host)
    try await ScriptThread(name: "deep").run {
      _ = try session.run(
        "function f($n) { if ($n -gt 0) { f ($n - 1) } else { 'bottom' } }; f 900")
    }
    #expect(host.lines == ["bottom"])
  }
}
