internal import Glibc
internal import HyperV

/// Runs work that blocks on a thread of its own, away from the few threads that all tasks share.
enum OwnThread {
  static func run<Value: Sendable>(_ work: @escaping @Sendable () throws -> Value) async throws -> Value {
    try await withCheckedThrowingContinuation { continuation in
      let job = Job { continuation.resume(with: Result(catching: work)) }
      // SAFETY: the retained job is taken back exactly once: by the thread, or below when there is no thread.
      let context = unsafe Unmanaged.passRetained(job)
      var thread = pthread_t()
      // SAFETY: `thread` outlives the call; the start routine takes the retained job that it is given.
      let status = unsafe pthread_create(
        &thread, nil,
        { context in
          // SAFETY: the context is the pointer that was passed above.
          unsafe Unmanaged<Job>.fromOpaque(context!).takeRetainedValue().body()
          return nil
        }, context.toOpaque())
      if status == 0 {
        pthread_detach(thread)
      } else {
        unsafe context.release()
        continuation.resume(
          throwing: DrosteError(.outOfMemory, "A thread could not be started.", cause: systemText(status)))
      }
    }
  }

  private final class Job: Sendable {
    let body: @Sendable () -> Void
    init(_ body: @escaping @Sendable () -> Void) { self.body = body }
  }
}
