internal import Synchronization

/// What the kernel's counters of wrong checksums were when the doctor looked before, whoever asked.
package final class ChecksumCounters: Sendable {
  private let window = Mutex(CounterWindow())

  package init() {}

  /// Makes the facts tell what came in the last minutes.
  func apply(to network: inout NetworkFacts) { window.withLock { $0.apply(to: &network) } }
}

extension NetworkFacts {
  /// Adds what is looked at in a guest only: what came with wrong checksums lately, and what reaches its gateways.
  /// Blocks as long as `PathProbe` does.
  package mutating func look(_ checksums: ChecksumCounters) {
    checksums.apply(to: &self)
    paths = PathProbe.run(self)
  }
}
