/// The one error that crosses floors: what was asked and what was found (`message`), what lies beneath
/// (`cause`), and what mends it (`hint`).
///
/// `code` is for programs, the texts are for people. It travels over the API as JSON unchanged, so an error from
/// three levels down reads the same as one from here.
public struct DrosteError: Error, Hashable, Codable, Sendable {
  /// The closed list of reasons. The first eight carry the names of Hyper-V's own error ids
  /// (`InvalidParameter,Microsoft.HyperV.PowerShell.Commands.SetVM`).
  public enum Code: String, Codable, Sendable, CaseIterable {
    case invalidParameter = "InvalidParameter"
    case objectNotFound = "ObjectNotFound"
    case notSupported = "NotSupported"
    case invalidState = "InvalidState"
    case outOfMemory = "OutOfMemory"
    case accessDenied = "AccessDenied"
    case invalidOperation = "InvalidOperation"
    case unspecified = "Unspecified"
    /// Something of that name is there already.
    case alreadyExists = "AlreadyExists"
    /// The other side (service, agent, switch, QEMU) cannot be reached.
    case unavailable = "Unavailable"
    case timeout = "Timeout"
  }

  public var code: Code
  /// What was asked and what was found: full sentences, may hold several lines as Hyper-V's texts do.
  public var message: String
  /// What lies beneath: the text of another error, the last lines of a log.
  public var cause: String?
  /// What mends it, preferably as one command.
  public var hint: String?

  public init(_ code: Code, _ message: String, cause: String? = nil, hint: String? = nil) {
    self.code = code
    self.message = message
    self.cause = cause
    self.hint = hint
  }
}

extension DrosteError: CustomStringConvertible {
  /// Message, cause and hint, a line each.
  public var description: String {
    var text = message
    if let cause { text += "\nCause: \(cause)" }
    if let hint { text += "\nMend it: \(hint)" }
    return text
  }
}
