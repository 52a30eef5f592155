import Glibc
import Testing

/// Plays QEMU's `-netdev stream,server=on`: listens on a unix socket, takes one connection at a time, and exchanges
/// frames after their lengths. Every wait has an end.
final class FakeMachine {
  let path: String
  private var listener: Int32
  private var connection: Int32 = -1
  private var input: [UInt8] = []

  init(_ path: String) {
    self.path = path
    listener = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
    let status = withSocketAddress(path) { bind(listener, $0, $1) }
    precondition(status == 0 && listen(listener, 4) == 0, "listening at \(path)")
  }

  deinit {
    disconnect()
    close(listener)
  }

  /// Waits for the switch to connect.
  func accept(seconds: Double = 5) throws {
    try #require(isReadable(listener, seconds), "the switch did not connect to \(path)")
    disconnect()
    connection = Glibc.accept(listener, nil, nil)
    try #require(connection >= 0)
  }

  /// Ends the connection; the machine goes on listening.
  func disconnect() {
    if connection >= 0 { close(connection) }
    connection = -1
    input = []
  }

  /// Sends frames in one write.
  func send(_ frames: [UInt8]...) { sendRaw(frames.flatMap { Self.length($0.count) + $0 }) }

  func sendRaw(_ bytes: [UInt8]) {
    var rest = bytes[...]
    while !rest.isEmpty {
      let count = rest.withUnsafeBytes { Glibc.send(connection, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL)) }
      guard count > 0 else { return }
      rest = rest.dropFirst(count)
    }
  }

  /// The next frame; nil when none comes in time or the connection is lost.
  func receive(seconds: Double = 5) -> [UInt8]? {
    while true {
      if input.count >= 4 {
        let length = input[..<4].reduce(0) { $0 << 8 | Int($1) }
        if input.count >= 4 + length {
          defer { input.removeFirst(4 + length) }
          return Array(input[4..<(4 + length)])
        }
      }
      guard connection >= 0, isReadable(connection, seconds) else { return nil }
      var buffer = [UInt8](repeating: 0, count: 65536)
      let count = read(connection, &buffer, buffer.count)
      guard count > 0 else { return nil }
      input += buffer[..<count]
    }
  }

  /// The next frame that `matches`.
  func receive(seconds: Double = 5, where matches: ([UInt8]) -> Bool) -> [UInt8]? {
    while let frame = receive(seconds: seconds) {
      if matches(frame) { return frame }
    }
    return nil
  }

  /// Whether the switch has closed the connection.
  func isClosed(seconds: Double = 5) -> Bool {
    guard isReadable(connection, seconds) else { return false }
    var byte: UInt8 = 0
    return recv(connection, &byte, 1, Int32(MSG_PEEK)) <= 0
  }

  static func length(_ count: Int) -> [UInt8] { (0..<4).map { UInt8(truncatingIfNeeded: count >> (24 - 8 * $0)) } }
}

/// Whether a descriptor becomes readable in time.
func isReadable(_ descriptor: Int32, _ seconds: Double) -> Bool {
  var ready = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
  return poll(&ready, 1, Int32(seconds * 1000)) > 0
}

func withSocketAddress(_ path: String, _ body: (UnsafePointer<sockaddr>, socklen_t) -> Int32) -> Int32 {
  var address = sockaddr_un()
  address.sun_family = sa_family_t(AF_UNIX)
  precondition(path.utf8.count < 108)
  withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: path.utf8) }
  return withUnsafeMutablePointer(to: &address) { pointer in
    UnsafeMutableRawPointer(pointer).withMemoryRebound(to: sockaddr.self, capacity: 1) {
      body($0, socklen_t(MemoryLayout<sockaddr_un>.size))
    }
  }
}
