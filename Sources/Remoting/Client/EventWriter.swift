internal import PowerShell

/// Passes on, in the local session, what comes of a script elsewhere.
struct EventWriter {
  let invocation: Invocation
  let marks: RemoteMarks
  /// Questions cannot be asked: jobs run behind the user's back.
  var isUnattended = false

  /// Errors: those of the pipeline; with `throwsFailure` that of a script which was ended by an error.
  func write(_ event: RemoteEvent, throwsFailure: Bool = false) throws {
    switch event {
    case .output(let value): try invocation.writeOutput(marks.mark(value))
    case .error(let record):
      marks.mark(record)
      try invocation.writeError(record)
    case .failed(let record):
      marks.mark(record)
      if throwsFailure { throw CommandFailure(record) }
      try invocation.writeError(record)
    case .record(let record): try write(record)
    case .prompt(let prompt, let session): session.answer(try answer(prompt))
    }
  }

  private func write(_ record: StreamRecord) throws {
    switch record {
    case .warning(let text): try invocation.writeWarning(text)
    case .verbose(let text): try invocation.writeVerbose(text)
    case .debug(let text): try invocation.writeDebug(text)
    case .information(let record): try invocation.writeInformation(record)
    case .progress(let record): try invocation.writeProgress(record)
    case .host, .error: try invocation.host.write(record)
    }
  }

  private func answer(_ prompt: RemotePrompt) throws -> PromptAnswer {
    guard !isUnattended, let session = invocation.host.session else { return .refusal }
    return try PromptAnswer(to: prompt, by: session.host, session.types)
  }
}

extension PromptAnswer {
  static let refusal = PromptAnswer.failed(message: NotInteractive.error.message, id: NotInteractive.error.id)

  /// Asks a host. What goes wrong there is the answer; the stop of the local script is thrown.
  init(to prompt: RemotePrompt, by host: any ShellHost, _ types: TypeRegistry) throws {
    do {
      switch prompt {
      case .line(let prompt, let isSecret):
        self = .line(isSecret ? try host.readSecret(prompt: prompt) : try host.readLine(prompt: prompt))
      case .choice(let prompt): self = .choice(try host.choose(prompt))
      case .fields(let caption, let message, let fields):
        let asked = fields.map {
          PromptField(name: $0.name, type: types.find($0.type) ?? BuiltInType.string, helpMessage: $0.help)
        }
        let values = try host.prompt(caption: caption, message: message, fields: asked)
        self = .values(try ValueCoding.encode(.array(values)))
      }
    } catch let error as PowerShellError {
      self = .failed(message: error.message, id: error.id)
    } catch let failure as CodingFailure {
      self = .failed(message: failure.message, id: "RemotePromptAnswer")
    }
  }
}
