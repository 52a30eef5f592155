public import CDroste

// Theory of operation
//
// Split rings (VIRTIO 1.2, section 2.7). The table has `size` descriptors of 16 bytes: address (64 bits), length (32),
// flags (16), next (16). The available ring has flags, index, `size` heads, and the index at which the device wants an
// interrupt told (used_event); the used ring has flags, index, `size` pairs of id and length, and avail_event.
//
// A descriptor is read with two loads of 64 bits. Most chains are one descriptor, and that way is short; the others go
// through `walk`, which also follows indirect tables, one level deep.
//
// SAFETY: offsets into the three areas are positions reduced by `mask`, or heads and `next` found below `size`; the areas
// are as long as VirtqueueLayout says. Indirect tables are translated whole before they are read.

extension Virtqueue {
  @usableFromInline static var flagNext: UInt16 { 1 }
  @usableFromInline static var flagWrite: UInt16 { 2 }
  @usableFromInline static var flagIndirect: UInt16 { 4 }

  @inline(__always) @inlinable mutating func fetchSplit(_ limit: Int) {
    var ready = available &- fetched
    if Int(ready) < limit {
      available = unsafe droste_load_acquire_16(UnsafeRawPointer(driver + 2))
      ready = available &- fetched
      if ready == 0 { return }
      // What was fetched and not given back counts too: a driver cannot have more out than the ring has entries.
      if available &- used > size {
        violation = .availableIndex
        available = fetched
        return
      }
    }
    let count = min(Int(ready), limit)
    for index in 0..<count {
      let slot = Int((fetched &+ UInt16(truncatingIfNeeded: index)) & mask)
      let head = unsafe droste_load_16(UnsafeRawPointer(driver + 4 + slot &* 2))
      if head >= size {
        violation = .descriptorIndex
        break
      }
      unsafe chains[chainCount &+ index].id = head
      unsafe droste_prefetch(UnsafeRawPointer(descriptors + Int(head) &* 16))
    }
    if violation != nil { return }
    for _ in 0..<count {
      let head = unsafe chains[chainCount].id
      let entry = unsafe descriptors + Int(head) &* 16
      let address = unsafe droste_load_64(UnsafeRawPointer(entry))
      let word = unsafe droste_load_64(UnsafeRawPointer(entry + 8))
      let flags = UInt16(truncatingIfNeeded: word >> 32)
      let first = segmentCount
      if flags & (Self.flagNext | Self.flagIndirect) == 0, first < Self.segmentLimit {
        let length = UInt32(truncatingIfNeeded: word)
        guard (flags & Self.flagWrite != 0) == isWritable else {
          violation = .direction
          return
        }
        guard let pointer = unsafe translate(address, length) else {
          violation = .address
          return
        }
        unsafe add(pointer, length)
        unsafe chains[chainCount].length = length
      } else {
        // The batch is full of segments: this chain comes with the next fetch.
        if first == Self.segmentLimit { return }
        guard walk(head, address, word) else {
          segmentCount = first
          return
        }
      }
      unsafe chains[chainCount].firstSegment = UInt16(truncatingIfNeeded: first)
      unsafe chains[chainCount].segmentCount = UInt16(truncatingIfNeeded: segmentCount &- first)
      unsafe chains[chainCount].entries = 1
      chainCount &+= 1
      fetched &+= 1
    }
  }

  /// Follows a chain of several descriptors into `chains[chainCount]`; false with `violation`, or when the batch has no room
  /// for it.
  @usableFromInline mutating func walk(_ head: UInt16, _ firstAddress: UInt64, _ firstWord: UInt64) -> Bool {
    let start = segmentCount
    var address = firstAddress
    var word = firstWord
    var table = unsafe descriptors
    var tableSize = Int(size)
    var isIndirect = false
    // Segments before those of the table that is followed.
    var before = start
    var total: UInt64 = 0
    // One step for each descriptor: the table's size bounds a chain, and 1024 bounds the table.
    for _ in 0..<Self.segmentLimit + 1 {
      let flags = UInt16(truncatingIfNeeded: word >> 32)
      let length = UInt32(truncatingIfNeeded: word)
      if flags & Self.flagIndirect != 0 {
        guard hasIndirect, !isIndirect, flags & Self.flagNext == 0, length >= 16, length % 16 == 0,
          length / 16 <= UInt32(Self.segmentLimit)
        else { return fail(.indirectTable) }
        guard let pointer = unsafe translate(address, length) else { return fail(.address) }
        // A driver's table need only be aligned as its allocator did; single 64-bit loads want 8.
        guard UInt(bitPattern: pointer) & 7 == 0 else { return fail(.indirectTable) }
        unsafe table = pointer
        tableSize = Int(length / 16)
        isIndirect = true
        before = segmentCount
        address = unsafe droste_load_64(UnsafeRawPointer(table))
        word = unsafe droste_load_64(UnsafeRawPointer(table + 8))
        continue
      }
      guard (flags & Self.flagWrite != 0) == isWritable else { return fail(.direction) }
      guard let pointer = unsafe translate(address, length) else { return fail(.address) }
      guard segmentCount < Self.segmentLimit else {
        // Alone it would not fit either.
        return start == 0 ? fail(.chainLength) : false
      }
      unsafe add(pointer, length)
      total += UInt64(length)
      if flags & Self.flagNext == 0 {
        guard total <= UInt64(UInt32.max) else { return fail(.chainLength) }
        unsafe chains[chainCount].length = UInt32(total)
        return true
      }
      guard segmentCount - before < tableSize else { return fail(.chainLength) }
      let next = Int(UInt16(truncatingIfNeeded: word >> 48))
      guard next < tableSize else { return fail(.descriptorIndex) }
      address = unsafe droste_load_64(UnsafeRawPointer(table + next * 16))
      word = unsafe droste_load_64(UnsafeRawPointer(table + next * 16 + 8))
    }
    return fail(.chainLength)
  }

  @usableFromInline mutating func fail(_ reason: RingViolation) -> Bool {
    violation = reason
    return false
  }

  @inline(__always) @inlinable mutating func giveSplit(_ chain: Chain, _ length: UInt32) {
    let entry = unsafe device + 4 + Int(used & mask) &* 8
    unsafe droste_store_32(entry, UInt32(chain.id))
    unsafe droste_store_32(entry + 4, length)
    used &+= 1
  }

  /// With IN_ORDER one entry, that of the last chain, stands for the whole batch (2.7.9).
  @usableFromInline mutating func giveBatch() {
    let count = chainCount - nextChain
    // SAFETY: `chainCount` is at most 64, and above 0.
    let last = unsafe chains[chainCount - 1]
    if isPacked {
      giveBatchPacked(last)
    } else {
      giveSplit(last, 0)
      used &+= UInt16(truncatingIfNeeded: count - 1)
    }
    nextChain = chainCount
  }

  @inline(__always) @inlinable mutating func showSplit() -> Bool {
    if published == used { return false }
    publishedBefore = published
    published = used
    unsafe droste_store_release_16(device + 2, used)
    return true
  }

  @inline(__always) @inlinable func wantsCallSplit() -> Bool {
    if hasEventIndex {
      let event = unsafe droste_load_16(UnsafeRawPointer(driver + 4 + Int(size) &* 2))
      return published &- event &- 1 < published &- publishedBefore
    }
    return unsafe droste_load_16(UnsafeRawPointer(driver)) & 1 == 0
  }

  mutating func setKicksSplit(_ wanted: Bool) {
    if hasEventIndex {
      // Unwanted: an index that the driver has passed, so that it does not come by for 32768 buffers.
      let event = wanted ? fetched : fetched &- 1 &- size
      unsafe droste_store_16(device + 4 + Int(size) * 8, event)
    } else {
      unsafe droste_store_16(device, wanted ? 0 : 1)
    }
    droste_full_fence()
  }

  mutating func splitIsAvailable() -> Bool {
    if available != fetched { return true }
    return unsafe droste_load_acquire_16(UnsafeRawPointer(driver + 2)) != fetched
  }
}
