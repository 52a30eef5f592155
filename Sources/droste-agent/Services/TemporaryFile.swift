internal import Glibc
internal import GuestLink
internal import HyperV

/// A file that is being written, and has its name only once it is whole.
///
/// Where the file system can (tmpfs, ext4), it has no name at all before: then nothing is left of it even if the guest
/// loses power. Elsewhere it is `.droste-` and 16 digits in the same folder, removed by `discard`. All operations block.
struct TemporaryFile: Sendable {
  /// O_TMPFILE, which Swift's Glibc module leaves out (asm-generic/fcntl.h): its own bit and O_DIRECTORY's.
  private static let unnamed = 0o20_000_000 | O_DIRECTORY

  private let descriptor: Int32
  private let target: String
  private let folder: String
  private let temporaryPath: String
  private var hasName: Bool

  /// - Parameter path: absolute. A link is followed: the file that it names is replaced.
  /// - Throws: `objectNotFound` without the folder, `invalidOperation` where a folder or device is.
  init(for path: String) throws {
    var facts = stat()
    if stat(path, &facts) == 0 {
      guard facts.st_mode & S_IFMT != S_IFDIR else {
        throw DrosteError(
          .invalidOperation, "\(path) in the guest is a folder.", hint: "Name the file in it: \(path)/NAME.")
      }
      guard facts.st_mode & S_IFMT == S_IFREG else {
        throw DrosteError(.invalidOperation, "\(path) in the guest is no regular file.")
      }
    }
    let resolved = realpath(path, nil)
    defer { free(resolved) }
    target = resolved.map { String(cString: $0) } ?? path
    guard let slash = target.lastIndex(of: "/"), target.index(after: slash) != target.endIndex else {
      throw DrosteError(.invalidParameter, "\(path) names no file.")
    }
    folder = slash == target.startIndex ? "/" : String(target[..<slash])
    let random = UInt64.random(in: .min ... .max)
    temporaryPath =
      "\(folder)/.droste-\(String(repeating: "0", count: random.leadingZeroBitCount / 4))\(String(random, radix: 16))"
    var opened = open(folder, Self.unnamed | O_WRONLY | O_CLOEXEC, 0o600)
    hasName = false
    if opened < 0 && (errno == EOPNOTSUPP || errno == EISDIR) {
      opened = open(temporaryPath, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
      hasName = true
    }
    guard opened >= 0 else {
      let error = errno
      throw systemError(
        "The guest cannot write a file in \(folder)", error, hint: error == ENOENT ? "mkdir -p \(folder)" : nil)
    }
    descriptor = opened
  }

  func write(_ bytes: UnsafeRawBufferPointer) throws {
    var rest = bytes
    while rest.count > 0 {
      let put = Glibc.write(descriptor, rest.baseAddress, rest.count)
      if put < 0 && errno == EINTR { continue }
      guard put > 0 else { throw systemError("The guest cannot write \(target)", errno) }
      rest = UnsafeRawBufferPointer(rebasing: rest[put...])
    }
  }

  /// Gives the file its permissions and its name, and writes both to the disk. To be used once, instead of `discard`.
  func commit(mode: UInt32) throws {
    defer { close(descriptor) }
    do {
      try check(fchmod(descriptor, mode), "set the permissions of")
      try check(fsync(descriptor), "write to disk")
      if !hasName {
        try check(linkat(AT_FDCWD, "/proc/self/fd/\(descriptor)", AT_FDCWD, temporaryPath, AT_SYMLINK_FOLLOW), "name")
      }
      do {
        try check(rename(temporaryPath, target), "replace")
      } catch {
        unlink(temporaryPath)
        throw error
      }
    } catch {
      if hasName { unlink(temporaryPath) }
      throw error
    }
    let opened = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    if opened >= 0 {
      fsync(opened)
      close(opened)
    }
  }

  func discard() {
    close(descriptor)
    if hasName { unlink(temporaryPath) }
  }

  private func check(_ result: Int32, _ doing: String) throws {
    if result != 0 { throw systemError("The guest cannot \(doing) \(target)", errno) }
  }
}
