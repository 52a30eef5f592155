import Testing

/// The commands of comma-separated values.
@Suite struct CSVTests {
  private static let rows: [ValueRow] = [
    ValueRow(
      #"[pscustomobject]@{a=1;b='x "q"'},[pscustomobject]@{a=$null;b='y,z'} | ConvertTo-Csv"#,
      #"#TYPE System.Management.Automation.PSCustomObject | "a","b" | "1","x ""q""" | ,"y,z""#),
    ValueRow("[pscustomobject]@{a=1;b=@(1,2)} | ConvertTo-Csv -NoTypeInformation", #""a","b" | "1","System.Object[]""#),
    ValueRow("[pscustomobject]@{a=1;b=2} | ConvertTo-Csv -NoTypeInformation -Delimiter ';'", #""a";"b" | "1";"2""#),
    ValueRow("[pscustomobject]@{a=1;b=2} | ConvertTo-Csv -NoTypeInformation -UseCulture", #""a","b" | "1","2""#),
    ValueRow("[pscustomobject]@{a=1},[pscustomobject]@{b=2} | ConvertTo-Csv -NoTypeInformation", #""a" | "1" | "#),
    ValueRow(#"'a,b','1,"x,1"','2,y' | ConvertFrom-Csv | ForEach-Object { "$($_.a)=$($_.b)" }"#, "1=x,1 | 2=y"),
    ValueRow(#""a,b`n1,2`n3,4" | ConvertFrom-Csv | ForEach-Object { "$($_.a)=$($_.b)" }"#, "1=2 | 3=4"),
    ValueRow(
      #"'a,b','1,"two','lines"' | ConvertFrom-Csv | ForEach-Object { "$($_.a)=$($_.b)" }"#,
      """
      1=two
      lines
      """),
    ValueRow(
      #"'a,b','1' , '1,2,3', '', ' x , y' | ConvertFrom-Csv | ForEach-Object { "<$($_.a)|$($_.b)>" }"#,
      "<1|> | <1|2> | <x |y>"),
    ValueRow(#"'1,2' | ConvertFrom-Csv -Header x, y | ForEach-Object { "$($_.x)+$($_.y)" }"#, "1+2"),
    ValueRow(#"'1;2' | ConvertFrom-Csv -Header x, y -Delimiter ';' | ForEach-Object { "$($_.x)+$($_.y)" }"#, "1+2"),
    ValueRow(
      "'a,,c','1,2,3' | ConvertFrom-Csv | ForEach-Object { $_.H2 }",
      #"2 | W:One or more headers were not specified. Default names starting with "H" have been used in place of any missing headers."#
    ),
    ValueRow(
      "'a,A','1,2' | ConvertFrom-Csv",
      #"!AlreadyPresentPSMemberInfoInternalCollectionAdd: The member "A" is already present."#),
    ValueRow("('#TYPE Some.Type','a','1' | ConvertFrom-Csv).PSTypeNames[0]", "CSV:Some.Type"),
    ValueRow(#"'a,b','"open' | ConvertFrom-Csv | ForEach-Object { "$($_.a)" }"#, "open"),
    ValueRow(
      #"$x = [pscustomobject]@{a='x "1"';b="l1`nl2"},[pscustomobject]@{a=',';b=''}; ($x | ConvertTo-Csv | ConvertFrom-Csv | ConvertTo-Csv -NoTypeInformation) -join '~'"#,
      #"""
      "a","b"~"x ""1""","l1
      l2"~",",""
      """#),
  ]

  @Test(arguments: rows) func check(row: ValueRow) throws { try row.check() }
}
