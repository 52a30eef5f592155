import Testing

/// Measure-Object, Compare-Object, Get-Unique, Get-Member and Tee-Object.
@Suite struct MeasureCompareTests {
  private static let rows: [ValueRow] = [
    ValueRow("1..10 | Measure-Object | ForEach-Object { $_.Count }", "10"),
    ValueRow(
      #"$m = 1..10 | measure -Sum -Average -Maximum -Minimum; "$($m.Sum) $($m.Average) $($m.Maximum) $($m.Minimum)""#,
      "55 5.5 10 1"),
    ValueRow(#"$m = 1,$null,2.5,'3' | measure -Sum; "$($m.Count) $($m.Sum)""#, "3 6.5"),
    ValueRow(
      #"$m = 'x' | measure -Sum; "$($m.Count)""#, #"!NonNumericInputObject: Input object "x" is not numeric. | 1"#),
    ValueRow(
      #"$m = [pscustomobject]@{v=1},[pscustomobject]@{v=2},[pscustomobject]@{w=9} | measure v, w -Sum; $m | ForEach-Object { "$($_.Property) $($_.Count) $($_.Sum)" }"#,
      "v 2 3 | w 1 9"),
    ValueRow(
      "1 | measure nothing -Sum",
      #"!GenericMeasurePropertyNotFound: The property "nothing" cannot be found in the input for any objects."#),
    ValueRow(#"$m = 'b','a','C' | measure -Maximum -Minimum; "$($m.Maximum) $($m.Minimum)""#, "C a"),
    ValueRow(
      #"$m = "one two`nthree", '' | measure -Line -Word -Character; "$($m.Lines) $($m.Words) $($m.Characters)""#,
      "2 3 13"),
    ValueRow("$m = 'a b c' | measure -Character -IgnoreWhiteSpace; $m.Characters", "3"),
    ValueRow("@() | measure | ForEach-Object { $_.Count }", "0"),
    ValueRow("(1..100000 | Where-Object { $_ % 2 } | Measure-Object -Sum).Sum", "2500000000"),
    ValueRow(
      #"Compare-Object 1,2,3 2,3,4 | ForEach-Object { "$($_.InputObject) $($_.SideIndicator)" }"#, "4 => | 1 <="),
    ValueRow(
      #"Compare-Object 1,2,3 2,3,4 -IncludeEqual | ForEach-Object { "$($_.InputObject) $($_.SideIndicator)" }"#,
      "2 == | 3 == | 4 => | 1 <="),
    ValueRow(
      #"Compare-Object 1,2,3 2,3,4 -ExcludeDifferent -IncludeEqual | ForEach-Object { "$($_.InputObject) $($_.SideIndicator)" }"#,
      "2 == | 3 =="),
    ValueRow(
      #"Compare-Object 'a','b' 'A','c' -CaseSensitive | ForEach-Object { "$($_.InputObject)$($_.SideIndicator)" }"#,
      "A=> | c=> | a<= | b<="),
    ValueRow(#"Compare-Object @() 1,2 | ForEach-Object { "$($_.InputObject)$($_.SideIndicator)" }"#, "1=> | 2=>"),
    ValueRow(
      #"Compare-Object 1,2,3,4 4,3,2,1 -SyncWindow 0 | ForEach-Object { "$($_.InputObject)$($_.SideIndicator)" }"#,
      "4=> | 1<= | 3=> | 2<= | 2=> | 3<= | 1=> | 4<="),
    ValueRow(#"Compare-Object 1,2 2,3 -PassThru | ForEach-Object { "$_ $($_.SideIndicator)" }"#, "3 => | 1 <="),
    ValueRow(
      #"Compare-Object ([pscustomobject]@{a=1;b=1}) ([pscustomobject]@{a=1;b=2}) -Property b | ForEach-Object { "$($_.b)$($_.SideIndicator)" }"#,
      "2=> | 1<="),
    ValueRow("1,1,2,1 | Get-Unique", "1 | 2 | 1"),
    ValueRow("'a','A','a' | gu", "a | A | a"),
    ValueRow("1,2,'x' | gu -OnType", "1 | x"),
    ValueRow(
      #"[pscustomobject]@{a=1;b='x'} | Get-Member -MemberType NoteProperty | ForEach-Object { "$($_.Name): $($_.Definition)" }"#,
      "a: int a=1 | b: string b=x"),
    ValueRow(
      #"[pscustomobject]@{a=1} | gm | ForEach-Object { "$($_.MemberType) $($_.Name)" }"#,
      "Method Equals | Method GetHashCode | Method GetType | Method ToString | NoteProperty a"),
    ValueRow(
      #"'a','b' | gm Length | ForEach-Object { "$($_.TypeName) $($_.Name) $($_.MemberType) $($_.Definition)" }"#,
      "System.String Length Property int Length {get;}"),
    ValueRow(#"[math] | gm -Static p* | ForEach-Object { "$($_.Name)" }"#, "Pow | PI"),
    ValueRow("Get-Member", "!NoObjectInGetMember: You must specify an object for the Get-Member cmdlet."),
    ValueRow(#"1..3 | Tee-Object -Variable q | Measure-Object -Sum | ForEach-Object { $_.Sum }; "$q""#, "6 | 1 2 3"),
    ValueRow("1 | tee -Variable q; $q.GetType().Name", "1 | Int32"),
    ValueRow(
      "2 | Out-Null -InputObject 1",
      "!InputObjectNotBound: The input object cannot be bound to any parameters for the command either because the "
        + "command does not take pipeline input or the input and its properties do not match any of the parameters that "
        + "take pipeline input."),
    ValueRow("'a' | gm -View Extended", ""),
    ValueRow("'a' | gm -Force -MemberType MemberSet | ForEach-Object { $_.Name }", "psobject"),
  ]

  @Test(arguments: rows) func check(row: ValueRow) throws { try row.check() }
}
