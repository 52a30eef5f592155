import Testing

/// The layout of ConvertTo-Json.
@Suite struct JSONLayoutTests {
  private static let rows: [TextRow] = [
    TextRow(
      "@{a=1} | ConvertTo-Json",
      """
      {
          "a":  1
      }
      """),
    TextRow("'x' | ConvertTo-Json", #""x""#),
    TextRow("$null | ConvertTo-Json", "null"),
    TextRow(
      "ConvertTo-Json @()",
      """
      [

      ]
      """),
    TextRow(
      "ConvertTo-Json @(1,2)",
      """
      [
          1,
          2
      ]
      """),
    TextRow(
      "[ordered]@{a=1;b=@(1,@{c='x'});c=@{};d=@()} | ConvertTo-Json",
      """
      {
          "a":  1,
          "b":  [
                    1,
                    {
                        "c":  "x"
                    }
                ],
          "c":  {

                },
          "d":  [

                ]
      }
      """),
    TextRow(#"'"\/<>&''' + "`n`t$([char]1)é" | ConvertTo-Json"#, #""\"\\/\u003c\u003e\u0026\u0027\n\t\u0001é""#),
    TextRow("[datetime]'2020-01-02T03:04:05Z' | ConvertTo-Json", #""\/Date(1577934245000)\/""#),
    TextRow(
      "[guid]'7cca7664-0000-0000-0000-000000000001' | ConvertTo-Json", #""7cca7664-0000-0000-0000-000000000001""#),
    TextRow("[System.DayOfWeek]::Friday | ConvertTo-Json", "5"),
  ]

  @Test(arguments: rows) func check(row: TextRow) throws { try row.check() }
}
