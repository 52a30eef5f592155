internal import Ethernet

// Theory of operation
//
// Which port a MAC address is behind. A port's own address is its in every VLAN; a learned one holds for the VLAN that it was
// seen in. So an address is looked for twice: as somebody's own, then as learned.
//
// Open addressing with linear probing in one array, whose size is a power of two
// and at least twice the number of entries: a look-up is a multiplication and mostly one comparison, and allocates
// nothing. Entries are static (a port's own address: never moves, never ages) or learned (moves with its newest frame,
// ages out).
//
// Entries are never removed one by one, so there are no tombstones: sweeping out the aged and taking away a port's
// addresses build the array anew. That costs at most 0.3 ms with 16384 entries and happens at most once a second.
//
// The hash's multiplier is random for each process, so that no guest can choose addresses that all collide.
//
// Limits: 16384 learned entries in all, 300 s without a frame.

struct AddressTable {
  /// Learned entries of all ports together.
  static let limit = 16384
  /// Seconds after which an address that sent nothing is forgotten (IEEE 802.1D's default).
  static let ageingSeconds: UInt32 = 300

  struct Entry {
    /// The address, from bit 48 on the VLAN that it was learned in or `ownVLAN`, and bit 63 set; 0 in an empty slot.
    fileprivate var key: UInt64
    /// The slot of the port.
    var port: Int32
    var isStatic: Bool
    /// When its last frame came, in seconds.
    var seen: UInt32

    var address: MACAddress { MACAddress(rawValue: key) }

    func isAged(at now: UInt32) -> Bool { !isStatic && now &- seen > AddressTable.ageingSeconds }
  }

  private var slots: [Entry]
  private var shift: UInt64
  private let multiplier = UInt64.random(in: 0...UInt64.max) | 1
  private(set) var learnedCount = 0
  private var count = 0

  init() {
    slots = Self.empty(256)
    shift = 64 - 8
  }

  /// In the place of a VLAN for a port's own addresses; 4095 is none.
  private static let ownVLAN: UInt16 = 4095

  private static func key(_ address: MACAddress, _ vlan: UInt16) -> UInt64 {
    address.rawValue | UInt64(vlan) << 48 | 1 << 63
  }

  /// Where the entry of `address` is: a port's own, or learned in `vlan`. Nil when there is none. Valid until the next `insert`
  /// or `removeAll`.
  func index(of address: MACAddress, _ vlan: UInt16) -> Int? {
    index(Self.key(address, Self.ownVLAN)) ?? index(Self.key(address, vlan))
  }

  private func index(_ key: UInt64) -> Int? {
    var index = home(key)
    while true {
      let found = slots[index].key
      if found == key { return index }
      if found == 0 { return nil }
      index = (index + 1) & (slots.count - 1)
    }
  }

  subscript(index: Int) -> Entry {
    get { slots[index] }
    set { slots[index] = newValue }
  }

  /// Marks the entry at `index` as just seen.
  mutating func touch(_ index: Int, at now: UInt32) { slots[index].seen = now }

  /// Moves the learned entry at `index` to another port.
  mutating func move(_ index: Int, to port: Int32, at now: UInt32) {
    slots[index].port = port
    slots[index].seen = now
  }

  /// Adds an address that is not in the table; false when the table is full.
  mutating func learn(_ address: MACAddress, _ vlan: UInt16, port: Int32, at now: UInt32) -> Bool {
    guard learnedCount < Self.limit else { return false }
    insert(Entry(key: Self.key(address, vlan), port: port, isStatic: false, seen: now))
    return true
  }

  /// Binds an address to a port for good, whoever had it as its own. Where it was learned it is no longer looked for.
  mutating func setStatic(_ address: MACAddress, port: Int32) {
    let entry = Entry(key: Self.key(address, Self.ownVLAN), port: port, isStatic: true, seen: 0)
    guard let index = index(entry.key) else { return insert(entry) }
    slots[index] = entry
  }

  /// Removes the entries for which `condition` holds.
  mutating func removeAll(where condition: (Entry) -> Bool) {
    rebuild(slots.count, keeping: { !condition($0) })
  }

  /// Calls `body` with each entry.
  func visit(_ body: (Entry) -> Void) {
    for entry in slots where entry.key != 0 { body(entry) }
  }

  private func home(_ key: UInt64) -> Int { Int(truncatingIfNeeded: (key &* multiplier) >> shift) }

  private mutating func insert(_ entry: Entry) {
    if (count + 1) * 2 > slots.count { rebuild(slots.count * 2, keeping: { _ in true }) }
    place(entry)
  }

  private mutating func place(_ entry: Entry) {
    var index = home(entry.key)
    while slots[index].key != 0 { index = (index + 1) & (slots.count - 1) }
    slots[index] = entry
    count += 1
    if !entry.isStatic { learnedCount += 1 }
  }

  private mutating func rebuild(_ size: Int, keeping keep: (Entry) -> Bool) {
    let old = slots
    slots = Self.empty(size)
    shift = 64 - UInt64(size.trailingZeroBitCount)
    count = 0
    learnedCount = 0
    for entry in old where entry.key != 0 && keep(entry) { place(entry) }
  }

  private static func empty(_ size: Int) -> [Entry] {
    Array(repeating: Entry(key: 0, port: -1, isStatic: false, seen: 0), count: size)
  }
}
