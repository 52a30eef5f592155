import Testing

@Suite("Statements: about_If, about_Switch, about_Foreach, about_For, about_While, about_Do, about_Break")
struct FlowRowTests {
  @Test(arguments: rows)
  func flow(_ row: RuntimeRow) { row.check() }

  private static let rows = [
    RuntimeRow("foreach ($i in 1..5) { if ($i -eq 2) { [void]$foreach.MoveNext(); $foreach.Current } }", "3"),
    RuntimeRow("switch (1,2,3) { 1 { [void]$switch.MoveNext(); $switch.Current } 3 { 'three' } }", "2 | three"),
    RuntimeRow(
      #"$d = [System.Collections.Generic.Dictionary[string,int]]::new(); $d.Add('a',1); $d['b']=2; $d.ContainsKey('a'); $d.Count; $d.Keys -join ','; foreach ($p in $d.GetEnumerator()) { "$($p.Key)=$($p.Value)" }"#,
      "True | 2 | a,b | a=1 | b=2"),
    RuntimeRow("exit 3; 'no'", ""),
    RuntimeRow(
      #":outer foreach ($i in 1..3) { foreach ($j in 1..3) { if ($j -eq 2) { continue outer }; "$i$j" } }"#,
      "11 | 21 | 31"),
    RuntimeRow(":o while ($true) { while ($true) { break o } }; 'out'", "out"),
    RuntimeRow("$l = 'o'; :o foreach ($i in 1,2) { foreach ($j in 1,2) { break $l } ; 'no' }; 'yes'", "yes"),
    RuntimeRow("switch -Regex ('abc') { '^a' { 'a'; continue } 'b' { 'b' } }", "a"),
    RuntimeRow("switch -Wildcard ('abc') { 'a*' { '1' } '*c' { '2' } }", "1 | 2"),
    RuntimeRow(
      "switch ('A') { 'a' { 'ci' } } ; switch -CaseSensitive ('A') { 'a' { 'no' } 'A' { 'yes' } }",
      "ci | yes"),
    RuntimeRow("switch (3) { { $_ -gt 2 } { 'big' } default { 'd' } }", "big"),
    RuntimeRow("switch (1,2,3) { 1 { 'one' } 2 { 'two'; break } 3 { 'three' } }", "one | two"),
    RuntimeRow("switch -Exact ('a*') { 'a*' { 'x' } }", "x"),
    RuntimeRow(#"switch -Regex ('x=12') { '(\w)=(\d+)' { $Matches[2] } }"#, "12"),
    RuntimeRow("switch ($null) { $null { 'n' } }", "n"),
    RuntimeRow("switch (@()) { default { 'never' } }", ""),
    RuntimeRow("switch ('x') { default { 'd' } 'x' { 'x' } }", "x"),
    RuntimeRow("do { $i++ } while ($i -lt 3); $i", "3"),
    RuntimeRow("do { $i++ } until ($i -ge 3); $i", "3"),
    RuntimeRow("for (;;) { if (++$n -gt 3) { break } }; $n", "4"),
    RuntimeRow("for ($i = 0, $j = 5; $i -lt 2; $i++) { $i }", "!InvalidLeftHandSide"),
    RuntimeRow("$i = 0; while ($i -lt 5) { $i++; if ($i % 2) { continue }; $i }", "2 | 4"),
    RuntimeRow("foreach ($x in $null) { 'no' }; 'ok'", "ok"),
    RuntimeRow("foreach ($x in @{a=1}) { $x.a }", "1"),
    RuntimeRow("foreach ($k in @{a=1}.Keys) { $k }", "a"),
    RuntimeRow("foreach ($e in @{a=1}.GetEnumerator()) { $e.Name + $e.Value }", "a1"),
    RuntimeRow(
      "if (@()) { 'y' } else { 'n' }; if (@(0)) { 'y' } else { 'n' }; if (@(0,0)) { 'y' } else { 'n' }; if ('') { 'y' } else { 'n' }",
      "n | n | y | n"),
    RuntimeRow("$x = if ($true) { 'a' } else { 'b' }; $x", "a"),
    RuntimeRow("$x = foreach ($i in 1..3) { $i * 2 }; $x -join ','", "2,4,6"),
    RuntimeRow("$x = switch (2) { 2 { 'two' } }; $x", "two"),
    RuntimeRow(#""a $(if ($true) { 'b' }) c"; "$(@(1,2).Count)"; "$null|"; "$true""#, "a b c | 2 | | | True"),
    RuntimeRow("1..3 | % { if ($_ -eq 2) { return }; $_ }", "1 | 3"),
    RuntimeRow("$h = @{ a = if ($true) { 5 }; b = 1..3 }; $h.a; $h.b.Count", "5 | 3"),
    RuntimeRow(
      #"if ($null -eq $undefined) { 'undef' }; "[$undefined]"; $undefined + 1; $undefined.foo -eq $null"#,
      "undef | [] | 1 | True"),
    RuntimeRow("$x = 3; $r = switch ($x) { { $_ -lt 2 } { 'lt' } { $_ -ge 2 } { 'ge' } }; $r", "ge"),
    RuntimeRow(
      #"$z = 1 | ? { $false }; $z -eq $null; @($z).Count; $z | % { 'no' }; "$z|"; foreach ($q in $z) { 'no' }; $z.Count"#,
      "True | 0 | | | 0"),
    RuntimeRow("$s = 'x'; while ($true) { $s += $s }", "!ResultTooLong"),
    RuntimeRow("$a = @(1); while ($true) { $a += $a }", "!ResultTooLong"),
    RuntimeRow("$l = [System.Collections.ArrayList]@(1); while ($true) { $l.AddRange($l) }", "!OutOfMemoryException"),
    RuntimeRow("if (1 {", "!MissingEndParenthesisAfterStatement"),
    RuntimeRow("break", ""),
    RuntimeRow("while ($true) { foreach ($i in 1, 2) { continue }; break }; 'ok'", "ok"),
    RuntimeRow(":a while ($true) { switch (1) { 1 { break a } } }; 'left'", "left"),
    RuntimeRow(#"switch (1, 2) { 1 { continue; 'no' } default { "d$_" } }"#, "d2"),
    RuntimeRow("for ($i = 0; $i -lt 3; $i++) { if ($i -eq 1) { continue }; $i }", "0 | 2"),
    RuntimeRow("$i = 0; do { $i; $i++ } while ($i -lt 2)", "0 | 1"),
    RuntimeRow("do { 'once' } until ($true)", "once"),
    RuntimeRow(#"foreach ($c in 'abc'.ToCharArray()) { "$c" }"#, "a | b | c"),
    RuntimeRow("foreach ($i in 1..3 | ? { $_ -gt 1 }) { $i }", "2 | 3"),
    RuntimeRow("if (0) { 'a' } elseif ('x') { 'b' } else { 'c' }", "b"),
    RuntimeRow("switch ('hello') { { $_.Length -gt 3 } { 'long' } 'hello' { 'exact' } }", "long | exact"),
    RuntimeRow("switch -Wildcard -CaseSensitive ('Abc') { 'a*' { 'no' } 'A*' { 'yes' } }", "yes"),
    RuntimeRow("switch (4) { 1 { 'a' } { $_ % 2 -eq 0 } { 'even' } default { 'd' } }", "even"),
    RuntimeRow("switch ($true) { (1 -gt 2) { 'no' } (2 -gt 1) { 'yes' } }", "yes"),
    RuntimeRow("$x = $(foreach ($i in 1..3) { $i }); $x.Count", "3"),
    RuntimeRow("exit", ""),
    RuntimeRow("$d = @{ a = 1 }; foreach ($k in @($d.Keys)) { $d[$k] = 9 }; $d.a", "9"),
  ]
}
