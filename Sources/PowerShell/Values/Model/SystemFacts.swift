import FoundationEssentials
import Glibc

/// What the process itself knows, for an evaluator that gives nothing else.
package enum SystemFacts {
  package static func environment(_ name: String) -> String? { ProcessInfo.processInfo.environment[name] }

  package static func machineName() -> String {
    ProcessInfo.processInfo.hostName.split(separator: ".").first.map(String.init) ?? "localhost"
  }

  package static func userName() -> String { ProcessInfo.processInfo.userName }

  package static func currentDirectory() -> String { FileManager.default.currentDirectoryPath }

  /// Seconds that local time is ahead of UTC at `seconds` since 1970; 0 when the system cannot tell.
  package static func localOffset(at seconds: Int64) -> Int64 {
    var moment = time_t(seconds)
    var broken = tm()
    guard localtime_r(&moment, &broken) != nil else { return 0 }
    return Int64(broken.tm_gmtoff)
  }
}
