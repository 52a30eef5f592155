import Glibc
import VhostFrontend
import Virtio

/// A machine that says anything.
final class Liar: Peer {
  static let regionSizes = [512 << 10, 512 << 10, 16 << 10]

  let pairs: Int
  /// Ring 2n receives, ring 2n + 1 sends.
  private(set) var rings: [LyingRing] = []
  /// Room for an indirect table of 1026 entries, in the region that the switch may write to, and in the other one.
  private(set) var largeTable: GuestBuffer!
  private(set) var largeReadTable: GuestBuffer!
  /// Which of its two doors the switch came through.
  var door = 0
  /// The in-flight region that the switch made: the file, and the rings' headers in it.
  private(set) var inflight: (file: Int32, size: Int, headers: GuestBuffer)?
  /// Descriptors that make who writes to them wait.
  private var blocking: [EventDescriptor] = []

  init(_ number: Int, _ input: inout Input) throws {
    var features: VirtioFeatures = [.protocolFeatures]
    let bits = input.number(2)
    let choices: [VirtioFeatures] = [
      .packedRing, .eventIndex, .indirectDescriptors, .inOrder, .mergeableBuffers, .guestChecksum,
      [.guestTSO4, .guestTSO6], .guestUFO, [.guestUSO4, .guestUSO6],
      [.checksum, .hostTSO4, .hostTSO6, .hostUFO, .hostUSO],
    ]
    for (bit, choice) in choices.enumerated() where bits & 1 << UInt64(bit) != 0 { features.formUnion(choice) }
    if bits & 0x8000 == 0 || features.contains(.packedRing) { features.insert(.version1) }
    pairs = input.chance(32) ? 2 : 1
    let sizes = features.contains(.packedRing) ? [64, 8, 17, 128, 1] : [64, 8, 16, 128, 1]
    try super.init(number, Self.regionSizes, features, readOnly: 1)
    largeTable = memory.allocate(1026 * 16, alignment: 16, region: 0)
    largeReadTable = memory.allocate(1026 * 16, alignment: 16, region: 1)
    for index in 0..<pairs * 2 {
      rings.append(
        try LyingRing(size: input.one(of: sizes), features: features, in: memory, isReceiving: index % 2 == 0))
    }
  }

  deinit { forgetInflight() }

  private func forgetInflight() {
    guard let region = inflight else { return }
    munmap(region.headers.pointer, region.size)
    close(region.file)
    inflight = nil
  }

  /// - Parameter between: what is told between the memory and the rings.
  func start(_ between: () -> Void = {}) {
    greet(regions: [0, 1, 2])
    between()
    for (index, ring) in rings.enumerated() { startRing(index, ring.areas) }
    for ring in rings where ring.isReceiving { postBuffers(ring) }
  }

  /// Buffers to receive into, as an honest driver posts them.
  func postBuffers(_ ring: LyingRing, count: Int = .max) {
    var left = min(count, ring.areas.size)
    while left > 0, !ring.isFull {
      let slot = ring.nextSlot
      let buffer = ring.buffer(slot)
      ring.add([Descriptor(address: buffer.guest, length: UInt32(buffer.count), flags: 2, next: UInt16(slot))])
      left -= 1
    }
    ring.expose()
  }

  override func answered(_ message: FrontendMessage) {
    guard message.request == VhostUserRequest.getInflight.rawValue, let file = message.descriptors.first,
      let size = message.number(UInt64.self, at: 0).map(Int.init), size > 0,
      let start = mmap(nil, size, PROT_READ | PROT_WRITE, MAP_SHARED, file, 0), start != MAP_FAILED
    else { return }
    forgetInflight()
    inflight = (dup(file), size, GuestBuffer(guest: 0, pointer: start, count: size))
  }

  /// Gives a ring a call descriptor that is full, and makes it a blocking one after the switch has looked.
  func block(_ index: Int) {
    guard let counter = try? EventDescriptor() else { return }
    blocking.append(counter)
    tell(.setRingCall, Self.word(UInt64(index)), descriptors: [counter.descriptor])
    counter.fill()
  }

  /// Has the kernel make the switch wait for those that were given.
  func makeBlocking() { for counter in blocking { counter.makeBlocking() } }

  /// An address of the guest's: inside, at an edge, outside, or anybody else's.
  func address(_ input: inout Input, writable: Bool) -> UInt64 {
    // Descriptors for writing leave the memory alone that is only read.
    let region = memory.regions[writable ? input.one(of: [0, 2]) : input.below(3)]
    let start = region.guest + UInt64(GuestRAM.edge)
    let size = UInt64(region.size - 2 * GuestRAM.edge)
    switch input.byte() % 12 {
    case 0: return start
    case 1: return start + size
    case 2: return start + size - UInt64(input.byte())
    case 3: return start - 1 - UInt64(input.byte() % 64)
    case 4: return 0
    case 5: return .max - UInt64(input.byte())
    case 6: return rings[input.below(rings.count)].areas.descriptors.guest
    case 7: return rings[input.below(rings.count)].areas.device.guest
    case 8: return region.user + UInt64(input.byte())
    case 9: return start + size / 2
    case 10: return start &- size
    default: return start + input.number(2) % size
    }
  }
}
