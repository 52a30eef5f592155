internal import CDroste
internal import Glibc
internal import Synchronization

// Theory of operation
//
// How the control thread gets the workers out of the way. A worker that runs looks at one flag before each turn; when it is
// up it parks until it is down again. A worker that sleeps is as good as parked: it asks here before it goes on. So
// between `close` and `open` nobody but the control thread touches ports, tables and rings, and they need no locks.
//
// A turn takes some microseconds, so closing does too. Frames wait in the rings meanwhile: none is lost.

/// Lets workers through, or not.
// SAFETY: `mutex` and `condition` are made by init, destroyed by deinit, and used by address; everything else is under the mutex
// or atomic.
@safe final class WorkerGate: @unchecked Sendable {
  private let mutex = UnsafeMutablePointer<pthread_mutex_t>.allocate(capacity: 1)
  private let condition = UnsafeMutablePointer<pthread_cond_t>.allocate(capacity: 1)
  private let isClosed = Atomic<Bool>(false)
  /// Workers that are in a turn or between turns. Under the mutex.
  private var running = 0

  init() {
    unsafe pthread_mutex_init(mutex, nil)
    unsafe pthread_cond_init(condition, nil)
  }

  deinit {
    unsafe pthread_cond_destroy(condition)
    unsafe pthread_mutex_destroy(mutex)
    unsafe condition.deallocate()
    unsafe mutex.deallocate()
  }

  /// Control: waits until no worker runs, and keeps them out.
  func close() {
    unsafe pthread_mutex_lock(mutex)
    isClosed.store(true, ordering: .sequentiallyConsistent)
    while running > 0 { unsafe pthread_cond_wait(condition, mutex) }
    unsafe pthread_mutex_unlock(mutex)
  }

  /// Control: lets them go on.
  func open() {
    unsafe pthread_mutex_lock(mutex)
    isClosed.store(false, ordering: .sequentiallyConsistent)
    unsafe pthread_cond_broadcast(condition)
    unsafe pthread_mutex_unlock(mutex)
  }

  /// Worker: whether it must park before its next turn.
  @inline(__always) var isShut: Bool { isClosed.load(ordering: .relaxed) }

  /// Worker: it does not touch anything from now on.
  func leave() {
    unsafe pthread_mutex_lock(mutex)
    running -= 1
    if running == 0 { unsafe pthread_cond_broadcast(condition) }
    unsafe pthread_mutex_unlock(mutex)
  }

  /// Worker: waits until it may run.
  func enter() {
    unsafe pthread_mutex_lock(mutex)
    while isClosed.load(ordering: .relaxed) { unsafe pthread_cond_wait(condition, mutex) }
    running += 1
    unsafe pthread_mutex_unlock(mutex)
  }
}
