internal import Ethernet
internal import Glibc
internal import HyperV

// Theory of operation
//
// A port to QEMU's `-netdev stream,server=on`. QEMU listens, the switch connects: so a switch that was killed finds its
// machines again by itself, and a machine that starts later than its switch is found as soon as it listens. On the wire
// each frame follows its length in 4 bytes, big-endian.
//
// Connecting does not block: a unix socket connects at once or not at all. After a failure (no such socket, nobody
// listening, backlog full) it is tried again after 20 ms, then after twice as long each time up to 400 ms. The folder of
// the socket is watched (inotify), and a new file in it makes the next attempt come after 5 ms, so that a machine just
// started need not wait for the 400 ms.
//
// Receiving: one read of up to 128 KiB per turn yields all frames in it; the rest of a frame waits for the next read.
// A length above 64 KiB means that the two sides lost step: the connection is closed and made anew. Frames longer than
// the MTU allows are delivered; the switch counts them as Malformed.
//
// Sending: see SendQueue. What waits is written at the end of the turn, or as soon as half the queue is used, and when
// the socket has room again. Frames that wait when the connection is lost are lost.
//
// The stream carries complete frames only, so no offloads are taken or given.
//
// The endpoint's descriptor is an epoll descriptor around the socket, the timer and the watch. Nothing ever waits on it
// here: with each turn the endpoint simply tries what could be due.

final class StreamPort: PortEndpoint {
  /// Lengths above this are no lengths.
  static let lengthLimit = 65536
  private static let bufferSize = 128 << 10
  private static let firstDelay = 20
  private static let lastDelay = 400

  private let socketPath: String
  private let epoll: Epoll
  private let timer: Timer
  private let watch: FolderWatch?
  private var socket: Int32 = -1
  private var wantsWrite = false
  private var isBroken = false
  private var delay = StreamPort.firstDelay
  private var queue = SendQueue()
  /// Made with the first connection; `filled` bytes at its start are the beginning of a frame.
  private var buffer: [UInt8] = []
  private var filled = 0
  private(set) var lostFrames: UInt64 = 0

  init(socketPath: String) throws {
    self.socketPath = socketPath
    epoll = try Epoll()
    timer = try Timer()
    watch = try? FolderWatch(folderOf: socketPath)
    try epoll.add(timer.descriptor, token: 0)
    if let watch { try epoll.add(watch.descriptor, token: 0) }
    connect()
  }

  var descriptor: Int32 { epoll.descriptor }
  var isConnected: Bool { socket >= 0 && !isBroken }
  var capabilities: OffloadCapabilities { [] }

  func receive(_ deliver: (RawSpan, OffloadHeader) -> Void) throws {
    if socket < 0 {
      let isNew = watch?.changed() ?? false
      if timer.expired() {
        connect()
      } else if isNew {
        timer.set(milliseconds: 5)
      }
      guard socket >= 0 else { return }
    } else {
      _ = timer.expired()
      _ = watch?.changed()
    }
    read(deliver)
    if wantsWrite { flush() }
    if isBroken { disconnect() }
  }

  func send(_ frame: RawSpan, _ offload: OffloadHeader) -> SendResult {
    guard isConnected else { return .disconnected }
    if queue.frames >= SendQueue.frameLimit / 2, !wantsWrite { write() }
    return queue.append(frame) ? .sent : .queueFull
  }

  func flush() {
    write()
    if isBroken { disconnect() }
  }

  func close() {
    if socket >= 0 { _ = Glibc.close(socket) }
    socket = -1
  }

  private func write() {
    guard isConnected else { return }
    switch queue.write(to: socket) {
    case .empty: setWantsWrite(false)
    case .blocked: setWantsWrite(true)
    case .failed: isBroken = true
    }
  }

  private func setWantsWrite(_ wants: Bool) {
    guard wants != wantsWrite else { return }
    wantsWrite = wants
    do { try epoll.change(socket, token: 0, wants ? [.read, .write] : .read) } catch { isBroken = true }
  }

  private func read(_ deliver: (RawSpan, OffloadHeader) -> Void) {
    let start = filled
    // SAFETY: `filled` is less than the buffer's size, and read writes at most the rest.
    let count = unsafe buffer.withUnsafeMutableBytes { bytes in
      unsafe Glibc.read(socket, bytes.baseAddress! + start, bytes.count - start)
    }
    guard count > 0 else {
      if count == 0 || (errno != EAGAIN && errno != EINTR) { isBroken = true }
      return
    }
    filled += count
    let consumed = buffer.withRawSpan { parse($0.extracting(0..<filled), deliver) }
    guard let consumed else {
      isBroken = true
      return
    }
    let rest = consumed..<filled
    if consumed > 0, !rest.isEmpty {
      // SAFETY: both ranges lie within the buffer; memmove allows them to overlap.
      unsafe buffer.withUnsafeMutableBytes { bytes in
        _ = unsafe memmove(bytes.baseAddress!, bytes.baseAddress! + rest.lowerBound, rest.count)
      }
    }
    filled = rest.count
  }

  /// Delivers the whole frames in `bytes`; how many bytes they took, or nil when a length is none.
  private func parse(_ bytes: RawSpan, _ deliver: (RawSpan, OffloadHeader) -> Void) -> Int? {
    var offset = 0
    while let length = bytes.uint32(at: offset).map(Int.init) {
      guard length <= Self.lengthLimit else { return nil }
      let start = offset + 4
      guard start + length <= bytes.byteCount else { break }
      deliver(bytes.extracting(start..<(start + length)), .complete)
      offset = start + length
    }
    return offset
  }

  private func connect() {
    switch UnixSocket.connect(to: socketPath) {
    case .success(let new):
      do {
        try epoll.add(new, token: 0)
        socket = new
        delay = Self.firstDelay
        if buffer.isEmpty { buffer = [UInt8](repeating: 0, count: Self.bufferSize) }
      } catch {
        _ = Glibc.close(new)
        retryLater()
      }
    case .failure: retryLater()
    }
  }

  private func retryLater() {
    timer.set(milliseconds: delay)
    delay = min(delay * 2, Self.lastDelay)
  }

  private func disconnect() {
    epoll.remove(socket)
    _ = Glibc.close(socket)
    socket = -1
    isBroken = false
    wantsWrite = false
    filled = 0
    lostFrames += UInt64(queue.frames)
    queue.removeAll()
    retryLater()
  }
}
