internal import FoundationEssentials
internal import Glibc
internal import Synchronization

/// What one process takes of this host's processors, between one look and the next.
final class ProcessorUsage: Sendable {
  private struct Look {
    var ticks: UInt64 = 0
    /// Seconds of a clock that only goes forward.
    var time: Double
    var percent = 0
  }

  /// Looks closer together than this repeat the last answer: below it the kernel's ticks of 10 ms are too coarse.
  private static let shortest = 0.25

  private let pid: Int32
  private let last: Mutex<Look>

  /// - Parameter uptime: seconds since the process started; the first look tells of this time.
  init(pid: Int32, uptime: Double) {
    self.pid = pid
    last = Mutex(Look(time: Self.now() - uptime))
  }

  /// Percent of all processors of the host together, 0 to 100.
  func percent() -> Int {
    let now = Self.now()
    return last.withLock { look in
      guard now - look.time >= Self.shortest, let ticks = Self.ticks(of: pid) else { return look.percent }
      let seconds = Double(ticks &- min(look.ticks, ticks)) / Double(max(sysconf(Int32(_SC_CLK_TCK)), 1))
      let share = seconds / (now - look.time) / Double(max(sysconf(Int32(_SC_NPROCESSORS_ONLN)), 1))
      look = Look(ticks: ticks, time: now, percent: min(100, max(0, Int((share * 100).rounded()))))
      return look.percent
    }
  }

  /// User and system time of all of its threads (proc(5), fields 14 and 15); nil when it has ended.
  static func ticks(of pid: Int32) -> UInt64? {
    guard let data = FileManager.default.contents(atPath: "/proc/\(pid)/stat") else { return nil }
    // The name, in parentheses, may hold anything; what follows its last parenthesis begins with field 3.
    let text = String(decoding: data, as: UTF8.self)
    guard let end = text.lastIndex(of: ")") else { return nil }
    let fields = text[text.index(after: end)...].split(separator: " ")
    guard fields.count > 12, let user = UInt64(fields[11]), let system = UInt64(fields[12]) else { return nil }
    return user + system
  }

  private static func now() -> Double {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
  }
}
