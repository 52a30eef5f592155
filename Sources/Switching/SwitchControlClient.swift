internal import FoundationEssentials
internal import Glibc
public import HyperV

/// Asks and tells a switch process through its control socket. Each call has a connection and a thread of its own, so
/// none waits for another and the callers' threads are never blocked.
public struct SwitchControlClient: Sendable {
  /// The switch's folder.
  public let directory: String
  /// Seconds for a whole call.
  public let timeout: Double

  /// Bytes of a response.
  private static let responseLimit = 16 << 20

  public init(directory: String, timeout: Double = 2) {
    self.directory = directory
    self.timeout = timeout
  }

  /// What the switch is and counts.
  /// - Throws: `DrosteError`: Unavailable when no switch process listens, Timeout.
  public func status() async throws -> SwitchStatus { try await call(ControlRequest(.status)) }

  /// `status` of several switches, with one thread for all: each is asked before the first answer is awaited.
  public static func statuses(of clients: [SwitchControlClient]) async -> [Result<SwitchStatus, any Error>] {
    let line: [UInt8]
    let answers: [Result<[UInt8], any Error>]
    do {
      line = try Self.line(ControlRequest(.status))
      answers = try await OwnThread.run {
        let asked = clients.map { client in
          let deadline = client.deadline
          return Result {
            let socket = try client.connect(deadline)
            try client.send(line, socket, deadline)
            return (socket, deadline)
          }
        }
        return zip(clients, asked).map { client, asked in
          Result {
            let (socket, deadline) = try asked.get()
            return try client.receive(socket, deadline, piece: 65536)
          }
        }
      }
    } catch {
      return clients.map { _ in .failure(error) }
    }
    return zip(clients, answers).map { client, answer in Result { try client.status(of: try answer.get()) } }
  }

  /// Makes the switch what `configuration` says. The status that comes back has a `reason` when ports could not be
  /// opened.
  /// - Throws: `DrosteError`: InvalidParameter with every problem of the configuration, and those of `status`.
  @discardableResult
  public func apply(_ configuration: SwitchProcessConfiguration) async throws -> SwitchStatus {
    try await call(ControlRequest(.apply, configuration: configuration))
  }

  /// Ends the switch process. It has taken the order when this returns, and ends within a second.
  public func stop() async throws { _ = try await call(ControlRequest(.stop)) }

  /// Starts a capture of frames. The capture ends when what is returned is closed or let go, and with its last frame.
  /// - Throws: `DrosteError`: InvalidParameter, ObjectNotFound when the switch has no such port, OutOfMemory when it has
  ///   as many captures as it may, and those of `status`.
  public func capture(_ request: CaptureRequest) async throws -> SwitchCapture {
    try await stream(ControlRequest(.capture, capture: request))
  }

  /// Follows the probes with a mark's id over all ports: pieces of lines, each a `TraceSighting` in JSON.
  /// - Throws: `DrosteError` as `capture`.
  public func trace(marker: UInt64) async throws -> SwitchCapture {
    try await stream(ControlRequest(.trace, marker: marker))
  }

  private func stream(_ request: ControlRequest) async throws -> SwitchCapture {
    let line = try Self.line(request)
    return try await OwnThread.run {
      let deadline = deadline
      let socket = try connect(deadline)
      try send(line, socket, deadline)
      // Byte by byte: what follows the line's end is the capture's.
      let response = try response(try receive(socket, deadline, piece: 1))
      guard let capture = response.capture else {
        throw DrosteError(.unspecified, "The switch process in \(directory) answered neither capture nor error.")
      }
      return SwitchCapture(ports: capture.ports, socket: CaptureSocket(socket))
    }
  }

  private func call(_ request: ControlRequest) async throws -> SwitchStatus {
    let line = try Self.line(request)
    let answer = try await OwnThread.run {
      let deadline = deadline
      let socket = try connect(deadline)
      try send(line, socket, deadline)
      return try receive(socket, deadline, piece: 65536)
    }
    return try status(of: answer)
  }

  private func status(of answer: [UInt8]) throws -> SwitchStatus {
    guard let status = try response(answer).status else {
      throw DrosteError(.unspecified, "The switch process in \(directory) answered neither status nor error.")
    }
    return status
  }

  private static func line(_ request: ControlRequest) throws -> [UInt8] {
    try [UInt8](JSONEncoder().encode(request)) + [UInt8(ascii: "\n")]
  }

  /// - Throws: the error that the response is.
  private func response(_ line: [UInt8]) throws -> ControlResponse {
    let response: ControlResponse
    do {
      response = try JSONDecoder().decode(ControlResponse.self, from: Data(line))
    } catch {
      throw DrosteError(.unspecified, "The switch process in \(directory) answered in no known way.", cause: "\(error)")
    }
    if let error = response.error { throw error }
    return response
  }

  private var deadline: UInt64 { monotonicMilliseconds() + UInt64(max(timeout, 0) * 1000) }

  /// Blocks, as the two below.
  private func send(_ line: [UInt8], _ socket: Descriptor, _ deadline: UInt64) throws {
    var rest = line[...]
    while !rest.isEmpty {
      // SAFETY: send reads `count` bytes of the slice and keeps no pointer.
      let count = unsafe rest.withUnsafeBytes {
        unsafe Glibc.send(socket.number, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
      }
      if count >= 0 {
        rest = rest.dropFirst(count)
      } else if errno == EAGAIN {
        try wait(socket, POLLOUT, deadline)
      } else if errno == EPIPE {
        // A switch with too many clients says so and hangs up before it reads: its answer waits to be read.
        break
      } else if errno != EINTR {
        throw lost(systemText(errno))
      }
    }
  }

  /// A line without its end, read in pieces of so many bytes.
  private func receive(_ socket: Descriptor, _ deadline: UInt64, piece: Int) throws -> [UInt8] {
    var answer: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: piece)
    while true {
      // SAFETY: read writes at most `count` bytes into the buffer.
      let count = unsafe buffer.withUnsafeMutableBytes { unsafe read(socket.number, $0.baseAddress, $0.count) }
      if count > 0 {
        answer += buffer[..<count]
        if let end = answer.firstIndex(of: UInt8(ascii: "\n")) { return Array(answer[..<end]) }
        guard answer.count <= Self.responseLimit else { throw lost("the answer has no end") }
      } else if count == 0 {
        throw lost("it closed the connection")
      } else if errno == EAGAIN {
        try wait(socket, POLLIN, deadline)
      } else if errno != EINTR {
        throw lost(systemText(errno))
      }
    }
  }

  private func connect(_ deadline: UInt64) throws -> Descriptor {
    while true {
      switch UnixSocket.connect(to: directory + "/" + SwitchFile.control) {
      case .success(let number): return try Descriptor(number, "Connecting")
      case .failure(let failure):
        // A full backlog empties by itself; there is nothing to wait on.
        guard failure.number == EAGAIN else {
          throw DrosteError(
            .unavailable, "No switch process answers in \(directory).", cause: systemText(failure.number))
        }
        guard monotonicMilliseconds() < deadline else { throw late }
        _ = poll(nil, 0, 5)
      }
    }
  }

  private func wait(_ socket: Descriptor, _ event: Int32, _ deadline: UInt64) throws {
    let now = monotonicMilliseconds()
    guard now < deadline else { throw late }
    var ready = pollfd(fd: socket.number, events: Int16(event), revents: 0)
    // SAFETY: one pollfd is passed and one is counted.
    _ = unsafe poll(&ready, 1, Int32(deadline - now))
  }

  private var late: DrosteError {
    DrosteError(.timeout, "The switch process in \(directory) did not answer within \(timeout) s.")
  }

  private func lost(_ why: String) -> DrosteError {
    DrosteError(.unavailable, "The switch process in \(directory) was lost during the call.", cause: why)
  }
}
