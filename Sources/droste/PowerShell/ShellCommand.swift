internal import ArgumentParser
internal import Shell

struct ShellCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "shell", abstract: "Open a PowerShell prompt.",
    discussion: """
      Tab completes cmdlets, parameters, values and the names of machines and switches; the arrow keys and Ctrl-R go
      through the history; Enter on a command that is not whole makes a new line. Enter-PSSession -VMName NAME goes into
      a machine, exit comes back. Ctrl-C stops what runs, Ctrl-D leaves.

      Examples:
        droste shell
        echo 'Get-VM' | droste shell
      """)

  @Flag(help: "Leave ~/.config/powershell/profile.ps1 out.") var noProfile = false

  func run() async throws {
    var options = PowerShellOptions()
    options.runsProfile = !noProfile
    throw ExitCode(await PowerShellEntry.run(options))
  }
}
