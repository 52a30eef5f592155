import PowerShell
import Testing

/// about_Data_Files, about_Data_Sections: data are evaluated, nothing is run.
struct DataFileTests {
  @Test(arguments: [
    ("@{ A = 1; B = 'x'; C = @(1, 2) }", "A", "1"),
    ("@{ A = @{ B = $true } }", "A", "System.Collections.Hashtable"),
    ("@{\n  ModuleVersion = '1.2.3'\n  # a comment\n  Items = 'a', 'b'\n}", "Items", "a b"),
    ("@{ A = -5 }", "A", "-5"), ("@{ A = 1 + 2 }", "A", "3"),
    ("@{ A = \"b $true\" }", "A", "b True"),
    ("@{ A = [int]'5' }", "A", "5"), ("@{ A = if ($true) { 'y' } else { 'n' } }", "A", "y"),
    ("@{ A = $null; B = 2 }", "B", "2"), ("@{ Root = $PSScriptRoot }", "Root", "/modules/m"),
    ("@{ A = 'x' -eq 'X' }", "A", "True"),
  ])
  func values(_ text: String, _ key: String, _ expected: String) throws {
    let session = Session(host: RecordingHost(), commands: TestCommands.registry())
    let table = try session.evaluateData(text, path: "/modules/m/m.psd1").reference(
      as: DictionaryObject.self)
    #expect(try table?[key]?.displayString() == expected)
  }

  @Test(arguments: [
    ("@{ A = Get-Process }", "CmdletNotInAllowedListForDataSection"),
    ("@{ A = $x }", "VariableReferenceNotSupportedInDataSection"),
    ("@{ A = $env:PATH }", "VariableReferenceNotSupportedInDataSection"),
    ("@{ A = { 1 } }", "ScriptBlockNotSupportedInDataSection"),
    ("@{ A = [math]::PI }", "PropertyReferenceNotSupportedInDataSection"),
    ("@{ A = 'x'.ToUpper() }", "MethodCallNotSupportedInDataSection"),
    (
      "@{ A = [System.IO.File]::ReadAllText('/etc/passwd') }", "MethodCallNotSupportedInDataSection"
    ),
    ("@{ A = $(while ($true) { 1 }) }", "ForWhileStatementNotSupportedInDataSection"),
    ("@{ A = $(for (;;) { }) }", "ForWhileStatementNotSupportedInDataSection"),
    ("@{ A = $(do { } while ($true)) }", "DoWhileStatementNotSupportedInDataSection"),
    ("@{ A = $(foreach ($i in 1) { }) }", "ForeachStatementNotSupportedInDataSection"),
    ("@{ A = $(switch (1) { 1 { } }) }", "SwitchStatementNotSupportedInDataSection"),
    ("@{ A = $(try { 1 } finally { }) }", "TryStatementNotSupportedInDataSection"),
    ("@{ A = $(throw 'x') }", "FlowControlStatementNotSupportedInDataSection"),
    ("$a = 1", "AssignmentStatementNotSupportedInDataSection"),
    ("function f { }", "FunctionDeclarationNotSupportedInDataSection"),
    ("@{ A = 'a' * 1000000000 }", "OperatorNotSupportedInDataSection"),
    ("@{ A = 1..1000000000 }", "OperatorNotSupportedInDataSection"),
    ("@{ A = (1, 2)[0] }", "ArrayReferenceNotSupportedInDataSection"),
    ("@{ A = [System.Diagnostics.Process] 'x' }", "TypeNotAllowedInDataSection"),
    ("@{ A = 1 > out.txt }", "RedirectionNotSupportedInDataSection"),
    ("& 'x'", "DotSourcingNotSupportedInDataSection"),
    (". ./x.ps1", "DotSourcingNotSupportedInDataSection"),
    ("param($x) @{ }", "ParameterDeclarationNotSupportedInDataSection"),
    ("class A { }", "TypeDefinitionNotSupportedInDataSection"),
    ("@{ A = ", "MissingStatementInHashLiteral"),
    ("data { 1 }", "DataSectionStatementNotSupportedInDataSection"),
  ])
  func refused(_ text: String, _ id: String) throws {
    let session = Session(host: RecordingHost(), commands: TestCommands.registry())
    do {
      _ = try session.evaluateData(text)
      Issue.record("\(text) was taken.")
    } catch let error as PowerShellError {
      #expect(error.id == id)
      #expect(error.category == .parserError && error.message.hasPrefix("At line:"))
    }
  }

  @Test func namedCommandsMayBeCalled() throws {
    let session = Session(host: RecordingHost(), commands: TestCommands.registry())
    let value = try session.evaluateData("Write-Output 5", commands: ["write-output"])
    #expect(try value.displayString() == "5")
  }

  @Test func nothingIsLeftBehind() throws {
    let host = RecordingHost()
    let session = Session(host: host, commands: TestCommands.registry())
    _ = try session.evaluateData("@{ A = 1 }")
    try session.run("\"[$A]\"; $PSScriptRoot -eq ''")
    #expect(host.lines == ["[]", "True"])
  }
}
