import CDroste
import VhostFrontend
import Virtio

/// One descriptor, right or wrong.
struct Descriptor {
  var address: UInt64
  var length: UInt32
  /// NEXT 1, WRITE 2, INDIRECT 4; packed rings' AVAIL and USED come with the lap.
  var flags: UInt16
  /// Split: the next one; packed: the buffer's id.
  var next: UInt16
}

/// The driver's side of a ring that keeps no rule: it writes whatever it is told to, and never waits for anything.
final class LyingRing {
  let areas: RingAreas
  let isReceiving: Bool
  /// A place for the bytes of each descriptor, and for an indirect table of 16 entries.
  let buffers: [GuestBuffer]
  let tables: [GuestBuffer]
  /// Split: the available index; packed: the next place.
  private(set) var position: UInt16 = 0
  private(set) var wrap = true
  /// Split: the next descriptor of the table.
  private var slot = 0
  /// Packed: the places where chains began.
  private var isHead: [Bool]

  static let bufferLength = 2048

  init(size: Int, features: VirtioFeatures, in memory: FrontendMemory, isReceiving: Bool) throws {
    areas = try RingAreas(size: size, features: features, in: memory)
    self.isReceiving = isReceiving
    isHead = Array(repeating: false, count: size)
    let region = isReceiving ? 0 : 1
    let count = min(size, 64)
    buffers = (0..<count).map { _ in memory.allocate(Self.bufferLength, alignment: 16, region: region) }
    tables = (0..<min(count, 8)).map { _ in memory.allocate(256, alignment: 16, region: region) }
  }

  /// The place where the next descriptor will be written.
  var nextSlot: Int { areas.isPacked ? Int(position) : slot }

  func buffer(_ number: Int) -> GuestBuffer { buffers[number % buffers.count] }

  /// Whether an honest driver would have to wait: a split ring's index would pass the device by a whole lap, or the first
  /// entry of a chain is still the device's.
  var isFull: Bool {
    guard areas.isPacked else { return position &- areas.usedIndex >= UInt16(areas.size) }
    let flags = droste_load_16(areas.descriptors.pointer + Int(position) * 16 + 14)
    return isHead[Int(position)] && flags & 0x8080 == (wrap ? 0x8000 : 0x0080)
  }

  /// Writes a chain. Split: into the table and the available ring, shown by `expose`; packed: shown at once, its first
  /// entry last.
  func add(_ chain: [Descriptor]) {
    guard !chain.isEmpty else { return }
    if areas.isPacked { addPacked(chain) } else { addSplit(chain) }
  }

  private func addSplit(_ chain: [Descriptor]) {
    let head = slot
    for descriptor in chain {
      areas.writeSplit(
        slot, descriptor.address, descriptor.length, flags: descriptor.flags, next: descriptor.next)
      slot = (slot + 1) % areas.size
    }
    areas.writeAvailable(Int(position) % areas.size, UInt16(head))
    position &+= 1
  }

  /// Split: makes a chain available that is so already.
  func repeatHead(_ head: UInt16) {
    areas.writeAvailable(Int(position) % areas.size, head)
    position &+= 1
  }

  private func addPacked(_ chain: [Descriptor]) {
    let first = (Int(position), chain[0], lapFlags)
    isHead[first.0] = true
    advance()
    for descriptor in chain.dropFirst() {
      isHead[Int(position)] = false
      write(Int(position), descriptor, lapFlags)
      advance()
    }
    write(first.0, first.1, first.2)
  }

  private var lapFlags: UInt16 { wrap ? 0x0080 : 0x8000 }

  private func write(_ place: Int, _ descriptor: Descriptor, _ lap: UInt16) {
    areas.writePacked(
      place, descriptor.address, descriptor.length, id: descriptor.next, flags: descriptor.flags ^ lap)
  }

  private func advance() {
    position += 1
    if Int(position) == areas.size {
      position = 0
      wrap.toggle()
    }
  }

  /// Split: the head that stands at a place of the available ring.
  func setHead(_ place: Int, _ head: UInt16) {
    if !areas.isPacked { areas.writeAvailable(place % areas.size, head) }
  }

  /// Shows what was added.
  func expose() {
    if !areas.isPacked { areas.writeAvailableIndex(position) }
  }

  /// Shows an index that is not so (split), or counts a place on or back (packed).
  func lie(index: UInt16) {
    if areas.isPacked {
      position = UInt16(Int(index) % areas.size)
      if index & 0x8000 != 0 { wrap.toggle() }
    } else {
      areas.writeAvailableIndex(index)
    }
  }

  /// Begins anew, as a driver does after a reset.
  func restart() {
    position = areas.isPacked ? 0 : areas.usedIndex
    wrap = true
    slot = 0
    if areas.isPacked {
      for place in 0..<areas.size { areas.writePacked(place, 0, 0, id: 0, flags: 0) }
    } else {
      areas.writeAvailableIndex(position)
    }
  }
}
