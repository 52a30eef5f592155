internal import Synchronization

/// What the store's settings are, as far as they were asked for: the service alone writes them, and asks for them with each
/// request.
final class KnownSettings: Sendable {
  private struct State {
    var values: [String: String?] = [:]
    /// Counts what was forgotten: a value that was read before a change, and comes after it, is not kept.
    var changes = 0
  }

  private let state = Mutex(State())

  /// The value of a name, nil where it has none; read where it is not known.
  func value(_ name: String, read: () async throws -> String?) async throws -> String? {
    let (known, changes) = state.withLock { ($0.values[name], $0.changes) }
    if let known { return known }
    let found = try await read()
    state.withLock { if $0.changes == changes { $0.values[name] = .some(found) } }
    return found
  }

  func forget(_ name: String) {
    state.withLock {
      $0.values[name] = nil
      $0.changes += 1
    }
  }
}
