internal import CDroste
internal import Glibc
internal import Synchronization

/// How a process ended.
public enum ProcessExit: Hashable, Sendable, Codable {
  case exited(Int32)
  case signaled(Int32)
}

/// A process that outlives us: our child while we live, adopted again when we come back.
///
/// An ended child is reaped at once, whether anybody waits or not. All methods may be called from any thread at any
/// time.
public final class DetachedProcess: Sendable {
  public let identity: ProcessIdentity

  private struct State {
    var ended = false
    var status: ProcessExit?
    var next = 0
    var waiters: [Int: CheckedContinuation<ProcessExit?, Never>] = [:]
  }

  private let pidfd: Int32
  private let state = Mutex(State())

  private init(identity: ProcessIdentity, pidfd: Int32) {
    self.identity = identity
    self.pidfd = pidfd
  }

  deinit { close(pidfd) }

  /// Starts a process. Blocks until its program runs (about 1 ms).
  public static func spawn(_ request: SpawnRequest) throws(SpawnError) -> DetachedProcess {
    let (pid, pidfd) = try request.spawn()
    // The child cannot have been reaped yet: its /proc entry is there, be it a zombie.
    let identity =
      ProcessIdentity(pid: pid)
      ?? ProcessIdentity(pid: pid, startTime: 0, boot: ProcessIdentity.currentBoot)
    let process = DetachedProcess(identity: identity, pidfd: pidfd)
    process.watch()
    return process
  }

  /// The process of an earlier time; nil when it has ended, even if its id belongs to another now.
  public static func adopt(_ identity: ProcessIdentity) -> DetachedProcess? {
    guard identity.pid > 0, identity.boot == ProcessIdentity.currentBoot else { return nil }
    let pidfd = droste_pidfd_open(identity.pid)
    guard pidfd >= 0 else { return nil }
    let process = DetachedProcess(identity: identity, pidfd: pidfd)
    // Read after the pidfd was taken: equal start times then mean that the pidfd is of that process.
    guard ProcessIdentity.startTime(of: identity.pid) == identity.startTime, !process.hasEnded else { return nil }
    process.watch()
    return process
  }

  /// Whether it still runs.
  public var isAlive: Bool { !state.withLock { $0.ended } && !hasEnded }

  /// Seconds since it started.
  public var uptime: Double { identity.age }

  /// Returns when the process has ended. Nil: it was not our child (adopted), so nobody can tell how; or the task was
  /// cancelled while waiting.
  @discardableResult
  public func waitForExit() async -> ProcessExit? {
    let id = state.withLock { state in
      state.next += 1
      return state.next
    }
    return await withTaskCancellationHandler {
      await withCheckedContinuation { continuation in
        let done: ProcessExit?? = state.withLock { state in
          if state.ended { return .some(state.status) }
          state.waiters[id] = continuation
          return nil
        }
        if let done { continuation.resume(returning: done) } else if Task.isCancelled { cancelWaiter(id) }
      }
    } onCancel: {
      cancelWaiter(id)
    }
  }

  /// Waits for the end for at most `seconds`. Whether it has ended.
  @discardableResult
  public func waitForExit(seconds: Double) async -> Bool {
    guard isAlive else { return true }
    await withTaskGroup { group in
      group.addTask { _ = await self.waitForExit() }
      group.addTask { try? await Task.sleep(for: .seconds(max(0, seconds))) }
      await group.next()
      group.cancelAll()
    }
    return !isAlive
  }

  /// Asks it to end (SIGTERM), then forces it after `graceSeconds`. Returns once it has ended; after 5 s more at the
  /// latest, which only a process that hangs in the kernel needs.
  public func end(graceSeconds: Double) async {
    signal(SIGTERM)
    if await waitForExit(seconds: graceSeconds) { return }
    kill()
    await waitForExit(seconds: 5)
  }

  /// Sends a signal. False when the process has ended, or may not be signalled.
  @discardableResult
  public func signal(_ number: Int32) -> Bool {
    droste_pidfd_send_signal(pidfd, number) == 0
  }

  /// Ends it by force (SIGKILL).
  public func kill() { signal(SIGKILL) }

  private func cancelWaiter(_ id: Int) {
    let waiter = state.withLock { $0.waiters.removeValue(forKey: id) }
    waiter?.resume(returning: nil)
  }

  /// A pidfd is readable once its process has ended.
  private var hasEnded: Bool {
    var descriptor = pollfd(fd: pidfd, events: Int16(POLLIN), revents: 0)
    return poll(&descriptor, 1, 0) > 0
  }

  /// The watcher keeps this object, and so the pidfd, until the process ends.
  private func watch() {
    let watched = ProcessWatcher.shared.watch(pidfd) { [self] in ended() }
    precondition(watched, "epoll cannot watch a process: \(String(cString: strerror(errno)))")
  }

  private func ended() {
    var raw: Int32 = 0
    var status: ProcessExit?
    // Fails with ECHILD for a process that is not our child.
    if droste_pidfd_reap(pidfd, &raw) == 1 {
      status = raw & 0x7f == 0 ? .exited(raw >> 8 & 0xff) : .signaled(raw & 0x7f)
    }
    let waiters = state.withLock { state in
      state.ended = true
      state.status = status
      defer { state.waiters = [:] }
      return state.waiters
    }
    for waiter in waiters.values { waiter.resume(returning: status) }
  }
}
