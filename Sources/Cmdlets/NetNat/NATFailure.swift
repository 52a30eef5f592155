internal import HyperV
internal import PowerShell

/// The errors of the NetNat cmdlets, which are those of CIM.
enum NATFailure {
  private static let exception = "Microsoft.Management.Infrastructure.CimException"

  /// A host's error as CIM says it; what the host says is shown below.
  static func record(_ error: DrosteError, _ className: String, _ origin: InvocationInfo) -> ErrorRecord {
    let (message, id, category): (String, String, PowerShellError.Category) =
      switch error.code {
      case .invalidParameter, .alreadyExists:
        ("The parameter is incorrect.", "Windows System Error 87", .invalidArgument)
      case .accessDenied: ("Access is denied.", "Windows System Error 5", .permissionDenied)
      case .notSupported: ("The request is not supported.", "Windows System Error 50", .notImplemented)
      default: (error.message, error.code.rawValue, HyperVFailure.category(error.code))
      }
    let made = PowerShellError(
      message, id: id, category: category, exceptionType: exception, target: target(className))
    let record = ErrorRecord(made, origin: origin)
    let more = [
      message == error.message ? nil : error.message, error.cause.map { "Cause: \($0)" },
      error.hint.map { "Mend it: \($0)" },
    ].compactMap(\.self)
    if !more.isEmpty { record.details = ([message] + more).joined(separator: "\n") }
    return record
  }

  /// A name that nothing has (hyperv/semantics.md section 2).
  static func notFound(
    _ className: String, _ property: String, _ value: String, _ origin: InvocationInfo
  ) -> ErrorRecord {
    ErrorRecord(
      PowerShellError(
        "No \(className) objects found with property '\(property)' equal to '\(value)'.  Verify the value of the property "
          + "and retry.", id: "CmdletizationQuery_NotFound_\(property)", category: .objectNotFound,
        exceptionType: "Microsoft.PowerShell.Cmdletization.Cim.CimJobException", target: .string(value)),
      origin: origin)
  }

  /// What the category line shows: `(MSFT_NetNat:root/StandardCimv2/MSFT_NetNat)`.
  private static func target(_ className: String) -> Value {
    .object(
      HostObject(TypeReference("root/StandardCimv2/\(className)"), payload: className) { payload in payload as? String }
    )
  }
}
