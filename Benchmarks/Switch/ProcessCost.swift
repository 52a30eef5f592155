import FoundationEssentials

/// What the kernel tells of a process.
enum ProcessCost {
  /// Resident bytes without shared memory: the memory of machines that a switch has mapped is theirs.
  static func ownMemory(_ processID: Int32) throws -> Double {
    let lines = text("/proc/\(processID)/status").split(separator: "\n")
    let kilobytes = ["RssAnon:", "RssFile:"].compactMap { name in
      lines.first { $0.hasPrefix(name) }?.split(whereSeparator: \.isWhitespace).dropFirst().first.flatMap { Double($0) }
    }
    guard kilobytes.count == 2 else { throw BenchError("process \(processID) is gone") }
    return kilobytes.reduce(0, +) * 1024
  }

  /// Seconds of a processor that all its threads have had, to the nanosecond (/proc/PID/stat counts in 10 ms).
  static func processorSeconds(_ processID: Int32) throws -> Double {
    let folder = "/proc/\(processID)/task"
    let threads = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
    let times = threads.compactMap { thread in
      text("\(folder)/\(thread)/schedstat").split(separator: " ").first.flatMap { Double($0) }
    }
    guard !times.isEmpty else { throw BenchError("process \(processID) is gone") }
    return times.reduce(0, +) / 1e9
  }

  private static func text(_ path: String) -> String {
    FileManager.default.contents(atPath: path).map { String(decoding: $0, as: UTF8.self) } ?? ""
  }
}
