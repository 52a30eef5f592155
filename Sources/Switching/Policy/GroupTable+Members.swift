internal import Ethernet

// Theory of operation
//
// Joins and leaves: chains of groups behind the slots of their MAC addresses. Called on the control thread, while no worker
// runs.
//
// Slots are an open-addressed table of twice as many places as there are groups. A slot is removed by moving those
// behind it up, so there are no tombstones, and a machine that joins and leaves all day leaves nothing behind.
//
// SAFETY, for each access in this file: places of groups and slots come from the table itself, ports and VLANs were
// checked by `observe`, `sweep` and `remove`.
extension GroupTable {
  /// Whether the groups of a MAC address may be confined to members, and then whether they are IPv6's; see "Always
  /// flooded".
  static func isConfinable(_ address: MACAddress) -> Bool? {
    let raw = address.rawValue
    if raw >> 23 == 0x0100_5E00_0000 >> 23 { return raw & 0x7F_FFFF > 0xFF ? false : nil }
    guard raw >> 32 == 0x3333 else { return nil }
    return raw & 0xFFFF_FFFF == 1 || raw >> 24 & 0xFF == 0xFF ? nil : true
  }

  /// The MAC address that a group's frames are sent to (RFC 1112 section 6.4, RFC 2464 section 7).
  static func macAddress(of group: IPv6Address, _ isIPv6: Bool) -> MACAddress {
    MACAddress(
      rawValue: isIPv6 ? 0x3333 << 32 | group.low & 0xFFFF_FFFF : 0x0100_5E00_0000 | group.low & 0x7F_FFFF)
  }

  static func slotKey(_ address: MACAddress, _ vlan: UInt16) -> UInt64 {
    address.rawValue | UInt64(vlan) << 48 | 1 << 63
  }

  /// Where a key is; nil when it is not there.
  func slot(_ key: UInt64) -> Int? {
    var slot = home(key)
    while true {
      let found = unsafe storage.slots[slot].key
      if found == key { return slot }
      if found == 0 { return nil }
      slot = (slot + 1) & (Self.slotCount - 1)
    }
  }

  private func home(_ key: UInt64) -> Int { Int(truncatingIfNeeded: (key &* multiplier) >> (64 - 11)) }

  mutating func join(_ group: IPv6Address, _ isIPv6: Bool, _ vlan: UInt16, _ port: Int, _ now: UInt32) -> Rejection? {
    let address = Self.macAddress(of: group, isIPv6)
    guard Self.isConfinable(address) != nil else { return nil }
    let key = Self.slotKey(address, vlan)
    if let slot = slot(key), let place = place(of: group, slot), unsafe storage.groups[place].members.contains(port) {
      unsafe storage.memberEnds[place << 8 | port] = now &+ Self.membershipSeconds
      return nil
    }
    if unsafe Int(storage.groupCounts[port]) >= Self.groupsPerPort { sweep(at: now) }
    guard unsafe Int(storage.groupCounts[port]) < Self.groupsPerPort else {
      flood(port, now)
      return .portLimit
    }
    guard let (slot, place) = makePlace(key, group, now) else {
      flood(port, now)
      return .tableLimit
    }
    unsafe storage.groups[place].members.insert(port)
    unsafe storage.memberEnds[place << 8 | port] = now &+ Self.membershipSeconds
    unsafe storage.groupCounts[port] += 1
    unsafe storage.slots[slot].members.insert(port)
    return nil
  }

  mutating func leave(_ group: IPv6Address, _ isIPv6: Bool, _ vlan: UInt16, _ port: Int, _ now: UInt32) {
    let key = Self.slotKey(Self.macAddress(of: group, isIPv6), vlan)
    guard let slot = slot(key), let place = place(of: group, slot), unsafe storage.groups[place].members.contains(port)
    else { return }
    if let network = known(vlan, isIPv6), unsafe storage.networks[network].hasQuerier {
      let end = now &+ Self.lastMemberSeconds
      if Self.isDue(end, unsafe storage.memberEnds[place << 8 | port]) {
        unsafe storage.memberEnds[place << 8 | port] = end
      }
    } else {
      removeMember(place, port)
      if tidy(slot, place) { removeSlot(slot) }
    }
  }

  /// Ends memberships that are due.
  mutating func sweepGroups(_ now: UInt32) {
    removeMembers { storage, place, port in
      // SAFETY: the place and port of a member.
      Self.isDue(unsafe storage.memberEnds[place << 8 | port], now)
    }
  }

  mutating func removeGroups(of gone: Int) {
    guard unsafe storage.groupCounts[gone] > 0 else { return }
    removeMembers { _, _, port in port == gone }
  }

  private mutating func removeMembers(where condition: (GroupStorage, Int, Int) -> Bool) {
    guard groupCount > 0 else { return }
    var slot = 0
    while slot < Self.slotCount {
      var isEmpty = false
      var place = unsafe Int(storage.slots[slot].first) - 1
      while place >= 0 {
        let next = unsafe Int(storage.groups[place].next) - 1
        var isChanged = false
        for port in unsafe storage.groups[place].members where condition(storage, place, port) {
          removeMember(place, port)
          isChanged = true
        }
        if isChanged { isEmpty = tidy(slot, place) }
        place = next
      }
      // Another slot may have moved here then.
      if isEmpty { removeSlot(slot) } else { slot += 1 }
    }
  }

  private mutating func removeMember(_ place: Int, _ port: Int) {
    unsafe storage.groups[place].members.remove(port)
    unsafe storage.groupCounts[port] -= 1
  }

  /// The place of a group in a slot's chain.
  private func place(of group: IPv6Address, _ slot: Int) -> Int? {
    var place = unsafe Int(storage.slots[slot].first) - 1
    while place >= 0 {
      if unsafe storage.groups[place].address == group { return place }
      place = unsafe Int(storage.groups[place].next) - 1
    }
    return nil
  }

  /// The slot and place of a group, made where they are not there; nil when there are too many.
  private mutating func makePlace(_ key: UInt64, _ group: IPv6Address, _ now: UInt32) -> (slot: Int, place: Int)? {
    if let slot = slot(key), let place = place(of: group, slot) { return (slot, place) }
    if groupCount >= Self.groupLimit { sweep(at: now) }
    guard groupCount < Self.groupLimit else { return nil }
    let place: Int
    if freeGroup != 0 {
      place = Int(freeGroup) - 1
      freeGroup = unsafe storage.groups[place].next
    } else {
      place = Int(freshGroup)
      freshGroup += 1
    }
    groupCount += 1
    var slot = home(key)
    while unsafe storage.slots[slot].key != 0, unsafe storage.slots[slot].key != key {
      slot = (slot + 1) & (Self.slotCount - 1)
    }
    unsafe storage.slots[slot].key = key
    unsafe storage.groups[place] = MulticastGroup(
      address: group, members: PortSet(), next: storage.slots[slot].first)
    unsafe storage.slots[slot].first = UInt16(place + 1)
    return (slot, place)
  }

  /// After a group lost members: frees it when it has none left, and makes the slot's union anew. Returns whether the
  /// slot has no group left.
  private mutating func tidy(_ slot: Int, _ place: Int) -> Bool {
    if unsafe storage.groups[place].members.isEmpty {
      let next = unsafe storage.groups[place].next
      if unsafe Int(storage.slots[slot].first) == place + 1 {
        unsafe storage.slots[slot].first = next
      } else {
        var before = unsafe Int(storage.slots[slot].first) - 1
        while unsafe Int(storage.groups[before].next) != place + 1 {
          before = unsafe Int(storage.groups[before].next) - 1
        }
        unsafe storage.groups[before].next = next
      }
      unsafe storage.groups[place].next = freeGroup
      freeGroup = UInt16(place + 1)
      groupCount -= 1
    }
    var members = PortSet()
    var rest = unsafe Int(storage.slots[slot].first) - 1
    while rest >= 0 {
      members.formUnion(unsafe storage.groups[rest].members)
      rest = unsafe Int(storage.groups[rest].next) - 1
    }
    unsafe storage.slots[slot].members = members
    return unsafe storage.slots[slot].first == 0
  }

  /// Empties a slot and moves up those behind it that would not be found any more.
  private mutating func removeSlot(_ slot: Int) {
    let mask = Self.slotCount - 1
    var hole = slot
    var next = (slot + 1) & mask
    while unsafe storage.slots[next].key != 0 {
      let distance = (next - home(unsafe storage.slots[next].key)) & mask
      if distance >= (next - hole) & mask {
        unsafe storage.slots[hole] = unsafe storage.slots[next]
        hole = next
      }
      next = (next + 1) & mask
    }
    unsafe storage.slots[hole] = GroupSlot(key: 0, members: PortSet(), first: 0)
  }
}
