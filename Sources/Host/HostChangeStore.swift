package import FoundationEssentials
package import HostNetwork
internal import HyperV
package import Logging

/// The journal of changes to the host, in the store: written before each change, and what is left of it after a crash
/// is undone.
package struct HostChangeStore: HostChangeJournal {
  let store: Store

  package init(store: Store) { self.store = store }

  package func record(_ change: HostChange, owner: UUID) async throws {
    try await store.recordHostChange(owner: owner, value: change)
  }

  package func forget(_ change: HostChange, owner: UUID) async throws {
    try await store.forgetHostChange(owner: owner, value: change)
  }

  package func changes(owner: UUID) async throws -> [HostChange] {
    try await store.hostChanges(owner: owner, as: HostChange.self).map(\.value)
  }

  /// Undoes, last first, the changes of owners that are no longer there: a crash came between a resource's removal and
  /// the end of its undoing. One that cannot be undone is kept for the next time.
  package func undoOrphans(owners: Set<UUID>, adapters: HostAdapters, log: Logger) async {
    do {
      for (owner, change) in try await store.hostChanges(owner: nil, as: HostChange.self).reversed()
      where !owners.contains(owner) {
        do {
          try await adapters.undo(change)
          try await forget(change, owner: owner)
          log.notice("undone after a crash", metadata: ["change": "\(change)"])
        } catch {
          log.error("cannot be undone", metadata: ["change": "\(change)", "error": "\(error)"])
        }
      }
    } catch {
      log.error("the journal cannot be read", metadata: ["error": "\(error)"])
    }
  }
}
