extension Session {
  /// Makes an error of the language out of whatever was thrown, with its place.
  func failure(_ error: any Error, _ frame: Frame, _ range: SourceRange) -> ScriptFailure {
    let failure = bareFailure(error, frame, range)
    if failure.record.stackTrace.isEmpty {
      failure.record.stackTrace = stackTrace(failure.record, frame.scope, frame.code.source)
    }
    return failure
  }

  private func bareFailure(_ error: any Error, _ frame: Frame, _ range: SourceRange) -> ScriptFailure {
    switch error {
    case let failure as ScriptFailure: return failure
    case let failure as CommandFailure:
      let record = failure.record
      if record.invocation.isNull { record.invocation = .object(origin(frame.code.source, range)) }
      return ScriptFailure(record, endsScript: Limit.isPassed(record))
    case let failure as ParseFailure:
      var error = failure.asError
      // What was typed fails before anything runs; PowerShell shows another reason for it.
      if failure.source.name == nil {
        error.exceptionType = "System.Management.Automation.ParentContainsErrorRecordException"
      }
      return ScriptFailure(ErrorRecord(error, origin: origin(failure)), endsScript: false)
    default:
      let record = CommandFailure(error, origin: origin(frame.code.source, range)).record
      return ScriptFailure(record, endsScript: Limit.isPassed(record))
    }
  }

  func origin(_ source: SourceText, _ range: SourceRange) -> InvocationInfo {
    InvocationInfo(source: source, range: range)
  }

  private func origin(_ failure: ParseFailure) -> InvocationInfo? {
    failure.errors.first.map { origin(failure.source, $0.range) }
  }

  /// Puts a record at the front of `$Error`, once.
  func remember(_ record: ErrorRecord) {
    if case .object(let first)? = errors.elements.first, first === record { return }
    if record.stackTrace.isEmpty { record.stackTrace = stackTrace(record, currentScope, nil) }
    errors.elements.insert(.object(record), at: 0)
    if errors.elements.count > options.errorLimit { errors.elements.removeLast() }
  }

  /// Remembers and shows a record.
  func report(_ record: ErrorRecord, _ scope: Scope) throws {
    try capture(.error(record))
    remember(record)
    try write(.error(record))
  }

  func errorAction(_ scope: Scope) -> ActionPreference {
    guard let value = scope.find(WellKnownName.errorAction.number)?.value else { return .continue }
    return ActionPreference(value) ?? .continue
  }

  /// What `throw value` throws (about_Throw).
  func thrown(_ value: Value, _ frame: Frame, _ range: SourceRange) throws -> ScriptFailure {
    switch value {
    case .null, .nothing:
      if let handled { return ScriptFailure(handled, endsScript: true) }
      return made("ScriptHalted", id: "ScriptHalted", .null, frame, range)
    case .object(let record as ErrorRecord): return ScriptFailure(record, endsScript: true)
    case .object(let exception as ExceptionObject):
      let record = ErrorRecord(
        exception: exception, id: exception.message, category: .operationStopped, target: .null,
        activity: "", invocation: .object(origin(frame.code.source, range)))
      return ScriptFailure(record, endsScript: true)
    default:
      let text = try value.displayString(frame.context)
      return made(text, id: text, value, frame, range)
    }
  }

  private func made(
    _ text: String, id: String, _ target: Value, _ frame: Frame, _ range: SourceRange
  ) -> ScriptFailure {
    let error = PowerShellError(text, id: id, category: .operationStopped, target: target)
    return ScriptFailure(ErrorRecord(error, origin: origin(frame.code.source, range)), endsScript: true)
  }
}

extension Session {
  /// Calls that a stack trace shows.
  private static let traceLimit = 100

  /// ScriptStackTrace: `at Name, file: line 3` for the code that failed and for each of its callers.
  func stackTrace(_ record: ErrorRecord, _ scope: Scope, _ source: SourceText?) -> String {
    var lines: [String] = []
    var line = record.origin?.line ?? 0
    var place: Scope? = scope
    while let current = place, lines.count < Self.traceLimit {
      guard let state = current.invocation else {
        place = current.parent
        continue
      }
      let name = state.name.isEmpty ? "<ScriptBlock>" : state.name
      lines.append("at \(name), \(state.code.source.name ?? "<No file>"): line \(max(1, line))")
      guard let call = state.call else { break }
      line = call.frame.code.source.position(at: call.range.start).line
      place = call.frame.scope
    }
    return lines.joined(separator: "\n")
  }
}

extension ParseFailure {
  /// Errors that one message names.
  private static let messageLimit = 10

  /// As a terminating error whose message has every error with its place.
  var asError: PowerShellError {
    var parts = errors.prefix(Self.messageLimit).map { error in
      InvocationInfo(source: source, range: error.range).positionMessage + "\n" + error.message
    }
    if errors.count > Self.messageLimit {
      parts.append("Not all parse errors were reported.  Correct the reported errors and try again.")
    }
    return PowerShellError(
      parts.joined(separator: "\n\n"), id: errors.first?.identifier ?? "ParseError", category: .parserError,
      exceptionType: "System.Management.Automation.ParseException")
  }
}
