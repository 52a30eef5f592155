import Testing

/// ConvertTo-Json and ConvertFrom-Json.
@Suite struct JSONTests {
  private static let rows: [ValueRow] = [
    ValueRow("1 | ConvertTo-Json", "1"),
    ValueRow("1, 'a', $true, $null, 1.5 | ConvertTo-Json -Compress", #"[1,"a",true,null,1.5]"#),
    ValueRow("ConvertTo-Json @() -Compress", "[]"),
    ValueRow("@() | ConvertTo-Json", ""),
    ValueRow(
      "[pscustomobject]@{a=@{b=@{c=@{d=1}}}} | ConvertTo-Json -Compress",
      #"{"a":{"b":{"c":"System.Collections.Hashtable"}}}"#),
    ValueRow(
      "[pscustomobject]@{a=@{b=@{c=@{d=1}}}} | ConvertTo-Json -Compress -Depth 4", #"{"a":{"b":{"c":{"d":1}}}}"#),
    ValueRow("[pscustomobject]@{a=@(,@(1,@(2)))} | ConvertTo-Json -Compress -Depth 1", #"{"a":["1 System.Object[]"]}"#),
    ValueRow(
      "[timespan]'00:00:01' | ConvertTo-Json -Compress",
      #"{"Days":0,"Hours":0,"Minutes":0,"Seconds":1,"Milliseconds":0,"Ticks":10000000,"TotalDays":1.1574074074074073E-05,"TotalHours":0.0002777777777777778,"TotalMilliseconds":1000,"TotalMinutes":0.016666666666666666,"TotalSeconds":1}"#
    ),
    ValueRow("[version]'1.2' | ConvertTo-Json -Compress", #"{"Major":1,"Minor":2,"Build":-1,"Revision":-1}"#),
    ValueRow(
      "1..2 | ConvertTo-Json -Depth 101",
      "!ParameterArgumentValidationError: Cannot validate argument on parameter 'Depth'. The 101 argument is greater than the maximum allowed range of 100. Supply an argument that is less than or equal to 100 and then try the command again."
    ),
    ValueRow(
      #"'{"a":1,"b":[true,false,null],"c":{"d":"x"}}' | ConvertFrom-Json | ForEach-Object { "$($_.a) $($_.b.Count) $($_.c.d)" }"#,
      "1 3 x"),
    ValueRow(#"'{"Name":"x"}' | ConvertFrom-Json | ForEach-Object { $_.name }"#, "x"),
    ValueRow("('[1,2,3]' | ConvertFrom-Json).Count", "3"),
    ValueRow(#"'{', '"a":1', '}' | ConvertFrom-Json | ForEach-Object { $_.a }"#, "1"),
    ValueRow(#"'{"a":1}', '{"a":2}' | ConvertFrom-Json | ForEach-Object { $_.a }"#, "1 | 2"),
    ValueRow(
      "'1', '2147483648', '9223372036854775808', '1.5', '1e3', '-0', '123456789012345678901234567890123' | ForEach-Object { ($_ | ConvertFrom-Json).GetType().Name }",
      "Int32 | Int64 | Decimal | Decimal | Double | Int32 | Double"),
    ValueRow(
      #"'"a\u00e9\n\"\/\ud83d\ude00"' | ConvertFrom-Json"#,
      #"""
      aé
      "/😀
      """#),
    ValueRow(#"'"\ud83d"' | ConvertFrom-Json"#, "�"),
    ValueRow(
      #"'"\/Date(1577934245000)\/"' | ConvertFrom-Json | ForEach-Object { $_.ToString('o') }"#,
      "2020-01-02T03:04:05.0000000Z"),
    ValueRow(#"'"\/Date(99999999999999999999)\/"' | ConvertFrom-Json"#, "/Date(99999999999999999999)/"),
    ValueRow("'' | ConvertFrom-Json", ""),
    ValueRow("' [ ] ' | ConvertFrom-Json | ForEach-Object { $_.Count }", "0"),
    ValueRow(
      #"$x = [ordered]@{a=1;b=@(1,2,@{c='é"'});d=$null;e=1.25} ; ($x | ConvertTo-Json | ConvertFrom-Json | ConvertTo-Json -Compress) -eq ($x | ConvertTo-Json -Compress)"#,
      "True"),
    ValueRow(
      #"'{"a":1,"A":2}' | ConvertFrom-Json"#,
      "!DuplicateKeysInJsonString: Cannot convert the JSON string because a dictionary that was converted from the string contains the duplicated keys 'a' and 'A'."
    ),
    ValueRow(
      #"'{"":1}' | ConvertFrom-Json"#,
      "!EmptyKeyInJsonString: Cannot convert the JSON string because it has a property whose name is empty."),
    ValueRow("('[' * 2000) | ConvertFrom-Json", "!System.ArgumentException: The depth of 1024 levels is exceeded."),
    ValueRow("('[' * 500 + ']' * 500) | ConvertFrom-Json | ForEach-Object { $_.Count }", "1"),
  ]

  @Test(arguments: rows) func check(row: ValueRow) throws { try row.check() }
}
