import Testing
import VhostFrontend
import Virtio

/// Positions wrap around at the ring's size and at 65536; nothing is lost, doubled or out of order over 100,000 chains.
struct WrapTests {
  static let shapes =
    RingShape.all([256]) + [
      RingShape(1, packed: false), RingShape(1024, packed: false, inOrder: true), RingShape(1, packed: true),
      RingShape(5, packed: true, event: true, inOrder: true), RingShape(1000, packed: true),
    ]

  @Test(arguments: shapes)
  func sent(_ shape: RingShape) throws {
    let ring = try RingFixture(shape)
    var numbers = TestNumbers(7)
    var next = 0
    var expected = 0
    while expected < 100_000 {
      for _ in 0...numbers.below(2 * min(shape.size, 64)) {
        // Two descriptors now and then, so that the places of heads change from lap to lap.
        let isLong = shape.size > 1 && numbers.below(8) == 0
        let mark = (0..<4).map { UInt8(truncatingIfNeeded: next >> ($0 * 8)) }
        guard try ring.driver.add(mark, layout: isLong ? .separateHeader : .single) else { break }
        next += 1
      }
      ring.driver.flush()
      let limit = 1 + numbers.below(64)
      ring.device.fetch(limit)
      while ring.device.hasChain {
        let chain = ring.device.chains[ring.device.nextChain]
        let last = ring.device.segments[Int(chain.firstSegment) + Int(chain.segmentCount) - 1]
        let mark = last.pointer.loadUnaligned(
          fromByteOffset: Int(last.length) - 4, as: UInt32.self)
        try #require(Int(mark) == expected)
        expected += 1
        if numbers.below(4) == 0 {
          // All that is left at once, the first of it being looked at already.
          expected += ring.device.chainsLeft - 1
          ring.device.giveAll()
        } else {
          ring.device.give(0)
        }
      }
      ring.publish()
    }
    #expect(ring.device.violation == nil)
  }

  @Test(arguments: shapes)
  func received(_ shape: RingShape) throws {
    let ring = try RingFixture(shape, receiving: true)
    var numbers = TestNumbers(8)
    ring.driver.post(shape.size, of: 64)
    var next = 0
    var expected = 0
    while expected < 100_000 {
      for _ in 0...numbers.below(2 * min(shape.size, 64)) {
        let mark = (0..<4).map { UInt8(truncatingIfNeeded: next >> ($0 * 8)) }
        guard ring.deliver(mark) else { break }
        next += 1
      }
      ring.publish()
      while let frame = try ring.driver.receive() {
        let mark = frame.bytes.reversed().reduce(0) { $0 << 8 | Int($1) }
        try #require(mark == expected)
        expected += 1
      }
      try #require(expected == next)
    }
    #expect(ring.device.violation == nil)
  }
}
