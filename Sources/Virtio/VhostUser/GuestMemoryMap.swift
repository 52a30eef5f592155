// Theory of operation
//
// The memory that a front end shares, as one table. A map never changes: a front end that adds or removes a region, or sends
// a new table, gets a new map, which keeps the mappings of those that stay. Rings are made anew on the new map before
// the old one goes, so that no pointer outlives its mapping.
//
// Limits: 32 regions, 1 TiB in all. Regions do not overlap in guest addresses, none wraps around the address space; in
// the front end's addresses they may overlap, because a machine can have the same memory in two places.
//
// SAFETY: `table` has `regions.count` entries, written before `memory` is made and never after; each entry's `host`
// leads to `size` bytes that its MappedRegion keeps mapped as long as this object lives.

/// What a front end says of one region (docs/interop/vhost-user.rst, "Memory regions description").
public struct MemoryRegionDescription: Hashable, Sendable {
  /// Guest-physical address of the first byte.
  public var guest: UInt64
  /// Bytes.
  public var size: UInt64
  /// The first byte in the front end's address space.
  public var user: UInt64
  /// Where the first byte is in the file.
  public var offset: UInt64

  public init(guest: UInt64, size: UInt64, user: UInt64, offset: UInt64) {
    self.guest = guest
    self.size = size
    self.user = user
    self.offset = offset
  }

  /// 32 bytes of a message.
  init(_ bytes: [UInt8], at start: Int) {
    guest = bytes.word64(at: start)
    size = bytes.word64(at: start + 8)
    user = bytes.word64(at: start + 16)
    offset = bytes.word64(at: start + 24)
  }

  /// The offset does not count: REM_MEM_REG has none.
  func isSame(_ other: MemoryRegionDescription) -> Bool {
    guest == other.guest && size == other.size && user == other.user
  }
}

/// A front end's memory, mapped.
@safe public final class GuestMemoryMap {
  /// Most bytes of all regions together: 1 TiB.
  public static let sizeLimit: UInt64 = 1 << 40

  private let regions: [(description: MemoryRegionDescription, mapping: MappedRegion)]
  private let table: UnsafeMutablePointer<GuestMemory.Region>

  /// No memory.
  convenience init() {
    self.init(checked: [])
  }

  /// Maps a whole table.
  convenience init(_ entries: [(MemoryRegionDescription, OwnedDescriptor)]) throws(Refusal) {
    var regions: [(description: MemoryRegionDescription, mapping: MappedRegion)] = []
    for (description, file) in entries { try Self.append(description, file, &regions) }
    self.init(checked: regions)
  }

  private init(checked: [(description: MemoryRegionDescription, mapping: MappedRegion)]) {
    regions = checked
    unsafe table = .allocate(capacity: max(1, checked.count))
    for (index, region) in checked.enumerated() {
      let entry = unsafe GuestMemory.Region(
        guest: region.description.guest, user: region.description.user, size: region.description.size,
        host: region.mapping.start)
      unsafe (table + index).initialize(to: entry)
    }
  }

  deinit { unsafe table.deallocate() }

  /// The table for rings; as long as the map lives.
  public var memory: GuestMemory { unsafe GuestMemory(regions: unsafe UnsafePointer(table), count: regions.count) }

  /// Whether the front end truncated one of its files.
  public var isLost: Bool { regions.contains { $0.mapping.isLost } }

  /// Regions.
  public var count: Int { regions.count }

  /// The same with one region more. One that is already there is not mapped again: QEMU 7.2 sends each region once for
  /// every queue pair.
  func adding(_ description: MemoryRegionDescription, _ file: OwnedDescriptor) throws(Refusal) -> GuestMemoryMap {
    if regions.contains(where: { $0.description == description }) { return self }
    var regions = regions
    try Self.append(description, file, &regions)
    return GuestMemoryMap(checked: regions)
  }

  /// The same without one region; the same map when it is not there (see `adding`).
  func removing(_ description: MemoryRegionDescription) -> GuestMemoryMap {
    let rest = regions.filter { !$0.description.isSame(description) }
    return rest.count == regions.count ? self : GuestMemoryMap(checked: rest)
  }

  private static func append(
    _ new: MemoryRegionDescription, _ file: OwnedDescriptor,
    _ regions: inout [(description: MemoryRegionDescription, mapping: MappedRegion)]
  ) throws(Refusal) {
    guard regions.count < GuestMemory.regionLimit else {
      throw Refusal("more than \(GuestMemory.regionLimit) memory regions")
    }
    guard new.size > 0 else { throw Refusal("a region of 0 bytes") }
    let (guestEnd, guestWraps) = new.guest.addingReportingOverflow(new.size)
    let (_, userWraps) = new.user.addingReportingOverflow(new.size)
    guard !guestWraps, !userWraps else { throw Refusal("a region that wraps around the address space") }
    var total: UInt64 = 0
    for (old, _) in regions {
      guard guestEnd <= old.guest || old.guest + old.size <= new.guest else {
        throw Refusal("regions that overlap: \(new.size) bytes from \(new.guest), \(old.size) from \(old.guest)")
      }
      total += old.size
    }
    guard new.size <= sizeLimit, total <= sizeLimit - new.size else {
      throw Refusal("more than \(sizeLimit) bytes of memory")
    }
    regions.append((new, try MappedRegion(file, offset: new.offset, size: new.size)))
  }
}
