import Testing

@Suite("What scripts say of themselves: about_Requires, about_Using, about_Data_Sections")
struct ScriptRowTests {
  @Test(arguments: rows)
  func scripts(_ row: RuntimeRow) { row.check() }

  private static let rows = [
    RuntimeRow("using namespace System.Text\n[StringBuilder]::new('ab').ToString()", "ab"),
    RuntimeRow("data { 1; 'a' }", "1 | a"),
    RuntimeRow("#requires -Version 99\n'x'", "!ScriptRequiresUnmatchedPSVersion"),
    RuntimeRow("#requires -Version 5.1\n'x'", "x"),
    RuntimeRow("workflow w { }", "!WorkflowNotSupportedInPowerShellCore"),
    RuntimeRow("configuration c { }", "!ReservedKeywordNotAllowed"),
    RuntimeRow("data { Get-Process }", "!CmdletNotInAllowedListForDataSection"),
    RuntimeRow("data -SupportedCommand Write-Output { Write-Output 5 }", "5"),
    RuntimeRow("data d { 'x' }; $d", "x"),
    RuntimeRow("data { $x }", "!VariableReferenceNotSupportedInDataSection"),
    RuntimeRow("Set-StrictMode -Version 2; 1", "1"),
  ]
}
