import Testing

@Suite("Strings: about_Split, about_Join, about_Comparison_Operators, System.String")
struct TextRowTests {
  @Test(arguments: rows)
  func text(_ row: RuntimeRow) { row.check() }

  private static let rows = [
    RuntimeRow("'abc'.PadLeft(5); 'abc'.PadRight(5,'.')", "  abc | abc.."),
    RuntimeRow("'  x '.Trim(); 'xxaxx'.Trim('x'); 'xxa'.TrimStart('x'); 'axx'.TrimEnd('x')", "x | a | a | a"),
    RuntimeRow(
      "'hello'.Substring(1,3); 'hello'.IndexOf('l'); 'hello'.LastIndexOf('l'); 'hello'.Insert(2,'X'); 'hello'.Remove(2); 'hello'.Remove(1,2)",
      "ell | 2 | 3 | heXllo | he | hlo"),
    RuntimeRow(
      "'abc'.ToCharArray().Count; 'abc'.Contains('b'); 'ABC'.ToLower(); 'abc'.ToUpper(); 'abc'.StartsWith('a'); 'abc'.EndsWith('C')",
      "3 | True | abc | ABC | True | False"),
    RuntimeRow(
      "'a-b'.Replace('-','+'); 'abc'.CompareTo('abd'); 'abc'.Equals('abc'); 'abc'.Length; 'abc'[0]; 'abc'[-1]",
      "a+b | -1 | True | 3 | a | c"),
    RuntimeRow(
      "'abc'.IndexOfAny('bc'.ToCharArray()); 'x'.Normalize() ; 'abc'.GetType().FullName",
      "1 | x | System.String"),
    RuntimeRow(
      "([datetime]'2020-01-31').AddMonths(1).ToString('yyyy-MM-dd'); ([datetime]'2020-01-31').AddDays(1).Day; (([datetime]'2020-01-02') - ([datetime]'2020-01-01')).TotalHours",
      "2020-02-29 | 1 | 24"),
    RuntimeRow(
      "(255).ToString('X'); (255).ToString('x4'); (1234.5).ToString('N1'); (0.256).ToString('P0'); (5).ToString('D3'); (1e10).ToString(); (12345.678).ToString('F2'); (1234).ToString('#,##0')",
      "FF | 00ff | 1,234.5 | 26% | 005 | 10000000000 | 12345.68 | 1,234"),
    RuntimeRow(
      "'{0,5}|{1,-5}|{2:X}' -f 1,2,255; '{0:yyyy}' -f [datetime]'2020-01-01'; '{{}}' -f 1; '{0:P1}' -f 0.5; '{0:C}' -f 12.5; '{0:E2}' -f 12345",
      "    1|2    |FF | 2020 | {} | 50.0% | $12.50 | 1.23E+004"),
    RuntimeRow(
      "'a b c' -split ' ',2; 'aXbXc' -split 'x'; 'aXbxc' -csplit 'x'; 'a1b' -split { $_ -eq '1' }; 'a.b' -split '.', 0, 'SimpleMatch'",
      "a | b c | a | b | c | aXb | c | a | b | a | b"),
    RuntimeRow(
      "'abc' -replace '(b)','[$1]'; 'abc' -replace 'B','x'; 'abc' -creplace 'B','x'; 'abc' -replace 'b'; 'abc' -replace 'b', { $_.Value + '!' }; 'a' -ireplace 'A','z'",
      "a[b]c | axc | abc | ac | ab!c | z"),
    RuntimeRow(
      "'{0:yyyy-MM-dd}|{1,8:N2}|{2:x}|{3:p0}' -f [datetime]'2020-01-02', 3.14159, 255, 0.5",
      "2020-01-02|    3.14|ff|50%"),
    RuntimeRow("'{0:000}|{0:#.##}|{1:0.00}|{2:#,##0.0}' -f 7, 1.5, 12345.678", "007|7|1.50|12,345.7"),
    RuntimeRow(
      "'{0:d}' -f [datetime]'2020-01-02'; '{0:T}' -f [datetime]'2020-01-02 13:04:05'; '{0:g}' -f [datetime]'2020-01-02 13:04'; '{0:s}' -f [datetime]'2020-01-02'",
      "1/2/2020 | 1:04:05 PM | 1/2/2020 1:04 PM | 2020-01-02T00:00:00"),
    RuntimeRow(
      "1,2,3,2 -eq 2; 1,2,3 -ne 2; 'a','b' -like 'a*'; 'a','b' -match 'b'; (1,2,3 -gt 5).Count",
      "2 | 2 | 1 | 3 | a | b | 0"),
    RuntimeRow(
      #"'a1b2' -match '\d'; $Matches[0]; 'xyz' -notmatch 'a'; 'foo bar' -match '(?<first>\w+) (?<second>\w+)'; $Matches.second; $Matches[1]"#,
      "True | 1 | True | True | bar | <null>"),
    RuntimeRow(
      #"'a,b,c' -split ',' -join '-'; 'abc' -split ''; -split 'a b'; 'a1b2' -split '\d'; 'aXb' -isplit 'x'; 'a b' -split ' ', -1"#,
      "a-b-c |  | a | b | c |  | a | b | a | b |  | a | b | a b"),
    RuntimeRow(#"Write-Output $true.ToString() "x".Length"#, "True | 1"),
    RuntimeRow(
      #"'a'.PadLeft(3, '*') + 'b'.PadRight(3, '.'); 'Hello World' -replace '\s','_'; 'abc'.Replace('b', 'x')"#,
      "**ab.. | Hello_World | axc"),
    RuntimeRow(#""{0} {1}" -f 'a', 'b'; '{0:D2}:{1:D2}' -f 5, 7; "$('{0:N0}' -f 1234567)""#, "a b | 05:07 | 1,234,567"),
    RuntimeRow(
      "{ 1 + 1 }.ToString().Trim(); ({ 'a' }).GetType().FullName",
      "1 + 1 | System.Management.Automation.ScriptBlock"),
    RuntimeRow(
      "[char[]]'abc' -join '|'; [byte[]](1, 2) -join ','; [int][char]'a'; [char]97; [char]'a' + 1",
      "a|b|c | 1,2 | 97 | a | 98"),
    RuntimeRow(
      "$d = [datetime]'2020-03-04 05:06:07'; '{0:yyyyMMdd-HHmmss}' -f $d; $d.ToString('ddd, dd MMM yyyy'); $d.DayOfYear; $d.TimeOfDay.Hours; $d.Date.Hour",
      "20200304-050607 | Wed, 04 Mar 2020 | 64 | 5 | 0"),
    RuntimeRow(
      #"'2020-01-02' -match '^(?<y>\d{4})-(?<m>\d\d)'; $Matches.y; $Matches['m']; $Matches.Count"#,
      "True | 2020 | 01 | 3"),
    RuntimeRow(
      #"'John Smith' -replace '(\w+) (\w+)', '$2, $1'; 'aaa' -replace 'a', 'b'; 'path\to' -replace '\\', '/'; 'x' -replace '$', '!'"#,
      "Smith, John | bbb | path/to | x!"),
    RuntimeRow(
      "'abc' -like 'a?c'; 'abc' -like '[a-c]bc'; 'a*c' -like 'a`*c'; 'abc' -notlike '*d*'; 'ABC' -clike 'a*'",
      "True | True | True | True | False"),
    RuntimeRow("'{0:N0} {0:N2} {0:e1} {0:G3} {0:0.0#}' -f 1234.5", "1,235 1,234.50 1.2e+003 1.23E+03 1234.5"),
    RuntimeRow(
      "'  x'.TrimStart().Length; 'abc'.Insert(1, '-'); 'abcdef'.Remove(2, 2); 'abc'.Contains('B'); 'Abc'.StartsWith('ab', 'CurrentCultureIgnoreCase')",
      "1 | a-bc | abef | False | True"),
  ]
}
