import Switching
import Testing

@Suite("Rate limits")
struct RateLimitTests {
  static let second: UInt64 = 1_000_000_000

  @Test("A rate of 0 limits nothing")
  func unlimited() {
    var bucket = TokenBucket()
    #expect(bucket.isUnlimited)
    #expect(bucket.take(bytes: .max, at: 0) == true)
    bucket.charge(bytes: .max, at: 5)
    #expect(bucket.nanosecondsUntil(bytes: .max, at: 0) == 0)
    var storm = StormLimit()
    #expect(storm.isUnlimited)
    #expect(storm.take(at: 0) == true)
  }

  @Test("The burst, and then exactly the rate", arguments: [8, 1_000_000, 10_000_000_000, 400_000_000_000] as [UInt64])
  func exact(rate: UInt64) {
    var bucket = TokenBucket(bitsPerSecond: rate)
    #expect(bucket.burst == max(rate / 800, 65_600))
    let start = 7 * Self.second
    // All of the burst is there at once, and no byte more.
    #expect(bucket.take(bytes: Int(bucket.burst), at: start) == true)
    #expect(bucket.take(bytes: 1, at: start) == false)
    // A frame passes when its bits are earned, and not a nanosecond before.
    let bits: UInt64 = 1500 * 8
    let wait = bucket.nanosecondsUntil(bytes: 1500, at: start)
    #expect(wait == (bits * Self.second + rate - 1) / rate)
    #expect(bucket.take(bytes: 1500, at: start + wait - 1) == false)
    #expect(bucket.nanosecondsUntil(bytes: 1500, at: start + wait) == 0)
    #expect(bucket.take(bytes: 1500, at: start + wait) == true)
  }

  @Test("Over a long time not a bit more or less than the rate")
  func longRun() {
    let rate: UInt64 = 123_456_789
    var bucket = TokenBucket(bitsPerSecond: rate)
    var random = SeededGenerator(state: 11)
    var now: UInt64 = 1
    #expect(bucket.take(bytes: Int(bucket.burst), at: now) == true)
    let start = now
    var bits: UInt64 = 0
    for _ in 0..<20_000 {
      let bytes = Int.random(in: 64...9000, using: &random)
      now += bucket.nanosecondsUntil(bytes: bytes, at: now)
      let passed = bucket.take(bytes: bytes, at: now)
      #expect(passed)
      bits += UInt64(bytes) * 8
    }
    // Whole nanoseconds are waited for, less than a bit each; and the burst was no whole number of bytes.
    let earned = (now - start) * rate / Self.second
    #expect(bits <= earned + 7 && earned <= bits + 1)
  }

  @Test("Charged frames become debt, which must be earned first")
  func debt() {
    let rate: UInt64 = 80_000_000
    var bucket = TokenBucket(bitsPerSecond: rate)
    bucket.charge(bytes: Int(bucket.burst) + 64 * 65_536, at: 0)
    // 4 MiB of debt at 10 MB/s, and one byte more to be let through.
    #expect(bucket.nanosecondsUntil(bytes: 0, at: 0) == 64 * 65_536 * 100)
    #expect(bucket.nanosecondsUntil(bytes: 1, at: 0) == (64 * 65_536 + 1) * 100)
    #expect(bucket.take(bytes: 1, at: 64 * 65_536 * 100) == false)
    #expect(bucket.take(bytes: 1, at: (64 * 65_536 + 1) * 100) == true)
  }

  @Test("A frame longer than the burst passes when the bucket is full")
  func longFrame() {
    var bucket = TokenBucket(bitsPerSecond: 8000)
    #expect(bucket.take(bytes: 100_000, at: 0) == true)
    #expect(bucket.take(bytes: 100_000, at: 65_599_999_999) == false)
    #expect(bucket.take(bytes: 100_000, at: 65_600_000_000) == true)
  }

  @Test("The ends of all numbers", arguments: [1, 8, 999_999_999, 1_000_000_000_000, .max] as [UInt64])
  func extremes(rate: UInt64) {
    var bucket = TokenBucket(bitsPerSecond: rate)
    #expect(bucket.bitsPerSecond == min(rate, TokenBucket.rateLimit))
    bucket.charge(bytes: .max, at: .max)
    for _ in 0..<20 { bucket.charge(bytes: .max, at: .max) }
    #expect(bucket.nanosecondsUntil(bytes: .max, at: .max) > 0)
    // A clock that goes back earns nothing.
    #expect(bucket.take(bytes: 1, at: 0) == false)
    var other = TokenBucket(bitsPerSecond: rate)
    other.charge(bytes: .max, at: 0)
    #expect(other.take(bytes: 64, at: .max) == true)
    #expect(other.take(bytes: -5, at: .max) == true)
  }

  @Test("Another rate while traffic flows gives nobody a second burst")
  func change() {
    var bucket = TokenBucket(bitsPerSecond: 1_000_000)
    #expect(bucket.take(bytes: Int(bucket.burst), at: 5) == true)
    bucket.change(bitsPerSecond: 1_000_000, at: 6)
    #expect(bucket.take(bytes: 1, at: 6) == false)
    bucket.change(bitsPerSecond: 2_000_000, at: 6)
    #expect(bucket.bitsPerSecond == 2_000_000)
    #expect(bucket.take(bytes: 1, at: 6) == false)
    #expect(bucket.take(bytes: 250, at: 6 + 1_000_000) == true)
    bucket.change(bitsPerSecond: 0, at: 7)
    #expect(bucket.isUnlimited)
    bucket.change(bitsPerSecond: 1000, at: 8)
    #expect(bucket.take(bytes: Int(bucket.burst), at: 8) == true)
    #expect(bucket.take(bytes: 1, at: 8) == false)
  }

  @Test("Random use at random rates never passes more than burst and rate")
  func fuzz() {
    var random = SeededGenerator(state: 23)
    for _ in 0..<300 {
      let rate = UInt64.random(in: 1...(1 << UInt64.random(in: 1...40, using: &random)), using: &random)
      var bucket = TokenBucket(bitsPerSecond: rate)
      var now = UInt64.random(in: 0...Self.second, using: &random)
      let start = now
      var passed: UInt64 = 0
      for _ in 0..<200 {
        let bytes = Int.random(in: 0...65_600, using: &random)
        now += UInt64.random(in: 0...(1 << UInt64.random(in: 1...32, using: &random)), using: &random)
        if bucket.take(bytes: bytes, at: now) { passed += UInt64(bytes) * 8 }
      }
      let earned = Double(now - start) * Double(min(rate, TokenBucket.rateLimit)) / 1e9
      #expect(Double(passed) <= Double(bucket.burst * 8) + earned + 1)
    }
  }

  @Test("Storms: a tenth of a second at once, at least one frame", arguments: [(1, 1), (9, 1), (20, 2), (1000, 100)])
  func storms(rate: UInt32, burst: Int) {
    var limit = StormLimit(framesPerSecond: rate)
    let taken = (0..<1000).prefix { _ in limit.take(at: 99) }.count
    #expect(taken == burst)
    let frame = (Self.second + UInt64(rate) - 1) / UInt64(rate)
    #expect(limit.take(at: 99 + frame - 1) == false)
    #expect(limit.take(at: 99 + frame) == true)
    // After any pause no more than the burst.
    let later = (0..<1000).prefix { _ in limit.take(at: 3600 * Self.second) }.count
    #expect(later == burst)
  }

  @Test("The highest storm limit")
  func highestStorm() {
    var limit = StormLimit(framesPerSecond: .max)
    #expect(limit.framesPerSecond == .max)
    #expect(limit.take(at: 0) == true)
    #expect(limit.take(at: .max) == true)
  }
}
