/// An exception as an object: what `$_.Exception` gives and `throw` takes.
// SAFETY: an evaluator's objects are used by one thread at a time; what another session gets is a copy.
package final class ExceptionObject: ObjectReference, @unchecked Sendable {
  package let exceptionType: TypeReference
  package var message: String
  package var inner: ExceptionObject?
  package let data = DictionaryObject()

  package init(_ type: TypeReference, _ message: String, inner: ExceptionObject? = nil) {
    (exceptionType, self.message, self.inner) = (type, message, inner)
  }

  package convenience init(_ error: PowerShellError) {
    let inner = error.inner.map { ExceptionObject(.exception(named: $0.type), $0.message) }
    self.init(.exception(named: error.exceptionType), error.message, inner: inner)
    switch exceptionType.shortName {
    case "CommandNotFoundException": addedMembers()["CommandName"] = .note(error.target)
    case "ItemNotFoundException", "DriveNotFoundException": addedMembers()["ItemName"] = .note(error.target)
    default: break
    }
  }

  override func takeContents() -> [Value] {
    let contents = inner.map { [Value.object($0)] } ?? []
    inner = nil
    return contents
  }

  deinit {
    var contents = takeContents()
    Dismantling.free(&contents)
  }

  package override var type: TypeReference { exceptionType }
  package override func text(_ context: ValueContext) throws -> String { "\(exceptionType.name): \(message)" }
}

/// An error record: what `$_` is in `catch`, and what `$Error` holds.
// SAFETY: an evaluator's objects are used by one thread at a time; what another session gets is a copy.
package final class ErrorRecord: ObjectReference, @unchecked Sendable {
  package let exception: ExceptionObject
  package let fullyQualifiedErrorID: String
  package let category: PowerShellError.Category
  package let targetObject: Value
  /// The command or operation, the reason, for CategoryInfo.
  package var activity: String
  /// What InvocationInfo shows; the evaluator's.
  package var invocation: Value
  package var stackTrace: String
  package var details: String?
  /// What the category line shows instead of the exception's type, the target and the target's type; nil: those.
  package var shownCategory = (reason: String?.none, targetName: String?.none, targetType: String?.none)

  package init(
    exception: ExceptionObject, id: String, category: PowerShellError.Category, target: Value = .null,
    activity: String = "", invocation: Value = .null, stackTrace: String = "", details: String? = nil
  ) {
    self.exception = exception
    fullyQualifiedErrorID = id
    self.category = category
    targetObject = target
    self.activity = activity
    self.invocation = invocation
    self.stackTrace = stackTrace
    self.details = details
  }

  package convenience init(_ error: PowerShellError) {
    self.init(exception: ExceptionObject(error), id: error.id, category: error.category, target: error.target)
  }

  package override var type: TypeReference { BuiltInType.errorRecord }
  package override func text(_ context: ValueContext) throws -> String { details ?? exception.message }
}
