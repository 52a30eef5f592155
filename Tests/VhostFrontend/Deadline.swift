internal import Glibc

/// The moment after which a wait is over.
package struct Deadline: Sendable {
  private let moment: ContinuousClock.Instant

  /// In some seconds from now; 10 are enough for anything on a busy machine.
  package init(_ seconds: Double = 10) { moment = .now + .seconds(seconds) }

  package var hasPassed: Bool { ContinuousClock.now >= moment }

  /// Milliseconds left for poll(2), at least one as long as the moment has not come.
  package var milliseconds: Int32 {
    let left = moment - .now
    guard left > .zero else { return 0 }
    return Int32(min(Double(Int32.max), left / .milliseconds(1))) + 1
  }

  /// Waits until a descriptor can be read (or, given POLLOUT, written), or its other end is gone; false when the moment
  /// came first.
  package func wait(for descriptor: Int32, _ events: Int16 = Int16(POLLIN)) -> Bool {
    while true {
      var entry = pollfd(fd: descriptor, events: events, revents: 0)
      let count = poll(&entry, 1, milliseconds)
      if count > 0 { return true }
      if count == 0 || errno != EINTR { return false }
      if hasPassed { return false }
    }
  }
}
