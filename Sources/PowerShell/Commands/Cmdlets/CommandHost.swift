/// What a running command needs of the evaluator. Everything is called on the evaluator's thread.
///
/// `Invocation` applies preferences and common parameters; a host only carries out.
package protocol CommandHost: AnyObject {
  /// Passes an object down the pipeline. Throws when the pipeline is to stop.
  func writeOutput(_ value: Value) throws
  /// Puts a record into a stream, to be shown or redirected.
  func write(_ record: StreamRecord) throws
  /// A record was made, whatever its preference says of showing it: `-ErrorVariable` of the functions around it.
  func note(_ record: StreamRecord) throws
  /// Puts a record at the front of `$Error`.
  func remember(_ error: ErrorRecord)
  /// A variable as the command's caller sees it: preferences, -ErrorVariable. `name` has no sign and no scope.
  func variable(_ name: String) -> Value
  func setVariable(_ name: String, _ value: Value) throws
  /// Calls a script block with `$_` (nil: none) and arguments, and gives its output.
  func invoke(_ block: Value, underscore: Value?, arguments: [Value]) throws -> [Value]
  /// Asks the user to choose; the index of the choice. Throws where nobody can be asked.
  func choose(_ prompt: ChoicePrompt) throws -> Int
  /// Asks for values; one for each field. Throws where nobody can be asked.
  func prompt(caption: String, message: String, fields: [PromptField]) throws -> [Value]
  /// Opens a prompt within the running command until the user leaves it: what Suspend chooses.
  func suspend() throws
  /// The current location, absolute.
  var location: String { get }
  /// The pipeline is being stopped; a long-running command returns soon.
  var isStopping: Bool { get }
  /// Conversions, the clock, the environment.
  var values: ValueContext { get }
  /// The session whose pipeline the command is a part of, for commands about variables, functions, modules and the
  /// like; nil outside of one.
  var session: Session? { get }
  /// The scope that the command was called in.
  var scope: Scope? { get }
}

extension CommandHost {
  package var session: Session? { nil }
  package var scope: Scope? { nil }
  package func note(_ record: StreamRecord) throws {}
}

/// What goes into a stream other than output (about_Output_Streams).
package enum StreamRecord: Sendable {
  case error(ErrorRecord)
  case warning(String)
  case verbose(String)
  case debug(String)
  case information(InformationRecord)
  case progress(ProgressRecord)
  /// Text for the host alone, as `What if:` is: no stream, no redirection.
  case host(String)
}

/// A record of the information stream.
package struct InformationRecord: Sendable {
  package var message: Value
  package var tags: [String]
  /// Write-Host: shown whatever $InformationPreference says.
  package var isHostOutput: Bool
  package var hasNewLine: Bool
  package var foreground: String?
  package var background: String?

  package init(
    _ message: Value, tags: [String] = [], isHostOutput: Bool = false, hasNewLine: Bool = true,
    foreground: String? = nil, background: String? = nil
  ) {
    self.message = message
    self.tags = tags
    self.isHostOutput = isHostOutput
    self.hasNewLine = hasNewLine
    self.foreground = foreground
    self.background = background
  }
}

/// A record of the progress stream.
package struct ProgressRecord: Sendable {
  package var activity: String
  package var status: String
  package var id: Int
  package var parentID: Int
  /// 0 to 100; -1 when it is not known.
  package var percentComplete: Int
  package var secondsRemaining: Int
  package var currentOperation: String?
  package var isCompleted: Bool

  package init(
    activity: String, status: String = "Processing", id: Int = 0, parentID: Int = -1, percentComplete: Int = -1,
    secondsRemaining: Int = -1, currentOperation: String? = nil, isCompleted: Bool = false
  ) {
    self.activity = activity
    self.status = status
    self.id = id
    self.parentID = parentID
    self.percentComplete = percentComplete
    self.secondsRemaining = secondsRemaining
    self.currentOperation = currentOperation
    self.isCompleted = isCompleted
  }
}
