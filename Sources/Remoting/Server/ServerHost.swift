internal import PowerShell

/// The host of a session whose user is at the other end of a channel: streams go there, questions come back answered.
// SAFETY: used on the thread that runs the scripts only.
final class ServerHost: ShellHost, @unchecked Sendable {
  private var home: Anchor<Session>?
  var session: Session? {
    get { home?.object }
    set { home = newValue?.anchor }
  }
  private let connection: FrameConnection
  private let mailbox: Monitor<ServerMailbox>

  init(_ connection: FrameConnection, _ mailbox: Monitor<ServerMailbox>) {
    (self.connection, self.mailbox) = (connection, mailbox)
  }

  private var context: ValueContext { session?.context ?? .standalone }

  func write(_ value: Value) throws {
    let bytes: [UInt8]
    do { bytes = try ValueCoding.encode(value, context) } catch let failure as CodingFailure {
      // One object that cannot be sent does not end the script.
      return try write(.error(RemoteErrors.notSent(failure, value)))
    }
    try connection.send(ServerMessage.output(bytes).frame())
  }

  func write(_ record: StreamRecord) throws {
    let message: ServerMessage
    switch record {
    case .error(let record): message = .error(try encoded(record))
    case .warning(let text): message = .record(.warning(text))
    case .verbose(let text): message = .record(.verbose(text))
    case .debug(let text): message = .record(.debug(text))
    case .host(let text): message = .record(.host(text))
    case .progress(let record): message = .record(.progress(record))
    case .information(let record):
      message = .record(.information(record, message: try ValueCoding.encode(record.message, context)))
    }
    try connection.send(message.frame())
  }

  private func encoded(_ record: ErrorRecord) throws -> [UInt8] {
    do { return try ValueCoding.encode(.object(record), context) } catch let failure as CodingFailure {
      return try ValueCoding.encode(.object(RemoteErrors.notSent(failure, .null)), context)
    }
  }

  // MARK: Questions

  func readLine(prompt: String) throws -> String? { try line(prompt, isSecret: false) }
  func readSecret(prompt: String) throws -> String? { try line(prompt, isSecret: true) }

  private func line(_ prompt: String, isSecret: Bool) throws -> String? {
    guard case .line(let text) = try ask(.line(prompt: prompt, isSecret: isSecret)) else { throw wrongAnswer }
    return text
  }

  func choose(_ prompt: ChoicePrompt) throws -> Int {
    guard case .choice(let index) = try ask(.choice(prompt)), prompt.choices.indices.contains(index) else {
      throw wrongAnswer
    }
    return index
  }

  func prompt(caption: String, message: String, fields: [PromptField]) throws -> [Value] {
    let asked = fields.map { RemotePrompt.Field(name: $0.name, type: $0.type.name, help: $0.helpMessage) }
    guard case .values(let bytes) = try ask(.fields(caption: caption, message: message, fields: asked)) else {
      throw wrongAnswer
    }
    let values = try ValueCoding.decode(bytes, types: context.types).reference?.enumerated ?? []
    guard values.count == fields.count else { throw wrongAnswer }
    return values
  }

  private var wrongAnswer: PowerShellError {
    PowerShellError(
      "The session in front of the user gave an answer that does not fit the question.", id: "RemotePromptAnswer",
      category: .invalidResult)
  }

  /// Errors: what the user's session says, the stop of the script.
  private func ask(_ prompt: RemotePrompt) throws -> PromptAnswer {
    mailbox.change { ($0.answer, $0.awaitsAnswer) = (nil, true) }
    defer { mailbox.change { $0.awaitsAnswer = false } }
    try connection.send(ServerMessage.prompt(prompt).frame())
    while true {
      try session?.checkpoint()
      let answer: PromptAnswer? = mailbox.wait(milliseconds: 100) { $0.answer }
      guard let answer else { continue }
      if case .failed(let message, let id) = answer {
        throw PowerShellError(
          message, id: id, exceptionType: "System.Management.Automation.PSInvalidOperationException")
      }
      return answer
    }
  }
}
