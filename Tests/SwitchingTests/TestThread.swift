import Glibc
import Synchronization

/// A thread of a test's own.
final class TestThread: Sendable {
  private final class Job: Sendable {
    let body: @Sendable () -> Void
    let isFinished = Atomic(false)
    init(_ body: @escaping @Sendable () -> Void) { self.body = body }
  }

  private let job: Job
  private let thread: pthread_t

  init(_ body: @escaping @Sendable () -> Void) {
    let job = Job(body)
    self.job = job
    var thread = pthread_t()
    // SAFETY: the thread takes back the retained job that it is given.
    pthread_create(
      &thread, nil,
      { context in
        let job = Unmanaged<Job>.fromOpaque(context!).takeRetainedValue()
        job.body()
        job.isFinished.store(true, ordering: .releasing)
        return nil
      }, Unmanaged.passRetained(job).toOpaque())
    self.thread = thread
  }

  var isFinished: Bool { job.isFinished.load(ordering: .acquiring) }

  func join() { pthread_join(thread, nil) }
}
