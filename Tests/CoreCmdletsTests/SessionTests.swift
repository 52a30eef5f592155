import CoreCmdlets
import PowerShell
import Testing

/// Commands about the session: Invoke-Expression, strict mode, call stack, history, security, the host's object.
struct SessionTests {
  @Test(arguments: [
    CoreRow("Invoke-Expression '1 + 2'", "3"), CoreRow("iex '$x = 5'; $x", "5"),
    CoreRow("'1 + 1', '2 + 2' | iex", "2 | 4"),
    CoreRow("iex '1 +'", "!ExpectedValueExpression"),
    CoreRow("function f { iex '$y = 1'; $y }; f; $y -eq $null", "1 | True"),
    CoreRow("iex 'return 1; 2'; 3", "1 | 3"), CoreRow("1..2 | % { iex '$_ * 2' }", "2 | 4"),
    CoreRow("try { iex 'throw 5' } catch { \"caught $_\" }", "caught 5"),
    CoreRow("foreach ($i in 1..3) { iex 'if ($i -eq 2) { break }'; $i }", "1"),
    CoreRow("Set-StrictMode -Version 2.0; $nope", "!VariableIsUndefined"),
    CoreRow("Set-StrictMode -Version Latest; $nope", "!VariableIsUndefined"),
    CoreRow("Set-StrictMode -Version Latest; Set-StrictMode -Off; $nope -eq $null", "True"),
    CoreRow("function f { Set-StrictMode -Version 1 }; f; $nope -eq $null", "True"),
    CoreRow("Set-StrictMode -Version 99", "!ParameterArgumentValidationError"),
    CoreRow("Set-StrictMode -Version x", "!ParameterArgumentValidationError"),
    CoreRow("Set-PSDebug -Strict; $nope", "!VariableIsUndefined"),
    CoreRow("Set-PSDebug -Trace 1", "!ParameterNotSupported"),
    CoreRow("Set-PSDebug -Trace 0; 'x'", "x"), CoreRow("Set-PSDebug -Step", "!ParameterNotSupported"),
    CoreRow("Set-PSDebug -Off; 'x'", "x"),
    CoreRow("(Get-PSCallStack).Command", "<ScriptBlock>"),
    CoreRow("function f { (Get-PSCallStack).Command }; f", "f | <ScriptBlock>"),
    CoreRow("function g { (Get-PSCallStack)[0].Location }; function f { g }; f", "<No file>"),
    CoreRow("function f($a) { (Get-PSCallStack)[0].Arguments }; f 3", "{a=3}"),
    CoreRow("(Get-Verb).Count -gt 90", "True"), CoreRow("(Get-Verb Get).Group", "Common"),
    CoreRow("(Get-Verb -Group Security).Verb.Count", "6"),
    CoreRow("Out-GridView", "!GridViewNotSupported"), CoreRow("1, 2 | Out-GridView -Title x", "!GridViewNotSupported"),
    CoreRow("Update-TypeData -TypeName X -MemberName Y -Value 1", "!TypeDataNotSupported"),
    CoreRow("Add-PSSnapin VMware.VimAutomation.Core", "!PSSnapinNotSupported"),
    CoreRow("Register-ArgumentCompleter -CommandName a -ParameterName b -ScriptBlock { 1 }; 'x'", "x"),
    CoreRow("Unblock-File /no/such/file", "!PathNotFound"),
    CoreRow(
      "Unblock-File -Path /etc/hostname -Verbose",
      "V:Performing the operation \"Unblock-File\" on target \"/etc/hostname\". | V:/etc/hostname is not blocked: files here do not note where they came from."
    ),
  ])
  func session(_ row: CoreRow) { row.check() }

  @Test(arguments: [
    CoreRow(
      "$s = ConvertTo-SecureString 'abc' -AsPlainText -Force; \"$s\"; $s.Length", "System.Security.SecureString | 3"),
    CoreRow("ConvertTo-SecureString 'abc' -AsPlainText", "!ImportSecureString_ForceRequired"),
    CoreRow("ConvertTo-SecureString 'abc'", "!ImportSecureString_NotSupported"),
    CoreRow("ConvertTo-SecureString 'abc' -AsPlainText -Force | ConvertFrom-SecureString -AsPlainText", "abc"),
    CoreRow(
      "ConvertTo-SecureString 'abc' -AsPlainText -Force | ConvertFrom-SecureString", "!ExportSecureString_NotSupported"),
    CoreRow(
      "$s = ConvertTo-SecureString 'abc' -AsPlainText -Force; $b = [System.Runtime.InteropServices.Marshal]::SecureStringToBSTR($s); [System.Runtime.InteropServices.Marshal]::PtrToStringAuto($b)",
      "abc"),
    CoreRow(
      "$s = [securestring]::new(); $s.AppendChar('a'); $s.AppendChar('b'); $s.Length; $s.MakeReadOnly(); $s.IsReadOnly()",
      "2 | True"),
    CoreRow("$s = [securestring]::new(); $s.MakeReadOnly(); $s.AppendChar('x')", "!InvalidOperationException"),
    CoreRow(
      "(Get-Credential).UserName",
      "H:\nWindows PowerShell credential request | H:Enter your credentials. | ?User:  | *Password for user ann:  | ann",
      typed: ["ann", "pw"]),
    CoreRow(
      "(Get-Credential bob).GetNetworkCredential().Password",
      "H:\nWindows PowerShell credential request | H:Enter your credentials. | *Password for user bob:  | pw",
      typed: ["pw"]),
    CoreRow(
      "(Get-Credential -UserName bob -Message 'For L1').UserName",
      "H:\nWindows PowerShell credential request | H:For L1 | *Password for user bob:  | bob", typed: ["pw"]),
    CoreRow(
      "$p = ConvertTo-SecureString 'p' -AsPlainText -Force; $c = [pscredential]::new('u', $p); (Get-Credential $c).UserName",
      "u"),
    CoreRow(
      "function f([pscredential]$c) { $c.UserName }; f ([pscredential]::new('u', (ConvertTo-SecureString 'p' -AsPlainText -Force)))",
      "u"),
    CoreRow("[pscredential]::new('u', 'text')", "!MethodArgumentConversionInvalidCastArgument"),
    CoreRow("[pscredential]::Empty.UserName.Length", "0"),
    CoreRow("Get-ExecutionPolicy", "RemoteSigned"),
    CoreRow("Set-ExecutionPolicy Bypass -Scope Process -Force; Get-ExecutionPolicy", "Bypass"),
    CoreRow(
      "Set-ExecutionPolicy Unrestricted; Get-ExecutionPolicy -Scope LocalMachine; Get-ExecutionPolicy -Scope Process",
      "Unrestricted | Undefined"),
    CoreRow("Set-ExecutionPolicy Bypass -Scope MachinePolicy", "!CantSetGroupPolicy"),
    CoreRow("Set-ExecutionPolicy Nope", "!CannotConvertArgumentNoMessage"),
    CoreRow("(Get-ExecutionPolicy -List).Count", "5"),
    CoreRow(
      "Set-ExecutionPolicy Bypass -WhatIf; Get-ExecutionPolicy",
      "H:What if: Performing the operation \"Set-ExecutionPolicy\" on target \"Bypass\". | RemoteSigned"),
  ])
  func security(_ row: CoreRow) { row.check() }

  @Test(arguments: [
    CoreRow("$Host.Name", "ConsoleHost"), CoreRow("(Get-Host).Version.Major", "5"),
    CoreRow("\"$Host\"", "System.Management.Automation.Internal.Host.InternalHost"),
    CoreRow("$Host.UI.RawUI.WindowTitle = 'T'; $Host.UI.RawUI.WindowTitle", "T"),
    CoreRow("$Host.UI.RawUI.WindowSize.Width", "120"),
    CoreRow(
      "$Host.UI.RawUI.BufferSize = New-Object Management.Automation.Host.Size(500, 25); $Host.UI.RawUI.BufferSize.Width",
      "500"),
    CoreRow("$Host.UI.RawUI.BufferSize = @{ Width = 80; Height = 20 }; \"$($Host.UI.RawUI.BufferSize.Height)\"", "20"),
    CoreRow("$Host.UI.RawUI.ForegroundColor = 'Red'; $Host.UI.RawUI.ForegroundColor", "Red"),
    CoreRow("$Host.UI.RawUI.ReadKey('NoEcho,IncludeKeyDown')", "!InvalidOperation"),
    CoreRow("$Host.UI.RawUI.ReadKey('NoEcho')", "!ArgumentException"),
    CoreRow("$Host.UI.RawUI.FlushInputBuffer(); 'x'", "x"), CoreRow("$Host.UI.RawUI.KeyAvailable", "False"),
    CoreRow("$Host.UI.Write('a'); $Host.UI.WriteLine('b')", "I:a~ | I:b"), CoreRow("$Host.UI.WriteLine()", "I:"),
    CoreRow("$Host.UI.WriteLine('Red', 'Black', 'x')", "I:x#Red/Black"),
    CoreRow("$Host.UI.WriteWarningLine('w'); $Host.UI.WriteVerboseLine('v')", "W:w | V:v"),
    CoreRow("$Host.UI.ReadLine()", "? | q", typed: ["q"]),
    CoreRow("$Host.UI.PromptForChoice('cap', 'msg', @('&Yes', '&No'), 1)", "C:cap,msg,&Yes/&No | 0", typed: ["y"]),
    CoreRow("$Host.UI.PromptForChoice('cap', 'msg', @('&Yes', '&No'), 1)", "C:cap,msg,&Yes/&No | 1"),
    CoreRow(
      "$y = New-Object System.Management.Automation.Host.ChoiceDescription '&Yes', 'do it'; $n = New-Object System.Management.Automation.Host.ChoiceDescription '&No'; $o = [System.Management.Automation.Host.ChoiceDescription[]]($y, $n); $Host.UI.PromptForChoice('t', 'm', $o, 0)",
      "C:t,m,&Yes/&No | 1", typed: ["n"]),
    CoreRow("$Host.UI.PromptForChoice('c', 'm', @('&Yes'), 5)", "!ArgumentOutOfRangeException"),
    CoreRow(
      "$Host.UI.PromptForCredential('c', 'm', 'u', '').UserName", "H:\nc | H:m | *Password for user u:  | u",
      typed: ["p"]),
    CoreRow("[Console]::WriteLine('a {0}', 5)", "I:a 5"),
    CoreRow("[Console]::Write('x'); [Console]::WriteLine()", "I:x~ | I:"),
    CoreRow("[Console]::Out.WriteLine('o')", "I:o"),
    CoreRow("[Console]::Title = 'q'; [System.Console]::Title", "q"),
    CoreRow("[Console]::ReadLine()", "? | in", typed: ["in"]),
    CoreRow("[Console]::In.ReadToEnd().Length", "? | ? | ? | 4", typed: ["a", "b"]),
    CoreRow(
      "[Console]::ForegroundColor = 'Green'; [Console]::ForegroundColor; [Console]::ResetColor(); [Console]::ForegroundColor",
      "Green | Gray"),
    CoreRow("[Console]::OutputEncoding = [System.Text.Encoding]::UTF8; 'ok'", "ok"),
    CoreRow("[Console]::OutputEncoding = [System.Text.Encoding]::Unicode", "!PlatformNotSupportedException"),
    CoreRow("[Console]::WindowWidth", "120"), CoreRow("[Console]::IsInputRedirected", "True"),
    CoreRow("[Console]::Nope = 1", "!PropertyNotFound"), CoreRow("[Console]::ReadKey($true)", "!InvalidOperation"),
  ])
  func hostObject(_ row: CoreRow) { row.check() }

  @Test func historyIsTheShells() throws {
    let shell = TestShell()
    let now = DateTime.systemNow()
    for line in ["Get-Date", "'two'", "'three'"] { shell.facilities.history.add(line, start: now, end: now) }
    shell.run(
      "(Get-History).CommandLine; (Get-History -Count 1).Id; Invoke-History 2; r; (Get-History 1).ExecutionStatus")
    #expect(
      shell.host.lines == ["Get-Date", "'two'", "'three'", "3", "H:'two'", "two", "H:'three'", "three", "Completed"])
    shell.run("Get-History 99; Invoke-History 99; Invoke-History nope")
    #expect(
      shell.host.lines.suffix(3) == [
        "!GetHistoryNoHistoryForId", "!GetHistoryNoHistoryForId", "!InvokeHistoryNoHistoryForCommandline",
      ])
    shell.run(
      "Clear-History -Id 1; (Get-History).Count; Clear-History; @(Get-History).Count; Add-History ([pscustomobject]@{ CommandLine = 'x' }) -Passthru | % CommandLine; r; Add-History 5"
    )
    #expect(
      shell.host.lines.suffix(6) == ["2", "0", "x", "H:x", "!CommandNotFoundException", "!AddHistoryInvalidInput"])
  }

  @Test func historyIsBounded() {
    let store = HistoryStore()
    let now = DateTime.systemNow()
    for number in 0..<(HistoryStore.limit + 10) { store.add("\(number)", start: now, end: now) }
    #expect(store.all.count == HistoryStore.limit)
    #expect(store.all.first?.id == 11)
  }

  @Test func completersAreKept() {
    let shell = TestShell()
    shell.run(
      "Register-ArgumentCompleter -CommandName Get-It -ParameterName Name -ScriptBlock { 'a', 'b' }; Register-ArgumentCompleter -Native -CommandName git -ScriptBlock { 'push' }"
    )
    #expect(shell.facilities.completers.completer(command: "get-it", parameter: "name") != nil)
    #expect(shell.facilities.completers.completer(command: "git", parameter: nil) != nil)
    #expect(shell.facilities.completers.completer(command: "other", parameter: "name") == nil)
  }

  @Test func exitIsRequested() {
    let shell = TestShell()
    shell.run("$Host.SetShouldExit(7)")
    #expect(shell.console.exitCode == 7)
  }
}
