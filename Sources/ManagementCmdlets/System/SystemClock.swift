internal import Glibc
internal import PowerShell

/// When the system started and what zone it is in.
enum SystemClock {
  /// UTC.
  static var bootTime: DateTime? {
    let lines = (try? FileBytes.lines("/proc/stat")) ?? []
    guard let line = lines.first(where: { $0.hasPrefix("btime ") }), let seconds = Int64(line.dropFirst(6)) else {
      return nil
    }
    return DateTime(ticks: DateTime.unixTicks + seconds * TimeSpan.ticksPerSecond, kind: .utc)
  }

  /// `Europe/Berlin`, from the link /etc/localtime or /etc/timezone; `UTC` where neither says.
  static var zoneName: String {
    if let target = FileListing.linkTarget("/etc/localtime"), let range = target.firstRange(of: "zoneinfo/") {
      return String(target[range.upperBound...])
    }
    let text = (try? FileBytes.text("/etc/timezone"))?.trimmed() ?? ""
    return text.isEmpty ? "UTC" : text
  }
}
