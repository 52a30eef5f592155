internal import ArgumentParser
internal import Shell

struct PowerShellCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "powershell", abstract: "PowerShell with the command line that other programs write.",
    discussion: """
      Takes what powershell.exe takes. A link of the name powershell or pwsh to this program is the same, for programs
      that look for one: ln -s "$(command -v droste)" /usr/local/bin/powershell

      Examples:
        droste powershell -NoProfile -NonInteractive -Command "Get-VM | Select-Object Name, State"
        droste powershell -File prepare.ps1 -VMName L1
        droste powershell -Help
      """)

  @Argument(parsing: .captureForPassthrough, help: "As powershell -Help describes them.") var words: [String] = []

  func run() async throws {
    do {
      throw ExitCode(await PowerShellEntry.run(try PowerShellOptions(words, program: .powershell)))
    } catch let error as PowerShellUsageError {
      PowerShellEntry.leave(error)
    }
  }
}
