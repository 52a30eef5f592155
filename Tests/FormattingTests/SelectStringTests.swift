import Testing

/// Select-String on strings.
@Suite struct SelectStringTests {
  private static let rows: [ValueRow] = [
    ValueRow("'abc','xbz' | Select-String b | ForEach-Object { $_.Line }", "abc | xbz"),
    ValueRow("'abc','ABC' | sls abc -CaseSensitive | ForEach-Object { $_.LineNumber }", "1"),
    ValueRow(#"'a.c','abc' | sls 'a.c' -SimpleMatch | ForEach-Object { "$_" }"#, "a.c"),
    ValueRow(#"'abc','xyz' | sls abc -NotMatch | ForEach-Object { "$_" }"#, "xyz"),
    ValueRow("'abc','xyz' | sls abc -Quiet", "True"),
    ValueRow("'abc' | sls nothing -Quiet", "False"),
    ValueRow(#"('a1b22' | sls '\d+' -AllMatches).Matches | ForEach-Object { $_.Value }"#, "1 | 22"),
    ValueRow(#"('a1b22' | sls '[a-z](\d)').Matches[0].Groups[1].Value"#, "1"),
    ValueRow(
      #"'1','2','x','4','5' | sls x -Context 1,2 | ForEach-Object { ($_ -split "`r`n") -join '~' }"#, "  2~> x~  4~  5"),
    ValueRow(
      #"$m = '1','2','x' | sls x -Context 1; "$($m.Context.PreContext) $($m.Context.PostContext.Count) $($m.Path)""#,
      "2 0 InputStream"),
    ValueRow(
      "'abc' | sls '('",
      #"!InvalidRegex: The string ( is not a valid regular expression: parsing "(" - Not enough )'s."#),
    ValueRow("'a','b' | sls a, b | ForEach-Object { $_.Pattern }", "a | b"),
  ]

  @Test(arguments: rows) func check(row: ValueRow) throws { try row.check() }
}
