internal import CDroste

/// The driver's side of a packed ring (VIRTIO 1.2, section 2.8).
final class PackedDriverRing: DriverRing {
  private let areas: RingAreas
  /// Last in, first out, so that ids come in no order.
  private var freeIDs: [UInt16]
  /// By id: entries of a chain that the device has, or 0.
  private var chains: [Int]
  private var order = NumberQueue()
  private var available = 0
  private var availableWrap = true
  private var used = 0
  private var usedWrap = true
  /// The first head since the last `expose`: its flags are written last.
  private var pending: (entry: Int, flags: UInt16)?
  private var added = 0
  private var batch: (id: UInt16, length: UInt32)?
  private(set) var freeCount: Int
  private(set) var outstanding = 0

  private static let availableFlag: UInt16 = 1 << 7
  private static let usedFlag: UInt16 = 1 << 15

  init(_ areas: RingAreas) {
    self.areas = areas
    freeIDs = (0..<areas.size).map { UInt16($0) }
    chains = Array(repeating: 0, count: areas.size)
    freeCount = areas.size
  }

  func add(_ elements: [BufferElement], table: GuestBuffer?) -> UInt16? {
    let count = table == nil ? elements.count : 1
    guard freeCount >= count else { return nil }
    let id = freeIDs.removeLast()
    var parts = elements
    if let table {
      for (index, element) in elements.enumerated() {
        // Of a table's flags only WRITE counts, ids are ignored (2.8.7).
        let entry = table.pointer + index * 16
        droste_store_64(entry, element.address)
        droste_store_32(entry + 8, element.length)
        droste_store_16(entry + 12, ~id)
        droste_store_16(entry + 14, element.deviceWrites ? 2 : 0)
      }
      parts = [BufferElement(table, deviceWrites: false)]
      parts[0].length = UInt32(elements.count * 16)
    }
    let head = available
    var headFlags: UInt16 = 0
    for (index, part) in parts.enumerated() {
      let isLast = index == parts.count - 1
      var flags = availableWrap ? Self.availableFlag : Self.usedFlag
      flags |= (isLast ? 0 : 1) | (part.deviceWrites ? 2 : 0) | (table != nil ? 4 : 0)
      let entry = areas.descriptors.pointer + available * 16
      droste_store_64(entry, part.address)
      droste_store_32(entry + 8, part.length)
      // Only the last entry's id counts (2.8.6).
      droste_store_16(entry + 12, isLast ? id : ~id)
      if index == 0 { headFlags = flags } else { droste_store_release_16(entry + 14, flags) }
      available += 1
      if available == areas.size {
        available = 0
        availableWrap.toggle()
      }
    }
    if pending == nil {
      pending = (head, headFlags)
    } else {
      droste_store_release_16(areas.descriptors.pointer + head * 16 + 14, headFlags)
    }
    chains[Int(id)] = count
    order.append(id)
    added += count
    freeCount -= count
    outstanding += 1
    return id
  }

  func expose() -> Bool {
    guard let first = pending else { return false }
    droste_store_release_16(areas.descriptors.pointer + first.entry * 16 + 14, first.flags)
    pending = nil
    droste_full_fence()
    let word = droste_load_32(areas.device.pointer)
    let count = added
    added = 0
    switch word >> 16 & 3 {
    case 0: return true
    case 2 where areas.hasEventIndex:
      // The entries shown are [start, start + count); is the wanted one among them?
      let place = Int(word & 0x7FFF)
      let wrap = word & 0x8000 != 0
      var distance = available - place
      if wrap != availableWrap { distance += areas.size }
      return distance >= 1 && distance <= count
    default: return false
    }
  }

  var hasUsed: Bool {
    if batch != nil { return true }
    let flags = droste_load_acquire_16(areas.descriptors.pointer + used * 16 + 14)
    let both = Self.availableFlag | Self.usedFlag
    return flags & both == (usedWrap ? both : 0)
  }

  func takeUsed() throws -> UsedChain? {
    guard outstanding > 0, hasUsed else { return nil }
    let entry = areas.descriptors.pointer + used * 16
    var id = droste_load_16(entry + 12)
    var length: UInt32? = droste_load_32(entry + 8)
    if areas.isInOrder, let first = order.first {
      let last = batch ?? (id, length!)
      guard batch != nil || order.contains(id) else {
        throw FrontendError("the device gave chain \(id) back, which it does not have")
      }
      batch = first == last.id ? nil : last
      length = first == last.id ? last.length : nil
      id = first
    }
    guard id < areas.size, chains[Int(id)] > 0 else {
      throw FrontendError("the device gave chain \(id) back, which it does not have")
    }
    let count = chains[Int(id)]
    chains[Int(id)] = 0
    freeIDs.append(id)
    freeCount += count
    outstanding -= 1
    if areas.isInOrder { order.removeFirst() }
    used += count
    if used >= areas.size {
      used -= areas.size
      usedWrap.toggle()
    }
    return UsedChain(id: id, length: length)
  }

  func setInterrupts(_ wanted: Bool) {
    if wanted, areas.hasEventIndex {
      askAt(used, usedWrap)
    } else {
      droste_store_16(areas.driver.pointer + 2, wanted ? 0 : 1)
    }
    droste_full_fence()
  }

  func setInterrupt(after count: Int) {
    precondition(areas.hasEventIndex && count >= 1)
    // Counted in entries: for chains of one entry each.
    let place = used + count - 1
    askAt(place % areas.size, place >= areas.size ? !usedWrap : usedWrap)
    droste_full_fence()
  }

  private func askAt(_ place: Int, _ wrap: Bool) {
    droste_store_16(areas.driver.pointer, UInt16(place) | (wrap ? 0x8000 : 0))
    droste_store_release_16(areas.driver.pointer + 2, 2)
  }
}
