import Testing
import VhostFrontend
import Virtio

/// When a ring runs, and where it goes on.
struct RingLifeTests {
  private func prepared(
    _ features: VirtioFeatures = [.version1, .protocolFeatures], size: Int = 64
  ) throws -> (Wire, RingAreas, FrontendMemory) {
    let wire = try Wire()
    try wire.negotiate(features)
    let memory = try FrontendMemory([4 << 20])
    try wire.share(memory)
    return (wire, try RingAreas(size: size, features: features, in: memory), memory)
  }

  /// Each part may come last.
  @Test(arguments: 0..<5) func startsWhenAllIsKnown(_ last: Int) throws {
    let wire = try Wire()
    try wire.negotiate([.version1, .protocolFeatures])
    let memory = try FrontendMemory([4 << 20])
    let areas = try RingAreas(size: 64, features: [.version1], in: memory)
    let parts: [() throws -> Void] = [
      { try wire.tell(.setRingSize, FrontendMessage.payload(UInt32(0), UInt32(64))) },
      { try wire.tell(.setRingAddress, address(0, areas)) },
      { try wire.tell(.setRingKick, word(0), descriptors: [areas.kick.descriptor]) },
      { try wire.share(memory) },
      { try wire.tell(.setRingCall, word(0), descriptors: [areas.call.descriptor]) },
    ]
    for index in parts.indices where index != last { try parts[index]() }
    #expect((wire[0].queue != nil) == (last == 4))
    try parts[last]()
    #expect(wire[0].queue != nil)
    #expect(wire[0].kick >= 0 && wire.recorder.kicks[0] == wire[0].kick)
    // A driver whose back end died may wait for this.
    #expect(areas.call.drain() >= 1)
  }

  @Test func enabledByMessage() throws {
    let (wire, areas, _) = try prepared()
    try wire.startRing(0, areas)
    #expect(!wire[0].isEnabled && !wire[0].isActive)
    // Nothing was said yet: what it holds stays there. A ring that was disabled drops it.
    #expect(wire[0].isHeld)
    #expect(wire.backend.activePairs == 0)
    try wire.tell(.setRingEnable, FrontendMessage.payload(UInt32(0), UInt32(0)))
    #expect(!wire[0].isActive && !wire[0].isHeld)
    try wire.tell(.setRingEnable, FrontendMessage.payload(UInt32(0), UInt32(1)))
    #expect(wire[0].isActive)
    #expect(wire.backend.activePairs == 1)
    try wire.tell(.resetOwner)
    #expect(!wire[0].isEnabled && !wire[0].isHeld && wire[0].queue != nil)
    #expect(try !wire.isAccepted(.setRingEnable, FrontendMessage.payload(UInt32(0), UInt32(2))))
  }

  /// QEMU enables before it says anything else.
  @Test func enabledFirst() throws {
    let wire = try Wire()
    try wire.tell(.setRingEnable, FrontendMessage.payload(UInt32(3), UInt32(1)))
    try wire.negotiate([.version1, .protocolFeatures])
    let memory = try FrontendMemory([4 << 20])
    try wire.share(memory)
    try wire.startRing(3, try RingAreas(size: 64, features: [.version1], in: memory))
    #expect(wire[3].isActive)
    #expect(wire.backend.activePairs == 2)
  }

  /// Without protocol features there is no message for it.
  @Test func enabledFromTheStart() throws {
    let (wire, areas, _) = try prepared([.version1])
    try wire.startRing(0, areas)
    #expect(wire[0].isActive && !wire[0].isHeld)
  }

  @Test func polledWithoutKick() throws {
    let (wire, areas, _) = try prepared()
    try wire.startRing(0, areas)
    #expect(wire.recorder.kicks.count == 1)
    try wire.tell(.setRingKick, word(0x100))
    try wire.tell(.setRingCall, word(0x100))
    #expect(wire[0].queue != nil && wire[0].kick == -1 && wire[0].call == -1)
    #expect(wire.recorder.kicks.isEmpty)
    wire.backend.signal(0)
  }

  @Test func anythingButAnEventCounterIsRefused() throws {
    let (wire, areas, memory) = try prepared()
    for request in [VhostUserRequest.setRingKick, .setRingCall, .setRingError] {
      let leak = try Leak()
      #expect(try !wire.isAccepted(request, word(0), descriptors: [leak.descriptor]))
      #expect(leak.isClosed())
      #expect(try !wire.isAccepted(request, word(0), descriptors: [memory.regions[0].descriptor]))
      #expect(try !wire.isAccepted(request, word(0)))
      #expect(try !wire.isAccepted(request, word(4), descriptors: [areas.call.descriptor]))
    }
  }

  struct Position: Sendable {
    var features: VirtioFeatures
    var base: UInt32
    /// After one chain.
    var next: UInt32
  }

  /// QEMU gives both halves for packed rings, DPDK only the lower.
  @Test(arguments: [
    Position(features: [.version1], base: 0, next: 1),
    Position(features: [.version1, .packedRing], base: 0x8000_8000, next: 0x8001_8001),
    Position(features: [.version1, .packedRing], base: 0x8000, next: 0x8001_8001),
  ])
  func bases(_ row: Position) throws {
    let (wire, areas, memory) = try prepared(row.features)
    let queue = DriverQueue(areas, in: memory, isReceiving: false)
    try wire.startRing(1, areas, base: row.base)
    try queue.send([1, 2, 3])
    wire.backend.rings[1].queue?.fetch(8)
    #expect(wire[1].queue?.chainsLeft == 1)
    wire.backend.rings[1].queue?.giveAll()
    _ = wire.backend.rings[1].queue?.publish()
    #expect(try wire.ask(.getRingBase, FrontendMessage.payload(UInt32(1), UInt32(0))) == UInt64(row.next) << 32 | 1)
    #expect(wire[1].queue == nil && wire[1].kick == -1 && wire.recorder.kicks.isEmpty)
    // Asked again, it says the same.
    #expect(try wire.ask(.getRingBase, FrontendMessage.payload(UInt32(1), UInt32(0))) == UInt64(row.next) << 32 | 1)
    // And goes on from there.
    try wire.startRing(1, areas, base: row.next)
    try queue.send([4, 5, 6])
    wire.backend.rings[1].queue?.fetch(8)
    #expect(wire[1].queue?.chainsLeft == 1)
  }

  /// What was given back is shown before a ring stops.
  @Test(arguments: [VirtioFeatures.version1, [.version1, .packedRing]]) func stopShows(_ features: VirtioFeatures)
    throws
  {
    let (wire, areas, memory) = try prepared(features)
    let queue = DriverQueue(areas, in: memory, isReceiving: false)
    try wire.startRing(1, areas)
    try queue.send([1])
    wire.backend.rings[1].queue?.fetch(1)
    wire.backend.rings[1].queue?.give(0)
    #expect(!queue.hasUsed)
    try wire.tell(.getRingBase, FrontendMessage.payload(UInt32(1), UInt32(0)))
    #expect(queue.hasUsed)
  }

  /// What was taken and not given back when a back end dies is taken again by the next.
  @Test func splitRingAfterDeath() throws {
    let (wire, areas, memory) = try prepared()
    let queue = DriverQueue(areas, in: memory, isReceiving: false)
    try wire.startRing(1, areas)
    for number in 1...5 as ClosedRange<UInt8> { try queue.send([number]) }
    wire.backend.rings[1].queue?.fetch(5)
    for _ in 0..<2 { wire.backend.rings[1].queue?.give(0) }
    _ = wire.backend.rings[1].queue?.publish()
    let next = try Wire()
    try next.negotiate([.version1, .protocolFeatures])
    try next.share(memory)
    // The front end's idea does not count.
    try next.startRing(1, areas, base: 0)
    next.backend.rings[1].queue?.fetch(8)
    let device = try #require(next[1].queue)
    #expect(device.chainsLeft == 3)
    #expect((device.segments[0].pointer + 12).load(as: UInt8.self) == 3)
  }

  @Test func baseOfARunningRing() throws {
    let (wire, areas, _) = try prepared()
    try wire.startRing(0, areas)
    #expect(try !wire.isAccepted(.setRingBase, FrontendMessage.payload(UInt32(0), UInt32(9))))
  }

  /// Rings of a size or at a place that cannot be do not run, and nothing else happens.
  @Test func ringsThatCannotBe() throws {
    let (wire, areas, memory) = try prepared()
    for size in [0, 32769, UInt32.max] {
      #expect(try !wire.isAccepted(.setRingSize, FrontendMessage.payload(UInt32(0), size)))
    }
    try wire.startRing(0, areas)
    // Split rings have a power of two.
    try wire.tell(.setRingSize, FrontendMessage.payload(UInt32(0), UInt32(63)))
    #expect(wire[0].queue == nil)
    try wire.tell(.setRingSize, FrontendMessage.payload(UInt32(0), UInt32(64)))
    #expect(wire[0].queue != nil)
    #expect(try !wire.isAccepted(.setRingAddress, address(0, areas, flags: 1)))
    let end = memory.regions[0].user + UInt64(memory.regions[0].size)
    let places = [end - 64 * 16 + 16, end, 0, UInt64.max - 15, memory.regions[0].user + 8]
    for place in places {
      try wire.tell(
        .setRingAddress,
        FrontendMessage.payload(UInt32(0), UInt32(0), place, memory.regions[0].user, memory.regions[0].user, UInt64(0)))
      #expect(wire[0].queue == nil)
    }
    try wire.tell(.setRingAddress, address(0, areas))
    #expect(wire[0].queue != nil)
  }

  /// Another driver of the same machine takes other features.
  @Test func featuresChange() throws {
    let (wire, areas, _) = try prepared([.version1])
    try wire.startRing(0, areas)
    try wire.tell(.setFeatures, word(0))
    #expect(wire.backend.headerLength == 10)
    #expect(wire[0].queue != nil)
  }

  @Test func closingStopsAll() throws {
    let (wire, areas, _) = try prepared()
    try wire.startRing(0, areas)
    try wire.tell(.setRingError, word(0), descriptors: [areas.call.descriptor])
    _ = areas.call.drain()
    wire.backend.signalError(0)
    #expect(areas.call.drain() == 1)
    wire.backend.close()
    #expect(wire[0].queue == nil && wire[0].kick == -1 && wire[0].call == -1)
    #expect(wire.recorder.kicks.isEmpty)
  }
}
