import FoundationEssentials
import Glibc

/// What the process itself knows, for an evaluator that gives nothing else.
package enum SystemFacts {
  package static func environment(_ name: String) -> String? { ProcessInfo.processInfo.environment[name] }

  package static func environment() -> [String: String] { ProcessInfo.processInfo.environment }

  /// A standard stream (0 to 2) is no terminal.
  package static func isRedirected(_ descriptor: Int32) -> Bool { isatty(descriptor) == 0 }

  package static func processorCount() -> Int { max(1, sysconf(Int32(_SC_NPROCESSORS_ONLN))) }

  package static func processID() -> Int32 { getpid() }

  /// Milliseconds since the system started.
  package static func upTime() -> Int64 {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    return Int64(time.tv_sec) * 1000 + Int64(time.tv_nsec) / 1_000_000
  }

  package static func sleep(_ milliseconds: Int64) {
    var time = timespec(tv_sec: Int(milliseconds / 1000), tv_nsec: Int(milliseconds % 1000) * 1_000_000)
    var rest = timespec()
    while nanosleep(&time, &rest) != 0, errno == EINTR { time = rest }
  }

  /// The name of the system's time zone, such as `Europe/Berlin`.
  package static func timeZoneName() -> String {
    if let name = environment("TZ"), !name.isEmpty { return name }
    let link = (try? FileManager.default.destinationOfSymbolicLink(atPath: "/etc/localtime")) ?? ""
    let parts = link.split(separator: "/")
    guard let folder = parts.firstIndex(of: "zoneinfo"), folder + 1 < parts.count else { return "UTC" }
    return parts[(folder + 1)...].joined(separator: "/")
  }

  /// The user's home directory.
  package static func homeDirectory() -> String { environment("HOME") ?? (geteuid() == 0 ? "/root" : "/") }

  package static func machineName() -> String {
    ProcessInfo.processInfo.hostName.split(separator: ".").first.map(String.init) ?? "localhost"
  }

  package static func userName() -> String { ProcessInfo.processInfo.userName }

  /// The process runs as root.
  package static func isAdministrator() -> Bool { geteuid() == 0 }

  package static func currentDirectory() -> String { FileManager.default.currentDirectoryPath }

  /// Seconds that local time is ahead of UTC at `seconds` since 1970; 0 when the system cannot tell.
  package static func localOffset(at seconds: Int64) -> Int64 {
    var moment = time_t(seconds)
    var broken = tm()
    guard localtime_r(&moment, &broken) != nil else { return 0 }
    return Int64(broken.tm_gmtoff)
  }
}
