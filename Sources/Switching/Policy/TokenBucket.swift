// Theory of operation
//
// A rate limit in exact integers. A credit is one event-nanosecond: at a rate of r per second the clock earns r credits
// in each nanosecond, and an event costs 1,000,000,000 of them, so nothing is ever rounded and no rate drifts. An event
// is a bit for bandwidth, a frame for storms.
//
// A bucket earns while its clock goes on, up to what its burst is worth. Capacity and debt are at most 4 * 10^18
// credits each, so that their sum fits; a pause whose product with the rate does not fit 64 bits fills the bucket. A
// clock that goes back earns nothing.
//
// Credit may go below zero: a shaper reads frames before it knows their lengths, charges what it has read, and then
// waits until the debt is earned. So a port exceeds its burst by at most what it reads at once, and never its rate.
//
// Limits: 1 Tbit/s; a burst of 10 ms, of at least 65,600 bytes (a frame of 64 KiB with its headers) and at most 500 MB;
// debt to 4 * 10^18 credits (500 MB for bits).

/// The credits of one limit. Values are copied with the port's record; all zero means no limit.
struct CreditBucket: Hashable, Sendable, BitwiseCopyable {
  static let eventCost: Int64 = 1_000_000_000
  /// The most credits of a bucket, and the most debt.
  static let capacityLimit: Int64 = 4_000_000_000_000_000_000

  /// Events per second; 0: no limit.
  let rate: UInt64
  /// Credits of a full bucket.
  let capacity: Int64
  private(set) var credit: Int64
  private var last: UInt64 = 0

  /// A full bucket of `burst` events.
  init(rate: UInt64, burst: UInt64) {
    self.rate = rate
    let limit = UInt64(Self.capacityLimit / Self.eventCost)
    capacity = Int64(min(max(burst, 1), limit)) * Self.eventCost
    credit = capacity
  }

  /// Earns what is due at `now`, in nanoseconds.
  mutating func earn(at now: UInt64) {
    guard now > last else { return }
    let elapsed = now - last
    last = now
    let missing = UInt64(capacity - credit)
    let (earned, overflow) = elapsed.multipliedReportingOverflow(by: rate)
    // A product that overflows is more than 2^64, `missing` at most 8 * 10^18.
    credit = overflow || earned >= missing ? capacity : credit + Int64(earned)
  }

  /// Takes `events` when there is credit for them, or for a whole burst if they are more than that.
  mutating func take(_ events: UInt64, at now: UInt64) -> Bool {
    guard rate != 0 else { return true }
    earn(at: now)
    let cost = min(Self.cost(events), capacity)
    guard credit >= cost else { return false }
    credit -= cost
    return true
  }

  /// Takes `events` whether there is credit for them or not.
  mutating func charge(_ events: UInt64, at now: UInt64) {
    guard rate != 0 else { return }
    earn(at: now)
    credit = max(credit - Self.cost(events), -Self.capacityLimit)
  }

  /// Nanoseconds until there is credit for `events`, or for a whole burst if they are more than that; 0: there is now.
  func nanosecondsUntil(_ events: UInt64, at now: UInt64) -> UInt64 {
    guard rate != 0 else { return 0 }
    var later = self
    later.earn(at: now)
    let cost = min(Self.cost(events), capacity)
    guard later.credit < cost else { return 0 }
    return (UInt64(cost - later.credit) + rate - 1) / rate
  }

  private static func cost(_ events: UInt64) -> Int64 {
    Int64(min(events, UInt64(capacityLimit / eventCost))) * eventCost
  }
}

/// A port's maximum bandwidth.
package struct TokenBucket: Hashable, Sendable, BitwiseCopyable {
  /// The highest rate, in bits per second.
  package static let rateLimit: UInt64 = 1_000_000_000_000
  /// Bytes that every bucket lets pass at once.
  package static let smallestBurst: UInt64 = 65_600

  private var bucket: CreditBucket

  /// A full bucket. `bitsPerSecond` of 0 is no limit; above `rateLimit` it is that.
  package init(bitsPerSecond: UInt64 = 0) {
    let rate = min(bitsPerSecond, Self.rateLimit)
    bucket = CreditBucket(rate: rate, burst: max(rate / 100, Self.smallestBurst * 8))
  }

  /// Whether everything passes.
  package var isUnlimited: Bool { bucket.rate == 0 }
  package var bitsPerSecond: UInt64 { bucket.rate }
  /// Bytes that pass at once after a pause.
  package var burst: UInt64 { UInt64(bucket.capacity / CreditBucket.eventCost / 8) }

  /// Takes the bytes of a frame; false when they are more than the rate allows now: nothing is taken then. A frame
  /// longer than the burst passes when the bucket is full.
  package mutating func take(bytes: Int, at nanoseconds: UInt64) -> Bool {
    bucket.take(Self.bits(bytes), at: nanoseconds)
  }

  /// Takes the bytes of frames that were already read: what is more than the rate allows becomes debt.
  package mutating func charge(bytes: Int, at nanoseconds: UInt64) {
    bucket.charge(Self.bits(bytes), at: nanoseconds)
  }

  /// How long `bytes` must wait, in nanoseconds; 0: they may pass now.
  package func nanosecondsUntil(bytes: Int, at nanoseconds: UInt64) -> UInt64 {
    bucket.nanosecondsUntil(Self.bits(bytes), at: nanoseconds)
  }

  /// Takes another rate and keeps what was earned or owed under the old one, up to the new burst: changing it while
  /// traffic flows gives nobody a second burst.
  package mutating func change(bitsPerSecond: UInt64, at nanoseconds: UInt64) {
    guard min(bitsPerSecond, Self.rateLimit) != bucket.rate else { return }
    var next = TokenBucket(bitsPerSecond: bitsPerSecond)
    next.bucket.inherit(bucket, at: nanoseconds)
    self = next
  }

  private static func bits(_ bytes: Int) -> UInt64 { UInt64(clamping: max(0, min(bytes, 1 << 40))) * 8 }
}

extension CreditBucket {
  /// Goes on where `old` is at `now`.
  fileprivate mutating func inherit(_ old: CreditBucket, at now: UInt64) {
    guard old.rate != 0 else { return earn(at: now) }
    var old = old
    old.earn(at: now)
    last = now
    credit = min(capacity, old.credit)
  }
}
