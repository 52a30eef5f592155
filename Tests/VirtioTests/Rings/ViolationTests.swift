import CDroste
import Testing
import VhostFrontend
import Virtio

/// Everything that a driver can say of a ring that is not so: the ring stops under the right reason, what came before
/// counts, and nothing outside the memory is touched (pages around it may not be).
struct ViolationTests {
  /// A ring of 8 whose areas end where their memory does, with 4 KiB of data at guest address 0x10000 that end so too.
  final class Ring {
    let memory: FrontendMemory
    let areas: RingAreas
    let storage = VirtqueueStorage()
    var device: Virtqueue
    static let data: UInt64 = 0x10000

    init(_ size: Int, _ features: VirtioFeatures, deviceWrites: Bool = false) throws {
      let room = (VirtqueueLayout.descriptorsLength(size) + 4095) & ~4095
      memory = try FrontendMemory(
        [room, 65536 * 5, 65536 * 5, 65536 * 16],
        at: [0x1000_0000, 0x2000_0000, 0x3000_0000, Self.data])
      areas = try RingAreas(size: size, features: features, in: memory, atEndsOf: (0, 1, 2))
      device = try #require(
        Virtqueue(
          areas.layout, memory: memory.guestMemory, storage: storage, position: areas.start,
          deviceWrites: deviceWrites))
    }

    /// Bytes of the data region.
    var dataLength: UInt64 { UInt64(memory.regions[3].size) }
    var dataEnd: UInt64 { Self.data + dataLength }

    /// An indirect table at the start of the data: address, length, flags, next (split) of each entry.
    func table(_ entries: [(UInt64, UInt32, UInt16, UInt16)], at offset: Int = 0) {
      for (index, entry) in entries.enumerated() {
        let start = memory.regions[3].host + offset + index * 16
        start.storeBytes(of: entry.0, as: UInt64.self)
        start.storeBytes(of: entry.1, toByteOffset: 8, as: UInt32.self)
        if areas.isPacked {
          start.storeBytes(of: 0, toByteOffset: 12, as: UInt16.self)
          start.storeBytes(of: entry.2, toByteOffset: 14, as: UInt16.self)
        } else {
          start.storeBytes(of: entry.2, toByteOffset: 12, as: UInt16.self)
          start.storeBytes(of: entry.3, toByteOffset: 14, as: UInt16.self)
        }
      }
    }

    /// Offers descriptor or entry `index` as the next chain, as it is.
    func offer(_ heads: UInt16...) {
      for head in heads {
        areas.writeAvailable(Int(offered) % areas.size, head)
        offered &+= 1
      }
      areas.writeAvailableIndex(offered)
    }

    private var offered: UInt16 = 0

    /// Writes a descriptor: split, or packed and available in the first lap.
    func write(_ index: Int, _ address: UInt64, _ length: UInt32, _ flags: UInt16, next: UInt16 = 0) {
      if areas.isPacked {
        areas.writePacked(index, address, length, id: UInt16(index), flags: flags | 0x80)
      } else {
        areas.writeSplit(index, address, length, flags: flags, next: next)
      }
    }
  }

  struct Lie: Sendable, CustomTestStringConvertible {
    var testDescription: String
    var reason: RingViolation
    var isPacked = false
    var deviceWrites = false
    var size = 8
    /// Chains that are in order before the lie.
    var before = 0
    var features: VirtioFeatures = [.version1, .indirectDescriptors]
    var tell: @Sendable (Ring) -> Void

    init(
      _ description: String, _ reason: RingViolation, packed isPacked: Bool = false, deviceWrites: Bool = false,
      size: Int = 8, before: Int = 0, features: VirtioFeatures = [.version1, .indirectDescriptors],
      _ tell: @escaping @Sendable (Ring) -> Void
    ) {
      testDescription = (isPacked ? "packed: " : "split: ") + description
      self.reason = reason
      self.isPacked = isPacked
      self.deviceWrites = deviceWrites
      self.size = size
      self.before = before
      self.features = isPacked ? features.union(.packedRing) : features
      self.tell = tell
    }
  }

  @Test(arguments: splitLies + packedLies + bothLies)
  func lie(_ lie: Lie) throws {
    let ring = try Ring(lie.size, lie.features, deviceWrites: lie.deviceWrites)
    lie.tell(ring)
    ring.device.fetch(64)
    #expect(ring.device.violation == lie.reason)
    #expect(ring.device.chainsLeft == lie.before)
    // It stays so: nothing more is fetched, what was fetched goes back.
    ring.device.fetch(64)
    #expect(ring.device.violation == lie.reason)
    #expect(ring.device.chainsLeft == lie.before)
    let hasMore = ring.device.hasMore()
    #expect(!hasMore)
    ring.device.giveAll()
    let isTold = ring.device.publish()
    #expect(isTold == (lie.before > 0))
  }

  @Test func everyReason() {
    // The two others are not a ring's to find: a port sees headers, and lost memory is a signal.
    let told = Set((Self.splitLies + Self.packedLies + Self.bothLies).map(\.reason))
    #expect(told == Set(RingViolation.allCases).subtracting([.header, .memoryLost, .blockedCall]))
    for reason in RingViolation.allCases { #expect(!reason.text.isEmpty) }
  }

  @Test(arguments: [false, true])
  func lastByte(_ isPacked: Bool) throws {
    // Not a lie: the last byte of a region, and an empty buffer before its end.
    let ring = try Ring(8, isPacked ? [.version1, .packedRing] : .version1)
    ring.write(0, ring.dataEnd - 1, 1, 0)
    ring.write(1, ring.dataEnd - 1, 0, 0)
    ring.write(2, Ring.data, UInt32(ring.dataLength), 0)
    if !isPacked { ring.offer(0, 1, 2) }
    ring.device.fetch(64)
    #expect(ring.device.violation == nil)
    #expect(ring.device.chainsLeft == 3)
    #expect(ring.device.chains[2].length == UInt32(ring.dataLength))
  }

  @Test func tableBehindDirect() throws {
    // A table may end a chain of direct descriptors (2.7.5.3.1), and be shorter than what came before.
    let ring = try Ring(8, [.version1, .indirectDescriptors])
    ring.write(0, Ring.data + 0x100, 1, 1, next: 1)
    ring.write(1, Ring.data + 0x200, 2, 1, next: 2)
    ring.write(2, Ring.data + 0x300, 3, 1, next: 3)
    ring.write(3, Ring.data, 32, 4)
    ring.table([(Ring.data + 0x400, 4, 1, 1), (Ring.data + 0x500, 5, 0, 0)])
    ring.offer(0)
    ring.device.fetch(64)
    #expect(ring.device.violation == nil)
    #expect(ring.device.chainsLeft == 1)
    #expect(ring.device.chains[0].length == 15)
    #expect(ring.device.chains[0].segmentCount == 5)
  }

  @Test(
    arguments: [false, true], [VirtioFeatures.version1, [.version1, .indirectDescriptors, .eventIndex, .inOrder]])
  func noise(_ isPacked: Bool, _ base: VirtioFeatures) throws {
    // Whatever bytes the driver writes: no read or write outside, and an end.
    var numbers = TestNumbers(9)
    for round in 0..<4000 {
      let features = isPacked ? base.union(.packedRing) : base
      let size = isPacked ? 1 + numbers.below(9) : 1 << numbers.below(4)
      let ring = try Ring(size, features, deviceWrites: round % 2 == 0)
      for _ in 0..<4 {
        for index in 0..<size {
          let address = [Ring.data, ring.dataEnd - 64, 0x1000_0000, 0, .max][numbers.below(5)]
          let offset = UInt64(numbers.below(256))
          let length = UInt32(truncatingIfNeeded: [16, 32, 100, 1 << 20, 1 << 32][numbers.below(5)])
          ring.write(
            index, address &+ offset, length, UInt16(numbers.below(8) | (numbers.below(4) == 0 ? 0x8000 : 0)),
            next: UInt16(numbers.below(size + 1)))
          ring.table([(address &+ offset, length, UInt16(numbers.below(8)), UInt16(numbers.below(4)))], at: index * 16)
          if !isPacked { ring.areas.writeAvailable(index, UInt16(numbers.below(size + numbers.below(2)))) }
        }
        if !isPacked { ring.areas.writeAvailableIndex(UInt16(numbers.below(size + 2))) }
        ring.device.fetch(1 + numbers.below(64))
        var bytes = 0
        for index in ring.device.nextChain..<ring.device.chainCount {
          let chain = ring.device.chains[index]
          for place in 0..<Int(chain.segmentCount) {
            let segment = ring.device.segments[Int(chain.firstSegment) + place]
            if segment.length > 0 {
              bytes += Int(segment.pointer.load(as: UInt8.self))
              bytes += Int((segment.pointer + Int(segment.length) - 1).load(as: UInt8.self))
            }
          }
        }
        #expect(bytes >= 0)
        if numbers.below(2) == 0 { ring.device.giveAll() }
        while ring.device.hasChain, numbers.below(4) > 0 { ring.device.give(7) }
        _ = ring.device.publish()
        ring.device.setKicks(numbers.below(2) == 0)
      }
    }
  }

  @Test(arguments: [false, true], [false, true])
  func largeSum(_ isPacked: Bool, _ isIndirect: Bool) throws {
    // 1024 pieces of a region of 5 MiB are more than a length of 32 bits says.
    let memory = try FrontendMemory([5 << 20, 1 << 20])
    let features = RingShape(1024, packed: isPacked).features
    let areas = try RingAreas(size: 1024, features: features, in: memory, region: 1)
    let storage = VirtqueueStorage()
    defer { withExtendedLifetime(storage) {} }
    var device = try #require(
      Virtqueue(
        areas.layout, memory: memory.guestMemory, storage: storage, position: areas.start,
        deviceWrites: false))
    let driver = DriverQueue(areas, in: memory, isReceiving: false)
    driver.offerOverlapping(
      GuestBuffer(guest: memory.regions[0].guest, pointer: memory.regions[0].host, count: 5 << 20), pieces: 1024,
      isIndirect: isIndirect)
    device.fetch(64)
    #expect(device.violation == .chainLength)
    #expect(device.chainsLeft == 0)
  }

  @Test(arguments: [(0, false), (0, true), (3, false), (32769, true), (65536, false), (-1, true)])
  func size(_ size: Int, _ isPacked: Bool) throws {
    let memory = try FrontendMemory([4 << 20])
    let areas = try RingAreas(size: 8, features: isPacked ? [.version1, .packedRing] : .version1, in: memory)
    var layout = areas.layout
    layout.size = size
    let ring = Virtqueue(
      layout, memory: memory.guestMemory, storage: VirtqueueStorage(), position: areas.start, deviceWrites: false)
    #expect(ring == nil)
  }

  @Test(arguments: [0x8000_8008, 0x8008_8000, 0xFFFF_FFFF, 0x7FFF_7FFF] as [UInt32])
  func packedPosition(_ base: UInt32) throws {
    let memory = try FrontendMemory([1 << 20])
    let areas = try RingAreas(size: 8, features: [.version1, .packedRing], in: memory)
    let ring = Virtqueue(
      areas.layout, memory: memory.guestMemory, storage: VirtqueueStorage(),
      position: VirtqueuePosition(rawValue: base), deviceWrites: false)
    #expect(ring == nil)
  }

  @Test(arguments: [(false, 8, 0, 0), (false, 0, 1, 0), (false, 0, 0, 2), (true, 8, 0, 0), (true, 0, 2, 0)])
  func alignment(_ isPacked: Bool, _ descriptors: Int, _ driver: Int, _ device: Int) throws {
    let memory = try FrontendMemory([1 << 20])
    let areas = try RingAreas(size: 8, features: isPacked ? [.version1, .packedRing] : .version1, in: memory)
    let layout = VirtqueueLayout(
      size: 8, descriptors: areas.descriptors.pointer + descriptors, driver: areas.driver.pointer + driver,
      device: areas.device.pointer + device, features: areas.features)
    let ring = Virtqueue(
      layout, memory: memory.guestMemory, storage: VirtqueueStorage(), position: areas.start, deviceWrites: false)
    #expect(ring == nil)
  }
}
