internal import Glibc

/// Lets the evaluator's thread wait for asynchronous work, which runs on the cooperative pool as always. Only a thread
/// that may block calls it.
enum EvaluatorBridge {
  /// How often a waiting thread looks whether it is to stop, in milliseconds.
  static let pollMilliseconds = 50
  /// How long a cancelled work may take to end, in milliseconds, before it is left alone.
  static let graceMilliseconds = 2000

  /// The evaluator was told to stop while it waited.
  struct Stopped: Error {}

  /// Runs `work` and blocks until it has ended.
  ///
  /// - Parameters:
  ///   - limit: milliseconds after which the work is cancelled as if by `isStopping`; nil for none.
  ///   - isStopping: asked every 50 ms; once it says so, the work is cancelled and `Stopped` thrown.
  static func wait<Result: Sendable>(
    limit: Int? = nil, isStopping: () -> Bool, _ work: @escaping @Sendable () async throws -> Result
  ) throws -> Result {
    let slot = Slot<Result>()
    let task = Task.detached {
      do { slot.finish(.success(try await work())) } catch { slot.finish(.failure(error)) }
    }
    var waited = 0
    while true {
      if let result = slot.wait(milliseconds: pollMilliseconds) { return try result.get() }
      waited += pollMilliseconds
      guard isStopping() || waited >= limit ?? .max else { continue }
      task.cancel()
      _ = slot.wait(milliseconds: graceMilliseconds)
      throw Stopped()
    }
  }
}

/// A place for one result, with a thread that waits for it.
// SAFETY: `result` is touched only with the mutex held; the two pointers are this object's own, live as long as it, and
// pthread's functions may be called on them from any thread.
private final class Slot<Success: Sendable>: @unchecked Sendable {
  private let mutex = UnsafeMutablePointer<pthread_mutex_t>.allocate(capacity: 1)
  private let condition = UnsafeMutablePointer<pthread_cond_t>.allocate(capacity: 1)
  private var result: Result<Success, any Error>?

  init() {
    pthread_mutex_init(mutex, nil)
    pthread_cond_init(condition, nil)
  }

  deinit {
    pthread_cond_destroy(condition)
    pthread_mutex_destroy(mutex)
    condition.deallocate()
    mutex.deallocate()
  }

  func finish(_ result: Result<Success, any Error>) {
    pthread_mutex_lock(mutex)
    self.result = result
    pthread_cond_signal(condition)
    pthread_mutex_unlock(mutex)
  }

  /// Nil when it is not there in time.
  func wait(milliseconds: Int) -> Result<Success, any Error>? {
    var end = timespec()
    clock_gettime(CLOCK_REALTIME, &end)
    end.tv_nsec += (milliseconds % 1000) * 1_000_000
    end.tv_sec += milliseconds / 1000 + end.tv_nsec / 1_000_000_000
    end.tv_nsec %= 1_000_000_000
    pthread_mutex_lock(mutex)
    defer { pthread_mutex_unlock(mutex) }
    while result == nil {
      if pthread_cond_timedwait(condition, mutex, &end) != 0 { break }
    }
    return result
  }
}
