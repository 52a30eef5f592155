internal import Synchronization

/// Lets one operation at a time through, in order of arrival, however often each waits within: two switches made at
/// once must not choose the same interface name.
final class Gate: Sendable {
  private struct State {
    var busy = false
    var waiting: [CheckedContinuation<Void, Never>] = []
  }
  private let state = Mutex(State())

  func run<Result>(_ body: () async throws -> Result) async rethrows -> Result {
    await withCheckedContinuation { (turn: CheckedContinuation<Void, Never>) in
      let free = state.withLock { state in
        if state.busy {
          state.waiting.append(turn)
          return false
        }
        state.busy = true
        return true
      }
      if free { turn.resume() }
    }
    defer {
      let next = state.withLock { state -> CheckedContinuation<Void, Never>? in
        if state.waiting.isEmpty {
          state.busy = false
          return nil
        }
        return state.waiting.removeFirst()
      }
      next?.resume()
    }
    return try await body()
  }
}
