internal import FoundationEssentials
internal import Synchronization

/// The switches that there are, by name: what others need to know of them without waiting for their service.
final class SwitchDirectory: Sendable {
  private let entries = Mutex<[String: (id: UUID, name: String)]>([:])

  /// The switch of that name, whatever its case.
  func find(_ name: String) -> (id: UUID, name: String)? { entries.withLock { $0[name.lowercased()] } }

  func replace(_ switches: [(id: UUID, name: String)]) {
    let new = Dictionary(switches.map { ($0.name.lowercased(), $0) }) { first, _ in first }
    entries.withLock { $0 = new }
  }
}
