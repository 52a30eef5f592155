/// An error of the language, with what `catch`, `$Error` and the error view show of it.
package struct PowerShellError: Error {
  /// Every ErrorCategory of PowerShell.
  package enum Category: String, Sendable, CaseIterable {
    case notSpecified = "NotSpecified"
    case openError = "OpenError"
    case closeError = "CloseError"
    case deviceError = "DeviceError"
    case deadlockDetected = "DeadlockDetected"
    case invalidArgument = "InvalidArgument"
    case invalidData = "InvalidData"
    case invalidOperation = "InvalidOperation"
    case invalidResult = "InvalidResult"
    case invalidType = "InvalidType"
    case metadataError = "MetadataError"
    case notImplemented = "NotImplemented"
    case notInstalled = "NotInstalled"
    case objectNotFound = "ObjectNotFound"
    case operationStopped = "OperationStopped"
    case operationTimeout = "OperationTimeout"
    case syntaxError = "SyntaxError"
    case parserError = "ParserError"
    case permissionDenied = "PermissionDenied"
    case resourceBusy = "ResourceBusy"
    case resourceExists = "ResourceExists"
    case resourceUnavailable = "ResourceUnavailable"
    case readError = "ReadError"
    case writeError = "WriteError"
    case fromStdErr = "FromStdErr"
    case securityError = "SecurityError"
    case protocolError = "ProtocolError"
    case connectionError = "ConnectionError"
    case authenticationError = "AuthenticationError"
    case limitsExceeded = "LimitsExceeded"
    case quotaExceeded = "QuotaExceeded"
    case notEnabled = "NotEnabled"
  }

  /// The exception beneath, which `catch [type]` also sees.
  package struct Inner: Sendable {
    package let type: String
    package let message: String

    package init(_ type: String, _ message: String) { (self.type, self.message) = (type, message) }
  }

  package var message: String
  /// The first part of FullyQualifiedErrorId.
  package var id: String
  package var category: Category
  /// The full name of the exception's type.
  package var exceptionType: String
  package var inner: Inner?
  /// What the error is about.
  package var target: Value

  package init(
    _ message: String, id: String, category: Category = .invalidOperation,
    exceptionType: String = "System.Management.Automation.RuntimeException", inner: Inner? = nil, target: Value = .null
  ) {
    self.message = message
    self.id = id
    self.category = category
    self.exceptionType = exceptionType
    self.inner = inner
    self.target = target
  }

  /// An exception that a .NET method throws; calling it wraps this into "Exception calling".
  static func exception(_ type: String, _ message: String) -> PowerShellError {
    let id = type.split(separator: ".").last.map(String.init) ?? type
    return PowerShellError(message, id: id, category: .notSpecified, exceptionType: type)
  }

  static func argument(_ message: String) -> PowerShellError { .exception("System.ArgumentException", message) }

  /// `parameter` is appended as .NET appends it.
  static func outOfRange(_ message: String, _ parameter: String) -> PowerShellError {
    .exception("System.ArgumentOutOfRangeException", "\(message)\nParameter name: \(parameter)")
  }

  static func nullArgument(_ parameter: String) -> PowerShellError {
    .exception("System.ArgumentNullException", "Value cannot be null.\nParameter name: \(parameter)")
  }

  static func format(_ message: String = "Input string was not in a correct format.") -> PowerShellError {
    .exception("System.FormatException", message)
  }

  static func tooLong() -> PowerShellError {
    PowerShellError(
      "Insufficient memory to continue the execution of the program.", id: "OutOfMemoryException",
      category: .limitsExceeded, exceptionType: "System.OutOfMemoryException")
  }
}

/// Limits on what one operation may make, so that a script cannot exhaust the host.
package enum ValueLimits {
  /// UTF-16 code units of a string.
  package static let stringLength = 64 << 20
  /// Elements of an array that an operator or method makes.
  package static let arrayLength = 16 << 20
}
