internal import Glibc
internal import PowerShell

/// Whole files.
enum FileBytes {
  /// Bytes of a file that is read at once.
  static let limit = ValueLimits.stringLength
  static let chunk = 64 << 10

  /// Errors: `SystemError`, EFBIG beyond the limit.
  static func read(_ path: String, limit: Int = limit) throws -> [UInt8] {
    if FileStatus(path)?.isFolder ?? false { throw SystemError(EISDIR, path) }
    let file = try FileDescriptor(path, O_RDONLY)
    var bytes: [UInt8] = []
    while let part = try file.read(upTo: chunk), !part.isEmpty {
      bytes += part
      if bytes.count > limit { throw SystemError(EFBIG, path) }
    }
    return bytes
  }

  static func text(_ path: String) throws -> String { TextEncoding.decode(try read(path)) }

  static func lines(_ path: String) throws -> [String] { TextEncoding.lines(try text(path)) }

  /// Replaces or makes a file.
  static func write(_ path: String, _ bytes: [UInt8], append: Bool = false) throws {
    let writer = try FileWriter(path, append: append)
    try writer.write(bytes)
    try writer.finish()
  }

  /// Copies a file with its permissions and time. Errors: `SystemError`, EEXIST when something is there that may not
  /// be replaced.
  static func copy(_ source: String, _ target: String, replaces: Bool = true) throws {
    guard let status = FileStatus(source) else { throw SystemError(ENOENT, source) }
    if !replaces, FileStatus(target, followsLinks: false) != nil { throw SystemError(EEXIST, target) }
    if let old = FileStatus(target), old.device == status.device, old.node == status.node {
      throw SystemError(EBUSY, target)
    }
    let input = try FileDescriptor(source, O_RDONLY)
    let writer = try FileWriter(target, append: false)
    while let part = try input.read(upTo: chunk), !part.isEmpty { try writer.write(part) }
    try writer.finish()
    chmod(target, mode_t(status.mode & 0o777))
    setTimes(target, modified: status.modified, accessed: status.accessed)
  }

  /// Nil leaves a time as it is. False: it could not be done.
  @discardableResult
  static func setTimes(_ path: String, modified: DateTime?, accessed: DateTime?) -> Bool {
    // UTIME_OMIT of sys/stat.h.
    let kept = timespec(tv_sec: 0, tv_nsec: (1 << 30) - 2)
    let times = [accessed?.unixTime ?? kept, modified?.unixTime ?? kept]
    return utimensat(AT_FDCWD, path, times, 0) == 0
  }
}
