internal import FoundationEssentials
internal import Glibc
internal import PowerShell

extension String {
  /// The lines without their ends, LF or CRLF; an empty one behind the last end is none. (`split` at "\n" finds no
  /// CRLF, which is one character.)
  var textLines: [Substring] {
    var lines = utf8.split(separator: 10, omittingEmptySubsequences: false).map { line in
      Substring(line.last == 13 ? line.dropLast() : line)
    }
    if lines.last?.isEmpty ?? false { lines.removeLast() }
    return lines
  }
}

/// Small text files: configuration and what the kernel tells.
enum Files {
  /// Bytes that are read of one file; /proc/net/tcp has 150 for each connection.
  static let limit = 8 << 20

  /// The file's text, cut at `limit`; nil when it cannot be read.
  static func read(_ path: String, limit: Int = limit) -> String? {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { return nil }
    defer { close(descriptor) }
    var bytes: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: 1 << 16)
    while bytes.count < limit {
      // SAFETY: the buffer outlives the call, which gets its size.
      let count = chunk.withUnsafeMutableBytes { Glibc.read(descriptor, $0.baseAddress, $0.count) }
      if count < 0, errno == EINTR { continue }
      guard count > 0 else { break }
      bytes += chunk[..<count]
    }
    return String(decoding: bytes.prefix(limit), as: UTF8.self)
  }

  static func exists(_ path: String) -> Bool { access(path, F_OK) == 0 }

  /// Names in a folder; empty when there is none.
  static func names(_ folder: String) -> [String] {
    ((try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []).sorted()
  }

  /// Writes a file beside its place, syncs and renames it. Errors: CannotWriteFile.
  static func write(_ path: String, _ text: String) throws {
    let temporary = "\(path).new\(getpid())"
    let descriptor = open(temporary, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0o644)
    guard descriptor >= 0 else { throw failure(path) }
    let bytes = Array(text.utf8)
    var written = 0
    while written < bytes.count {
      // SAFETY: the slice outlives the call, which gets its size.
      let count = bytes[written...].withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
      if count < 0, errno == EINTR { continue }
      guard count > 0 else { break }
      written += count
    }
    guard written == bytes.count, fsync(descriptor) == 0, close(descriptor) == 0, rename(temporary, path) == 0 else {
      let error = failure(path)
      unlink(temporary)
      throw error
    }
  }

  /// Overwrites a file of the kernel's, such as a switch below /proc/sys. Errors: CannotWriteFile.
  static func set(_ path: String, _ text: String) throws {
    let descriptor = open(path, O_WRONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw failure(path) }
    defer { close(descriptor) }
    let bytes = Array(text.utf8)
    // SAFETY: the array outlives the call, which gets its size.
    let count = bytes.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
    guard count == bytes.count else { throw failure(path) }
  }

  /// No file there is fine. Errors: CannotWriteFile.
  static func remove(_ path: String) throws {
    guard unlink(path) == 0 || errno == ENOENT else { throw failure(path) }
  }

  private static func failure(_ path: String) -> PowerShellError {
    let number = errno
    return PowerShellError(
      "The file \(path) cannot be written: \(String(cString: strerror(number))).", id: "CannotWriteFile",
      category: number == EACCES || number == EPERM || number == EROFS ? .permissionDenied : .writeError,
      exceptionType: "System.IO.IOException", target: .string(path))
  }
}
