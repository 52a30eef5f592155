import PowerShell
import Testing

/// Texts that are no scripts fail before anything runs, with place, line and message.
struct ParseFailureTests {
  @Test(arguments: MalformedTests.cases)
  func failsBeforeAnythingRuns(_ item: MalformedTests.Case) throws {
    let host = RecordingHost()
    let session = Session(host: host, commands: TestCommands.registry())
    guard case .failed(let record) = try session.run(item.source) else {
      Issue.record("\(item.source) ran.")
      return
    }
    #expect(record.category == .parserError)
    #expect(record.message.hasPrefix("At line:"))
    // The one line is the error.
    #expect(host.lines.count == 1)
  }

  private func view(_ text: String, name: String? = nil) throws -> [String] {
    let session = Session(host: RecordingHost())
    guard case .failed(let record) = try session.run(text, name: name) else { return [] }
    return ErrorView.normal.text(record).split(separator: "\n", omittingEmptySubsequences: false)
      .map(String.init)
  }

  @Test func oneErrorOfWhatWasTyped() throws {
    #expect(
      try view("$x = 1\nif (1 {\n}") == [
        "At line:2 char:6", "+ if (1 {", "+      ~",
        "Missing closing ')' after expression in 'if' statement.",
        "    + CategoryInfo          : ParserError: (:) [], ParentContainsErrorRecordException",
        "    + FullyQualifiedErrorId : MissingEndParenthesisAfterStatement", " ",
      ])
  }

  @Test func severalErrorsOfAFile() throws {
    #expect(
      try view("1 2\nfoo |", name: "/x.ps1") == [
        "At /x.ps1:1 char:3", "+ 1 2", "+   ~", "Unexpected token '2' in expression or statement.",
        "",
        "At /x.ps1:2 char:6", "+ foo |", "+      ~", "An empty pipe element is not allowed.",
        "    + CategoryInfo          : ParserError: (:) [], ParseException",
        "    + FullyQualifiedErrorId : UnexpectedToken", " ",
      ])
  }

  @Test func tenErrorsAtMostAreShown() throws {
    let lines = try view(String(repeating: "1 2\n", count: 15))
    #expect(lines.filter { $0.hasPrefix("At line:") }.count == 10)
    #expect(
      lines.contains(
        "Not all parse errors were reported.  Correct the reported errors and try again."))
  }

  @Test(arguments: [
    ("1/0", ["Attempted to divide by zero.", "At line:1 char:1", "+ 1/0", "+ ~~~"]),
    (
      "'abc'.Substring(9)",
      [
        "Exception calling \"Substring\" with \"1\" argument(s): \"startIndex cannot be larger than length of string."
      ]
    ),
    ("throw 'done'", ["done", "At line:1 char:1", "+ throw 'done'", "+ ~~~~~~~~~~~~"]),
    (
      "if ($true) {\n  Get-Nothing -X 1\n}",
      [
        "Get-Nothing : The term 'Get-Nothing' is not recognized as the name of a cmdlet, function, script file, or operable ",
        "program. Check the spelling of the name, or if a path was included, verify that the path is correct and try again.",
        "At line:2 char:3", "+   Get-Nothing -X 1", "+   ~~~~~~~~~~~",
        "    + CategoryInfo          : ObjectNotFound: (Get-Nothing:String) [], CommandNotFoundException",
        "    + FullyQualifiedErrorId : CommandNotFoundException",
      ]
    ),
    (
      "$a = @{}; $a.b.c = 1",
      [
        "The property 'c' cannot be found on this object. Verify that the property exists and can be set.",
        "At line:1 char:11", "+ $a = @{}; $a.b.c = 1", "+           ~~~~~~~~~~",
        "    + CategoryInfo          : InvalidOperation: (:) [], RuntimeException",
        "    + FullyQualifiedErrorId : PropertyNotFound",
      ]
    ),
  ])
  func errorsOfStatements(_ script: String, _ expected: [String]) throws {
    let host = ErrorHost()
    try Session(host: host).run(script)
    let lines = host.texts.flatMap {
      $0.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    }
    #expect(Array(lines.prefix(expected.count)) == expected)
  }

  private final class ErrorHost: ShellHost {
    private(set) var texts: [String] = []

    func write(_ value: Value) throws {}
    func write(_ record: StreamRecord) throws {
      if case .error(let record) = record { texts.append(ErrorView.normal.text(record)) }
    }
  }
}
