internal import Glibc
internal import HyperV

/// One client of the control socket: a conversation of lines, or from a capture's response on the capture's bytes.
final class ControlConnection {
  /// Bytes of a request line.
  static let requestLimit = 1 << 20
  /// Bytes of responses that a client has not read; more, and it is disconnected.
  static let responseLimit = 8 << 20
  /// Bytes of a capture that wait for the client; the rest waits in the capture's rings, and is lost when those are full.
  static let captureLimit = 256 << 10
  /// Milliseconds that a client may take for a request, or be silent.
  static let patience: UInt64 = 30_000

  let token: UInt64
  private let socket: Int32
  private let epoll: Epoll
  private var input: [UInt8] = []
  /// How much of `input` was searched for the end of a line.
  private var searched = 0
  private var output: [UInt8] = []
  private var ended = false
  private var wantsWrite = false
  private(set) var isFinished = false
  private(set) var lastHeard = monotonicMilliseconds()
  /// The capture that the connection carries from here on.
  private(set) var capture: CaptureSession?

  /// Takes over the descriptor.
  init(_ socket: Int32, token: UInt64, _ epoll: Epoll) throws {
    self.socket = socket
    self.token = token
    self.epoll = epoll
    do { try epoll.add(socket, token: token) } catch {
      _ = Glibc.close(socket)
      throw error
    }
  }

  /// Reads what there is, answers each line with what `answer` makes of it, and writes as far as it goes.
  func service(_ answer: ([UInt8]) -> ControlResponse) {
    if !ended { read(answer) }
    pump()
  }

  /// Ends the conversation: after the response that is under way the connection carries a capture.
  func carry(_ session: CaptureSession) { capture = session }

  /// Moves what a capture has on to the client, as far as it goes.
  func pump() {
    if let capture, !ended {
      capture.drain(into: &output, limit: Self.captureLimit, now: wallClockNanoseconds())
      ended = capture.isFinished
    }
    write()
  }

  /// Sends a response that nobody asked for, and ends the conversation after it.
  func refuse(_ error: DrosteError) {
    output += ControlResponse(error).line
    ended = true
    write()
  }

  /// Writes what is left, waiting up to a second for the client to read it. For the last words of the process.
  func finish() {
    if let capture, !ended { capture.end(into: &output, now: wallClockNanoseconds()) }
    ended = true
    let deadline = monotonicMilliseconds() + 1000
    while !isFinished, !output.isEmpty {
      let now = monotonicMilliseconds()
      guard now < deadline else { return }
      var room = pollfd(fd: socket, events: Int16(POLLOUT), revents: 0)
      // SAFETY: one pollfd is passed and one is counted.
      _ = unsafe poll(&room, 1, Int32(deadline - now))
      write()
    }
  }

  func close() {
    epoll.remove(socket)
    _ = Glibc.close(socket)
  }

  private func read(_ answer: ([UInt8]) -> ControlResponse) {
    var buffer = [UInt8](repeating: 0, count: 65536)
    // SAFETY: read writes at most `count` bytes into the buffer.
    let count = unsafe buffer.withUnsafeMutableBytes { unsafe Glibc.read(socket, $0.baseAddress, $0.count) }
    if count < 0 {
      if errno != EAGAIN && errno != EINTR { isFinished = true }
      return
    }
    lastHeard = monotonicMilliseconds()
    if capture != nil {
      // Whoever takes a capture has nothing more to say but that it goes.
      if count == 0 { isFinished = true }
      return
    }
    input += buffer[..<count]
    var isTooLong = false
    while let end = input[searched...].firstIndex(of: UInt8(ascii: "\n")) {
      isTooLong = end > Self.requestLimit
      if isTooLong { break }
      let line = Array(input[..<end])
      input.removeSubrange(...end)
      searched = 0
      // A client that asks and does not read is cut off before it fills our memory.
      guard output.count <= Self.responseLimit else { break }
      if !line.allSatisfy({ $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\r") }) { output += answer(line).line }
      if capture != nil {
        input = []
        break
      }
    }
    searched = input.count
    if isTooLong || input.count > Self.requestLimit {
      input = []
      refuse(
        DrosteError(
          .invalidParameter, "The request is longer than \(Self.requestLimit) bytes.",
          hint: "Send the request as one shorter line that ends with a newline."))
    } else if count == 0 {
      if !input.isEmpty {
        refuse(
          DrosteError(
            .invalidParameter, "The request ended after \(input.count) bytes without a newline.",
            hint: "End each request with a newline."))
      }
      ended = true
    }
    if output.count > Self.responseLimit { isFinished = true }
  }

  private func write() {
    while !output.isEmpty {
      // SAFETY: send reads `count` bytes and keeps no pointer.
      let count = unsafe output.withUnsafeBytes {
        unsafe send(socket, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
      }
      if count < 0 {
        if errno == EINTR { continue }
        if errno != EAGAIN { isFinished = true }
        break
      }
      output.removeSubrange(..<count)
    }
    if ended, output.isEmpty { isFinished = true }
    let wants = !output.isEmpty
    if wants != wantsWrite || ended {
      wantsWrite = wants
      // A client that sent its last byte stays readable for ever: only room to write matters from here on.
      try? epoll.change(socket, token: token, ended ? .write : wants ? [.read, .write] : .read)
    }
  }
}
