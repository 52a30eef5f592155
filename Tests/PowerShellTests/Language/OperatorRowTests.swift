import Testing

@Suite("Literals, variables and operators: about_Operators, about_Quoting_Rules, about_Numeric_Literals")
struct OperatorRowTests {
  @Test(arguments: rows)
  func operators(_ row: RuntimeRow) { row.check() }

  private static let rows = [
    RuntimeRow("$x = 1; $r = [ref]$x; $r.Value = 5; $x", "5"),
    RuntimeRow("$a = $b = 3; $a + $b", "6"),
    RuntimeRow(#"$a, $b = 1, 2; $a; $b; $a, $b = $b, $a; "$a$b""#, "1 | 2 | 21"),
    RuntimeRow(#"$a, $b = 1, 2, 3; "$b""#, "2 3"),
    RuntimeRow("($x = 5); $x += 2; $x; $x -= 1; $x; $x *= 3; $x; $x /= 2; $x; $x %= 4; $x", "5 | 7 | 6 | 18 | 9 | 1"),
    RuntimeRow("$x = 1; $x++; $x; $x--; $x; ($x++); (++$x)", "2 | 1 | 1 | 3"),
    RuntimeRow("[string]$s = 5; $s.GetType().Name; $s = 1,2; $s", "String | 1 2"),
    RuntimeRow(#"${a b} = 4; ${a b}; "${a b}!""#, "4 | 4!"),
    RuntimeRow("[int[]]$i = '1','2'; $i[0].GetType().Name; [string[]]$s = 1,2; $s[0].GetType().Name", "Int32 | String"),
    RuntimeRow(
      "[datetime]'2020-01-02' -gt [datetime]'2020-01-01'; ([datetime]'2020-01-02').AddHours(5).Hour; ([datetime]'1/2/2020').Month; ([datetime]'2020-01-02T03:04:05Z').Kind",
      "True | 5 | 1 | Local"),
    RuntimeRow(
      "1kb; 1mb; 1gb; 1tb; 1pb; 0x1F; 1e3; 1.5e-2; 10l; 10d; 5u; 0b101",
      "1024 | 1048576 | 1073741824 | 1099511627776 | 1125899906842624 | 31 | 1000 | 0.015 | 10 | 10 | 5 | 5"),
    RuntimeRow(
      "'abc' -eq 'ABC'; 'abc' -ceq 'ABC'; 'a' -lt 'b'; 1 -eq '1'; '1' -eq 1; $null -eq 0; 0 -eq $null; '' -eq $null",
      "True | False | True | True | True | False | False | False"),
    RuntimeRow(
      "3 -in 1,2,3; 'A' -cin 'a'; 1,2 -contains 2; 'x' -notin 'y'; [string] -is [type]; 5 -isnot [string]",
      "True | False | True | True | True | True"),
    RuntimeRow(
      "5 -band 3; 5 -bor 3; 5 -bxor 3; -bnot 5; 1 -shl 4; 256 -shr 2; !$true; -not $false; $true -xor $true",
      "1 | 7 | 6 | -6 | 16 | 64 | False | True | False"),
    RuntimeRow("$x = $null; $x ?? 'd'; $x?.foo -eq $null; $true ? 1 : 2; $null -is [object]", "d | True | 1 | False"),
    RuntimeRow(
      "1 -as [string] -is [string]; 'x' -as [int] -eq $null; '5' -as [int]; [int]'0x10'; [double]'1e3'; [bool]'x'; [char]'a'; [string]$null -eq ''",
      "True | True | 5 | 16 | 1000 | True | a | True"),
    RuntimeRow(
      "[int]1.5; [int]2.5; [int]'1.5'; [long]'5'; [byte]255; [byte]256",
      "2 | 2 | 2 | 5 | 255 | !InvalidCastIConvertible"),
    RuntimeRow("1,2 | Write-Output", "1 | 2"),
    RuntimeRow("$null | Write-Output", "<null>"),
    RuntimeRow("@'\na $x\n'@", "a $x"),
    RuntimeRow(#"$x = 5; @"\#na $x\#n"b"\#n"@"#, #"a 5\#n"b""#),
    RuntimeRow(#""a" + `\#n'b'"#, "ab"),
    RuntimeRow("'x' # comment", "x"),
    RuntimeRow("<# multi\nline #> 'y'", "y"),
    RuntimeRow("1;2;3", "1 | 2 | 3"),
    RuntimeRow("'a' –eq 'A'", "True"),
    RuntimeRow("‘x’ + “y”", "xy"),
    RuntimeRow("Write-Output –InputObject 5", "5"),
    RuntimeRow("Write-Output —InputObject 5", "5"),
    RuntimeRow("“a $(1+1) b”", "a 2 b"),
    RuntimeRow("Write-Output a,b c", "a b | c"),
    RuntimeRow("Write-Output a, b", "a | b"),
    RuntimeRow(#"Write-Output a$(1+1)b "c$(2)d""#, "a2b | c2d"),
    RuntimeRow("Write-Output -- -x", "-x"),
    RuntimeRow("& 'Write-Output' 5; $c = 'Write-Output'; & $c 6; . $c 7", "5 | 6 | 7"),
    RuntimeRow(
      "[int]'  5 '; [double]'1.5'; [decimal]'2.50' -eq 2.5; [bool]1; [char]'x'; [string]5.0; [datetime]'2020-01-01' -is [datetime]",
      "5 | 1.5 | True | True | x | 5 | True"),
    RuntimeRow(
      "1 + 1.5; 1 + '2'; '1' + 2; 5 / 2; 6 / 3; 7 % 4; -5 % 3; 2 * '3'; '3' * 2",
      "2.5 | 3 | 12 | 2.5 | 2 | 3 | -2 | 6 | 33"),
    RuntimeRow("1gb / 1mb; 5GB -gt 4gb; 1.5kb; 0.5mb; 10KB", "1024 | True | 1536 | 524288 | 10240"),
    RuntimeRow(
      #""a".Equals('A', 'OrdinalIgnoreCase'); 'a' -eq 'A'; 'straße' -eq 'STRASSE'; 'ä' -eq 'Ä'"#,
      "True | True | False | True"),
    RuntimeRow(#"$i = 5; $i++ + 1; $i; ++$i; $j = $i++; "$i $j""#, "6 | 6 | 8 7"),
    RuntimeRow(
      "$true -and $false -or $true; $true -or $false -and $false; -not $true -or $true",
      "True | False | True"),
    RuntimeRow(#"$v = 'abc'; "$v.Length $($v.Length) ${v}d""#, "abc.Length 3 abcd"),
    RuntimeRow(#""$(1; 2)"; "$()"; "a$(  )b"; "$('nested "quotes"')""#, #"1 2 |  | ab | nested "quotes""#),
    RuntimeRow(#"'single $x `n'; "tab`tend"; "bell`a".Length; "null`0".Length"#, "single $x `n | tab\tend | 5 | 5"),
    RuntimeRow(#"$x = 5; "$x%"; "$x's"; "$x-$x"; "$x`:y"; "${x}y"; "$($x)y""#, "5% | 5's | 5-5 | 5:y | 5y | 5y"),
    RuntimeRow("[int]$n = 5; $n = '6'; $n.GetType().Name; $n += '1'; $n", "Int32 | 7"),
    RuntimeRow("$null = 5; $null -eq $null", "True"),
    RuntimeRow("'abc'.NoSuch -eq $null", "True"),
    RuntimeRow(
      "$s = [System.Collections.Generic.HashSet[int]](1, 2, 2); $s.Count; $s.UnionWith([int[]](3, 4)); $s.Count; $s.IsSupersetOf([int[]](1, 3))",
      "2 | 4 | True"),
    RuntimeRow(
      "[string]$s = $null; $s -eq ''; $s.Length; [int]$n = $null; $n; [bool]$b = $null; $b",
      "True | 0 | 0 | False"),
    RuntimeRow(
      #""a`r`nb".Length; "multi\#nline".Split("`n").Count; 'it''s'; "say ""hi"""; "`$5""#,
      #"4 | 2 | it's | say "hi" | $5"#),
    RuntimeRow("10 -shr 1; 1 -shl 3; 0xF -band 0x3; 5 -bor 8; -bnot 0; 7 -bxor 2", "5 | 8 | 3 | 13 | -1 | 5"),
    RuntimeRow("$i = 10; $i %= 3; $i; $i = 10; $i /= 4; $i; $s = 'a'; $s *= 3; $s", "1 | 2.5 | aaa"),
    RuntimeRow(#"$a, $null, $b = 1, 2, 3; "$a$b"; ($c, $d) = 4, 5; "$c$d"; $e = , 1; $e.Count"#, "13 | 45 | 1"),
  ]
}
