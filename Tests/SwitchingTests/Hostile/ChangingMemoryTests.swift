import CDroste
import Ethernet
import HyperV
import Switching
import Synchronization
import Testing
import VhostFrontend
import Virtio

/// A guest that changes a frame while the switch works on it: what was checked is what goes out.
struct ChangingMemoryTests {
  /// Which bytes a second processor of the guest writes, in turns, over and over.
  struct Row: Sendable, CustomTestStringConvertible {
    var testDescription: String
    /// The frame as the guest may send it, and one that it may not.
    var allowed: [UInt8]
    var forbidden: [UInt8]
    /// Whether a frame that came is the forbidden one.
    var isForbidden: @Sendable ([UInt8]) -> Bool
  }

  private static let own = MACAddress.test(0)
  private static let other = MACAddress.test(2)

  static let rows = [
    Row(
      testDescription: "the source of a plain frame",
      allowed: FrameBuilder(from: own.rawValue, to: MACAddress.test(1).rawValue).udp(payload: [1]),
      forbidden: FrameBuilder(from: other.rawValue, to: MACAddress.test(1).rawValue).udp(payload: [1]),
      isForbidden: { $0[6..<12] == MACAddress.test(2).octets[...] }),
    Row(
      testDescription: "the source of a broadcast",
      allowed: Frames.plain(own, to: .broadcast), forbidden: Frames.plain(other, to: .broadcast),
      isForbidden: { $0[6..<12] == MACAddress.test(2).octets[...] }),
    Row(
      testDescription: "the sender in ARP", allowed: Frames.arp(.reply, from: own, sender: own),
      forbidden: Frames.arp(.reply, from: own, sender: other),
      isForbidden: { $0[22..<28] == MACAddress.test(2).octets[...] }),
    Row(
      testDescription: "the port of a DHCP server", allowed: Frames.udp(own, from: 60, to: 68),
      forbidden: Frames.udp(own, from: 67, to: 68), isForbidden: { $0[34..<36] == [0, 67] }),
    Row(
      testDescription: "the VLAN", allowed: Frames.plain(own, to: .broadcast),
      forbidden: Frames.tagged(Frames.plain(own, to: .broadcast), 5),
      isForbidden: { $0[12..<14] == [0x81, 0] && $0[15] != 0 }),
  ]

  @Test(arguments: rows, [VirtioFeatures.splitTest, .packedTest]) func race(_ row: Row, _ features: VirtioFeatures)
    throws
  {
    let lab = try RingSwitch([features, features, .splitTest]) { $0[0].dhcpGuard = .on }
    for machine in 1..<3 { lab.post(machine) }
    let frontend = lab.machines[0]
    let header = [UInt8](repeating: 0, count: 12)
    let buffer = frontend.memory.allocate(2048, alignment: 64)
    buffer.write(header + row.allowed)
    let places = (0..<min(row.allowed.count, row.forbidden.count)).filter { row.allowed[$0] != row.forbidden[$0] }
    let length = UInt32(12 + row.allowed.count)
    let changer = Changer(buffer.pointer + 12, row.allowed, row.forbidden, places)
    let thread = TestThread { changer.run() }
    defer {
      changer.stop()
      thread.join()
    }
    let ring = Repeater(frontend.transmitting().areas, buffer.guest, length)
    var (came, refused, rounds) = (0, 0, 0)
    // On a busy computer the other thread may not get to run for a while.
    let patience = ContinuousClock.now + .seconds(10)
    while rounds < 2000 || (came == 0 || refused == 0) && ContinuousClock.now < patience {
      rounds += 1
      ring.show(16)
      lab.engine.serveRings()
      let frames = try lab.received(1)
      _ = try lab.received(2)
      came += frames.count
      refused += 16 - frames.count
      try #require(!frames.contains(where: row.isForbidden))
    }
    // Both happened: the race was one.
    #expect(came > 0 && refused > 0, "\(came) came, \(refused) did not in \(rounds) rounds")
    #expect(try lab.passes(from: 1, to: 2))
  }

  /// Shows one buffer as the next ones of a ring.
  private final class Repeater {
    private let areas: RingAreas
    private let address: UInt64
    private let length: UInt32
    private var position = 0

    init(_ areas: RingAreas, _ address: UInt64, _ length: UInt32) {
      (self.areas, self.address, self.length) = (areas, address, length)
      guard !areas.isPacked else { return }
      areas.writeSplit(0, address, length, flags: 0)
      for slot in 0..<areas.size { areas.writeAvailable(slot, 0) }
    }

    func show(_ count: Int) {
      for _ in 0..<count {
        if areas.isPacked {
          let isEven = position / areas.size % 2 == 0
          areas.writePacked(position % areas.size, address, length, id: 0, flags: isEven ? 0x80 : 0x8000)
        }
        position += 1
      }
      if !areas.isPacked { areas.writeAvailableIndex(UInt16(truncatingIfNeeded: position)) }
    }
  }

  /// Writes a frame and another one in turns.
  // SAFETY: the memory outlives the thread, and the switch is to stand what it does there.
  private final class Changer: @unchecked Sendable {
    private let start: UnsafeMutableRawPointer
    private let first: [UInt8]
    private let second: [UInt8]
    private let places: [Int]
    private let isStopping = Atomic(false)

    init(_ start: UnsafeMutableRawPointer, _ first: [UInt8], _ second: [UInt8], _ places: [Int]) {
      (self.start, self.first, self.second, self.places) = (start, first, second, places)
    }

    func run() {
      while !isStopping.load(ordering: .relaxed) {
        for place in places { start.storeBytes(of: second[place], toByteOffset: place, as: UInt8.self) }
        for _ in 0..<20 { droste_relax() }
        for place in places { start.storeBytes(of: first[place], toByteOffset: place, as: UInt8.self) }
        for _ in 0..<20 { droste_relax() }
      }
    }

    func stop() { isStopping.store(true, ordering: .relaxed) }
  }
}
