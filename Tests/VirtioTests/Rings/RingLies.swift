import VhostFrontend
import Virtio

extension ViolationTests {
  private static let data = Ring.data

  /// Flags: NEXT 1, WRITE 2, INDIRECT 4.
  static let splitLies: [Lie] = [
    Lie("more chains than entries", .availableIndex) { $0.areas.writeAvailableIndex(9) },
    Lie("an index behind", .availableIndex) { $0.areas.writeAvailableIndex(0xFFFF) },
    Lie("half of all indexes", .availableIndex) { $0.areas.writeAvailableIndex(0x8000) },
    Lie("a head behind the table", .descriptorIndex) { $0.offer(8) },
    Lie("the largest head", .descriptorIndex) { $0.offer(0xFFFF) },
    Lie("a next behind the table", .descriptorIndex) {
      $0.write(0, data, 1, 1, next: 8)
      $0.offer(0)
    },
    Lie("the largest next", .descriptorIndex) {
      $0.write(0, data, 1, 1, next: 0xFFFF)
      $0.offer(0)
    },
    Lie("a next behind an indirect table", .descriptorIndex) {
      $0.table([(data, 1, 1, 2), (data, 1, 0, 0)])
      $0.write(0, data, 32, 4)
      $0.offer(0)
    },
    Lie("a descriptor that leads to itself", .chainLength) {
      $0.write(0, data, 1, 1, next: 0)
      $0.offer(0)
    },
    Lie("a circle of two", .chainLength) {
      $0.write(0, data, 1, 1, next: 1)
      $0.write(1, data, 1, 1, next: 0)
      $0.offer(0)
    },
    Lie("a circle in an indirect table", .chainLength) {
      $0.table([(data, 1, 1, 1), (data, 1, 1, 0)])
      $0.write(0, data, 32, 4)
      $0.offer(0)
    },
    Lie("1025 descriptors", .chainLength, size: 2048) { ring in
      for index in 0..<1025 { ring.write(index, data, 1, index < 1024 ? 1 : 0, next: UInt16(index + 1)) }
      ring.offer(0)
    },
    Lie("NEXT at an indirect table", .indirectTable) {
      $0.table([(data, 1, 0, 0)])
      $0.write(0, data, 16, 5, next: 1)
      $0.offer(0)
    },
    Lie("a table in a table", .indirectTable) {
      $0.table([(data, 16, 4, 0)])
      $0.write(0, data, 16, 4)
      $0.offer(0)
    },
  ]

  static let packedLies: [Lie] = [
    Lie("a chain that goes around", .chainLength, packed: true) { ring in
      for index in 0..<8 { ring.write(index, data, 1, 1) }
    },
    Lie("a chain of one that goes on", .chainLength, packed: true, size: 1) { $0.write(0, data, 1, 1) },
    Lie("1025 entries", .chainLength, packed: true, size: 2000) { ring in
      for index in 0..<1025 { ring.write(index, data, 1, index < 1024 ? 1 : 0) }
    },
    Lie("a table in a table", .indirectTable, packed: true) {
      $0.table([(data, 16, 4, 0)])
      $0.write(0, data, 16, 4)
    },
    Lie("a table behind an entry", .indirectTable, packed: true) {
      $0.table([(data, 1, 0, 0)])
      $0.write(0, data, 1, 1)
      $0.write(1, data, 16, 4)
    },
    Lie("NEXT at an indirect table", .indirectTable, packed: true) {
      $0.table([(data, 1, 0, 0)])
      $0.write(0, data, 16, 5)
    },
    Lie("a ring offered again before it came back", .availableIndex, packed: true, before: 8) { ring in
      for index in 0..<8 { ring.write(index, data, 1, 0) }
      ring.device.fetch(64)
      for index in 0..<8 { ring.areas.writePacked(index, data, 1, id: 0, flags: 0x8000) }
    },
    Lie("a chain over entries that are out", .availableIndex, packed: true, before: 7) { ring in
      for index in 0..<7 { ring.write(index, data, 1, 0) }
      ring.device.fetch(64)
      ring.write(7, data, 1, 1)
    },
  ]

  /// What both kinds of rings have, in each direction.
  static let bothLies: [Lie] = [false, true].flatMap { isPacked in
    [false, true].flatMap { deviceWrites in
      let write: UInt16 = deviceWrites ? 2 : 0
      func one(
        _ description: String, _ reason: RingViolation, _ flags: UInt16 = 0,
        table: [(UInt64, UInt32, UInt16, UInt16)] = [], features: VirtioFeatures = [.version1, .indirectDescriptors],
        before: Int = 0,
        _ place: @escaping @Sendable (Ring) -> (UInt64, UInt32)
      ) -> Lie {
        let name = "\(description), \(deviceWrites ? "receiving" : "sending")"
        return Lie(
          name, reason, packed: isPacked, deviceWrites: deviceWrites, before: before, features: features
        ) { ring in
          if !table.isEmpty { ring.table(table) }
          for index in 0..<before {
            ring.write(index, data, 1, write)
            if !isPacked { ring.offer(UInt16(index)) }
          }
          let (address, length) = place(ring)
          ring.write(before, address, length, flags ^ (flags & 4 == 0 ? write : 0))
          if !isPacked { ring.offer(UInt16(before)) }
        }
      }
      return [
        one("below the memory", .address) { _ in (data - 1, 1) },
        one("behind the memory", .address) { ($0.dataEnd, 1) },
        one("across its end", .address) { ($0.dataEnd - 1, 2) },
        one("across its start", .address) { _ in (data - 1, 2) },
        one("four gigabytes", .address) { _ in (data, .max) },
        one("around the end of all addresses", .address) { _ in (.max - 3, 16) },
        one("the last address", .address) { _ in (.max, 1) },
        one("address 0", .address) { _ in (0, 1) },
        one("nothing at an address that is not there", .address) { ($0.dataEnd, 0) },
        one("behind three right ones", .address, before: 3) { ($0.dataEnd, 1) },
        one("the other direction", .direction, 2) { _ in (data, 1) },
        one("the other direction behind right ones", .direction, 2, before: 5) { _ in (data, 1) },
        one("a table for the other direction", .direction, 4, table: [(data, 1, 2 ^ write, 0)]) { _ in (data, 16) },
        one("an empty table", .indirectTable, 4) { _ in (data, 0) },
        one("half a table entry", .indirectTable, 4) { _ in (data, 8) },
        one("one entry and a half", .indirectTable, 4) { _ in (data, 24) },
        one("1025 table entries", .indirectTable, 4) { _ in (data, 1025 * 16) },
        one("a table of four gigabytes", .indirectTable, 4) { _ in (data, 0xFFFF_FFF0) },
        one("a table that is not aligned", .indirectTable, 4) { _ in (data + 4, 16) },
        one("a table that was not negotiated", .indirectTable, 4, table: [(data, 1, write, 0)], features: .version1) {
          _ in
          (data, 16)
        },
        one("a table behind the memory", .address, 4) { ($0.dataEnd, 16) },
        one("a table across its end", .address, 4) { ($0.dataEnd - 16, 32) },
        one("a table to nowhere", .address, 4, table: [(1 << 63, 1, write, 0)]) { _ in (data, 16) },
        one("a table to four gigabytes", .address, 4, table: [(data, .max, write, 0)]) { _ in (data, 16) },
      ]
    }
  }
}
