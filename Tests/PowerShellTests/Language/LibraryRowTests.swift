import Testing

@Suite("Types of .NET that scripts use")
struct LibraryRowTests {
  @Test(arguments: rows)
  func library(_ row: RuntimeRow) { row.check() }

  private static let rows = [
    RuntimeRow("$n = 0; [int]::TryParse('42', [ref]$n); $n", "True | 42"),
    RuntimeRow("$d = [datetime]::MinValue; [datetime]::TryParse('2020-01-02', [ref]$d); $d.Year", "True | 2020"),
    RuntimeRow(
      "'a,b;c'.Split(',;').Count; 'a,b;c'.Split(',',';').Count; 'a,,b'.Split(',', [StringSplitOptions]::RemoveEmptyEntries).Count",
      "3 | 3 | 2"),
    RuntimeRow(
      "'abc'.StartsWith('A', [StringComparison]::OrdinalIgnoreCase); 'abc'.IndexOf('B',[StringComparison]::OrdinalIgnoreCase)",
      "True | 1"),
    RuntimeRow(
      "[string]::Join('-', 1,2,3); [string]::Format('{0:N2}', 3.14159); [string]::IsNullOrEmpty(''); [string]::IsNullOrWhiteSpace(' '); [string]::Compare('a','B',$true); [string]::Concat('a','b',3)",
      "1-2-3 | 3.14 | True | True | -1 | ab3"),
    RuntimeRow("[string]::new('x', 3); [string]::Empty.Length; 'a'.CompareTo('b')", "xxx | 0 | -1"),
    RuntimeRow(
      "[math]::Round(2.5); [math]::Round(2.567,2); [math]::Floor(2.7); [math]::Ceiling(2.1); [math]::Truncate(-2.7); [math]::Abs(-3); [math]::Pow(2,10); [math]::Sqrt(16); [math]::PI",
      "2 | 2.57 | 2 | 3 | -2 | 3 | 1024 | 4 | 3.14159265358979"),
    RuntimeRow(
      "[math]::Sign(-4); [math]::Log10(1000); [math]::Log(8,2); [math]::Exp(0); [math]::Min(1,2); [math]::E",
      "-1 | 3 | 3 | 1 | 1 | 2.71828182845905"),
    RuntimeRow("[datetime]::ParseExact('20200102','yyyyMMdd',$null).ToString('yyyy-MM-dd')", "2020-01-02"),
    RuntimeRow(
      "([datetime]'2020-01-02 03:04:05').ToString('HH:mm:ss'); [datetime]::DaysInMonth(2020,2); [datetime]::IsLeapYear(2020); ([datetime]'2020-01-02').DayOfWeek",
      "03:04:05 | 29 | True | Thursday"),
    RuntimeRow(
      #"[timespan]::FromMinutes(90).ToString(); ([timespan]'1:30').TotalMinutes; New-Object timespan 1,2,3 | % { "$_" }"#,
      "01:30:00 | 90 | !CommandNotFoundException"),
    RuntimeRow("[timespan]::new(1,2,3).TotalSeconds; ([timespan]'1.02:03:04').Days", "3723 | 1"),
    RuntimeRow(
      "[version]'1.2.3' -gt [version]'1.2'; ([version]'1.2.3').Minor; [version]::new(1,2).ToString()",
      "True | 2 | 1.2"),
    RuntimeRow(
      "[guid]::NewGuid().ToString().Length; [guid]::Empty; ([guid]'12345678-1234-1234-1234-123456789abc').ToString('N')",
      "36 | 00000000-0000-0000-0000-000000000000 | 12345678123412341234123456789abc"),
    RuntimeRow(
      #"[regex]::Match('abc123','\d+').Value; [regex]::Matches('a1b2','\d').Count; [regex]::Replace('a1','\d','X'); [regex]::Split('a1b','\d') -join ','; [regex]::Escape('a.b')"#,
      #"123 | 2 | aX | a,b | a\.b"#),
    RuntimeRow(
      #"[regex]::IsMatch('abc','B','IgnoreCase'); ([regex]'(?<n>\d)').Match('x5').Groups['n'].Value; [regex]::Unescape('a\.b')"#,
      "True | 5 | a.b"),
    RuntimeRow(
      "[convert]::ToInt32('ff',16); [convert]::ToString(255,2); [convert]::ToBase64String([byte[]](1,2,3)); [convert]::FromBase64String('AQID') -join ','",
      "255 | 11111111 | AQID | 1,2,3"),
    RuntimeRow(
      "[convert]::ToBoolean('true'); [convert]::ToDouble('1.5'); [convert]::ToChar(65); [convert]::ToInt64('77', 8); [convert]::ToByte('12')",
      "True | 1.5 | A | 63 | 12"),
    RuntimeRow(
      "[Environment]::NewLine.Length; [Environment]::MachineName.Length -gt 0; [Environment]::UserName.Length -gt 0; [Environment]::OSVersion.Version.Major; [Environment]::ProcessorCount -gt 0",
      "2 | True | True | 10 | True"),
    RuntimeRow(
      "[Environment]::GetEnvironmentVariable('PATH').Length -gt 0; [Environment]::GetFolderPath('UserProfile').Length -gt 0; [Environment]::CurrentDirectory.Length -gt 0; [Environment]::TickCount -ne 0",
      "True | True | True | True"),
    RuntimeRow("[Environment]::Exit(3); 'not'", ""),
    RuntimeRow(
      "[Environment]::GetEnvironmentVariables().Count -gt 0; [Environment]::HasShutdownStarted; [Environment]::SystemDirectory; [Environment]::UserInteractive; [Environment]::Version.Major",
      "True | False | /usr | True | 4"),
    RuntimeRow(
      "[System.Text.Encoding]::UTF8.GetBytes('ab').Count; [System.Text.Encoding]::ASCII.GetString([byte[]](65,66)); [Text.Encoding]::GetEncoding('utf-8').EncodingName.Length -gt 0",
      "2 | AB | True"),
    RuntimeRow(
      "[System.IO.Path]::Combine('a','b'); [IO.Path]::GetFileName('/x/y.txt'); [IO.Path]::GetExtension('y.txt'); [IO.Path]::GetFileNameWithoutExtension('/x/y.txt'); [IO.Path]::GetDirectoryName('/x/y.txt'); [IO.Path]::ChangeExtension('a.txt','.md')",
      "a/b | y.txt | .txt | y | /x | a.md"),
    RuntimeRow(
      "[IO.Path]::GetTempPath().Length -gt 0; [IO.Path]::IsPathRooted('/a'); [IO.Path]::DirectorySeparatorChar; [IO.Path]::GetRandomFileName().Length; [IO.Path]::GetFullPath('/a/../b')",
      "True | True | / | 12 | /b"),
    RuntimeRow(
      "$l = [System.Collections.Generic.List[int]]::new(); $l.Add('5'); $l.Add(2); $l.Sort(); $l -join ','; $l.ToArray().GetType().Name; $l.Count",
      "2,5 | Int32[] | 2"),
    RuntimeRow(
      "$h = [System.Collections.Generic.HashSet[string]]::new(); $h.Add('a'); $h.Add('a'); $h.Contains('a'); $h.Count",
      "True | False | True | 1"),
    RuntimeRow(
      "$q = [System.Collections.Queue]::new(); $q.Enqueue(1); $q.Enqueue(2); $q.Dequeue(); $q.Peek(); $q.Count",
      "1 | 2 | 1"),
    RuntimeRow("$s = [System.Collections.Stack]::new(); $s.Push(1); $s.Push(2); $s.Pop(); $s.Peek()", "2 | 1"),
    RuntimeRow("$q = [System.Collections.Generic.Queue[int]]::new(); $q.Enqueue(4); $q.Dequeue()", "4"),
    RuntimeRow(
      "$a = 3,1,2; [array]::Sort($a); $a -join ','; [array]::Reverse($a); $a -join ','; [array]::IndexOf($a, 1)",
      "1,2,3 | 3,2,1 | 2"),
    RuntimeRow(
      "[array]::CreateInstance([int], 3).Length; [int[]]::new(2).Count; (New-Object 'int[]' 2)",
      "3 | 2 | !CommandNotFoundException"),
    RuntimeRow(
      "$sw = [System.Diagnostics.Stopwatch]::StartNew(); $sw.Stop(); $sw.ElapsedMilliseconds -ge 0; $sw.Elapsed.GetType().Name; $sw.IsRunning",
      "True | TimeSpan | False"),
    RuntimeRow("[System.Threading.Thread]::Sleep(1); 'ok'", "ok"),
    RuntimeRow("[activator]::CreateInstance([System.Collections.ArrayList]).Count", "0"),
    RuntimeRow(
      "[type]::GetType('System.Int32').Name; [type]'int' -eq [int]; ('System.String' -as [type]).Name",
      "Int32 | True | String"),
    RuntimeRow(
      "$n=$null; [System.Net.IPAddress]::TryParse('1.2.3.4',[ref]$n); $n.GetAddressBytes() -join '.'",
      "True | 1.2.3.4"),
    RuntimeRow(
      "[Console]::Title = 'x'; [Console]::OutputEncoding.EncodingName.Length -gt 0; [Console]::WriteLine('hi')",
      "True | I:hi"),
    RuntimeRow("[System.Net.Dns]::GetHostName().Length -gt 0", "True"),
    RuntimeRow("[System.Random]::new(1).Next(5) -lt 5; (New-Object Random)", "True | !CommandNotFoundException"),
    RuntimeRow(
      #"[System.Xml.XmlDocument]$x = '<a b="1"><c>t</c><c>u</c></a>'; $x.a.b; $x.a.c -join ',' ; $x.DocumentElement.Name"#,
      "1 | t,u | a"),
    RuntimeRow(
      #"([xml]'<r><i n="1"/><i n="2"/></r>').r.i.Count; ([xml]'<r><i n="1"/><i n="2"/></r>').SelectNodes('//i').Count; ([xml]'<r><i n="1"/></r>').SelectSingleNode('/r/i').n"#,
      "2 | 2 | 1"),
    RuntimeRow(
      "[int]::Parse('12'); [double]::Parse('1.5'); [int]::MinValue; [long]::MaxValue; [byte]::MaxValue; [double]::NaN; [double]::PositiveInfinity; [decimal]::MaxValue",
      "12 | 1.5 | -2147483648 | 9223372036854775807 | 255 | NaN | Infinity | 79228162514264337593543950335"),
    RuntimeRow(
      "[char]::IsDigit('5'); [char]::ToUpper('a'); [char]'a' + 1; [int][char]'A'; [char]::IsLetter('x')",
      "True | A | 98 | 65 | True"),
    RuntimeRow(
      "[bool]::Parse('true'); [bool]1; [bool]''; [bool]'0'; [bool]@(); [bool]@(0)",
      "True | True | False | True | False | False"),
    RuntimeRow(
      "$o = [pscustomobject]@{a=1}; $o.PSObject.Properties.Add([psnoteproperty]::new('n', 7)); $o.n; $c = $o.PSObject.Copy(); $c.n = 8; $o.n",
      "7 | 7"),
    RuntimeRow(
      "10/3; 10 % 3; -7 % 3; 7 / 2; [int](7/2); [math]::Floor(7/2); 2 * 3.5; 1/3",
      "3.33333333333333 | 1 | -1 | 3.5 | 4 | 3 | 7 | 0.333333333333333"),
    RuntimeRow(
      "[string]::Join(',', @('a','b')); [string]::Join(',', [string[]]('a','b')); 'a,b'.Split(',')[1]; 'abc'.Substring(1)",
      "a,b | a,b | b | bc"),
    RuntimeRow(
      "[convert]::ToInt32('101', 2); [convert]::ToString(10, 16); [Convert]::ToBase64String([Text.Encoding]::UTF8.GetBytes('hi'))",
      "5 | a | aGk="),
    RuntimeRow(
      "[Text.Encoding]::UTF8.GetString([Convert]::FromBase64String('aGk=')); [Text.Encoding]::Unicode.GetBytes('a').Count",
      "hi | 2"),
    RuntimeRow(
      "[math]::Round(1.005, 2); [math]::Round(3.5); [math]::Round(-2.5); [math]::Round(2.5, [MidpointRounding]::AwayFromZero)",
      "1 | 4 | -2 | 3"),
    RuntimeRow("& ([scriptblock]::Create('$args[0] + 1')) 4", "5"),
    RuntimeRow("[int]::NoSuch -eq $null", "True"),
    RuntimeRow("$t = [Tuple]::Create(1, 'a'); $t.Item1; $t.Item2", "1 | a"),
    RuntimeRow(
      "$kv = [System.Collections.Generic.KeyValuePair[string,int]]::new('k', '5'); $kv.Key; $kv.Value + 1",
      "k | 6"),
    RuntimeRow("$r = [System.Random]::new(42); $r.Next(100); $r.Next(100); $r.Next(5, 10) -ge 5", "66 | 14 | True"),
    RuntimeRow(
      "[BitConverter]::ToString([byte[]](1, 171)); [BitConverter]::ToInt32([byte[]](1, 1, 0, 0), 0); [BitConverter]::GetBytes([int]258) -join ','",
      "01-AB | 257 | 2,1,0,0"),
    RuntimeRow(
      "[DateTimeOffset]::FromUnixTimeSeconds(86400).UtcDateTime.ToString('yyyy-MM-dd'); ([DateTimeOffset]'2020-01-01T00:00:00Z').ToUnixTimeSeconds()",
      "1970-01-02 | 1577836800"),
    RuntimeRow(
      #"[Net.IPAddress]'2001:db8::1' | % { "$_ $($_.AddressFamily)" }; [ipaddress]'10.0.0.1' -eq [ipaddress]'10.0.0.1'; [ipaddress]'x'"#,
      "2001:db8::1 InterNetworkV6 | True | !InvalidCastParseTargetInvocation"),
    RuntimeRow(
      "[Net.ServicePointManager]::SecurityProtocol = [Net.SecurityProtocolType]::Tls12; [Net.SecurityProtocolType]'Tls11, Tls12'",
      "Tls11, Tls12"),
    RuntimeRow(
      "[Net.WebUtility]::UrlEncode('a b&c'); [Net.WebUtility]::HtmlEncode('<a>'); [Net.WebUtility]::HtmlDecode('&lt;a&gt;')",
      "a+b%26c | &lt;a&gt; | <a>"),
    RuntimeRow(
      "([uri]'https://u@h:8443/p/q?x=1#f') | % { $_.Scheme; $_.Port; $_.Host; $_.PathAndQuery; $_.Fragment; $_.Segments.Count }",
      "https | 8443 | h | /p/q?x=1 | #f | 3"),
    RuntimeRow(
      "[WildcardPattern]::Escape('a*[b]'); ([WildcardPattern]'a*' -as [WildcardPattern]) -eq $null",
      "a`*`[b`] | !ConvertToFinalInvalidCastException"),
    RuntimeRow(
      #"[System.Security.Principal.WindowsIdentity]::GetCurrent().Name.Contains('\'); [Security.Principal.WindowsBuiltInRole]::Administrator; ([Security.Principal.WindowsBuiltInRole]544)"#,
      "True | Administrator | Administrator"),
    RuntimeRow(
      "$p = [Security.Principal.WindowsPrincipal][Security.Principal.WindowsIdentity]::GetCurrent(); $p.IsInRole('Users'); $p.IsInRole([Security.Principal.WindowsBuiltInRole]::Guest)",
      "True | False"),
    RuntimeRow(
      #"$x = [xml]'<a><b n="1">t</b><b n="2"/><c/></a>'; $x.a.b[0].n; $x.a.b[0].'#text'; $x.SelectNodes('//b[@n="2"]').Count; $x.a.b.Count; $x.a.c"#,
      "1 | t | 1 | 2 | "),
    RuntimeRow(
      "$x = [xml]'<a/>'; $e = $x.CreateElement('k'); $e.InnerText = 'v & w'; [void]$x.DocumentElement.AppendChild($e); $x.OuterXml; $x.a.k",
      "<a><k>v &amp; w</k></a> | v & w"),
    RuntimeRow(
      "$x = [xml]'<a><b>1</b></a>'; $x.a.b = '2'; $x.a.b; $x.a.SetAttribute('q', 'z'); $x.a.q; $x.OuterXml",
      #"2 | z | <a q="z"><b>2</b></a>"#),
    RuntimeRow(
      "([xml]'<a><!-- c --><![CDATA[<raw>]]></a>').a.'#cdata-section'; ([xml]'<r><i>1</i><i>2</i></r>').r.i -join '+'",
      "<raw> | 1+2"),
    RuntimeRow(
      "[timespan]'0:30' + [timespan]'0:45' | % { $_.TotalMinutes }; ([timespan]::FromHours(1.5)).ToString(); [timespan]::Zero.Ticks",
      "75 | 01:30:00 | 0"),
    RuntimeRow(
      "([datetime]'2024-02-29').AddYears(1).ToString('yyyy-MM-dd'); ([datetime]'2020-01-01' - [datetime]'2019-12-31').Days; [datetime]::MinValue.Year",
      "2025-02-28 | 1 | 1"),
    RuntimeRow(
      "[version]'1.10' -gt [version]'1.9'; [version]'1.2.3.4' | % { $_.Build; $_.Revision }; [version]'1'",
      "True | 3 | 4 | !InvalidCastParseTargetInvocation"),
    RuntimeRow(
      "[guid]::Parse('{12345678-1234-1234-1234-123456789ABC}').Guid; [guid]::NewGuid() -ne [guid]::NewGuid()",
      "12345678-1234-1234-1234-123456789abc | True"),
    RuntimeRow(
      #"[regex]::Matches('a1b22', '\d+') | % { $_.Value }; ([regex]'(\w)(\d)').Replace('a1', '$2$1'); [regex]::Match('x', 'y').Success"#,
      "1 | 22 | 1a | False"),
    RuntimeRow(
      "'{0}, {1:X4}, {2,-6}|{3,6:F1}' -f 'a', 255, 'l', 2.25; '{0:HH:mm}' -f [datetime]'2020-01-01 15:04'; '{0:c}' -f [timespan]'1:02:03'",
      "a, 00FF, l     |   2.3 | 15:04 | 01:02:03"),
    RuntimeRow("5 / 2 -eq 2.5; [math]::DivRem(7, 3, [ref]$null)", "True | 2"),
    RuntimeRow("$n = $null; [int]::TryParse('x', [ref]$n); $r = 0; [math]::DivRem(7, 3, [ref]$r); $r", "False | 2 | 1"),
  ]
}
