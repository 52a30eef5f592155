import Testing

/// New-Object, Add-Member, Get-Random and the like.
struct ObjectTests {
  @Test(arguments: [
    CoreRow("(New-Object PSObject).GetType().Name", "PSCustomObject"),
    CoreRow("New-Object PSObject -Property @{ a = 1 }", "@{a=1}"),
    CoreRow("$o = New-Object -TypeName PSObject; $o | Add-Member a 1; $o.a", "1"),
    CoreRow("(New-Object System.Collections.ArrayList).Count", "0"),
    CoreRow("$l = New-Object 'System.Collections.Generic.List[string]'; $l.Add('x'); $l.Count", "1"),
    CoreRow("(New-Object System.Version 1, 2).Minor", "2"), CoreRow("(New-Object Version '1.2.3').Build", "3"),
    CoreRow("(New-Object System.Version(3, 4)).Major", "3"),
    CoreRow("(New-Object -TypeName System.Uri2 -ea 0) -eq $null", "!TypeNotFound"),
    CoreRow("New-Object No.Such", "!TypeNotFound"),
    CoreRow(
      "try { New-Object No.Such } catch { $_.Exception.Message }",
      "Cannot find type [No.Such]: verify that the assembly containing this type is loaded."),
    CoreRow("New-Object -ComObject Shell.Application", "!CannotLoadComObjectType"),
    CoreRow("(New-Object System.IO.InvalidDataException 'text').Message", "text"),
    CoreRow("try { throw (New-Object System.IO.IOException 'x') } catch [System.IO.IOException] { 'io' }", "io"),
    CoreRow("New-Object Version 'x'", "!ConstructorInvokedThrowException"),
    CoreRow("New-Object Version 1, 2, 3, 4, 5, 6", "!CannotFindAppropriateCtor"),
    CoreRow("(New-Object System.Text.StringBuilder 'ab').ToString()", "ab"),
    CoreRow("(New-Object datetime 2024, 2, 29).Day", "29"),
    CoreRow("class P { [string]$N }; (New-Object P -Property @{ N = 'x' }).N", "x"),
    CoreRow("class P { [string]$N }; New-Object P -Property @{ Z = 'x' }", "!InvalidOperationException"),
    CoreRow("class P { $N; P($n) { $this.N = $n } }; (New-Object P 'q').N", "q"),
    CoreRow(
      "(New-Object System.Management.Automation.PSCredential 'u', (ConvertTo-SecureString 'p' -AsPlainText -Force)).UserName",
      "u"),
    CoreRow(
      "$c = New-Object PSCredential('d\\u', (ConvertTo-SecureString 'p' -AsPlainText -Force)); $n = $c.GetNetworkCredential(); $n.UserName; $n.Domain; $n.Password",
      "u | d | p"),
    CoreRow(
      "$r = New-Object -TypeName System.Security.Principal.WindowsPrincipal ([System.Security.Principal.WindowsIdentity]::GetCurrent()); $r -ne $null",
      "True"),
  ])
  func newObject(_ row: CoreRow) { row.check() }

  @Test(arguments: [
    CoreRow(
      "$o = New-Object PSObject; Add-Member -InputObject $o NoteProperty -Name 'Build Lab' -Value 5; $o.'Build Lab'",
      "5"),
    CoreRow("$o = New-Object PSObject; Add-Member -InputObject $o NoteProperty x 5; $o", "@{x=5}"),
    CoreRow("$o = [pscustomobject]@{}; $o | Add-Member -NotePropertyName n -NotePropertyValue 7; $o.n", "7"),
    CoreRow("$o = [pscustomobject]@{}; $o | Add-Member -MemberType NoteProperty -Name n -Value 7; $o.n", "7"),
    CoreRow("$o = [pscustomobject]@{}; $o | Add-Member @{ a = 1; b = 2 }; $o.a + $o.b", "3"),
    CoreRow("$o = [pscustomobject]@{}; $o | Add-Member -NotePropertyMembers @{ a = 1 }; $o.a", "1"),
    CoreRow("$o = [pscustomobject]@{ a = 1 }; $o | Add-Member a 2", "!MemberAlreadyExists"),
    CoreRow("$o = [pscustomobject]@{ a = 1 }; $o | Add-Member a 2 -Force; $o.a", "2"),
    CoreRow("$o = [pscustomobject]@{ a = 2 }; $o | Add-Member ScriptProperty d { $this.a * 2 }; $o.d", "4"),
    CoreRow(
      "$o = [pscustomobject]@{ a = 2 }; $o | Add-Member ScriptProperty d { $this.a } { $this.a = $args[0] }; $o.d = 9; $o.a",
      "9"),
    CoreRow("$o = [pscustomobject]@{ a = 2 }; $o | Add-Member ScriptMethod m { param($x) $this.a + $x }; $o.m(5)", "7"),
    CoreRow("$o = [pscustomobject]@{ a = 2 }; $o | Add-Member AliasProperty b a; $o.b", "2"),
    CoreRow("$o = [pscustomobject]@{}; ($o | Add-Member a 1 -PassThru).a", "1"),
    CoreRow("$s = 'abc' | Add-Member n 1 -PassThru; $s.n; $s.Length", "1 | 3"),
    CoreRow("$o = [pscustomobject]@{}; $o | Add-Member -TypeName My.Type; $o.PSTypeNames[0]", "My.Type"),
    CoreRow("$o = [pscustomobject]@{}; $o | Add-Member PropertySet x y", "!CannotAddMemberType"),
    CoreRow("$o = [pscustomobject]@{}; $o | Add-Member ScriptMethod x y", "!ValueShouldBeScriptBlock"),
    CoreRow(
      "$o = [pscustomobject]@{}; $o | Add-Member -MemberType NoteProperty -Name n -Value $null; $o.n -eq $null", "True"),
    CoreRow(
      "$o = [pscustomobject]@{}; Add-Member -InputObject $o -Type NoteProperty -Name n -Value (1, 2); $o.n.Count", "2"),
    CoreRow("$h = @{}; $h | Add-Member -NotePropertyName note -NotePropertyValue 3; $h.note", "3"),
    CoreRow(
      "$o = New-Object PSObject; 1..3 | ForEach-Object { $o | Add-Member \"p$_\" $_ }; $o", "@{p1=1; p2=2; p3=3}"),
  ])
  func addMember(_ row: CoreRow) { row.check() }

  @Test(arguments: [
    CoreRow("$a = Get-Random -SetSeed 5; $b = Get-Random -SetSeed 5; $a -eq $b", "True"),
    CoreRow(
      "$r = 1..200 | ForEach-Object { Get-Random -Minimum 3 -Maximum 6 }; ($r | ForEach-Object { $_ -ge 3 -and $_ -lt 6 }) -contains $false",
      "False"),
    CoreRow("(Get-Random 10) -lt 10", "True"), CoreRow("Get-Random -Minimum 4 -Maximum 5", "4"),
    CoreRow("Get-Random -Minimum 5 -Maximum 5", "!MinGreaterThanOrEqualMax"),
    CoreRow(
      "try { Get-Random -Minimum 5 -Maximum 3 } catch { $_.Exception.Message }",
      "The Minimum value (5) cannot be greater than or equal to the Maximum value (3)."),
    CoreRow("(Get-Random -InputObject 7, 7, 7)", "7"), CoreRow("(1..9 | Get-Random -Count 4).Count", "4"),
    CoreRow("(1..3 | Get-Random -Count 9).Count", "3"),
    CoreRow("$x = (1..5 | Get-Random -Count 5); ($x -contains 1) -and ($x -contains 5)", "True"),
    CoreRow("(Get-Random -Minimum 0.5 -Maximum 0.75).GetType().Name", "Double"),
    CoreRow("(Get-Random -Maximum 5000000000 -Minimum 4000000000).GetType().Name", "Int64"),
    CoreRow("(New-Guid).ToString().Length", "36"), CoreRow("(New-Guid) -eq (New-Guid)", "False"),
    CoreRow("(Get-Culture).Name", "en-US"), CoreRow("\"$(Get-UICulture)\"", "en-US"),
    CoreRow("(Get-Culture).TextInfo.ToTitleCase('hello WORLD foo')", "Hello WORLD Foo"),
    CoreRow("(ConvertFrom-StringData \"a=1`nb = two words`n# c`n\").b", "two words"),
    CoreRow("(ConvertFrom-StringData 'a=x\\ty').a.Length", "3"),
    CoreRow("ConvertFrom-StringData \"a=1`na=2\"", "!InvalidOperation"),
    CoreRow("ConvertFrom-StringData 'x'", "!InvalidOperation"),
    CoreRow(
      "[cultureinfo]::InvariantCulture.Name.Length; [System.Globalization.CultureInfo]::GetCultureInfo('en-US').LCID",
      "0 | 1033"),
    CoreRow("[cultureinfo]'fr-FR'", "!CultureNotFoundException"),
    CoreRow("(New-Object System.Globalization.CultureInfo 'en-US').Name", "en-US"),
    CoreRow("1..3 | Join-String -Separator ','", "1,2,3"),
    CoreRow("'a', 'b' | Join-String -SingleQuote -Separator ' ' -OutputPrefix '['", "['a' 'b'"),
    CoreRow("Add-Type -AssemblyName System.Core; 'ok'", "ok"),
    CoreRow("Add-Type -AssemblyName Foo", "!ASSEMBLY_NOT_FOUND"),
    CoreRow("Add-Type -TypeDefinition 'class X {}'", "!AddTypeNotSupported"),
    CoreRow("Add-Type 'class X {}'", "!AddTypeNotSupported"),
  ])
  func others(_ row: CoreRow) { row.check() }
}
