// Theory of operation
//
// The one place where an address that a guest or its front end wrote becomes a pointer of ours. A memory is a table of at
// most 32 regions that the front end shared; each was mapped whole and for reading and writing by GuestMemoryMap before it
// came here, and stays mapped as long as the table is in use.
//
// Invariants: regions do not overlap and none wraps around; `size` bytes from `host` are mapped. So an address that lies
// `offset` into a region, with no more bytes asked for than `size - offset`, leads to mapped memory. Anything else leads
// to nil. All arithmetic is modulo 2^64, and the comparison of `offset` with `size` also rejects what wrapped.
//
// What is read through such a pointer may change at any time: see droste_ring.h.

/// The memory that a front end shared, by guest addresses. Copies are views of the same table.
// SAFETY: the table is written once, before it is handed out; what the regions hold is the guest's and may change at any time.
@safe @frozen public struct GuestMemory: @unchecked Sendable {
  /// Most regions of a memory.
  public static let regionLimit = 32

  /// One mapped region.
  @safe @frozen public struct Region {
    /// Guest-physical address of the first byte.
    public var guest: UInt64
    /// The same byte in the front end's address space (ring addresses are given so).
    public var user: UInt64
    /// Bytes.
    public var size: UInt64
    /// The same byte in ours.
    // SAFETY: only dereferenced through `pointer`, within `size`.
    public var host: UnsafeMutableRawPointer

    public init(guest: UInt64, user: UInt64, size: UInt64, host: UnsafeMutableRawPointer) {
      self.guest = guest
      self.user = user
      self.size = size
      unsafe self.host = host
    }
  }

  // SAFETY: the table is written before the first view of it is made and never after; its owner outlives all views,
  // because views are replaced while no worker runs.
  @usableFromInline let regions: UnsafePointer<Region>
  public let count: Int

  /// A view of `count` regions, at most `regionLimit`.
  public init(regions: UnsafePointer<Region>, count: Int) {
    unsafe self.regions = unsafe regions
    self.count = count
  }

  /// The region at `index` of the table.
  @inlinable public subscript(index: Int) -> Region {
    precondition(index >= 0 && index < count)
    // SAFETY: the line above keeps it within the table.
    return unsafe regions[index]
  }

  /// Where `length` bytes from a guest-physical address are; nil when they are not all in one region.
  @inlinable public func pointer(guest address: UInt64, _ length: UInt64) -> UnsafeMutableRawPointer? {
    for index in 0..<count {
      // SAFETY: the table has `count` entries; `host` has `size` mapped bytes, and the checks keep within them.
      let region = unsafe regions[index]
      let offset = address &- region.guest
      if offset < region.size && length <= region.size &- offset {
        return unsafe region.host + Int(truncatingIfNeeded: offset)
      }
    }
    return nil
  }

  /// Where `length` bytes from an address of the front end's own are; nil when they are not all in one region.
  public func pointer(user address: UInt64, _ length: UInt64) -> UnsafeMutableRawPointer? {
    for index in 0..<count {
      // SAFETY: as above.
      let region = unsafe regions[index]
      let offset = address &- region.user
      if offset < region.size && length <= region.size &- offset {
        return unsafe region.host + Int(truncatingIfNeeded: offset)
      }
    }
    return nil
  }
}
