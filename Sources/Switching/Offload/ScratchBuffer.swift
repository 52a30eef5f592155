internal import Ethernet
internal import Glibc

// Theory of operation
//
// Where frames are made that nobody sent as they are: segments, fragments, frames with their checksum filled in. Owns one
// block of memory whose size never changes; each access is checked against it, and what does not fit ends the process, since
// it can only be a mistake of ours: whoever calls has checked lengths that come from outside. Used by one thread.

/// Private memory of a fixed size in which frames are made; allocated once. Every access is checked.
// SAFETY: owns its memory from init to deinit, and no pointer to it gets out.
@safe
struct ScratchBuffer: ~Copyable {
  private let base: UnsafeMutableRawPointer
  let count: Int

  /// - Precondition: `count` is above 0.
  init(count: Int) {
    // SAFETY: freed in deinit. Zeroed pages that are never written take no memory.
    guard let memory = unsafe calloc(1, count) else { fatalError("No memory for a buffer of \(count) bytes.") }
    unsafe base = memory
    self.count = count
  }

  deinit {
    // SAFETY: allocated in init, and nothing else has the pointer.
    unsafe free(base)
  }

  /// Writes a number in network byte order.
  @inline(__always)
  mutating func put<Number: FixedWidthInteger & BitwiseCopyable>(_ number: Number, at offset: Int) {
    precondition(offset >= 0 && offset <= count &- MemoryLayout<Number>.size)
    // SAFETY: the line above keeps the store within the memory.
    unsafe base.storeBytes(of: number.bigEndian, toByteOffset: offset, as: Number.self)
  }

  @inline(__always)
  mutating func copy(_ source: RawSpan, at offset: Int) {
    precondition(offset >= 0 && source.byteCount <= count && offset <= count &- source.byteCount)
    // SAFETY: the line above keeps the copy within the memory. A span into it cannot exist during a mutating call.
    unsafe source.withUnsafeBytes { bytes in
      if let start = bytes.baseAddress { unsafe memcpy(base + offset, start, bytes.count) }
    }
  }

  /// Calls `body` with a range of the memory.
  @inline(__always)
  func withBytes<Result>(_ range: Range<Int>, _ body: (RawSpan) -> Result) -> Result {
    precondition(range.lowerBound >= 0 && range.upperBound <= count)
    // SAFETY: the line above keeps the range within the memory; the span ends with the call, during which nothing can
    // write here.
    let bytes = unsafe UnsafeRawBufferPointer(start: base + range.lowerBound, count: range.count)
    return body(unsafe bytes.bytes)
  }
}
