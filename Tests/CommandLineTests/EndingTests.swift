import FoundationEssentials
import Glibc
import Testing

/// How a script that has no end of its own ends.
@Suite struct EndingTests {
  static let endless = [
    "while ($true) { }",
    "for (;;) { $i++ }",
    "while ($true) { try { throw 'x' } catch { } }",
    "1..2000000000 | ForEach-Object { $_ } | Out-Null",
    "while ($true) { Start-Sleep -Milliseconds 1 }",
    "Start-Sleep 600",
    "[System.Threading.Thread]::Sleep(600000)",
    "sleep.exe 600; /bin/sleep 600",
    "$j = Start-Job { Start-Sleep 600 }; Wait-Job $j",
    "while ($true) { 'line' }",
    "1..2000000000",
    "Read-Host 'Name'",
    "$input | ForEach-Object { $_ }; Read-Host",
    "$Host.UI.PromptForChoice('a', 'b', @('&Yes', '&No'), 0)",
    "Set-Content kept 1; Remove-Item kept -Confirm",
    "try { Start-Sleep 600 } catch { } finally { Get-Item / | Out-Null }",
  ]

  /// Ctrl-C: 130, within a second, whatever it does at that moment.
  @Test(arguments: endless) func anInterruptEndsIt(_ script: String) async throws {
    try await withHome { home in
      let running = try RunningProgram(["powershell", "-NoProfile", "-Command", "'begin'; \(script)"], home: home)
      #expect(await running.wait(for: "begin"))
      let clock = ContinuousClock.now
      running.signal(SIGINT)
      let result = await running.finish()
      #expect(result.exitCode == 130, "\(result.error.prefix(2000))")
      #expect(ContinuousClock.now - clock < .seconds(1))
    }
  }

  @Test func anInterruptRunsFinallyBlocks() async throws {
    try await withHome { home in
      let script = """
        function Wait { try { 'begin'; while ($true) { Start-Sleep 1 } } finally { Set-Content inner 'cleaned' } }
        try { Wait } finally { foreach ($i in 1..3) { Write-Host "clean $i" }; /bin/echo done; Get-Content inner }
        'never'
        """
      let running = try RunningProgram(["powershell", "-NoProfile", "-Command", script], home: home)
      #expect(await running.wait(for: "begin"))
      running.signal(SIGINT)
      let output = "begin\nclean 1\nclean 2\nclean 3\ndone\ncleaned\n"
      #expect(await running.finish() == ProgramResult(exitCode: 130, output: output, error: ""))
    }
  }

  /// A session that waits for its next command is told that there is none.
  @Test func anInterruptEndsASessionThatWaits() async throws {
    try await withHome { home in
      let running = try RunningProgram(["powershell", "-NoProfile", "-Command", "-"], home: home)
      running.write("'begin'\n")
      #expect(await running.wait(for: "begin"))
      running.signal(SIGINT)
      #expect(await running.finish().exitCode == 130)
    }
  }

  static let talkative = [
    "while ($true) { 'line' }",
    "while ($true) { try { 'line' } catch { } }",
    "while ($true) { Write-Host 'line' }",
    "1..2000000000",
    "1..2000000000 | ForEach-Object { 'line' }",
    "function f { 'line'; f }; while ($true) { f }",
    "trap { continue } while ($true) { Write-Output 'line' }",
    "while ($true) { [Console]::WriteLine('line') }",
    "while ($true) { /bin/echo line }",
    "1..2000000000 | Select-Object @{ n = 'A'; e = { $_ } }",
  ]

  /// `| head -1`: whoever has read enough leaves, and the script ends without a word.
  @Test(arguments: talkative) func outputThatNobodyReadsEndsIt(_ script: String) async throws {
    try await withHome { home in
      let droste = try CommandLineRun.program
      let line = #""$1" powershell -NoProfile -Command "$2" 2>"$3/err" | head -1 >"$3/out"; echo "${PIPESTATUS[0]}""#
      let shell = try RunningProgram(
        ["-c", line, "bash", droste, script, home], home: home, executable: "/bin/bash")
      let result = await shell.finish()
      #expect(result.output == "0\n")
      let error = try String(contentsOfFile: home + "/err", encoding: .utf8)
      #expect(error.isEmpty || script.hasPrefix("function"), "\(error.prefix(1000))")
      #expect(error.utf8.count < 4096)
    }
  }

  /// What cannot be written is no silence: the disk is full.
  @Test func outputThatCannotBeWrittenIsAnError() async throws {
    try await withHome { home in
      let droste = try CommandLineRun.program
      let shell = try RunningProgram(
        ["-c", #""$1" powershell -NoProfile -Command 'while ($true) { 1 }' > /dev/full"#, "sh", droste], home: home,
        executable: "/bin/sh")
      let result = await shell.finish()
      #expect(result.exitCode == 1)
      #expect(result.error == "Standard output could not be written: No space left on device.\n")
    }
  }
}
