import PowerShell
import Testing

struct PathTests {
  @Test(arguments: [
    Row("Join-Path /a b", "/a/b"), Row("Join-Path a/ /b", "a/b"),
    Row("Join-Path C:\\VMs disk.vhdx", "C:\\VMs\\disk.vhdx"),
    Row("Join-Path a b c d", "a/b/c/d"), Row("'x', 'y' | Join-Path -ChildPath z", "x/z | y/z"),
    Row("Join-Path HKLM:\\SOFTWARE Microsoft", "HKLM:\\SOFTWARE\\Microsoft"), Row("Join-Path '' b", "b"),
    Row("Join-Path . nope -Resolve", "!PathNotFound,JoinPathCommand"),
    Row("New-Item ab > $null; Join-Path . a* -Resolve", "~T/ab"),
    Row("Split-Path /a/b/c.txt", "/a/b"), Row("Split-Path /a", "/"), Row("Split-Path / -Parent", ""),
    Row("Split-Path a", ""), Row("Split-Path /a/b/ -Leaf", "b"), Row("Split-Path C:\\VMs\\x.vhdx", "C:\\VMs"),
    Row("Split-Path C:\\VMs", "C:\\"), Row("Split-Path C:\\VMs\\x.vhdx -Leaf", "x.vhdx"),
    Row("Split-Path /a/b.tar.gz -LeafBase; Split-Path /a/b.tar.gz -Extension", "b.tar | .gz"),
    Row("Split-Path C:\\a\\b -Qualifier; Split-Path C:\\a\\b -NoQualifier", "C: | \\a\\b"),
    Row("Split-Path /a -Qualifier", "!ParsePathFormatError,SplitPathCommand"),
    Row("Split-Path /a -IsAbsolute; Split-Path a -IsAbsolute", "True | False"),
    Row("Split-Path HKLM:\\SOFTWARE\\X", "HKLM:\\SOFTWARE"),
    Row("Test-Path .; Test-Path nope; Test-Path C:\\x", "True | False | False"),
    Row("New-Item f > $null; Test-Path f -PathType Leaf; Test-Path f -PathType Container", "True | False"),
    Row("Test-Path . -PathType Container", "True"), Row("Test-Path 'a?b' -IsValid", "True"),
    Row("New-Item a1 > $null; Test-Path a*; Test-Path b*", "True | False"),
    Row("Test-Path Env:PATH; Test-Path Variable:nope; Test-Path Function:nope", "True | False | False"),
    Row("New-Item '[x]' > $null; Test-Path '[x]'; Test-Path -LiteralPath '[x]'", "False | True"),
    Row(
      "New-Item '[x]' > $null; (Get-ChildItem '`[x`]').Name; Test-Path '`[x`]'; (gci -LiteralPath '[x]').Name",
      "[x] | True | [x]"),
    Row("(Resolve-Path .).Path", "~T"), Row("Resolve-Path nope", "!PathNotFound,ResolvePathCommand"),
    Row("New-Item a, b > $null; Resolve-Path * -Relative", "./a | ./b"), Row("Resolve-Path .. -Relative", ".."),
    Row("Convert-Path .", "~T"), Row("Convert-Path HKLM:\\SOFTWARE", "HKEY_LOCAL_MACHINE\\SOFTWARE"),
    Row("(Resolve-Path Microsoft.PowerShell.Core\\FileSystem::/tmp).Path", "/tmp"),
    Row("Test-Path nope::x", "False"),
    Row("Test-Path ''", "!ParameterArgumentValidationErrorEmptyStringNotAllowed,TestPathCommand"),
    Row("Test-Path . -NewerThan 2000-01-01; Test-Path . -OlderThan 2000-01-01", "True | False"),
  ])
  func row(_ row: Row) throws { try row.check() }

  @Test func aWindowsPathIsRefusedWithTheFormThatHolds() throws {
    try TestFolder.with { folder in
      let shell = try TestShell(folder)
      _ = try shell.run("Get-Item C:\\VMs\\x")
      #expect(
        shell.host.records.first?.message
          == "Cannot find drive. A drive with the name 'C' does not exist. Files of this computer lie below '/': use '/VMs/x'."
      )
    }
  }
}
