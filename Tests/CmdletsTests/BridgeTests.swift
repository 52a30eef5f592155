import HyperV
import PowerShell
import Synchronization
import Testing

@testable import Cmdlets

/// Waiting for asynchronous work from a thread that may block.
struct BridgeTests {
  @Test func gives() async throws {
    let text = try await ScriptThread.run {
      try EvaluatorBridge.wait(isStopping: { false }) {
        await Task.yield()
        return "done"
      }
    }
    #expect(text == "done")
  }

  @Test func throwsWhatTheWorkThrows() async throws {
    await #expect(throws: DrosteError.self) {
      try await ScriptThread.run {
        try EvaluatorBridge.wait(isStopping: { false }) { () async throws -> Int in throw DrosteError(.timeout, "late")
        }
      }
    }
  }

  @Test func stopsAndCancels() async throws {
    let wasCancelled = Mutex(false)
    let start = ContinuousClock.now
    await #expect(throws: EvaluatorBridge.Stopped.self) {
      try await ScriptThread.run {
        try EvaluatorBridge.wait(isStopping: { true }) {
          do { try await Task.sleep(for: .seconds(600)) } catch { wasCancelled.withLock { $0 = true } }
        }
      }
    }
    #expect(wasCancelled.withLock { $0 })
    #expect(ContinuousClock.now - start < .seconds(30))
  }

  @Test func hasALimit() async throws {
    await #expect(throws: EvaluatorBridge.Stopped.self) {
      try await ScriptThread.run {
        try EvaluatorBridge.wait(limit: 100, isStopping: { false }) { try await Task.sleep(for: .seconds(600)) }
      }
    }
  }

  @Test(arguments: [
    ("", []), ("localhost", []), (".", []), ("HERE", []), ("L1", ["L1"]), ("L1/L2", ["L1", "L2"]),
    ("localhost/L1", ["L1"]), ("here/L1", ["L1"]),
  ])
  func paths(name: String, path: [String]) throws {
    let environment = HostEnvironment(hostName: "Here") { throw DrosteError(.unavailable, "") }
    #expect(try environment.connection(name).path == path)
  }

  @Test func oneConnectionForEachHost() throws {
    let environment = HostEnvironment(hostName: "Here") { throw DrosteError(.unavailable, "") }
    #expect(try environment.connection("l1/L2") === environment.connection("L1/l2"))
    #expect(try environment.connection(nil) === environment.connection("localhost"))
    #expect(try environment.connection("L1").computerName == "L1")
    #expect(try environment.connection(nil).computerName == "Here")
  }

  @Test(arguments: ["/", "a//b", "L1/", "/L1", String(repeating: "a/", count: 20) + "a"])
  func badPaths(name: String) {
    let environment = HostEnvironment(hostName: "Here") { throw DrosteError(.unavailable, "") }
    #expect(throws: DrosteError.self) { try environment.connection(name) }
  }

  /// The service is asked for only when a cmdlet needs it.
  @Test func connectsLate() async throws {
    let count = Mutex(0)
    let lines = try await ScriptThread.run {
      let environment = HostEnvironment(hostName: "Here") {
        count.withLock { $0 += 1 }
        throw DrosteError(.unavailable, "No service answers.", hint: "droste host")
      }
      let host = RecordingHost([])
      let registry = CommandRegistry()
      for command in HyperVModule.commands(environment: environment) { registry.add(command) }
      let session = Session(host: host, commands: registry)
      #expect(count.withLock(\.self) == 0)
      try session.run("Get-VM; Get-VMHostSupportedVersion -Default > $null")
      return host.lines
    }
    #expect(lines == ["!Unavailable,GetVM"])
    #expect(count.withLock(\.self) == 1)
  }

  /// `stop()` ends a cmdlet that waits for a host that never answers.
  @Test func sessionStops() async throws {
    let sessions = Mutex<Session?>(nil)
    let outcome = try await ScriptThread.run {
      let environment = HostEnvironment(hostName: "Here") {
        sessions.withLock { $0?.stop() }
        try await Task.sleep(for: .seconds(600))
        throw DrosteError(.unavailable, "")
      }
      let registry = CommandRegistry()
      for command in HyperVModule.commands(environment: environment) { registry.add(command) }
      let session = Session(host: RecordingHost([]), commands: registry)
      sessions.withLock { $0 = session }
      return try session.run("Get-VM; 'after'")
    }
    guard case .stopped = outcome else {
      Issue.record("\(outcome)")
      return
    }
  }
}
