import Testing

/// A PowerShell that a program keeps open and writes commands to.
@Suite struct OpenSessionTests {
  static let sessions: [CommandRow] = [
    CommandRow(["-Command", "-"], "10\nstill\n", exit: 3, input: "$x = 5\n$x * 2\n'still'\nexit 3\n'never'\n"),
    CommandRow(["-File", "-"], "10\n", input: "$x = 5\n$x * 2\n"),
    CommandRow([], "10\n", input: "$x = 5\n$x * 2"),
    CommandRow(["-Command", "-"], "a\n", input: "if ($true) {\n\n  'a'\n\n}\n"),
    CommandRow(["-Command", "-"], "b\nc\n", input: "if ($false) {\n  'a'\n}\nelse {\n  'b'\n}\n'c'\n"),
    CommandRow(["-Command", "-"], "a\nc\n", input: "if ($true) {\n  'a'\n}\n\n'c'\n"),
    CommandRow(
      ["-Command", "-"], "caught x\nfinally\n3\n",
      input:
        "try {\n  throw 'x'\n}\ncatch {\n  \"caught $_\"\n}\nfinally {\n  'finally'\n}\n$a = if ($false) {\n  1\n}\n"
        + "elseif ($true) {\n  3\n}\n\n$a\n"),
    CommandRow(["-Command", "-"], "one\n\ntwo\nd\n", input: "@\"\none\n\ntwo\n\"@\n'd'\n"),
    CommandRow(["-Command", "-"], "f 1\n", input: "function f {\r\n  param($n)\r\n\r\n  \"f $n\"\r\n}\r\nf 1\r\n"),
    CommandRow(["-Command", "-"], "1\n2\n", input: "1, 2 |\n  ForEach-Object {\n    $_\n  }\n"),
    CommandRow(["-Command", "-"], "3\n", input: "1 + `\n2\n"),
    CommandRow(["-Command", "-"], "", input: ""),
    CommandRow(["-Command", "-"], "", input: "\n\n\n"),
    // What fails is said, and the session goes on; the last command decides.
    CommandRow(["-Command", "-"], "after\n", error: "x\nAt line:1 char:1\n", input: "throw 'x'\n'after'\n"),
    CommandRow(
      ["-Command", "-"], "a\n", error: "Get-Item : Cannot find path", exit: 1, input: "'a'\nGet-Item /nope\n"),
    CommandRow(
      ["-Command", "-"], "a\nb\n", error: "At line:1 char:7\n+ if ($x {\n+       ~\nMissing closing ')'",
      input: "'a'\nif ($x {\n'b'\n"),
    CommandRow(
      ["-Command", "-"], "", error: "At line:1 char:1\n+ @\"\n+ ~~\nThe string is", exit: 1, input: "@\"\nopen\n"),
  ]

  @Test(arguments: sessions) func commandsComeOverStandardInput(_ row: CommandRow) async throws {
    try await withHome { try await row.check(home: $0) }
  }

  /// Each command is answered before the next one is written.
  @Test func itAnswersAtOnce() async throws {
    try await withHome { home in
      let session = try RunningProgram(["powershell", "-NoProfile", "-NonInteractive", "-Command", "-"], home: home)
      for number in 1...20 {
        session.write("'answer ' + \(number)\n")
        #expect(await session.wait(for: "answer \(number)\n"))
      }
      session.write("function Get-Sum {\n  param([int[]]$of)\n  ($of | Measure-Object -Sum).Sum\n}\n")
      session.write("\"sum $(Get-Sum 1,2,3)\"\n")
      #expect(await session.wait(for: "sum 6\n"))
      session.write("Get-Item /nope\n[Console]::Error.WriteLine('---')\n")
      #expect(await session.wait(for: "---", on: .error))
      #expect(session.text(.error).hasPrefix("Get-Item : Cannot find path '/nope' because it does not exist.\n"))
      session.write("if ($true) {\n  'whole'\n}\n\n")
      #expect(await session.wait(for: "whole\n"))
      session.write("exit 11\n")
      #expect(await session.finish().exitCode == 11)
    }
  }

  /// The marks that drivers print around what they ask for.
  @Test func marksAroundAnswersComeInOrder() async throws {
    try await withHome { home in
      let session = try RunningProgram(["powershell", "-NoProfile", "-NoLogo", "-Command", "-"], home: home)
      for round in 1...5 {
        session.write("Write-Output '<\(round)>'; try { 1..\(round) } finally { Write-Output '</\(round)>' }\n")
        #expect(await session.wait(for: "</\(round)>\n"))
      }
      session.endInput()
      let expected = (1...5).map { round in "<\(round)>\n" + (1...round).map { "\($0)\n" }.joined() + "</\(round)>\n" }
      #expect(await session.finish() == ProgramResult(exitCode: 0, output: expected.joined(), error: ""))
    }
  }

  /// A question that a command asks takes the next line.
  @Test func questionsAreAnsweredFromTheSameInput() async throws {
    try await withHome { home in
      let result = try await powerShell(
        ["-Command", "-"], home: home, input: "$n = Read-Host 'Name'\nBob\n\"hello $n\"\n", isInteractive: true)
      #expect(result == ProgramResult(exitCode: 0, output: "Name: hello Bob\n", error: ""))
    }
  }
}
