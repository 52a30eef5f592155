internal import Ethernet
internal import HyperV
internal import Synchronization

// Theory of operation
//
// The way of captured frames from one worker to the control thread: a ring of 1 MiB that one thread fills and one other
// empties, without locks and without allocation. The worker never waits: when the ring is full, the frame is not recorded
// and the loss is counted.
//
// A record is a `CaptureRecord` (32 bytes) and the frame's captured bytes, padded to a multiple of 32, and lies in one
// piece: where it would reach over the end of the memory, a mark (`captured` all ones) says that the rest is skipped, and
// the record begins at the start. All sizes being multiples of 32, a mark always has room.
//
// `written` and `consumed` count bytes since the beginning and never go back; the offset in the memory is their remainder.
// Invariant: consumed <= written <= consumed + capacity. The filling thread alone stores `written`, after the record
// (release; the emptying thread loads it with acquire); the emptying thread alone stores `consumed`, after it has copied
// the record (release; acquire on the other side). So no byte is ever touched by both threads at once.
//
// Limits: records of 32 + 262,144 bytes at most, a quarter of the memory; see CaptureRequest.longestSnap.

/// Which way a frame went, as seen from the switch.
package enum CaptureDirection: UInt8, Sendable {
  /// From the machine into the switch.
  case `in` = 1
  /// From the switch to the machine.
  case out = 2
}

/// A frame in a capture, without its bytes.
struct CaptureRecord {
  /// Since 1970.
  var nanoseconds: UInt64
  /// The port's place in the switch's list.
  var port: Int32
  /// Bytes of the whole frame.
  var original: UInt32
  /// Bytes that follow; all ones: the rest of the ring's memory is skipped.
  var captured: UInt32
  /// Frames that found no room in this ring since the record before.
  var lost: UInt32 = 0
  var direction: CaptureDirection
  /// Nil: the switch did not drop it.
  var drop: DropReason?
}

/// A handle, copied freely; whoever called `allocate` calls `deallocate`.
// SAFETY: the pointers lead into one block that lives from `allocate` to `deallocate`; every offset is taken modulo the
// capacity, and a record is only written or read where the invariant above gives it to the calling thread.
@safe struct CaptureRing {
  /// Bytes; a power of two.
  static let capacity = 1 << 20
  /// What the size of each record is a multiple of: the space that a `CaptureRecord` takes.
  static let grain = 32
  private static let skip = UInt32.max
  /// The two counters lie in pairs of cache lines of their own (x86 fetches lines in pairs).
  private static let counterSpace = 128

  private let block: UnsafeMutableRawPointer

  static func allocate() -> CaptureRing {
    precondition(MemoryLayout<CaptureRecord>.size <= grain && MemoryLayout<CaptureRecord>.alignment <= 8)
    let block = UnsafeMutableRawPointer.allocate(
      byteCount: 2 * counterSpace + capacity, alignment: counterSpace)
    // SAFETY: the counters are initialised before anybody else sees the block, and need no deinitialising.
    let ring = unsafe CaptureRing(block: block)
    unsafe ring.written.initialize(to: Atomic(0))
    unsafe ring.consumed.initialize(to: Atomic(0))
    unsafe ring.lost.initialize(to: 0)
    return ring
  }

  /// No thread may use any copy of the handle any more.
  func deallocate() { unsafe block.deallocate() }

  private var written: UnsafeMutablePointer<Atomic<UInt64>> {
    unsafe block.assumingMemoryBound(to: Atomic<UInt64>.self)
  }
  /// The filling thread's own: frames without room since the last record.
  private var lost: UnsafeMutablePointer<UInt32> {
    unsafe (block + 64).assumingMemoryBound(to: UInt32.self)
  }
  private var consumed: UnsafeMutablePointer<Atomic<UInt64>> {
    unsafe (block + Self.counterSpace).assumingMemoryBound(to: Atomic<UInt64>.self)
  }
  private var bytes: UnsafeMutableRawPointer { unsafe block + 2 * Self.counterSpace }

  private static func size(_ captured: UInt32) -> UInt64 {
    (UInt64(captured) + UInt64(grain + grain - 1)) / UInt64(grain) * UInt64(grain)
  }

  private static func offset(_ position: UInt64) -> Int { Int(truncatingIfNeeded: position) & (capacity - 1) }

  /// The filling thread: records the first `record.captured` bytes of a frame; false when there is no room.
  /// - Precondition: `frame` has that many, and they are at most `CaptureRequest.longestSnap`.
  func put(_ record: CaptureRecord, _ frame: RawSpan) -> Bool {
    precondition(record.captured <= CaptureRequest.longestSnap && Int(record.captured) <= frame.byteCount)
    let size = Self.size(record.captured)
    let end = unsafe written.pointee.load(ordering: .relaxed)
    let begin = unsafe consumed.pointee.load(ordering: .acquiring)
    let left = UInt64(Self.capacity - Self.offset(end))
    let start = size <= left ? end : end + left
    guard start + size - begin <= UInt64(Self.capacity) else {
      unsafe lost.pointee &+= 1
      return false
    }
    var record = record
    if start != end {
      // SAFETY: `left` is a multiple of 32 above 0, so a record's fixed part fits.
      let mark = CaptureRecord(
        nanoseconds: 0, port: 0, original: 0, captured: Self.skip, direction: .in, drop: nil)
      unsafe place(end).initialize(to: mark)
    }
    unsafe record.lost = lost.pointee
    unsafe lost.pointee = 0
    let target = unsafe place(start)
    unsafe target.initialize(to: record)
    // SAFETY: `size` bytes from `start` are this thread's and lie in one piece.
    unsafe frame.extracting(first: Int(record.captured)).withUnsafeBytes { source in
      unsafe UnsafeMutableRawBufferPointer(
        start: UnsafeMutableRawPointer(target) + Self.grain, count: Int(record.captured)
      ).copyMemory(from: source)
    }
    unsafe written.pointee.store(start + size, ordering: .releasing)
    return true
  }

  /// The emptying thread: the oldest record; nil when there is none.
  func first() -> CaptureRecord? {
    let end = unsafe written.pointee.load(ordering: .acquiring)
    var begin = unsafe consumed.pointee.load(ordering: .relaxed)
    guard begin != end else { return nil }
    var record = unsafe place(begin).pointee
    if record.captured == Self.skip {
      begin += UInt64(Self.capacity - Self.offset(begin))
      unsafe consumed.pointee.store(begin, ordering: .releasing)
      // What was skipped is followed by a record: both were published at once.
      record = unsafe place(begin).pointee
    }
    return record
  }

  /// The emptying thread: calls `body` with the bytes of the record that `first` gave, and removes it.
  func take(_ record: CaptureRecord, _ body: (RawSpan) -> Void) {
    let begin = unsafe consumed.pointee.load(ordering: .relaxed)
    // SAFETY: `first` has seen the whole record; its bytes stay until `consumed` moves on.
    let source = unsafe UnsafeRawBufferPointer(
      start: UnsafeRawPointer(place(begin)) + Self.grain, count: Int(record.captured))
    body(unsafe source.bytes)
    unsafe consumed.pointee.store(begin + Self.size(record.captured), ordering: .releasing)
  }

  private func place(_ position: UInt64) -> UnsafeMutablePointer<CaptureRecord> {
    unsafe (bytes + Self.offset(position)).assumingMemoryBound(to: CaptureRecord.self)
  }
}
