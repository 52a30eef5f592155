internal import Glibc
internal import Host
internal import PowerShell
internal import Shell
internal import Terminal

/// The ways into PowerShell that are no verbs of the command line: its own names, and cmdlets.
enum PowerShellEntry {
  /// What the words mean when they are PowerShell's; nil when they are this program's own.
  ///
  /// - A program that was called as `powershell` or `pwsh`, perhaps with `.exe`, is that.
  /// - `droste Get-VM …` runs the cmdlet; `-Json` among its words makes JSON of what it gives.
  static func options(_ arguments: [String]) throws(PowerShellUsageError) -> PowerShellOptions? {
    let name = arguments.first?.split(separator: "/").last.map(String.init) ?? ""
    let words = Array(arguments.dropFirst())
    switch name.hasSuffix(".exe") ? String(name.dropLast(4)) : name {
    case "pwsh": return try PowerShellOptions(words, program: .pwsh)
    case "powershell": return try PowerShellOptions(words, program: .powershell)
    default: break
    }
    guard let first = words.first, CommandWords.isCmdletName(first) else { return nil }
    return cmdlet(words)
  }

  private static func cmdlet(_ words: [String]) -> PowerShellOptions {
    let isJSON = { (word: String) in word.lowercased() == "-json" }
    var options = PowerShellOptions()
    options.runsProfile = false
    options.writesJSON = words.contains(where: isJSON)
    options.work = .command(CommandWords.text(words.filter { !isJSON($0) }))
    return options
  }

  /// Runs PowerShell to its end, on a thread of its own, and returns the exit code.
  static func run(_ options: PowerShellOptions) async -> Int32 {
    let program = ShellProgram(version: HostService.version, modules: DrosteModules.make())
    let thread = ScriptThread(name: "powershell")
    defer { thread.end() }
    return (try? await thread.run { program.run(options) }) ?? Exit.failed
  }

  static func leave(_ error: PowerShellUsageError) -> Never {
    Output.error.writeLine(error.text)
    exit(error.exitCode)
  }
}
