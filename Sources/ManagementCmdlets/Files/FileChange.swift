internal import Glibc
internal import PowerShell

/// Changes to files by what `Set-ItemProperty` and the properties of file objects call them.
enum FileChange {
  static func setReadOnly(_ path: String, _ isReadOnly: Bool) throws {
    guard let status = FileStatus(path) else { throw SystemError(ENOENT, path).thrown }
    let mode = isReadOnly ? status.mode & ~0o222 : status.mode | 0o200
    if chmod(path, mode_t(mode)) != 0 { throw SystemError(errno, path).thrown }
  }

  /// `name` is LastWriteTime or LastAccessTime, perhaps with Utc at its end.
  static func setTime(_ path: String, _ name: String, _ value: Value, _ context: ValueContext) throws {
    guard case .dateTime(var date) = try value.converted(to: BuiltInType.dateTime, context).unwrapped else { return }
    if name.caseFolded.hasSuffix("utc"), date.kind == .unspecified { date = date.with(kind: .utc) }
    let isAccess = name.caseFolded.hasPrefix("lastaccess")
    guard FileBytes.setTimes(path, modified: isAccess ? nil : date, accessed: isAccess ? date : nil) else {
      throw SystemError(errno, path).thrown
    }
  }

  /// Removes a file, a link or a folder with all it holds. Links are not followed. Errors: `SystemError`.
  static func remove(_ path: String, depth: Int = 0) throws {
    guard depth < 4096 else { throw SystemError(ELOOP, path) }
    guard let status = FileStatus(path, followsLinks: false) else { throw SystemError(ENOENT, path) }
    guard status.isFolder else {
      if unlink(path) != 0 { throw SystemError(errno, path) }
      return
    }
    for name in try FileListing.names(path) { try remove(PathText.join(path, name), depth: depth + 1) }
    if rmdir(path) != 0 { throw SystemError(errno, path) }
  }

  /// Makes a folder and those above it that are missing. Errors: `SystemError`.
  static func makeFolder(_ path: String) throws {
    if FileStatus(path)?.isFolder ?? false { return }
    if path != "/" { try makeFolder(PathText.parent(path)) }
    if mkdir(path, 0o777) != 0, errno != EEXIST || !(FileStatus(path)?.isFolder ?? false) {
      throw SystemError(errno, path)
    }
  }

  /// Moves a file or folder; between file systems it is copied and the old one removed. Errors: `SystemError`.
  static func move(_ source: String, _ target: String) throws {
    if rename(source, target) == 0 { return }
    guard errno == EXDEV else { throw SystemError(errno, source) }
    try copyAll(source, target)
    try remove(source)
  }

  /// Copies a file, or a folder with all it holds, to a place that does not exist yet. Links are copied as links.
  static func copyAll(_ source: String, _ target: String, depth: Int = 0) throws {
    guard depth < 4096 else { throw SystemError(ELOOP, source) }
    guard let status = FileStatus(source, followsLinks: false) else { throw SystemError(ENOENT, source) }
    switch status.kind {
    case .link:
      if symlink(FileListing.linkTarget(source) ?? "", target) != 0 { throw SystemError(errno, target) }
    case .folder:
      try makeFolder(target)
      for name in try FileListing.names(source) {
        try copyAll(PathText.join(source, name), PathText.join(target, name), depth: depth + 1)
      }
    case .file: try FileBytes.copy(source, target)
    case .other: throw SystemError(EINVAL, source)
    }
  }
}
