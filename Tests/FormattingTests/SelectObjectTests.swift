import Testing

/// Select-Object.
@Suite struct SelectObjectTests {
  private static let rows: [ValueRow] = [
    ValueRow("1..10 | Select-Object -First 3", "1 | 2 | 3"),
    ValueRow("1..10 | select -First 0", ""),
    ValueRow("1..10 | select -Last 2", "9 | 10"),
    ValueRow("1..10 | select -Skip 8", "9 | 10"),
    ValueRow("1..10 | select -Skip 2 -First 2", "3 | 4"),
    ValueRow("1..10 | select -Last 2 -Skip 1", "8 | 9"),
    ValueRow("1..10 | select -First 2 -Last 1", "1 | 2 | 10"),
    ValueRow("1..10 | select -SkipLast 8", "1 | 2"),
    ValueRow("1..10 | select -Index 5, 2, 2, 99", "3 | 6"),
    ValueRow(#"$n = 0; 1..100 | ForEach-Object { $n++; $_ } | select -First 2; "n=$n""#, "1 | 2 | n=2"),
    ValueRow(#"$n = 0; 1..10 | ForEach-Object { $n++; $_ } | select -First 2 -Wait; "n=$n""#, "1 | 2 | n=10"),
    ValueRow(#"$n = 0; 1..10 | ForEach-Object { $n++; $_ } | select -Index 1; "n=$n""#, "2 | n=2"),
    ValueRow("1, 2, 1, '1', 'a', 'A' | select -Unique", "1 | 2 | 1 | a | A"),
    ValueRow(
      "[pscustomobject]@{a=1},[pscustomobject]@{a=1},[pscustomobject]@{a=2} | select a -Unique", "@{a=1} | @{a=2}"),
    ValueRow("[pscustomobject]@{Name='x';V=1} | select NAME, missing", "@{Name=x; missing=}"),
    ValueRow(
      "([pscustomobject]@{Name='x';V=1} | select NAME).PSTypeNames[0]",
      "Selected.System.Management.Automation.PSCustomObject"),
    ValueRow("[pscustomobject]@{Name='x';V=1;Vx=2} | select V*", "@{V=1; Vx=2}"),
    ValueRow("[pscustomobject]@{a=1;b=2;c=3} | select * -ExcludeProperty b", "@{a=1; c=3}"),
    ValueRow("[pscustomobject]@{a=1;b=2;c=3} | select -ExcludeProperty a, b", "@{c=3}"),
    ValueRow(
      "[pscustomobject]@{a=2} | select a, @{n='Twice';e={$_.a * 2}}, @{Name='Copy';Expression='a'}",
      "@{a=2; Twice=4; Copy=2}"),
    ValueRow("[pscustomobject]@{a=2} | select @{n='Bad';e={throw 'x'}}", "@{Bad=}"),
    ValueRow("[pscustomobject]@{a=2} | select @{q=1}", "!DictionaryKeyUnknown: The q key is not valid."),
    ValueRow(
      "[pscustomobject]@{a=2} | select @{n='x'}",
      #"!DictionaryKeyMandatoryEntry: The "expression" key is mandatory in a hash table."#),
    ValueRow(
      "[pscustomobject]@{a=2} | select a, a",
      #"!AlreadyExistingUserSpecifiedPropertyNoExpand: The property cannot be processed because the property "a" already exists. | @{a=2}"#
    ),
    ValueRow("[pscustomobject]@{a=1,2,3} | select -ExpandProperty a", "1 | 2 | 3"),
    ValueRow(
      "[pscustomobject]@{a=1} | select -ExpandProperty z", #"!ExpandPropertyNotFound: Property "z" cannot be found."#),
    ValueRow(
      #"[pscustomobject]@{Name='x';v='q'} | select Name -ExpandProperty v | ForEach-Object { "$_ of $($_.Name)" }"#,
      "q of x"),
    ValueRow("'abc' | select Length", "@{Length=3}"),
    ValueRow("@{a=1;b=2} | select a", "@{a=1}"),
    ValueRow("Select-Object -InputObject (1,2,3) -First 2", "1 | 2"),
  ]

  @Test(arguments: rows) func check(row: ValueRow) throws { try row.check() }
}
