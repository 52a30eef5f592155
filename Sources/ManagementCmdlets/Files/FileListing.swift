internal import Glibc
internal import PowerShell

/// What lies in a folder.
enum FileListing {
  /// Names of one folder.
  static let limit = 4_000_000

  /// In order of their names, case ignored. Errors: `SystemError`.
  static func names(_ folder: String) throws -> [String] {
    guard let stream = opendir(folder) else { throw SystemError(errno, folder) }
    defer { closedir(stream) }
    var names: [String] = []
    while let entry = readdir(stream) {
      // SAFETY: readdir gives an entry that lives until its next call, whose name ends with a zero byte.
      let name = withUnsafePointer(to: &entry.pointee.d_name) { tuple in
        tuple.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
      }
      if name == "." || name == ".." { continue }
      guard names.count < limit else { throw SystemError(EOVERFLOW, folder) }
      names.append(name)
    }
    return names.map { (key: $0.caseFolded, name: $0) }.sorted { ($0.key, $0.name) < ($1.key, $1.name) }.map(\.name)
  }

  /// The target of a symbolic link; nil for all else.
  static func linkTarget(_ path: String) -> String? {
    var buffer = [CChar](repeating: 0, count: PathText.lengthLimit)
    // Writes at most the buffer's own length, and no zero byte.
    let count = readlink(path, &buffer, buffer.count)
    return count < 0 ? nil : String(decoding: buffer.prefix(count).map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }

  /// Where writing to a path goes: what its links lead to, even where nothing is there yet.
  static func destination(_ path: String) -> String {
    var path = path
    // The system follows 40 links.
    for _ in 0..<40 {
      if let real = real(path) { return real }
      guard let target = linkTarget(path) else { return path }
      path = PathText.absolute(target, in: PathText.parent(path))
    }
    return path
  }

  /// The path without symbolic links; nil when it does not exist.
  static func real(_ path: String) -> String? {
    guard let found = realpath(path, nil) else { return nil }
    defer { free(found) }
    return String(cString: found)
  }
}
