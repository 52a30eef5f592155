internal import CoreCmdlets
internal import FoundationEssentials
internal import PowerShell
internal import Remoting

/// A prompt: reads a command, runs it, shows what it gives, until `exit` or the end of input.
///
/// On a terminal with editing, history and completion; elsewhere line by line, each command run as soon as it is whole,
/// which is how programs drive a PowerShell that they keep open.
struct InteractiveShell {
  let session: Session
  let host: ConsoleHost
  let remoting: RemotingState
  let interrupts: InterruptWatch
  let history: CommandHistory
  let store: HistoryStore
  let exit: ExitRequest
  let values: ValueCompleter?

  /// Returns the exit code.
  func run() -> Int32 {
    let isTerminal = host.input.isTerminal && host.output.isTerminal
    let reader = isTerminal ? LineReader(output: host.output, history: history) : nil
    let piped = PipedCommands { [host] in try host.input.readLine() }
    while true {
      let command: String
      do {
        guard let next = try reader.map(edited) ?? piped.next() else { return exitCode }
        command = next
      } catch {
        try? host.errors.writeLine("\(error)")
        return 1
      }
      guard !command.allSatisfy(\.isWhitespace) else { continue }
      if let code = execute(command) { return code }
    }
  }

  /// What a program that ends without `exit` says: whether its last command succeeded.
  private var exitCode: Int32 { session.lastSucceeded ? 0 : 1 }

  /// Nil: go on; else the exit code.
  private func execute(_ command: String) -> Int32? {
    let begin = DateTime.systemNow()
    let stop: @Sendable () -> Void = { [session] in session.stop() }
    let outcome: RunOutcome? = interrupts.watch(stop: stop) {
      guard remoting.prompt != nil else { return try? session.run(command) }
      // The user is in another session: it runs what is typed.
      return (try? remoting.run(line: command, in: session)).map { .completed }
    }
    try? host.finish()
    if let code = host.endOfOutput() { return code }
    // At a prompt Ctrl-C stops the command; elsewhere nobody is there to write another one.
    if interrupts.endsWhenIdle, interrupts.wasInterrupted { return InterruptWatch.exitCode }
    store.add(command, status: outcome.status, start: begin, end: DateTime.systemNow())
    if let code = exit.code { return code }
    switch outcome {
    case .exited(let code): return code
    case nil: return 1
    default: return nil
    }
  }

  private func edited(_ reader: LineReader) throws -> String? {
    let completer = Completer(session: session, values: values)
    while true {
      let prompt = remoting.prompt ?? Prompt.text(session)
      switch try reader.read(
        prompt: prompt, isComplete: { !Self.isIncomplete($0) }, complete: { completer.complete($0, at: $1) })
      {
      case .text(let text): return text
      case .cancelled: continue
      case .end: return nil
      }
    }
  }

  /// Whether more lines could make a command of it. An empty line ends what is open, so that nobody is caught.
  private static func isIncomplete(_ text: String) -> Bool {
    !text.hasSuffix("\n") && (PipedCommands.endsWithContinuation(text) || SourceText(text).parse().isIncomplete)
  }
}

extension RunOutcome? {
  /// As Get-History shows it.
  fileprivate var status: String {
    switch self {
    case .completed, .exited: "Completed"
    case .stopped: "Stopped"
    case .failed, nil: "Failed"
    }
  }
}
