public import CDroste

// Theory of operation
//
// Packed rings (VIRTIO 1.2, section 2.8): one ring of 16-byte entries (address 64 bits, length 32, buffer id 16, flags 16)
// that driver and device both write. An entry is available when its AVAIL flag is the device's wrap counter and its USED
// flag is not; it is used when both are the driver's. A chain's buffer id stands in its last entry, and the device writes one
// entry for a chain, at its own used position, which then skips as many entries as the chain had.
//
// The driver looks at the first entry given since it looked last, so that one is written last, with release order
// (`show`): the driver's polling and our writing then meet in its cache line only once. Length, id and flags of an
// entry are one 64-bit store. With an in-flight record entries are written at once and in order, each noted in the record
// before and after: those behind the first would otherwise be lost to the process after this one, being used already and
// not yet shown. Event suppression is two 16-bit words each way: where, and how (enable 0, disable 1, at a place 2).
//
// SAFETY: positions are below `size` at all times; `descriptors` has `size` entries. Indirect tables are translated whole.

extension Virtqueue {
  @usableFromInline static var flagAvailable: UInt16 { 1 << 7 }
  @usableFromInline static var flagUsed: UInt16 { 1 << 15 }

  /// The two flags of an entry that is available in a lap with this wrap counter.
  @inlinable static func availableFlags(_ wrap: Bool) -> UInt16 { wrap ? flagAvailable : flagUsed }

  @inline(__always) @inlinable mutating func fetchPacked(_ limit: Int) {
    var position = fetched
    var wrap = fetchedWrap
    // Entries that may be taken: what was fetched and not given back is not the driver's to offer again.
    var left = fetchedWrap == usedWrap ? size &- fetched &+ used : used &- fetched
    for _ in 0..<limit {
      let entry = unsafe descriptors + Int(position) &* 16
      // Used entries are written here soon: the line of four entries is taken over at once, two lines ahead.
      if position & 3 == 0 { unsafe droste_prefetch_write(entry + 128) }
      let flags = unsafe droste_load_acquire_16(UnsafeRawPointer(entry + 14))
      if flags & (Self.flagAvailable | Self.flagUsed) != Self.availableFlags(wrap) { break }
      let first = segmentCount
      if first == Self.segmentLimit { break }
      var entries: UInt16 = 1
      if flags & (Self.flagNext | Self.flagIndirect) == 0 {
        let address = unsafe droste_load_64(UnsafeRawPointer(entry))
        let word = unsafe droste_load_64(UnsafeRawPointer(entry + 8))
        let length = UInt32(truncatingIfNeeded: word)
        guard (flags & Self.flagWrite != 0) == isWritable else {
          violation = .direction
          break
        }
        guard let pointer = unsafe translate(address, length) else {
          violation = .address
          break
        }
        unsafe add(pointer, length)
        unsafe chains[chainCount].length = length
        unsafe chains[chainCount].id = UInt16(truncatingIfNeeded: word >> 32)
      } else {
        entries = walkPacked(position, flags)
        if entries == 0 {
          segmentCount = first
          break
        }
      }
      guard entries <= left else {
        violation = .availableIndex
        segmentCount = first
        break
      }
      left &-= entries
      unsafe chains[chainCount].entries = entries
      unsafe chains[chainCount].firstSegment = UInt16(truncatingIfNeeded: first)
      unsafe chains[chainCount].segmentCount = UInt16(truncatingIfNeeded: segmentCount &- first)
      chainCount &+= 1
      position &+= entries
      if position >= size {
        position &-= size
        wrap.toggle()
      }
    }
    fetched = position
    fetchedWrap = wrap
  }

  /// Follows a chain into `chains[chainCount]`; how many entries it has, or 0 with `violation` or when the batch has no room
  /// for it.
  @usableFromInline mutating func walkPacked(_ start: UInt16, _ startFlags: UInt16) -> UInt16 {
    let firstSegment = segmentCount
    var position = start
    var flags = startFlags
    var total: UInt64 = 0
    var entries: UInt16 = 0
    while true {
      let entry = unsafe descriptors + Int(position) * 16
      let address = unsafe droste_load_64(UnsafeRawPointer(entry))
      let word = unsafe droste_load_64(UnsafeRawPointer(entry + 8))
      let length = UInt32(truncatingIfNeeded: word)
      entries += 1
      if flags & Self.flagIndirect != 0 {
        // Alone in its chain (2.8.8).
        guard hasIndirect, entries == 1, flags & Self.flagNext == 0 else { return failPacked(.indirectTable) }
        let before = segmentCount
        guard let sum = addTable(address, length) else {
          if violation == nil, before == 0 { violation = .chainLength }
          return 0
        }
        total = sum
      } else {
        guard (flags & Self.flagWrite != 0) == isWritable else { return failPacked(.direction) }
        guard let pointer = unsafe translate(address, length) else { return failPacked(.address) }
        guard segmentCount < Self.segmentLimit else { return firstSegment == 0 ? failPacked(.chainLength) : 0 }
        unsafe add(pointer, length)
        total += UInt64(length)
      }
      if flags & Self.flagNext == 0 {
        guard total <= UInt64(UInt32.max) else { return failPacked(.chainLength) }
        unsafe chains[chainCount].length = UInt32(total)
        unsafe chains[chainCount].id = UInt16(truncatingIfNeeded: word >> 32)
        return entries
      }
      guard entries < size else { return failPacked(.chainLength) }
      position = position + 1 == size ? 0 : position + 1
      flags = unsafe droste_load_16(UnsafeRawPointer(descriptors + Int(position) * 16 + 14))
    }
  }

  /// Adds the entries of an indirect table; bytes of all, or nil with `violation` or without room.
  private mutating func addTable(_ address: UInt64, _ length: UInt32) -> UInt64? {
    guard length >= 16, length % 16 == 0, length / 16 <= UInt32(Self.segmentLimit) else {
      violation = .indirectTable
      return nil
    }
    guard let table = unsafe translate(address, length) else {
      violation = .address
      return nil
    }
    guard UInt(bitPattern: table) & 7 == 0 else {
      violation = .indirectTable
      return nil
    }
    let count = Int(length / 16)
    guard segmentCount + count <= Self.segmentLimit else { return nil }
    var total: UInt64 = 0
    for index in 0..<count {
      let address = unsafe droste_load_64(UnsafeRawPointer(table + index * 16))
      let word = unsafe droste_load_64(UnsafeRawPointer(table + index * 16 + 8))
      // In a table only WRITE counts (2.8.7); INDIRECT within one is forbidden.
      let flags = UInt16(truncatingIfNeeded: word >> 48)
      guard flags & Self.flagIndirect == 0 else {
        violation = .indirectTable
        return nil
      }
      guard (flags & Self.flagWrite != 0) == isWritable else {
        violation = .direction
        return nil
      }
      let length = UInt32(truncatingIfNeeded: word)
      guard let pointer = unsafe translate(address, length) else {
        violation = .address
        return nil
      }
      unsafe add(pointer, length)
      total += UInt64(length)
    }
    return total
  }

  private mutating func failPacked(_ reason: RingViolation) -> UInt16 {
    violation = reason
    return 0
  }

  @inline(__always) @inlinable mutating func givePacked(_ chain: Chain, _ length: UInt32) {
    givePacked(chain.id, length, skipping: chain.entries)
  }

  @inline(__always) @inlinable mutating func givePacked(_ id: UInt16, _ length: UInt32, skipping entries: UInt16) {
    let entry = unsafe descriptors + Int(used) &* 16
    // WRITE tells that `length` means something (2.8.5).
    let flags = (usedWrap ? Self.flagAvailable | Self.flagUsed : 0) | (isWritable ? Self.flagWrite : 0)
    let word = UInt64(length) | UInt64(id) << 32 | UInt64(flags) << 48
    if unsafe inflight != nil {
      hasPending = true
      unsafe giveNoted(entry, word, skipping: entries)
      return
    }
    if hasPending {
      unsafe droste_store_64(entry + 8, word)
    } else {
      hasPending = true
      pendingWord = word
      pendingEntry = used
    }
    advanceUsed(entries)
  }

  @inline(__always) @inlinable mutating func advanceUsed(_ entries: UInt16) {
    used &+= entries
    givenEntries &+= entries
    if used >= size {
      used &-= size
      usedWrap.toggle()
    }
  }

  /// Writes a used entry so that whoever comes after this process finds it written or not, and nothing between.
  @usableFromInline mutating func giveNoted(
    _ entry: UnsafeMutableRawPointer, _ word: UInt64, skipping entries: UInt16
  ) {
    guard let inflight = unsafe inflight else { return }
    advanceUsed(entries)
    unsafe InflightRecord.begin(inflight, used, usedWrap)
    unsafe droste_store_release_64(entry + 8, word)
    unsafe InflightRecord.end(inflight, used, usedWrap)
  }

  /// One used entry, with the last chain's id, for the whole batch.
  mutating func giveBatchPacked(_ last: Chain) {
    var entries: UInt16 = 0
    for index in nextChain..<chainCount { entries &+= unsafe chains[index].entries }
    givePacked(last.id, 0, skipping: entries)
  }

  @inline(__always) @inlinable mutating func showPacked() -> Bool {
    guard hasPending else { return false }
    if unsafe inflight == nil {
      unsafe droste_store_release_64(descriptors + Int(pendingEntry) &* 16 + 8, pendingWord)
    }
    hasPending = false
    shownEntries = givenEntries
    givenEntries = 0
    return true
  }

  @inlinable func wantsCallPacked() -> Bool {
    let how = unsafe droste_load_32(UnsafeRawPointer(driver))
    let mode = UInt16(truncatingIfNeeded: how >> 16) & 3
    if mode == 0 { return true }
    guard mode == 2, hasEventIndex else { return false }
    // At a place: the entry of that offset, in the lap with that wrap counter (2.8.10).
    let place = UInt16(truncatingIfNeeded: how)
    let eventWrap = place & 0x8000 != 0
    var event = Int(place & 0x7FFF)
    if eventWrap != usedWrap { event -= Int(size) }
    let distance = Int(used) - event - 1
    return distance >= 0 ? distance < Int(shownEntries) : distance &+ 65536 < Int(shownEntries)
  }

  mutating func setKicksPacked(_ wanted: Bool) {
    if wanted, hasEventIndex {
      unsafe droste_store_16(device, fetched | (fetchedWrap ? 0x8000 : 0))
      unsafe droste_store_release_16(device + 2, 2)
    } else {
      unsafe droste_store_release_16(device + 2, wanted ? 0 : 1)
    }
    droste_full_fence()
  }

  func packedIsAvailable() -> Bool {
    let flags = unsafe droste_load_acquire_16(UnsafeRawPointer(descriptors + Int(fetched) * 16 + 14))
    return flags & (Self.flagAvailable | Self.flagUsed) == Self.availableFlags(fetchedWrap)
  }
}
