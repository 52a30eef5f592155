internal import Glibc
internal import PowerShell

/// What the system knows of a file (stat(2)).
struct FileStatus: Sendable {
  enum Kind: Sendable { case file, folder, link, other }

  let kind: Kind
  /// Bytes.
  let size: Int64
  /// Permission bits.
  let mode: UInt32
  let owner: UInt32
  let group: UInt32
  let device: UInt64
  let node: UInt64
  /// UTC.
  let modified: DateTime
  let accessed: DateTime
  let changed: DateTime

  /// Nil when nothing is there or it cannot be reached.
  init?(_ path: String, followsLinks: Bool = true) {
    var status = stat()
    guard (followsLinks ? stat(path, &status) : lstat(path, &status)) == 0 else { return nil }
    switch status.st_mode & S_IFMT {
    case S_IFREG: kind = .file
    case S_IFDIR: kind = .folder
    case S_IFLNK: kind = .link
    default: kind = .other
    }
    size = Int64(status.st_size)
    mode = status.st_mode & 0o7777
    (owner, group) = (status.st_uid, status.st_gid)
    (device, node) = (UInt64(status.st_dev), UInt64(status.st_ino))
    modified = DateTime(status.st_mtim)
    accessed = DateTime(status.st_atim)
    changed = DateTime(status.st_ctim)
  }

  var isFolder: Bool { kind == .folder }
  var isFile: Bool { kind == .file }
  var isReadOnly: Bool { mode & 0o222 == 0 }
}

extension DateTime {
  /// UTC.
  init(_ time: timespec) {
    self =
      DateTime(
        ticks: DateTime.unixTicks + Int64(time.tv_sec) * TimeSpan.ticksPerSecond + Int64(time.tv_nsec) / 100, kind: .utc
      )
      ?? .earliest
  }

  /// Seconds and nanoseconds since 1970.
  var unixTime: timespec {
    let ticks = universal.ticks - DateTime.unixTicks
    let seconds = (Double(ticks) / Double(TimeSpan.ticksPerSecond)).rounded(.down)
    return timespec(tv_sec: Int(seconds), tv_nsec: Int(ticks - Int64(seconds) * TimeSpan.ticksPerSecond) * 100)
  }
}

/// The room of the file system that a path lies in, in bytes (statvfs(3)).
struct FileSystemSpace {
  let total: UInt64
  let free: UInt64
  /// What users without privileges may still take.
  let available: UInt64

  init?(_ path: String) {
    var status = statvfs()
    guard statvfs(path, &status) == 0 else { return nil }
    let unit = UInt64(status.f_frsize)
    total = UInt64(status.f_blocks) * unit
    free = UInt64(status.f_bfree) * unit
    available = UInt64(status.f_bavail) * unit
  }
}
