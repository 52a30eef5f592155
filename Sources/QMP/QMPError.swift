/// What can go wrong between us and a monitor.
public enum QMPError: Error, Hashable, Sendable, CustomStringConvertible {
  /// Nobody listens at the path, or the path is too long for a socket (107 bytes).
  case unreachable(path: String, reason: String)
  /// What came is not the monitor protocol; the connection is closed.
  case malformed(String)
  /// A line is longer than `limit` bytes; the connection is closed.
  case lineTooLong(limit: Int)
  /// QEMU refused a command.
  case refused(command: String, className: String, text: String)
  /// The connection ended before the answer came.
  case closed
  /// No answer within the time; the connection stays usable.
  case timedOut(command: String, seconds: Double)
  /// More events came than anybody took, or more commands are under way than allowed.
  case overloaded(limit: Int)

  public var description: String {
    switch self {
    case .unreachable(let path, let reason): "the monitor at \(path) cannot be reached: \(reason)"
    case .malformed(let text): "the monitor sent what is not its protocol: \(text)"
    case .lineTooLong(let limit): "the monitor sent a line of more than \(limit) bytes"
    case .refused(let command, let className, let text): "QEMU refused \(command): \(text) (\(className))"
    case .closed: "the monitor closed the connection"
    case .timedOut(let command, let seconds): "QEMU did not answer \(command) within \(seconds) s"
    case .overloaded(let limit): "more than \(limit) commands to the monitor are waiting for an answer"
    }
  }
}
