internal import CDroste
internal import Ethernet
internal import Glibc

// Theory of operation
//
// Which port a MAC address is behind. A port's own address is its in every VLAN; a learned one holds for the VLAN that it was
// seen in. So an address is looked for twice: as somebody's own, then as learned.
//
// One table for all workers, without locks: open addressing with linear probing over 65536 pairs of 64-bit words, a key
// and a value. A key goes from 0 to its address once, by compare-and-exchange, and stays until a rebuild; a value is
// stored whole. So a reader sees a key with its value, or with none yet (0), which means unknown. Rebuilding (ageing,
// taking away a port's addresses, new own addresses) happens on the control thread while no worker runs, at most once a
// second, and takes at most 0.5 ms with 16384 entries. Entries are never removed one by one, so there are no tombstones.
//
// The hash's multiplier is random for each process, so that no guest can choose addresses that all collide.
//
// Limits: 16384 learned entries in all, 300 s without a frame. With a port's own addresses (256 and NAT's) the table is
// never more than 76 % full, keys of aged entries included, so that probing ends.
//
// SAFETY: `slots` and `count` are allocated once and live as long as the switch; indexes are reduced by the mask.

@safe struct AddressTable: @unchecked Sendable {
  /// Learned entries of all ports together.
  static let limit = 16384
  /// Seconds after which an address that sent nothing is forgotten (IEEE 802.1D's default).
  static let ageingSeconds: UInt32 = 300
  /// The port of the switch's own address.
  static let local: Int32 = -1

  private static let capacity = 65536
  private static let shift: UInt64 = 64 - 16

  /// Where an address is: the port's slot (16 bits, one more than it is, so that 0 means nothing), whether it is the port's
  /// own (bit 16), and when its last frame came, in seconds (the upper half).
  struct Value {
    var rawValue: UInt64

    init(rawValue: UInt64) { self.rawValue = rawValue }

    init(port: Int32, isStatic: Bool, seen: UInt32) {
      rawValue = UInt64(UInt16(truncatingIfNeeded: port + 2)) | (isStatic ? 1 << 16 : 0) | UInt64(seen) << 32
    }

    var port: Int32 { Int32(rawValue & 0xFFFF) - 2 }
    var isStatic: Bool { rawValue & 1 << 16 != 0 }
    var seen: UInt32 { UInt32(truncatingIfNeeded: rawValue >> 32) }

    func isAged(at now: UInt32) -> Bool { !isStatic && now &- seen > AddressTable.ageingSeconds }
  }

  /// An entry as `visit` shows it.
  struct Entry {
    var key: UInt64
    var value: Value
    var address: MACAddress { MACAddress(rawValue: key & 0xFFFF_FFFF_FFFF) }
    var port: Int32 { value.port }
    var isStatic: Bool { value.isStatic }
    func isAged(at now: UInt32) -> Bool { value.isAged(at: now) }
  }

  private let slots: UnsafeMutablePointer<UInt64>
  private let count: UnsafeMutablePointer<UInt32>
  private let multiplier: UInt64

  static func allocate() -> AddressTable {
    // SAFETY: zeroed, and freed by `deallocate`. Pages that no address falls into take no memory.
    let memory = unsafe calloc(capacity * 2 + 1, 8)!
    let words = unsafe memory.assumingMemoryBound(to: UInt64.self)
    let count = unsafe UnsafeMutableRawPointer(words + capacity * 2).assumingMemoryBound(to: UInt32.self)
    return unsafe AddressTable(slots: words, count: count, multiplier: UInt64.random(in: 0...UInt64.max) | 1)
  }

  func deallocate() { unsafe free(slots) }

  /// In the place of a VLAN for a port's own addresses; 4095 is none.
  private static let ownVLAN: UInt16 = 4095

  @inline(__always) private static func key(_ address: UInt64, _ vlan: UInt16) -> UInt64 {
    address | UInt64(vlan) << 48 | 1 << 63
  }

  /// Learned entries.
  var learnedCount: Int { Int(unsafe droste_load_32(count)) }

  /// Where the entry of an address is: a port's own, or learned in `vlan`. Nil when there is none. Valid until the next
  /// rebuild.
  @inline(__always) func index(of address: UInt64, _ vlan: UInt16) -> Int? {
    index(Self.key(address, Self.ownVLAN)) ?? index(Self.key(address, vlan))
  }

  func index(of address: MACAddress, _ vlan: UInt16) -> Int? { index(of: address.rawValue, vlan) }

  @inline(__always) private func index(_ key: UInt64) -> Int? {
    var index = home(key)
    while true {
      let pair = unsafe word(index)
      let found = unsafe droste_load_acquire_64(pair)
      if found == key { return unsafe droste_load_64(pair + 1) == 0 ? nil : index }
      if found == 0 { return nil }
      index = (index &+ 1) & (Self.capacity &- 1)
    }
  }

  @inline(__always) subscript(index: Int) -> Value {
    Value(rawValue: unsafe droste_load_64(word(index) + 1))
  }

  /// Marks the learned entry at `index` as just seen. One store a second, however many frames.
  @inline(__always) func touch(_ index: Int, _ value: Value, at now: UInt32) {
    if value.seen != now, !value.isStatic { store(index, Value(port: value.port, isStatic: false, seen: now)) }
  }

  /// Moves the learned entry at `index` to another port.
  func move(_ index: Int, to port: Int32, at now: UInt32) {
    store(index, Value(port: port, isStatic: false, seen: now))
  }

  private func store(_ index: Int, _ value: Value) {
    unsafe droste_store_release_64(word(index) + 1, value.rawValue)
  }

  /// Adds an address that is not in the table; false when the table is full, or another worker was first.
  func learn(_ address: MACAddress, _ vlan: UInt16, port: Int32, at now: UInt32) -> Bool {
    guard learnedCount < Self.limit else { return false }
    guard insert(Self.key(address.rawValue, vlan), Value(port: port, isStatic: false, seen: now)) else { return false }
    unsafe droste_add_32(count, 1)
    return true
  }

  /// Lets go of the aged addresses of a port, at once and on its worker: their keys stay until the next rebuild.
  /// - Returns: how many there were. Looks at all slots, 60 µs: at most once a second.
  func expire(port: Int32, at now: UInt32) -> UInt32 {
    var expired: UInt32 = 0
    for index in 0..<Self.capacity {
      let value = self[index]
      guard value.rawValue != 0, value.port == port, value.isAged(at: now) else { continue }
      if unsafe droste_exchange_64(word(index) + 1, value.rawValue, 0) != 0 { expired += 1 }
    }
    unsafe droste_add_32(count, 0 &- expired)
    return expired
  }

  /// Binds an address to a port for good, whoever had it as its own. Where it was learned it is no longer looked for.
  func setStatic(_ address: MACAddress, port: Int32) {
    let key = Self.key(address.rawValue, Self.ownVLAN)
    let value = Value(port: port, isStatic: true, seen: 0)
    if let index = index(key) { store(index, value) } else { _ = insert(key, value) }
  }

  /// Removes the entries for which `condition` holds. While no worker runs.
  func removeAll(where condition: (Entry) -> Bool) {
    var kept: [Entry] = []
    visit { entry in if !condition(entry) { kept.append(entry) } }
    unsafe memset(slots, 0, Self.capacity * 16)
    unsafe droste_store_32(count, UInt32(kept.count { !$0.isStatic }))
    for entry in kept { _ = insert(entry.key, entry.value) }
  }

  /// Calls `body` with each entry.
  func visit(_ body: (Entry) -> Void) {
    for index in 0..<Self.capacity {
      let key = unsafe droste_load_64(slots + index * 2)
      guard key != 0, self[index].rawValue != 0 else { continue }
      body(Entry(key: key, value: self[index]))
    }
  }

  @inline(__always) private func word(_ index: Int) -> UnsafeMutablePointer<UInt64> {
    let offset = (index & (Self.capacity &- 1)) &* 2
    return unsafe slots + offset
  }

  @inline(__always) private func home(_ key: UInt64) -> Int {
    Int(truncatingIfNeeded: (key &* multiplier) >> Self.shift)
  }

  private func insert(_ key: UInt64, _ value: Value) -> Bool {
    var index = home(key)
    while true {
      let slot = unsafe slots + index * 2
      if unsafe droste_load_64(slot) == 0, unsafe droste_exchange_64(slot, 0, key) != 0 {
        store(index, value)
        return true
      }
      // One that was let go of has its key and no value.
      if unsafe droste_load_64(slot) == key { return unsafe droste_exchange_64(slot + 1, 0, value.rawValue) != 0 }
      index = (index + 1) & (Self.capacity - 1)
    }
  }
}
