import Testing

/// Sort-Object and Group-Object.
@Suite struct SortGroupTests {
  private static let rows: [ValueRow] = [
    ValueRow("3, 1, 2 | Sort-Object", "1 | 2 | 3"),
    ValueRow("3, 1, 2 | sort -Descending", "3 | 2 | 1"),
    ValueRow("'b', 'A', 'c', 'a' | sort", "A | a | b | c"),
    ValueRow("'b', 'A', 'c', 'a' | sort -CaseSensitive", "a | A | b | c"),
    ValueRow("'b', 'A', 'B', 'a' | sort -Unique", "A | b"),
    ValueRow("10, 9, '8' | sort", "8 | 9 | 10"),
    ValueRow("$null, 2, 1 | sort", "1 | 2"),
    ValueRow(
      #"[pscustomobject]@{n=2},[pscustomobject]@{n=1},[pscustomobject]@{x=0} | sort n | ForEach-Object { "$($_.n)" }"#,
      "1 | 2 | "),
    ValueRow("1..6 | sort { $_ % 3 }", "3 | 6 | 1 | 4 | 2 | 5"),
    ValueRow("1..6 | sort { $_ % 3 }, { -$_ }", "6 | 3 | 4 | 1 | 5 | 2"),
    ValueRow(
      "1..6 | sort @{e={ $_ % 3 };Descending=$true}, @{Expression={ $_ };Ascending=$true}", "2 | 5 | 1 | 4 | 3 | 6"),
    ValueRow("1..6 | sort @{e={ $_ % 3 };Ascending=$true}, { $_ } -Descending", "6 | 3 | 4 | 1 | 5 | 2"),
    ValueRow(
      "1, 2 | sort nothing", #"!SortObjectPropertyNotFound: "nothing" cannot be found in "InputObject". | 1 | 2"#),
    ValueRow(
      "'a','b' | sort -Culture de-DE",
      "!ParameterNotSupported: The parameter 'Culture' of Sort-Object is not supported: text is ordered as in the invariant culture."
    ),
    ValueRow(#"[version]'1.10',[version]'1.9' | sort | ForEach-Object { "$_" }"#, "1.9 | 1.10"),
    ValueRow(#"1, 2, 3, 1 | Group-Object | ForEach-Object { "$($_.Name)=$($_.Count)" }"#, "1=2 | 2=1 | 3=1"),
    ValueRow(#"'a','B','A' | group | ForEach-Object { "$($_.Name)=$($_.Group -join '+')" }"#, "a=a+A | B=B"),
    ValueRow(#"'a','B','A' | group -CaseSensitive | ForEach-Object { "$($_.Name)=$($_.Count)" }"#, "a=1 | B=1 | A=1"),
    ValueRow(#"1..4 | group { $_ % 2 } | ForEach-Object { "$($_.Name): $($_.Group)" }"#, "1: 1 3 | 0: 2 4"),
    ValueRow(
      "[pscustomobject]@{a=1;b=2},[pscustomobject]@{a=1;b=3} | group a, b | ForEach-Object { $_.Name }", "1, 2 | 1, 3"),
    ValueRow(#"$t = 1..4 | group { $_ % 2 } -AsHashTable; "$($t[0]); $($t[1])""#, "2 4; 1 3"),
    ValueRow(#"$t = 1..4 | group { $_ % 2 } -AsHashTable -AsString; "$($t['0']); $($t.'1')""#, "2 4; 1 3"),
    ValueRow(#"$g = 1,1 | group -NoElement; "$($g.Count) $($g.Group.Count)""#, "2 0"),
  ]

  @Test(arguments: rows) func check(row: ValueRow) throws { try row.check() }
}
