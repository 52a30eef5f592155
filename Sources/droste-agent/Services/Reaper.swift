internal import CDroste
internal import Glibc
internal import NIOCore
internal import Synchronization

/// Tells when processes end, from one thread that waits on their pidfds. Ended processes stay as zombies until their
/// owner reaps them, so that their ids name nobody else before.
final class Reaper: Sendable {
  private struct State {
    var events: Int32 = -1
    var ended: [Int32: @Sendable () -> Void] = [:]
  }

  private let state = Mutex(State())

  /// Calls `ended` on the event loop once, when our child has ended.
  /// - Returns: false when the process cannot be watched.
  func watch(_ processID: pid_t, on loop: any EventLoop, _ ended: @escaping @Sendable () -> Void) -> Bool {
    let descriptor = droste_pidfd_open(processID)
    guard descriptor >= 0 else { return false }
    return state.withLock { state in
      if state.events < 0 {
        let events = epoll_create1(Int32(EPOLL_CLOEXEC))
        guard events >= 0 else {
          close(descriptor)
          return false
        }
        state.events = events
        startThread("droste-reaper") { [self] in run(events) }
      }
      state.ended[descriptor] = { loop.execute(ended) }
      var event = epoll_event()
      event.events = EPOLLIN.rawValue | EPOLLONESHOT.rawValue
      event.data.fd = descriptor
      if epoll_ctl(state.events, EPOLL_CTL_ADD, descriptor, &event) == 0 { return true }
      state.ended[descriptor] = nil
      close(descriptor)
      return false
    }
  }

  private func run(_ events: Int32) -> Never {
    var ready = [epoll_event](repeating: epoll_event(), count: 32)
    while true {
      let count = epoll_wait(events, &ready, Int32(ready.count), -1)
      for event in ready[..<Int(max(count, 0))] {
        let descriptor = event.data.fd
        let ended = state.withLock { $0.ended.removeValue(forKey: descriptor) }
        close(descriptor)
        ended?()
      }
    }
  }
}
