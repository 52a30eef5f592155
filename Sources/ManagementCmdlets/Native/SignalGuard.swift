internal import Glibc

/// While programs are fed, writing to a pipe that nobody reads is an error of the call and no signal.
///
/// Held as often as there are such programs; `hold` and `release` of one pipeline come from one thread.
struct SignalGuard {
  private var holders = 0
  private var before = sigset_t()

  mutating func hold() {
    holders += 1
    guard holders == 1 else { return }
    var broken = Self.broken
    pthread_sigmask(SIG_BLOCK, &broken, &before)
  }

  mutating func release() {
    holders -= 1
    guard holders == 0 else { return }
    // A signal that came meanwhile would be delivered as soon as it is no longer held back.
    var (broken, now) = (Self.broken, timespec(tv_sec: 0, tv_nsec: 0))
    if sigismember(&before, SIGPIPE) == 0 { _ = sigtimedwait(&broken, nil, &now) }
    pthread_sigmask(SIG_SETMASK, &before, nil)
  }

  private static var broken: sigset_t {
    var set = sigset_t()
    sigemptyset(&set)
    sigaddset(&set, SIGPIPE)
    return set
  }
}
