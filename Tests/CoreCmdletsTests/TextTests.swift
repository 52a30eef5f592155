import CoreCmdlets
import Formatting
import PowerShell
import Testing

/// Whole texts: errors as the console shows them, help as its views give it.
struct TextTests {
  private func error(_ script: String, name: String? = nil) -> String {
    let shell = TestShell()
    shell.run(script, name: name)
    return shell.host.errors.map { ErrorView.normal.text($0, width: 300) }.joined(separator: "\n")
  }

  @Test(arguments: [
    (
      "Write-Error hello",
      """
      Write-Error hello : hello
          + CategoryInfo          : NotSpecified: (:) [Write-Error], WriteErrorException
          + FullyQualifiedErrorId : Microsoft.PowerShell.Commands.WriteErrorException
      """
    ),
    (
      "function f { Write-Error 'hello' }; f",
      """
      f : hello
      At line:1 char:37
      + function f { Write-Error 'hello' }; f
      +                                     ~
          + CategoryInfo          : NotSpecified: (:) [Write-Error], WriteErrorException
          + FullyQualifiedErrorId : Microsoft.PowerShell.Commands.WriteErrorException,f
      """
    ),
    (
      "function f { Write-Error 'm' -ErrorId I -Category ResourceBusy -CategoryActivity A -CategoryReason R -CategoryTargetName N -CategoryTargetType T }; f",
      """
      f : m
      At line:1 char:149
      + ... A -CategoryReason R -CategoryTargetName N -CategoryTargetType T }; f
      +                                                                        ~
          + CategoryInfo          : ResourceBusy: (N:T) [A], R
          + FullyQualifiedErrorId : I,f
      """
    ),
    (
      "Get-Command No-Such",
      """
      Get-Command : The term 'No-Such' is not recognized as the name of a cmdlet, function, script file, or operable program. Check the spelling of the name, or if a path was included, verify that the path is correct and try again.
      At line:1 char:1
      + Get-Command No-Such
      + ~~~~~~~~~~~~~~~~~~~
          + CategoryInfo          : ObjectNotFound: (No-Such:String) [Get-Command], CommandNotFoundException
          + FullyQualifiedErrorId : CommandNotFoundException,Microsoft.PowerShell.Commands.GetCommandCommand
      """
    ),
    (
      "Import-Module Nope",
      """
      Import-Module : The specified module 'Nope' was not loaded because no valid module file was found in any module directory.
      At line:1 char:1
      + Import-Module Nope
      + ~~~~~~~~~~~~~~~~~~
          + CategoryInfo          : ResourceUnavailable: (Nope:String) [Import-Module], FileNotFoundException
          + FullyQualifiedErrorId : Modules_ModuleNotFound,Microsoft.PowerShell.Commands.ImportModuleCommand
      """
    ),
    (
      "Get-Variable nope",
      """
      Get-Variable : Cannot find a variable with the name 'nope'.
      At line:1 char:1
      + Get-Variable nope
      + ~~~~~~~~~~~~~~~~~
          + CategoryInfo          : ObjectNotFound: (nope:String) [Get-Variable], ItemNotFoundException
          + FullyQualifiedErrorId : VariableNotFound,Microsoft.PowerShell.Commands.GetVariableCommand
      """
    ),
    (
      "New-Object No.Such",
      """
      New-Object : Cannot find type [No.Such]: verify that the assembly containing this type is loaded.
      At line:1 char:1
      + New-Object No.Such
      + ~~~~~~~~~~~~~~~~~~
          + CategoryInfo          : InvalidType: (:) [New-Object], PSArgumentException
          + FullyQualifiedErrorId : TypeNotFound,Microsoft.PowerShell.Commands.NewObjectCommand
      """
    ),
    (
      "Get-Alias nope",
      """
      Get-Alias : This command cannot find a matching alias because an alias with the name 'nope' does not exist.
      At line:1 char:1
      + Get-Alias nope
      + ~~~~~~~~~~~~~~
          + CategoryInfo          : ObjectNotFound: (nope:String) [Get-Alias], ItemNotFoundException
          + FullyQualifiedErrorId : ItemNotFoundException,Microsoft.PowerShell.Commands.GetAliasCommand
      """
    ),
    (
      "New-Variable PID2 1 -Option Constant; Set-Variable PID2 2",
      """
      Set-Variable : Cannot overwrite variable PID2 because it is read-only or constant.
      At line:1 char:39
      + New-Variable PID2 1 -Option Constant; Set-Variable PID2 2
      +                                       ~~~~~~~~~~~~~~~~~~~
          + CategoryInfo          : WriteError: (PID2:String) [Set-Variable], SessionStateUnauthorizedAccessException
          + FullyQualifiedErrorId : VariableNotWritable,Microsoft.PowerShell.Commands.SetVariableCommand
      """
    ),
    (
      "Get-Random -Minimum 9 -Maximum 2",
      """
      Get-Random : The Minimum value (9) cannot be greater than or equal to the Maximum value (2).
      At line:1 char:1
      + Get-Random -Minimum 9 -Maximum 2
      + ~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~
          + CategoryInfo          : InvalidArgument: (:) [Get-Random], ArgumentException
          + FullyQualifiedErrorId : MinGreaterThanOrEqualMax,Microsoft.PowerShell.Commands.GetRandomCommand
      """
    ),
  ])
  func errorTexts(_ script: String, _ expected: String) {
    let lines = error(script).split(separator: "\n", omittingEmptySubsequences: false).map { $0.trimmingSuffix() }
    #expect(lines.joined(separator: "\n").trimmingSuffix() == expected)
  }

  @Test func errorOfAScriptFile() {
    let lines = error("Write-Error 'hello'", name: "/tmp/x.ps1").split(separator: "\n")
    #expect(lines.first == "/tmp/x.ps1 : hello")
  }

  private func help(_ script: String) throws -> [String] {
    let shell = TestShell()
    let found = try shell.session.invoke(.object(shell.session.scriptBlock(script)))
    let value = try #require(found.first)
    let view = value.typeNames.lazy.compactMap { name in
      CoreModule.views.first { $0.typeNames.contains(name) }
    }.first
    guard case .text(let render)? = view?.shape else { return [] }
    return try render(value, .standalone)
  }

  @Test func helpText() throws {
    #expect(
      try help("Get-Help Start-Sleep") == [
        "", "NAME", "    Start-Sleep", "", "SYNOPSIS", "    Waits.", "", "", "SYNTAX",
        "    Start-Sleep [-Seconds] <double> [<CommonParameters>]", "",
        "    Start-Sleep -Milliseconds <int> [<CommonParameters>]", "", "", "", "ALIASES", "    sleep", "", "",
        "DESCRIPTION", "    Waits.", "", "", "REMARKS",
        "    To see the examples, type: \"get-help Start-Sleep -examples\".",
        "    For more information, type: \"get-help Start-Sleep -detailed\".",
        "    For technical information, type: \"get-help Start-Sleep -full\".", "", "",
      ])
  }

  @Test func fullHelpOfAFunction() throws {
    let script = """
      <#
      .SYNOPSIS
        Short.
      .PARAMETER Name
        Whose.
      .EXAMPLE
        Get-It a
        Gets a.
      #>
      function Get-It { param([Parameter(Mandatory, ValueFromPipeline)][Alias('n')][string]$Name, [switch]$All) }
      Get-Help Get-It -Full
      """
    let lines = try help(script)
    let text = lines.joined(separator: "\n")
    #expect(text.contains("    -Name <string>\n        Whose.\n\n        Required?                    true\n"))
    #expect(
      text.contains("        Position?                    0\n        Accept pipeline input?       true (ByValue)\n"))
    #expect(text.contains("        Aliases                      n\n"))
    #expect(text.contains("    -All\n"))
    #expect(text.contains("-------------------------- EXAMPLE 1 --------------------------"))
    #expect(text.contains("    PS C:\\>Get-It a\n\n    Gets a.\n"))
  }

  /// A script that asks before it changes a machine, as those do that prepare one for nesting.
  @Test func preparingAMachine() {
    let script = """
      param([string]$vmName)
      $4GB = 4294967296
      function Get-VM { $o = New-Object PSObject; Add-Member -InputObject $o NoteProperty -Name "State" -Value 'Running'; Add-Member -InputObject $o NoteProperty -Name "Memory" -Value 3GB; $o }
      $vmInfo = [object[]] (Get-VM)
      Write-Host "This script will set the following for $vmName in order to enable nesting:"
      if ($vmInfo[0].State -ne 'Off') { Write-Host "Vm State:" $vmInfo[0].State; Write-Host "    " $vmName "will be turned off" -ForegroundColor Yellow }
      Write-Host ""
      Write-Host "Input Y to accept or N to cancel:" -NoNewline
      $char = Read-Host
      while(-not ($char.StartsWith('Y') -or $char.StartsWith('N'))) { Write-Host "Invalid Input, Y or N"; $char = Read-Host }
      if ($char.StartsWith('Y')) { if ($vmInfo[0].Memory -lt $4GB) { Write-Host "low" -ForegroundColor White -BackgroundColor Red } }
      """
    let shell = TestShell(typed: ["maybe", "Y"])
    _ = try? shell.session.run(script, arguments: [.value("L1")])
    #expect(
      shell.host.lines == [
        "I:This script will set the following for L1 in order to enable nesting:", "I:Vm State: Running",
        "I:     L1 will be turned off#Yellow", "I:", "I:Input Y to accept or N to cancel:~", "?",
        "I:Invalid Input, Y or N", "?", "I:low#White/Red",
      ])
  }

  /// A script that reports whether host and machines can nest.
  @Test func reportingStatus() {
    let script = """
      $HostCfgErrorMsgs = @{ "noHypervisor" = "Hypervisor is not running on this host"; "Build" = "too old" }
      $HostCfgErrors = @()
      $HostNested = New-Object PSObject
      Add-Member -InputObject $HostNested NoteProperty -Name "Computer" -Value "L0"
      Add-Member -InputObject $HostNested NoteProperty -Name "Build Lab" -Value "10240.x.y"
      if (($HostNested."Build Lab".split('.')[0]) -lt 10565) { $HostCfgErrors += ($HostCfgErrorMsgs["build"]) }
      $HostCfgErrors += ($HostCfgErrorMsgs["NoHypervisor"])
      if (Get-Command Confirm-SecureBootUEFI -ea SilentlyContinue) { 'no' }
      Write-Host "The virtualization host" $HostNested.Computer "supports nested virtualization: " -NoNewline
      if ($HostCfgErrors.Count -eq 0) { Write-Host "YES" -ForegroundColor White -BackgroundColor Green }
      else { Write-Host "NO" -ForegroundColor White -BackgroundColor RED; foreach ($e in $HostCfgErrors) { Write-Host "  " $e } }
      $HostNested
      $principal = New-Object System.Security.Principal.WindowsPrincipal([System.Security.Principal.WindowsIdentity]::GetCurrent())
      $principal.IsInRole([System.Security.Principal.WindowsBuiltInRole]::Administrator) -is [bool]
      try { throw [System.IO.InvalidDataException] "Host does not support" } catch { "$_" }
      """
    let shell = TestShell()
    shell.run(script)
    #expect(
      shell.host.lines == [
        "I:The virtualization host L0 supports nested virtualization: ~", "I:NO#White/Red", "I:   too old",
        "I:   Hypervisor is not running on this host", "@{Computer=L0; Build Lab=10240.x.y}", "True",
        "Host does not support",
      ])
  }
}

extension StringProtocol {
  fileprivate func trimmingSuffix() -> String {
    var text = Substring(self)
    while let last = text.last, last.isWhitespace { text.removeLast() }
    return String(text)
  }
}
