import Testing
import VhostFrontend
import Virtio

/// What a batch holds: at most 64 chains and 1024 segments, and what is left over when more is fetched.
struct BatchTests {
  static let shapes = RingShape.all([128, 1024])

  private func fill(_ ring: RingFixture, _ count: Int, _ layout: BufferLayout = .single) throws {
    for number in 0..<count { #expect(try ring.driver.add(frame(number), layout: layout)) }
    ring.driver.flush()
  }

  @Test(arguments: shapes)
  func limits(_ shape: RingShape) throws {
    let ring = try RingFixture(shape)
    try fill(ring, 100)
    ring.device.fetch(0)
    #expect(ring.device.chainsLeft == 0)
    ring.device.fetch(10)
    #expect(ring.device.chainsLeft == 10)
    ring.device.fetch(1)
    #expect(ring.device.chainsLeft == 11)
    ring.device.fetch(1000)
    #expect(ring.device.chainsLeft == 64)
    ring.device.fetch(1000)
    #expect(ring.device.chainsLeft == 64)
    #expect(ring.frames() == (0..<64).map { frame($0) })
  }

  @Test(arguments: shapes)
  func leftOver(_ shape: RingShape) throws {
    let ring = try RingFixture(shape)
    var numbers = TestNumbers(5)
    var sent = 0
    var taken = 0
    for _ in 0..<400 {
      for _ in 0..<numbers.below(40) {
        let layout = LayoutTests.layouts[numbers.below(LayoutTests.layouts.count)]
        guard try ring.driver.add(frame(sent), layout: layout) else { break }
        sent += 1
      }
      ring.driver.flush()
      ring.device.fetch(numbers.below(70))
      #expect(ring.frames() == (0..<ring.device.chainsLeft).map { frame(taken + $0) })
      for _ in 0..<numbers.below(ring.device.chainsLeft + 1) {
        ring.device.give(0)
        taken += 1
      }
      if numbers.below(2) == 0 { ring.publish() }
    }
    #expect(ring.device.violation == nil)
    #expect(taken > 1000)
  }

  @Test(arguments: shapes, [false, true])
  func segments(_ shape: RingShape, _ isIndirect: Bool) throws {
    // 72 bytes in 72 pieces: 14 chains are 1008 of 1024 segments, and the 15th waits.
    let ring = try RingFixture(shape)
    let pieces = Array(repeating: 1, count: 72)
    let count = isIndirect || shape.size >= 20 * 72 ? 20 : shape.size / 72
    try fill(ring, count, isIndirect ? .indirectPieces(pieces) : .pieces(pieces))
    var taken: [[UInt8]] = []
    while taken.count < count {
      ring.device.fetch(64)
      try #require(ring.device.chainsLeft == min(14, count - taken.count))
      taken += ring.takeAll(0)
    }
    #expect(taken == (0..<count).map { frame($0) })
    #expect(ring.device.violation == nil)
  }

  @Test(arguments: shapes)
  func roomForSegments(_ shape: RingShape) throws {
    // A long chain behind leftovers waits until they are gone, and then comes whole.
    let ring = try RingFixture(shape)
    try fill(ring, 1)
    let large = frame(1, 1000)
    #expect(try ring.driver.add(large, layout: .indirectPieces(Array(repeating: 1, count: 1000))))
    #expect(try ring.driver.add(large, layout: .indirectPieces(Array(repeating: 1, count: 100))))
    ring.driver.flush()
    ring.device.fetch(64)
    #expect(ring.frames() == [frame(0), large])
    ring.device.fetch(64)
    #expect(ring.device.chainsLeft == 2)
    ring.device.give(0)
    ring.device.fetch(64)
    #expect(ring.frames() == [large])
    ring.device.give(0)
    ring.device.fetch(64)
    #expect(ring.frames() == [large])
    #expect(ring.device.violation == nil)
  }

  @Test(arguments: RingShape.all([1024]), [false, true])
  func longestChain(_ shape: RingShape, _ isIndirect: Bool) throws {
    let ring = try RingFixture(shape)
    let whole = frame(3, 1012)
    let pieces = Array(repeating: 1, count: 1024)
    try ring.driver.send(whole, layout: isIndirect ? .indirectPieces(pieces) : .pieces(pieces))
    #expect(ring.takeAll() == [whole])
    #expect(ring.device.violation == nil)
  }

  @Test(arguments: RingShape.all([8]))
  func order(_ shape: RingShape) throws {
    // Used entries that are not shown yet cost the driver nothing and reach it all at once.
    let ring = try RingFixture(shape)
    try fill(ring, 8)
    ring.device.fetch(64)
    for _ in 0..<8 { ring.device.give(0) }
    if !shape.isPacked { #expect(!ring.driver.hasUsed) }
    ring.publish()
    #expect(try ring.driver.reclaim() == 8)
  }
}
