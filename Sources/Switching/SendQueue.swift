internal import Ethernet
internal import Glibc

// Theory of operation
//
// Frames on their way into a byte stream, each after its length in 4 bytes, big-endian (QEMU's `-netdev stream`). They
// lie one after the other in one buffer, so that one `send` call writes many. The buffer is made with the first frame
// (64 KiB) and doubles up to its limit; it is moved to the front when the tail reaches the end, which happens at most
// once per 256 frames.
//
// Limits: 256 frames and 512 KiB that the receiver did not take yet.

struct SendQueue: ~Copyable {
  static let frameLimit = 256
  static let byteLimit = 512 << 10

  private var buffer: [UInt8] = []
  /// Bytes from `head` to `tail` wait.
  private var head = 0
  private var tail = 0
  /// Bytes of the frame at `head` (with its length) that are not sent yet; 0 when the queue is empty.
  private var firstRest = 0
  private(set) var frames = 0

  var isEmpty: Bool { head == tail }

  /// Adds a frame; false when the queue is full.
  mutating func append(_ frame: RawSpan) -> Bool {
    let size = 4 + frame.byteCount
    guard frames < Self.frameLimit, tail - head + size <= Self.byteLimit else { return false }
    makeRoom(size)
    for index in 0..<4 { buffer[tail + index] = UInt8(truncatingIfNeeded: frame.byteCount >> (24 - 8 * index)) }
    let start = tail + 4
    // SAFETY: `makeRoom` left at least `size` bytes behind `tail`, of which the 4 above are the first.
    unsafe buffer.withUnsafeMutableBytes { target in
      unsafe frame.withUnsafeBytes { source in
        unsafe UnsafeMutableRawBufferPointer(rebasing: target[start..<(start + source.count)])
          .copyMemory(from: source)
      }
    }
    if isEmpty { firstRest = size }
    tail += size
    frames += 1
    return true
  }

  /// Forgets everything.
  mutating func removeAll() {
    (head, tail, firstRest, frames) = (0, 0, 0, 0)
  }

  enum Outcome {
    case empty
    case blocked
    /// With errno.
    case failed(Int32)
  }

  /// Writes to a non-blocking socket until the queue is empty or the socket full.
  mutating func write(to socket: Int32) -> Outcome {
    while !isEmpty {
      let start = head
      let count = tail - head
      // SAFETY: head and tail lie within the buffer; send reads `count` bytes and keeps no pointer.
      let sent = unsafe buffer.withUnsafeBytes { bytes in
        unsafe send(socket, bytes.baseAddress! + start, count, Int32(MSG_NOSIGNAL))
      }
      if sent < 0 {
        if errno == EINTR { continue }
        return errno == EAGAIN ? .blocked : .failed(errno)
      }
      consume(sent)
    }
    return .empty
  }

  /// Takes `count` sent bytes out, counting the frames that they complete.
  private mutating func consume(_ count: Int) {
    var rest = count
    while rest > 0 {
      let step = min(rest, firstRest)
      head += step
      firstRest -= step
      rest -= step
      guard firstRest == 0 else { break }
      frames -= 1
      if head < tail {
        let length = (0..<4).reduce(0) { $0 << 8 | Int(buffer[head + $1]) }
        firstRest = 4 + length
      }
    }
    if isEmpty { removeAll() }
  }

  private mutating func makeRoom(_ size: Int) {
    if tail + size <= buffer.count { return }
    if head > 0 {
      let waiting = head..<tail
      // SAFETY: both ranges lie within the buffer; memmove allows them to overlap.
      unsafe buffer.withUnsafeMutableBytes { bytes in
        _ = unsafe memmove(bytes.baseAddress!, bytes.baseAddress! + waiting.lowerBound, waiting.count)
      }
      tail -= head
      head = 0
    }
    var wanted = max(buffer.count, 64 << 10)
    while tail + size > wanted { wanted *= 2 }
    if wanted > buffer.count { buffer += [UInt8](repeating: 0, count: wanted - buffer.count) }
  }
}
