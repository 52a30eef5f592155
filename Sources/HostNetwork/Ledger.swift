internal import FoundationEssentials

/// One owner's pages of the journal: changes are made through it, so that none is made without being recorded.
struct Ledger: Sendable {
  let owner: UUID
  let journal: any HostChangeJournal
  let tools: NetworkTools

  /// What is recorded and may still hold. What an earlier boot recorded is gone with its kernel and is forgotten.
  func changes() async throws -> [HostChange] {
    var current: [HostChange] = []
    for change in try await journal.changes(owner: owner) {
      if change.isOfThisBoot { current.append(change) } else { try await journal.forget(change, owner: owner) }
    }
    return current
  }

  func record(_ effect: HostChange.Effect) async throws {
    try await journal.record(HostChange(effect), owner: owner)
  }

  func forget(_ change: HostChange) async throws { try await journal.forget(change, owner: owner) }

  /// Undoes what `matching` chooses, newest first. A change that cannot be undone stays recorded and does not keep
  /// the others from being undone.
  /// - Throws: the first error.
  func undo(where matching: (HostChange) -> Bool = { _ in true }) async throws {
    var first: (any Error)?
    for change in try await changes().reversed() where matching(change) {
      do {
        try await tools.undo(change)
        try await forget(change)
      } catch {
        if first == nil { first = error }
      }
    }
    if let first { throw first }
  }

  /// Sets a sysctl, with its first value recorded. One that is not there (a kernel without IPv6) is left out.
  func setSysctl(_ path: String, _ value: String) async throws {
    guard let old = try await tools.sysctl(path), old != value else { return }
    let known = try await changes().contains { change in
      if case .sysctl(path, _) = change.effect { true } else { false }
    }
    if !known { try await record(.sysctl(path: path, oldValue: old)) }
    try await tools.setSysctl(path, value)
  }
}
