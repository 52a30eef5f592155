import CoreCmdlets
import PowerShell
import Testing

/// Get-Command and Get-Help.
struct CommandTests {
  @Test(arguments: [
    CoreRow("(Get-Command Write-Host).Name", "Write-Host"), CoreRow("(Get-Command write-host).CommandType", "Cmdlet"),
    CoreRow("(Get-Command Write-Host).Source", "Microsoft.PowerShell.Utility"),
    CoreRow("(Get-Command Write-Host).Version", "3.1.0.0"),
    CoreRow("(Get-Command iex).DisplayName", "iex -> Invoke-Expression"),
    CoreRow("(Get-Command iex).CommandType", "Alias"),
    CoreRow("Get-Command No-Such", "!CommandNotFoundException"),
    CoreRow("Get-Command No-Such -ea SilentlyContinue; 'x'", "x"),
    CoreRow("if (Get-Command Get-CimInstance -ea SilentlyContinue) { 'y' } else { 'n' }", "n"),
    CoreRow("Get-Command No-Such*", ""),
    CoreRow("(Get-Command Write-D*).Name", "Write-Debug"),
    CoreRow("(Get-Command -Verb Clear).Name", "Clear-History | Clear-Variable"),
    CoreRow("(Get-Command -Noun Alias).Name", "Get-Alias | New-Alias | Remove-Alias | Set-Alias"),
    CoreRow("(Get-Command -Verb Get -Noun *Date).Name", "Get-Date"),
    CoreRow("function Do-It { }; (Get-Command Do-It).CommandType", "Function"),
    CoreRow("function Do-It { }; (Get-Command -CommandType Function).Name", "Do-It"),
    CoreRow("filter fl { }; (Get-Command fl).CommandType", "Filter"),
    CoreRow(
      "(Get-Command -Module Microsoft.PowerShell.Security -Verb Get).Name", "Get-Credential | Get-ExecutionPolicy"),
    CoreRow("(Get-Command -ParameterName SetSeed).Name", "Get-Random"),
    CoreRow("(Get-Command Get-* -TotalCount 2).Count", "2"),
    CoreRow("Get-Command New-Guid -Syntax", "\nNew-Guid [<CommonParameters>]\n"),
    CoreRow(
      "Get-Command Start-Sleep -Syntax",
      "\nStart-Sleep [-Seconds] <double> [<CommonParameters>]\n\nStart-Sleep -Milliseconds <int> [<CommonParameters>]\n"
    ),
    CoreRow("function f($a, [switch]$b) { }; Get-Command f -Syntax", "\nf [[-a] <Object>] [-b]\n"),
    CoreRow("'Get-Date', 'New-Guid' | Get-Command | % Name", "Get-Date | New-Guid"),
    CoreRow("& (Get-Command Write-Output) 5", "5"),
    CoreRow("function Write-Output { 'mine' }; (Get-Command Write-Output -All).CommandType", "Function | Cmdlet"),
    CoreRow("(Get-Command Write-Output).Parameters.ContainsKey('InputObject')", "True"),
    CoreRow("function f { 'body' }; (Get-Command f).Definition", " 'body' "),
    CoreRow("function f { 'body' }; & (Get-Command f).ScriptBlock", "body"),
    CoreRow("(Get-Command Microsoft.PowerShell.Utility\\Get-Date).Name", "Get-Date"),
    CoreRow("Get-Command Nope\\Get-Date", "!CommandNotFoundException"),
    CoreRow("Set-Alias zz Get-Date; (Get-Command zz).Definition", "Get-Date"),
  ])
  func getCommand(_ row: CoreRow) { row.check() }

  @Test(arguments: [
    CoreRow("(Get-Help Get-Date).Name", "Get-Date"), CoreRow("(Get-Help Start-Sleep).Synopsis", "Waits."),
    CoreRow("(help sleep).Name", "Start-Sleep"),
    CoreRow("(Get-Help Start-Sleep).Aliases", "sleep"), CoreRow("(Get-Help Start-Sleep).Syntax.Count", "2"),
    CoreRow("(Get-Help Get-Date -Full).PSTypeNames[0]", "MamlCommandHelpInfo#FullView"),
    CoreRow("(Get-Help Get-Date -Examples).PSTypeNames[0]", "MamlCommandHelpInfo#ExamplesView"),
    CoreRow("(Get-Help Get-Date -Parameter Format).Type", "string"),
    CoreRow("(Get-Help Get-Date -Parameter *e).Name -contains 'Date'", "True"),
    CoreRow("Get-Help Get-Date -Parameter Nope", "!NoParmsFound"), CoreRow("Get-Help No-Such-Thing", "!HelpNotFound"),
    CoreRow("Get-Help about_Scopes", "!HelpNotFound"),
    CoreRow(
      "(Get-Help *-Variable).Name", "Clear-Variable | Get-Variable | New-Variable | Remove-Variable | Set-Variable"),
    CoreRow("(Get-Help Guid).Name", "New-Guid"), CoreRow("Get-Help Get-Date -Online", "!ParameterNotSupported"),
    CoreRow("Get-Help nothing*", ""),
    CoreRow(
      "function f { <#\n.SYNOPSIS\nDoes f.\n.PARAMETER a\nThe a.\n.EXAMPLE\nf 1\nIt runs.\n#> param($a) }; (Get-Help f).Synopsis; (Get-Help f -Parameter a).Description; (Get-Help f).Examples",
      "Does f. | The a. | f 1\nIt runs."),
    CoreRow(
      "# .SYNOPSIS\n# Above.\n# .DESCRIPTION\n# Longer.\nfunction g { }; (Get-Help g).Synopsis; (Get-Help g).Description",
      "Above. | Longer."),
    CoreRow("(Get-Help Write-Host -Parameter Object).PipelineInput", "true (ByValue)"),
    CoreRow("(Get-Help Get-Date -Parameter Date).Position", "0"),
    CoreRow("(Get-Help New-Object -Parameter TypeName).Required", "True"),
    CoreRow("(Get-Help Add-Member).Category", "Cmdlet"),
  ])
  func getHelp(_ row: CoreRow) { row.check() }

  /// Every command has parameters that can be read, a synopsis, a module and no second owner of a name.
  @Test func allAreWhole() {
    let commands = CoreModule.commands(CoreFacilities())
    var names: Set<String> = []
    for command in commands {
      #expect(command.metadata?.synopsis?.isEmpty == false, "\(command.name)")
      #expect(command.module?.hasPrefix("Microsoft.PowerShell.") == true, "\(command.name)")
      for name in [command.name] + command.aliases { #expect(names.insert(name.lowercased()).inserted, "\(name)") }
    }
    #expect(commands.count > 60)
  }
}
