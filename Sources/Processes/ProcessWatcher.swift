internal import CDroste
internal import Glibc
internal import Synchronization

/// One thread that waits for the end of all processes: epoll over their pidfds.
final class ProcessWatcher: Sendable {
  static let shared = ProcessWatcher()

  private struct State {
    var next: UInt64 = 0
    var handlers: [UInt64: @Sendable () -> Void] = [:]
  }

  private let epoll: Int32
  private let state = Mutex(State())

  private init() {
    epoll = epoll_create1(Int32(EPOLL_CLOEXEC))
    precondition(epoll >= 0, "epoll_create1: \(String(cString: strerror(errno)))")
    BlockingThread.start(name: "processes") { [self] in run() }
  }

  /// Calls `handler` once, on the watcher's thread, when the process of `pidfd` has ended. The handler must not block.
  /// `pidfd` must stay open until then. False, with nothing registered, when the kernel refuses.
  func watch(_ pidfd: Int32, _ handler: @escaping @Sendable () -> Void) -> Bool {
    let token = state.withLock { state in
      state.next += 1
      state.handlers[state.next] = handler
      return state.next
    }
    var event = epoll_event()
    event.events = EPOLLIN.rawValue | EPOLLONESHOT.rawValue
    event.data.u64 = token
    guard epoll_ctl(epoll, EPOLL_CTL_ADD, pidfd, &event) == 0 else {
      state.withLock { _ = $0.handlers.removeValue(forKey: token) }
      return false
    }
    return true
  }

  private func run() {
    var events = [epoll_event](repeating: epoll_event(), count: 32)
    while true {
      let count = epoll_wait(epoll, &events, Int32(events.count), -1)
      guard count > 0 else { continue }
      for event in events.prefix(Int(count)) {
        let token = event.data.u64
        let handler = state.withLock { $0.handlers.removeValue(forKey: token) }
        handler?()
      }
    }
  }
}
