internal import Glibc
internal import Processes
internal import Synchronization

/// The command was told to end: Ctrl-C, SIGTERM, or its terminal is gone.
struct Interrupted: Error {}

/// Where the handler writes signal numbers; -1 before `Interruption` is in use.
private let signalPipe = Atomic<Int32>(-1)

/// Remembers signals instead of dying from them. Clean-up stays in one place, the end of the command, and a second
/// Ctrl-C cannot cut it short.
final class Interruption: Sendable {
  static let shared = Interruption()

  private struct State {
    var caught: Int32?
    var waiting: [@Sendable () -> Void] = []
  }

  private let state = Mutex(State())

  /// Handles SIGINT, SIGTERM and SIGHUP from here on. Programs that are started get the default actions again:
  /// handlers do not survive exec(2).
  private init() {
    guard let pipe = Pipe.open() else { return }
    signalPipe.store(pipe.writing, ordering: .releasing)
    var action = sigaction()
    action.sa_flags = SA_RESTART
    action.__sigaction_handler.sa_handler = { number in
      // Only what signal-safety(7) allows: write(2), and errno as it was.
      let before = errno
      var byte = UInt8(truncatingIfNeeded: number)
      _ = write(signalPipe.load(ordering: .acquiring), &byte, 1)
      errno = before
    }
    for number in [SIGINT, SIGTERM, SIGHUP] { sigaction(number, &action, nil) }
    let reading = pipe.reading
    BlockingThread.start(name: "signals") { [self] in
      var byte: UInt8 = 0
      while read(reading, &byte, 1) == 1 { remember(Int32(byte)) }
    }
  }

  /// The first signal that came.
  var caught: Int32? { state.withLock(\.caught) }

  private func remember(_ number: Int32) {
    let waiting = state.withLock { state in
      state.caught = state.caught ?? number
      defer { state.waiting = [] }
      return state.waiting
    }
    for action in waiting { action() }
  }

  /// Calls `action` once, when the first signal comes; at once when it has come.
  private func whenCaught(_ action: @escaping @Sendable () -> Void) {
    let now = state.withLock { state in
      if state.caught == nil { state.waiting.append(action) }
      return state.caught != nil
    }
    if now { action() }
  }

  /// Runs `body` until it ends or a signal comes. A signal cancels it; if it has not ended `grace` seconds later, it
  /// is left alone. Throws `Interrupted` whenever a signal came before the end.
  func run<Value: Sendable>(
    grace: Double, _ body: @escaping @Sendable () async throws -> Value
  ) async throws -> Value {
    if caught != nil { throw Interrupted() }
    let task = Task { try await body() }
    return try await withCheckedThrowingContinuation { continuation in
      let once = Once(continuation)
      Task { [self] in
        let result = await task.result
        if caught != nil { once.resume(.failure(Interrupted())) } else { once.resume(result) }
      }
      whenCaught {
        task.cancel()
        Task {
          try? await Task.sleep(for: .seconds(grace))
          once.resume(.failure(Interrupted()))
        }
      }
    }
  }
}

/// A continuation that the first of several resumes.
private final class Once<Value: Sendable>: Sendable {
  private let continuation: Mutex<CheckedContinuation<Value, any Error>?>

  init(_ continuation: CheckedContinuation<Value, any Error>) { self.continuation = Mutex(continuation) }

  func resume(_ result: Result<Value, any Error>) {
    let first = continuation.withLock { held in
      defer { held = nil }
      return held
    }
    first?.resume(with: result)
  }
}

/// Runs `body` for at most `seconds`, then cancels it and throws `failure`.
func limited<Value: Sendable>(
  seconds: Double, failure: @autoclosure @escaping @Sendable () -> any Error,
  _ body: @escaping @Sendable () async throws -> Value
) async throws -> Value {
  let task = Task { try await body() }
  return try await withTaskCancellationHandler {
    try await withCheckedThrowingContinuation { continuation in
      let once = Once(continuation)
      let timer = Task {
        try await Task.sleep(for: .seconds(seconds))
        task.cancel()
        once.resume(.failure(failure()))
      }
      Task {
        once.resume(await task.result)
        timer.cancel()
      }
    }
  } onCancel: {
    task.cancel()
  }
}
