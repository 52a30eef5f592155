// Theory of operation
//
// A frame that goes to many ports costs one credit of the port that it came from (CreditBucket in TokenBucket.swift), however
// many it reaches: what is limited is what one machine can make all others look at. Kept in the port's record and used by
// one thread at a time.

/// A port's limit of broadcast, multicast and unknown unicast frames per second (Hyper-V's `-StormLimit`). At once may
/// come what a tenth of a second earns, at least one frame.
package struct StormLimit: Hashable, Sendable, BitwiseCopyable {
  private var bucket: CreditBucket

  /// A full allowance. 0 is no limit.
  package init(framesPerSecond: UInt32 = 0) {
    bucket = CreditBucket(rate: UInt64(framesPerSecond), burst: max(UInt64(framesPerSecond) / 10, 1))
  }

  /// Whether everything passes.
  package var isUnlimited: Bool { bucket.rate == 0 }
  package var framesPerSecond: UInt32 { UInt32(truncatingIfNeeded: bucket.rate) }

  /// Whether one more frame may pass at this time of a clock that only goes forward.
  package mutating func take(at nanoseconds: UInt64) -> Bool { bucket.take(1, at: nanoseconds) }
}
