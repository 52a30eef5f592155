internal import CDroste

// Theory of operation
//
// The device's side of one ring, split or packed (VIRTIO 1.2, sections 2.7 and 2.8). It takes chains of buffers that the
// driver made available, in order, and gives them back used, in the same order. So all that must survive a death of this
// process is how far the driver was given buffers back, and that stands in the ring itself (split) or in the in-flight
// region (packed, InflightRegion.swift): what was taken and not given back is simply taken again.
//
// A batch of chains is fetched at once (`fetch`), so that the loads of indexes, descriptors and data overlap; the fields
// of descriptors are read once, with one 64-bit load for each half, and checked once, here: after a fetch each `Segment`
// is a pointer to mapped memory with `length` bytes behind it. Used entries are written as they come (`give`) and shown
// to the driver together (`show`).
//
// Limits: 32768 entries a ring (the specification's), 64 chains a batch, 1024 segments a batch and a chain.
//
// Invariants:
// - split: `size` is a power of two; `fetched` - `used` is the number of chains taken and not given back, at most `size`;
// - packed: positions are below `size`, each with its wrap counter;
// - `chains[nextChain..<chainCount]` were fetched and not taken by `give` yet; their segments lie in
//   `segments[0..<segmentCount]`.
// Positions are ours and private. What the driver writes is never used as an index without the check beside it, never
// added with an addition that could trap, and never ends a loop: each is bounded by `size`, 64 or 1024.
//
// SAFETY of the pointers: `descriptors`, `driver` and `device` lead to whole areas of mapped guest memory, checked by
// `init`; `chains` and `segments` are allocated by VirtqueueStorage, which frees them after the ring's last use. A ring is
// used by one thread at a time.

/// Some bytes of a buffer, in mapped memory.
@safe @frozen public struct Segment {
  // SAFETY: `length` bytes from here were found mapped by GuestMemory.
  public var pointer: UnsafeMutableRawPointer
  public var length: UInt32

  @inlinable init(_ pointer: UnsafeMutableRawPointer, _ length: UInt32) {
    unsafe self.pointer = pointer
    self.length = length
  }
}

/// One buffer of a driver: a frame to send, or room for one.
@frozen public struct Chain {
  /// Split: the head's index. Packed: the buffer id.
  public var id: UInt16
  /// Packed: how many entries of the ring it took.
  public var entries: UInt16
  /// Where its segments start in the batch, and how many there are, 1 to 1024.
  public var firstSegment: UInt16
  public var segmentCount: UInt16
  /// Bytes of all segments, at most 2^32 - 1.
  public var length: UInt32

  @inlinable init() { (id, entries, firstSegment, segmentCount, length) = (0, 0, 0, 0, 0) }
}

/// A ring as its front end describes it.
@safe public struct VirtqueueLayout {
  public var size: Int
  // SAFETY: only used by Virtqueue.init, which cannot know how much is mapped: whoever makes a layout translates each
  // whole area with the `…Length` below.
  public var descriptors: UnsafeMutableRawPointer
  /// Split: the available ring. Packed: the driver's event suppression.
  public var driver: UnsafeMutableRawPointer
  /// Split: the used ring. Packed: the device's event suppression.
  public var device: UnsafeMutableRawPointer
  public var features: VirtioFeatures

  public init(
    size: Int, descriptors: UnsafeMutableRawPointer, driver: UnsafeMutableRawPointer, device: UnsafeMutableRawPointer,
    features: VirtioFeatures
  ) {
    self.size = size
    unsafe self.descriptors = descriptors
    unsafe self.driver = driver
    unsafe self.device = device
    self.features = features
  }

  /// Bytes of the three areas for a ring of `size` entries.
  public static func descriptorsLength(_ size: Int) -> Int { 16 * size }
  public static func driverLength(_ size: Int, _ features: VirtioFeatures) -> Int {
    features.contains(.packedRing) ? 4 : 4 + 2 * size + (features.contains(.eventIndex) ? 2 : 0)
  }
  public static func deviceLength(_ size: Int, _ features: VirtioFeatures) -> Int {
    features.contains(.packedRing) ? 4 : 4 + 8 * size + (features.contains(.eventIndex) ? 2 : 0)
  }
}

/// Where the device is in a ring, as vhost-user's SET_VRING_BASE and GET_VRING_BASE have it.
public struct VirtqueuePosition: Hashable, Sendable {
  /// Split: the next available index. Packed: the next entry to read, bit 15 its wrap counter; in the upper half the same
  /// for the next used entry.
  public var rawValue: UInt32

  public init(rawValue: UInt32) { self.rawValue = rawValue }
}

@safe @frozen public struct Virtqueue {
  public static let sizeLimit = 32768
  public static let batchLimit = 64
  public static let segmentLimit = 1024

  // SAFETY of all pointers: see the theory of operation.
  @usableFromInline let descriptors: UnsafeMutableRawPointer
  @usableFromInline let driver: UnsafeMutableRawPointer
  @usableFromInline let device: UnsafeMutableRawPointer
  public let chains: UnsafeMutablePointer<Chain>
  public let segments: UnsafeMutablePointer<Segment>
  @usableFromInline let memory: GuestMemory
  @usableFromInline let size: UInt16
  @usableFromInline let mask: UInt16
  public let isPacked: Bool
  @usableFromInline let hasEventIndex: Bool
  @usableFromInline let hasIndirect: Bool
  @usableFromInline let isInOrder: Bool
  /// The driver writes into these buffers (transmission), or the device does.
  @usableFromInline let isWritable: Bool

  /// The next entry to fetch and to give back. Split: counting on modulo 65536; packed: below `size`.
  @usableFromInline var fetched: UInt16
  @usableFromInline var used: UInt16
  /// Split: the driver's index when last read; the index that the driver was shown last, and the one before.
  @usableFromInline var available: UInt16
  @usableFromInline var published: UInt16
  @usableFromInline var publishedBefore: UInt16
  /// Packed: the wrap counters of both positions.
  @usableFromInline var fetchedWrap: Bool
  @usableFromInline var usedWrap: Bool
  /// Packed: the first entry given since the last `show`, which is written last: length, id and flags.
  @usableFromInline var pendingWord: UInt64
  @usableFromInline var pendingEntry: UInt16
  @usableFromInline var hasPending: Bool
  /// Whether the driver is asked to kick.
  @usableFromInline var wantsKicks: Bool
  /// Packed: entries given since the last `show`, and the number that it showed.
  @usableFromInline var givenEntries: UInt16
  @usableFromInline var shownEntries: UInt16

  public var chainCount: Int
  public var nextChain: Int
  @usableFromInline var segmentCount: Int

  /// The region that the last address was in.
  @usableFromInline var recent: GuestMemory.Region

  /// The first rule that the driver broke; nothing more is fetched then.
  public var violation: RingViolation?
  /// Packed: where positions are kept for the process after this one, or nil.
  // SAFETY: 64 bytes that InflightRegion mapped and keeps mapped as long as the ring lives.
  @usableFromInline var inflight: UnsafeMutableRawPointer?

  /// A ring that goes on at `position`.
  /// - Returns: nil when the size is not one (packed: 1 to 32768; split: a power of two in the same range), an area is not
  ///   aligned (2.7: 16, 2 and 4 bytes; 2.8: 16, 4 and 4), a packed position is beyond the ring, or there is no memory.
  public init?(
    _ layout: VirtqueueLayout, memory: GuestMemory, storage: VirtqueueStorage, position: VirtqueuePosition,
    deviceWrites: Bool, inflight: UnsafeMutableRawPointer? = nil
  ) {
    let isPacked = layout.features.contains(.packedRing)
    guard layout.size >= 1, layout.size <= Self.sizeLimit, memory.count > 0,
      isPacked || layout.size & (layout.size - 1) == 0,
      unsafe UInt(bitPattern: layout.descriptors) & 15 == 0,
      unsafe UInt(bitPattern: layout.driver) & (isPacked ? 3 : 1) == 0,
      unsafe UInt(bitPattern: layout.device) & 3 == 0
    else { return nil }
    unsafe descriptors = layout.descriptors
    unsafe driver = layout.driver
    unsafe device = layout.device
    unsafe chains = storage.chains
    unsafe segments = storage.segments
    self.memory = memory
    size = UInt16(layout.size)
    mask = UInt16(layout.size - 1)
    self.isPacked = isPacked
    hasEventIndex = layout.features.contains(.eventIndex)
    hasIndirect = layout.features.contains(.indirectDescriptors)
    isInOrder = layout.features.contains(.inOrder)
    isWritable = deviceWrites
    (chainCount, nextChain, segmentCount) = (0, 0, 0)
    (pendingWord, pendingEntry, hasPending, givenEntries, shownEntries) = (0, 0, false, 0, 0)
    wantsKicks = true
    violation = nil
    unsafe self.inflight = inflight
    recent = memory[0]
    let low = UInt16(truncatingIfNeeded: position.rawValue)
    let high = UInt16(truncatingIfNeeded: position.rawValue >> 16)
    if isPacked {
      fetched = low & 0x7FFF
      fetchedWrap = low & 0x8000 != 0
      used = high & 0x7FFF
      usedWrap = high & 0x8000 != 0
      guard fetched < size, used < size else { return nil }
      // Taken and not given back before: taken again.
      fetched = used
      fetchedWrap = usedWrap
      (available, published, publishedBefore) = (0, 0, 0)
    } else {
      // What the used ring says is what the driver was given back, whatever the front end believes after a crash.
      // SAFETY: the used ring's index is within the area that the layout's maker checked.
      used = unsafe droste_load_16(UnsafeRawPointer(device + 2))
      fetched = used
      (fetchedWrap, usedWrap) = (true, true)
      available = fetched
      (published, publishedBefore) = (used, used)
    }
  }

  /// Where the ring stands: all that was not given back will be taken again by whoever goes on from here.
  public var position: VirtqueuePosition {
    guard isPacked else { return VirtqueuePosition(rawValue: UInt32(used)) }
    let word = UInt32(used) | (usedWrap ? 0x8000 : 0)
    return VirtqueuePosition(rawValue: word | word << 16)
  }

  /// Whether chains are in the batch.
  @inlinable public var hasChain: Bool { nextChain < chainCount }

  /// Chains in the batch.
  @inlinable public var chainsLeft: Int { chainCount &- nextChain }

  /// Takes up to `limit` more chains into the batch, at most 64 being in it. A rule that the driver broke is in
  /// `violation`; what was fetched before it counts.
  @inline(__always) @inlinable public mutating func fetch(_ limit: Int) {
    if nextChain == chainCount {
      (nextChain, chainCount, segmentCount) = (0, 0, 0)
    } else if nextChain > 0 || chainCount == Self.batchLimit {
      compact()
    }
    guard violation == nil else { return }
    let room = min(limit, Self.batchLimit &- chainCount)
    guard room > 0 else { return }
    if isPacked { fetchPacked(room) } else { fetchSplit(room) }
  }

  /// Gives the next chain of the batch back with `length` bytes written into it.
  @inline(__always) @inlinable public mutating func give(_ length: UInt32) {
    // SAFETY: the caller saw `hasChain`; batches hold at most 64 chains.
    let chain = unsafe chains[nextChain]
    nextChain &+= 1
    if isPacked { givePacked(chain, length) } else { giveSplit(chain, length) }
  }

  /// Gives all chains of the batch back, unwritten (transmission).
  @inlinable public mutating func giveAll() {
    if isInOrder, chainCount > nextChain {
      giveBatch()
    } else {
      while nextChain < chainCount { give(0) }
    }
  }

  /// Shows the driver what was given since the last call.
  /// - Returns: whether there was anything. Then comes a full fence, one for all rings that were shown, and `wantsCall`.
  @inline(__always) @inlinable public mutating func show() -> Bool { isPacked ? showPacked() : showSplit() }

  /// Whether the driver wants to be told of what it was shown last. Its wish is read after a full fence: it looks for
  /// used buffers once more after it asked to be told, and one of both sees the other (2.7.7.2, 2.8.21.3.1).
  @inline(__always) @inlinable public func wantsCall() -> Bool { isPacked ? wantsCallPacked() : wantsCallSplit() }

  /// Shows the driver what was given since the last call.
  /// - Returns: whether it wants to be told.
  public mutating func publish() -> Bool {
    guard show() else { return false }
    droste_full_fence()
    return wantsCall()
  }

  /// Asks the driver to kick for new buffers, or not to. After asking, look (`hasMore`) before going to sleep: what came
  /// in between is not kicked for.
  public mutating func setKicks(_ wanted: Bool) {
    wantsKicks = wanted
    if isPacked { setKicksPacked(wanted) } else { setKicksSplit(wanted) }
  }

  /// Whether the driver has made more available than was fetched.
  public mutating func hasMore() -> Bool {
    guard violation == nil else { return false }
    return isPacked ? packedIsAvailable() : splitIsAvailable()
  }

  /// Where to look for what the driver makes available next. Holds until the next fetch, and as long as the ring runs.
  @inlinable public var watch: RingWatch {
    if violation != nil { return RingWatch() }
    if isPacked {
      let flags = unsafe UnsafeRawPointer(descriptors + Int(fetched) &* 16 + 14)
      // Available: one of both flags; until then it has what it had in the lap before.
      return unsafe RingWatch(
        address: flags, mask: Self.flagAvailable | Self.flagUsed, wanted: Self.availableFlags(fetchedWrap),
        isEqual: true)
    }
    if available != fetched { return RingWatch(hasMore: true) }
    return unsafe RingWatch(address: UnsafeRawPointer(driver + 2), mask: .max, wanted: fetched, isEqual: false)
  }

  /// Where `length` bytes of the guest's are, most often in the region of the last address.
  @inline(__always) @inlinable mutating func translate(_ address: UInt64, _ length: UInt32) -> UnsafeMutableRawPointer?
  {
    // SAFETY: a region's `size` bytes from `host` are mapped, and the checks keep within them.
    let offset = address &- recent.guest
    if offset < recent.size && UInt64(length) <= recent.size &- offset {
      return unsafe recent.host + Int(truncatingIfNeeded: offset)
    }
    return unsafe translateElsewhere(address, length)
  }

  @usableFromInline mutating func translateElsewhere(_ address: UInt64, _ length: UInt32) -> UnsafeMutableRawPointer? {
    for index in 0..<memory.count {
      let region = memory[index]
      let offset = address &- region.guest
      if offset < region.size && UInt64(length) <= region.size &- offset {
        recent = region
        return unsafe region.host + Int(truncatingIfNeeded: offset)
      }
    }
    return nil
  }

  @inline(__always) @inlinable mutating func add(_ pointer: UnsafeMutableRawPointer, _ length: UInt32) {
    // SAFETY: callers check `segmentCount` against the limit, which is the array's size.
    unsafe segments[segmentCount] = unsafe Segment(pointer, length)
    segmentCount &+= 1
  }

  /// Moves what is left of the batch to the front.
  @usableFromInline mutating func compact() {
    guard nextChain > 0 else { return }
    let left = chainCount - nextChain
    // SAFETY: both ranges lie within the arrays; moves go to lower places only, one by one in rising order.
    let shift = unsafe Int(chains[nextChain].firstSegment)
    for index in 0..<left {
      var chain = unsafe chains[nextChain + index]
      chain.firstSegment -= UInt16(shift)
      unsafe chains[index] = chain
    }
    for index in shift..<segmentCount { unsafe segments[index - shift] = unsafe segments[index] }
    segmentCount -= shift
    chainCount = left
    nextChain = 0
  }
}

/// The memory in which a ring keeps its batch; freed with the object.
// SAFETY: the pointers are set once, and rings that use them are gone before the object is.
@safe public final class VirtqueueStorage {
  let chains = UnsafeMutablePointer<Chain>.allocate(capacity: Virtqueue.batchLimit)
  let segments = UnsafeMutablePointer<Segment>.allocate(capacity: Virtqueue.segmentLimit)

  public init() {
    // SAFETY: both were allocated with these capacities, and both types are trivial.
    unsafe chains.initialize(repeating: Chain(), count: Virtqueue.batchLimit)
  }

  deinit {
    unsafe chains.deallocate()
    unsafe segments.deallocate()
  }
}
