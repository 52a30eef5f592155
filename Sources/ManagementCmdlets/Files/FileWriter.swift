internal import Glibc
internal import PowerShell

/// Writes a file so that it is never seen half written: beside its place, synced, then renamed.
///
/// What is no regular file (a device, a pipe), what is appended to, and what cannot be replaced (a mount point, a folder
/// that may not be written to) is written in place.
// SAFETY: used by one thread at a time, as the command that opened it.
final class FileWriter: @unchecked Sendable {
  private static let bufferSize = 64 << 10

  private let path: String
  private var temporary: String?
  private let file: FileDescriptor
  private var buffer: [UInt8] = []

  /// Errors: `SystemError`.
  init(_ given: String, append: Bool) throws {
    // A link stays; what it leads to is replaced.
    path = FileListing.destination(given)
    let status = FileStatus(path)
    if status?.isFolder ?? false { throw SystemError(EISDIR, given) }
    if !append, status.map(\.isFile) ?? true {
      // What may not be written is not replaced either, whatever its folder allows.
      if status != nil, access(path, W_OK) != 0 { throw SystemError(errno, given) }
      let beside =
        "\(PathText.join(PathText.parent(path), "." + String(PathText.name(path).prefix(100)))).\(UInt64.random(in: .min ... .max))"
      let made = open(beside, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, status.map { mode_t($0.mode & 0o7777) } ?? 0o666)
      if made >= 0 {
        file = FileDescriptor(made)
        temporary = beside
        if let status {
          fchmod(made, mode_t(status.mode))
          _ = fchown(made, status.owner, status.group)
        }
        return
      }
      if ![EACCES, EPERM].contains(errno) || status == nil { throw SystemError(errno, given) }
    }
    file = try FileDescriptor(path, O_WRONLY | O_CREAT | (append ? O_APPEND : O_TRUNC))
  }

  deinit { abandon() }

  func write(_ bytes: [UInt8]) throws {
    buffer += bytes
    if buffer.count >= Self.bufferSize { try flush() }
  }

  /// Puts it into its place.
  func finish() throws {
    try flush()
    guard let temporary else { return file.close() }
    if fsync(file.number) != 0, errno != EINVAL, errno != EROFS { throw SystemError(errno, path) }
    file.close()
    if rename(temporary, path) == 0 {
      self.temporary = nil
      return
    }
    // A mount point cannot be renamed over.
    guard errno == EBUSY else { throw SystemError(errno, path) }
    let target = try FileDescriptor(path, O_WRONLY | O_TRUNC)
    let source = try FileDescriptor(temporary, O_RDONLY)
    while let part = try source.read(upTo: FileBytes.chunk), !part.isEmpty { try target.write(part) }
    abandon()
  }

  /// Leaves the file as it was.
  func abandon() {
    file.close()
    if let temporary { unlink(temporary) }
    temporary = nil
  }

  private func flush() throws {
    guard !buffer.isEmpty else { return }
    do { try file.write(buffer) } catch let error as SystemError { throw SystemError(error.number, path) }
    buffer.removeAll(keepingCapacity: true)
  }
}
