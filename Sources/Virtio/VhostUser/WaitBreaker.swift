internal import CDroste

// Theory of operation
//
// An event counter (eventfd) that a front end shares is one open file on both sides. We make it non-blocking when it comes,
// but the other side can undo that at any time and fill it, and the next thread to add to it would wait for good. No
// system call adds to an eventfd without that risk: RWF_NOWAIT does not go for one, and it cannot be opened again. So
// each thread that writes to front ends' descriptors has a timer of its own, whose signal ends whatever the thread waits
// in. A write that ends so (EINTR) has waited, which a non-blocking one never does: the counter is not written to again.
//
// Limits: a wait lasts 20 ms; while a thread sleeps by its own wish (`pause`) there are no signals. A busy thread gets 50 a
// second, about a microsecond each.
//
// `timer` is made by init and freed by deinit; one thread, which made the object, uses it.

/// Keeps whatever the calling thread waits in from lasting longer than `limit`.
package final class WaitBreaker {
  /// Milliseconds that a wait lasts at most.
  package static let limit: Int32 = 20

  private let timer: Int

  /// For the calling thread, and running.
  /// - Throws: `system` when the kernel has no timer left (RLIMIT_SIGPENDING).
  package init() throws(VhostUserError) {
    var made = 0
    // SAFETY: the call writes the local variable.
    let status = unsafe droste_breaker_make(&made)
    guard status == 0 else { throw .system("timer_create", errno: -status) }
    timer = made
    resume()
  }

  deinit { droste_breaker_free(timer) }

  /// Lets the thread wait for good.
  package func pause() { droste_breaker_set(timer, 0) }

  package func resume() { droste_breaker_set(timer, Self.limit) }
}
