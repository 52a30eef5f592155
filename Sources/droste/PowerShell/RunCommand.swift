internal import ArgumentParser
internal import Shell

struct RunCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "run", abstract: "Run a PowerShell script.",
    discussion: """
      The script gets the words that follow its name, as powershell -File has it. Hyper-V's cmdlets are this host's;
      Invoke-Command -VMName NAME { ... } runs a block in a machine, to any depth.

      Exit codes: that of exit; 1 when an error ended the script; 130 interrupted.

      Examples:
        droste run examples/seed.ps1 -Keep
        droste run prepare.ps1 -VMName L1
      """)

  @Argument(help: "The script, a .ps1 file.") var file: String
  @Argument(parsing: .captureForPassthrough, help: "Its arguments.") var arguments: [String] = []

  func run() async throws {
    var options = PowerShellOptions()
    options.work = .file(file, arguments: arguments)
    options.runsProfile = false
    throw ExitCode(await PowerShellEntry.run(options))
  }
}
