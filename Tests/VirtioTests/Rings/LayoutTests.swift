import Testing
import VhostFrontend
import Virtio

/// Every way of laying a frame out arrives as it was, on every kind of ring.
struct LayoutTests {
  static let sizes = [1, 2, 3, 4, 7, 8, 100, 256, 1024]

  static let layouts: [BufferLayout] = [
    .single, .separateHeader, .pieces([5, 7]), .pieces([12, 1, 1, 1, 20]), .pieces([0, 13, 0, 30]), .indirect,
    .indirectPieces([3, 4, 5, 6, 7]), .indirectPieces(Array(repeating: 1, count: 60)),
  ]

  @Test(arguments: RingShape.all(sizes))
  func sent(_ shape: RingShape) throws {
    let ring = try RingFixture(shape)
    var numbers = TestNumbers(UInt64(shape.size))
    var sent: [[UInt8]] = []
    var taken: [[UInt8]] = []
    for number in 0..<min(2 * shape.size + 40, 300) {
      let layout = Self.layouts[number % Self.layouts.count]
      let next = frame(number, 60 + number % 100)
      if try ring.driver.add(next, layout: layout) {
        sent.append(next)
        ring.driver.flush()
      }
      // The device comes by now and then, and takes some.
      if numbers.below(3) == 0 || ring.driver.freeDescriptors < 9 {
        taken += ring.takeAll(1 + numbers.below(64), oneByOne: number % 2 == 0)
      }
    }
    while taken.count < sent.count {
      let more = ring.takeAll()
      try #require(!more.isEmpty)
      taken += more
    }
    #expect(taken == sent)
    #expect(sent.count >= min(shape.size, 40) / 2)
    #expect(ring.device.violation == nil)
    try ring.driver.reclaim()
    #expect(ring.driver.outstanding == 0)
    #expect(ring.driver.freeDescriptors == shape.size)
  }

  @Test(arguments: RingShape.all(sizes))
  func received(_ shape: RingShape) throws {
    let ring = try RingFixture(shape, receiving: true)
    var numbers = TestNumbers(UInt64(shape.size) + 1)
    ring.driver.post(shape.size, of: 256)
    var delivered: [[UInt8]] = []
    var received: [[UInt8]] = []
    for number in 0..<min(2 * shape.size + 40, 300) {
      // Up to three buffers, where there are three.
      let next = frame(number, 60 + numbers.below(min(3, shape.size) * 256 - 72))
      if ring.deliver(next) { delivered.append(next) }
      if numbers.below(3) == 0 || ring.device.chainsLeft < 3 {
        ring.publish()
        while let frame = try ring.driver.receive() {
          #expect(frame.numBuffers == (frame.bytes.count + 12 + 255) / 256)
          received.append(frame.bytes)
        }
      }
    }
    ring.publish()
    while let frame = try ring.driver.receive() { received.append(frame.bytes) }
    #expect(received == delivered)
    #expect(delivered.count >= min(shape.size, 40) / 2)
    #expect(ring.device.violation == nil)
  }

  @Test(arguments: RingShape.all([8, 100]), [false, true])
  func receivedInChains(_ shape: RingShape, _ isIndirect: Bool) throws {
    let ring = try RingFixture(shape, receiving: true)
    while ring.driver.post(chain: [12, 1, 99, 500], isIndirect: isIndirect) {}
    for number in 0..<3 * shape.size {
      let next = frame(number, 60 + number % 500)
      #expect(ring.deliver(next))
      ring.publish()
      #expect(try ring.driver.receive()?.bytes == next)
    }
    #expect(ring.device.violation == nil)
  }

  @Test(arguments: [false, true])
  func legacyHeader(_ isPacked: Bool) throws {
    let ring = try RingFixture(
      RingShape(16, packed: isPacked), receiving: true, without: [.version1, .mergeableBuffers])
    #expect(ring.driver.headerLength == 10)
    #expect(ring.driver.post(chain: [10, 1514]))
    #expect(ring.deliver(frame(1, 1514)))
    ring.publish()
    #expect(try ring.driver.receive()?.bytes == frame(1, 1514))
  }

  @Test(arguments: [false, true])
  func largestFrame(_ isPacked: Bool) throws {
    let ring = try RingFixture(RingShape(256, packed: isPacked))
    let large = frame(1, 65549)
    for layout in [BufferLayout.single, .pieces(Array(repeating: 4096, count: 16)), .indirect] {
      try ring.driver.send(large, layout: layout)
      #expect(ring.takeAll() == [large])
    }
  }
}
