public import FoundationEssentials
internal import Glibc
internal import Processes

extension MachineLaunch.Identity {
  /// The user ids that systemd gives to services without a user of their own (DynamicUser): no account has one.
  static let range: ClosedRange<UInt32> = 61184...65519

  /// Where the search for a machine's user begins: spread by the machine's id, so that machines rarely meet. When the
  /// machine starts, the first from here on that owns no process is taken.
  public static func forMachine(_ id: UUID) -> Self {
    let bytes = id.uuid
    let spread = [bytes.0, bytes.1, bytes.2, bytes.3].reduce(UInt32(0)) { $0 << 8 | UInt32($1) }
    let uid = range.lowerBound + spread % UInt32(range.count)
    return Self(uid: uid, gid: uid)
  }

  /// The first one from here on, around the range, that is not in `taken`; nil when all are.
  func firstFree(taken: Set<UInt32>) -> Self? {
    let count = UInt32(Self.range.count)
    let start = Self.range.contains(uid) ? uid - Self.range.lowerBound : 0
    for step in 0..<count {
      let candidate = Self.range.lowerBound + (start + step) % count
      if !taken.contains(candidate) { return Self(uid: candidate, gid: candidate) }
    }
    return nil
  }

  /// The users of the range that own a process now.
  static func taken() -> Set<UInt32> {
    Set(ProcessTable.processes().compactMap { ProcessTable.owner(of: $0) }.filter(range.contains))
  }
}

/// What /proc tells of all processes.
enum ProcessTable {
  /// Their ids.
  static func processes() -> [Int32] {
    guard let folder = opendir("/proc") else { return [] }
    defer { closedir(folder) }
    var pids: [Int32] = []
    while let entry = readdir(folder) {
      // SAFETY: d_name is a string with an end, valid until the next readdir; the tuple is its storage.
      let name = withUnsafeBytes(of: &entry.pointee.d_name) { bytes in
        String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
      }
      if let pid = Int32(name) { pids.append(pid) }
    }
    return pids
  }

  static func owner(of pid: Int32) -> UInt32? {
    var status = stat()
    return stat("/proc/\(pid)", &status) == 0 ? status.st_uid : nil
  }

  /// The process that holds `path` open as descriptor `number`.
  static func process(holding path: String, as number: Int32) -> ProcessIdentity? {
    for pid in processes() {
      var held = stat()
      var wanted = stat()
      guard stat("/proc/\(pid)/fd/\(number)", &held) == 0, stat(path, &wanted) == 0 else { continue }
      if held.st_ino == wanted.st_ino && held.st_dev == wanted.st_dev { return ProcessIdentity(pid: pid) }
    }
    return nil
  }
}
