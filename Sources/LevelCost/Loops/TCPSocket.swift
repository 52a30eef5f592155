internal import Glibc

/// A TCP socket of IPv4 with limits of time, closed with the value's end.
struct TCPSocket: ~Copyable {
  /// Seconds that a connection, a read or a write may take.
  static let patience = 10

  let descriptor: Int32

  private init(_ descriptor: Int32) {
    self.descriptor = descriptor
    var limit = timeval(tv_sec: Self.patience, tv_usec: 0)
    for option in [SO_RCVTIMEO, SO_SNDTIMEO] {
      setsockopt(descriptor, SOL_SOCKET, option, &limit, socklen_t(MemoryLayout<timeval>.size))
    }
    var on: Int32 = 1
    setsockopt(descriptor, Int32(IPPROTO_TCP), TCP_NODELAY, &on, socklen_t(MemoryLayout<Int32>.size))
  }

  deinit { close(descriptor) }

  /// Connects to a peer.
  static func connected(to peer: CostPeer) throws -> TCPSocket {
    let socket = try make()
    guard (peer.withAddress { connect(socket.descriptor, $0, $1) }) == 0 else {
      throw CostProblem("no connection to \(peer)", errno)
    }
    return socket
  }

  /// Listens at an address, at a port of the kernel's choice where that of `peer` is 0.
  static func listening(at peer: CostPeer) throws -> TCPSocket {
    let socket = try make()
    guard (peer.withAddress { bind(socket.descriptor, $0, $1) }) == 0, listen(socket.descriptor, 4) == 0 else {
      throw CostProblem("nobody can listen at \(peer)", errno)
    }
    return socket
  }

  private static func make() throws -> TCPSocket {
    let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
    guard descriptor >= 0 else { throw CostProblem("no socket", errno) }
    return TCPSocket(descriptor)
  }

  /// The port that it listens at.
  var port: UInt16 {
    var address = sockaddr_in()
    var size = socklen_t(MemoryLayout<sockaddr_in>.size)
    withUnsafeMutablePointer(to: &address) { pointer in
      // SAFETY: a sockaddr_in begins as a sockaddr does, and its size goes with it.
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { _ = getsockname(descriptor, $0, &size) }
    }
    return UInt16(bigEndian: address.sin_port)
  }

  /// The next connection; nil when there is none.
  func accepted() -> TCPSocket? {
    let accepted = accept(descriptor, nil, nil)
    guard accepted >= 0 else { return nil }
    _ = fcntl(accepted, F_SETFD, FD_CLOEXEC)
    return TCPSocket(accepted)
  }

  /// Writes all of a buffer.
  func send(_ bytes: UnsafeRawBufferPointer) throws {
    var sent = 0
    while sent < bytes.count {
      // SAFETY: the rest of the buffer, and its length.
      let count = Glibc.send(descriptor, bytes.baseAddress! + sent, bytes.count - sent, Int32(MSG_NOSIGNAL))
      if count < 0, errno == EINTR { continue }
      guard count > 0 else { throw CostProblem("the connection takes no more", errno) }
      sent += count
    }
  }

  /// Reads what is there into a buffer; 0 at the end.
  func receive(_ bytes: UnsafeMutableRawBufferPointer) throws -> Int {
    while true {
      // SAFETY: the kernel writes at most as many bytes as the buffer has.
      let count = recv(descriptor, bytes.baseAddress, bytes.count, 0)
      if count < 0, errno == EINTR { continue }
      guard count >= 0 else { throw CostProblem("the connection gives nothing", errno) }
      return count
    }
  }

  /// Says that nothing more will be sent.
  func finish() { shutdown(descriptor, Int32(SHUT_WR)) }
}
