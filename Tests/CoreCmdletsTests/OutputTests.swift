import Testing

/// Write-Host and the other Write cmdlets, Read-Host.
struct OutputTests {
  @Test(arguments: [
    CoreRow("Write-Host 'a'", "I:a"), CoreRow("Write-Host", "I:"), CoreRow("Write-Host ''", "I:"),
    CoreRow("Write-Host a b c", "I:a b c"), CoreRow("Write-Host 1 2 -Separator ', '", "I:1, 2"),
    CoreRow("Write-Host (1, 2, (3, 4)) -Separator '-'", "I:1-2-3-4"),
    CoreRow("Write-Host -NoNewline 'x'; Write-Host 'y'", "I:x~ | I:y"),
    CoreRow("Write-Host 'YES' -ForegroundColor White -BackgroundColor Green", "I:YES#White/Green"),
    CoreRow("Write-Host 'NO' -ForegroundColor white -BackgroundColor RED", "I:NO#White/Red"),
    CoreRow("Write-Host 'x' -ForegroundColor Nope", "!CannotConvertArgumentNoMessage"),
    CoreRow("1, 2 | Write-Host", "I:1 | I:2"), CoreRow("Write-Host $null", "I:"), CoreRow("Write-Host $true", "I:True"),
    CoreRow("Write-Host (\"a \" + 1 + \" b\")", "I:a 1 b"),
    CoreRow("Write-Host ([pscustomobject]@{a = 1})", "I:@{a=1}"),
    CoreRow("Write-Host @()", "I:"), CoreRow("write-host hello there", "I:hello there"),
    CoreRow("Write-Output 1 2", "1 | 2"), CoreRow("Write-Output (1, 2)", "1 | 2"), CoreRow("echo a", "a"),
    CoreRow("(Write-Output -NoEnumerate (1, 2) | ForEach-Object { $_.Count })", "2"),
    CoreRow("1..3 | Write-Output", "1 | 2 | 3"), CoreRow("Write-Output $null", "<null>"),
    CoreRow("$x = Write-Output a b; $x.Count", "2"), CoreRow("Write-Output -InputObject 5", "5"),
  ])
  func hostAndOutput(_ row: CoreRow) { row.check() }

  @Test(arguments: [
    CoreRow("Write-Warning 'careful'", "W:careful"), CoreRow("'a', 'b' | Write-Warning", "W:a | W:b"),
    CoreRow("Write-Warning 'x' -WarningAction SilentlyContinue", ""),
    CoreRow("Write-Warning 'x' -WarningVariable v -WarningAction SilentlyContinue; \"$v\"", "x"),
    CoreRow("Write-Verbose 'x'", ""), CoreRow("Write-Verbose 'x' -Verbose", "V:x"),
    CoreRow("function f { [CmdletBinding()] param() Write-Verbose 'in f' }; f -Verbose", "V:in f"),
    CoreRow("$DebugPreference = 'Continue'; Write-Debug 'd'", "D:d"), CoreRow("Write-Debug 'd'", ""),
    CoreRow("Write-Information 'i'", ""), CoreRow("Write-Information 'i' -InformationAction Continue", "I:i"),
    CoreRow("Write-Information 'i' -InformationVariable v; $v", "i"),
    CoreRow("Write-Progress -Activity 'Copy' -Status 'half' -PercentComplete 50", "P:Copy,half,50"),
    CoreRow("Write-Progress 'Copy'", "P:Copy,Processing,-1"),
    CoreRow("Write-Progress -Activity 'Copy' -Completed", "P:Copy,Processing,-1,done"),
    CoreRow("Write-Progress 'x' -PercentComplete 101", "!ParameterArgumentValidationError"),
    CoreRow("Write-Warning 'x' -WarningAction Stop; 'after'", "!ActionPreferenceStop"),
  ])
  func streams(_ row: CoreRow) { row.check() }

  @Test(arguments: [
    CoreRow("Write-Error 'm'", "!Microsoft.PowerShell.Commands.WriteErrorException"),
    CoreRow("Write-Error 'm' -ErrorId 'MyId'", "!MyId"),
    CoreRow("Write-Error 'm' 2> $null; $?", "False"),
    CoreRow("try { Write-Error 'm' -ErrorAction Stop } catch { $_.Exception.Message }", "m"),
    CoreRow("Write-Error 'm' -ErrorAction SilentlyContinue; $Error[0].Exception.Message", "m"),
    CoreRow("Write-Error 'm' -Category InvalidData -ea 0; $Error[0].CategoryInfo.Category", "InvalidData"),
    CoreRow("Write-Error 'm' -TargetObject 5 -ea 0; $Error[0].TargetObject", "5"),
    CoreRow("Write-Error -Exception ([System.IO.IOException]'broken') -ea 0; $Error[0].Exception.Message", "broken"),
    CoreRow(
      "Write-Error -Exception ([System.IO.IOException]'b') -ea 0; $Error[0].FullyQualifiedErrorId",
      "System.IO.IOException"),
    CoreRow("Write-Error -Exception ([System.IO.IOException]'b') -Message 'more' -ea 0; \"$($Error[0])\"", "more"),
    CoreRow(
      "try { 1 / 0 } catch { Write-Error -ErrorRecord $_ -ea 0 }; $Error[0].Exception.Message",
      "Attempted to divide by zero."),
    CoreRow("function f { Write-Error 'm' -ErrorId Id -ea 0 }; f; $Error[0].FullyQualifiedErrorId", "Id,f"),
    CoreRow(
      "'a', 'b' | Write-Error",
      "!Microsoft.PowerShell.Commands.WriteErrorException | !Microsoft.PowerShell.Commands.WriteErrorException"),
    CoreRow("Write-Error", "!MissingMandatoryParameter"),
    CoreRow("Write-Error 'm' -ErrorVariable e -ea 0; $e.Count", "1"),
    CoreRow(
      "try { Write-Error 'm' -Category ResourceBusy -ea Stop } catch { $_.CategoryInfo.Category }", "ResourceBusy"),
  ])
  func errors(_ row: CoreRow) { row.check() }

  @Test(arguments: [
    CoreRow("$x = Read-Host; $x", "? | Y", typed: ["Y"]),
    CoreRow("Read-Host 'Name'", "?Name:  | Ann", typed: ["Ann"]),
    CoreRow("Read-Host -Prompt 'Input Y to accept'", "?Input Y to accept:  | n", typed: ["n"]),
    CoreRow(
      "$s = Read-Host 'PW' -AsSecureString; \"$s $($s.Length)\"", "*PW:  | System.Security.SecureString 3",
      typed: ["abc"]),
    CoreRow("(Read-Host).StartsWith('Y')", "? | False"),
    CoreRow(
      "$a = ''; while (-not ($a -eq 'Y' -or $a -eq 'N')) { $a = Read-Host }; $a", "? | ? | N", typed: ["q", "N"]),
  ])
  func reading(_ row: CoreRow) { row.check() }
}
