internal import Glibc

/// What a kernel's counters gained lately. They count from its start, and what was mended must not be told for ever.
///
/// It knows what they were when it was asked before: at most `sampleLimit` times, at least `spacing` seconds apart.
package struct CounterWindow: Sendable {
  /// How far back is lately, in seconds.
  package static let length: UInt64 = 120
  private static let spacing: UInt64 = 10
  private static let sampleLimit = 16

  private struct Sample {
    var second: UInt64
    var errors: UInt64
    var packets: UInt64
  }

  private var samples: [Sample] = []

  package init() {}

  /// Makes what the facts count since the kernel's start what they gained since they were looked at `length` seconds ago or
  /// longer; leaves it where nobody looked then.
  package mutating func apply(to network: inout NetworkFacts, at second: UInt64 = MonotonicClock.seconds()) {
    let now = Sample(second: second, errors: network.checksumErrors, packets: network.receivedPackets)
    let base = samples.last { $0.second + Self.length <= second }
    if let base {
      samples.removeAll { $0.second < base.second }
      // Less than before: another kernel's, or another network namespace's.
      network.checksumErrors -= base.errors <= now.errors ? base.errors : 0
      network.receivedPackets -= base.packets <= now.packets ? base.packets : 0
      network.countedSeconds = second - base.second
    }
    guard samples.last.map({ $0.second + Self.spacing <= second }) ?? true, samples.count < Self.sampleLimit else {
      return
    }
    samples.append(now)
  }
}

/// CLOCK_MONOTONIC: every process of a computer reads the same.
package enum MonotonicClock {
  package static func seconds() -> UInt64 {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    return UInt64(max(0, time.tv_sec))
  }
}
