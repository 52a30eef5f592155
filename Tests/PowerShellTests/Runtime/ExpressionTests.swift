import Testing

/// about_Operators, about_Variables, about_Quoting_Rules, about_Arrays, about_Hash_Tables.
struct ExpressionTests {
  @Test(arguments: [
    RuntimeRow("1 + 2", "3"), RuntimeRow("7 / 2", "3.5"), RuntimeRow("6 / 2", "3"), RuntimeRow("7 % 3", "1"),
    RuntimeRow("2 * 3 + 4", "10"), RuntimeRow("2 + 3 * 4", "14"), RuntimeRow("(2 + 3) * 4", "20"),
    RuntimeRow("2147483647 + 1", "2147483648"), RuntimeRow("(2147483647 + 1).GetType().Name", "Double"),
    RuntimeRow("-2147483648 - 1", "-2147483649"), RuntimeRow("65536 * 65536", "4294967296"),
    RuntimeRow("1 / 0", "!RuntimeException"), RuntimeRow("-(3)", "-3"), RuntimeRow("+'5'", "5"),
    RuntimeRow("'a' + 'b'", "ab"), RuntimeRow("'a' * 3", "aaa"), RuntimeRow("'5' + 1", "51"),
    RuntimeRow("1 + '5'", "6"), RuntimeRow("1kb", "1024"), RuntimeRow("3GB", "3221225472"),
    RuntimeRow("0x10", "16"), RuntimeRow("1.5 + 1", "2.5"), RuntimeRow("1e3", "1000"), RuntimeRow("10 -shl 2", "40"),
    RuntimeRow("6 -band 3", "2"), RuntimeRow("6 -bor 1", "7"), RuntimeRow("6 -bxor 3", "5"),
    RuntimeRow("-bnot 0", "-1"),
    RuntimeRow("1..3", "1 | 2 | 3"), RuntimeRow("3..1", "3 | 2 | 1"), RuntimeRow("(1..3).Count", "3"),
    RuntimeRow("$true -and $false", "False"), RuntimeRow("$true -or $false", "True"),
    RuntimeRow("$true -xor $true", "False"), RuntimeRow("-not 1", "False"), RuntimeRow("!0", "True"),
    RuntimeRow("$false -and (1/0)", "False"), RuntimeRow("$true -or (1/0)", "True"),
  ])
  func arithmetic(_ row: RuntimeRow) { row.check() }

  @Test(arguments: [
    RuntimeRow("1 -eq 1", "True"), RuntimeRow("'A' -eq 'a'", "True"), RuntimeRow("'A' -ceq 'a'", "False"),
    RuntimeRow("1 -lt 2", "True"), RuntimeRow("2 -le 1", "False"), RuntimeRow("'b' -gt 'a'", "True"),
    RuntimeRow("1,2,3 -gt 1", "2 | 3"), RuntimeRow("1,2,3 -eq 2", "2"), RuntimeRow("1,2,3 -ne 2", "1 | 3"),
    RuntimeRow("'10' -eq 10", "True"), RuntimeRow("10 -eq '10'", "True"), RuntimeRow("$null -eq $null", "True"),
    RuntimeRow("@() -eq $null", ""), RuntimeRow("'abc' -like 'A*'", "True"), RuntimeRow("'abc' -clike 'A*'", "False"),
    RuntimeRow("'abc' -notlike 'b*'", "True"), RuntimeRow("'abc' -match 'b(.)'; $Matches[1]", "True | c"),
    RuntimeRow("'x=1' -match '(?<k>\\w)=(?<v>\\d)' | Out-Null; $Matches.k + $Matches.v", "x1"),
    RuntimeRow("'abc' -replace 'b', 'X'", "aXc"), RuntimeRow("'a,b' -split ','", "a | b"),
    RuntimeRow("-split ' a  b '", "a | b"), RuntimeRow("'a','b' -join '-'", "a-b"), RuntimeRow("-join ('a','b')", "ab"),
    RuntimeRow("1,2 -contains 2", "True"), RuntimeRow("2 -in 1,2", "True"), RuntimeRow("3 -notin 1,2", "True"),
    RuntimeRow("1,2 -notcontains 2", "False"), RuntimeRow("1 -is [int]", "True"), RuntimeRow("1 -isnot [int]", "False"),
    RuntimeRow("'1' -as [int]", "1"), RuntimeRow("$null -eq ('x' -as [int])", "True"),
    RuntimeRow("'{0}-{1:D3}' -f 1, 7", "1-007"), RuntimeRow("[int]'42'", "42"),
    RuntimeRow("[int]'x'", "!InvalidCastFromStringToInteger"),
    RuntimeRow("[string]1.5", "1.5"), RuntimeRow("[bool]'false'", "True"), RuntimeRow("[int]2.5", "2"),
    RuntimeRow("[int]3.5", "4"), RuntimeRow("[char]65", "A"), RuntimeRow("[math]::Max(3, 4)", "4"),
    RuntimeRow("[int]::MaxValue", "2147483647"), RuntimeRow("$true ? 'y' : 'n'", "y"),
    RuntimeRow("$null ?? 'd'", "d"), RuntimeRow("0 ?? 'd'", "0"), RuntimeRow("$x ??= 4; $x ??= 5; $x", "4"),
    RuntimeRow("$null -eq ${x}?.Length", "True"), RuntimeRow("$s = 'abc'; ${s}?.Length", "3"),
  ])
  func comparison(_ row: RuntimeRow) { row.check() }

  @Test(arguments: [
    RuntimeRow("$a = 1, 2, 3; $a[0]; $a[-1]", "1 | 3"), RuntimeRow("$a = 1, 2, 3; $a[0, 2]", "1 | 3"),
    RuntimeRow("$a = 1..5; $a[1..3]", "2 | 3 | 4"), RuntimeRow("$a = 1, 2; $null -eq $a[9]", "True"),
    RuntimeRow("$a = @(); $a += 1; $a += 2; $a.Count", "2"), RuntimeRow("@($null).Count", "1"),
    RuntimeRow("@().Count", "0"), RuntimeRow("@(1).Count", "1"), RuntimeRow("@(1, 2).Length", "2"),
    RuntimeRow("(, 1).Count", "1"), RuntimeRow("$a = 1, 2; $a[1] = 9; $a", "1 | 9"),
    RuntimeRow("$a = 1, 2; $a[5] = 1", "!System.IndexOutOfRangeException"),
    RuntimeRow("$n = $null; $n[0]", "!NullArray"),
    RuntimeRow("'abc'[1]", "b"), RuntimeRow("'abc'[-1]", "c"),
    RuntimeRow("$h = @{ a = 1; b = 2 }; $h.a; $h['b']", "1 | 2"),
    RuntimeRow("$h = @{}; $h.x = 5; $h['y'] = 6; $h.Count", "2"), RuntimeRow("$h = @{ A = 1 }; $h['a']", "1"),
    RuntimeRow("@{ a = 1; A = 2 }", "!DuplicateKeyInHashLiteral"),
    RuntimeRow("([ordered]@{ z = 1; a = 2 }).Keys", "z | a"),
    RuntimeRow("([ordered]@{ z = 1; a = 2 })[0]", "1"), RuntimeRow("$h = @{ a = @{ b = 3 } }; $h.a.b", "3"),
    RuntimeRow("@{ a = 1 }.ContainsKey('A')", "True"), RuntimeRow("$h = @{ n = 1 }; $h.n++; $h.n += 5; $h.n", "7"),
    RuntimeRow("$a = 1, 2; $a[0] += 10; $a[0]", "11"), RuntimeRow("('a', 'bb').Length", "2"),
    RuntimeRow("('a', 'bb').ToUpper()", "A | BB"), RuntimeRow("(@{ n = 1 }, @{ n = 2 }).n", "1 | 2"),
    RuntimeRow("'abc'.Substring(1)", "bc"), RuntimeRow("'abc'.ToUpper().Length", "3"),
    RuntimeRow("'abc'.Nope()", "!MethodNotFound"), RuntimeRow("$null.ToString()", "!InvokeMethodOnNull"),
    RuntimeRow("$null -eq 'abc'.nope", "True"), RuntimeRow("$p = 'Length'; 'abc'.$p", "3"),
    RuntimeRow("'abc'.('Len' + 'gth')", "3"), RuntimeRow("$o = [pscustomobject]@{ A = 1; B = 2 }; $o.B", "2"),
    RuntimeRow("$o = [pscustomobject]@{ A = 1 }; $o.A = 7; $o.A", "7"),
    RuntimeRow("[pscustomobject]@{ A = 1; B = 2 }", "@{A=1; B=2}"),
    RuntimeRow("$o = [pscustomobject]@{ A = 1 }; $o.Z = 7", "!PropertyNotFound"),
    RuntimeRow("(1, 2, 3).ForEach({ $_ * 2 })", "2 | 4 | 6"), RuntimeRow("(1..5).Where({ $_ -gt 3 })", "4 | 5"),
    RuntimeRow("(1..5).Where({ $_ -gt 2 }, 'First')", "3"), RuntimeRow("('1', '2').ForEach([int])", "1 | 2"),
    RuntimeRow("$a, $b = 1, 2; \"$a $b\"", "1 2"), RuntimeRow("$a, $b = 1, 2, 3; \"$b\"", "2 3"),
    RuntimeRow("$a, $b = 1; $null -eq $b", "True"), RuntimeRow("$a = $b = 3; $a + $b", "6"),
    RuntimeRow("$i = 1; $i++; ++$i; $i", "3"), RuntimeRow("$i = 1; ($i++); $i", "1 | 2"),
    RuntimeRow("$i = 5; $i--; $i -= 2; $i", "2"),
    RuntimeRow("$i = 3; $i *= 4; $i /= 6; $i %= 2; $i", "0"), RuntimeRow("$s = 'a'; $s++", "!OperatorRequiresNumber"),
  ])
  func collections(_ row: RuntimeRow) { row.check() }

  @Test(arguments: [
    RuntimeRow("$x = 5; \"v=$x\"", "v=5"), RuntimeRow("'v=$x'", "v=$x"), RuntimeRow("\"$(1 + 2)\"", "3"),
    RuntimeRow("$a = 1, 2; \"$a\"", "1 2"), RuntimeRow("$OFS = '-'; $a = 1, 2; \"$a\"", "1-2"),
    RuntimeRow("$o = @{ n = 4 }; \"$($o.n)\"", "4"), RuntimeRow("$o = 'x'; \"$o.Length\"", "x.Length"),
    RuntimeRow("\"a`tb\"", "a\tb"), RuntimeRow("\"`$x\"", "$x"), RuntimeRow("\"$null|\"", "|"),
    RuntimeRow("\"$true\"", "True"),
    RuntimeRow("$x = @\"\na $(1)\nb\n\"@\n$x", "a 1\nb"), RuntimeRow("@'\na $x\n'@", "a $x"),
    RuntimeRow("\"${x}y\"", "y"), RuntimeRow("$x = 'q'; \"${x}y\"", "qy"), RuntimeRow("\"$(1..3)\"", "1 2 3"),
    RuntimeRow("$4GB = 7; $4GB", "7"), RuntimeRow("${a b} = 3; ${a b}", "3"),
    RuntimeRow("$env:DROSTE_X = 'v'; $env:droste_x", "v"),
    RuntimeRow("$null -eq $env:NO_SUCH_NAME_HERE", "True"), RuntimeRow("$true = 1", "!VariableNotWritable"),
    RuntimeRow("$null = 5; $null -eq $null", "True"), RuntimeRow("[int]$n = '5'; $n = '6'; $n + 1", "7"),
    RuntimeRow("[int]$n = 1; $n = 'x'; $n", "!InvalidCastFromStringToInteger | 1"),
    RuntimeRow("[ValidateSet('a', 'b')]$v = 'a'; $v = 'c'; $v", "!ValidateSetFailure | a"),
    RuntimeRow("[ValidateRange(1, 5)][int]$v = 3; $v = 9; $v", "!ValidateSetFailure | 3"),
    RuntimeRow("$PSVersionTable.PSVersion.Major", "5"), RuntimeRow("$undefined -eq $null", "True"),
    RuntimeRow("$x = if ($true) { 'y' }; $x", "y"), RuntimeRow("$x = foreach ($i in 1..2) { $i * 2 }; $x.Count", "2"),
    RuntimeRow("$x = $(1; 2); $x.Count", "2"), RuntimeRow("$(if ($false) { 1 })", ""),
    RuntimeRow("$PSVersionTable = 1", "!VariableNotWritable"),
    RuntimeRow("$variable:q = 3; $q", "3"), RuntimeRow("\u{201C}typo\u{201D}", "typo"), RuntimeRow("5 \u{2013} 3", "2"),
  ])
  func textAndVariables(_ row: RuntimeRow) { row.check() }
}
