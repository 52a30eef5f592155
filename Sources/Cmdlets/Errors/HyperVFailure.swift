internal import HyperV
internal import PowerShell

/// The one place where a host's errors become those that Hyper-V's cmdlets have.
enum HyperVFailure {
  static let exceptionType = "Microsoft.HyperV.PowerShell.VirtualizationException"

  /// What scripts may name in `catch`.
  static let exceptions: [TypeReference] = [exceptionType].map { .exception(named: $0) }

  /// The category for a reason. Those with a source in comments were seen in real output.
  static func category(_ code: DrosteError.Code) -> PowerShellError.Category {
    switch code {
    case .invalidParameter: .invalidArgument
    case .objectNotFound: .objectNotFound
    // `InvalidOperation: (:) [Set-VMProcessor]` with NotSupported.
    case .notSupported: .invalidOperation
    // `InvalidOperation: (:) [Set-VMMemory]` with InvalidState.
    case .invalidState, .invalidOperation: .invalidOperation
    // `FromStdErr: (:) [Start-VM]` with OutOfMemory.
    case .outOfMemory: .fromStdErr
    case .accessDenied: .permissionDenied
    case .unspecified: .notSpecified
    case .alreadyExists: .resourceExists
    case .unavailable: .resourceUnavailable
    case .timeout: .operationTimeout
    }
  }

  /// The record of a host's error. Its exception has the host's message as it is, which scripts compare; what is shown
  /// also has the cause and what mends it.
  static func record(_ error: DrosteError, _ origin: InvocationInfo, target: Value = .null) -> ErrorRecord {
    let made = PowerShellError(
      error.message, id: error.code.rawValue, category: category(error.code), exceptionType: exceptionType,
      target: target)
    let record = ErrorRecord(made, origin: origin)
    let more = [error.cause.map { "Cause: \($0)" }, error.hint.map { "Mend it: \($0)" }].compactMap(\.self)
    if !more.isEmpty { record.details = ([error.message] + more).joined(separator: "\n") }
    return record
  }

  /// What is not there. The cmdlets that only look for it say InvalidParameter and name what they were given
  /// (minikube #8970: Get-VM), the others ObjectNotFound.
  static func notFound(_ error: DrosteError, _ name: String, _ origin: InvocationInfo, isGet: Bool) -> ErrorRecord {
    var error = error
    if isGet { error.code = .invalidParameter }
    return record(error, origin, target: isGet ? .string(name) : .null)
  }

  /// A parameter that this host has nothing for.
  static func parameterNotSupported(_ parameter: String, _ command: String) -> PowerShellError {
    PowerShellError(
      "The parameter '\(parameter)' of \(command) is not supported by this host, so nothing was done. Leave it out.",
      id: "ParameterNotSupported", category: .notImplemented, exceptionType: "System.NotSupportedException",
      target: .string(parameter))
  }

  /// A value of a parameter that this host has nothing for.
  static func valueNotSupported(_ parameter: String, _ value: String, _ why: String, _ command: String)
    -> PowerShellError
  {
    PowerShellError(
      "The value '\(value)' of the parameter '\(parameter)' of \(command) is not supported by this host, so nothing "
        + "was done: \(why)", id: "ParameterNotSupported", category: .notImplemented,
      exceptionType: "System.NotSupportedException", target: .string(parameter))
  }
}
