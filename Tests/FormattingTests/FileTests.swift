import FoundationEssentials
import PowerShell
import Testing

/// The commands that read and write files, in a folder of their own.
@Suite struct FileTests {
  private static let rows: [ValueRow] = [
    ValueRow("'a','b' | Out-File f; Read-Text f", "a~b~"),
    ValueRow("'a' | Out-File f; 'b' | Out-File f -Append; Read-Text f", "a~b~"),
    ValueRow("'a','b' | Out-File f -NoNewline; Read-Text f", "ab"),
    ValueRow(
      "'a' | Out-File f; 'b' | Out-File f -NoClobber; Read-Text f", "!NoClobber: The file 'f' already exists. | a~"),
    ValueRow("'é' | Out-File f -Encoding utf8; Read-Bytes f", "C3 A9 0A"),
    ValueRow("'é' | Out-File f -Encoding utf8BOM; Read-Bytes f", "EF BB BF C3 A9 0A"),
    ValueRow("'é' | Out-File f -Encoding Unicode; Read-Bytes f", "FF FE E9 00 0A 00"),
    ValueRow("'é' | Out-File f -Encoding BigEndianUnicode; Read-Bytes f", "FE FF 00 E9 00 0A"),
    ValueRow("'é' | Out-File f -Encoding ASCII; Read-Bytes f", "3F 0A"),
    ValueRow("'é' | Out-File f -Encoding UTF32; Read-Bytes f", "FF FE 00 00 E9 00 00 00 0A 00 00 00"),
    ValueRow(
      "'é' | Out-File f -Encoding utf7",
      "!EncodingNotSupported: The encoding 'utf7' is not supported. Supported are: Default, OEM, UTF8, UTF8BOM, "
        + "UTF8NoBOM, Unicode, BigEndianUnicode, UTF32, ASCII."),
    ValueRow(
      "[pscustomobject]@{a=1;b='x'*30} | Out-File f -Width 12; Read-Text f",
      "~a b         ~- -         ~1 xxxxxxx...~~~"),
    ValueRow("'a' | Out-File f -WhatIf", #"H:What if: Performing the operation "Output to File" on target "f"."#),
    ValueRow("'a' | Out-File no/f", "!FileOpenFailure: Could not find a part of the path 'no/f'."),
    ValueRow("'a','b' | Tee-Object f | ForEach-Object { \"<$_>\" }; Read-Text f", "<a> | <b> | a~b~"),
    ValueRow("'a' | tee f; 'b' | tee f -Append; Read-Text f", "a | b | a~b~"),
    ValueRow(
      "[pscustomobject]@{a=1;b='x'} | Export-Csv f; Read-Text f",
      "#TYPE System.Management.Automation.PSCustomObject~\"a\",\"b\"~\"1\",\"x\"~"),
    ValueRow(
      "[pscustomobject]@{a=1;b='x'} | Export-Csv f -NoTypeInformation; Import-Csv f | ForEach-Object { \"$($_.a)$($_.b)\" }",
      "1x"),
    ValueRow(
      "[pscustomobject]@{a=1} | Export-Csv f -NTI; [pscustomobject]@{z=0;a=2} | Export-Csv f -Append; (Import-Csv f).a",
      "1 | 2"),
    ValueRow(
      "[pscustomobject]@{a=1} | Export-Csv f -NTI; [pscustomobject]@{z=0} | Export-Csv f -Append",
      "!CannotAppendCsvWithMismatchedPropertyNames: Cannot append CSV content to the following file: f. The appended "
        + "object does not have a property that corresponds to the following column: a. To continue with mismatched "
        + "properties, add the -Force parameter, and then retry the command."),
    ValueRow(
      "[pscustomobject]@{a=1;b=2} | Export-Csv f -NTI; [pscustomobject]@{z=0} | Export-Csv f -Append -Force; (Import-Csv f).Count",
      "2"),
    ValueRow("Import-Csv none.csv", "!PathNotFound: Cannot find path 'none.csv' because it does not exist."),
    ValueRow("'x,y','1,2' | Out-File a.csv; 'x,y','3,4' | Out-File b.csv; (Import-Csv *.csv).y", "2 | 4"),
    ValueRow(
      "'one','two','three' | Out-File a.txt; 'two' | Out-File b.txt; Select-String two *.txt | ForEach-Object { \"$_\" }",
      "a.txt:2:two | b.txt:1:two"),
    ValueRow(
      "'one','two' | Out-File a.txt; $m = sls o a.txt; \"$($m[1].Filename) $($m[1].LineNumber) $($m.Count)\"",
      "a.txt 2 2"),
    ValueRow("'one','two' | Out-File a.txt; (sls o a.txt -List).LineNumber; sls o a.txt -Quiet", "1 | True"),
    ValueRow(
      "'a','x','b' | Out-File a.txt; sls x a.txt -Context 1 | ForEach-Object { $_ -split \"`r`n\" }",
      "  a.txt:1:a | > a.txt:2:x |   a.txt:3:b"),
    ValueRow(
      "'x' | Out-File a.txt; 'x' | Out-File a.log; (sls x * -Include *.log).Filename; (sls x * -Exclude *.log).Filename",
      "a.log | a.txt"),
    ValueRow("sls x none.txt", "!PathNotFound: Cannot find path 'none.txt' because it does not exist."),
    ValueRow("'é' | Out-File f -Encoding Unicode; (sls . f).Line", "é"),
    ValueRow(
      #"[pscustomobject]@{a=1;b='x';c=@(1,$null,[pscustomobject]@{d=2.5})} | Export-Clixml f; $r = Import-Clixml f; "$($r.a) $($r.b) $($r.c.Count) $($r.c[2].d)""#,
      "1 x 3 2.5"),
    ValueRow(
      "1, [long]5, [byte]7, 1.5, [single]2.5, [decimal]0.1, $true, [char]'q', [version]'1.2' | Export-Clixml f; "
        + "Import-Clixml f | ForEach-Object { $_.GetType().Name + '=' + $_ }",
      "Int32=1 | Int64=5 | Byte=7 | Double=1.5 | Single=2.5 | Decimal=0.1 | Boolean=True | Char=q | Version=1.2"),
    ValueRow(
      "[datetime]'2020-01-02T03:04:05.5', [timespan]'-1.02:03:04.5', [guid]'7cca7664-0000-0000-0000-000000000001' | "
        + "Export-Clixml f; Import-Clixml f | ForEach-Object { if ($_ -is [datetime]) { $_.ToString('o') } else { \"$_\" } }",
      "2020-01-02T03:04:05.5000000 | -1.02:03:04.5000000 | 7cca7664-0000-0000-0000-000000000001"),
    ValueRow(
      #"$t = "<&`0`n`t_x0041_'é$([char]0xD83D)$([char]0xDE00)"; $t | Export-Clixml f; (Import-Clixml f) -ceq $t"#,
      "True"),
    ValueRow(
      "New-Typed Some.Type @{a=1} | Export-Clixml f; $r = Import-Clixml f; $r.PSTypeNames[0]; $r.a",
      "Deserialized.Some.Type | 1"),
    ValueRow(
      "@{a=@{b=1}; 2='x'} | Export-Clixml f; $r = Import-Clixml f; $r.GetType().Name; $r.a.b; $r[2]",
      "Hashtable | 1 | x"),
    ValueRow("[System.DayOfWeek]::Friday | Export-Clixml f; Import-Clixml f", "Friday"),
    ValueRow(
      "[pscustomobject]@{a=[pscustomobject]@{b=[pscustomobject]@{c=1}}} | Export-Clixml f -Depth 1; (Import-Clixml f).a.b",
      "@{c=1}"),
    ValueRow(
      "$t = @{}; $t.t = $t; $t | Export-Clixml f; (Import-Clixml f).t.t.t.GetType().Name; $t.Clear()", "Hashtable"),
    ValueRow("1..5 | Export-Clixml f; Import-Clixml f -Skip 1 -First 2", "2 | 3"),
    ValueRow(
      "'garbage' | Out-File f; Import-Clixml f", "!XmlNotValid: An element is expected (at byte 0 of the XML text)."),
    ValueRow(
      "'<Objs><Obj RefId=\"0\"><MS><Ref N=\"me\" RefId=\"0\"/></MS></Obj></Objs>' | Out-File f; $r = Import-Clixml f; "
        + "$r.me.me -eq $r; $r.me = 1", "True"),
  ]

  @Test(arguments: rows) func check(row: ValueRow) throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "formatting-\(UInt64.random(in: 0 ... .max))")
      .path
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let host = ValueHost()
    let session = TestSession.make(host)
    session.commands.add(Self.reader("Read-Text") { String(decoding: $0, as: UTF8.self) })
    session.commands.add(
      Self.reader("Read-Bytes") {
        $0.map { ($0 < 16 ? "0" : "") + String($0, radix: 16, uppercase: true) }.joined(separator: " ")
      })
    try session.setVariable("PWD", .string(folder), in: session.global)
    try session.run(row.script)
    let shown = host.lines.joined(separator: " | ").split(separator: folder + "/", omittingEmptySubsequences: false)
      .joined()
    #expect(shown == row.expected, "\(row.script)")
  }

  private static func reader(_ name: String, _ text: @escaping @Sendable (Data) -> String) -> CommandInfo {
    let make: @Sendable () -> any Cmdlet = {
      ClosureCmdlet { invocation in
        let path = "\(invocation.location)/\(invocation.bound.string("Path") ?? "")"
        let lines = text(FileManager.default.contents(atPath: path) ?? Data())
          .split(separator: "\n", omittingEmptySubsequences: false)
        try invocation.writeOutput(.string(lines.joined(separator: "~")))
      }
    }
    return CommandInfo(
      cmdlet: name, module: nil, metadata: { try CommandMetadata(cmdlet: name, ["!Path@0"]) }, make)
  }
}
