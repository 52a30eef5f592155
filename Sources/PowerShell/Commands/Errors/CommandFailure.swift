/// A terminating error that is complete: with its record. What `throwTerminating` throws, and what the evaluator makes
/// of a `PowerShellError` once it knows where it happened.
package struct CommandFailure: Error {
  package let record: ErrorRecord

  package init(_ record: ErrorRecord) { self.record = record }

  /// A record out of any error: `PowerShellError` as it says, anything else as an exception of its description.
  package init(_ error: any Error, origin: InvocationInfo?) {
    switch error {
    case let failure as CommandFailure: self = failure
    case let error as PowerShellError: record = ErrorRecord(error, origin: origin)
    default:
      let text = String(describing: error)
      record = ErrorRecord(
        PowerShellError(text, id: "HostError", category: .notSpecified, exceptionType: "System.Exception"),
        origin: origin)
    }
  }
}

extension ErrorRecord {
  /// With the second part of its id and its activity from the call that it happened in.
  package convenience init(_ error: PowerShellError, origin: InvocationInfo?) {
    let source = origin?.errorSource ?? ""
    let id = source.isEmpty || error.id.contains(",") ? error.id : "\(error.id),\(source)"
    self.init(
      exception: ExceptionObject(error), id: id, category: error.category, target: error.target,
      activity: origin?.commandName ?? "", invocation: origin.map { .object($0) } ?? .null)
  }

  /// The same error with the command's name in its id and its activity, as the engine gives it to those that a script's
  /// cmdlet writes.
  package func attributed(to origin: InvocationInfo) -> ErrorRecord {
    if fullyQualifiedErrorID.contains(",") || origin.commandName.isEmpty { return self }
    return ErrorRecord(
      exception: exception, id: "\(fullyQualifiedErrorID),\(origin.commandName)", category: category,
      target: targetObject, activity: activity.isEmpty ? origin.commandName : activity, invocation: .object(origin),
      stackTrace: stackTrace, details: details)
  }

  /// The call that it happened in.
  package var origin: InvocationInfo? { invocation.reference(as: InvocationInfo.self) }
}
