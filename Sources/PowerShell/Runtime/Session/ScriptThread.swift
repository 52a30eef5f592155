import Glibc

/// A thread for scripts, with a stack of a size that fits them: closures run on it one after the other, in the order in
/// which they were given. A process may have several, each for a session of its own.
///
/// The thread starts with its first work and ends when the object is released or told to `end`, after what was given
/// before is done.
package final class ScriptThread: Sendable {
  /// Enough for `SessionOptions.callDepthLimit` of 1000. Only what is used takes memory.
  package static let stackSize = 64 << 20

  private let queue: WorkQueue

  /// - Parameters:
  ///   - name: what the system shows for the thread; at most 15 bytes of it.
  ///   - stackSize: bytes, at least 256 KiB.
  package init(name: String, stackSize: Int = ScriptThread.stackSize) {
    queue = WorkQueue(name, max(stackSize, 256 << 10))
  }

  deinit { queue.close() }

  /// Ends the thread when what it was given is done. Later work is refused.
  package func end() { queue.close() }

  /// Runs `body` on the thread, and waits for nothing. Errors: that the thread has ended or cannot be made.
  package func start(_ body: @escaping @Sendable () -> Void) throws { try queue.add(body) }

  /// Runs `body` on the thread and waits for it without blocking the cooperative pool. Errors: those of `body`; that the
  /// thread has ended or cannot be made.
  package func run<Result: Sendable>(_ body: @escaping @Sendable () throws -> Result) async throws -> Result {
    try await withCheckedThrowingContinuation { continuation in
      do {
        try queue.add { continuation.resume(with: Swift.Result { try body() }) }
      } catch {
        continuation.resume(throwing: error)
      }
    }
  }

  /// Runs `body` on the thread and blocks the calling one until it is done: for a program's `main`. Errors are those of
  /// `run`.
  package func wait<Result: Sendable>(for body: @escaping @Sendable () throws -> Result) throws -> Result {
    let outcome = Outcome<Result>()
    try queue.add { outcome.finish(Swift.Result { try body() }) }
    return try outcome.wait().get()
  }

  /// Runs `body` on a thread made for it alone.
  package static func run<Result: Sendable>(
    stackSize: Int = stackSize, _ body: @escaping @Sendable () throws -> Result
  ) async throws -> Result {
    try await ScriptThread(name: "script", stackSize: stackSize).run(body)
  }
}

/// A mutex with a condition, for threads that may block.
// SAFETY: the pointers are this object's own and live as long as it; pthread's functions may be called from any thread.
private final class Signal: @unchecked Sendable {
  private let mutex = UnsafeMutablePointer<pthread_mutex_t>.allocate(capacity: 1)
  private let condition = UnsafeMutablePointer<pthread_cond_t>.allocate(capacity: 1)

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

  func locked<Result>(_ body: () throws -> Result) rethrows -> Result {
    pthread_mutex_lock(mutex)
    defer { pthread_mutex_unlock(mutex) }
    return try body()
  }

  /// Within `locked`: gives the lock up until `wake`.
  func sleep() { pthread_cond_wait(condition, mutex) }

  func wake() { pthread_cond_broadcast(condition) }
}

/// What one thread waits for and another gives.
// SAFETY: `result` is read and written with the signal's lock held.
private final class Outcome<Success: Sendable>: @unchecked Sendable {
  private let signal = Signal()
  private var result: Result<Success, any Error>?

  func finish(_ result: Result<Success, any Error>) {
    signal.locked {
      self.result = result
      signal.wake()
    }
  }

  func wait() -> Result<Success, any Error> {
    signal.locked {
      while true {
        if let result { return result }
        signal.sleep()
      }
    }
  }
}

/// The work of a thread, which holds it as long as there is some to come.
// SAFETY: all that changes is read and written with the signal's lock held.
private final class WorkQueue: @unchecked Sendable {
  private let name: String
  private let stackSize: Int
  private let signal = Signal()
  private var work: [@Sendable () -> Void] = []
  private var isStarted = false
  private var isClosed = false

  init(_ name: String, _ stackSize: Int) { (self.name, self.stackSize) = (name, stackSize) }

  func close() {
    signal.locked {
      isClosed = true
      signal.wake()
    }
  }

  func add(_ body: @escaping @Sendable () -> Void) throws {
    try signal.locked {
      guard !isClosed else {
        throw PowerShellError("The thread '\(name)' has ended and takes no more work.", id: "ScriptThreadEnded")
      }
      if !isStarted { try start() }
      isStarted = true
      work.append(body)
      signal.wake()
    }
  }

  private func start() throws {
    var attributes = pthread_attr_t()
    pthread_attr_init(&attributes)
    defer { pthread_attr_destroy(&attributes) }
    pthread_attr_setstacksize(&attributes, stackSize)
    pthread_attr_setdetachstate(&attributes, Int32(PTHREAD_CREATE_DETACHED))
    var thread = pthread_t()
    // SAFETY: the thread takes over the one reference that is made here and releases it when it ends.
    let own = Unmanaged.passRetained(self)
    let code = pthread_create(
      &thread, &attributes,
      { pointer in
        guard let pointer else { return nil }
        // SAFETY: the pointer is the reference that `start` made for this thread.
        Unmanaged<WorkQueue>.fromOpaque(pointer).takeRetainedValue().serve()
        return nil
      }, own.toOpaque())
    guard code == 0 else {
      own.release()
      throw PowerShellError(
        "The system cannot make a thread with a stack of \(stackSize >> 10) KiB for scripts (error \(code)).",
        id: "ScriptThreadNotStarted", category: .resourceUnavailable)
    }
  }

  private func serve() {
    ThreadStack.note(size: stackSize)
    showName()
    while let next = next() { next() }
  }

  /// For `ps` and debuggers; a system without it runs just as well.
  private func showName() {
    guard let file = fopen("/proc/thread-self/comm", "w") else { return }
    fputs(String(decoding: name.utf8.prefix(15), as: UTF8.self), file)
    fclose(file)
  }

  private func next() -> (@Sendable () -> Void)? {
    signal.locked {
      while work.isEmpty {
        if isClosed { return nil }
        signal.sleep()
      }
      return work.removeFirst()
    }
  }
}

/// How much stack the present thread has left.
enum ThreadStack {
  /// Bytes that any thread is taken to have left: the main thread of a program has 8 MiB.
  private static let standard: UInt = 6 << 20

  private static let key: pthread_key_t = {
    var key = pthread_key_t()
    pthread_key_create(&key, nil)
    return key
  }()

  /// Notes that `size` bytes from here on are the thread's own.
  static func note(size: Int) {
    let place = place()
    pthread_setspecific(key, UnsafeRawPointer(bitPattern: place - min(place, UInt(max(0, size)))))
  }

  static func remaining(at place: UInt) -> UInt {
    guard let lowest = pthread_getspecific(key).map({ UInt(bitPattern: $0) }), lowest < place else { return standard }
    return place - lowest
  }

  @inline(__always)
  static func place() -> UInt {
    var marker: UInt8 = 0
    // SAFETY: only the address is used, as the place where the stack is now.
    return withUnsafeMutablePointer(to: &marker) { UInt(bitPattern: $0) }
  }
}
