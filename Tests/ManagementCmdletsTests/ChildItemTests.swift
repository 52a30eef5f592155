import Testing

struct ChildItemTests {
  private static let tree = "mkdir d/sub, e > $null; 1 > a.txt; 2 > b.log; 3 > d/c.txt; 4 > d/sub/x.txt; 5 > .hid; "

  @Test(arguments: [
    Row("(gci).Name", "d | e | a.txt | b.log"), Row("gci -Name", "d | e | a.txt | b.log"),
    Row("(gci -Force).Name", "d | e | .hid | a.txt | b.log"), Row("(gci -Hidden).Name", ".hid"),
    Row("(gci -File).Name", "a.txt | b.log"), Row("(gci -Directory).Name", "d | e"), Row("(ls -ad).Name", "d | e"),
    Row("(gci -Filter *.txt).Name", "a.txt"), Row("(gci . *.log).Name", "b.log"), Row("(dir *.TXT).Name", "a.txt"),
    Row("(gci -Recurse).Name", "d | e | a.txt | b.log | sub | c.txt | x.txt"),
    Row("(gci -Recurse -File -Filter *.txt).Name", "a.txt | c.txt | x.txt"),
    Row("(gci -Recurse -Depth 1).Name", "d | e | a.txt | b.log | sub | c.txt"),
    Row("(gci -Recurse -Include *.txt).FullName", "~T/a.txt | ~T/d/c.txt | ~T/d/sub/x.txt"),
    Row("(gci -Recurse -Exclude *.txt).Name", "d | e | b.log | sub"),
    Row("gci -Recurse -Name -Filter x*", "d/sub/x.txt"), Row("gci -Include *.txt", ""),
    Row("(gci * -Include *.txt).Name", "a.txt"), Row("(gci d).Name", "sub | c.txt"), Row("(gci a.txt).Name", "a.txt"),
    Row("gci nope", "!PathNotFound,GetChildItemCommand"), Row("gci nope*", ""), Row("(gci d, e).Count", "2"),
    Row("(gci d/*/x*).FullName", "~T/d/sub/x.txt"), Row("(Get-Item d).Mode; (Get-Item a.txt).Mode", "d----- | -a----"),
    Row("(Get-Item .hid).Attributes", "Hidden, Archive"),
    Row("(Get-Item a.txt).Extension; (Get-Item a.txt).BaseName", ".txt | a"),
    Row("(Get-Item a.txt).DirectoryName; (Get-Item a.txt).Directory.FullName", "~T | ~T"),
    Row("(Get-Item d).Parent.FullName", "~T"),
    Row("(Get-Item a.txt).PSPath", "Microsoft.PowerShell.Core\\FileSystem::~T/a.txt"),
    Row(
      "(Get-Item a.txt).PSParentPath; (Get-Item a.txt).PSChildName", "Microsoft.PowerShell.Core\\FileSystem::~T | a.txt"
    ),
    Row("(Get-Item a.txt).GetType().FullName; (Get-Item d).GetType().Name", "System.IO.FileInfo | DirectoryInfo"),
    Row("(Get-Item a.txt).Exists; (Get-Item a.txt).Length", "True | 2"),
    Row(
      "(Get-Item a.txt).LastWriteTime = [datetime]'2020-05-06 07:08:09'; (Get-Item a.txt).LastWriteTime.ToString('s')",
      "2020-05-06T07:08:09"),
    Row("(Get-Item a.txt).LastWriteTime -is [datetime]", "True"), Row("\"$(Get-Item a.txt)\"", "~T/a.txt"),
    Row("(gci -File | Select-Object -First 1).Name", "a.txt"), Row("(Get-Item a.txt) -is [System.IO.FileInfo]", "True"),
    Row("(Get-Item d).GetFiles('*.txt').Name", "c.txt"),
    Row("(Get-Item a.txt).CopyTo('~T/n').Name; Test-Path n", "n | True"),
    Row("(Get-Item a.txt).Delete(); Test-Path a.txt", "False"),
    Row("(gci HKLM:\\SOFTWARE).Name", "HKEY_LOCAL_MACHINE\\SOFTWARE\\Microsoft"),
    Row("function f1 { }; (gci Function:f1).Name", "f1"), Row("$q1 = 7; (Get-Item Variable:q1).Value", "7"),
    Row("$env:Q2 = 'v'; (gci Env:Q2).Value; (Get-Item Env:Q2).Name", "v | Q2"),
    Row("(gci Alias:gci).Definition", "Get-ChildItem"),
    Row("$env:Q2 = 'v'; Remove-Item Env:Q2; $env:Q2; Test-Path Env:Q2", "<null> | False"),
    Row("New-Item Env:Q3 -Value w > $null; $env:Q3", "w"), Row("Set-Content Variable:q4 5; $q4", "5"),
    Row("Set-Content Function:f5 { 'hi' }; f5", "hi"), Row("(gci Env:).Count -gt 1", "True"),
  ])
  func row(_ row: Row) throws { try Row(Self.tree + row.script, row.expected).check() }
}
