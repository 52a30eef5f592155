import CDroste
import Glibc
import Testing
import VhostFrontend
import Virtio

/// Front ends that truncate the memory they shared.
struct GuardTests {
  /// Reading and writing beyond the end of the file go on harmlessly, and the back end knows.
  @Test(arguments: [false, true]) func truncatedMemory(_ writes: Bool) throws {
    let wire = try Wire()
    try wire.negotiate()
    let memory = try FrontendMemory([1 << 20, 1 << 20])
    try wire.share(memory)
    let areas = try RingAreas(size: 64, features: [.version1], in: memory)
    let queue = DriverQueue(areas, in: memory, isReceiving: writes)
    queue.region = 1
    let ring = writes ? 0 : 1
    try wire.startRing(ring, areas)
    if writes { queue.post(1, of: 2048) } else { try queue.send([1, 2, 3]) }
    #expect(!wire.backend.isMemoryLost)
    try memory.truncate(region: 1, to: 0)
    #expect(!wire.backend.isMemoryLost)
    wire.backend.rings[ring].queue?.fetch(1)
    let device = try #require(wire[ring].queue)
    #expect(device.hasChain)
    let buffer = device.segments[0].pointer
    if writes {
      memset(buffer, 7, 2048)
      #expect(buffer.load(as: UInt8.self) == 7)
    } else {
      #expect(buffer.load(as: UInt8.self) == 0)
    }
    #expect(wire.backend.isMemoryLost)
    // The ring's own memory is another region.
    wire.backend.rings[ring].queue?.give(0)
    #expect(wire.backend.rings[ring].queue?.publish() == true)
    #expect(queue.hasUsed)
  }

  /// The ring itself is taken away.
  @Test(arguments: [VirtioFeatures.version1, [.version1, .packedRing]]) func truncatedRing(_ features: VirtioFeatures)
    throws
  {
    let wire = try Wire()
    try wire.negotiate(features)
    let memory = try FrontendMemory([1 << 20])
    try wire.share(memory)
    let areas = try RingAreas(size: 64, features: features, in: memory)
    let queue = DriverQueue(areas, in: memory, isReceiving: false)
    try wire.startRing(1, areas)
    try queue.send([1, 2, 3])
    try memory.truncate(region: 0, to: 0)
    for _ in 0..<4 {
      wire.backend.rings[1].queue?.fetch(8)
      wire.backend.rings[1].queue?.giveAll()
      _ = wire.backend.rings[1].queue?.publish()
    }
    #expect(wire.backend.isMemoryLost)
    wire.backend.close()
    #expect(!wire.backend.isMemoryLost)
  }

  /// Memory that shrank before a message makes the back end look at it again: nothing stops.
  @Test func messagesAfterTruncation() throws {
    let wire = try Wire()
    try wire.negotiate()
    let memory = try FrontendMemory([1 << 20])
    try wire.share(memory)
    let areas = try RingAreas(size: 64, features: [.version1], in: memory)
    try memory.truncate(region: 0, to: 4096)
    try wire.startRing(1, areas)
    #expect(wire.backend.isMemoryLost)
    try wire.tell(.getRingBase, FrontendMessage.payload(UInt32(1), UInt32(0)))
    #expect(throws: VhostUserError.self) { try wire.share(memory) }
  }

  /// Many threads find the same mapping lost at the same time.
  @Test func manyThreads() throws {
    let size = 1 << 20
    let file = try MemoryFile(size)
    let map = try #require(mmap(nil, size, PROT_READ | PROT_WRITE, MAP_SHARED, file.descriptor, 0))
    let handle = droste_guard_add(map, size)
    try #require(handle >= 0)
    ftruncate(file.descriptor, 0)
    let address = UInt(bitPattern: map)
    var threads: [pthread_t] = []
    for index in 0..<4 as Range<UInt> {
      var thread = pthread_t()
      let place = UnsafeMutableRawPointer(bitPattern: address + index * 8192)
      pthread_create(
        &thread, nil,
        { start in
          start?.storeBytes(of: 1, as: UInt8.self)
          return nil
        }, place)
      threads.append(thread)
    }
    for thread in threads { pthread_join(thread, nil) }
    #expect(droste_guard_is_lost(handle) == 1)
    droste_guard_remove(handle)
    munmap(map, size)
  }

  /// Another mapping's SIGBUS is what it was: the end of the process.
  @Test func otherMappings() async throws {
    await #expect(processExitsWith: .failure) {
      let guarded = mmap(nil, 4096, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0)!
      precondition(droste_guard_add(guarded, 4096) >= 0)
      let file = try MemoryFile(4096)
      let map = mmap(nil, 4096, PROT_READ | PROT_WRITE, MAP_SHARED, file.descriptor, 0)!
      ftruncate(file.descriptor, 0)
      var limit = rlimit(rlim_cur: 0, rlim_max: 0)
      setrlimit(__rlimit_resource_t(4), &limit)
      map.storeBytes(of: 1, as: UInt8.self)
    }
  }

  /// A handler that was there before gets what is not guarded.
  @Test func handlerBefore() async throws {
    await #expect(processExitsWith: .exitCode(42)) {
      signal(SIGBUS) { _ in _exit(42) }
      let guarded = mmap(nil, 4096, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0)!
      precondition(droste_guard_add(guarded, 4096) >= 0)
      let file = try MemoryFile(4096)
      let map = mmap(nil, 4096, PROT_READ | PROT_WRITE, MAP_SHARED, file.descriptor, 0)!
      ftruncate(file.descriptor, 0)
      map.storeBytes(of: 1, as: UInt8.self)
    }
  }
}
