/// The errors of names that no command has.
package enum CommandNotFound {
  private static let exception = "System.Management.Automation.CommandNotFoundException"

  package static func error(_ name: String) -> PowerShellError {
    PowerShellError(
      "The term '\(name)' is not recognized as the name of a cmdlet, function, script file, or operable program. Check "
        + "the spelling of the name, or if a path was included, verify that the path is correct and try again.",
      id: "CommandNotFoundException", category: .objectNotFound, exceptionType: exception, target: .string(name))
  }

  /// For `Module\Name` when there is no such module.
  package static func module(_ module: String, command: String) -> PowerShellError {
    PowerShellError(
      "The module '\(module)' could not be loaded. For more information, run 'Import-Module \(module)'.",
      id: "CouldNotAutoLoadModule", category: .objectNotFound, exceptionType: exception,
      target: .string("\(module)\\\(command)"))
  }
}
