internal import CDroste
internal import Ethernet
internal import Glibc

// Theory of operation
//
// Frames on their way from one worker to another, or from a worker to the control thread: a ring of bytes with one writer
// and one reader. An entry is a head of 32 bytes and the frame, rounded up to 8 bytes; it does not wrap: what does not fit
// before the end starts at the beginning, after an entry of length `skip`. The writer publishes with a release store of
// `tail`, the reader gives room back with one of `head`; each keeps a copy of the other's index and reads the shared one
// only when that copy says full, or empty. The two indexes lie in lines of their own.
//
// Limits: 512 KiB, so at least seven of the largest frames; only pages that were used take memory.
//
// SAFETY: indexes count bytes modulo the capacity; an entry is written only where `capacity - (tail - head)` bytes are free, and
// read only below `tail`. Both sides are ours: nothing in the ring comes from outside but the frame's bytes.

@safe struct FrameRing: @unchecked Sendable {
  static let capacity = 512 << 10
  private static let headLength = 32
  private static let skip: UInt32 = .max

  /// What goes with a frame.
  struct Head {
    /// The port it goes to, or for the control thread the port that it came from.
    var slot: Int32
    /// What the reader is to do with it.
    var kind: Kind
    var vlan: UInt16
    /// Whether it goes to many.
    var isFlooding: Bool
    var offload: OffloadHeader

    enum Kind: UInt8 {
      /// Deliver to the port.
      case deliver
      /// Deliver as it is: a mirror's copy.
      case mirror
      /// For the DHCP server, or for it to look at.
      case dhcp
      /// A group's message: somebody to note, forwarded already.
      case group
    }
  }

  private struct Entry {
    var length: UInt32
    var head: Head
  }

  /// `head` at 0, the reader's copy of `tail` at 8; `tail` at 128, the writer's copy of `head` at 136.
  private let indexes: UnsafeMutableRawPointer
  private let bytes: UnsafeMutableRawPointer

  static func allocate() -> FrameRing {
    precondition(MemoryLayout<Entry>.size <= headLength)
    // SAFETY: zeroed; freed by `deallocate`.
    return unsafe FrameRing(indexes: calloc(1, 256)!, bytes: calloc(1, capacity)!)
  }

  func deallocate() {
    unsafe Glibc.free(indexes)
    unsafe Glibc.free(bytes)
  }

  /// Adds a frame; false when there is no room.
  func put(_ frame: RawSpan, _ head: Head) -> Bool {
    let count = frame.byteCount
    let length = Self.headLength + (count + 7) & ~7
    var tail = unsafe droste_load_64(indexes + 128)
    let offset = Int(tail % UInt64(Self.capacity))
    let left = Self.capacity - offset
    let needed = left < length ? left + length : length
    guard hasRoom(needed, tail) else { return false }
    if left < length {
      unsafe bytes.storeBytes(of: Self.skip, toByteOffset: offset, as: UInt32.self)
      tail += UInt64(left)
    }
    let start = Int(tail % UInt64(Self.capacity))
    unsafe bytes.storeBytes(of: Entry(length: UInt32(count), head: head), toByteOffset: start, as: Entry.self)
    unsafe frame.withUnsafeBytes { source in
      if let base = source.baseAddress { unsafe memcpy(bytes + start + Self.headLength, base, count) }
    }
    unsafe droste_store_release_64(indexes + 128, tail + UInt64(length))
    return true
  }

  private func hasRoom(_ needed: Int, _ tail: UInt64) -> Bool {
    var head = unsafe indexes.load(fromByteOffset: 136, as: UInt64.self)
    if Self.capacity - Int(tail - head) >= needed { return true }
    head = unsafe droste_load_acquire_64(indexes)
    unsafe indexes.storeBytes(of: head, toByteOffset: 136, as: UInt64.self)
    return Self.capacity - Int(tail - head) >= needed
  }

  /// Hands over the oldest frame; false when there is none.
  func take(_ body: (RawSpan, Head) -> Void) -> Bool {
    var head = unsafe droste_load_64(indexes)
    guard !isEmpty(head) else { return false }
    var offset = Int(head % UInt64(Self.capacity))
    if unsafe bytes.load(fromByteOffset: offset, as: UInt32.self) == Self.skip {
      head += UInt64(Self.capacity - offset)
      offset = 0
    }
    let entry = unsafe bytes.load(fromByteOffset: offset, as: Entry.self)
    let frame = unsafe UnsafeRawBufferPointer(start: bytes + offset + Self.headLength, count: Int(entry.length))
    body(unsafe frame.bytes, entry.head)
    unsafe droste_store_release_64(indexes, head + UInt64(Self.headLength + (Int(entry.length) + 7) & ~7))
    return true
  }

  /// Whether nothing waits. For the reader.
  var isEmpty: Bool { isEmpty(unsafe droste_load_64(indexes)) }

  private func isEmpty(_ head: UInt64) -> Bool {
    if unsafe indexes.load(fromByteOffset: 8, as: UInt64.self) != head { return false }
    let tail = unsafe droste_load_acquire_64(indexes + 128)
    unsafe indexes.storeBytes(of: tail, toByteOffset: 8, as: UInt64.self)
    return tail == head
  }
}
