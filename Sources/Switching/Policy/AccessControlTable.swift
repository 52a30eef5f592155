package import Ethernet
package import HyperV

// Theory of operation
//
// A port's access control entries, compiled when its configuration changes and read for each frame. For each direction
// there are two runs of records in one block of memory: those that decide, in the order in which they do (extended
// entries by falling weight, then basic ones by falling prefix length, deny before allow), and the meters. A verdict
// walks the first run to the first record that matches: 512 entries cost about 1 µs, a handful some nanoseconds. Then,
// when the frame passes, every meter that matches counts it.
//
// What matches what:
//   a MAC address   every frame with that source or destination
//   Any             every frame
//   IP addresses    IPv4 and IPv6 packets only, by their own headers. ARP and neighbour discovery have no entry of their own: ARP is
//                   no IP packet; neighbour discovery is an IPv6 packet between link-local or multicast addresses
//   a prefix        bits fixed by the two addresses together; a MAC address fixes 48
// Later fragments and hidden headers: see AccessControlRecord.
//
// The hot half is `Handle`: one pointer, nil when there are no entries in either direction. `AccessControlTable` owns
// the memory behind it and must outlive it.
//
// Limits: 512 entries (AccessControlEntry.limit). One thread at a time: meters are plain numbers.

/// The compiled access control entries of one port.
// SAFETY: `header` and what lies behind it is allocated in `init`, never moved, and freed in `deinit`; nothing else
// keeps the pointers but handles, whose documentation asks not to outlive the table.
@safe package final class AccessControlTable {
  private let header: UnsafeMutablePointer<Header>?

  // SAFETY: see the table.
  @safe fileprivate struct Header {
    var records: UnsafeMutablePointer<AccessControlRecord>
    var meters: UnsafeMutablePointer<Count>
    var recordCount = 0
    /// Where each run ends: outbound, inbound, outbound meters, inbound meters.
    var outboundEnd = 0
    var inboundEnd = 0
    var outboundMeterEnd = 0
  }

  fileprivate struct Count: BitwiseCopyable {
    var frames: UInt64 = 0
    var bytes: UInt64 = 0
  }

  /// Compiles entries that have no `problems`.
  /// - Parameter old: what the port had before; meters that were in it go on counting.
  package init(_ entries: [AccessControlEntry], continuing old: AccessControlTable? = nil) {
    self.entries = entries
    guard !entries.isEmpty else {
      unsafe header = nil
      return
    }
    precondition(entries.count <= AccessControlEntry.limit, "a port has at most 512 access control entries")
    let runs = [(AccessDirection.outbound, false), (.inbound, false), (.outbound, true), (.inbound, true)].map {
      Self.run(entries, $0.0, meters: $0.1)
    }
    let count = entries.count
    // SAFETY: the runs together have each entry once, so `count` records are written and `count` numbers are zeroed.
    unsafe header = .allocate(capacity: 1)
    let records = UnsafeMutablePointer<AccessControlRecord>.allocate(capacity: count)
    let meters = UnsafeMutablePointer<Count>.allocate(capacity: count)
    unsafe meters.initialize(repeating: Count(), count: count)
    var place = 0
    for run in runs {
      for record in run {
        unsafe (records + place).initialize(to: record)
        place += 1
      }
    }
    var filled = unsafe Header(records: records, meters: meters)
    filled.recordCount = count
    filled.outboundEnd = runs[0].count
    filled.inboundEnd = filled.outboundEnd + runs[1].count
    filled.outboundMeterEnd = filled.inboundEnd + runs[2].count
    unsafe header?.initialize(to: filled)
    if let old { carry(over: old) }
  }

  deinit {
    // SAFETY: allocated in `init`, all of trivial types.
    guard let header = unsafe header else { return }
    unsafe header.pointee.records.deallocate()
    unsafe header.pointee.meters.deallocate()
    unsafe header.deallocate()
  }

  /// What it was made of.
  package let entries: [AccessControlEntry]

  /// What goes into the port's record; not to be used after the table is gone.
  package var handle: Handle { unsafe Handle(header: header) }

  /// What the meters have counted, in the order of the entries.
  package var meters: [AccessMeter] {
    guard let header = unsafe header else { return [] }
    // SAFETY: the meters' runs lie behind the others in the block.
    return unsafe (header.pointee.inboundEnd..<header.pointee.recordCount).map { place in
      let count = unsafe header.pointee.meters[place]
      return AccessMeter(
        entry: Int(unsafe header.pointee.records[place].entry), frames: count.frames, bytes: count.bytes)
    }.sorted { $0.entry < $1.entry }
  }

  private static func run(_ entries: [AccessControlEntry], _ direction: AccessDirection, meters: Bool)
    -> [AccessControlRecord]
  {
    let chosen = entries.enumerated().filter { $1.direction == direction && ($1.action == .meter) == meters }
    // Sorted by a key that no two share, so that the order does not depend on the sort's.
    return chosen.map { ($1, AccessControlRecord($1, entry: $0)) }.sorted { a, b in
      if a.0.isExtended != b.0.isExtended { return a.0.isExtended }
      if a.0.isExtended, a.0.weight != b.0.weight { return a.0.weight > b.0.weight }
      if !a.0.isExtended {
        if a.1.prefixLength != b.1.prefixLength { return a.1.prefixLength > b.1.prefixLength }
        if a.1.allows != b.1.allows { return b.1.allows }
      }
      return a.1.entry < b.1.entry
    }.map(\.1)
  }

  private func carry(over old: AccessControlTable) {
    guard let header = unsafe header else { return }
    var counted: [AccessControlEntry: AccessMeter] = [:]
    for meter in old.meters { counted[old.entries[meter.entry]] = meter }
    // SAFETY: within the block.
    for place in unsafe header.pointee.inboundEnd..<header.pointee.recordCount {
      let entry = entries[Int(unsafe header.pointee.records[place].entry)]
      guard let before = counted[entry] else { continue }
      unsafe header.pointee.meters[place] = Count(frames: before.frames, bytes: before.bytes)
    }
  }

  /// The entries as the data plane has them.
  // SAFETY: read and written only while the table that made it is there, as `handle` says.
  @safe package struct Handle: BitwiseCopyable {
    fileprivate let header: UnsafeMutablePointer<Header>?

    /// Of a port without entries.
    package init() { unsafe header = nil }

    fileprivate init(header: UnsafeMutablePointer<Header>?) { unsafe self.header = header }

    /// Whether every frame passes uncounted.
    package var isEmpty: Bool { unsafe header == nil }

    /// Whether a frame of `bytes` may pass in this direction, seen from the machine. When it may, the meters count it.
    @inline(__always)
    package func allows(_ key: FlowKey, _ direction: AccessDirection, bytes: Int) -> Bool {
      guard let header = unsafe header else { return true }
      return unsafe Self.verdict(header, key, direction, bytes)
    }

    /// The entry that decides on a frame, by its place in the port's list; nil when none does. Counts nothing.
    func decision(_ key: FlowKey, _ direction: AccessDirection) -> Int? {
      guard let header = unsafe header else { return nil }
      let subject = AccessControlSubject(key, direction)
      let isOutbound = direction == .outbound
      // SAFETY: the runs' ends are within the block; see `init`.
      let start = unsafe isOutbound ? 0 : header.pointee.outboundEnd
      let end = unsafe isOutbound ? header.pointee.outboundEnd : header.pointee.inboundEnd
      for place in start..<end {
        let record = unsafe header.pointee.records[place]
        if record.matches(subject) { return Int(record.entry) }
      }
      return nil
    }

    private static func verdict(
      _ header: UnsafeMutablePointer<Header>, _ key: FlowKey, _ direction: AccessDirection, _ bytes: Int
    ) -> Bool {
      let subject = AccessControlSubject(key, direction)
      let isOutbound = direction == .outbound
      // SAFETY: the runs' ends are within the block; see `init`.
      var place = unsafe isOutbound ? 0 : header.pointee.outboundEnd
      let end = unsafe isOutbound ? header.pointee.outboundEnd : header.pointee.inboundEnd
      let records = unsafe header.pointee.records
      while place < end {
        if unsafe records[place].matches(subject) {
          guard unsafe records[place].allows else { return false }
          break
        }
        place += 1
      }
      var meter = unsafe isOutbound ? header.pointee.inboundEnd : header.pointee.outboundMeterEnd
      let last = unsafe isOutbound ? header.pointee.outboundMeterEnd : header.pointee.recordCount
      while meter < last {
        if unsafe records[meter].matches(subject) {
          unsafe header.pointee.meters[meter].frames &+= 1
          unsafe header.pointee.meters[meter].bytes &+= UInt64(truncatingIfNeeded: bytes)
        }
        meter += 1
      }
      return true
    }
  }
}
