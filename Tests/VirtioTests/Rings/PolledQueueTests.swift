import Testing
import VhostFrontend
import Virtio

/// The queue that measures moves what it says.
struct PolledQueueTests {
  static let shapes = RingShape.all([1, 7, 8, 256])

  private func device(_ areas: RingAreas, _ memory: FrontendMemory, _ storage: VirtqueueStorage, writes: Bool) throws
    -> Virtqueue
  {
    try #require(
      Virtqueue(
        areas.layout, memory: memory.guestMemory, storage: storage, position: areas.start, deviceWrites: writes))
  }

  @Test(arguments: shapes)
  func sent(_ shape: RingShape) throws {
    let memory = try FrontendMemory([1 << 20])
    let areas = try RingAreas(size: shape.size, features: shape.features, in: memory)
    let storage = VirtqueueStorage()
    defer { withExtendedLifetime(storage) {} }
    var ring = try device(areas, memory, storage, writes: false)
    let frames = [frame(1), frame(2, 100), frame(3, 80)]
    let queue = PolledQueue(sending: frames, areas, in: memory)
    var numbers = TestNumbers(1)
    var sent = 0
    var taken = 0
    var interrupts = 0
    ring.setKicks(false)
    while taken < 70_000 {
      sent += queue.sendPrebuilt(1 + numbers.below(64))
      ring.fetch(1 + numbers.below(64))
      for index in ring.nextChain..<ring.chainCount {
        let expected = frames[taken % shape.size % 3].count + 12
        if Int(ring.chains[index].length) != expected { Issue.record("frame \(taken) has a wrong length") }
        taken += 1
      }
      ring.giveAll()
      if ring.publish() { interrupts += 1 }
    }
    #expect(queue.outstanding >= sent - taken)
    // An event index that nobody moves comes by once in 65536.
    let most = shape.hasEventIndex && !shape.isPacked ? 1 : 0
    #expect(queue.kicks <= most && interrupts <= most)
    #expect(ring.violation == nil)
    while taken < sent {
      ring.fetch(64)
      taken += ring.chainsLeft
      ring.giveAll()
      _ = ring.publish()
    }
    let kicks = queue.kicks
    ring.setKicks(true)
    #expect(queue.sendPrebuilt(1) == 1)
    #expect(queue.kicks == kicks + 1)
  }

  @Test(arguments: shapes)
  func received(_ shape: RingShape) throws {
    let memory = try FrontendMemory([1 << 20])
    let areas = try RingAreas(size: shape.size, features: shape.features, in: memory)
    let storage = VirtqueueStorage()
    defer { withExtendedLifetime(storage) {} }
    var ring = try device(areas, memory, storage, writes: true)
    let queue = PolledQueue(receiving: 256, areas, in: memory)
    #expect(queue.outstanding == shape.size)
    var numbers = TestNumbers(2)
    var delivered = 0
    var received = 0
    while delivered < 70_000 {
      ring.fetch(1 + numbers.below(64))
      for _ in 0..<numbers.below(ring.chainsLeft + 1) {
        let segment = ring.segments[Int(ring.chains[ring.nextChain].firstSegment)]
        segment.pointer.storeBytes(of: delivered, as: Int.self)
        ring.give(72)
        delivered += 1
      }
      _ = ring.publish()
      let place = queue.nextPlace
      let count = queue.receiveCount(1 + numbers.below(64))
      if count > 0, queue.buffer(at: place).load(as: Int.self) != received {
        Issue.record("buffer \(received) is not where it should be")
      }
      received += count
    }
    received += queue.receiveCount()
    while case let more = queue.receiveCount(), more > 0 { received += more }
    #expect(received == delivered)
    #expect(ring.violation == nil)
  }
}
