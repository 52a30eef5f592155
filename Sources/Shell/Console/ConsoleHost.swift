package import Formatting
internal import Glibc
package import PowerShell

/// The console of a session: objects and messages go to standard output, errors to standard error, as Windows
/// PowerShell has it when it is started by another program; questions are answered from standard input.
package final class ConsoleHost: ShellHost {
  let output = ConsoleOutput(STDOUT_FILENO)
  let errors = ConsoleOutput(STDERR_FILENO)
  let input = ConsoleInput()
  private let formatter: OutputFormatter
  private let json: JSONOutput?
  private var progress = ProgressBar()
  /// Questions may be asked.
  package var isInteractive: Bool
  /// The session whose console this is; it knows `$ErrorView` and conversions.
  package var session: Session? {
    get { home?.object }
    set { home = newValue?.anchor }
  }
  private var home: Anchor<Session>?
  /// What a prompt within a running command does (the choice Suspend); nil: there is none.
  package var nestedPrompt: (() throws -> Void)?

  package init(views: ViewTable, isInteractive: Bool = true, writesJSON: Bool = false) {
    self.isInteractive = isInteractive
    let output = output
    json = writesJSON ? JSONOutput { try output.write($0) } : nil
    formatter = OutputFormatter(
      views: views, width: { output.width }, usesColor: output.isTerminal, write: { try output.writeLine($0) })
    // Nobody reads: the script ends. Errors that nobody reads are no reason to end.
    output.onFailure = { [unowned self] in
      session?.stop()
      try session?.checkpoint()
    }
    errors.onFailure = {}
  }

  /// The exit code of a session that ended because standard output took no more: 0 when its reader left, as `head` does,
  /// 1 when it could not be written (a full disk), which is said on standard error. Nil: it takes all.
  func endOfOutput() -> Int32? {
    guard output.failure != 0 else { return nil }
    guard output.failure != EPIPE else { return 0 }
    try? errors.writeLine("Standard output could not be written: \(String(cString: strerror(output.failure))).")
    return 1
  }

  private var context: ValueContext { session?.context ?? .standalone }

  // MARK: Streams

  package func write(_ value: Value) throws {
    // An expression may give objects without end and take no other step.
    try session?.checkpoint()
    if case .object(let record as ErrorRecord) = value, json == nil {
      // An error that was merged into the output is still shown as one.
      try settle()
      return try output.writeLine(text(of: record))
    }
    try erase()
    if let json { return try json.write(value) }
    if let limit = session?.variable("FormatEnumerationLimit")?.integerValue {
      formatter.enumerationLimit = Int(clamping: limit)
    }
    try formatter.write(value, context)
  }

  /// Ends tables that were begun. Called when a script has ended, and before anything else is written.
  package func settle() throws {
    try erase()
    try formatter.finish()
  }

  /// Everything that was held back is written: what JSON needs to be whole, too.
  package func finish() throws {
    try settle()
    try json?.finish()
  }

  package func write(_ record: StreamRecord) throws {
    if case .progress(let progress) = record { return try draw(progress) }
    try settle()
    switch record {
    case .error(let record): try errors.writeLine(painted(text(of: record), "Red", errors))
    case .warning(let text): try message("WARNING: \(text)", "Yellow")
    case .verbose(let text): try message("VERBOSE: \(text)", "Cyan")
    case .debug(let text): try message("DEBUG: \(text)", "Cyan")
    case .information(let record):
      let text = try record.message.displayString(context)
      let shown =
        messages.isTerminal
        ? ConsoleColor.paint(text, foreground: record.foreground, background: record.background) : text
      try messages.write(shown + (record.hasNewLine ? "\n" : ""))
    case .host(let text): try messages.writeLine(text)
    case .progress: break
    }
  }

  /// Where messages go: not among JSON, which a program reads.
  private var messages: ConsoleOutput { json == nil ? output : errors }

  private func message(_ text: String, _ color: String) throws {
    try messages.writeLine(painted(text, color, messages))
  }

  private func painted(_ text: String, _ color: String, _ target: ConsoleOutput) -> String {
    target.isTerminal ? ConsoleColor.paint(text, foreground: color) : text
  }

  private func text(of record: ErrorRecord) -> String {
    let view = (try? session?.variable("ErrorView")?.displayString()) ?? "NormalView"
    return ErrorView(view).text(record, width: errors.width)
  }

  private func draw(_ record: ProgressRecord) throws {
    guard errors.isTerminal else { return }
    try errors.write(progress.update(record, width: errors.width))
  }

  private func erase() throws { if progress.isDrawn { try errors.write(progress.erase()) } }

  package func writeConsole(_ text: String, toError: Bool) throws {
    try settle()
    try (toError ? errors : messages).write(text)
  }

  // MARK: Questions

  package func readLine(prompt: String) throws -> String? {
    try requireInteractive()
    try settle()
    try output.write(prompt)
    return try typedLine()
  }

  package func readSecret(prompt: String) throws -> String? {
    try requireInteractive()
    try settle()
    try output.write(prompt)
    defer { if output.isTerminal { try? output.write("\n") } }
    return try typedSecret()
  }

  package func choose(_ prompt: ChoicePrompt) throws -> Int {
    try requireInteractive()
    try settle()
    try output.write("\n" + prompt.headText)
    while true {
      try output.write(prompt.choicesText(width: output.width - 1))
      guard let line = try typedLine() else { throw NotInteractive.error }
      switch prompt.reply(line) {
      case .choice(let index): return index
      case .help: try output.write(prompt.helpText)
      case .unknown: continue
      }
    }
  }

  package func prompt(caption: String, message: String, fields: [PromptField]) throws -> [Value] {
    try requireInteractive()
    try settle()
    try output.write("\n" + [caption, message].filter { !$0.isEmpty }.map { "\($0)\n" }.joined())
    return try fields.map(ask)
  }

  private func ask(_ field: PromptField) throws -> Value {
    let isSecret = field.type.name.isSameName(as: "System.Security.SecureString")
    if field.type.kind == .array { return .array(try elements(of: field)) }
    while true {
      try output.write("\(field.name): ")
      let typed = try isSecret ? typedSecret() : typedLine()
      if isSecret, output.isTerminal { try output.write("\n") }
      guard let typed else { throw NotInteractive.error }
      guard typed == "!?" else { return .string(typed) }
      try output.writeLine(field.helpMessage ?? "No help is available for \(field.name).")
    }
  }

  /// `Name[0]: `, `Name[1]: ` …, until nothing is typed.
  private func elements(of field: PromptField) throws -> [Value] {
    var elements: [Value] = []
    while elements.count < 10_000 {
      try output.write("\(field.name)[\(elements.count)]: ")
      guard let typed = try typedLine(), !typed.isEmpty else { break }
      elements.append(.string(typed))
    }
    return elements
  }

  package func suspend() throws {
    guard let nestedPrompt else { throw NotInteractive.error }
    try nestedPrompt()
  }

  /// A line of standard input for a script that runs; a stop ends the waiting for it.
  func typedLine() throws -> String? { try input.readLine { [unowned self] in try session?.checkpoint() } }

  private func typedSecret() throws -> String? {
    try input.readHiddenLine { [unowned self] in try session?.checkpoint() }
  }

  private func requireInteractive() throws { if !isInteractive { throw NotInteractive.error } }
}
