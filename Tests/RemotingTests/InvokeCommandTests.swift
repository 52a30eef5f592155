import PowerShell
import Remoting
import Testing

@Suite("Invoke-Command")
struct InvokeCommandTests {
  @Test(arguments: [
    // Here.
    RemoteRow("Invoke-Command { 1; 2 }", "1 | 2"),
    RemoteRow("Invoke-Command -ScriptBlock { $here }", "local"),
    RemoteRow("icm { param($a, $b) \"$b-$a\" } -ArgumentList 1, 2", "2-1"),
    RemoteRow("1, 2 | Invoke-Command { $input }", "1 | 2"),
    RemoteRow("1, 2 | Invoke-Command { process { $_ * 2 } }", "2 | 4"),
    RemoteRow("Invoke-Command { $input } -InputObject 5, 6", "5 | 6"),
    RemoteRow("$x = 1; Invoke-Command { $x = 2 }; $x", "1"),
    RemoteRow("$x = 1; Invoke-Command { $x = 2 } -NoNewScope; $x", "2"),
    RemoteRow("$x = 1; Invoke-Command { $using:x }", "!UsingWithoutInvokeCommand"),
    // In a machine.
    RemoteRow("Invoke-Command -VMName L1 { $here }", "L1"),
    RemoteRow("Invoke-Command -VMName L1 -ScriptBlock { 'a'; 'b' }", "a | b"),
    RemoteRow("Invoke-Command L1 { $here }", "L1"),
    RemoteRow("Invoke-Command -ComputerName L1/L2 { $here }", "L1/L2"),
    RemoteRow("Invoke-Command -ComputerName localhost { $here }", "localhost"),
    RemoteRow("Invoke-Command -VMId 11111111-1111-1111-1111-111111111111 { $level }", "1"),
    RemoteRow("Invoke-Command -VMName L1 { }", ""),
    RemoteRow("Invoke-Command -VMName L1 { param($a, $b = 'd') \"$a $b\" } -ArgumentList 1", "1 d"),
    RemoteRow("Invoke-Command -VMName L1 { $args.Count; $args[1] } -Args 4, 5", "2 | 5"),
    RemoteRow("Invoke-Command -VMName L1 { param([string[]]$n) $n.Count } -ArgumentList (, ('a', 'b', 'c'))", "3"),
    RemoteRow("1, 2, 3 | Invoke-Command -VMName L1 { $input }", "1 | 2 | 3"),
    RemoteRow("1, 2, 3 | Invoke-Command -VMName L1 { process { $_ + 1 } }", "2 | 3 | 4"),
    RemoteRow("Invoke-Command -VMName L1 { $input } -InputObject 7, 8", "7 | 8"),
    RemoteRow("@() | Invoke-Command -VMName L1 { 'x' }", "x"),
    RemoteRow("Invoke-Command -VMName L1 { $x = 5; $x }; $x", "5 | <null>"),
    RemoteRow("Invoke-Command -VMName L1 { 1..5 } | Select-First", "1"),
    RemoteRow("Invoke-Command -VMName L1 { throw 'no' } -ErrorAction SilentlyContinue; 'next'", "!no | next"),
    // The computer that it came from.
    RemoteRow("(Invoke-Command -VMName L1 { 'a' }).PSComputerName", "L1"),
    RemoteRow("(Invoke-Command -VMName L1 { [pscustomobject]@{ a = 1 } }).PSComputerName", "L1"),
    RemoteRow("(Invoke-Command -VMName L1 { [pscustomobject]@{ a = 1 } }).PSShowComputerName", "True"),
    RemoteRow(
      "(Invoke-Command -VMName L1 { [pscustomobject]@{ a = 1 } } -HideComputerName).PSShowComputerName", "False"),
    RemoteRow("(Invoke-Command -VMName L1 { @{ a = 1 } }).PSComputerName", "L1"),
    RemoteRow("(Invoke-Command -VMName L1 { 1 }).RunspaceId.GetType().Name", "Guid"),
    // What carries the mark still is what it was.
    RemoteRow("(Invoke-Command -VMName L1 { 20 }) + 1", "21"),
    RemoteRow("1 + (Invoke-Command -VMName L1 { 20 })", "21"),
    RemoteRow("(Invoke-Command -VMName L1 { 20 }) -eq 20", "True"),
    RemoteRow("20 -lt (Invoke-Command -VMName L1 { 21 })", "True"),
    RemoteRow("if (Invoke-Command -VMName L1 { $false }) { 'yes' } else { 'no' }", "no"),
    RemoteRow("if (Invoke-Command -VMName L1 { $true }) { 'yes' } else { 'no' }", "yes"),
    RemoteRow("\"<$(Invoke-Command -VMName L1 { 'text' })>\"", "<text>"),
    RemoteRow("(Invoke-Command -VMName L1 { 'text' }).ToUpper()", "TEXT"),
    RemoteRow("(Invoke-Command -VMName L1 { 'text' }) -match '^t'", "True"),
    RemoteRow("(Invoke-Command -VMName L1 { 'text' }) -is [string]", "True"),
    RemoteRow("(Invoke-Command -VMName L1 { 'a,b' }) -split ','", "a | b"),
    RemoteRow("[int](Invoke-Command -VMName L1 { '12' }) + 1", "13"),
    RemoteRow("$h = @{ L1 = 5 }; $h[(Invoke-Command -VMName L1 { $here })]", "5"),
    RemoteRow("switch (Invoke-Command -VMName L1 { 'b' }) { 'a' { 1 } 'b' { 2 } }", "2"),
    RemoteRow("foreach ($x in Invoke-Command -VMName L1 { 1, 2 }) { $x * 2 }", "2 | 4"),
    RemoteRow("(Invoke-Command -VMName L1 { 3, 1, 2 })[1]", "1"),
    RemoteRow("(Invoke-Command -VMName L1 { 1..10 }).Count", "10"),
    RemoteRow("(Invoke-Command -VMName L1 { (1, 2), (3, 4) }).Count", "2"),
    RemoteRow("-(Invoke-Command -VMName L1 { 3 })", "-3"),
    RemoteRow("$n = Invoke-Command -VMName L1 { 3 }; $n++; $n", "4"),
    RemoteRow("(1..10)[(Invoke-Command -VMName L1 { 3 })]", "4"),
    RemoteRow("'a' * (Invoke-Command -VMName L1 { 3 })", "aaa"),
    RemoteRow("1..(Invoke-Command -VMName L1 { 3 })", "1 | 2 | 3"),
    RemoteRow("!(Invoke-Command -VMName L1 { $true })", "False"),
    RemoteRow("'{0:N1}' -f (Invoke-Command -VMName L1 { 2.25 })", "2.3"),
    RemoteRow("[math]::Max((Invoke-Command -VMName L1 { 2 }), 1)", "2"),
    RemoteRow("(Invoke-Command -VMName L1 { 'b' }) -in 'a', 'b'", "True"),
    RemoteRow("$a = 'x', (Invoke-Command -VMName L1 { 'b' }); $a -join '+'", "x+b"),
    RemoteRow("function f([int]$n) { $n + 1 } f (Invoke-Command -VMName L1 { 2 })", "3"),
    RemoteRow("Invoke-Command -VMName L2 { $args[0] + 1 } -ArgumentList (Invoke-Command -VMName L1 { 4 })", "5"),
  ])
  func rows(row: RemoteRow) async throws { try await row.check() }

  @Test(arguments: [
    RemoteRow("$v = 'hello'; Invoke-Command -VMName L1 { $using:v }", "hello"),
    RemoteRow("$v = 'hello'; Invoke-Command -VMName L1 { \"<$using:v>\" }", "<hello>"),
    RemoteRow("$v = 1; Invoke-Command -VMName L1 { $v = 9; $using:v; $v }", "1 | 9"),
    RemoteRow("$v = @{ a = 1; b = 2 }; Invoke-Command -VMName L1 { $using:v.b }", "2"),
    RemoteRow("$v = 4, 5, 6; Invoke-Command -VMName L1 { $using:v[1] }", "5"),
    RemoteRow("$v = 4, 5, 6; Invoke-Command -VMName L1 { ($using:v).Count }", "3"),
    RemoteRow("$v = 'ab'; Invoke-Command -VMName L1 { $using:v.ToUpper() }", "AB"),
    RemoteRow("$v = Get-Thing 3; Invoke-Command -VMName L1 { $using:v.State }", "Running"),
    RemoteRow("$v = Get-Thing 5; Invoke-Command -VMName L1 { $using:v.Inner.Inner.Inner.Depth }", "2"),
    RemoteRow("$v = Get-Thing 5; Invoke-Command -VMName L1 { \"$($using:v)\" }", "thing 5"),
    RemoteRow("function f($p) { Invoke-Command -VMName L1 { $using:p } } f 3", "3"),
    RemoteRow("$v = 2; Invoke-Command -VMName L1 { 1..2 | ForEach-Object { $_ * $using:v } }", "2 | 4"),
    RemoteRow("$v = $null; Invoke-Command -VMName L1 { $null -eq $using:v }", "True"),
    RemoteRow("Invoke-Command -VMName L1 { $using:nothere }", "!UsingVariableIsUndefined"),
    RemoteRow("Invoke-Command -VMName L1 { & { $using:nothere } }", "!UsingVariableIsUndefined"),
    RemoteRow("$v = 1; Invoke-Command -VMName L1 { $using:v = 2 }", "!UsingVariableNotAssignable"),
    // Two levels.
    RemoteRow("Invoke-Command -VMName L1 { Invoke-Command -VMName L2 { \"$here $level\" } }", "L2 2"),
    RemoteRow("$v = 'o'; Invoke-Command -VMName L1 { Invoke-Command -VMName L2 { $using:v } }", "o"),
    RemoteRow("Invoke-Command -VMName L1 { $w = 'i'; Invoke-Command -VMName L2 { $using:w } }", "i"),
    RemoteRow(
      "$v = 'o'; Invoke-Command -VMName L1 { $w = 'i'; Invoke-Command -VMName L2 { $using:v + $using:w } }", "oi"),
    RemoteRow("$v = 'o'; Invoke-Command -VMName L1 { $v = 'i'; Invoke-Command -VMName L2 { $using:v } }", "i"),
    RemoteRow(
      "$v = 1; icm -VMName L1 { icm -VMName L2 { icm -VMName L3 { $using:v + $level } } }", "4"),
    RemoteRow(
      "icm -VMName L1 { icm -VMName L2 { param($a) $a + 1 } -ArgumentList ($args[0] + 1) } -ArgumentList 1", "3"),
    RemoteRow("(icm -VMName L1 { icm -VMName L2 { 'x' } }).PSComputerName", "L1"),
    RemoteRow("icm -VMName L1 { icm -VMName L2 { throw 'deep' } }", "!deep"),
  ])
  func using(row: RemoteRow) async throws { try await row.check() }

  @Test(arguments: [
    RemoteRow(
      "Invoke-Command -VMName L1 { 1; Write-Warning w; 2; Write-Error e; 3; Write-Host h -ForegroundColor Red; 4 }",
      "1 | W:w | 2 | !WriteErrorException | 3 | I(Red):h | 4"),
    RemoteRow("Invoke-Command -VMName L1 { $VerbosePreference = 'Continue'; Write-Verbose v; 1 }", "1"),
    RemoteRow("Invoke-Command -VMName L1 { $VerbosePreference = 'Continue'; Write-Verbose v; 1 } -Verbose", "V:v | 1"),
    RemoteRow(
      "$VerbosePreference = 'Continue'; icm -VMName L1 { $VerbosePreference = 'Continue'; Write-Verbose v }", "V:v"),
    RemoteRow("$DebugPreference = 'Continue'; icm -VMName L1 { $DebugPreference = 'Continue'; Write-Debug d }", "D:d"),
    RemoteRow("Invoke-Command -VMName L1 { Write-Progress going }", "P:going 40"),
    RemoteRow("Invoke-Command -VMName L1 { Write-Warning w } -WarningAction SilentlyContinue", ""),
    RemoteRow("$a = Invoke-Command -VMName L1 { 1; Write-Warning w; 2 }; $a.Count", "W:w | 2"),
    RemoteRow(
      "Invoke-Command -VMName L1 { Write-Error e } -ErrorVariable v -ErrorAction SilentlyContinue; $v.Count", "1"),
    RemoteRow("Invoke-Command -VMName L1 { Write-Error e } 2> $null; $Error.Count", "1"),
    RemoteRow("Invoke-Command -VMName L1 { Read-Host 'Name' }", "Q:Name | Ann", answers: ["Ann"]),
    RemoteRow("Invoke-Command -VMName L1 { Read-Host 'Pin' -Secret }", "S:Pin | 1234", answers: ["1234"]),
    RemoteRow("Invoke-Command -VMName L1 { Read-Host 'Name' }", "Q:Name | <null>", answers: [nil]),
    RemoteRow("Invoke-Command -VMName L1 { Read-Host 'Name' }", "!InvalidOperation"),
    RemoteRow("Invoke-Command -VMName L1 { Read-Choice }", "C:Caption/Message/&Yes=does it,&No=/1 | 1", answers: ["1"]),
    RemoteRow(
      "Invoke-Command -VMName L1 { Read-Choice }", "C:Caption/Message/&Yes=does it,&No=/1 | !RemotePromptAnswer",
      answers: ["9"]),
    RemoteRow(
      "Invoke-Command -VMName L1 { Read-Fields }", "F:C/M/Name:System.String,Age:System.Int32 | Ann | 7",
      answers: ["Ann;7"]),
    RemoteRow(
      "icm -VMName L1 { icm -VMName L2 { Read-Host 'Deep' } }", "Q:Deep | ok", answers: ["ok"]),
  ])
  func streams(row: RemoteRow) async throws { try await row.check() }

  @Test(arguments: [
    RemoteRow("Invoke-Command -VMName gone { 1 }; 'next'", "!InvalidVMNameNotSingle | next"),
    RemoteRow("Invoke-Command -VMName off { 1 }", "!InvalidVMState"),
    RemoteRow("Invoke-Command -VMName deaf { 1 }", "!PSSessionOpenFailed"),
    RemoteRow("Invoke-Command -VMId 22222222-2222-2222-2222-222222222222 { 1 }", "!InvalidVMIdNotSingle"),
    RemoteRow(
      "try { Invoke-Command -VMName gone { 1 } -ErrorAction Stop } catch { $_.Exception.Message }",
      "The input VMName gone does not resolve to a single virtual machine."),
    RemoteRow(
      "Invoke-Command -VMName off { 1 } -ErrorAction SilentlyContinue; $Error[0].Exception.Message",
      "The virtual machine off is not in running state."),
    RemoteRow("$Error.Clear(); icm -VMName off { 1 } 2> $null; $Error[0].CategoryInfo.Category", "InvalidArgument"),
    RemoteRow("Invoke-Command -VMName L1 { throw 'no' }; 'next'", "!no | next"),
    RemoteRow("try { Invoke-Command -VMName L1 { throw 'no' } } catch { \"caught $_\" }", "caught no"),
    RemoteRow(
      "try { Invoke-Command -VMName L1 { $ErrorActionPreference = 'Stop'; Stop-Here m } } catch { $_.Exception.GetType().FullName }",
      "System.IO.FileNotFoundException"),
    RemoteRow(
      "try { Invoke-Command -VMName L1 { throw 'x' } } catch [System.Management.Automation.RemoteException] { 'remote' }",
      "remote"),
    RemoteRow("try { icm -VMName L1 { Write-Error e; 'after' } } catch { 'never' }", "!WriteErrorException | after"),
    RemoteRow("try { icm -VMName L1 { Write-Error e; 'after' } -ErrorAction Stop } catch { 'caught' }", "caught"),
    RemoteRow("Invoke-Command -VMName L1 { 1; exit 3; 2 }; 'next'", "1 | next"),
    RemoteRow("Invoke-Command -VMName L1 { nosuchcommand }", "!CommandNotFoundException"),
    RemoteRow("Invoke-Command -VMName L1 { 1 / 0; 2 }", "!RuntimeException | 2"),
    RemoteRow("$Error.Clear(); icm -VMName L1 { Stop-Here m } 2> $null; $Error[0].TargetObject", "the-target"),
    RemoteRow("Invoke-Command -VMName L1 { 1 } -Port 5985", "!AmbiguousParameterSet"),
    RemoteRow("Invoke-Command -ComputerName L1 { 1 } -Port 5985", "!ParameterNotSupported"),
    RemoteRow("Invoke-Command -ComputerName '/' { 1 }", "!PSSessionInvalidComputerName"),
    RemoteRow("Invoke-Command -VMName L1 { 1 } -Credential x", "1"),
    RemoteRow(
      "Invoke-Command -VMName L1 { 1 } -Credential x -Verbose",
      "V:The guest link needs no credential: whoever may manage a machine may run commands in it. -Credential is not "
        + "used. | 1"),
    RemoteRow("Invoke-Command -VMName L1 -FilePath /nowhere/x.ps1", "!PathNotFound"),
    RemoteRow("Invoke-Command -VMName L1 { Get-Secret; 'next' }", "!RemoteObjectNotSent | next"),
    RemoteRow("Invoke-Command -VMName L1 { 1 } -ArgumentList (Get-Secret)", "!RemoteObjectNotSent"),
    RemoteRow("Invoke-Command -VMName L1 { $a = 'x' * 40000000; $a; 'next' }", "!RemoteObjectSizeLimit | next"),
    RemoteRow("icm -VMName L1 { 1 } -ArgumentList ('x' * 40000000)", "!RemoteObjectSizeLimit"),
  ])
  func errors(row: RemoteRow) async throws { try await row.check() }

  @Test(arguments: [
    RemoteRow("(icm -VMName B1, B2, B3 { $here } | ForEach-Object { $_.PSComputerName }).Count", "3"),
    RemoteRow("$r = icm -VMName B1, B2, B3 { $here }; ($r | ForEach-Object { \"$_\" }) -contains 'B2'", "True"),
    RemoteRow(
      "$r = icm -VMName B1, B2, B3 { 1..100 } -ThrottleLimit 1; $r.Count; $r[0].PSComputerName; $r[299].PSComputerName",
      "300 | B1 | B3"),
    RemoteRow("icm -VMName B1, gone { $here }; 'next'", "B1 | !InvalidVMNameNotSingle | next"),
    RemoteRow("icm -VMName B1, B2 { throw 'no' }; 'next'", "!no | !no | next"),
    RemoteRow("$n = 0; icm -VMName B1, B2 { 1..2000 } | ForEach-Object { $n++ }; $n", "4000"),
    RemoteRow("(icm -VMName B1, B2 { 1..2000 } | Select-First).Count", "1"),
    RemoteRow("1, 2 | icm -VMName B1, B2 { $input } -ThrottleLimit 1", "1 | 2 | 1 | 2"),
  ])
  func several(row: RemoteRow) async throws {
    let isOrdered = !row.script.contains("gone")
    guard isOrdered else {
      // Which computer answers first is not told.
      let lines = try await ScriptThread.run { [script = row.script] in
        let host = RecordingHost()
        try Fixture.session(host).session.run(script)
        return host.lines
      }
      #expect(Set(lines) == Set(row.expected.split(separator: " | ").map { String($0) }))
      return
    }
    try await row.check()
  }
}
