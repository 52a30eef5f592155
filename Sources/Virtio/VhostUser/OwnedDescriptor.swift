internal import CDroste
internal import Glibc

/// A descriptor that came over a socket; closed when the last owner lets go, on every way out.
public final class OwnedDescriptor: Sendable {
  /// Zero or higher.
  public let rawValue: Int32

  /// Takes the descriptor over.
  public init(_ descriptor: Int32) {
    precondition(descriptor >= 0, "descriptor \(descriptor)")
    rawValue = descriptor
  }

  deinit { _ = Glibc.close(rawValue) }

  /// A stream connected to the unix socket that listens at `path` (at most 107 bytes); does not wait.
  /// - Throws: `system` with ENOENT or ECONNREFUSED when nobody listens, EAGAIN when too many wait already.
  public static func connected(to path: String) throws(VhostUserError) -> OwnedDescriptor {
    // SAFETY: the path lives for the call.
    let number = unsafe droste_unix_connect(path)
    guard number >= 0 else { throw .system("connect \(path)", errno: -number) }
    return OwnedDescriptor(number)
  }

  /// Whether it is an event counter (eventfd(2)), as kick, call and error descriptors are. Anything else may block whoever
  /// writes to it, and a file cannot be waited on.
  var isEventCounter: Bool {
    let name = "/proc/self/fd/\(rawValue)"
    return unsafe withUnsafeTemporaryAllocation(of: CChar.self, capacity: 64) { buffer in
      // SAFETY: readlink writes at most the given bytes and returns how many.
      guard let start = buffer.baseAddress else { return false }
      let length = unsafe readlink(name, start, buffer.count)
      guard length > 0 else { return false }
      let text = unsafe String(decoding: UnsafeRawBufferPointer(start: start, count: length), as: UTF8.self)
      return text == "anon_inode:[eventfd]"
    }
  }

  /// Makes writing to it return at once; the flag is the open file's, so it counts for the other side too, which can
  /// change it (WaitBreaker.swift).
  func setNonBlocking() {
    let flags = fcntl(rawValue, F_GETFL)
    if flags >= 0 { _ = fcntl(rawValue, F_SETFL, flags | O_NONBLOCK) }
  }
}
