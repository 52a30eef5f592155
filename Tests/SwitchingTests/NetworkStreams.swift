import Ethernet
import Glibc
import HyperV
import Switching

/// The bytes that tests send: not the same in any two segments.
func testBytes(_ count: Int) -> [UInt8] {
  (0..<count).map { UInt8(truncatingIfNeeded: $0 &* 31 &+ $0 >> 8 &+ $0 >> 16) }
}

/// IPv4 and IPv6 socket addresses as bytes.
func socketAddress(_ text: String, _ port: UInt16) -> [UInt8] {
  var address = [UInt8](repeating: 0, count: text.contains(":") ? 28 : 16)
  let family = text.contains(":") ? AF_INET6 : AF_INET
  address[0] = UInt8(family)
  address[2] = UInt8(port >> 8)
  address[3] = UInt8(port & 0xFF)
  var binary = [UInt8](repeating: 0, count: 16)
  precondition(inet_pton(family, text, &binary) == 1, "\(text) is an address")
  let start = family == AF_INET ? 4 : 8
  for index in 0..<(family == AF_INET ? 4 : 16) { address[start + index] = binary[index] }
  return address
}

func withAddress<Result>(
  _ address: [UInt8], _ body: (UnsafePointer<sockaddr>, socklen_t) -> Result
) -> Result {
  // SAFETY: the bytes are a sockaddr of the family they begin with; the calls copy them.
  address.withUnsafeBytes { body($0.assumingMemoryBound(to: sockaddr.self).baseAddress!, socklen_t($0.count)) }
}

/// A socket in the calling thread's namespace, closed when released. Reads give up after a minute: TCP waits up to
/// 16 s before it sends what a busy computer has lost for the fourth time.
final class TestSocket: Sendable {
  let number: Int32

  init(_ number: Int32) {
    self.number = number
    var limit = timeval(tv_sec: 60, tv_usec: 0)
    setsockopt(number, SOL_SOCKET, SO_RCVTIMEO, &limit, socklen_t(MemoryLayout<timeval>.size))
    setsockopt(number, SOL_SOCKET, SO_SNDTIMEO, &limit, socklen_t(MemoryLayout<timeval>.size))
  }

  deinit { close(number) }

  static func make(_ address: String, stream: Bool) throws -> TestSocket {
    let type = stream ? SOCK_STREAM : SOCK_DGRAM
    let family = address.contains(":") ? AF_INET6 : AF_INET
    return TestSocket(Int32(try check(Int(socket(family, Int32(type.rawValue), 0)), "socket")))
  }

  /// Bound to `address`, listening when a stream; a port of the system's choice when 0.
  static func bound(_ address: String, port: UInt16 = 0, stream: Bool = true) throws -> TestSocket {
    let socket = try make(address, stream: stream)
    try check(Int(withAddress(socketAddress(address, port)) { bind(socket.number, $0, $1) }), "bind \(address)")
    if stream { try check(Int(listen(socket.number, 4)), "listen") }
    return socket
  }

  static func connected(to address: String, port: UInt16) throws -> TestSocket {
    let socket = try make(address, stream: true)
    try check(
      Int(withAddress(socketAddress(address, port)) { connect(socket.number, $0, $1) }), "connect \(address):\(port)")
    return socket
  }

  var port: UInt16 {
    var address = [UInt8](repeating: 0, count: 28)
    var length = socklen_t(28)
    address.withUnsafeMutableBytes { bytes in
      // SAFETY: the kernel writes at most 28 bytes.
      _ = getsockname(number, bytes.assumingMemoryBound(to: sockaddr.self).baseAddress!, &length)
    }
    return UInt16(address[2]) << 8 | UInt16(address[3])
  }

  func accepted() throws -> TestSocket { TestSocket(Int32(try check(Int(accept(number, nil, nil)), "accept"))) }

  func write(_ bytes: [UInt8]) throws {
    var offset = 0
    while offset < bytes.count {
      offset += try bytes.withUnsafeBytes { buffer in
        try check(send(number, buffer.baseAddress! + offset, buffer.count - offset, Int32(MSG_NOSIGNAL)), "send")
      }
    }
  }

  /// Everything until the other side is done.
  func readAll() throws -> [UInt8] {
    var all: [UInt8] = []
    while let part = try readSome(), !part.isEmpty { all += part }
    return all
  }

  /// One read; for datagram sockets one datagram.
  func readSome() throws -> [UInt8]? {
    var buffer = [UInt8](repeating: 0, count: 65536)
    let count = try check(recv(number, &buffer, buffer.count, 0), "recv")
    return count == 0 ? nil : Array(buffer.prefix(count))
  }
}

/// Sends `count` bytes over TCP from a server in one namespace to a client in another; whether they arrived as they were.
func transfers(
  _ sandbox: NetworkSandbox, from server: Int?, _ address: String, to client: Int?, reachedAt: String? = nil, count: Int
) throws -> Bool {
  let listener = try sandbox.run(in: server) { try TestSocket.bound(address) }
  let sender = Worker { try listener.accepted().write(testBytes(count)) }
  let received = try sandbox.run(in: client) {
    try TestSocket.connected(to: reachedAt ?? address, port: listener.port).readAll()
  }
  try sender.join()
  return received == testBytes(count)
}

/// Sends `bytes` over UDP in one call as datagrams of `size` bytes; what arrived in each.
func sendsSegments(
  _ sandbox: NetworkSandbox, from server: Int, _ source: String, to client: Int, _ destination: String,
  _ bytes: [UInt8], size: Int32
) throws -> [[UInt8]] {
  let receiver = try sandbox.run(in: client) { try TestSocket.bound(destination, stream: false) }
  let port = receiver.port
  try sandbox.run(in: server) {
    let sender = try TestSocket.make(source, stream: false)
    var size = size
    // UDP_SEGMENT of linux/udp.h.
    try check(Int(setsockopt(sender.number, Int32(IPPROTO_UDP), 103, &size, 4)), "UDP_SEGMENT")
    try check(Int(withAddress(socketAddress(destination, port)) { connect(sender.number, $0, $1) }), "connect")
    try sender.write(bytes)
  }
  var parts: [[UInt8]] = []
  while parts.reduce(0, { $0 + $1.count }) < bytes.count { parts.append(try receiver.readSome() ?? []) }
  return parts
}

/// The endpoints that a real switch process has.
func uplinkEndpoint(_ interface: String, own: [MACAddress] = []) throws -> any PortEndpoint {
  try makeEndpoint(
    for: PortConfiguration(name: interface, kind: .uplink, endpoint: .packet(interface: interface, ownAddresses: own)))
}

func tapEndpoint(_ interface: String) throws -> any PortEndpoint {
  try makeEndpoint(
    for: PortConfiguration(
      name: "vEthernet (x)", kind: .hostAdapter, endpoint: .tap(interface: interface), macAddress: .zero))
}
