import Testing

/// ForEach-Object and Where-Object beyond plain script blocks.
struct PipelineTests {
  private static let people =
    "$p = @([pscustomobject]@{ N = 'Ann'; A = 30 }, [pscustomobject]@{ N = 'Bob'; A = 40 }, [pscustomobject]@{ N = 'cid'; A = 50 }); "

  @Test(arguments: [
    CoreRow("'a', 'bb' | ForEach-Object Length", "1 | 2"), CoreRow("'a', 'b' | % ToUpper", "A | B"),
    CoreRow("'a,b' | % Split ','", "a | b"),
    CoreRow("'abc' | ForEach-Object -MemberName Substring -ArgumentList 1, 1", "b"),
    CoreRow("[pscustomobject]@{ x = 4 } | % x", "4"), CoreRow("@{ x = 4 } | % x", "4"),
    CoreRow("'a' | % nope", "<null>"),
    CoreRow("'a' | % nope 1", "!MethodNotFound"), CoreRow("'abc' | % Len*", "3"),
    CoreRow("ForEach-Object -InputObject 5 -Process { $_ + 1 }", "6"),
    CoreRow("1..3 | ForEach-Object -Process { $_ } -OutVariable v; $v.Count", "1 | 2 | 3 | 3"),
    CoreRow("$s = @{ Process = { $_ * 2 } }; 1..2 | ForEach-Object @s", "2 | 4"),
    CoreRow("1..2 | ForEach-Object -Begin { 'b' } -Process { $_ } -End { 'e' } -ErrorAction Stop", "b | 1 | 2 | e"),
    CoreRow("1..2 | ForEach-Object { 'b' } { $_ } { 'e' } -ErrorAction Stop", "b | 1 | 2 | e"),
    CoreRow("$n = 0; 1..3 | ForEach-Object { $n += $_ } -ErrorAction Stop; $n", "6"),
    CoreRow("1..3 | ForEach-Object { if ($_ -eq 2) { return }; $_ } -ErrorAction Stop", "1 | 3"),
    CoreRow(
      "'a' | ForEach-Object -MemberName Length -WhatIf",
      "H:What if: Performing the operation \"Retrieve the value for property 'Length'\" on target \"InputObject: a\"."),
  ])
  func forEach(_ row: CoreRow) { row.check() }

  @Test(arguments: [
    CoreRow(people + "($p | where N -eq ann).A", "30"), CoreRow(people + "($p | ? A -gt 30).N", "Bob | cid"),
    CoreRow(people + "($p | Where-Object A -ge 40 | Where-Object N -like b*).N", "Bob"),
    CoreRow(people + "($p | ? N -ceq CID).N", "<null>"), CoreRow(people + "($p | ? N -cne Ann).Count", "2"),
    CoreRow(people + "($p | ? A -lt 40).N", "Ann"), CoreRow(people + "($p | ? A -le 40).Count", "2"),
    CoreRow(people + "($p | ? N -match '^[ab]').N", "Ann | Bob"),
    CoreRow(people + "($p | ? N -notmatch 'o').N", "Ann | cid"),
    CoreRow(people + "($p | ? N -cmatch '^[A-Z]').N", "Ann | Bob"),
    CoreRow(people + "($p | ? N -in ann, CID).N", "Ann | cid"),
    CoreRow(people + "($p | ? N -cin ann, CID).N", "<null>"), CoreRow(people + "($p | ? N -notin ann, CID).N", "Bob"),
    CoreRow(people + "($p | ? N -notlike *n*).N", "Bob | cid"), CoreRow(people + "($p | ? N -clike *B*).N", "Bob"),
    CoreRow(people + "($p | ? N).Count", "3"), CoreRow(people + "($p | ? Missing).Count", "0"),
    CoreRow(people + "($p | ? -Not Missing).Count", "3"), CoreRow(people + "($p | ? A -is int).Count", "3"),
    CoreRow(people + "($p | ? A -is [string]).Count", "0"), CoreRow(people + "($p | ? A -isnot [string]).Count", "3"),
    CoreRow(people + "($p | ? N -ne ann).N", "Bob | cid"), CoreRow("@{ t = 1, 2 } | ? t -contains 2 | % { 'y' }", "y"),
    CoreRow("@{ t = 1, 2 } | ? t -notcontains 2 | % { 'y' }", ""), CoreRow("'a', 'bb' | ? Length -eq 2", "bb"),
    CoreRow(people + "$p | ? -Property N -Value ann", "!OperatorNotSpecified"),
    CoreRow(people + "$p | ? N -eq", "!ValueNotSpecifiedForWhereObject"),
    CoreRow(people + "($p | Where-Object -FilterScript { $_.A -eq 40 } -ErrorAction Stop).N", "Bob"),
    CoreRow(people + "($p | Where-Object -Property A -EQ -Value 40).N", "Bob"),
    CoreRow("Where-Object -InputObject 5 -FilterScript { $_ -gt 3 }", "5"),
    CoreRow(people + "$p | where FeatureName -eq IsolatedUserMode | where State -eq Enabled", ""),
    CoreRow(people + "$v = 40; ($p | ? A -eq $v).N", "Bob"), CoreRow(people + "($p | ? N -ieq ANN).N", "Ann"),
    CoreRow("1..3 | Where-Object { $_ -gt 1 } | ForEach-Object { $_ * 10 }", "20 | 30"),
  ])
  func whereObject(_ row: CoreRow) { row.check() }
}
