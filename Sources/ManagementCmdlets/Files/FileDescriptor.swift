internal import Glibc

/// An open file, closed when nothing refers to it any more.
// SAFETY: used by one thread at a time, as the command that opened it.
final class FileDescriptor: @unchecked Sendable {
  private(set) var number: Int32

  /// Takes over an open descriptor.
  init(_ number: Int32) { self.number = number }

  /// Errors: `SystemError`.
  init(_ path: String, _ flags: Int32, mode: mode_t = 0o666) throws {
    number = open(path, flags | O_CLOEXEC, mode)
    if number < 0 { throw SystemError(errno, path) }
  }

  deinit { close() }

  func close() {
    guard number >= 0 else { return }
    _ = Glibc.close(number)
    number = -1
  }

  /// Nothing at the end of the file; nil where nothing is there yet (a descriptor that does not block).
  func read(upTo count: Int) throws -> [UInt8]? {
    var buffer = [UInt8](repeating: 0, count: count)
    while true {
      // SAFETY: read writes at most the buffer's own length.
      let got = buffer.withUnsafeMutableBytes { Glibc.read(number, $0.baseAddress, $0.count) }
      if got >= 0 { return Array(buffer.prefix(got)) }
      if errno == EAGAIN { return nil }
      if errno != EINTR { throw SystemError(errno, "") }
    }
  }

  /// Writes all of it. Errors: `SystemError`.
  func write(_ bytes: some Collection<UInt8>) throws {
    var rest = Array(bytes)[...]
    while !rest.isEmpty {
      let sent = try writeSome(rest)
      rest = rest.dropFirst(sent ?? 0)
    }
  }

  /// How many bytes were taken; nil where none can be taken yet.
  func writeSome(_ bytes: ArraySlice<UInt8>) throws -> Int? {
    while true {
      let sent = bytes.withUnsafeBytes { Glibc.write(number, $0.baseAddress, $0.count) }
      if sent >= 0 { return sent }
      if errno == EAGAIN { return nil }
      if errno != EINTR { throw SystemError(errno, "") }
    }
  }
}
