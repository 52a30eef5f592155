import FoundationEssentials
import PowerShell
import Testing

/// Script modules, manifests, dynamic modules, data files (about_Modules, about_Module_Manifests).
struct ModuleTests {
  /// A folder of modules that goes away with the test.
  private struct Folder: ~Copyable {
    let path = FileManager.default.temporaryDirectory.path() + "modules-" + UUID().uuidString

    init(_ files: [String: String]) throws {
      for (name, text) in files {
        let url = URL(filePath: "\(path)/\(name)")
        try FileManager.default.createDirectory(at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
        try Data(text.utf8).write(to: url)
      }
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }
  }

  private func run(_ files: [String: String], _ script: String) throws -> String {
    let folder = try Folder(files)
    let shell = TestShell()
    shell.session.setEnvironment("PSModulePath", folder.path)
    shell.run(script.replacing("FOLDER", with: folder.path))
    return shell.host.lines.map { $0.replacing(folder.path, with: "FOLDER") }.joined(separator: " | ")
  }

  private static let plain = [
    "My/My.psm1": "function Get-My { 'my' + (helper) }; function helper { '!' }; $secret = 5; Set-Alias gmy Get-My"
  ]
  private static let strict = [
    "My/My.psm1":
      "function Get-My { $script:n++; $n }; function Set-My { }; $n = 0; $shown = 7; Set-Alias gmy Get-My; Export-ModuleMember -Function Get-* -Variable shown -Alias gmy"
  ]
  private static let manifest = [
    "Man/Man.psd1":
      "@{ RootModule = 'Man.psm1'; ModuleVersion = '1.2.3'; NestedModules = @('Inner.psm1'); FunctionsToExport = 'Get-Man', 'Get-Inner'; AliasesToExport = @(); Description = 'd'; GUID = '11111111-1111-1111-1111-111111111111' }",
    "Man/Man.psm1": "function Get-Man { 'man' }; function Set-Man { }; Set-Alias m Get-Man",
    "Man/Inner.psm1": "function Get-Inner { 'inner' }; function Set-Inner { }",
  ]

  @Test(arguments: [
    ("Import-Module My; Get-My; gmy; $secret -eq $null", "my! | my! | True"),
    ("Import-Module FOLDER/My/My.psm1; Get-My", "my!"),
    ("Import-Module FOLDER\\My; Get-My", "my!"), ("Import-Module my; Get-My", "my!"),
    ("ipmo My -Prefix X; Get-XMy", "my!"),
    ("Import-Module My; (Get-Command Get-My).Source", "My"), ("Import-Module My; (Get-Module My).Name", "My"),
    ("Get-Module My", ""),
    ("Import-Module My; (Get-Module My).ExportedCommands.Keys", "Get-My | helper | gmy"),
    ("(Import-Module My -PassThru).ModuleType", "Script"),
    ("Import-Module My; Remove-Module My; Get-My", "!CommandNotFoundException"),
    ("Import-Module My -Function Get-My; Get-My; helper", "my! | !CommandNotFoundException"),
    ("Import-Module Nope", "!Modules_ModuleNotFound"), ("Import-Module Nope -ea SilentlyContinue; 'x'", "x"),
    ("Remove-Module Nope", "!Modules_NoModulesRemoved"),
    ("function f { Import-Module My }; f; Get-My", "my!"),
    ("function f { Import-Module My -Scope Local; Get-My }; f; Get-My", "my! | !CommandNotFoundException"),
    ("& (Import-Module My -PassThru) { $secret }", "5"), ("(Get-Module -ListAvailable My).Path", "FOLDER/My/My.psm1"),
    ("Get-Module -ListAvailable My | Import-Module; Get-My", "my!"),
    ("Import-Module My; Get-Module My | Remove-Module; (Get-Module My) -eq $null", "True"),
    ("Import-Module My -RequiredVersion 2.0", "!Modules_ModuleWithVersionNotFound"),
    ("Import-Module My -ArgumentList 1", "!ParameterNotSupported"),
  ])
  func scriptModules(_ script: String, _ expected: String) throws {
    #expect(try run(Self.plain, script) == expected, "\(script)")
  }

  @Test(arguments: [
    ("Import-Module My; Get-My; Get-My; $shown; $n -eq $null", "1 | 2 | 7 | True"),
    ("Import-Module My; Set-My", "!CommandNotFoundException"), ("Import-Module My; gmy", "1"),
    ("Import-Module My; Get-My; Import-Module My; Get-My", "1 | 2"),
    ("Import-Module My; Get-My; Import-Module My -Force; Get-My", "1 | 1"),
    ("Export-ModuleMember x", "!Modules_CanOnlyExecuteExportModuleMemberInsideAModule"),
    ("Import-Module My; Remove-Module My; $shown -eq $null", "True"),
    ("Import-Module My; $shown = 8; (Get-Module My).ExportedVariables['shown'].Value", "8"),
  ])
  func exports(_ script: String, _ expected: String) throws {
    #expect(try run(Self.strict, script) == expected, "\(script)")
  }

  @Test(arguments: [
    ("Import-Module Man; Get-Man; Get-Inner", "man | inner"),
    ("Import-Module Man; Set-Man", "!CommandNotFoundException"),
    ("Import-Module Man; Set-Inner", "!CommandNotFoundException"),
    ("Import-Module Man; m", "!CommandNotFoundException"), ("(Import-Module Man -PassThru).Version", "1.2.3"),
    ("Import-Module Man; (Get-Module).Name -contains 'Inner'", "False"),
    ("Import-Module Man -MinimumVersion 1.5", "!Modules_ModuleWithVersionNotFound"),
    ("Import-Module Man -MinimumVersion 1.0; Get-Man", "man"), ("(Get-Module -ListAvailable Man).Version", "1.2.3"),
    ("(Import-PowerShellDataFile FOLDER/Man/Man.psd1).ModuleVersion", "1.2.3"),
    ("Import-PowerShellDataFile FOLDER/nope.psd1", "!PathNotFound"), ("(Import-Module Man -PassThru).Description", "d"),
    ("Import-Module Man; Remove-Module Man; Get-Inner", "!CommandNotFoundException"),
  ])
  func manifests(_ script: String, _ expected: String) throws {
    #expect(try run(Self.manifest, script) == expected, "\(script)")
  }

  @Test(arguments: [
    ("@{ RootModule = 'B.psm1' }", "!Modules_InvalidManifest"),
    ("@{ ModuleVersion = '1.0'; Nope = 1 }", "!Modules_InvalidManifest"),
    ("@{ ModuleVersion = (Get-Date) }", "!Modules_InvalidManifest"), ("'text'", "!Modules_InvalidManifest"),
    ("@{ ModuleVersion = '1.0'; RequiredModules = 'Gone' }", "!Modules_InvalidManifest"),
    ("@{ ModuleVersion = '1.0'; RootModule = 'B.dll' }", "!Modules_BinaryModuleNotSupported"),
    ("@{ ModuleVersion = '1.0'; PowerShellVersion = '7.0' }", "!Modules_InsufficientPowerShellVersion"),
    (
      "@{ ModuleVersion = '1.0'; RootModule = 'B.psm1'; FormatsToProcess = 'x.ps1xml' }",
      "W:The manifest 'FOLDER/B/B.psd1' has FormatsToProcess: files of types, views and libraries cannot be loaded here and are left out. | b"
    ),
    ("@{ ModuleVersion = '1.0'; RootModule = 'B.psm1'; ScriptsToProcess = 's.ps1' }", "script | b"),
    (
      "@{ ModuleVersion = '1.0'; RootModule = 'B'; RequiredModules = @(@{ ModuleName = 'C'; ModuleVersion = '1.0' }) }",
      "b"
    ),
    ("@{ ModuleVersion = '1.0'; RootModule = 'B.psm1'; DefaultCommandPrefix = '' }", "b"),
    ("@{ ModuleVersion = '1.0'; NestedModules = 'B.psd1' }", "!Modules_TooDeep"),
  ])
  func manifestErrors(_ text: String, _ expected: String) throws {
    let files = [
      "B/B.psd1": text, "B/B.psm1": "function Get-B { 'b' }",
      "B/s.ps1": "Write-Output x | Out-Null; $g = 1; Write-Warning 'script' 3> $null",
      "C/C.psm1": "function Get-C { 'c' }",
    ]
    let given = try run(files, "Import-Module B; if (Get-Command Get-B -ea 0) { if ($g) { 'script' }; Get-B }")
    #expect(given == expected, "\(text)")
  }

  @Test(arguments: [
    CoreRow("$m = New-Module { function Get-N { 'n' } }; Get-N", "n"),
    CoreRow("$m = New-Module -Name Dyn -ScriptBlock { function Get-N { 'n' } }; (Get-Module Dyn).Name", "Dyn"),
    CoreRow(
      "$o = New-Module -AsCustomObject { $c = 0; function Add { $script:c++; $c } }; $o.Add(); $o.Add()", "1 | 2"),
    CoreRow("New-Module -ReturnResult { 'r' }", "r"),
    CoreRow(
      "$o = New-Module -AsCustomObject -ArgumentList 5 { param($x) $v = $x; Export-ModuleMember -Variable v -Function * }; $o.v",
      "5"),
    CoreRow("$m = New-Module { $x = 1; function Get-X { $x } }; $x = 2; Get-X", "1"),
    CoreRow(
      "New-Module { function a { 1 }; function b { 2 } } -Function a | Out-Null; a; b", "1 | !CommandNotFoundException"),
    CoreRow("(Get-Module Microsoft.PowerShell.Utility).ModuleType", "Manifest"),
    CoreRow("Import-Module Microsoft.PowerShell.Utility; 'ok'", "ok"),
    CoreRow("(Import-Module Microsoft.PowerShell.Security -PassThru).Name", "Microsoft.PowerShell.Security"),
    CoreRow("Remove-Module Microsoft.PowerShell.Security; Get-ExecutionPolicy", "!CommandNotFoundException"),
    CoreRow(
      "Remove-Module Microsoft.PowerShell.Security; Import-Module Microsoft.PowerShell.Security; Get-ExecutionPolicy",
      "RemoteSigned"),
    CoreRow("Import-LocalizedData x", "!InvalidBaseDirectory"),
  ])
  func dynamicModules(_ row: CoreRow) { row.check() }

  @Test func localizedTexts() throws {
    let files = ["en-US/t.psd1": "ConvertFrom-StringData @'\nhello = Hi\n'@", "bad.psd1": "@{ a = (Get-Date) }"]
    let script =
      "Import-LocalizedData -BindingVariable m -BaseDirectory FOLDER -FileName t; $m.hello; Import-LocalizedData m -BaseDirectory FOLDER -FileName nope; Import-PowerShellDataFile FOLDER/bad.psd1"
    let given = try run(files, script)
    #expect(given.hasPrefix("Hi | !ImportLocalizedData | !"), "\(given)")
  }
}
