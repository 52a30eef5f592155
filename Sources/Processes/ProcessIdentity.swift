internal import Glibc

/// A process, so that it is found again and never mistaken: process ids are used again, the pair of id and start time
/// is not, within one boot.
public struct ProcessIdentity: Hashable, Codable, Sendable {
  public let pid: Int32
  /// When it started, in clock ticks since boot (/proc/PID/stat, field 22).
  public let startTime: UInt64
  /// The boot that it lives in (/proc/sys/kernel/random/boot_id).
  public let boot: String

  public init(pid: Int32, startTime: UInt64, boot: String) {
    self.pid = pid
    self.startTime = startTime
    self.boot = boot
  }

  /// The process that has this id now; nil when there is none.
  public init?(pid: Int32) {
    guard pid > 0, let startTime = Self.startTime(of: pid) else { return nil }
    self.init(pid: pid, startTime: startTime, boot: Self.currentBoot)
  }

  /// Seconds since the process started, from the start time alone: it goes on when the process has ended.
  public var age: Double {
    var now = timespec()
    clock_gettime(CLOCK_BOOTTIME, &now)
    let seconds = Double(now.tv_sec) + Double(now.tv_nsec) / 1e9
    return max(0, seconds - Double(startTime) / Double(sysconf(Int32(_SC_CLK_TCK))))
  }

  /// The id of this boot; empty where /proc does not tell.
  public static let currentBoot: String = {
    let text = readSmallFile("/proc/sys/kernel/random/boot_id") ?? []
    return String(decoding: text.prefix { $0 != 10 }, as: UTF8.self)
  }()

  static func startTime(of pid: Int32) -> UInt64? {
    // The name (field 2) may hold spaces and parentheses; the last ")" ends it. State is field 3.
    guard let stat = readSmallFile("/proc/\(pid)/stat"), let end = stat.lastIndex(of: UInt8(ascii: ")")) else {
      return nil
    }
    let fields = stat[stat.index(after: end)...].split(separator: UInt8(ascii: " "))
    guard fields.count > 19 else { return nil }
    return UInt64(String(decoding: fields[19], as: UTF8.self))
  }
}

/// A file of /proc, up to 4 KiB; nil when it cannot be read.
private func readSmallFile(_ path: String) -> [UInt8]? {
  let fd = open(path, O_RDONLY | O_CLOEXEC)
  guard fd >= 0 else { return nil }
  defer { close(fd) }
  var bytes = [UInt8](repeating: 0, count: 4096)
  // SAFETY: the kernel writes at most bytes.count bytes into the array's own storage.
  let count = bytes.withUnsafeMutableBytes { read(fd, $0.baseAddress, $0.count) }
  guard count > 0 else { return nil }
  return Array(bytes.prefix(count))
}
