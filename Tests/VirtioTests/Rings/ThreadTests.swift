import CDroste
import Glibc
import Testing
import VhostFrontend
import Virtio

/// Driver and device run at the same time, as in two processes: what one shows the other sees whole.
struct ThreadTests {
  /// The device's end, on a thread of its own: gives back what is sent.
  private final class Device: @unchecked Sendable {
    // SAFETY: `ring` is the thread's alone between its start and `join`; `stop` is read and written atomically.
    var ring: Virtqueue
    let storage: VirtqueueStorage
    let stop: UnsafeMutableRawPointer
    var seen = 0
    var isRight = true
    let headerLength: Int
    let call: EventDescriptor

    init(_ ring: Virtqueue, _ storage: VirtqueueStorage, _ areas: RingAreas) {
      self.ring = ring
      self.storage = storage
      headerLength = areas.features.headerLength
      call = areas.call
      stop = .allocate(byteCount: 8, alignment: 8)
      droste_store_64(stop, 0)
    }

    deinit { stop.deallocate() }

    func run() {
      while droste_load_64(stop) == 0 {
        ring.fetch(64)
        guard ring.hasChain else {
          droste_relax()
          continue
        }
        for index in ring.nextChain..<ring.chainCount {
          let segment = ring.segments[Int(ring.chains[index].firstSegment)]
          let mark = (segment.pointer + headerLength).loadUnaligned(as: UInt64.self)
          if mark != UInt64(seen) { isRight = false }
          seen += 1
        }
        if seen % 3 == 0 { ring.giveAll() } else { while ring.hasChain { ring.give(0) } }
        if ring.publish() { call.signal() }
      }
    }
  }

  @Test(arguments: RingShape.all([4, 256]))
  func sent(_ shape: RingShape) throws {
    let fixture = try RingFixture(shape)
    let device = Device(fixture.device, fixture.storage, fixture.areas)
    var thread = pthread_t()
    let start: @convention(c) (UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? = {
      Unmanaged<Device>.fromOpaque($0!).takeUnretainedValue().run()
      return nil
    }
    #expect(pthread_create(&thread, nil, start, Unmanaged.passUnretained(device).toOpaque()) == 0)
    let deadline = Deadline(30)
    let count = 20_000
    do {
      for number in 0..<count {
        let mark = (0..<8).map { UInt8(truncatingIfNeeded: number >> ($0 * 8)) }
        try fixture.driver.send(mark, by: deadline)
      }
      try fixture.driver.drain(by: deadline)
    } catch {
      Issue.record(error)
    }
    droste_store_64(device.stop, 1)
    pthread_join(thread, nil)
    #expect(device.seen == count)
    #expect(device.isRight)
    #expect(device.ring.violation == nil)
    // A driver that waits is told each time; it waits less often than it sends.
    #expect(fixture.driver.interrupts <= count)
  }
}
