extension Session {
  /// Makes an error of the language out of whatever was thrown, with its place.
  func failure(_ error: any Error, _ frame: Frame, _ range: SourceRange) -> ScriptFailure {
    switch error {
    case let failure as ScriptFailure: return failure
    case let failure as CommandFailure:
      let record = failure.record
      if record.invocation.isNull { record.invocation = .object(origin(frame.code.source, range)) }
      return ScriptFailure(record, endsScript: Limit.isPassed(record))
    case let failure as ParseFailure:
      return ScriptFailure(ErrorRecord(failure.asError, origin: origin(failure)), endsScript: false)
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
    errors.elements.insert(.object(record), at: 0)
    if errors.elements.count > options.errorLimit { errors.elements.removeLast() }
  }

  /// Remembers and shows a record.
  func report(_ record: ErrorRecord, _ scope: Scope) throws {
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

extension ParseFailure {
  /// As a terminating error with the first message.
  var asError: PowerShellError {
    PowerShellError(
      errors.map(\.message).joined(separator: "\n"), id: errors.first?.identifier ?? "ParseError",
      category: .parserError, exceptionType: "System.Management.Automation.ParseException")
  }
}
