import PowerShell
import Testing

/// A session that is told to stop ends soon, wherever its script is.
struct StopTests {
  private static let endless = [
    "while ($true) { }", "for (;;) { }", "do { } while ($true)", "do { } until ($false)",
    "foreach ($i in 1..100000000) { $i | Out-Null }", "1..100000000 | % { }",
    "1..100000000 | ? { $false }",
    "1..100000000 | Out-Null", "function f { while ($true) { g } }; function g { }; f",
    "& { while ($true) { } }", "while ($true) { switch (1..1000) { default { } } }",
    "[System.Threading.Thread]::Sleep(1000000)",
    "while ($true) { try { throw 'x' } catch { } }", "while ($true) { 1/0 2>$null | Out-Null }",
    "$a = 1..200000; while ($true) { $null = $a -replace '1', 'x' }",
    "$a = 1..200000; while ($true) { $null = $a -match '1' }",
    "$a = 1..200000; while ($true) { $null = $a -like '1*' }",
    "$a = 1..200000; while ($true) { $null = $a -eq 7 }",
    "$a = 1..200000; while ($true) { $null = $a.Where({ $_ }) }",
    "$a = 1..200000; while ($true) { $null = $a.ForEach({ $_ }) }",
    "$a = 1..200000; while ($true) { [array]::Sort($a) }",
    "trap { continue } while ($true) { throw 'x' }",
    "class A { Loop() { while ($true) { } } }; [A]::new().Loop()",
    "& { process { while ($true) { } } }",
    "$s = 'ab' * 1000000; while ($true) { $null = [regex]::Matches($s, 'a').Count }",
  ]

  @Test(arguments: endless)
  func ends(_ script: String) async throws {
    let session = Session(host: StoppingHost(), commands: TestCommands.registry())
    let thread = ScriptThread(name: "stop")
    let outcome = try await thread.run {
      // The host stops its session as soon as the script has begun.
      (session.host as? StoppingHost)?.session = session
      return try session.run("Write-Host 'begun'; " + script)
    }
    guard case .stopped = outcome else {
      Issue.record("\(script) ended otherwise: \(outcome)")
      return
    }
  }

  @Test func finallyStillRuns() async throws {
    let host = StoppingHost()
    let session = Session(host: host, commands: TestCommands.registry())
    let thread = ScriptThread(name: "stop")
    let ran = try await thread.run {
      host.session = session
      _ = try session.run(
        "try { Write-Host 'begun'; while ($true) { } } finally { $global:ran = & { 'yes' } }")
      return try session.variable("ran")?.displayString()
    }
    #expect(ran == "yes")
  }

  @Test func handlersAreCalledOnceAndLateOnesAtOnce() {
    let session = Session(host: RecordingHost())
    let calls = Counter()
    let first = session.onStop { calls.add() }
    let second = session.onStop { calls.add() }
    second.cancel()
    session.stop()
    #expect(calls.count == 1)
    _ = session.onStop { calls.add() }
    #expect(calls.count == 2)
    first.cancel()
    #expect(session.isStopping)
    session.whileStoppable(calls.add, {})
    #expect(calls.count == 3)
  }
}

/// Stops its session when the first line of text comes.
// SAFETY: `session` is set before the script runs, on the thread that runs it.
private final class StoppingHost: ShellHost, @unchecked Sendable {
  weak var session: Session?

  func write(_ value: Value) throws {}
  func write(_ record: StreamRecord) throws { if case .information = record { session?.stop() } }
}

/// Counts, from any thread.
// SAFETY: `calls` is touched on the one thread of `thread` alone.
private final class Counter: Sendable {
  private let thread = ScriptThread(name: "count")
  private nonisolated(unsafe) var calls = 0

  func add() { try? thread.wait { self.calls += 1 } }
  var count: Int { (try? thread.wait { self.calls }) ?? -1 }
}
