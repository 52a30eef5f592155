internal import Formatting
internal import FoundationEssentials
internal import Glibc
internal import PowerShell
internal import Remoting

/// PowerShell as a program: a session, a console, and the work that the command line names.
package struct ShellProgram: Sendable {
  /// The product's version.
  package let version: String
  package let modules: ShellModules

  package init(version: String, modules: ShellModules) {
    self.version = version
    self.modules = modules
  }

  /// Understands the words of the command line and does what they say. Returns the process's exit code.
  ///
  /// Blocks; to be called on a thread of its own (`ScriptThread`).
  package func run(_ words: [String], program: PowerShellOptions.Program) -> Int32 {
    do {
      return run(try PowerShellOptions(words, program: program))
    } catch {
      try? ConsoleOutput(STDERR_FILENO).writeLine(error.text)
      return error.exitCode
    }
  }

  package func run(_ options: PowerShellOptions) -> Int32 {
    switch options.work {
    case .help: return say(PowerShellHelp.text(version))
    case .version: return say("PowerShell 5.1 (Droste \(version))\n")
    case .server: return serve()
    default: break
    }
    // Whoever reads the output may leave; that is an error of a write, not the end of the process.
    signal(SIGPIPE, SIG_IGN)
    let host = ConsoleHost(
      views: SessionAssembly.views(modules), isInteractive: options.isInteractive, writesJSON: options.writesJSON)
    let exit = ExitRequest()
    let assembled = SessionAssembly(modules: modules, version: version).make(
      host: host, console: TerminalConsole(output: host.output, errors: host.errors) { exit.code = $0 },
      isInteractive: options.isInteractive)
    defer { assembled.remoting.close() }
    let session = assembled.session
    host.session = session
    if let folder = options.workingDirectory, !enter(folder, session) {
      try? host.errors.writeLine("The working directory '\(folder)' is not there.")
      return 64
    }
    if let policy = options.executionPolicy { session.setEnvironment("PSExecutionPolicyPreference", policy) }
    let hasPrompt = (options.work == .interactive || options.staysOpen) && host.input.isTerminal
    let interrupts = InterruptWatch(endsWhenIdle: !hasPrompt)
    if options.runsProfile { runProfile(session, host, interrupts) }
    let shell = InteractiveShell(
      session: session, host: host, remoting: assembled.remoting, interrupts: interrupts,
      history: CommandHistory(path: historyPath(session, options)), store: assembled.history, exit: exit,
      values: modules.values)
    host.nestedPrompt = { _ = shell.run() }
    var code: Int32?
    switch options.work {
    case .command(let text):
      code = ending(session, host, interrupts, failsWithLastCommand: true) {
        try session.run(text, input: options.readsInput ? PipedInput.lines(for: text, host) : nil)
      }
    case .file(let path, let arguments): code = runFile(path, arguments, options, session, host, interrupts)
    default: break
    }
    guard code == nil || options.staysOpen else { return exit.code ?? code ?? 0 }
    return shell.run()
  }

  private func say(_ text: String) -> Int32 {
    (try? ConsoleOutput(STDOUT_FILENO).write(text)) == nil ? 1 : 0
  }

  /// The other side of Invoke-Command -VMName: the protocol on standard input and output.
  private func serve() -> Int32 {
    signal(SIGPIPE, SIG_IGN)
    let assembly = SessionAssembly(modules: modules, version: version)
    do {
      try RemoteServer.serve { assembly.make(host: $0).session }
      return 0
    } catch {
      try? ConsoleOutput(STDERR_FILENO).writeLine("\(error)")
      return 1
    }
  }

  private func enter(_ folder: String, _ session: Session) -> Bool {
    var isFolder = false
    guard FileManager.default.fileExists(atPath: folder, isDirectory: &isFolder), isFolder else { return false }
    return (try? session.run("Set-Location -LiteralPath '\(folder.replacing("'", with: "''"))'")) != nil
  }

  private func runProfile(_ session: Session, _ host: ConsoleHost, _ interrupts: InterruptWatch) {
    guard let home = session.environment("HOME") else { return }
    let path = home + "/.config/powershell/profile.ps1"
    guard FileManager.default.fileExists(atPath: path) else { return }
    let script = ". '\(path.replacing("'", with: "''"))'"
    interrupts.watch(stop: { session.stop() }, { _ = try? session.run(script) })
    try? host.settle()
  }

  private func historyPath(_ session: Session, _ options: PowerShellOptions) -> String? {
    guard options.work == .interactive || options.staysOpen, isatty(STDIN_FILENO) == 1,
      let home = session.environment("HOME")
    else { return nil }
    let folder = (session.environment("XDG_STATE_HOME") ?? home + "/.local/state") + "/droste"
    try? FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    return folder + "/shell-history"
  }

  // MARK: -Command and -File

  private func runFile(
    _ path: String, _ arguments: [String], _ options: PowerShellOptions, _ session: Session, _ host: ConsoleHost,
    _ interrupts: InterruptWatch
  ) -> Int32 {
    guard let place = try? session.resolvedPath(path), let data = FileManager.default.contents(atPath: place) else {
      try? host.errors.writeLine(
        "The argument '\(path)' to the -File parameter does not exist. Provide the path to an existing '.ps1' file as an "
          + "argument to the -File parameter.")
      return 64
    }
    let text = ScriptText.decoded([UInt8](data))
    return ending(session, host, interrupts, failsWithLastCommand: false) {
      try session.run(
        text, name: place, arguments: ScriptArguments.parse(arguments),
        input: options.readsInput ? PipedInput.lines(for: text, host) : nil)
    }
  }

  private func ending(
    _ session: Session, _ host: ConsoleHost, _ interrupts: InterruptWatch, failsWithLastCommand: Bool,
    _ body: () throws -> RunOutcome
  ) -> Int32 {
    let outcome: RunOutcome
    do {
      outcome = try interrupts.watch(stop: { session.stop() }, body)
      try host.finish()
    } catch {
      try? host.errors.writeLine("\(error)")
      return 1
    }
    if let code = host.endOfOutput() { return code }
    // Whatever waited for the end of something may have taken the stop for that end.
    if interrupts.wasInterrupted { return InterruptWatch.exitCode }
    switch outcome {
    case .exited(let code): return code
    case .failed: return 1
    case .stopped: return 1
    case .completed: return failsWithLastCommand && !session.lastSucceeded ? 1 : 0
    }
  }
}

/// The exit code that a script asked for with `$Host.SetShouldExit`.
final class ExitRequest {
  var code: Int32?
}
