import CDroste
import Testing
import VhostFrontend
import Virtio

/// A device dies at any point and another goes on: nothing is stuck, and what was not given back is taken again.
struct RestartTests {
  static let shapes = RingShape.all([1, 4, 7, 64, 100])

  /// The record of a ring, in memory that outlives the device.
  private func record(_ ring: RingFixture) throws -> UnsafeMutableRawPointer {
    let record = ring.memory.allocate(InflightRecord.length, alignment: 64).pointer
    InflightRecord.initialize(
      record, size: ring.areas.size, isPacked: ring.areas.isPacked, position: ring.areas.start)
    try ring.restart(at: ring.areas.start, inflight: record)
    return record
  }

  /// The device is gone; the next one reads where it was.
  private func kill(_ ring: RingFixture, _ record: UnsafeMutableRawPointer) throws {
    // A split ring's base is what the front end finds in memory; a packed one's comes from the record.
    let position =
      ring.areas.isPacked
      ? try #require(
        InflightRecord.position(record, descriptors: ring.areas.descriptors.pointer, size: ring.areas.size))
      : VirtqueuePosition(rawValue: UInt32(ring.areas.usedIndex))
    try ring.restart(at: position, inflight: record)
  }

  @Test(arguments: shapes)
  func deadAfterFetch(_ shape: RingShape) throws {
    let ring = try RingFixture(shape)
    let record = try record(ring)
    for round in 0..<3 * shape.size {
      let count = 1 + round % min(shape.size, 64)
      let sent = (0..<count).map { frame(round * 100 + $0) }
      for frame in sent { #expect(try ring.driver.add(frame)) }
      ring.driver.flush()
      ring.device.fetch(64)
      #expect(ring.frames() == sent)
      try kill(ring, record)
      #expect(ring.takeAll() == sent)
      try ring.driver.reclaim()
      #expect(ring.driver.outstanding == 0)
    }
  }

  @Test(arguments: shapes)
  func deadAfterPublish(_ shape: RingShape) throws {
    let ring = try RingFixture(shape)
    let record = try record(ring)
    for round in 0..<3 * shape.size {
      try ring.driver.send(frame(round))
      #expect(ring.takeAll() == [frame(round)])
      try kill(ring, record)
    }
    try ring.driver.reclaim()
    #expect(ring.driver.outstanding == 0)
  }

  @Test(arguments: shapes, [false, true])
  func deadAnywhere(_ shape: RingShape, _ isIndirect: Bool) throws {
    let ring = try RingFixture(shape)
    let record = try record(ring)
    var numbers = TestNumbers(6)
    var sent = 0
    /// The first frame that the driver may still have to hear of.
    var next = 0
    for _ in 0..<3000 {
      for _ in 0..<numbers.below(5) {
        let long: BufferLayout = isIndirect ? .indirect : shape.size >= 3 ? .pieces([12, 30]) : .single
        guard try ring.driver.add(frame(sent), layout: numbers.below(3) == 0 ? long : .single) else { break }
        sent += 1
      }
      ring.driver.flush()
      ring.device.fetch(1 + numbers.below(8))
      let taken = ring.frames()
      #expect(taken == (0..<taken.count).map { frame(next + $0) })
      var given = 0
      for _ in 0..<numbers.below(taken.count + 1) {
        ring.device.give(0)
        given += 1
      }
      if numbers.below(3) == 0 {
        given += ring.device.chainsLeft
        ring.device.giveAll()
      }
      let isShown = numbers.below(2) == 0
      if isShown { ring.publish() }
      try ring.driver.reclaim()
      if numbers.below(4) == 0 || !isShown {
        try kill(ring, record)
        // What was given and not shown comes again where the ring is split; a packed one with a record shows at once.
        if isShown || shape.isPacked { next += given }
      } else {
        next += given
      }
    }
    while case let taken = ring.takeAll(), !taken.isEmpty {
      #expect(taken == (0..<taken.count).map { frame(next + $0) })
      next += taken.count
    }
    #expect(next == sent && sent > 300)
    try ring.driver.reclaim()
    #expect(ring.driver.outstanding == 0)
    #expect(ring.driver.freeDescriptors == shape.size)
    #expect(ring.device.violation == nil)
  }

  @Test(arguments: shapes)
  func cleanStop(_ shape: RingShape) throws {
    // Without a record: GET_VRING_BASE's answer is SET_VRING_BASE's.
    let ring = try RingFixture(shape)
    for round in 0..<3 * shape.size {
      try ring.driver.send(frame(round))
      #expect(ring.takeAll() == [frame(round)])
      ring.device.fetch(64)
      let position = ring.device.position
      if !shape.isPacked { #expect(position.rawValue == UInt32(UInt16(truncatingIfNeeded: round + 1))) }
      try ring.restart(at: position)
    }
  }

  /// A death between the stores of one entry, in a lap and across the end of the ring.
  struct Moment: Sendable {
    var old: UInt16
    var oldWrap: Bool
    var new: UInt16
    var newWrap: Bool
    /// Flags of the entry at `old`.
    var flags: UInt16
    var isShown: Bool
  }

  static let moments = [
    // Noted, not shown: the entry is as the driver made it available.
    Moment(old: 2, oldWrap: true, new: 3, newWrap: true, flags: 0x0080, isShown: false),
    Moment(old: 2, oldWrap: false, new: 3, newWrap: false, flags: 0x8000, isShown: false),
    Moment(old: 7, oldWrap: true, new: 0, newWrap: false, flags: 0x0081, isShown: false),
    // Shown.
    Moment(old: 2, oldWrap: true, new: 3, newWrap: true, flags: 0x8080, isShown: true),
    Moment(old: 2, oldWrap: false, new: 3, newWrap: false, flags: 0x0000, isShown: true),
    Moment(old: 7, oldWrap: false, new: 1, newWrap: true, flags: 0x0000, isShown: true),
    // Shown, taken by the driver and offered again in the next lap before anybody came.
    Moment(old: 2, oldWrap: true, new: 3, newWrap: true, flags: 0x8000, isShown: true),
    Moment(old: 2, oldWrap: false, new: 3, newWrap: false, flags: 0x0080, isShown: true),
    // A chain as long as the ring: only the lap differs.
    Moment(old: 5, oldWrap: true, new: 5, newWrap: false, flags: 0x0081, isShown: false),
    Moment(old: 5, oldWrap: true, new: 5, newWrap: false, flags: 0x8080, isShown: true),
  ]

  @Test(arguments: moments)
  func deadBetween(_ moment: Moment) throws {
    let memory = try FrontendMemory([1 << 20])
    let areas = try RingAreas(size: 8, features: RingShape(8, packed: true).features, in: memory)
    areas.writePacked(Int(moment.old), 0, 0, id: 0, flags: moment.flags)
    let record = memory.allocate(InflightRecord.length, alignment: 64).pointer
    InflightRecord.initialize(record, size: 8, isPacked: true, position: areas.start)
    // used_idx, old_used_idx, used_wrap_counter, old_used_wrap_counter of QueueRegionPacked.
    record.storeBytes(of: moment.new, toByteOffset: 16, as: UInt16.self)
    record.storeBytes(of: moment.old, toByteOffset: 18, as: UInt16.self)
    record.storeBytes(of: moment.newWrap ? 1 : 0, toByteOffset: 20, as: UInt8.self)
    record.storeBytes(of: moment.oldWrap ? 1 : 0, toByteOffset: 21, as: UInt8.self)
    let position = InflightRecord.position(record, descriptors: areas.descriptors.pointer, size: 8)
    let used = UInt32(moment.isShown ? moment.new : moment.old)
    let wrap: UInt32 = (moment.isShown ? moment.newWrap : moment.oldWrap) ? 0x8000 : 0
    #expect(position?.rawValue == (used | wrap) << 16 | used | wrap)
  }

  @Test func recordOfALiar() throws {
    let memory = try FrontendMemory([1 << 20])
    let areas = try RingAreas(size: 8, features: RingShape(8, packed: true).features, in: memory)
    let record = memory.allocate(InflightRecord.length, alignment: 64).pointer
    func position() -> VirtqueuePosition? {
      InflightRecord.position(record, descriptors: areas.descriptors.pointer, size: 8)
    }
    #expect(!InflightRecord.isInitialized(record))
    #expect(position() == nil)
    InflightRecord.initialize(record, size: 8, isPacked: true, position: areas.start)
    #expect(InflightRecord.isInitialized(record))
    #expect(position() == areas.start)
    for place in [16, 18] {
      InflightRecord.initialize(record, size: 8, isPacked: true, position: areas.start)
      record.storeBytes(of: 8, toByteOffset: place, as: UInt16.self)
      #expect(position() == nil)
      record.storeBytes(of: 0xFFFF, toByteOffset: place, as: UInt16.self)
      #expect(position() == nil)
    }
  }
}
