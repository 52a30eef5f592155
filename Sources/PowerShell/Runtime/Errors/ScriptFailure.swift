/// An error on its way to a `catch`, a `trap` or the end of the script.
package struct ScriptFailure: Error {
  package let record: ErrorRecord
  /// Came from `throw`, or from an error action Stop: not just the statement but the script ends.
  package let endsScript: Bool

  package init(_ record: ErrorRecord, endsScript: Bool) { (self.record, self.endsScript) = (record, endsScript) }
}

/// What a command throws when it wants no more input: the commands before it stop, it and those behind it end in order.
package struct StopUpstream: Error {
  /// The stage it came from; nil until its own stage has seen it.
  var stage: ObjectIdentifier?

  package init() {}

  init(_ stage: Stage) { self.stage = ObjectIdentifier(stage) }
}

/// Flow that leaves a function, a script block or a pipeline. The label is in the session.
enum ControlFlow: Error {
  case breaking, continuing
  case returning
  case exiting
  /// The session was told to stop.
  case stopped

  func completion(_ session: Session) -> Completion? {
    switch self {
    case .breaking: .breaking
    case .continuing: .continuing
    case .returning, .exiting, .stopped: nil
    }
  }
}

/// Limits of a session, and the errors of reaching them.
enum Limit {
  static let callDepth = PowerShellError(
    "The script failed due to call depth overflow.", id: "CallDepthOverflow", category: .invalidOperation,
    exceptionType: "System.Management.Automation.ScriptCallDepthException")

  /// The script must end: were only the statement to end, a body with two calls of itself would try both at every depth.
  static func isPassed(_ record: ErrorRecord) -> Bool {
    record.category == .limitsExceeded || record.fullyQualifiedErrorID.hasPrefix(callDepth.id)
  }

  static let stringLength = PowerShellError(
    "A string can have at most \(ValueLimits.stringLength) characters.", id: "StringLengthLimit",
    category: .limitsExceeded, exceptionType: "System.OutOfMemoryException")
}
