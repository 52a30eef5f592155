internal import CDroste
internal import Virtio

/// How the bytes of a frame and its header lie over descriptors.
package enum BufferLayout: Hashable, Sendable {
  /// Header and frame in one descriptor.
  case single
  /// The header in a descriptor of its own, as Linux without any-layout lays it out.
  case separateHeader
  /// Header and frame cut into pieces of these sizes; the rest, if any, is the last piece. The pieces lie in falling
  /// order of addresses with gaps between them.
  case pieces([Int])
  /// Header and frame in two entries of an indirect table.
  case indirect
  /// As `pieces`, in an indirect table.
  case indirectPieces([Int])

  var isIndirect: Bool {
    switch self {
    case .indirect, .indirectPieces: true
    default: false
    }
  }
}

/// A frame that the device wrote into buffers.
package struct ReceivedFrame: Hashable {
  package var header: DriverQueue.Header
  package var bytes: [UInt8]
  /// Chains that it filled.
  package var numBuffers: Int
}

/// One queue of a network driver: gives the device frames to send, or buffers to fill. Simple and checking, not fast:
/// see PolledQueue for measuring.
// SAFETY: a test uses a queue from one thread at a time.
package final class DriverQueue: @unchecked Sendable {
  package let areas: RingAreas
  package let memory: FrontendMemory
  /// The device writes into this queue's buffers.
  package let isReceiving: Bool
  /// Posts each received buffer again, laid out as it was.
  package var recycles = true
  /// Memory for buffers comes from this region.
  package var region = 0
  /// Kicks written.
  package private(set) var kicks = 0
  /// Interrupts that came; counted when they are looked at.
  package private(set) var interrupts: UInt64 = 0

  let ring: any DriverRing
  private struct Posted {
    var slot: GuestBuffer
    var table: GuestBuffer?
    var pieces: [GuestBuffer]
  }
  private var posted: [Posted?]
  private var freeSlots: [GuestBuffer] = []
  private var freeTables: [GuestBuffer] = []

  package init(_ areas: RingAreas, in memory: FrontendMemory, isReceiving: Bool) {
    self.areas = areas
    self.memory = memory
    self.isReceiving = isReceiving
    ring = areas.isPacked ? PackedDriverRing(areas) : SplitDriverRing(areas)
    posted = Array(repeating: nil, count: areas.size)
  }

  package var headerLength: Int { areas.features.headerLength }
  /// Descriptors that no chain uses.
  package var freeDescriptors: Int { ring.freeCount }
  /// Chains that the device has.
  package var outstanding: Int { ring.outstanding }
  /// Whether a chain came back that was not taken.
  package var hasUsed: Bool { ring.hasUsed }

  // MARK: Sending

  /// Sends a frame: takes used buffers back, lays the frame out, shows it, and kicks when the device wants it. An error
  /// when the ring is full.
  package func send(_ frame: [UInt8], header: Header = Header(), layout: BufferLayout = .single) throws {
    guard try add(frame, header: header, layout: layout) else { throw FrontendError("the transmit ring is full") }
    flush()
  }

  /// Sends a frame as soon as there is room.
  package func send(
    _ frame: [UInt8], header: Header = Header(), layout: BufferLayout = .single, by deadline: Deadline
  ) throws {
    while try !add(frame, header: header, layout: layout) {
      flush()
      guard waitForUsed(by: deadline) else { throw FrontendError("the device took no frame before the deadline") }
    }
    flush()
  }

  /// Lays a frame out without showing it; false when the ring is full.
  package func add(_ frame: [UInt8], header: Header = Header(), layout: BufferLayout = .single) throws -> Bool {
    try reclaim()
    let whole = header.encoded(headerLength) + frame
    let sizes: [Int]
    switch layout {
    case .single: sizes = [whole.count]
    case .separateHeader, .indirect: sizes = frame.isEmpty ? [headerLength] : [headerLength, frame.count]
    case .pieces(let wanted), .indirectPieces(let wanted):
      let sum = wanted.reduce(0, +)
      precondition(sum <= whole.count, "the pieces are longer than header and frame")
      sizes = sum < whole.count ? wanted + [whole.count - sum] : wanted
    }
    guard ring.freeCount >= (layout.isIndirect ? 1 : sizes.count) else { return false }
    let chain = layOut(sizes, isIndirect: layout.isIndirect)
    var start = 0
    for piece in chain.pieces {
      piece.write(Array(whole[start..<start + piece.count]))
      start += piece.count
    }
    return post(chain)
  }

  /// Takes used transmit buffers back; how many.
  @discardableResult package func reclaim() throws -> Int {
    guard !isReceiving else { return 0 }
    var count = 0
    while try takeUsed() != nil { count += 1 }
    return count
  }

  /// Waits until the device has given everything back.
  package func drain(by deadline: Deadline = Deadline()) throws {
    while try reclaim() >= 0, outstanding > 0 {
      guard waitForUsed(by: deadline) else {
        throw FrontendError("the device still has \(outstanding) chains at the deadline")
      }
    }
  }

  // MARK: Receiving

  /// Posts buffers of one descriptor each; stops at a full ring.
  /// - Returns: how many.
  @discardableResult package func post(_ count: Int, of length: Int) -> Int {
    var done = 0
    while done < count, ring.freeCount > 0, post(layOut([length], isIndirect: false)) { done += 1 }
    flush()
    return done
  }

  /// Posts one buffer of several pieces; false when descriptors are missing.
  @discardableResult package func post(chain sizes: [Int], isIndirect: Bool = false) -> Bool {
    guard ring.freeCount >= (isIndirect ? 1 : sizes.count) else { return false }
    let isPosted = post(layOut(sizes, isIndirect: isIndirect))
    flush()
    return isPosted
  }

  /// The next frame, or nil. An error when the device broke a rule: a header that is not whole, a count of buffers that
  /// are not there, more bytes than a buffer has.
  package func receive() throws -> ReceivedFrame? {
    precondition(isReceiving)
    guard let (bytes, first) = try takeBytes() else { return nil }
    guard let header = Header(bytes, headerLength) else {
      throw FrontendError("a received buffer has \(bytes.count) bytes, no whole header")
    }
    var frame = ReceivedFrame(header: header, bytes: Array(bytes[headerLength...]), numBuffers: 1)
    var again = [first]
    if areas.features.contains(.mergeableBuffers) {
      frame.numBuffers = Int(header.numBuffers)
      guard frame.numBuffers >= 1 else { throw FrontendError("a received frame says that it fills no buffer") }
      for index in 1..<frame.numBuffers {
        guard let (more, chain) = try takeBytes() else {
          throw FrontendError("a received frame fills \(frame.numBuffers) buffers, but \(index) came")
        }
        frame.bytes += more
        again.append(chain)
      }
    }
    if recycles {
      for chain in again { _ = post(chain) }
      flush()
    } else {
      for chain in again { free(chain) }
    }
    return frame
  }

  /// The next frame, waiting for the device's interrupt; an error at the deadline.
  package func receive(by deadline: Deadline) throws -> ReceivedFrame {
    while true {
      if let frame = try receive() { return frame }
      guard waitForUsed(by: deadline) else { throw FrontendError("no frame came before the deadline") }
    }
  }

  private func takeBytes() throws -> ([UInt8], Posted)? {
    guard let (used, chain) = try takeUsedChain() else { return nil }
    var left = chain.pieces.reduce(0) { $0 + $1.count }
    if let length = used.length {
      guard length <= left else {
        throw FrontendError("the device says that it wrote \(length) bytes into a buffer of \(left)")
      }
      left = Int(length)
    }
    var bytes: [UInt8] = []
    bytes.reserveCapacity(left)
    for piece in chain.pieces where left > 0 {
      let part = piece[0..<min(left, piece.count)]
      bytes += UnsafeRawBufferPointer(start: part.pointer, count: part.count)
      left -= part.count
    }
    return (bytes, chain)
  }

  /// Offers one chain that has the same bytes many times, which no honest driver does.
  package func offerOverlapping(_ buffer: GuestBuffer, pieces count: Int, isIndirect: Bool) {
    let element = BufferElement(buffer, deviceWrites: isReceiving)
    let table = isIndirect ? memory.allocate(count * 16, region: memory.regions.count - 1) : nil
    _ = ring.add(Array(repeating: element, count: count), table: table)
    flush()
  }

  // MARK: Either way

  /// The next chain that came back, its memory free again.
  @discardableResult package func takeUsed() throws -> UsedChain? {
    guard let (used, chain) = try takeUsedChain() else { return nil }
    free(chain)
    return used
  }

  /// Shows the device what was added and kicks when it wants that; whether it did.
  @discardableResult package func flush() -> Bool {
    let isWanted = ring.expose()
    if isWanted { kick() }
    return isWanted
  }

  /// Shows the device what was added, and never kicks; whether it would have wanted it.
  package func expose() -> Bool { ring.expose() }

  /// Kicks, wanted or not.
  package func kick() {
    kicks += 1
    areas.kick.signal()
  }

  /// Asks the device for an interrupt with the next used chain, or for none.
  package func setInterrupts(_ wanted: Bool) { ring.setInterrupts(wanted) }

  /// Asks for an interrupt when `count` more chains of one descriptor have come back (event index only).
  package func setInterrupt(after count: Int) { ring.setInterrupt(after: count) }

  /// Counts the interrupts that came since the last call, adds them to `interrupts`.
  @discardableResult package func countInterrupts() -> UInt64 {
    let count = areas.call.drain()
    interrupts += count
    return count
  }

  /// Waits until a chain came back; false at the deadline.
  package func waitForUsed(by deadline: Deadline) -> Bool {
    while !ring.hasUsed {
      ring.setInterrupts(true)
      if ring.hasUsed { return true }
      guard deadline.wait(for: areas.call.descriptor) else { return ring.hasUsed }
      countInterrupts()
    }
    return true
  }

  private func takeUsedChain() throws -> (UsedChain, Posted)? {
    guard let used = try ring.takeUsed() else { return nil }
    guard let chain = posted[Int(used.id)] else { throw FrontendError("chain \(used.id) is nobody's") }
    posted[Int(used.id)] = nil
    return (used, chain)
  }

  private func post(_ chain: Posted) -> Bool {
    let elements = chain.pieces.map { BufferElement($0, deviceWrites: isReceiving) }
    guard let id = ring.add(elements, table: chain.table) else {
      free(chain)
      return false
    }
    posted[Int(id)] = chain
    return true
  }

  private func layOut(_ sizes: [Int], isIndirect: Bool) -> Posted {
    let gap = sizes.count > 1 ? 7 : 0
    let slot = take(&freeSlots, sizes.reduce(0) { $0 + $1 + gap }, least: 2048)
    var end = slot.count
    let pieces = sizes.map { size in
      end -= size + gap
      return slot[end..<end + size]
    }
    return Posted(
      slot: slot, table: isIndirect ? take(&freeTables, sizes.count * 16, least: 256) : nil, pieces: pieces)
  }

  private func take(_ free: inout [GuestBuffer], _ count: Int, least: Int) -> GuestBuffer {
    if let index = free.lastIndex(where: { $0.count >= count }) {
      free.swapAt(index, free.count - 1)
      return free.removeLast()
    }
    return memory.allocate(max(count, least), alignment: 64, region: region)
  }

  private func free(_ chain: Posted) {
    freeSlots.append(chain.slot)
    if let table = chain.table { freeTables.append(table) }
  }
}
