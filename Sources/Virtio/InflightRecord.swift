public import CDroste

// Theory of operation
//
// vhost-user's in-flight region (docs/interop/vhost-user.rst, "Inflight I/O tracking") is memory that the front end keeps
// while a back end dies and another comes. This back end gives buffers back in the order in which it took them, so the
// only thing to keep is the used position of a packed ring; a split ring has its own in the ring. Of the region's header
// the used index and wrap counter are written before the entry that shows a chain to the driver, and the old ones after
// it. No descriptor is ever marked in flight. The four fields are eight bytes and written by one store, so that no death
// leaves half a position.
//
// Whoever comes next reads both pairs. When they differ the death fell between: the entry at the old position tells
// whether it was shown. It was unless it is still as the driver made it available in that lap; the driver may have taken
// it and offered it again since, which is another lap.
//
// SAFETY: each queue's record is 64 bytes of a mapping that its owner keeps as long as the ring; offsets are those of
// QueueRegionPacked and QueueRegionSplit. The front end may scribble on it: what is read from it is checked against the
// ring's size.

/// The header of one queue in the in-flight region.
public enum InflightRecord {
  /// Bytes of a header.
  public static let length = 64

  /// Packed: notes the position that the next entry leads to.
  @inlinable static func begin(_ record: UnsafeMutableRawPointer, _ used: UInt16, _ wrap: Bool) {
    let old = unsafe droste_load_64(UnsafeRawPointer(record + 16)) & 0xFF00_FFFF_0000
    unsafe droste_store_release_64(record + 16, old | UInt64(used) | (wrap ? 1 << 32 : 0))
  }

  /// Packed: notes that the entry was shown.
  @inlinable static func end(_ record: UnsafeMutableRawPointer, _ used: UInt16, _ wrap: Bool) {
    let both = UInt64(used) | UInt64(used) << 16 | (wrap ? 0x101 << 32 : 0)
    unsafe droste_store_release_64(record + 16, both)
  }

  /// A record for a ring that starts at `position`, of `size` entries.
  public static func initialize(
    _ record: UnsafeMutableRawPointer, size: Int, isPacked: Bool, position: VirtqueuePosition
  ) {
    unsafe record.storeBytes(of: 0, as: UInt64.self)
    unsafe record.storeBytes(of: 1, toByteOffset: 8, as: UInt16.self)
    unsafe record.storeBytes(of: UInt16(truncatingIfNeeded: size), toByteOffset: 10, as: UInt16.self)
    let high = UInt16(truncatingIfNeeded: position.rawValue >> 16)
    if isPacked {
      unsafe end(record, high & 0x7FFF, high & 0x8000 != 0)
    }
  }

  /// Whether somebody initialized it (`version`).
  public static func isInitialized(_ record: UnsafeMutableRawPointer) -> Bool {
    unsafe record.load(fromByteOffset: 8, as: UInt16.self) == 1
  }

  /// Packed: where the ring stands, or nil when the record contradicts the ring.
  /// - Parameter descriptors: the ring's entries, `size` of them.
  public static func position(
    _ record: UnsafeMutableRawPointer, descriptors: UnsafeMutableRawPointer, size: Int
  ) -> VirtqueuePosition? {
    let fields = unsafe droste_load_64(UnsafeRawPointer(record + 16))
    let new = UInt16(truncatingIfNeeded: fields)
    let old = UInt16(truncatingIfNeeded: fields >> 16)
    let newWrap = fields >> 32 & 0xFF == 1
    let oldWrap = fields >> 40 & 0xFF == 1
    guard unsafe isInitialized(record), Int(new) < size, Int(old) < size else { return nil }
    let flags = unsafe droste_load_acquire_16(UnsafeRawPointer(descriptors + Int(old) * 16 + 14))
    let both = Virtqueue.flagAvailable | Virtqueue.flagUsed
    let isShown = flags & both != Virtqueue.availableFlags(oldWrap)
    let (used, wrap) = isShown ? (new, newWrap) : (old, oldWrap)
    let word = UInt32(used) | (wrap ? 0x8000 : 0)
    return VirtqueuePosition(rawValue: word | word << 16)
  }
}
