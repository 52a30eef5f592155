internal import HyperV
internal import Synchronization

/// Limits how long something may take that others wait for.
package enum Deadline {
  /// Runs `body` for at most `seconds`, then cancels it and throws `timeout`, whether it has heeded or not.
  package static func run<Value: Sendable>(
    seconds: Double, _ body: @escaping @Sendable () async throws -> Value
  ) async throws -> Value {
    let task = Task { try await body() }
    return try await withTaskCancellationHandler {
      try await withCheckedThrowingContinuation { continuation in
        let settle = Settlement(continuation)
        let timer = Task {
          try await Task.sleep(for: .seconds(seconds))
          task.cancel()
          settle.resume(.failure(DrosteError(.timeout, "There was no answer within \(Int(seconds)) s.")))
        }
        Task {
          settle.resume(await task.result)
          timer.cancel()
        }
      }
    } onCancel: {
      task.cancel()
    }
  }
}

/// A continuation that the first of two resumes.
private final class Settlement<Value: Sendable>: Sendable {
  private let waiting: Mutex<CheckedContinuation<Value, any Error>?>

  init(_ continuation: CheckedContinuation<Value, any Error>) { waiting = Mutex(continuation) }

  func resume(_ result: Result<Value, any Error>) {
    let first = waiting.withLock { held in
      defer { held = nil }
      return held
    }
    first?.resume(with: result)
  }
}
