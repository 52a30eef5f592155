internal import Doctor
internal import Synchronization

/// What the kernel's counters of wrong checksums were when the doctor looked before, for all connections.
final class ChecksumCounters: Sendable {
  private let window = Mutex(CounterWindow())

  /// Makes the facts tell what came in the last minutes.
  func apply(to network: inout NetworkFacts) { window.withLock { $0.apply(to: &network) } }
}
