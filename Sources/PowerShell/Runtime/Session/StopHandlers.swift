internal import Synchronization

/// Whether a session is told to stop, and who wants to know at once: code that waits for something and looks at no flag.
final class StopHandlers: Sendable {
  private struct State {
    var handlers: [Int: @Sendable () -> Void] = [:]
    var last = 0
  }

  private let flag = Atomic<Bool>(false)
  private let state = Mutex(State())

  @inline(__always)
  var isStopping: Bool { flag.load(ordering: .relaxed) }

  func stop() {
    let handlers = state.withLock { state in
      flag.store(true, ordering: .relaxed)
      return state.handlers.sorted { $0.key < $1.key }.map(\.value)
    }
    for handler in handlers { handler() }
  }

  func reset() { flag.store(false, ordering: .relaxed) }

  /// Says again that the session stops, after `reset`.
  func resume() { flag.store(true, ordering: .relaxed) }

  /// The number to remove it by. A session that is stopping already calls it at once.
  func add(_ handler: @escaping @Sendable () -> Void) -> Int {
    let (number, isLate) = state.withLock { state in
      state.last += 1
      state.handlers[state.last] = handler
      return (state.last, flag.load(ordering: .relaxed))
    }
    if isLate { handler() }
    return number
  }

  func remove(_ number: Int) { state.withLock { state in state.handlers[number] = nil } }
}

/// A handler that `Session.onStop` added. It stays until it is cancelled.
package struct StopRegistration: Sendable {
  fileprivate let handlers: StopHandlers
  fileprivate let number: Int

  package func cancel() { handlers.remove(number) }
}

extension Session {
  /// Makes the running script end soon. May be called from any thread.
  package func stop() { stopHandlers.stop() }

  package var isStopping: Bool { stopHandlers.isStopping }

  /// Calls `handler` whenever the session is told to stop, on the thread that says so; at once when it is stopping
  /// already. The handler must not block. May be called from any thread.
  package func onStop(_ handler: @escaping @Sendable () -> Void) -> StopRegistration {
    StopRegistration(handlers: stopHandlers, number: stopHandlers.add(handler))
  }

  /// Runs `body`, which may wait, and calls `handler` if the session is told to stop meanwhile.
  package func whileStoppable<Result>(
    _ handler: @escaping @Sendable () -> Void, _ body: () throws -> Result
  ) rethrows -> Result {
    let registration = onStop(handler)
    defer { registration.cancel() }
    return try body()
  }

  /// Runs what a script cleans up with, although the session is stopping; it goes on stopping behind it. A stop that is
  /// asked for meanwhile stops the cleaning up, too (about_Try_Catch_Finally: `finally` runs after Ctrl-C).
  func whileCleaningUp<Result>(_ body: () throws -> Result) rethrows -> Result {
    guard stopHandlers.isStopping else { return try body() }
    stopHandlers.reset()
    defer { stopHandlers.resume() }
    return try body()
  }

  /// Errors: the stop itself, when the session has been told to. Cmdlets with long loops call it now and then.
  @inline(__always)
  package func checkpoint() throws {
    if stopHandlers.isStopping { throw ControlFlow.stopped }
  }
}
