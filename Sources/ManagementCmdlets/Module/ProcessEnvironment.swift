internal import FoundationEssentials

/// The environment that this process was given.
enum ProcessEnvironment {
  static func variables() -> [String: String] { ProcessInfo.processInfo.environment }
}
