internal import FoundationEssentials
internal import Glibc
internal import HyperV

/// Files that must be whole or absent after a crash, and folders that only their user may open.
enum Files {
  /// Writes a file so that a reader, and a crash at any moment, sees the old content or the new: a temporary file
  /// in the same folder, fsync, rename, fsync of the folder.
  static func write(_ data: Data, to path: String) throws {
    let temporary = "\(path).\(getpid()).new"
    let descriptor = open(temporary, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else { throw failure("create", temporary) }
    defer { close(descriptor) }
    var rest = [UInt8](data)[...]
    while !rest.isEmpty {
      let written = rest.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
      guard written > 0 else {
        if errno == EINTR { continue }
        throw failure("write", temporary)
      }
      rest = rest.dropFirst(written)
    }
    guard fsync(descriptor) == 0 else { throw failure("sync", temporary) }
    guard rename(temporary, path) == 0 else { throw failure("rename", temporary) }
    let folder = open(String(path[..<(path.lastIndex(of: "/") ?? path.startIndex)]), O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    if folder >= 0 {
      fsync(folder)
      close(folder)
    }
  }

  /// Makes a folder of mode 0700, and the ones above it that are missing.
  static func makeFolder(_ path: String) throws {
    if mkdir(path, 0o700) == 0 || errno == EEXIST { return }
    guard errno == ENOENT, let slash = path.lastIndex(of: "/"), slash != path.startIndex else {
      throw failure("make the folder", path)
    }
    try makeFolder(String(path[..<slash]))
    guard mkdir(path, 0o700) == 0 || errno == EEXIST else { throw failure("make the folder", path) }
  }

  static func isFolder(_ path: String) -> Bool {
    var status = stat()
    return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
  }

  /// Removes a folder with all that is in it; one that is not there is fine.
  static func removeFolder(_ path: String) {
    try? FileManager.default.removeItem(atPath: path)
  }

  private static func failure(_ verb: String, _ path: String) -> DrosteError {
    DrosteError(.unspecified, "Cannot \(verb) \(path).", cause: String(cString: strerror(errno)))
  }
}
