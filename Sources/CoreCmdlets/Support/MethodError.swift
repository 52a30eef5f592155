internal import PowerShell

/// An exception that a .NET method throws; the caller makes "Exception calling" of it.
enum MethodError {
  static func make(_ type: String, _ message: String) -> PowerShellError {
    let id = type.split(separator: ".").last.map(String.init) ?? type
    return PowerShellError(message, id: id, category: .notSpecified, exceptionType: type)
  }
}
