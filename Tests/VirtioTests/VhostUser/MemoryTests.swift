import CDroste
import Glibc
import Testing
import VhostFrontend
import Virtio

/// The memory that a front end shares: what is mapped, what is refused, what happens to rings on it.
struct MemoryTests {
  static let mebi: UInt64 = 1 << 20

  struct Row: Sendable, CustomStringConvertible {
    /// Guest address, size, front end's address, offset of each region; files have one MiB.
    var regions: [[UInt64]]
    /// Nil: it is taken.
    var reason: String?
    var description: String { reason ?? "accepted" }
  }

  static let rows = [
    Row(regions: [[0, mebi, 0, 0]]),
    Row(regions: [[0, 4096, 7 << 30, mebi - 4096]]),
    // Not at the start of a page, and the same front end's address twice.
    Row(regions: [[0x1_0010, 100, 0, 16], [0, 0x1_0010, 0, 0]]),
    Row(regions: [[UInt64.max - mebi, mebi, 0, 0]]),
    Row(regions: [[0, 0, 0, 0]], reason: "a region of 0 bytes"),
    Row(regions: [[0, mebi + 1, 0, 0]], reason: "1048577 bytes from 0 of a file that has 1048576"),
    Row(regions: [[0, 1, 0, mebi]], reason: "1 bytes from 1048576 of a file that has 1048576"),
    Row(regions: [[0, 8, 0, .max - 3]], reason: "8 bytes from 18446744073709551612 of a file that has 1048576"),
    Row(regions: [[.max - 7, 16, 0, 0]], reason: "a region that wraps around the address space"),
    Row(regions: [[0, 16, .max - 7, 0]], reason: "a region that wraps around the address space"),
    Row(regions: [[0, 1 << 41, 0, 0]], reason: "more than 1099511627776 bytes of memory"),
    Row(
      regions: [[0, 4096, 0, 0], [4095, 4096, 1 << 30, 0]],
      reason: "regions that overlap: 4096 bytes from 4095, 4096 from 0"),
    Row(
      regions: [[8192, 4096, 0, 0], [0, 16384, 1 << 30, 0]],
      reason: "regions that overlap: 16384 bytes from 0, 4096 from 8192"),
  ]

  @Test(arguments: rows) func tables(_ row: Row) throws {
    let wire = try Wire()
    try wire.negotiate()
    let file = try MemoryFile(Int(Self.mebi))
    var payload = FrontendMessage.payload(UInt32(row.regions.count), UInt32(0))
    for region in row.regions { payload += FrontendMessage.payload(region[0], region[1], region[2], region[3]) }
    let isAccepted = try wire.isAccepted(
      .setMemoryTable, payload, descriptors: row.regions.map { _ in file.descriptor })
    #expect(isAccepted == (row.reason == nil))
    #expect(wire.recorder.lines == (row.reason.map { ["VHOST_USER_SET_MEM_TABLE: \($0)"] } ?? []))
    #expect(file.openCount() == 1)
  }

  /// The number of regions, of descriptors and the length must agree.
  @Test(arguments: [(2, 1, 1), (1, 2, 1), (1, 1, 2), (0, 1, 1), (UInt32.max, 1, 1)] as [(UInt32, Int, Int)])
  func counts(_ said: UInt32, _ present: Int, _ descriptors: Int) throws {
    let wire = try Wire()
    try wire.negotiate()
    let file = try MemoryFile(Int(Self.mebi))
    var payload = FrontendMessage.payload(said, UInt32(0))
    for index in 0..<present {
      payload += FrontendMessage.payload(UInt64(index) << 30, Self.mebi, UInt64(0), UInt64(0))
    }
    #expect(
      try !wire.isAccepted(
        .setMemoryTable, payload, descriptors: Array(repeating: file.descriptor, count: descriptors)))
    #expect(file.openCount() == 1)
  }

  @Test func whatIsNoFile() throws {
    let wire = try Wire()
    try wire.negotiate()
    let payload = FrontendMessage.payload(UInt32(1), UInt32(0), UInt64(0), UInt64(4096), UInt64(0), UInt64(0))
    for path in ["/dev/zero", "/proc/self", "/dev/null"] {
      let descriptor = open(path, O_RDWR) >= 0 ? open(path, O_RDWR) : open(path, O_RDONLY)
      #expect(try !wire.isAccepted(.setMemoryTable, payload, descriptors: [descriptor]))
      close(descriptor)
    }
    // A file that may not be written is no memory either.
    let readOnly = open("/etc/passwd", O_RDONLY)
    let small = FrontendMessage.payload(UInt32(1), UInt32(0), UInt64(0), UInt64(16), UInt64(0), UInt64(0))
    #expect(try !wire.isAccepted(.setMemoryTable, small, descriptors: [readOnly]))
    close(readOnly)
  }

  /// Region by region: 32, not one more; a repeated one counts once (QEMU 7.2 repeats for each pair), so does its removal.
  @Test func slots() throws {
    let wire = try Wire()
    try wire.negotiate()
    let file = try MemoryFile(1 << 20)
    func region(_ index: UInt64) -> [UInt8] {
      FrontendMessage.payload(UInt64(0), index << 30, UInt64(1 << 20), index << 30, UInt64(0))
    }
    for index in 0..<32 as Range<UInt64> {
      #expect(try wire.isAccepted(.addMemoryRegion, region(index), descriptors: [file.descriptor]))
      #expect(try wire.isAccepted(.addMemoryRegion, region(index), descriptors: [file.descriptor]))
    }
    #expect(try !wire.isAccepted(.addMemoryRegion, region(32), descriptors: [file.descriptor]))
    #expect(try wire.isAccepted(.removeMemoryRegion, region(7)))
    #expect(try wire.isAccepted(.removeMemoryRegion, region(7), descriptors: [file.descriptor]))
    #expect(try wire.isAccepted(.addMemoryRegion, region(32), descriptors: [file.descriptor]))
    #expect(file.openCount() == 1)
    #expect(mappings(file) == 32)
    wire.backend.close()
    #expect(mappings(file) == 0)
  }

  /// A ring goes on where it stood when the table is replaced, pauses when its memory goes, and goes on when it is
  /// back. A table that is refused changes nothing.
  @Test(arguments: [VirtioFeatures.version1, [.version1, .packedRing]]) func ringsMove(_ features: VirtioFeatures)
    throws
  {
    let wire = try Wire()
    try wire.negotiate(features.union(.protocolFeatures))
    let memory = try FrontendMemory([4 << 20, 4 << 20])
    try wire.share(memory)
    let areas = try RingAreas(size: 64, features: features, in: memory)
    let queue = DriverQueue(areas, in: memory, isReceiving: false)
    queue.region = 1
    try wire.startRing(1, areas)
    #expect(try transfer(queue, wire, [UInt8](repeating: 1, count: 60)) == 72)
    try wire.share(memory)
    #expect(try transfer(queue, wire, [UInt8](repeating: 2, count: 61)) == 73)
    #expect(
      try !wire.isAccepted(.setMemoryTable, FrontendMessage.payload(UInt32(1), UInt32(0)) + describe(memory.regions[0]))
    )
    #expect(try transfer(queue, wire, [UInt8](repeating: 3, count: 62)) == 74)
    let removed = [UInt8](repeating: 0, count: 8) + describe(memory.regions[0])
    try wire.tell(.removeMemoryRegion, removed)
    #expect(wire[1].queue == nil)
    #expect(wire[1].kick >= 0)
    try wire.tell(.addMemoryRegion, removed, descriptors: [memory.regions[0].descriptor])
    #expect(try transfer(queue, wire, [UInt8](repeating: 4, count: 63)) == 75)
    // Only the ring's memory is shared now: frames are elsewhere.
    let other = [UInt8](repeating: 0, count: 8) + describe(memory.regions[1])
    try wire.tell(.removeMemoryRegion, other)
    try queue.send([UInt8](repeating: 5, count: 60))
    wire.backend.rings[1].queue?.fetch(1)
    #expect(wire[1].queue?.violation == .address)
  }

  /// Sends a frame and takes it as a device does; its length with the header.
  private func transfer(_ queue: DriverQueue, _ wire: Wire, _ frame: [UInt8]) throws -> UInt32? {
    try queue.send(frame)
    wire.backend.rings[1].queue?.fetch(8)
    guard let device = wire[1].queue, device.hasChain else { return nil }
    let chain = device.chains[device.nextChain]
    wire.backend.rings[1].queue?.giveAll()
    _ = wire.backend.rings[1].queue?.publish()
    try queue.drain(by: Deadline(1))
    return chain.length
  }

  private func mappings(_ file: MemoryFile) -> Int {
    textLines("/proc/self/maps").count { $0.contains(file.name) }
  }
}
