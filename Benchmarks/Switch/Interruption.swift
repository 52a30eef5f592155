import Glibc
import Processes
import Synchronization

/// Ctrl-C and the like: what the benchmark has started and made goes first.
enum Interruption {
  /// The end of a pipe into which the handler writes the signal's number; -1 before there is one.
  private static let pipe = Atomic<Int32>(-1)

  static func clearUpWhenTold() {
    signal(SIGPIPE, SIG_IGN)
    var ends: [Int32] = [-1, -1]
    guard Glibc.pipe(&ends) == 0 else { return }
    for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
    let reading = ends[0]
    pipe.store(ends[1], ordering: .sequentiallyConsistent)
    BlockingThread.start(name: "signals") {
      var number: UInt8 = 0
      while read(reading, &number, 1) != 1 {}
      say("ended by signal \(number): ending what runs")
      Child.killAll()
      Folder.removeAll()
      _exit(128 + Int32(number))
    }
    for number in [SIGINT, SIGTERM, SIGHUP] {
      signal(number) { number in
        // SAFETY: a handler may write (signal-safety(7)); the atomic was made above, before there was a handler.
        var byte = UInt8(truncatingIfNeeded: number)
        _ = write(Interruption.pipe.load(ordering: .sequentiallyConsistent), &byte, 1)
      }
    }
  }
}
