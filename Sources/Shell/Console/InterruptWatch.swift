internal import Glibc
internal import PowerShell
internal import Synchronization

/// What Ctrl-C does while a script runs: the session stops at its next step. A second one within a second, of somebody
/// whom that is too slow for, ends the process.
///
/// The handler of the signal only writes a byte to a pipe; a thread of its own reads it and does the rest.
final class InterruptWatch: Sendable {
  /// The exit code of what was interrupted.
  static let exitCode: Int32 = 130

  /// The end of the pipe that the handler writes to; -1 before there is one.
  private static let bell = Atomic<Int32>(-1)

  private let onInterrupt: Mutex<(@Sendable () -> Void)?> = Mutex(nil)
  private let interrupted = Atomic<Bool>(false)
  let endsWhenIdle: Bool
  private let thread = ScriptThread(name: "interrupts", stackSize: 256 << 10)

  /// Takes SIGINT over for the rest of the process's life.
  ///
  /// - Parameter endsWhenIdle: a Ctrl-C while nothing runs ends the process: nobody sits at a prompt.
  init(endsWhenIdle: Bool) {
    self.endsWhenIdle = endsWhenIdle
    var ends: [Int32] = [-1, -1]
    guard pipe(&ends) == 0 else { return }
    for end in ends {
      _ = fcntl(end, F_SETFD, FD_CLOEXEC)
      _ = fcntl(end, F_SETFL, O_NONBLOCK)
    }
    Self.bell.store(ends[1], ordering: .releasing)
    let reader = ends[0]
    Task.detached { [self] in try? await thread.run { self.serve(reader) } }
    var action = sigaction()
    action.__sigaction_handler.sa_handler = { _ in
      let saved = errno
      var byte: UInt8 = 1
      // SAFETY: write is async-signal-safe, and reads one byte of this function's own.
      _ = write(InterruptWatch.bell.load(ordering: .acquiring), &byte, 1)
      errno = saved
    }
    action.sa_flags = SA_RESTART
    sigaction(SIGINT, &action, nil)
  }

  /// Whether a Ctrl-C came since `watch` began.
  var wasInterrupted: Bool { interrupted.load(ordering: .acquiring) }

  /// Runs `body`; a Ctrl-C meanwhile calls `stop`.
  func watch<Result>(stop: @escaping @Sendable () -> Void, _ body: () throws -> Result) rethrows -> Result {
    interrupted.store(false, ordering: .releasing)
    onInterrupt.withLock { $0 = stop }
    defer { onInterrupt.withLock { $0 = nil } }
    return try body()
  }

  private func serve(_ reader: Int32) {
    var last: timespec?
    while true {
      var wait = pollfd(fd: reader, events: Int16(POLLIN), revents: 0)
      guard poll(&wait, 1, -1) > 0 else { continue }
      var byte: UInt8 = 0
      // SAFETY: one byte into a variable of one byte.
      guard read(reader, &byte, 1) == 1 else { continue }
      var now = timespec()
      clock_gettime(CLOCK_MONOTONIC, &now)
      let isImpatient = last.map { now.tv_sec - $0.tv_sec < 1 } ?? false
      last = now
      let wasStopping = interrupted.exchange(true, ordering: .acquiringAndReleasing)
      let action = onInterrupt.withLock { $0 }
      if action == nil, endsWhenIdle { _exit(Self.exitCode) }
      if isImpatient, wasStopping || action == nil { _exit(Self.exitCode) }
      action?()
    }
  }
}
