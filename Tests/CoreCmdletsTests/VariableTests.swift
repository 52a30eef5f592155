import Testing

/// The variable and alias cmdlets (about_Variables, about_Scopes, about_Aliases).
struct VariableTests {
  @Test(arguments: [
    CoreRow("$x = 5; (Get-Variable x).Value", "5"), CoreRow("$x = 5; Get-Variable x -ValueOnly", "5"),
    CoreRow("Get-Variable nope", "!VariableNotFound"), CoreRow("Get-Variable nope -ea 0; 'after'", "after"),
    CoreRow("$ab1 = 1; $ab2 = 2; (Get-Variable ab*).Name", "ab1 | ab2"),
    CoreRow("$x = 1; (Get-Variable x).Value = 9; $x", "9"), CoreRow("New-Variable a 3; $a", "3"),
    CoreRow("$a = 1; New-Variable a 3", "!VariableAlreadyExists"), CoreRow("$a = 1; New-Variable a 3 -Force; $a", "3"),
    CoreRow("New-Variable a 3 -Option ReadOnly; $a = 4", "!VariableNotWritable"),
    CoreRow("New-Variable a 3 -Option ReadOnly; Set-Variable a 4", "!VariableNotWritable"),
    CoreRow("New-Variable a 3 -Option ReadOnly; Set-Variable a 4 -Force; $a", "4"),
    CoreRow("New-Variable a 3 -Option Constant; Set-Variable a 4 -Force", "!VariableNotWritable"),
    CoreRow("New-Variable a 3 -Option Constant; Remove-Variable a -Force", "!VariableNotRemovable"),
    CoreRow(
      "New-Variable a 3 -Option ReadOnly; Remove-Variable a; Remove-Variable a -Force; $a -eq $null",
      "!VariableNotRemovable | True"),
    CoreRow("$a = 1; Set-Variable a 2 -Option Constant", "!VariableCannotBeMadeConstant"),
    CoreRow("Set-Variable -Name b -Value 7; $b", "7"), CoreRow("1..3 | Set-Variable c; $c.Count", "3"),
    CoreRow("Set-Variable p, q 1; $p + $q", "2"), CoreRow("$a = 1; Clear-Variable a; $a -eq $null", "True"),
    CoreRow("$a = 1; Remove-Variable a; Test-A", "!CommandNotFoundException"),
    CoreRow("$a = 1; Remove-Variable a; Get-Variable a -ea 0; $a -eq $null", "True"),
    CoreRow("Remove-Variable nope", "!VariableNotFound"),
    CoreRow("function f { Set-Variable v 1 }; f; $v -eq $null", "True"),
    CoreRow("function f { Set-Variable v 1 -Scope Script }; f; $v", "1"),
    CoreRow("function f { Set-Variable v 1 -Scope 1 }; f; $v", "1"),
    CoreRow("function f { Set-Variable v 1 -Scope Global }; f; $v", "1"),
    CoreRow("function f { Get-Variable v -Scope Local }; $v = 1; f", "!VariableNotFound"),
    CoreRow("function f { Get-Variable v -Scope 1 -ValueOnly }; $v = 4; f", "4"),
    CoreRow("Get-Variable v -Scope 9", "!ArgumentOutOfRange"), CoreRow("Get-Variable v -Scope Nope", "!Argument"),
    CoreRow("(New-Variable a 1 -PassThru).Name", "a"),
    CoreRow("(Set-Variable a 1 -Description d -PassThru).Description", "d"),
    CoreRow("New-Variable a 1 -Option AllScope, ReadOnly; (Get-Variable a).Options", "ReadOnly, AllScope"),
    CoreRow(
      "Set-Variable a 1 -WhatIf; $a -eq $null",
      "H:What if: Performing the operation \"Set variable\" on target \"Name: a Value: 1\". | True"),
    CoreRow("New-Variable a 1 -Option Private; & { $a -eq $null }", "True"),
    CoreRow("'x1', 'x2' | Get-Variable -ea 0; 'end'", "end"),
    CoreRow("$x1 = 1; $x2 = 2; $x3 = 3; (Get-Variable x? -Exclude x2).Name", "x1 | x3"),
  ])
  func variables(_ row: CoreRow) { row.check() }

  @Test(arguments: [
    CoreRow("Set-Alias wo Write-Output; wo 5", "5"), CoreRow("New-Alias wo Write-Output; wo 6", "6"),
    CoreRow("New-Alias wo Write-Output; New-Alias wo Write-Host", "!AliasAlreadyExists"),
    CoreRow("New-Alias wo Write-Host; New-Alias wo Write-Output -Force; wo 1", "1"),
    CoreRow("(Get-Alias echo).Definition", "Write-Output"),
    CoreRow("(Get-Alias echo).DisplayName", "echo -> Write-Output"),
    CoreRow("(Get-Alias -Definition Write-Output).Name", "echo | write"),
    CoreRow("Get-Alias nope", "!ItemNotFoundException"),
    CoreRow("Get-Alias -Definition Nope-It", "!ItemNotFoundException"), CoreRow("Get-Alias nope*", ""),
    CoreRow("Set-Alias q Write-Output; Remove-Alias q; q 1", "!CommandNotFoundException"),
    CoreRow("Remove-Alias nope", "!AliasNotFound"),
    CoreRow("function f { Set-Alias q Write-Output }; f; q 1", "!CommandNotFoundException"),
    CoreRow("function f { Set-Alias q Write-Output -Scope Global }; f; q 1", "1"),
    CoreRow("Set-Alias q Write-Output -Option ReadOnly; Set-Alias q Write-Host", "!AliasNotWritable"),
    CoreRow("Set-Alias q Write-Output -Option ReadOnly; Remove-Alias q", "!AliasNotRemovable"),
    CoreRow("Set-Alias q Write-Output -Description 'd'; (Get-Alias q).Description", "d"),
    CoreRow("(Set-Alias q Write-Output -PassThru).Name", "q"),
    CoreRow("(Get-Alias foreach).ResolvedCommandName", "ForEach-Object"),
  ])
  func aliases(_ row: CoreRow) { row.check() }
}
