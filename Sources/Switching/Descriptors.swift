internal import CDroste
internal import Glibc
internal import HyperV

/// An open descriptor, closed when its owner goes away.
final class Descriptor {
  let number: Int32

  /// - Throws: `DrosteError` with the text of errno when `number` is negative.
  init(_ number: Int32, _ doing: @autoclosure () -> String) throws {
    guard number >= 0 else { throw systemError(doing()) }
    self.number = number
  }

  deinit { _ = Glibc.close(number) }
}

/// errno as an error: what was being done, and the system's text.
func systemError(_ doing: String, _ code: DrosteError.Code = .unspecified) -> DrosteError {
  let number = errno
  return DrosteError(code, "\(doing): \(systemText(number))")
}

/// `No such file or directory (errno 2)`.
func systemText(_ number: Int32) -> String {
  // SAFETY: glibc 2.32 and later give a text of its own per thread, never nil; it is copied at once.
  let text = unsafe String(cString: strerror(number))
  return "\(text) (errno \(number))"
}

/// A set of descriptors, each with a token that comes back with its events. Being a descriptor, it can be in another
/// set.
// SAFETY: `events` is only read by `wait`, which reads the union's member that `control` wrote.
@safe final class Epoll {
  /// What to be told of; errors and hang-ups are always told as readable.
  struct Interest: OptionSet {
    let rawValue: UInt32
    static let read = Interest(rawValue: EPOLLIN.rawValue)
    static let write = Interest(rawValue: EPOLLOUT.rawValue)
    /// Told once for each change, not as long as it lasts.
    static let edge = Interest(rawValue: EPOLLET.rawValue)
  }

  private let instance: Descriptor
  // SAFETY: an all-zero event is a valid value.
  private var events = unsafe [epoll_event](repeating: epoll_event(), count: 64)

  var descriptor: Int32 { instance.number }

  init() throws {
    instance = try Descriptor(epoll_create1(Int32(EPOLL_CLOEXEC)), "Making an epoll descriptor")
  }

  func add(_ descriptor: Int32, token: UInt64, _ interest: Interest = .read) throws {
    try control(EPOLL_CTL_ADD, descriptor, token, interest)
  }

  func change(_ descriptor: Int32, token: UInt64, _ interest: Interest) throws {
    try control(EPOLL_CTL_MOD, descriptor, token, interest)
  }

  /// Does nothing when it is not in the set.
  func remove(_ descriptor: Int32) {
    try? control(EPOLL_CTL_DEL, descriptor, 0, [])
  }

  /// Waits up to `milliseconds` (-1: without end), then calls `handle` for each token with an event, 64 at most.
  func wait(milliseconds: Int32, _ handle: (_ token: UInt64) -> Void) throws {
    for event in 0..<(try wait(milliseconds: milliseconds)) { handle(token(event)) }
  }

  /// Waits up to `milliseconds` (-1: without end); how many events there are, 64 at most, for `token`.
  func wait(milliseconds: Int32) throws -> Int {
    // SAFETY: the kernel writes at most `count` events into the buffer.
    let count = unsafe events.withUnsafeMutableBufferPointer { buffer in
      unsafe epoll_wait(instance.number, buffer.baseAddress, Int32(buffer.count), milliseconds)
    }
    guard count >= 0 else {
      if errno == EINTR { return 0 }
      throw systemError("Waiting for events")
    }
    return Int(count)
  }

  /// The token of one of the events of the last `wait`.
  func token(_ event: Int) -> UInt64 {
    // SAFETY: `data` is a union whose member u64 is the one that `control` wrote.
    unsafe events[event].data.u64
  }

  private func control(_ operation: Int32, _ descriptor: Int32, _ token: UInt64, _ interest: Interest) throws {
    // SAFETY: `data` is a union of which only u64 is ever written and read.
    var event = unsafe epoll_event()
    unsafe event.events = interest.rawValue
    unsafe event.data.u64 = token
    // SAFETY: the kernel reads `event` during the call only.
    guard unsafe epoll_ctl(instance.number, operation, descriptor, &event) == 0 else {
      throw systemError("Watching descriptor \(descriptor)")
    }
  }
}

/// A descriptor that becomes readable after a while.
final class Timer {
  private let timer: Descriptor

  var descriptor: Int32 { timer.number }

  init() throws {
    timer = try Descriptor(
      timerfd_create(CLOCK_MONOTONIC, Int32(TFD_CLOEXEC | TFD_NONBLOCK)), "Making a timer")
  }

  /// Goes off once in `milliseconds` (0 disarms), and again each `every` milliseconds when that is not 0.
  func set(milliseconds: Int, every: Int = 0) {
    var value = itimerspec()
    value.it_value = timespec(tv_sec: milliseconds / 1000, tv_nsec: milliseconds % 1000 * 1_000_000)
    value.it_interval = timespec(tv_sec: every / 1000, tv_nsec: every % 1000 * 1_000_000)
    // SAFETY: the kernel reads `value` during the call only.
    _ = unsafe timerfd_settime(timer.number, 0, &value, nil)
  }

  /// Whether it has gone off since the last call; makes the descriptor unreadable.
  func expired() -> Bool {
    var count: UInt64 = 0
    // SAFETY: a timerfd gives 8 bytes, the size of `count`.
    return unsafe read(timer.number, &count, 8) == 8 && count > 0
  }
}

/// Milliseconds of a clock that only goes forward.
func monotonicMilliseconds() -> UInt64 { monotonicNanoseconds() / 1_000_000 }

/// Nanoseconds of a clock that only goes forward.
func monotonicNanoseconds() -> UInt64 {
  var time = timespec()
  // SAFETY: the call fills `time` and keeps no pointer.
  _ = unsafe clock_gettime(CLOCK_MONOTONIC, &time)
  return UInt64(time.tv_sec) * 1_000_000_000 + UInt64(time.tv_nsec)
}
