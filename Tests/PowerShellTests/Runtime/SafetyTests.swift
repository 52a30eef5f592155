import PowerShell
import Testing

/// Limits, garbage and what stays between runs.
struct SafetyTests {
  @Test(arguments: [
    "function f { f }; f", "function f { f; f; f }; f", "function f { & { f } }; f", "$b = { & $b }; & $b",
    "function f { 1 | % { f } }; f",
    "function f { \(String(repeating: "(", count: 60))f\(String(repeating: ")", count: 60)) + 1 }; f",
    "function f { \(String(repeating: "1 + ", count: 500))(f) }; f",
    "function f { [scriptblock]::Create('\(String(repeating: "(", count: 60))1\(String(repeating: ")", count: 60))').Invoke(); f }; f",
    "class A { F() { $this.F() } }; [A]::new().F()", "function f { (((((f))))) + 1 }; f",
    "$o = { $o.Invoke() }; $o.Invoke()", "function f { \"$(f)\" }; f", "class A { A() { [A]::new() } }; [A]::new()",
  ])
  func runawayRecursionIsAnError(_ script: String) async throws {
    let ids = try await ScriptThread.run { () -> [String] in
      let host = RecordingHost()
      let session = Session(host: host, commands: TestCommands.registry())
      _ = try? session.run("try { \(script) } catch { $_.FullyQualifiedErrorId }")
      return host.lines
    }
    #expect(ids.contains { $0.contains("CallDepthOverflow") }, "\(script): \(ids)")
  }

  @Test(arguments: [
    "", "{", "}", "((((", "$", "@{", "if", "1..", "'", "\"$(", "function", "class A {", "| |", "& &", "$x[", "[",
    "[int", "2>&", "@'",
    "\u{0}\u{1}\u{7F}", "trap", "switch", "param(", "$$$$", "%%%", "-- --% x", "..\\..\\", "break", "continue nope",
    "return 1",
  ])
  func garbageDoesNotCrash(_ script: String) throws {
    let session = Session(host: RecordingHost(), commands: TestCommands.registry())
    try session.run(script)
    let host = RecordingHost()
    let next = Session(host: host)
    try next.run(script)
    try next.run("'alive'")
    #expect(host.lines.last == "alive")
  }

  @Test func outputThatIsHeldHasALimit() throws {
    let host = RecordingHost()
    var options = SessionOptions()
    options.outputLimit = 100
    let session = Session(host: host, options: options)
    try session.run("$x = for ($i = 0; $i -lt 200; $i++) { $i }; 'next'")
    #expect(host.lines == ["!PipelineOutputLimit"])
  }

  @Test func stateStaysBetweenRuns() throws {
    let host = RecordingHost()
    let session = Session(host: host)
    try session.run("$x = 5; function f { $x + 1 }; enum E { P; Q }")
    try session.run("f; [E]::Q")
    #expect(host.lines == ["6", "Q"])
  }

  @Test func exitGivesItsCode() throws {
    let session = Session(host: RecordingHost())
    guard case .exited(let code) = try session.run("function f { exit 7 }; f") else {
      Issue.record("The script did not exit.")
      return
    }
    #expect(code == 7)
  }

  @Test func stopEndsALoop() async throws {
    let host = RecordingHost()
    let session = Session(host: host)
    let task = Task.detached {
      try await Task.sleep(for: .milliseconds(100))
      session.stop()
    }
    let outcome = try await ScriptThread.run { try session.run("while ($true) { }") }
    try await task.value
    guard case .stopped = outcome else {
      Issue.record("The loop ended otherwise: \(String(describing: outcome)).")
      return
    }
  }

  @Test func modulesKeepTheirState() throws {
    let host = RecordingHost()
    let session = Session(host: host)
    let module = try session.loadModule(
      "Counter", "$n = 0; function Add-One { $script:n++; Get-Hidden }; function Get-Hidden { $script:n }")
    module.exported = (functions: ["Add-*"], variables: [], aliases: [])
    session.importModule(module)
    try session.run("$n = 40; Add-One; Add-One; $n; Get-Hidden")
    #expect(host.lines == ["1", "2", "40", "!CommandNotFoundException"])
  }

  @Test(arguments: [
    ("#requires -Version 5.1\n'ok'", "ok"), ("#requires -Version 7.0\n'ok'", "!ScriptRequiresUnmatchedPSVersion"),
    ("#requires -Modules Nope\n'ok'", "!ScriptRequiresMissingModules"),
    ("#requires -PSEdition Core\n1", "!ScriptRequiresUnmatchedPSEdition"),
    ("using module Nope\n1", "!ModuleNotFoundDuringParse"), ("#requires -PSSnapin X\n1", "!ScriptRequiresNotSupported"),
    ("using namespace System.IO\n[Path]::GetFileName('a/b')", "b"),
  ])
  func requirementsAreChecked(_ script: String, _ expected: String) throws {
    let host = RecordingHost()
    try Session(host: host).run(script)
    #expect(host.lines == [expected])
  }

  @Test func nativeCommandsGetWordsAndText() throws {
    let host = RecordingHost()
    var options = SessionOptions()
    let runner = EchoRunner()
    options.native = runner
    let session = Session(host: host, options: options)
    try session.run("$v = 'x y'; echo -n $v 007 --flag /e; $LASTEXITCODE; 'a', 'b' | echo; fail; $?; $LASTEXITCODE")
    #expect(host.lines == ["-n,x y,007,--flag,/e", "0", "a", "b", "False", "3"])
  }

  private final class EchoRunner: NativeCommandRunner {
    func find(_ name: String) -> String? { ["echo", "fail"].contains(name) ? name : nil }

    func run(
      _ path: String, _ arguments: [String], input: [String]?, output: (String) throws -> Void,
      error: (String) throws -> Void
    ) throws -> Int32 {
      if path == "fail" { return 3 }
      if let input { for line in input { try output(line) } } else { try output(arguments.joined(separator: ",")) }
      return 0
    }
  }
}
