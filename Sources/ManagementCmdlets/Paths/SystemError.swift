internal import Glibc
internal import PowerShell

/// An error number of a system call.
struct SystemError: Error {
  enum Kind { case missing, denied, exists, other }

  let number: Int32
  let path: String

  init(_ number: Int32 = errno, _ path: String) { (self.number, self.path) = (number, path) }

  static func kind(_ number: Int32) -> Kind {
    switch number {
    case ENOENT, ENOTDIR: .missing
    case EACCES, EPERM, EROFS: .denied
    case EEXIST: .exists
    default: .other
    }
  }

  static func text(_ number: Int32) -> String { strerror(number).map { String(cString: $0) } ?? "Error \(number)" }

  /// As the exception of a .NET method.
  var thrown: PowerShellError {
    switch Self.kind(number) {
    case .missing:
      let isParentThere = FileStatus(PathText.parent(path))?.isFolder ?? false
      return isParentThere
        ? .thrown("System.IO.FileNotFoundException", "Could not find file '\(path)'.")
        : .thrown("System.IO.DirectoryNotFoundException", "Could not find a part of the path '\(path)'.")
    case .denied: return .thrown("System.UnauthorizedAccessException", "Access to the path '\(path)' is denied.")
    case .exists: return .thrown("System.IO.IOException", "The file '\(path)' already exists.")
    case .other: return .thrown("System.IO.IOException", "\(Self.text(number)) : '\(path)'")
    }
  }
}
