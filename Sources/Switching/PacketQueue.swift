internal import CDroste
internal import Ethernet
internal import Glibc

// Theory of operation
//
// Frames on their way out by a packet socket. They lie one behind the other in one buffer, each after its vnet header of
// 10 bytes, so that one `sendmmsg` writes all. The queue is refilled only once it is empty: what could not be sent stays,
// at the end of the buffer, and nothing is moved.
//
// Limits: 64 frames and 128 KiB. Frames above 16 KiB are not taken: copying them would cost more than the call that is
// saved.

// SAFETY: owns its memory from init to deinit; pointers to it are given to the kernel during `write` only.
@safe
struct PacketQueue: ~Copyable {
  static let frameLimit = Int(DROSTE_PACKET_SEND_LIMIT)
  static let byteLimit = 128 << 10
  static let longestFrame = 16 << 10
  private static let headerLength = Int(DROSTE_VNET_HEADER_LENGTH)

  private let base: UnsafeMutableRawPointer
  private let ends: UnsafeMutablePointer<UInt32>
  /// Frames that are sent; those up to `count` wait.
  private var start = 0
  private var count = 0
  private var bytes = 0

  init() {
    // SAFETY: both are freed in deinit.
    guard let memory = unsafe malloc(Self.byteLimit) else { fatalError("No memory for the queue of an uplink.") }
    unsafe base = memory
    unsafe ends = .allocate(capacity: Self.frameLimit)
    unsafe ends.initialize(repeating: 0, count: Self.frameLimit)
  }

  deinit {
    // SAFETY: both were allocated in init.
    unsafe free(base)
    unsafe ends.deallocate()
  }

  var isEmpty: Bool { start == count }

  /// Adds a frame; false when the queue is full or the frame too long for it.
  mutating func append(_ frame: RawSpan, _ offload: OffloadHeader) -> Bool {
    let size = Self.headerLength + frame.byteCount
    guard count < Self.frameLimit, frame.byteCount <= Self.longestFrame, bytes + size <= Self.byteLimit else {
      return false
    }
    // SAFETY: the guard leaves room for `size` bytes behind `bytes`, and for one more end.
    unsafe frame.withUnsafeBytes { source in
      var header = unsafe MutableRawSpan(_unsafeStart: base + bytes, byteCount: Self.headerLength)
      offload.write(to: &header)
      if let first = source.baseAddress { unsafe memcpy(base + bytes + Self.headerLength, first, source.count) }
    }
    bytes += size
    unsafe ends[count] = UInt32(bytes)
    count += 1
    return true
  }

  /// Writes to a non-blocking socket what waits, up to a frame that fails. How many frames were written, or the
  /// negative errno of the first.
  mutating func write(to socket: Int32) -> Int32 {
    // SAFETY: the function reads what lies before the last end, during the call only.
    let sent = unsafe droste_packet_send_many(socket, base, ends, UInt32(start), UInt32(count))
    if sent > 0 { advance(Int(sent)) }
    return sent
  }

  /// Forgets the frame that is next; 1.
  mutating func removeFirst() -> Int {
    advance(1)
    return 1
  }

  /// Forgets all; how many.
  mutating func removeAll() -> Int {
    let waiting = count - start
    advance(waiting)
    return waiting
  }

  private mutating func advance(_ frames: Int) {
    start += frames
    if start == count { (start, count, bytes) = (0, 0, 0) }
  }
}
