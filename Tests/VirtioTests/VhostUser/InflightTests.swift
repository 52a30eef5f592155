import CDroste
import Glibc
import Testing
import VhostFrontend
import Virtio

/// The region that outlives a back end.
struct InflightTests {
  /// num_queues, queue_size, packed; bytes: header and descriptor states of the document, in multiples of 64.
  @Test(
    arguments: [
      (1, 1, false, 64), (2, 256, false, 2 * 4160), (2, 256, true, 2 * 8256), (4, 1024, true, 4 * 32832),
      (2, 255, false, 2 * 4096),
    ] as [(UInt16, UInt16, Bool, UInt64)])
  func regions(_ rings: UInt16, _ size: UInt16, _ isPacked: Bool, _ bytes: UInt64) throws {
    let wire = try Wire()
    try wire.negotiate(isPacked ? [.version1, .packedRing] : [.version1])
    for padding in [0, 4] {
      let request =
        FrontendMessage.payload(UInt64(0), UInt64(0), rings, size) + [UInt8](repeating: 0, count: padding)
      try wire.tell(.getInflight, request)
      let reply = try #require(try wire.reply())
      #expect(reply.payload == FrontendMessage.payload(bytes, UInt64(0)) + request[16...])
      let descriptor = try #require(reply.descriptors.first)
      var status = stat()
      #expect(fstat(descriptor, &status) == 0 && status.st_size == Int(bytes))
      // Nobody can shrink it under us.
      #expect(ftruncate(descriptor, 0) == -1)
      #expect(try wire.isAccepted(.setInflight, reply.payload, descriptors: [descriptor]))
      close(descriptor)
    }
  }

  @Test(arguments: [(0, 64), (5, 64), (2, 0), (2, 32769)] as [(UInt16, UInt16)])
  func regionsThatCannotBe(_ rings: UInt16, _ size: UInt16) throws {
    let wire = try Wire()
    try wire.negotiate()
    let request = FrontendMessage.payload(UInt64(0), UInt64(0), rings, size)
    try wire.tell(.getInflight, request)
    let reply = try #require(try wire.reply())
    #expect(reply.number(UInt64.self, at: 0) == 0)
    #expect(reply.descriptors.isEmpty)
    let file = try MemoryFile(1 << 20)
    #expect(try !wire.isAccepted(.setInflight, request, descriptors: [file.descriptor]))
    #expect(file.openCount() == 1)
  }

  @Test func filesThatAreTooSmall() throws {
    let wire = try Wire()
    try wire.negotiate()
    let file = try MemoryFile(2 * 4160)
    for (size, offset) in [(2 * 4160 - 1, 0), (2 * 4160, 1), (2 * 4160, 64), (.max, .max)] as [(UInt64, UInt64)] {
      let request = FrontendMessage.payload(size, offset, UInt16(2), UInt16(256))
      #expect(try !wire.isAccepted(.setInflight, request, descriptors: [file.descriptor]))
    }
    #expect(
      try wire.isAccepted(
        .setInflight, FrontendMessage.payload(UInt64(2 * 4160), UInt64(0), UInt16(2), UInt16(256)),
        descriptors: [file.descriptor]))
    #expect(file.openCount() == 1)
  }

  /// A packed ring goes on exactly where the last back end stopped, in every lap.
  @Test(arguments: [1, 3, 40, 64, 100]) func packedRingAfterDeath(_ frames: Int) throws {
    let features: VirtioFeatures = [.version1, .packedRing]
    let memory = try FrontendMemory([4 << 20])
    let areas = try RingAreas(size: 64, features: features, in: memory)
    let queue = DriverQueue(areas, in: memory, isReceiving: false)
    let request = FrontendMessage.payload(UInt64(0), UInt64(0), UInt16(2), UInt16(64))
    let first = try Wire()
    try first.negotiate(features)
    try first.tell(.getInflight, request)
    let region = try #require(try first.reply())
    let descriptor = try #require(region.descriptors.first)
    defer { close(descriptor) }
    try first.tell(.setInflight, region.payload, descriptors: [descriptor])
    try first.share(memory)
    try first.startRing(1, areas)
    for number in 0..<frames {
      try queue.send([UInt8(number)])
      first.backend.rings[1].queue?.fetch(1)
      first.backend.rings[1].queue?.giveAll()
      _ = first.backend.rings[1].queue?.publish()
      try queue.reclaim()
    }
    try queue.send([201])
    try queue.send([202])
    // Taken, not given back: lost with this back end.
    first.backend.rings[1].queue?.fetch(1)
    let next = try Wire()
    try next.negotiate(features)
    try next.tell(.setInflight, region.payload, descriptors: [descriptor])
    try next.share(memory)
    // As QEMU says it after a death: where the ring started.
    try next.startRing(1, areas)
    next.backend.rings[1].queue?.fetch(8)
    let device = try #require(next[1].queue)
    #expect(device.chainsLeft == 2)
    #expect((device.segments[0].pointer + 12).load(as: UInt8.self) == 201)
    next.backend.rings[1].queue?.giveAll()
    _ = next.backend.rings[1].queue?.publish()
    #expect(try queue.reclaim() == 2)
  }

  /// After a stop the front end decides where a ring goes on, also a driver that begins anew.
  @Test func stoppedRingBeginsAnew() throws {
    let features: VirtioFeatures = [.version1, .packedRing]
    let memory = try FrontendMemory([4 << 20])
    let wire = try Wire()
    try wire.negotiate(features)
    try wire.tell(.getInflight, FrontendMessage.payload(UInt64(0), UInt64(0), UInt16(2), UInt16(64)))
    for descriptor in try wire.reply()?.descriptors ?? [] { close(descriptor) }
    try wire.share(memory)
    for _ in 0..<3 {
      let areas = try RingAreas(size: 64, features: features, in: memory)
      let queue = DriverQueue(areas, in: memory, isReceiving: false)
      try wire.startRing(1, areas)
      try queue.send([1])
      wire.backend.rings[1].queue?.fetch(1)
      #expect(wire[1].queue?.chainsLeft == 1)
      wire.backend.rings[1].queue?.giveAll()
      _ = wire.backend.rings[1].queue?.publish()
      #expect(try wire.ask(.getRingBase, FrontendMessage.payload(UInt32(1), UInt32(0))) == 0x8001_8001 << 32 | 1)
    }
  }

  /// A region full of noise is not believed beyond the ring.
  @Test(arguments: 1...20) func noise(_ seed: Int) throws {
    var numbers = SeededNumbers(state: UInt64(seed))
    let features: VirtioFeatures = [.version1, .packedRing]
    let memory = try FrontendMemory([4 << 20])
    let areas = try RingAreas(size: 64, features: features, in: memory)
    let size = 2 * 2112
    let file = try MemoryFile(size)
    var bytes = (0..<size).map { _ in UInt8.random(in: 0...255, using: &numbers) }
    (bytes[8], bytes[9]) = (1, 0)
    _ = pwrite(file.descriptor, &bytes, size, 0)
    let wire = try Wire()
    try wire.negotiate(features)
    try wire.tell(
      .setInflight, FrontendMessage.payload(UInt64(size), UInt64(0), UInt16(2), UInt16(64)),
      descriptors: [file.descriptor])
    try wire.share(memory)
    try wire.startRing(0, areas)
    #expect(wire[0].queue != nil)
    wire.backend.rings[0].queue?.fetch(64)
  }

  @Test func truncatedRegion() throws {
    let features: VirtioFeatures = [.version1, .packedRing]
    let memory = try FrontendMemory([4 << 20])
    let areas = try RingAreas(size: 64, features: features, in: memory)
    let file = try MemoryFile(2 * 2112)
    let wire = try Wire()
    try wire.negotiate(features)
    try wire.tell(
      .setInflight, FrontendMessage.payload(UInt64(2 * 2112), UInt64(0), UInt16(2), UInt16(64)),
      descriptors: [file.descriptor])
    try wire.share(memory)
    ftruncate(file.descriptor, 0)
    #expect(!wire.backend.isMemoryLost)
    try wire.startRing(0, areas)
    #expect(wire.backend.isMemoryLost)
  }
}
