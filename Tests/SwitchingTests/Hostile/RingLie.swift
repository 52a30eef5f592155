import CDroste
import Testing
import VhostFrontend
import Virtio

/// A rule of the rings that a guest breaks, and what the switch says of it.
struct RingLie: Sendable, CustomTestStringConvertible {
  var testDescription: String
  /// Breaks it in the ring that sends, or in the one that receives.
  var isReceiving = false
  var violation: RingViolation
  var tell: @Sendable (Liar) -> Void

  /// The ring, and an address that is right.
  struct Liar {
    var areas: RingAreas
    var buffer: GuestBuffer
    /// One past the last byte of the machine's memory.
    var end: UInt64

    /// Split: a descriptor, and the chain that starts with it shown as the next.
    func split(_ index: Int, _ address: UInt64, _ length: UInt32, _ flags: UInt16 = 0, next: UInt16 = 0) {
      areas.writeSplit(index, address, length, flags: flags, next: next)
    }

    func show(head: UInt16 = 0) {
      let index = droste_load_16(areas.driver.pointer + 2)
      areas.writeAvailable(Int(index) % areas.size, head)
      areas.writeAvailableIndex(index &+ 1)
    }

    /// Packed: an entry of the first lap.
    func packed(_ index: Int, _ address: UInt64, _ length: UInt32, _ flags: UInt16 = 0) {
      areas.writePacked(index, address, length, id: UInt16(index), flags: flags | 0x80)
    }

    /// An indirect table of one entry.
    func table(_ address: UInt64, _ length: UInt32, _ flags: UInt16 = 0, at offset: Int = 0, isPacked: Bool) {
      let entry = buffer.pointer + 512 + offset
      droste_store_64(entry, address)
      droste_store_32(entry + 8, length)
      droste_store_16(entry + (isPacked ? 14 : 12), flags)
      droste_store_16(entry + (isPacked ? 12 : 14), 0)
    }

    var tableAddress: UInt64 { buffer.guest + 512 }
  }

  private init(
    _ text: String, receiving isReceiving: Bool = false, _ violation: RingViolation,
    _ tell: @escaping @Sendable (Liar) -> Void
  ) {
    testDescription = text
    self.isReceiving = isReceiving
    self.violation = violation
    self.tell = tell
  }

  static let split: [RingLie] = [
    RingLie("an index a lap and one ahead", .availableIndex) {
      $0.areas.writeAvailableIndex(droste_load_16($0.areas.driver.pointer + 2) &+ UInt16($0.areas.size + 1))
    },
    RingLie("an index that goes back", .availableIndex) {
      $0.areas.writeAvailableIndex(droste_load_16($0.areas.driver.pointer + 2) &- 1)
    },
    RingLie("a head that is none", .descriptorIndex) { $0.show(head: UInt16($0.areas.size)) },
    RingLie("the last head of all", .descriptorIndex) { $0.show(head: 0xFFFF) },
    RingLie("a next that is none", .descriptorIndex) {
      $0.split(0, $0.buffer.guest, 100, 1, next: UInt16($0.areas.size))
      $0.show()
    },
    RingLie("a chain that is its own next", .chainLength) {
      $0.split(0, $0.buffer.guest, 100, 1, next: 0)
      $0.show()
    },
    RingLie("a chain in a ring", .chainLength) {
      for index in 0..<$0.areas.size {
        $0.split(index, $0.buffer.guest, 20, 1, next: UInt16((index + 1) % $0.areas.size))
      }
      $0.show()
    },
    RingLie("address 0", .address) {
      $0.split(0, 0, 100)
      $0.show()
    },
    RingLie("the last address", .address) {
      $0.split(0, .max, 1)
      $0.show()
    },
    RingLie("an address that wraps around", .address) {
      $0.split(0, .max - 10, 100)
      $0.show()
    },
    RingLie("a byte too long", .address) {
      $0.split(0, $0.end - 99, 100)
      $0.show()
    },
    RingLie("4 GiB", .address) {
      $0.split(0, $0.buffer.guest, .max)
      $0.show()
    },
    RingLie("behind the end", .address) {
      $0.split(0, $0.end, 1)
      $0.show()
    },
    RingLie("wrong in the second descriptor", .address) {
      $0.split(0, $0.buffer.guest, 60, 1, next: 1)
      $0.split(1, $0.end, 100)
      $0.show()
    },
    RingLie("to be written, where the machine sends", .direction) {
      $0.split(0, $0.buffer.guest, 100, 2)
      $0.show()
    },
    RingLie("to be read, where the machine receives", receiving: true, .direction) {
      $0.split(0, $0.buffer.guest, 100)
      $0.show()
    },
    RingLie("outside, where the machine receives", receiving: true, .address) {
      $0.split(0, $0.end - 1, 2048, 2)
      $0.show()
    },
    RingLie("an indirect table of no entries", .indirectTable) {
      $0.split(0, $0.tableAddress, 0, 4)
      $0.show()
    },
    RingLie("an indirect table of one and a bit", .indirectTable) {
      $0.split(0, $0.tableAddress, 17, 4)
      $0.show()
    },
    RingLie("an indirect table outside", .address) {
      $0.split(0, $0.end - 8, 16, 4)
      $0.show()
    },
    RingLie("an indirect table that goes on", .indirectTable) {
      $0.table($0.buffer.guest, 100, isPacked: false)
      $0.split(0, $0.tableAddress, 16, 5, next: 1)
      $0.show()
    },
    RingLie("an indirect table in an indirect table", .indirectTable) {
      $0.table($0.tableAddress, 16, 4, isPacked: false)
      $0.split(0, $0.tableAddress, 16, 4)
      $0.show()
    },
    RingLie("an indirect table at an odd address", .indirectTable) {
      $0.table($0.buffer.guest, 100, at: 1, isPacked: false)
      $0.split(0, $0.tableAddress + 1, 16, 4)
      $0.show()
    },
    RingLie("an indirect chain that is its own next", .chainLength) {
      $0.table($0.buffer.guest, 100, 1, isPacked: false)
      $0.split(0, $0.tableAddress, 16, 4)
      $0.show()
    },
    RingLie("an address outside in an indirect table", .address) {
      $0.table($0.end, 100, isPacked: false)
      $0.split(0, $0.tableAddress, 16, 4)
      $0.show()
    },
    RingLie("no whole header", .header) {
      $0.split(0, $0.buffer.guest, 11)
      $0.show()
    },
    RingLie("no byte at all", .header) {
      $0.split(0, $0.buffer.guest, 0)
      $0.show()
    },
  ]

  static let packed: [RingLie] = [
    RingLie("address 0", .address) { $0.packed(0, 0, 100) },
    RingLie("an address that wraps around", .address) { $0.packed(0, .max - 10, 100) },
    RingLie("a byte too long", .address) { $0.packed(0, $0.end - 99, 100) },
    RingLie("wrong in the second entry", .address) {
      $0.packed(1, $0.end, 100)
      $0.packed(0, $0.buffer.guest, 60, 1)
    },
    RingLie("a chain without end", .chainLength) {
      for index in (0..<$0.areas.size).reversed() { $0.packed(index, $0.buffer.guest, 20, 1) }
    },
    RingLie("to be written, where the machine sends", .direction) { $0.packed(0, $0.buffer.guest, 100, 2) },
    RingLie("to be read, where the machine receives", receiving: true, .direction) {
      $0.packed(0, $0.buffer.guest, 100)
    },
    RingLie("outside, where the machine receives", receiving: true, .address) { $0.packed(0, $0.end - 1, 2048, 2) },
    RingLie("an indirect table of no entries", .indirectTable) { $0.packed(0, $0.tableAddress, 0, 4) },
    RingLie("an indirect table of one and a bit", .indirectTable) { $0.packed(0, $0.tableAddress, 17, 4) },
    RingLie("an indirect table outside", .address) { $0.packed(0, $0.end - 8, 16, 4) },
    RingLie("an indirect table in a chain", .indirectTable) { $0.packed(0, $0.tableAddress, 16, 5) },
    RingLie("an indirect table in an indirect table", .indirectTable) {
      $0.table($0.tableAddress, 16, 4, isPacked: true)
      $0.packed(0, $0.tableAddress, 16, 4)
    },
    RingLie("an indirect table at an odd address", .indirectTable) { $0.packed(0, $0.tableAddress + 1, 16, 4) },
    RingLie("to be written in an indirect table", .direction) {
      $0.table($0.buffer.guest, 100, 2, isPacked: true)
      $0.packed(0, $0.tableAddress, 16, 4)
    },
    RingLie("an address outside in an indirect table", .address) {
      $0.table($0.end, 100, isPacked: true)
      $0.packed(0, $0.tableAddress, 16, 4)
    },
    RingLie("no whole header", .header) { $0.packed(0, $0.buffer.guest, 11) },
  ]
}
