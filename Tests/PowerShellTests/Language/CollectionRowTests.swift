import Testing

@Suite("Arrays, tables, objects and pipelines: about_Arrays, about_Hash_Tables, about_Pipelines")
struct CollectionRowTests {
  @Test(arguments: rows)
  func collections(_ row: RuntimeRow) { row.check() }

  private static let rows = [
    RuntimeRow("$d = data { @{ a = 1 } }; $d.a", "1"),
    RuntimeRow(
      "$l = [System.Collections.ArrayList]@(); [void]$l.Add(1); $l.AddRange((2,3)); $l.Remove(2); $l.Count; $l.Contains(3); $l.IndexOf(3); $l.Insert(0,9); $l -join ','",
      "2 | True | 1 | 9,1,3"),
    RuntimeRow(
      "(1).GetType().FullName; @().GetType().BaseType.Name; (1,2).GetType().IsArray; [int].IsValueType; [string].Namespace",
      "System.Int32 | Array | True | True | System"),
    RuntimeRow("1..3 | foreach { $_ }", "1 | 2 | 3"),
    RuntimeRow(
      #""$($x = 5; $x)"; "$(1..3)"; "${env:HOME}".Length -gt 0; "$x.y"; "$($x).y""#,
      "5 | 1 2 3 | True | 5.y | 5.y"),
    RuntimeRow(
      "$h = @{ a = 1; 'b c' = 2; 3 = 'x' }; $h.a; $h['b c']; $h[3]; $h.Count; $h.ContainsKey('A')",
      "1 | 2 | x | 3 | True"),
    RuntimeRow("$h = [ordered]@{ z = 1; a = 2 }; $h.Keys -join ','; $h[0]; $h['a']", "z,a | 1 | 2"),
    RuntimeRow("$h = @{}; $h.x = 1; $h['y'] = 2; $h.Remove('x'); $h.Keys; $h.y++; $h.y", "y | 3"),
    RuntimeRow("@{ a = @{ b = 5 } }.a.b; (@{ a = 1 } + @{ b = 2 }).Count", "5 | 2"),
    RuntimeRow(
      "$a = 1,2,3; $a[0]; $a[-1]; $a[0,2]; $a[1..2]; $a[5] -eq $null; $a.Length",
      "1 | 3 | 1 | 3 | 2 | 3 | True | 3"),
    RuntimeRow("$a = @(); $a += 1; $a += 2,3; $a.Count; $a -join ''; ,(1,2) | % { $_.Count }", "3 | 123 | 2"),
    RuntimeRow(
      "@(1,2,3).Where({ $_ -gt 1 }); @(1,2,3).ForEach({ $_ * 2 }) -join ','; (1,2,3).Where({ $_ -gt 1 }, 'First')",
      "2 | 3 | 2,4,6 | 2"),
    RuntimeRow("$a = @(@(1,2),@(3,4)); $a[1][0]; $a.Count", "3 | 2"),
    RuntimeRow(
      "[pscustomobject]@{ a = 1; b = 'x' } | % { $_.a; $_.b; $_.PSObject.Properties.Name -join ',' }",
      "1 | x | a,b"),
    RuntimeRow(
      #"$o = [pscustomobject]@{ a = 1 }; $o.a = 5; $o.a; "$o"; $o.PSObject.TypeNames[0]"#,
      "5 | @{a=5} | System.Management.Automation.PSCustomObject"),
    RuntimeRow(
      "$o = [pscustomobject]@{ PSTypeName = 'My.T'; a = 1 }; $o.PSObject.TypeNames[0]; $o.PSObject.Properties['a'].Value; $o.PSObject.Properties.Remove('a'); $o.a -eq $null",
      "My.T | 1 | True"),
    RuntimeRow("Write-Output (1,2) -NoEnumerate | % { $_.Count }", "1 | 1"),
    RuntimeRow(
      "'x'.GetType().Name; 5.5.GetType().Name; $true.GetType().Name; @().GetType().Name; @{}.GetType().Name; {}.GetType().Name; [int].GetType().Name; 1d.GetType().Name; 5l.GetType().Name",
      "String | Double | Boolean | Object[] | Hashtable | ScriptBlock | RuntimeType | Decimal | Int64"),
    RuntimeRow("1,$null,2 | Measure-Object | % { $_.Count }", "3"),
    RuntimeRow("1..3 |\n % { $_ * 2 }", "2 | 4 | 6"),
    RuntimeRow("Write-Output (1+2) [int] {x} @{a=1}.a", "3 | [int] | x | 1"),
    RuntimeRow("$r = 1..3 | % { $_ } | ? { $_ -ne 2 }; $r -join ','", "1,3"),
    RuntimeRow("1..5 | Select-Object -First 2", "1 | 2"),
    RuntimeRow("1..3 | % -Begin { 'b' } -Process { $_ } -End { 'e' }", "b | 1 | 2 | 3 | e"),
    RuntimeRow("1..3 | % { 'x' } { $_ } { 'y' }", "x | 1 | 2 | 3 | y"),
    RuntimeRow(
      "(1..3 | % { $_ }).Count; @(1 | % { $_ }).Count; $z = 1 | ? { $false }; $z -eq $null; @($z).Count",
      "3 | 1 | True | 0"),
    RuntimeRow(#"'a','b' | % { $i = 0 } { "$i$_"; $i++ }"#, "0a | 1b"),
    RuntimeRow("1,2,3 | ? { $_ -gt 1 } | % { $_ * 2 }", "4 | 6"),
    RuntimeRow(
      "$o = [pscustomobject]@{ n = 1 }, [pscustomobject]@{ n = 2 }; $o.n -join ','; ($o | ? { $_.n -eq 2 }).n",
      "1,2 | 2"),
    RuntimeRow(#"$a = 'x'; $h = @{ $a = 1; "b$a" = 2 }; $h.x; $h.bx"#, "1 | 2"),
    RuntimeRow("$h = @{ a = 1\nb = 2\n}; $h.Count", "2"),
    RuntimeRow("@{ a = 1 }.Keys; @{ a = 1 }.Values; @{ a = 1 }.GetEnumerator() | % { $_.Key }", "a | 1 | a"),
    RuntimeRow(
      "[array]$a = 1; $a.GetType().Name; [hashtable]@{}; [ordered]@{ a = 1 } | % { $_.a }",
      "Object[] | System.Collections.Hashtable | 1"),
    RuntimeRow(
      "$x = [System.Collections.Generic.List[string]]@('a','b'); $x.Count; $x -contains 'a'; $x[1]",
      "2 | True | b"),
    RuntimeRow("'abc' | % { $_.ToUpper() }; 'abc'.ToUpper().ToLower().Length", "ABC | 3"),
    RuntimeRow("'a;b;c'.Split(';') | % { $_ } ; ('a b c' -split ' ')[-1]", "a | b | c | c"),
    RuntimeRow(
      "$null.Length; $null.Count; @($null).Count; @().Count; ''.Length; 'a'.Count; 5.Count; (5).Length",
      "0 | 0 | 1 | 0 | 0 | 1 | 1 | 1"),
    RuntimeRow("$a = 1, 2; $b = $a; $b[0] = 9; $a[0]; $c = $a.Clone(); $c[0] = 5; $a[0]", "9 | 9"),
    RuntimeRow(
      "$a = 1..5; $a[1..3] -join ','; $a[-2..-1] -join ','; $a[0,-1] -join ','; $a[10..11].Count",
      "2,3,4 | 4,5 | 1,5 | 0"),
    RuntimeRow("$m = @(@(1,2),@(3,4)); $m[1][1]; ,@(1,2) | % { $_.Count }; @(,@(1,2)).Count", "4 | 2 | 1"),
    RuntimeRow(
      "$s = 'hello'; $s[1..3] -join ''; -join $s[4..0]; $s.ToCharArray() -contains 'h'; [char[]]'ab' -join '-'",
      "ell | olleh | True | a-b"),
    RuntimeRow(
      "5 -is [int]; 5 -is [ValueType]; 'a' -is [object]; @() -is [array]; @{} -is [System.Collections.IDictionary]; 1.5 -is [double]; $null -is [string]",
      "True | True | True | True | True | True | False"),
    RuntimeRow(
      "$x = 'a'; $x += 'b'; $x; $x *= 2; $x; $y = 5; $y -= 2; $y; $z = @(1); $z += @(2,3); $z.Count",
      "ab | abab | 3 | 3"),
    RuntimeRow("$p = @{ InputObject = 7 }; Write-Output @p; $q = @(8, 9); Write-Output @q", "7 | 8 | 9"),
    RuntimeRow("$x = $null; @($x).Count; $x | % { 'one' }", "1 | one"),
    RuntimeRow("1..100000000 | Select-Object -First 1", "1"),
    RuntimeRow(#"$a = @{ k = @(1, 2) }; "$($a.k[1]) $($a['k'].Count)""#, "2 2"),
    RuntimeRow(#"$x = @{ a = 1 }; "$x"; "$(@(1, 'b'))"; "$(@{}.Count)""#, "System.Collections.Hashtable | 1 b | 0"),
    RuntimeRow(
      #"$o = [pscustomobject]@{ A = 1; B = 2 }; $o.PSObject.Properties | % { "$($_.Name)=$($_.Value)" }"#,
      "A=1 | B=2"),
    RuntimeRow(
      "$o = [pscustomobject]@{ A = 1 }; $o.PSObject.Properties.Name -contains 'A'; [bool]$o.PSObject.Properties['B']",
      "True | False"),
    RuntimeRow(
      "$o = [pscustomobject]@{ A = 1 }; $o | % { $_.A = 5 }; $o.A; $o.PSObject.Properties['A'].Value = 6; $o.A",
      "5 | 6"),
    RuntimeRow("$a = [pscustomobject]@{ n = 1 }; $b = $a; $b.n = 2; $a.n", "2"),
    RuntimeRow("($o = [pscustomobject]@{ A = @(1, 2); B = @{ C = 3 } }).B.C; $o.A[1]; $o.A.Count", "3 | 2 | 2"),
    RuntimeRow("[pscustomobject]@{ z = 1; a = 2 } | % { $_.PSObject.Properties.Name -join ',' }", "z,a"),
    RuntimeRow(
      "$l = [pscustomobject]@{ n = 'x' }, [pscustomobject]@{ n = 'y' }; $l.n -join ''; $l.ForEach('n') -join '+'; ($l | ? { $_.n -eq 'y' }).n",
      "xy | x+y | y"),
    RuntimeRow(
      "$l = 1..6; $l.Where({ $_ -gt 3 }, 'First', 2) -join ','; $l.Where({ $_ -gt 4 }, 'SkipUntil') -join ','; $l.Where({ $_ -gt 2 }, 'Until') -join ','",
      "4,5 | 5,6 | 1,2"),
    RuntimeRow("$s = (1..5).Where({ $_ % 2 }, 'Split'); $s[0] -join ','; $s[1] -join ','", "1,3,5 | 2,4"),
    RuntimeRow(
      "(1..3).ForEach({ $_ * 2 }) -join ','; ('a', 'b').ForEach('ToUpper') -join ''; (1, 2).ForEach([string])[0].GetType().Name",
      "2,4,6 | AB | String"),
    RuntimeRow(
      "$h = @{ b = 2; a = 1 }; ($h.Keys | Measure-Object).Count; $h.ContainsValue(2); $h.Clone().Count; $h.Clear(); $h.Count",
      "2 | True | 2 | 0"),
    RuntimeRow("$h = @{}; $h['x'] += 1; $h['x'] += 1; $h.x; $h.list += , 'a'; $h.list.Count", "2 | 1"),
    RuntimeRow(
      "$h = [ordered]@{ one = 1 }; $h.Add('two', 2); $h.Insert(0, 'zero', 0); $h.Keys -join ','; $h[1]; $h.Contains('two')",
      "zero,one,two | 1 | True"),
    RuntimeRow("@{ Count = 5 }.Count; @{ Keys = 1 }.Keys", "5 | 1"),
    RuntimeRow("$h = @{ 1 = 'int'; '1' = 'str' }; $h[1]; $h['1']; $h.Count", "int | str | 2"),
    RuntimeRow(
      "$l = [System.Collections.Generic.List[int]](3, 1, 2); $l.Sort(); $l.Reverse(); $l -join ','; $l.Find({ $args[0] -lt 3 }); $l.RemoveAll({ $args[0] -gt 2 }); $l.Count",
      "3,2,1 | 2 | 1 | 2"),
    RuntimeRow(#"[int[]]$a = '1', 2.6, $true; $a -join ','; [string[]]@(1, $null) | % { "[$_]" }"#, "1,3,1 | [1] | []"),
    RuntimeRow(
      #"'a.b.c' -split '\.', 2; 'a--b' -split '-'; 'one  two' -split '\s+'; 'x=1;y=2' -split ';' | % { ($_ -split '=')[1] }"#,
      "a | b.c | a |  | b | one | two | 1 | 2"),
    RuntimeRow(
      "'abc'[1..2] -join ''; 'abc'[-1]; 'hello world'.Split()[1]; 'a,b;c'.Split([char[]]',;') -join ' '; 'abc'.IndexOf('z')",
      "bc | c | world | a b c | -1"),
    RuntimeRow(
      "1..10 -join ','; (1..3 + 5) -join ','; 'a'..'c' -join ''; 3..1 -join ''",
      "1,2,3,4,5,6,7,8,9,10 | 1,2,3,5 | abc | 321"),
    RuntimeRow(#"$x = 1; $x, $y = 2, $x; "$x$y"; $h = @{}; $h.a, $h.b = 7, 8; $h.b"#, "21 | 8"),
    RuntimeRow(
      "$a = 1, 2, 3; $a[1]++; $a[1] += 5; $a -join ','; $h = @{ n = 1 }; $h.n++; $h['n'] *= 4; $h.n",
      "1,8,3 | 8"),
  ]
}
