internal import Synchronization

/// Lets one operation at a time through, in order of arrival.
///
/// Actors are re-entrant at each `await`; the life-cycle operations of one machine (start, stop, change) must not
/// overlap, so each goes through its machine's gate.
package final class SerialGate: Sendable {
  private struct State {
    var busy = false
    var waiting: [CheckedContinuation<Void, Never>] = []
  }
  private let state = Mutex(State())

  package init() {}

  /// Waits for its turn, runs `body`, and lets the next one through, whether `body` throws or not.
  package func run<Result>(_ body: () async throws -> Result) async throws -> Result {
    await enter()
    defer { leave() }
    return try await body()
  }

  private func enter() async {
    await withCheckedContinuation { continuation in
      let free = state.withLock { state in
        guard state.busy else {
          state.busy = true
          return true
        }
        state.waiting.append(continuation)
        return false
      }
      if free { continuation.resume() }
    }
  }

  private func leave() {
    let next = state.withLock { state -> CheckedContinuation<Void, Never>? in
      guard !state.waiting.isEmpty else {
        state.busy = false
        return nil
      }
      return state.waiting.removeFirst()
    }
    next?.resume()
  }
}
