internal import CDroste
internal import Glibc

/// An eventfd, as rings have for kicks and calls; closed with the object.
package final class EventDescriptor: Sendable {
  package let descriptor: Int32

  package init() throws {
    descriptor = eventfd(0, Int32(EFD_CLOEXEC | EFD_NONBLOCK))
    if descriptor < 0 { throw FrontendError(system: "eventfd", errno) }
  }

  deinit { close(descriptor) }

  /// Adds one.
  package func signal() {
    var one: UInt64 = 1
    _ = write(descriptor, &one, 8)
  }

  /// Adds all that goes: one more would have to wait.
  package func fill() {
    _ = drain()
    var all = UInt64.max - 1
    _ = write(descriptor, &all, 8)
  }

  /// Makes it wait where it would have said EAGAIN, for everybody who has it.
  package func makeBlocking() {
    let flags = fcntl(descriptor, F_GETFL)
    _ = fcntl(descriptor, F_SETFL, flags & ~O_NONBLOCK)
  }

  /// What was added since the last call.
  package func drain() -> UInt64 {
    var count: UInt64 = 0
    return read(descriptor, &count, 8) == 8 ? count : 0
  }
}
