internal import Glibc

/// Bytes on their way from one descriptor to another: a fixed buffer, filled at the end and emptied at the front.
final class ByteQueue {
  private let storage: UnsafeMutableRawBufferPointer
  private var start = 0
  private var end = 0

  init(capacity: Int) {
    storage = .allocate(byteCount: capacity, alignment: 16)
  }

  deinit { storage.deallocate() }

  var count: Int { end - start }
  var isEmpty: Bool { start == end }
  var free: Int { storage.count - count }

  func removeAll() {
    start = 0
    end = 0
  }

  /// The place for new bytes; `free` bytes long. What is written there counts once `fill` is called.
  func room() -> UnsafeMutableRawBufferPointer {
    if start > 0 {
      if count > 0 { memmove(storage.baseAddress!, storage.baseAddress! + start, count) }
      end -= start
      start = 0
    }
    return UnsafeMutableRawBufferPointer(rebasing: storage[end...])
  }

  /// Takes the first `count` bytes of `room()` in.
  func fill(_ count: Int) {
    precondition(count >= 0 && end + count <= storage.count)
    end += count
  }

  /// Appends all or nothing; false when there is no room.
  func append(_ bytes: UnsafeRawBufferPointer) -> Bool {
    guard bytes.count <= free else { return false }
    room().copyMemory(from: bytes)
    fill(bytes.count)
    return true
  }

  func append(_ bytes: [UInt8]) -> Bool { bytes.withUnsafeBytes { append($0) } }

  /// The bytes in order, valid until the next change.
  var bytes: UnsafeRawBufferPointer { UnsafeRawBufferPointer(rebasing: storage[start..<end]) }

  func removeFirst(_ count: Int) {
    precondition(count >= 0 && count <= self.count)
    start += count
    if isEmpty { removeAll() }
  }
}
