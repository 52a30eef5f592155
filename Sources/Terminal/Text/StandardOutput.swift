internal import Glibc

/// Whole writes to a file descriptor.
public struct OutputStream: Sendable {
  public let descriptor: Int32

  public static let standardOutput = OutputStream(descriptor: STDOUT_FILENO)
  public static let standardError = OutputStream(descriptor: STDERR_FILENO)

  public init(descriptor: Int32) { self.descriptor = descriptor }

  public func write(_ text: String) { write(Array(text.utf8)) }
  public func writeLine(_ text: String = "") { write(text + "\n") }
  public func writeLines(_ lines: [String]) { write(lines.map { $0 + "\n" }.joined()) }

  /// Writes all bytes. Gives up when nobody reads any more, which is no failure of the command.
  ///
  /// - Returns: whether all were written.
  @discardableResult
  public func write(_ bytes: [UInt8]) -> Bool {
    var rest = bytes[...]
    while !rest.isEmpty {
      let count = rest.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
      if count > 0 {
        rest = rest.dropFirst(count)
      } else if count < 0, errno == EAGAIN {
        // A non-blocking terminal whose other side is slow.
        var waiting = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
        _ = poll(&waiting, 1, -1)
      } else if count < 0, errno == EINTR {
        continue
      } else {
        return false
      }
    }
    return true
  }
}
