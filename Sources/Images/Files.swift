internal import FoundationEssentials
internal import Glibc
internal import HyperV

/// The few file operations that builder and library share. Each throws a `DrosteError` with path and errno text.
package enum Files {
  /// Bytes of the regular file at `path` (symbolic links followed); nil where there is none.
  package static func size(_ path: String) -> Int64? {
    var status = stat()
    guard stat(path, &status) == 0, status.st_mode & S_IFMT == S_IFREG else { return nil }
    return Int64(status.st_size)
  }

  /// Whether `path` is a folder.
  package static func isFolder(_ path: String) -> Bool {
    var status = stat()
    return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
  }

  /// `path` without symbolic links; `path` itself where it cannot be resolved.
  package static func resolved(_ path: String) -> String {
    guard let real = realpath(path, nil) else { return path }
    defer { free(real) }
    return String(cString: real)
  }

  /// Makes the folder `path` and those above it.
  package static func makeFolder(_ path: String, mode: UInt32 = 0o755) throws {
    if isFolder(path) { return }
    let parent = path.split(separator: "/").dropLast().joined(separator: "/")
    if !parent.isEmpty { try makeFolder((path.hasPrefix("/") ? "/" : "") + parent, mode: mode) }
    guard mkdir(path, mode) == 0 || errno == EEXIST else { throw failure("make the folder", path) }
    // mkdir subtracts the umask; a folder of an image must be readable for the users inside it.
    guard chmod(path, mode) == 0 else { throw failure("set the mode of", path) }
  }

  /// Names in the folder `path`, sorted; none where it is not there.
  package static func names(in path: String) -> [String] {
    ((try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []).sorted()
  }

  /// Writes `bytes` to `path`, which need not be there, with exactly `mode`.
  package static func write(_ bytes: [UInt8], to path: String, mode: UInt32) throws {
    let file = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, mode)
    guard file >= 0 else { throw failure("write", path) }
    defer { close(file) }
    guard fchmod(file, mode) == 0 else { throw failure("set the mode of", path) }
    try write(bytes, to: file, path: path)
  }

  /// Writes all of `bytes` to the open file `descriptor`; `path` is for the error.
  package static func write(_ bytes: [UInt8], to descriptor: Int32, path: String) throws {
    var done = 0
    while done < bytes.count {
      // SAFETY: the pointer is used only inside the closure, and `done` is below the buffer's count.
      let count = bytes.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress! + done, bytes.count - done) }
      if count < 0 {
        if errno == EINTR { continue }
        throw failure("write", path)
      }
      done += count
    }
  }

  /// The whole file at `path`, at most `limit` bytes.
  package static func read(_ path: String, limit: Int) throws -> [UInt8] {
    guard let size = size(path) else { throw failure("read", path) }
    guard size <= limit, let data = FileManager.default.contents(atPath: path) else {
      throw DrosteError(.unspecified, "\(path) has \(size) bytes or cannot be read; at most \(limit) are expected.")
    }
    return [UInt8](data)
  }

  /// Brings the file at `path` to the disk.
  package static func sync(_ path: String) throws {
    let file = open(path, O_RDONLY | O_CLOEXEC)
    guard file >= 0 else { throw failure("open", path) }
    defer { close(file) }
    guard fsync(file) == 0 else { throw failure("sync", path) }
  }

  package static func rename(_ old: String, to new: String) throws {
    guard Glibc.rename(old, new) == 0 else { throw failure("rename to \(new)", old) }
  }

  /// Puts the folder `new` in the place of `old`, whose content moves to `aside`. A kill between the two renames
  /// leaves nothing at `old`, never a mixture.
  package static func replace(_ old: String, with new: String, aside: String) throws {
    if isFolder(old) { try rename(old, to: aside) }
    try rename(new, to: old)
  }

  /// Gives the file `source` the second name `target`; copies it where they are on different file systems.
  package static func link(_ source: String, to target: String) throws {
    if Glibc.link(source, target) == 0 { return }
    guard errno == EXDEV || errno == EPERM || errno == EMLINK else { throw failure("link to \(target)", source) }
    do {
      try FileManager.default.copyItem(atPath: source, toPath: target)
    } catch {
      throw DrosteError(.unspecified, "Could not copy \(source) to \(target).", cause: "\(error)")
    }
  }

  package static func symbolicLink(_ path: String, to destination: String) throws {
    guard symlink(destination, path) == 0 || errno == EEXIST else { throw failure("link", path) }
  }

  /// Removes `path` and everything in it; nothing happens where it is not there.
  package static func remove(_ path: String) {
    try? FileManager.default.removeItem(atPath: path)
  }

  private static func failure(_ verb: String, _ path: String) -> DrosteError {
    let number = errno
    let code: DrosteError.Code = number == EACCES || number == EPERM ? .accessDenied : .unspecified
    return DrosteError(code, "Could not \(verb) \(path).", cause: String(cString: strerror(number)))
  }
}
