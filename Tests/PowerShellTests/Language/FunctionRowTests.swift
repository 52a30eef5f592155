import Testing

@Suite(
  "Functions, parameters, scopes and blocks: about_Functions_Advanced_Parameters, about_Scopes, about_Script_Blocks")
struct FunctionRowTests {
  @Test(arguments: rows)
  func functions(_ row: RuntimeRow) { row.check() }

  private static let rows = [
    RuntimeRow("function f([ref]$a) { $a.Value = 'set' }; $q = 1; f ([ref]$q); $q", "set"),
    RuntimeRow("function f { $input.MoveNext() | Out-Null; $input.Current }; 7,8 | f", "7"),
    RuntimeRow("function f { $a = @($input); $a.Count }; 7,8,9 | f", "3"),
    RuntimeRow("function f { begin { $n = 0 } process { $n += $_ } end { $n } }; 1,2,3 | f", "6"),
    RuntimeRow("filter dbl { $_ * 2 }; 1..3 | dbl", "2 | 4 | 6"),
    RuntimeRow("1,2,3 | & { process { $_ + 1 } }", "2 | 3 | 4"),
    RuntimeRow("1,2,3 | & { $input | % { $_ * 10 } }", "10 | 20 | 30"),
    RuntimeRow("[CmdletBinding()] param() ; 'x'", "x"),
    RuntimeRow("[regex]::Replace('abc','b',{ param($m) $m.Value.ToUpper() })", "aBc"),
    RuntimeRow(
      "[array]::Copy((1,2),(3,4),1); [array]::Find((1,2,3),[Predicate[int]]{ param($x) $x -gt 1 }); [array]::Exists((1,2),[Predicate[int]]{ $args[0] -eq 2 })",
      "2 | True"),
    RuntimeRow(
      "[System.Text.StringBuilder]$sb = 'a'; [void]$sb.Append('b').AppendLine('c'); $sb.ToString().Trim(); $sb.Length -gt 2",
      "abc | True"),
    RuntimeRow(
      #"function f { param([int]$a = 5, [switch]$s) "$a $s" }; f; f 3 -s; f -s:$false -a 2"#,
      "5 False | 3 True | 2 False"),
    RuntimeRow("function f { $script:x = 1; $global:y = 2; $local:z = 3 }; f; $x; $y; $z", "1 | 2 | <null>"),
    RuntimeRow("$x = 1; function f { $x = 2; $x; $global:x }; f; $x", "2 | 1 | 1"),
    RuntimeRow("function f { $private:p = 1; g }; function g { $p }; f", "<null>"),
    RuntimeRow("${function:f} = { 'defined' }; f; $function:f.ToString()", "defined |  'defined' "),
    RuntimeRow("$alias:zz = 'Write-Output'; zz 5", "5"),
    RuntimeRow("$variable:qq = 3; $qq", "3"),
    RuntimeRow("$r = . { 'a'; 'b' }; $r.Count", "2"),
    RuntimeRow(
      #"function f { param([Parameter(Mandatory)]$x, [Parameter(ValueFromPipeline)]$y) process { "$x$y" } }; 1,2 | f a"#,
      "a1 | a2"),
    RuntimeRow(
      "function f { param([Parameter(ValueFromPipelineByPropertyName)]$Name) process { $Name } }; [pscustomobject]@{ Name = 'n' } | f",
      "n"),
    RuntimeRow("function f { param([ValidateSet('a','b')]$x) $x }; f a; f c", "a | !ParameterArgumentValidationError"),
    RuntimeRow("function f { param([ValidateRange(1,3)]$x) $x }; f 2; f 5", "2 | !ParameterArgumentValidationError"),
    RuntimeRow(
      "function f { param([ValidatePattern('^a')]$x) $x }; f ab; f ba",
      "ab | !ParameterArgumentValidationError"),
    RuntimeRow(
      "function f { param([ValidateLength(1,2)]$x) $x }; f ab; f abc",
      "ab | !ParameterArgumentValidationError"),
    RuntimeRow(
      "function f { param([ValidateCount(1,2)][int[]]$x) $x.Count }; f 1,2; f 1,2,3",
      "2 | !ParameterArgumentValidationError"),
    RuntimeRow(
      "function f { param([ValidateScript({ $_ -gt 1 })]$x) $x }; f 2; f 1",
      "2 | !ParameterArgumentValidationError"),
    RuntimeRow(
      "function f { param([ValidateNotNullOrEmpty()]$x) 'ok' }; f 1; f ''",
      "ok | !ParameterArgumentValidationError"),
    RuntimeRow("function f { param([Alias('n','nm')]$Name) $Name }; f -nm 5; f -n 6", "5 | 6"),
    RuntimeRow(#"function f { param([Parameter(Position=1)]$b, [Parameter(Position=0)]$a) "$a$b" }; f 1 2"#, "12"),
    RuntimeRow(
      #"function f { param($a, [Parameter(ValueFromRemainingArguments)]$r) "$a|$($r -join ',')" }; f 1 2 3"#,
      "1|2,3"),
    RuntimeRow("function f { param([int]$x) $x }; f abc", "!ParameterArgumentTransformationError"),
    RuntimeRow("function f { $args.Count; $args[1] }; f 1 2 3", "3 | 2"),
    RuntimeRow(
      #"function f($a, $b) { "$a-$b" }; f -b 1 -a 2; f 1; $p = @{ a = 5; b = 6 }; f @p; $q = 7, 8; f @q"#,
      "2-1 | 1- | 5-6 | 7-8"),
    RuntimeRow(#"function f { param($x = (1 + 2), $y = $x * 2) "$x $y" }; f; f 1"#, "3 6 | 1 2"),
    RuntimeRow(
      "function f { [CmdletBinding(PositionalBinding=$false)] param($a) $a }; f 1",
      "!PositionalParameterNotFound"),
    RuntimeRow("function f { [CmdletBinding()] param() 'x' }; f -Bogus", "!NamedParameterNotFound"),
    RuntimeRow("function outer { function inner { 'in' }; inner }; outer; inner", "in | !CommandNotFoundException"),
    RuntimeRow(
      "$sb = { param($x) $x * 2 }; & $sb 4; $sb.Invoke(5); $sb.InvokeReturnAsIs(6); $sb.ToString()",
      "8 | 10 | 12 |  param($x) $x * 2 "),
    RuntimeRow("$n = 1; $c = { $n }.GetNewClosure(); $n = 2; & $c; & { $n }", "1 | 2"),
    RuntimeRow(
      "$sb = { 1 }; $sb.Ast.ToString(); $sb.File -eq $null; $sb.Module -eq $null; $sb.GetType().Name",
      "{ 1 } | True | True | ScriptBlock"),
    RuntimeRow(
      #"function f { begin { 'b' } process { "p$_" } end { 'e' } }; 1,2 | f; f"#,
      "b | p1 | p2 | e | b | p | e"),
    RuntimeRow("function Get-X { <# .SYNOPSIS help #> 'x' }; Get-X", "x"),
    RuntimeRow(#"& { param($a, $b) "$a-$b" } 1 2; & { $args[0] } z"#, "1-2 | z"),
    RuntimeRow(". { $dotted = 5 }; $dotted; & { $called = 5 }; $called", "5 | <null>"),
    RuntimeRow("function f { param([switch]$s) if ($s) { 'on' } else { 'off' } }; f; f -s", "off | on"),
    RuntimeRow(
      "function f { param([bool]$b) $b }; f $true; f 0; f 'x'",
      "True | False | !ParameterArgumentTransformationError"),
    RuntimeRow("function f { param([string[]]$n) $n.Count }; f a,b; f a", "2 | 1"),
    RuntimeRow("function f { param([datetime]$d) $d.Year }; f 2020-05-05", "2020"),
    RuntimeRow("function f { param([hashtable]$h) $h.a }; f @{ a = 1 }", "1"),
    RuntimeRow("function f { param([scriptblock]$s) & $s }; f { 'ran' }", "ran"),
    RuntimeRow("function f { param([Parameter(Mandatory)][int]$n) $n }; f 5; f", "5 | !MissingMandatoryParameter"),
    RuntimeRow("function f { param([ValidateSet('One','Two')][string]$v = 'One') $v }; f; f two", "One | two"),
    RuntimeRow("function f([int]$n) { if ($n -le 1) { return 1 }; $n * (f ($n - 1)) }; f 5", "120"),
    RuntimeRow(
      "function f { return 1, 2 }; (f).Count; function g { return ,@(1) }; (g).GetType().Name",
      "2 | Object[]"),
    RuntimeRow("function f { 'a'; return 'b'; 'c' }; f", "a | b"),
    RuntimeRow("function f { foreach ($i in 1..3) { if ($i -eq 2) { return }; $i } }; f", "1"),
    RuntimeRow("$f = { function inner { 'i' }; inner }; & $f", "i"),
    RuntimeRow("$sb = [scriptblock]::Create('param($x) $x + 1'); & $sb 2", "3"),
    RuntimeRow(#"function f { param($a, $b) "$a $b" }; $h = @{ a = 1 }; f @h -b 2; f @h 3"#, "1 2 | 1 3"),
    RuntimeRow(
      "function f { }; $r = f; @($r).Count; $null -eq $r; [string]$r -eq ''; @{ a = $r }.a -eq $null",
      "0 | True | True | True"),
    RuntimeRow("function global:gf { 'g' }; & { gf }", "g"),
    RuntimeRow("function script:sf { 's' }; sf", "s"),
    RuntimeRow("$x = 1; & { $x = 2; $x }; $x", "2 | 1"),
    RuntimeRow("$x = 1; & { $script:x = 2 }; $x", "2"),
    RuntimeRow("$x = 1; . { $x = 2 }; $x", "2"),
    RuntimeRow("function f { $x = 5; g }; function g { $x }; f", "5"),
    RuntimeRow("function f { $x = 5; & { $x } }; f", "5"),
    RuntimeRow("function f { Set-It }; function Set-It { $script:v = 3 }; f; $v", "3"),
    RuntimeRow("$f = { $y = 1; { $y }.GetNewClosure() }; $c = & $f; & $c", "1"),
    RuntimeRow("function mk($n) { { $n * 2 }.GetNewClosure() }; $a = mk 4; $b = mk 5; & $a; & $b", "8 | 10"),
    RuntimeRow("$a = 1; function f { $a++; $a }; f; f; $a", "2 | 2 | 1"),
    RuntimeRow("$h = @{ n = 1 }; function f { $h.n++ }; f; $h.n", "2"),
    RuntimeRow("function f { $args -join ',' }; f 1 2 'a b'", "1,2,a b"),
    RuntimeRow("function f { param($a, $b = $a) $b }; f 3", "3"),
    RuntimeRow("function f { $input | % { $_ + 1 } }; 1, 2 | f", "2 | 3"),
    RuntimeRow(
      "function f { param([Parameter(ValueFromPipeline)][int[]]$n) process { $n.Count } }; 1, 2 | f; f 1, 2",
      "1 | 1 | 2"),
    RuntimeRow(
      "function f { param([Parameter(ValueFromPipeline)]$n) begin { $s = 0 } process { $s += $n } end { $s } }; 1..4 | f",
      "10"),
    RuntimeRow(
      "function f { param([Parameter(ValueFromPipelineByPropertyName)][Alias('Id')]$Key) process { $Key } }; [pscustomobject]@{ Id = 7 } | f",
      "7"),
    RuntimeRow(
      #"function f { [CmdletBinding()] param([Parameter(Mandatory, Position = 0)]$a, [Parameter(Position = 1)]$b = 2) "$a$b" }; f 1; f 1 3; f -b 4 -a 5"#,
      "12 | 13 | 54"),
    RuntimeRow(
      #"function f { param($Name, $Number) "$Name-$Number" }; f -Na x -Nu 1; f -N x"#,
      "x-1 | !AmbiguousParameter"),
    RuntimeRow("function f { param($Value) $Value }; f -Value:5; f -v 6", "5 | 6"),
    RuntimeRow(#"function f { param([switch]$a, [switch]$b) "$a$b" }; f -a; f -a -b:$false"#, "TrueFalse | TrueFalse"),
    RuntimeRow("function f { param([int]$x = 'abc') $x }; f", "!InvalidCastFromStringToInteger"),
    RuntimeRow("function f { [OutputType([int])] param() 5 }; f", "5"),
    RuntimeRow("function f { [Alias('ff')] param() 'alias' }; ff", "alias"),
    RuntimeRow("function f { param([ValidateNotNull()]$x) 'ok' }; f $null", "!ParameterArgumentValidationError"),
    RuntimeRow("function f { param([AllowNull()][Parameter(Mandatory)]$x) 'null ok' }; f $null", "null ok"),
    RuntimeRow(
      "function f { param([Parameter(Mandatory)][string]$x) $x }; f ''",
      "!ParameterArgumentValidationErrorEmptyStringNotAllowed"),
    RuntimeRow(#"function f { param([AllowEmptyString()][Parameter(Mandatory)][string]$x) "[$x]" }; f ''"#, "[]"),
    RuntimeRow(
      "function f { param([ValidateSet('a', 'b', IgnoreCase = $false)]$x) $x }; f A",
      "!ParameterArgumentValidationError"),
    RuntimeRow(
      "function f { param([ValidateRange('Positive')][int]$x) $x }; f 3; f -- -1",
      "3 | !ParameterArgumentValidationError"),
    RuntimeRow("function f { param([Parameter(DontShow)]$x) $x }; f -x 1", "1"),
    RuntimeRow(
      "function f { param([PSTypeName('My.Type')]$o) $o.v }; f ([pscustomobject]@{ PSTypeName = 'My.Type'; v = 4 })",
      "4"),
    RuntimeRow("filter Odd { if ($_ % 2) { $_ } }; 1..5 | Odd", "1 | 3 | 5"),
    RuntimeRow("function f { process { $_ } }; 1, 2 | f; @() | f; f", "1 | 2 | <null>"),
    RuntimeRow(#"function f { 'x' | g }; function g { process { "g$_" } }; f"#, "gx"),
    RuntimeRow("function Get-Num { 1; 2 }; Get-Num | % { $_ * 2 }; (Get-Num)[1]; (Get-Num).Count", "2 | 4 | 2 | 2"),
    RuntimeRow("function f { ,@() }; @(f).Count; (f).GetType().Name", "1 | Object[]"),
    RuntimeRow("function f { return $null }; @(f).Count; $null -eq (f)", "1 | True"),
    RuntimeRow("function Test-Rec($n) { if ($n -eq 0) { 'done' } else { Test-Rec ($n - 1) } }; Test-Rec 100", "done"),
    RuntimeRow(#"$sb = { param($x) if ($x) { "x=$x" } else { 'none' } }; & $sb; & $sb 5"#, "none | x=5"),
    RuntimeRow("$sb = { $_ }; 1, 2 | % $sb", "1 | 2"),
    RuntimeRow("$sb = { $args.Count }; & $sb 1 2 3; $sb.Invoke(1, 2)", "3 | 2"),
    RuntimeRow("foreach ($i in 1..3) { & { break }; 'no' }; 'out'", "out"),
    RuntimeRow(
      "$f = [Func[int, int]] { param($x) $x * 3 }; $f.Invoke(4); ([Predicate[int]] { param($x) $x -gt 1 }).Invoke(1)",
      "12 | False"),
  ]
}
