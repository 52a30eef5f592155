internal import Glibc

/// The agent runs before what else the guest does: it is how a guest is reached that is overloaded, and what a host
/// waits for while the guest starts. Its commands do not.
///
/// Linux keeps the nice value per thread; a new thread or process has that of the thread that makes it.
enum AgentPriority {
  private static let nice: Int32 = -20
  private static let process = __priority_which_t(PRIO_PROCESS.rawValue)

  /// For the calling thread and those that it starts from now on. Needs root; without it nothing changes.
  static func raise() { setpriority(process, 0, nice) }

  /// Runs `body`, which makes a process, as everybody else.
  static func lowered<Value>(_ body: () -> Value) -> Value {
    guard getpriority(process, 0) == nice else { return body() }
    setpriority(process, 0, 0)
    defer { raise() }
    return body()
  }
}
