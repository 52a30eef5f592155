internal import Glibc

/// What went wrong with a netlink request.
package struct NetlinkError: Error, Sendable, CustomStringConvertible {
  package enum Reason: Sendable, Hashable {
    /// The kernel, or the socket, refused with an errno; `detail` is the kernel's own text, where it gave one.
    case refused(errno: Int32, detail: String?)
    /// An answer that contradicts itself.
    case malformed(String)
    /// No answer within the client's time.
    case timedOut(seconds: Int)
    /// The table changed during every attempt to read it.
    case interrupted(attempts: Int)
    /// An answer longer than the limit, in bytes.
    case tooLong(limit: Int)
  }

  package let reason: Reason
  /// What was asked: `add address 10.0.0.1/24`; "" where that is not known.
  package var what: String

  package init(_ reason: Reason, what: String = "") { (self.reason, self.what) = (reason, what) }

  /// The kernel's errno; nil for everything else.
  package var number: Int32? {
    if case .refused(let number, _) = reason { number } else { nil }
  }

  /// Whether what was asked for is not there (ENOENT).
  package var isMissing: Bool { number == ENOENT }
  /// Whether only root may ask (EPERM, EACCES).
  package var isRefusedAccess: Bool { number == EPERM || number == EACCES }

  package var description: String {
    let text =
      switch reason {
      case .refused(let number, let detail?): "\(Self.text(number)) (\(detail))"
      case .refused(let number, nil): Self.text(number)
      case .malformed(let why): "the kernel's answer is not valid: \(why)"
      case .timedOut(let seconds): "the kernel did not answer within \(seconds) s"
      case .interrupted(let attempts): "the table changed during each of \(attempts) attempts to read it"
      case .tooLong(let limit): "the answer is longer than \(limit) bytes"
      }
    return what.isEmpty ? text : "\(what): \(text)"
  }

  /// The text of an errno. The C library's table, which is constant.
  static func text(_ number: Int32) -> String { String(cString: strerror(number)) }
}
