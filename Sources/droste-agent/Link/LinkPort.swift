internal import Glibc

/// The guest's end of the channel, used from one thread. All operations return at once.
protocol LinkPort: AnyObject {
  /// What to wait on for a change of the port's state, edge-triggered; the numbers may change after each operation.
  var descriptors: [Int32] { get }
  func read(into buffer: UnsafeMutableRawBufferPointer) -> PortResult
  func write(_ bytes: UnsafeRawBufferPointer) -> PortResult
}

enum PortResult: Equatable {
  case bytes(Int)
  /// Nothing to read, or no room to write, for now.
  case wouldBlock
  /// Nobody has the other end open.
  case noHost
}

/// A unix socket on which the host's side connects directly, one connection at a time.
final class SocketPort: LinkPort {
  private let listener: Int32
  private var connection: Int32 = -1

  /// Ends the process when it cannot listen.
  init(path: String) {
    listener = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
    setUp(listener)
    unlink(path)
    var address = sockaddr_un()
    address.sun_family = sa_family_t(AF_UNIX)
    let room = MemoryLayout.size(ofValue: address.sun_path) - 1
    guard path.utf8.count <= room else {
      log("The path \(path) is longer than the \(room) bytes that a socket's address has.")
      exit(64)
    }
    withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: path.utf8) }
    let bound = withUnsafePointer(to: address) { pointer in
      // SAFETY: bind(2) takes any socket address behind a generic pointer, with its true length.
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        bind(listener, $0, socklen_t(MemoryLayout<sockaddr_un>.size))
      }
    }
    guard bound == 0, listen(listener, 1) == 0 else {
      log("Cannot listen on \(path): \(errorText(errno)).")
      exit(71)
    }
  }

  var descriptors: [Int32] { connection >= 0 ? [connection] : [listener] }

  func read(into buffer: UnsafeMutableRawBufferPointer) -> PortResult {
    if connection < 0 {
      connection = accept(listener, nil, nil)
      if connection < 0 { return .noHost }
      setUp(connection)
    }
    let got = Glibc.read(connection, buffer.baseAddress, buffer.count)
    if got > 0 { return .bytes(got) }
    if got < 0 && (errno == EAGAIN || errno == EINTR) { return .wouldBlock }
    hangUp()
    return .noHost
  }

  func write(_ bytes: UnsafeRawBufferPointer) -> PortResult {
    guard connection >= 0 else { return .noHost }
    let put = Glibc.write(connection, bytes.baseAddress, bytes.count)
    if put >= 0 { return .bytes(put) }
    if errno == EAGAIN || errno == EINTR { return .wouldBlock }
    hangUp()
    return .noHost
  }

  private func hangUp() {
    close(connection)
    connection = -1
  }
}
