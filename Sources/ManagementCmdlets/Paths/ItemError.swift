internal import PowerShell

/// The errors of paths and items, with PowerShell's texts and ids.
enum ItemError {
  private static let notFoundType = "System.Management.Automation.ItemNotFoundException"
  private static let driveType = "System.Management.Automation.DriveNotFoundException"

  static func notFound(_ path: String) -> PowerShellError {
    PowerShellError(
      "Cannot find path '\(path)' because it does not exist.", id: "PathNotFound", category: .objectNotFound,
      exceptionType: notFoundType, target: .string(path))
  }

  /// A pattern that nothing fits, for commands that need an item.
  static func filteredOut(_ path: String) -> PowerShellError {
    PowerShellError(
      "An object at the specified path \(path) does not exist, or has been filtered by the -Include or -Exclude "
        + "parameter.", id: "ItemNotFound", category: .objectNotFound, exceptionType: "System.Exception",
      target: .string(path))
  }

  /// For a drive of Windows the text goes on with what the path is here.
  static func noDrive(_ name: String, path: String) -> PowerShellError {
    var message = "Cannot find drive. A drive with the name '\(name)' does not exist."
    if PathText.isWindowsDrive(path) {
      let rest = path.dropFirst(2).drop(while: PathText.isSeparator)
      message += " Files of this computer lie below '/': use '\(("/" + rest).replacingBackslashes)'."
    }
    return PowerShellError(
      message, id: "DriveNotFound", category: .objectNotFound, exceptionType: driveType, target: .string(name))
  }

  static func noProvider(_ name: String) -> PowerShellError {
    PowerShellError(
      "Cannot find a provider with the name '\(name)'.", id: "ProviderNotFound", category: .objectNotFound,
      exceptionType: "System.Management.Automation.ProviderNotFoundException", target: .string(name))
  }

  static func tooLong(_ path: String) -> PowerShellError {
    PowerShellError(
      "The specified path, file name, or both are too long. A path has at most \(PathText.lengthLimit) bytes.",
      id: "PathTooLong", category: .invalidArgument, exceptionType: "System.IO.PathTooLongException",
      target: .string(String(path.prefix(100))))
  }

  /// What a provider does not do.
  static func notSupported(_ action: String, _ path: ItemPath) -> PowerShellError {
    PowerShellError(
      "The \(path.provider.rawValue) provider does not support \(action): '\(path.text)'.", id: "NotSupported",
      category: .notImplemented, exceptionType: "System.Management.Automation.PSNotSupportedException",
      target: .string(path.text))
  }

  static func registryDenied(_ path: ItemPath) -> PowerShellError {
    PowerShellError(
      "Requested registry access is not allowed. This computer has no registry; what is shown of one is read only.",
      id: "System.Security.SecurityException", category: .permissionDenied,
      exceptionType: "System.Security.SecurityException", target: .string(path.providerPath))
  }

  /// An error number of the system as .NET's exception. `noun` is the first part of the error's id: `GetContentReader`.
  static func system(_ number: Int32, _ path: String, _ noun: String) -> PowerShellError {
    let target = Value.string(path)
    switch SystemError.kind(number) {
    case .missing:
      return PowerShellError(
        "Could not find a part of the path '\(path)'.", id: "\(noun)DirectoryNotFoundError", category: .objectNotFound,
        exceptionType: "System.IO.DirectoryNotFoundException", target: target)
    case .denied:
      return PowerShellError(
        "Access to the path '\(path)' is denied.", id: "\(noun)UnauthorizedAccessError", category: .permissionDenied,
        exceptionType: "System.UnauthorizedAccessException", target: target)
    case .exists:
      return PowerShellError(
        "The file '\(path)' already exists.", id: "\(noun)IOError", category: .writeError,
        exceptionType: "System.IO.IOException", target: target)
    case .other:
      return PowerShellError(
        "\(SystemError.text(number)) : '\(path)'", id: "\(noun)IOError", category: .writeError,
        exceptionType: "System.IO.IOException", target: target)
    }
  }
}
