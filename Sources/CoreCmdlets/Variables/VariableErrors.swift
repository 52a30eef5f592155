internal import PowerShell

/// The errors of the variable cmdlets.
enum VariableErrors {
  private static let exception = "System.Management.Automation.SessionStateException"
  private static let unauthorized = "System.Management.Automation.SessionStateUnauthorizedAccessException"

  static func notFound(_ name: String) -> PowerShellError {
    PowerShellError(
      "Cannot find a variable with the name '\(name)'.", id: "VariableNotFound", category: .objectNotFound,
      exceptionType: "System.Management.Automation.ItemNotFoundException", target: .string(name))
  }

  static func exists(_ name: String) -> PowerShellError {
    PowerShellError(
      "A variable with name '\(name)' already exists.", id: "VariableAlreadyExists", category: .resourceExists,
      exceptionType: exception, target: .string(name))
  }

  static func notWritable(_ name: String) -> PowerShellError {
    PowerShellError(
      "Cannot overwrite variable \(name) because it is read-only or constant.", id: "VariableNotWritable",
      category: .writeError, exceptionType: unauthorized, target: .string(name))
  }

  static func notRemovable(_ name: String) -> PowerShellError {
    PowerShellError(
      "Cannot remove variable \(name) because it is constant or read-only. If the variable is read-only, try the "
        + "operation again specifying the Force option.", id: "VariableNotRemovable", category: .writeError,
      exceptionType: unauthorized, target: .string(name))
  }

  static func cannotBeConstant(_ name: String) -> PowerShellError {
    PowerShellError(
      "Existing variable \(name) cannot be made constant. Variables can be made constant only at creation time.",
      id: "VariableCannotBeMadeConstant", category: .writeError, exceptionType: unauthorized, target: .string(name))
  }
}
