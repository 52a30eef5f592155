internal import CDroste
internal import Glibc

/// Threads of our own for calls that block: the cooperative pool has one thread per processor, and a blocked one is
/// lost to everybody.
public enum BlockingThread {
  /// Runs `body` on a new thread and returns what it returns. Costs about 30 µs; not cancellable.
  public static func run<Value: Sendable>(
    name: String = "blocking", _ body: @escaping @Sendable () throws -> Value
  ) async throws -> Value {
    try await withCheckedThrowingContinuation { continuation in
      start(name: name) { continuation.resume(with: Result { try body() }) }
    }
  }

  /// Runs `body`, which cannot fail, on a new thread and returns what it returns.
  public static func run<Value: Sendable>(
    name: String = "blocking", _ body: @escaping @Sendable () -> Value
  ) async -> Value {
    await withCheckedContinuation { continuation in
      start(name: name) { continuation.resume(returning: body()) }
    }
  }

  /// Starts a thread that runs `body` and ends with it. All signals are blocked in it, so that the process's handlers
  /// run elsewhere. `name` is what `top -H` shows; its first 15 bytes count. Traps when the system has no thread left.
  public static func start(name: String, _ body: @escaping @Sendable () -> Void) {
    // SAFETY: the one thread that gets the pointer takes the reference back; without a thread we trap.
    let box = Unmanaged.passRetained(Job(name: name, body: body))
    var attributes = pthread_attr_t()
    pthread_attr_init(&attributes)
    pthread_attr_setdetachstate(&attributes, CInt(PTHREAD_CREATE_DETACHED))
    var all = sigset_t()
    var before = sigset_t()
    sigfillset(&all)
    pthread_sigmask(SIG_SETMASK, &all, &before)
    var thread = pthread_t()
    let result = pthread_create(
      &thread, &attributes,
      { argument in
        guard let argument else { return nil }
        // SAFETY: the pointer is the retained Job from passRetained above, handed to exactly this one thread.
        let job = Unmanaged<Job>.fromOpaque(argument).takeRetainedValue()
        droste_name_thread(job.name)
        job.body()
        return nil
      }, box.toOpaque())
    pthread_sigmask(SIG_SETMASK, &before, nil)
    pthread_attr_destroy(&attributes)
    precondition(result == 0, "pthread_create: \(String(cString: strerror(result)))")
  }
}

private final class Job: Sendable {
  let name: String
  let body: @Sendable () -> Void

  init(name: String, body: @escaping @Sendable () -> Void) {
    self.name = name
    self.body = body
  }
}
