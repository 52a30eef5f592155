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
        let limit = Alarm.shared.set(seconds) {
          task.cancel()
          settle.resume(.failure(DrosteError(.timeout, "There was no answer within \(Int(seconds)) s.")))
        }
        Task {
          settle.resume(await task.result)
          Alarm.shared.drop(limit)
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

/// Calls at set times. One task sleeps until the first of them; a limit that is kept, as nearly all are, starts no timer and stops
/// none, each of which wakes a thread: an examination has a dozen.
private final class Alarm: Sendable {
  static let shared = Alarm()

  private struct State {
    var last = 0
    var calls: [Int: (time: ContinuousClock.Instant, call: @Sendable () -> Void)] = [:]
    /// When the task wakes that sleeps now; nil without one.
    var waking: ContinuousClock.Instant?
  }

  private let state = Mutex(State())

  /// - Returns: what `drop` takes.
  func set(_ seconds: Double, _ call: @escaping @Sendable () -> Void) -> Int {
    let time = ContinuousClock.now + .seconds(seconds)
    let (number, isFirst) = state.withLock { state in
      state.last += 1
      state.calls[state.last] = (time, call)
      let isFirst = state.waking.map { time < $0 } ?? true
      if isFirst { state.waking = time }
      return (state.last, isFirst)
    }
    if isFirst { Task { await sleep(until: time) } }
    return number
  }

  func drop(_ number: Int) { state.withLock { $0.calls[number] = nil } }

  private func sleep(until first: ContinuousClock.Instant) async {
    var next: ContinuousClock.Instant? = first
    while let time = next {
      try? await Task.sleep(until: time)
      let now = ContinuousClock.now
      let due = state.withLock { state in
        let due = state.calls.filter { $0.value.time <= now }
        for number in due.keys { state.calls[number] = nil }
        // Another task may have been started since, for a time before this one's.
        guard state.waking.map({ $0 <= now }) ?? true else {
          next = nil
          return due
        }
        next = state.calls.values.map(\.time).min()
        state.waking = next
        return due
      }
      for call in due.values { call.call() }
    }
  }
}
