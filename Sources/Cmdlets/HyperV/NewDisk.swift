internal import Glibc
internal import HyperV

/// A disk that New-VM made, so that it can be removed again when the machine cannot be made.
struct NewDisk {
  let path: String

  /// Largest disk, in bytes: VHDX's 64 TiB (hyperv/semantics.md section 4).
  static let limit: Int64 = 64 << 40
  /// Disks are whole sectors of 4096 bytes.
  static let sector: Int64 = 4096

  static func isSupported(_ path: String) -> Bool {
    let lower = path.lowercased()
    return lower.hasSuffix(".raw") || lower.hasSuffix(".img")
  }

  /// Makes a disk in raw format that takes space only where it is written. Errors: a size that is none, a file that is
  /// there already or cannot be made.
  static func make(_ path: String, bytes: Int64) throws(DrosteError) -> NewDisk {
    guard bytes > 0, bytes <= limit, bytes.isMultiple(of: sector) else {
      throw DrosteError(
        .invalidParameter, "A disk cannot have \(bytes) bytes: it has a multiple of 4096, up to 64 TiB.")
    }
    let file = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
    guard file >= 0 else { throw failure(path, errno) }
    defer { close(file) }
    guard ftruncate(file, Int(bytes)) == 0 else {
      let reason = errno
      unlink(path)
      throw failure(path, reason)
    }
    return NewDisk(path: path)
  }

  func remove() { unlink(path) }

  private static func failure(_ path: String, _ reason: Int32) -> DrosteError {
    let code: DrosteError.Code =
      switch reason {
      case EEXIST: .alreadyExists
      case EACCES, EPERM, EROFS: .accessDenied
      case ENOENT, ENOTDIR: .objectNotFound
      default: .unspecified
      }
    return DrosteError(code, "The system failed to create '\(path)'.", cause: String(cString: strerror(reason)))
  }
}
