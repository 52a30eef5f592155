import Testing

@Suite("Streams, redirection and common parameters: about_Redirection, about_CommonParameters")
struct StreamRowTests {
  @Test(arguments: rows)
  func streams(_ row: RuntimeRow) { row.check() }

  private static let rows = [
    RuntimeRow("$ConfirmPreference", "High"),
    RuntimeRow("1,2,3 | Measure-Object | % { $_.Count } -PipelineVariable z", "3"),
    RuntimeRow(#"1,2,3 | % { $_ } -PipelineVariable z | % { "$z-$_" }"#, "1-1 | 2-2 | 3-3"),
    RuntimeRow("1..3 | Write-Output -PipelineVariable p | % { $p * 10 }", "10 | 20 | 30"),
    RuntimeRow("Write-Output 1,2 -OutVariable o | Out-Null; $o.Count; $o.GetType().Name", "2 | ArrayList"),
    RuntimeRow(#"function f { [CmdletBinding()] param() 1; 2 }; f -OutVariable o | Out-Null; "$o""#, "1 2"),
    RuntimeRow(
      #"function f { [CmdletBinding()] param() Write-Error 'x' }; f -ErrorVariable e -ErrorAction SilentlyContinue; $e.Count; "$e""#,
      "1 | x"),
    RuntimeRow(
      "function f { [CmdletBinding()] param() 1/0; 'after' }; f -ErrorVariable e -ErrorAction SilentlyContinue; $e.Count",
      "after | 1"),
    RuntimeRow(
      #"function f { [CmdletBinding()] param() Write-Warning 'w' }; f -WarningVariable w -WarningAction SilentlyContinue; "$w""#,
      "w"),
    RuntimeRow(
      "function f { [CmdletBinding()] param() process { 'p' } }; 1 | f -OutVariable +o; f -OutVariable +o; $o.Count",
      "!InputObjectNotBound | p | 1"),
    RuntimeRow("Write-Output 1,2,3 -OutBuffer 1 | % { $_ }", "1 | 2 | 3"),
    RuntimeRow(#"1,2,3,4 | ? { $_ -gt 1 } -OutVariable q | Out-Null; "$q""#, "2 3 4"),
    RuntimeRow("$ErrorActionPreference = 'Stop'; try { Write-Error 'e' } catch { 'caught' }", "caught"),
    RuntimeRow("1..3 > $null; 'ok'", "ok"),
    RuntimeRow(#"Write-Warning 'w' 3>&1 | % { "got $_" }"#, "got w"),
    RuntimeRow(#"Write-Error 'e' 2>&1 | % { "got $_" }"#, "got e"),
    RuntimeRow(#"& { Write-Warning 'w'; Write-Error 'e'; 'o' } *>&1 | % { "$_" }"#, "w | e | o"),
    RuntimeRow("& { Write-Warning 'w'; 'o' } 3> $null", "o"),
    RuntimeRow("Write-Warning 'w' *> $null; 'after'", "after"),
    RuntimeRow(#"& { Write-Verbose 'v' -Verbose } 4>&1 | % { "got $_" }"#, "got v"),
    RuntimeRow("$x = Write-Error 'e' 2>&1; $x.GetType().Name", "ErrorRecord"),
    RuntimeRow("$x = Write-Warning 'w' 3>&1; $x.GetType().Name; $x.Message", "WarningRecord | w"),
    RuntimeRow(#"Write-Host 'h' 6>&1 | % { $_.GetType().Name; "$_" }"#, "InformationRecord | h"),
    RuntimeRow("function f { Write-Error 'a'; 'b' }; f 2>$null", "b"),
    RuntimeRow("if ($true) { 'x' } > $null; 'y'", "!UnexpectedToken"),
    RuntimeRow("1 3>&2", "!RedirectionNotSupported"),
    RuntimeRow("1 2>&1 2>&1", "!StreamAlreadyRedirected"),
    RuntimeRow("$ErrorActionPreference = 'SilentlyContinue'; 1/0; 'quiet'", "quiet"),
    RuntimeRow("& { $ErrorActionPreference = 'Stop'; try { Write-Error 'x' } catch { 'stopped' } }", "stopped"),
    RuntimeRow("$WarningPreference = 'SilentlyContinue'; Write-Warning 'w'; 'q'", "q"),
    RuntimeRow("$VerbosePreference = 'Continue'; Write-Verbose 'v'", "V:v"),
    RuntimeRow("Write-Verbose 'v' -Verbose; Write-Verbose 'n'", "V:v"),
    RuntimeRow(#"Write-Warning 'w' -WarningAction SilentlyContinue -WarningVariable wv; "$wv""#, "w"),
    RuntimeRow(
      "Write-Error 'e' -ErrorVariable ev -ErrorAction SilentlyContinue; $ev.Count; $ev[0].Exception.Message",
      "1 | e"),
    RuntimeRow("function f { [CmdletBinding()] param() Write-Verbose 'in' }; f -Verbose; f", "V:in"),
    RuntimeRow(
      "$DebugPreference = 'Continue'; function f { [CmdletBinding()] param() $PSCmdlet.WriteDebug('d') }; f",
      "D:d"),
    RuntimeRow(
      "$WhatIfPreference = $true; function f { [CmdletBinding(SupportsShouldProcess)] param() $PSCmdlet.ShouldProcess('t') }; f",
      #"H:What if: Performing the operation "f" on target "t". | False"#),
    RuntimeRow("function f { [void](1 + 1); $null = 5; 6 > $null; 'only' }; f", "only"),
  ]
}
