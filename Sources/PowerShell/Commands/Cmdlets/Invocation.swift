/// One call of a command: its parameters, its output and streams, its questions. What a cmdlet works with.
///
/// Preferences come from the call's common parameters where they are given, else from the caller's variables
/// (about_CommonParameters, about_Preference_Variables).
// SAFETY: used on the evaluator's thread only, as the pipeline that it is a part of.
package final class Invocation: @unchecked Sendable {
  package let metadata: CommandMetadata
  package let host: any CommandHost
  /// Where and how the command was called; errors carry it.
  package let origin: InvocationInfo
  /// The parameters. The binder renews those from the pipeline before each `process`.
  package private(set) var bound: BoundParameters
  /// The object that the pipeline brought; nothing before the first one and in `end`.
  package private(set) var input: Value = .nothing
  /// Something is piped in; else `process` runs once.
  package let expectsInput: Bool
  package private(set) var common = CommonSettings()
  /// An error was written: `$?` is false after an advanced function then.
  package internal(set) var hasErrors = false
  private var isStarted = false
  var confirmation = ConfirmationMemory()
  var variables = StreamVariables()

  package init(
    metadata: CommandMetadata, bound: BoundParameters = BoundParameters(), host: any CommandHost,
    origin: InvocationInfo? = nil, expectsInput: Bool = false
  ) {
    self.metadata = metadata
    self.bound = bound
    self.host = host
    self.origin = origin ?? InvocationInfo(commandName: metadata.name, errorSource: metadata.errorSource)
    self.expectsInput = expectsInput
  }

  /// Takes over what the binder bound: before `begin`, and before each `process` with the object that the pipeline
  /// brought. Throws for a common parameter's value that is not supported.
  package func update(bound: BoundParameters, input: Value = .nothing) throws {
    self.bound = bound
    self.input = input
    // The pipeline brings no common parameters.
    if !isStarted { common = try CommonSettings(bound) }
    isStarted = true
  }

  /// Takes over an object that no parameter is bound to.
  func take(_ input: Value) { self.input = input }

  /// Takes over an object for the parameter that takes every object.
  func take(_ input: Value, as parameter: String) {
    self.input = input
    bound[parameter] = input.isNull ? .null : input
  }

  /// The set that the call was resolved to.
  package var parameterSetName: String { bound.setName }

  /// The current location, absolute.
  package var location: String { host.location }

  /// The pipeline is being stopped: return soon.
  package var isStopping: Bool { host.isStopping }

  /// Calls a script block with `$_` (nil: none) and arguments, and gives its output.
  package func invoke(_ block: Value, underscore: Value? = nil, arguments: [Value] = []) throws -> [Value] {
    try host.invoke(block, underscore: underscore, arguments: arguments)
  }

  /// An error of this call, to be written or thrown.
  package func error(
    _ message: String, id: String, category: PowerShellError.Category = .notSpecified, target: Value = .null,
    exceptionType: String = "System.Management.Automation.RuntimeException"
  ) -> ErrorRecord {
    ErrorRecord(
      PowerShellError(message, id: id, category: category, exceptionType: exceptionType, target: target),
      origin: origin)
  }

  /// Ends the command, and the pipeline with it.
  package func throwTerminating(_ record: ErrorRecord) throws -> Never { throw CommandFailure(record) }
}
