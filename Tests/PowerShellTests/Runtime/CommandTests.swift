import Testing

/// about_Pipelines, about_Functions, about_Functions_Advanced, about_Script_Blocks, about_Scopes, about_Splatting.
struct CommandTests {
  @Test(arguments: [
    RuntimeRow("1..3 | ForEach-Object { $_ * 2 }", "2 | 4 | 6"), RuntimeRow("1..4 | ? { $_ % 2 }", "1 | 3"),
    RuntimeRow("1..3 | % { $x = $_ }; $x", "3"), RuntimeRow("1..3 | % { $PSItem }", "1 | 2 | 3"),
    RuntimeRow("1..2 | % { $a = $_; 3..4 | % { \"$a$_\" } }", "13 | 14 | 23 | 24"),
    RuntimeRow("1..3 | % { 'b' } { $_ } { 'e' }", "b | 1 | 2 | 3 | e"),
    RuntimeRow("1..3 | ForEach-Object -Begin { $s = 0 } -Process { $s += $_ } -End { $s }", "6"),
    RuntimeRow("1..100000 | Select-Object -First 2", "1 | 2"), RuntimeRow("(1..10 | Measure-Object -Sum).Sum", "55"),
    RuntimeRow("$n = 0; 1..10 | % { $n++; $_ } | Select-Object -First 2 | Out-Null; $n", "2"),
    RuntimeRow("@(1, @(2, 3)) | % { $_.Count }", "1 | 2"), RuntimeRow("@{ a = 1 } | % { $_.a }", "1"),
    RuntimeRow("'ab' | % { $_.Length }", "2"), RuntimeRow("$null | % { 'n' }", "n"), RuntimeRow("@() | % { 'n' }", ""),
    RuntimeRow("function f { }; f | % { 'n' }", ""), RuntimeRow("$x = 1..3 | % { $_ }; $x.Count", "3"),
    RuntimeRow("$x = 1 | ? { $_ -gt 5 }; $null -eq $x", "True"),
    RuntimeRow("1..3 | % { return $_; 'no' }", "1 | 2 | 3"),
    RuntimeRow("1..3 | % { if ($_ -eq 2) { return }; $_ }", "1 | 3"),
    RuntimeRow("Write-Output 1, 2 | % { $_ + 1 }", "2 | 3"),
    RuntimeRow("1, 2 | Write-Output", "1 | 2"), RuntimeRow("[void](1 + 1)", ""), RuntimeRow("1 | Out-Null; 2", "2"),
    RuntimeRow("Write-Warning 'w' 3>&1 | % { \"got $_\" }", "got w"),
    RuntimeRow("Write-Error 'm' 2>&1 | % { $_.Exception.Message }", "m"),
    RuntimeRow("Write-Error 'm' 2> $null; 'x'", "x"), RuntimeRow("& { 'o'; Write-Warning 'w' } *> $null; 'x'", "x"),
    RuntimeRow("& { 'o'; Write-Warning 'w' } 3> $null", "o"), RuntimeRow("Write-Host 'h'", "I:h"),
    RuntimeRow("$x = & { Write-Warning 'w'; 1 } 3>&1; $x.Count", "2"),
    RuntimeRow("1 / 0 2> $null; 'x'", "!RuntimeException | x"),
    RuntimeRow("Write-Verbose 'v'; Write-Verbose 'v' -Verbose", "V:v"),
    RuntimeRow("$VerbosePreference = 'Continue'; Write-Verbose 'v'", "V:v"),
    RuntimeRow("1..3 | & { process { $_ * 2 } }", "2 | 4 | 6"), RuntimeRow("1..3 | & { $input.Count }", "3"),
  ])
  func pipelines(_ row: RuntimeRow) { row.check() }

  @Test(arguments: [
    RuntimeRow("function f { 'x' }; f", "x"), RuntimeRow("function f($a) { $a }; f 5", "5"),
    RuntimeRow("function f($a, $b = 2) { \"$a $b\" }; f 1; f -b 3 -a 4", "1 2 | 4 3"),
    RuntimeRow("function f { param($a) $a + 1 }; f -a 4", "5"),
    RuntimeRow("function f { $args.Count; $args[1] }; f a b", "2 | b"),
    RuntimeRow("function f($a) { $args }; f 1 2 3", "2 | 3"),
    RuntimeRow("function f([int]$a) { $a.GetType().Name }; f '5'", "Int32"),
    RuntimeRow("function f([int]$a) { $a }; f", "0"),
    RuntimeRow("function f([string]$a) { \"[$a]\" }; f", "[]"),
    RuntimeRow("function f([switch]$s) { $s.IsPresent }; f; f -s", "False | True"),
    RuntimeRow("function f([switch]$s) { if ($s) { 'y' } else { 'n' } }; f -s:$false", "n"),
    RuntimeRow("function f($a = $b, $b = 2) { \"$a-$b\" }; f", "-2"),
    RuntimeRow("function f([int]$a) { }; f 'x'", "!ParameterArgumentTransformationError"),
    RuntimeRow("function f { return 1; 2 }; f", "1"), RuntimeRow("function f { 1; 2 }; (f).Count", "2"),
    RuntimeRow("function f { $x = 1 }; f; $null -eq $x", "True"), RuntimeRow("$x = 1; function f { $x }; f", "1"),
    RuntimeRow("$x = 1; function f { $x = 2; $x }; f; $x", "2 | 1"),
    RuntimeRow("$x = 1; function f { $script:x = 2 }; f; $x", "2"),
    RuntimeRow("function f { $global:g = 4 }; f; $g", "4"),
    RuntimeRow("function f { $x = 1; g }; function g { $x }; f", "1"),
    RuntimeRow("function f { $private:x = 1; g }; function g { $null -eq $x }; f", "True"),
    RuntimeRow("function f { g; function g { 1 } }; f", "!CommandNotFoundException"),
    RuntimeRow("filter f { $_ * 2 }; 1..3 | f", "2 | 4 | 6"),
    RuntimeRow("function f { begin { 'b' } process { $_ } end { 'e' } }; 1, 2 | f", "b | 1 | 2 | e"),
    RuntimeRow("function f { process { 'p' } }; f", "p"), RuntimeRow("function f { $input }; 1, 2 | f", "1 | 2"),
    RuntimeRow("function fact($n) { if ($n -le 1) { 1 } else { $n * (fact ($n - 1)) } }; fact 10", "3628800"),
    RuntimeRow("function f($a, $b) { \"$a $b\" }; $p = @{ a = 1; b = 2 }; f @p", "1 2"),
    RuntimeRow("function f($a, $b) { \"$a $b\" }; $p = 1, 2; f @p", "1 2"),
    RuntimeRow("function f { g @args }; function g($x, $y) { \"$x$y\" }; f 1 2", "12"),
    RuntimeRow("function f($a) { $PSBoundParameters.ContainsKey('a') }; f 1; f", "True | False"),
    RuntimeRow("function f { $MyInvocation.MyCommand.Name }; f", "f"),
    RuntimeRow("function Get-It { 'it' }; get-IT", "it"),
    RuntimeRow("function f { function g { 'inner' }; g }; f", "inner"), RuntimeRow("function global:h { 'h' }; h", "h"),
    RuntimeRow("$function:f = { 'made' }; f", "made"), RuntimeRow("& (Get-Nope)", "!CommandNotFoundException"),
    RuntimeRow("function f($x) { $x.Count }; f (1, 2, 3)", "3"), RuntimeRow("function f($x) { $x }; f -x:5", "5"),
    RuntimeRow("function f($Name) { $Name }; f bare-word", "bare-word"),
    RuntimeRow("function f($a) { $a = 5; $a }; $a = 1; f 2; $a", "5 | 1"),
    RuntimeRow("function f([int]$n) { $n = 'x' }; f 1", "!InvalidCastFromStringToInteger"),
  ])
  func functions(_ row: RuntimeRow) { row.check() }

  @Test(arguments: [
    RuntimeRow("function f { [CmdletBinding()] param([Parameter(Mandatory)]$a) $a }; f -a 1", "1"),
    RuntimeRow("function f { [CmdletBinding()] param($a) $a }; f 1 2", "!PositionalParameterNotFound"),
    RuntimeRow("function f { [CmdletBinding()] param($a) $a }; f -nope 1", "!NamedParameterNotFound"),
    RuntimeRow("function f { param([Parameter(ValueFromPipeline)]$v) process { $v * 2 } }; 1..3 | f", "2 | 4 | 6"),
    RuntimeRow(
      "function f { param([Parameter(ValueFromPipelineByPropertyName)]$n) process { $n } }; [pscustomobject]@{ n = 4 } | f",
      "4"),
    RuntimeRow("function f { param([ValidateSet('a', 'b')]$v) $v }; f a; f c", "a | !ParameterArgumentValidationError"),
    RuntimeRow(
      "function f { param([ValidateRange(1, 5)][int]$v) $v }; f 3; f 9", "3 | !ParameterArgumentValidationError"),
    RuntimeRow(
      "function f { param([ValidateScript({ $_ -gt 2 })]$v) $v }; f 3; f 1", "3 | !ParameterArgumentValidationError"),
    RuntimeRow("function f { param([Alias('q')]$v) $v }; f -q 3", "3"),
    RuntimeRow("function f { [CmdletBinding()] param() Write-Verbose 'v' }; f -Verbose", "V:v"),
    RuntimeRow(
      "function f { [CmdletBinding(SupportsShouldProcess)] param() if ($PSCmdlet.ShouldProcess('t')) { 'did' } }; f; f -WhatIf",
      "did | H:What if: Performing the operation \"f\" on target \"t\"."),
    RuntimeRow(
      "function f { [CmdletBinding()] param() 1 / 0; 'after' }; f -ErrorAction Stop; 'next'", "!RuntimeException"),
    RuntimeRow(
      "function f { [CmdletBinding()] param() Write-Error 'm'; 'after' }; f -ErrorAction SilentlyContinue", "after"),
    RuntimeRow(
      "function f { [CmdletBinding(DefaultParameterSetName = 'A')] param([Parameter(ParameterSetName = 'A')]$a, [Parameter(ParameterSetName = 'B')]$b) $PSCmdlet.ParameterSetName }; f; f -b 1",
      "A | B"),
    RuntimeRow("function f { param([Parameter(ValueFromRemainingArguments)]$r) $r.Count }; f 1 2 3", "3"),
    RuntimeRow("$PSDefaultParameterValues['f:a'] = 8; function f { [CmdletBinding()] param($a) $a }; f", "8"),
  ])
  func advanced(_ row: RuntimeRow) { row.check() }

  @Test(arguments: [
    RuntimeRow("& { 'x' }", "x"), RuntimeRow("$b = { param($a) $a * 2 }; & $b 4", "8"),
    RuntimeRow("$b = { $args[0] }; $b.Invoke(5)", "5"),
    RuntimeRow("$x = 1; & { $x = 2 }; $x", "1"), RuntimeRow("$x = 1; . { $x = 2 }; $x", "2"),
    RuntimeRow(". { $y = 3 }; $y", "3"),
    RuntimeRow("$x = 1; $c = { $x }.GetNewClosure(); $x = 2; & $c", "1"),
    RuntimeRow("function mk($n) { { $n }.GetNewClosure() }; $a = mk 1; $b = mk 2; (& $a) + (& $b)", "3"),
    RuntimeRow("\"$({ 1 + 2 })\"", " 1 + 2 "), RuntimeRow("{ a }.ToString()", " a "),
    RuntimeRow("$b = [scriptblock]::Create('1 + 1'); & $b", "2"),
    RuntimeRow("[scriptblock]::Create('1 +')", "!ParseException"), RuntimeRow("$c = 'Write-Output'; & $c 5", "5"),
    RuntimeRow("& 'Write-Output' 5", "5"), RuntimeRow("& $null", "!BadExpression"),
    RuntimeRow("function f { 'in f' }; $n = 'f'; & $n", "in f"),
    RuntimeRow("$s = { process { $_ + 1 } }; 1, 2 | & $s", "2 | 3"),
    RuntimeRow("'a1b2' -replace '\\d', { [int]$_.Value * 2 }", "a2b4"),
    RuntimeRow("& { param([int]$a, $b = 3) $a + $b } 4", "7"), RuntimeRow("& { exit 4 }; 'no'", ""),
    RuntimeRow("function f([scriptblock]$b) { & $b 2 }; f { param($x) $x * 3 }", "6"),
    RuntimeRow("$h = @{ f = { 'called' } }; & $h.f", "called"),
    RuntimeRow("1..2 | % { & { $_ } }", "1 | 2"), RuntimeRow("function f { $_ }; 1..2 | % { f }", "1 | 2"),
  ])
  func scriptBlocks(_ row: RuntimeRow) { row.check() }
}
