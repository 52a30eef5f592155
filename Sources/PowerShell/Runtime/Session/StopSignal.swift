import Glibc

/// Lets code far from any session see that the script it works for is to stop: long loops of operators and members look
/// at it now and then.
enum StopSignal {
  private static let key: pthread_key_t = {
    var key = pthread_key_t()
    pthread_key_create(&key, nil)
    return key
  }()

  /// Errors: the stop, when the session whose script runs on this thread was told to.
  @inline(__always)
  static func check() throws {
    guard let pointer = pthread_getspecific(key) else { return }
    // SAFETY: the pointer is a session's handlers, which `watching` holds as long as it is set.
    let handlers = Unmanaged<StopHandlers>.fromOpaque(pointer).takeUnretainedValue()
    if handlers.isStopping { throw ControlFlow.stopped }
  }

  /// Runs `body` with a session's handlers as those of the present thread.
  static func watching<Result>(_ handlers: StopHandlers, _ body: () throws -> Result) rethrows -> Result {
    let outer = pthread_getspecific(key)
    // SAFETY: `handlers` is held by this call until the pointer is taken back.
    pthread_setspecific(key, Unmanaged.passUnretained(handlers).toOpaque())
    defer {
      withExtendedLifetime(handlers) { _ = pthread_setspecific(key, outer) }
    }
    return try body()
  }
}
