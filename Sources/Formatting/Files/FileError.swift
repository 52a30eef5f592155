internal import Glibc
internal import PowerShell

/// The errors of files as .NET words them.
enum FileError {
  /// By the system's error number.
  static func error(_ number: Int32, _ path: String) -> PowerShellError {
    switch number {
    case ENOENT:
      make(
        "Could not find a part of the path '\(path)'.", "FileOpenFailure", .objectNotFound,
        "System.IO.DirectoryNotFoundException", path)
    case EACCES, EPERM, EROFS:
      make(
        "Access to the path '\(path)' is denied.", "FileOpenFailure", .permissionDenied,
        "System.UnauthorizedAccessException", path)
    case EISDIR:
      make(
        "Access to the path '\(path)' is denied: it is a directory.", "FileOpenFailure", .permissionDenied,
        "System.UnauthorizedAccessException", path)
    default:
      make(
        "The file '\(path)' cannot be used: \(String(cString: strerror(number))).", "FileOpenFailure", .openError,
        "System.IO.IOException", path)
    }
  }

  static func notFound(_ path: String) -> PowerShellError {
    make(
      "Cannot find path '\(path)' because it does not exist.", "PathNotFound", .objectNotFound,
      "System.Management.Automation.ItemNotFoundException", path)
  }

  static func exists(_ path: String) -> PowerShellError {
    make("The file '\(path)' already exists.", "NoClobber", .resourceExists, "System.IO.IOException", path)
  }

  static func tooLarge(_ path: String, _ limit: Int) -> PowerShellError {
    make(
      "The file '\(path)' is larger than the \(limit >> 20) MiB that can be read at a time.", "FileTooLarge",
      .limitsExceeded, "System.OutOfMemoryException", path)
  }

  private static func make(
    _ message: String, _ id: String, _ category: PowerShellError.Category, _ type: String, _ path: String
  ) -> PowerShellError {
    PowerShellError(message, id: id, category: category, exceptionType: type, target: .string(path))
  }
}
