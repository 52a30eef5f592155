import FoundationEssentials
import Testing

/// How tools drive a PowerShell: what they write on its command line, and what they read of it.
@Suite struct DriverTests {
  static let lines: [CommandRow] = [
    CommandRow(["-ExecutionPolicy", "Bypass", "-Command", "& { 1 + 1 }"], "2\n"),
    CommandRow(["-NoLogo", "-ExecutionPolicy", "ByPass", "-Command", "'ok'"], "ok\n"),
    CommandRow(["-OutputFormat", "Text", "-InputFormat", "None", "-Command", "'ok'"], "ok\n"),
    CommandRow(["/C", "'ok'"], "ok\n"),
    // The rest of the command line is the command.
    CommandRow(["-Command", "Write-Output", "a b", "-NoEnumerate"], "a\nb\n"),
    CommandRow(["Write-Output", "bare"], "bare\n"),
    CommandRow("& { param($a, $b) \"$b$a\" } 1 2", "21\n"),
    CommandRow("$ProgressPreference = 'SilentlyContinue'; Write-Progress -Activity x -Status y; 'ok'", "ok\n"),
    CommandRow("Write-Progress -Activity x -Status y; 'ok'", "ok\n"),
    CommandRow(
      "[Console]::Error.WriteLine('to stderr'); [Console]::Out.WriteLine('to stdout')", "to stdout\n",
      error: "to stderr\n"),
    CommandRow("[Console]::OutputEncoding = [System.Text.Encoding]::UTF8; 'ü'", "ü\n"),
    CommandRow("$OutputEncoding = New-Object System.Text.UTF8Encoding; 'ok'", "ok\n"),
    CommandRow("Set-StrictMode -Version Latest; $ErrorActionPreference = 'Stop'; 'ok'", "ok\n"),
    CommandRow("[System.Environment]::Exit(6)", exit: 6),
    CommandRow("$host.SetShouldExit(9)", exit: 9),
    CommandRow("exit 3", exit: 3),
    CommandRow("'a'; exit", "a\n"),
    CommandRow("/bin/sh -c 'exit 5'", exit: 1),
    CommandRow("/bin/sh -c 'exit 5'; exit $LASTEXITCODE", exit: 5),
    CommandRow("/bin/sh -c 'echo out; echo err >&2'", "out\n", error: "err\n"),
    CommandRow(
      "try { throw 'deep' } catch { [Console]::Error.WriteLine($_.Exception.Message); exit 1 }",
      error: "deep\n", exit: 1),
    CommandRow(
      "try { Get-Item /nope -ErrorAction Stop } catch { Write-Error $_; exit 4 }",
      error: "try { Get-Item /nope -ErrorAction Stop } catch { Write-Error $_; exit 4 } : Cannot find path '/nope' "
        + "because it does not exist.\n    + CategoryInfo          : NotSpecified: (:) [Write-Error], "
        + "WriteErrorException\n", exit: 4),
    CommandRow(
      "$ErrorView = 'CategoryView'; Get-Item /nope",
      error: "ObjectNotFound: (/nope:String) [Get-Item], ItemNotFoundException\n", exit: 1),
    CommandRow("@{ Name = 'a'; Id = 1 } | ConvertTo-Json -Compress", "{\"Name\":\"a\",\"Id\":1}\n"),
    CommandRow(
      "[pscustomobject]@{ a = 1, 2; b = $null; c = $true } | ConvertTo-Json -Compress",
      "{\"a\":[1,2],\"b\":null,\"c\":true}\n"),
    CommandRow("ConvertTo-Json @(1) -Compress; ConvertTo-Json @() -Compress", "[1]\n[]\n"),
    CommandRow("(@(1, 2) | ConvertTo-Json) -replace '\\s', ''", "[1,2]\n"),
    CommandRow("'{\"a\":{\"b\":[1,2]}}' | ConvertFrom-Json | ForEach-Object { $_.a.b[1] }", "2\n"),
    CommandRow("$PSVersionTable.PSVersion.Major; $PSVersionTable.PSEdition", "5\nDesktop\n"),
    CommandRow("$PSVersionTable.PSVersion.ToString() -match '^5\\.1\\.'", "True\n"),
    CommandRow("[bool](Get-Command Get-VM -ErrorAction SilentlyContinue)", "True\n"),
    CommandRow("@(Get-Module -ListAvailable Hyper-V).Name | Get-Unique", "Hyper-V\n"),
    CommandRow("@(Get-Command -Module Hyper-V -Name Get-VMSwitch).Count", "1\n"),
    CommandRow("[Environment]::UserInteractive -is [bool]; (Get-ExecutionPolicy) -is [object]", "True\nTrue\n"),
    CommandRow(["-ExecutionPolicy", "RemoteSigned", "-Command", "\"$(Get-ExecutionPolicy)\""], "RemoteSigned\n"),
    CommandRow("$env:DROSTE_HOME.EndsWith('/h')", "True\n"),
    CommandRow(
      "$env:COMPUTERNAME -eq [Environment]::MachineName; $env:USERNAME.Length -gt 0; $env:TEMP", "True\nTrue\n/tmp\n"),
    CommandRow(
      "@([Security.Principal.WindowsPrincipal][Security.Principal.WindowsIdentity]::GetCurrent()).IsInRole("
        + "[Security.Principal.WindowsBuiltInRole]'Administrator') -is [bool]", "True\n"),
    CommandRow(
      "Write-Host 'a' 'b' -ForegroundColor Red; Write-Warning 'w'; Write-Verbose 'v' -Verbose",
      "a b\nWARNING: w\nVERBOSE: v\n"),
    CommandRow("Write-Output 1 > $null; 2 | Out-Null; $(3) | Out-String -Stream", "3\n"),
    CommandRow("Get-Item /nope 2>&1 | ForEach-Object { $_.CategoryInfo.Reason }", "ItemNotFoundException\n"),
    CommandRow("Get-Item /nope 2> $null; $?", "False\n"),
    CommandRow("$input | ForEach-Object { \"<$_>\" }", "<a b>\n<c>\n", input: "a b\r\nc"),
    CommandRow("@($input).Count", "0\n"),
    CommandRow("process { \"<$_>\" } end { @($input).Count }", "<1>\n<2>\n0\n", input: "1\n2\n"),
    CommandRow(["-InputFormat", "None", "-Command", "@($input).Count"], "0\n", input: "1\n2\n"),
    CommandRow("Get-Item /nope -ErrorAction SilentlyContinue; if (-not $?) { exit 8 }", exit: 8),
  ]

  @Test(arguments: lines) func itPrintsWhatPowerShellPrints(_ row: CommandRow) async throws {
    try await withHome { try await row.check(home: $0) }
  }

  static let encoded: [(script: String, result: ProgramResult)] = [
    ("Write-Output \"h\u{E9}llo\"; exit 4", ProgramResult(exitCode: 4, output: "h\u{E9}llo\n", error: "")),
    (
      "$a = 'x'\r\nif ($a) {\r\n  \"$a \u{1F5A5}\"\r\n}\r\n",
      ProgramResult(exitCode: 0, output: "x \u{1F5A5}\n", error: "")
    ),
    ("", ProgramResult(exitCode: 0, output: "", error: "")),
  ]

  @Test(arguments: encoded.indices) func anEncodedCommandIsUTF16InBase64(_ index: Int) async throws {
    let row = Self.encoded[index]
    try await withHome { home in
      let bytes = row.script.utf16.flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] }
      for name in ["-EncodedCommand", "-enc", "-e", "-ec"] {
        let result = try await powerShell([name, Data(bytes).base64EncodedString()], home: home)
        #expect(result == row.result)
      }
    }
  }

  /// What a file may look like that was written on another system.
  @Test func filesMayHaveMarksAndForeignLineEnds() async throws {
    let text = "param($Name)\r\n\"<$Name>\"\r\n$a = @'\r\nx\r\n'@\r\n$a\r\n"
    let forms: [[UInt8]] = [
      Array(text.utf8), [0xEF, 0xBB, 0xBF] + Array(text.utf8),
      [0xFF, 0xFE] + text.utf16.flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] },
    ]
    try await withHome { home in
      for form in forms {
        try Data(form).write(to: URL(filePath: home + "/s.ps1"))
        let result = try await program(["run", "s.ps1", "-Name", "n"], home: home)
        #expect(result == ProgramResult(exitCode: 0, output: "<n>\nx\n", error: ""))
      }
    }
  }

  /// A link of the name powershell is what other programs look for.
  @Test(arguments: ["powershell", "pwsh"])
  func aLinkIsPowerShell(_ name: String) async throws {
    try await withHome { home in
      try FileManager.default.createSymbolicLink(
        atPath: "\(home)/\(name)", withDestinationPath: try CommandLineRun.program)
      let link = try RunningProgram(
        ["-NoProfile", "-NonInteractive", "-Command", "'ok'; exit 2"], home: home, executable: "\(home)/\(name)")
      #expect(await link.finish() == ProgramResult(exitCode: 2, output: "ok\n", error: ""))
    }
  }
}
