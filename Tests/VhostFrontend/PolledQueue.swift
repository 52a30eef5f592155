internal import CDroste
internal import Virtio

/// One queue for measuring: all buffers are laid out once, one descriptor each, and each call moves any number of them
/// without allocating, in 5 ns a frame or less. Counts on a device that gives buffers back in order, as every device
/// here does that copies.
///
/// Takes over the rings of a DriverQueue that was not used yet (or fresh areas).
// SAFETY: pointers lead into `memory`, which the queue holds; positions are below `size`. One thread uses a queue.
package final class PolledQueue: @unchecked Sendable {
  private let areas: RingAreas
  private let memory: FrontendMemory
  private let isReceiving: Bool
  private let size: Int
  private let descriptors: UnsafeMutableRawPointer
  private let driver: UnsafeMutableRawPointer
  private let device: UnsafeMutableRawPointer
  /// By place in the ring: the buffer's place in memory.
  private let buffers: UnsafeMutablePointer<UnsafeMutableRawPointer>
  /// By place in the ring: the second half of the descriptor, without flags.
  private let words: UnsafeMutablePointer<UInt64>
  /// Split: counting on; packed: places.
  private var available = 0
  private var used = 0
  private var availableWrap = true
  private var usedWrap = true
  private var room: Int
  /// Kicks written.
  package private(set) var kicks = 0

  /// A queue that sends `frames` in turns, each with a header of zeros.
  package convenience init(sending frames: [[UInt8]], _ areas: RingAreas, in memory: FrontendMemory) {
    self.init(areas, memory, isReceiving: false)
    let headerLength = areas.features.headerLength
    for index in 0..<size {
      let frame = frames[index % frames.count]
      let buffer = memory.allocate(headerLength + frame.count, alignment: 64)
      buffer.write([UInt8](repeating: 0, count: headerLength) + frame)
      layOut(index, buffer)
    }
  }

  /// A queue that receives into buffers of `bufferLength` bytes, header included; all are posted.
  package convenience init(receiving bufferLength: Int, _ areas: RingAreas, in memory: FrontendMemory) {
    self.init(areas, memory, isReceiving: true)
    for index in 0..<size { layOut(index, memory.allocate(bufferLength, alignment: 64)) }
    give(size)
  }

  private init(_ areas: RingAreas, _ memory: FrontendMemory, isReceiving: Bool) {
    self.areas = areas
    self.memory = memory
    self.isReceiving = isReceiving
    size = areas.size
    room = areas.size
    descriptors = areas.descriptors.pointer
    driver = areas.driver.pointer
    device = areas.device.pointer
    buffers = .allocate(capacity: areas.size)
    words = .allocate(capacity: areas.size)
    // No interrupts: this queue is polled.
    if areas.isPacked {
      droste_store_16(driver + 2, 1)
    } else {
      droste_store_16(driver, 1)
      if areas.hasEventIndex { droste_store_16(driver + 4 + size * 2, 0xFFFF) }
    }
  }

  deinit {
    buffers.deallocate()
    words.deallocate()
  }

  private func layOut(_ index: Int, _ buffer: GuestBuffer) {
    buffers[index] = buffer.pointer
    let entry = descriptors + index * 16
    droste_store_64(entry, buffer.guest)
    let write: UInt16 = isReceiving ? 2 : 0
    if areas.isPacked {
      words[index] = UInt64(buffer.count) | UInt64(index) << 32 | UInt64(write) << 48
    } else {
      words[index] = UInt64(buffer.count) | UInt64(write) << 32
      droste_store_64(entry + 8, words[index])
      droste_store_16(driver + 4 + index * 2, UInt16(index))
    }
  }

  /// Sends up to `count` frames, as many as the ring has room for; kicks when the device wants it.
  /// - Returns: how many were sent.
  @discardableResult package func sendPrebuilt(_ count: Int) -> Int {
    if room < count { room += takeUsed(size) }
    let sent = min(count, room)
    if sent > 0 { give(sent) }
    return sent
  }

  /// Takes up to `limit` filled buffers and posts them again.
  /// - Returns: how many buffers came. With frames that fit into one, that is the number of frames.
  @discardableResult package func receiveCount(_ limit: Int = .max) -> Int {
    let count = takeUsed(min(limit, size))
    if count > 0 { give(count) }
    return count
  }

  /// The bytes of the buffer at a place of the ring, header included.
  package func buffer(at place: Int) -> UnsafeMutableRawPointer { buffers[place % size] }

  /// The place of the buffer that comes back next.
  package var nextPlace: Int { used % size }

  /// Buffers that the device has.
  package var outstanding: Int { isReceiving ? size : size - room }

  /// How many buffers came back, at most `limit`.
  private func takeUsed(_ limit: Int) -> Int {
    if !areas.isPacked {
      let ready = Int(droste_load_acquire_16(device + 2) &- UInt16(truncatingIfNeeded: used))
      let count = min(ready, limit)
      used &+= count
      return count
    }
    var count = 0
    while count < limit {
      let entry = descriptors + used &* 16
      let flags = droste_load_acquire_16(entry + 14)
      guard flags & 0x8080 == (usedWrap ? 0x8080 : 0) else { break }
      var step = 1
      if areas.isInOrder, !isReceiving {
        // One entry stands for all up to the one whose id it has; ids are places.
        step = Int(droste_load_16(entry + 12)) - used + 1
        if step <= 0 { step += size }
      }
      count += step
      used += step
      if used >= size {
        used -= size
        usedWrap.toggle()
      }
    }
    return count
  }

  /// Gives the device the next `count` buffers.
  private func give(_ count: Int) {
    if !isReceiving { room -= count }
    if !areas.isPacked {
      let old = UInt16(truncatingIfNeeded: available)
      available &+= count
      let new = UInt16(truncatingIfNeeded: available)
      droste_store_release_16(driver + 2, new)
      droste_full_fence()
      let isWanted: Bool
      if areas.hasEventIndex {
        isWanted = new &- droste_load_16(device + 4 + size &* 8) &- 1 < new &- old
      } else {
        isWanted = droste_load_16(device) & 1 == 0
      }
      if isWanted { kick() }
      return
    }
    for _ in 0..<count {
      let entry = descriptors + available &* 16
      // The address stays as it was laid out; the device overwrote the rest.
      droste_store_release_64(entry + 8, words[available] | (availableWrap ? 0x80 << 48 : 0x8000 << 48))
      available &+= 1
      if available == size {
        available = 0
        availableWrap.toggle()
      }
    }
    droste_full_fence()
    let how = droste_load_32(device)
    guard how >> 16 & 3 != 1 else { return }
    if how >> 16 & 3 == 2, areas.hasEventIndex {
      var distance = available &- Int(how & 0x7FFF)
      if (how & 0x8000 != 0) != availableWrap { distance &+= size }
      guard distance >= 1, distance <= count else { return }
    }
    kick()
  }

  private func kick() {
    kicks += 1
    areas.kick.signal()
  }
}
