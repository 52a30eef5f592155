internal import Glibc
internal import PowerShell

/// A file that text is written to, through a buffer of 64 KiB.
// SAFETY: used by one thread at a time, as the command that opened it.
final class OutputFile: @unchecked Sendable {
  private static let bufferSize = 64 << 10

  let path: String
  /// It had something in it when it was opened.
  let isContinued: Bool
  private let encoding: TextEncoding
  private var number: Int32
  private var buffer: [UInt8] = []

  /// - Parameters:
  ///   - noClobber: a file that exists is an error.
  ///   - force: one that must not be written to is made writable before.
  init(
    _ path: String, encoding: TextEncoding, appends: Bool = false, noClobber: Bool = false, force: Bool = false
  ) throws {
    (self.path, self.encoding) = (path, encoding)
    let flags = O_WRONLY | O_CREAT | O_CLOEXEC | (appends ? O_APPEND : noClobber ? O_EXCL : O_TRUNC)
    number = open(path, flags, 0o666)
    if number < 0, errno == EACCES, force, chmod(path, 0o644) == 0 { number = open(path, flags, 0o666) }
    guard number >= 0 else { throw errno == EEXIST ? FileError.exists(path) : FileError.error(errno, path) }
    isContinued = appends && lseek(number, 0, SEEK_END) > 0
    if !isContinued { buffer = encoding.mark }
  }

  deinit { close() }

  func write(_ text: String) throws {
    buffer += encoding.encode(text)
    if buffer.count >= Self.bufferSize { try flush() }
  }

  /// Writes what is in the buffer and closes.
  func finish() throws {
    defer { close() }
    try flush()
  }

  func close() {
    if number >= 0 { Glibc.close(number) }
    number = -1
  }

  private func flush() throws {
    var start = 0
    while start < buffer.count {
      let written = buffer[start...].withUnsafeBytes { bytes in Glibc.write(number, bytes.baseAddress, bytes.count) }
      if written < 0 {
        if errno == EINTR { continue }
        throw FileError.error(errno, path)
      }
      start += written
    }
    buffer.removeAll(keepingCapacity: true)
  }
}
