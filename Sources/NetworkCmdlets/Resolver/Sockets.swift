internal import Glibc
internal import Netlink

/// A socket that closes itself; every wait has an end.
final class Socket {
  struct Failure: Error, CustomStringConvertible {
    var number: Int32
    var what: String

    init(_ what: String, _ number: Int32 = errno) { (self.number, self.what) = (number, what) }

    var description: String { "\(what): \(String(cString: strerror(number)))" }
    var isTimeout: Bool { number == ETIMEDOUT }
  }

  let descriptor: Int32

  /// - Parameter type: SOCK_STREAM, SOCK_DGRAM or SOCK_RAW. Non-blocking.
  init(_ family: IPAddress.Family, _ type: Int32, _ number: Int32 = 0) throws {
    let nonblocking = Int32(SOCK_NONBLOCK.rawValue) | Int32(SOCK_CLOEXEC.rawValue)
    descriptor = socket(family == .v4 ? AF_INET : AF_INET6, type | nonblocking, number)
    guard descriptor >= 0 else { throw Failure("open a socket") }
  }

  deinit { close(descriptor) }

  static let stream = Int32(SOCK_STREAM.rawValue)
  static let datagram = Int32(SOCK_DGRAM.rawValue)
  static let raw = Int32(SOCK_RAW.rawValue)

  /// Connects within the time; a datagram socket then hears that one address only.
  func connect(_ address: IPAddress, _ port: UInt16, _ deadline: Deadline) throws {
    // SAFETY: the bytes are a sockaddr_in or sockaddr_in6 of their own length.
    let status = Self.address(address, port).withUnsafeBytes { bytes in
      bytes.withMemoryRebound(to: sockaddr.self) { Glibc.connect(descriptor, $0.baseAddress!, socklen_t(bytes.count)) }
    }
    if status == 0 { return }
    guard errno == EINPROGRESS else { throw Failure("connect to \(address) port \(port)") }
    try wait(POLLOUT, deadline, "connect to \(address) port \(port)")
    var error: Int32 = 0
    var length = socklen_t(4)
    guard getsockopt(descriptor, SOL_SOCKET, SO_ERROR, &error, &length) == 0, error == 0 else {
      throw Failure("connect to \(address) port \(port)", error == 0 ? errno : error)
    }
  }

  /// The address of our end of a connected socket.
  var localAddress: IPAddress? {
    var bytes = [UInt8](repeating: 0, count: 28)
    var length = socklen_t(bytes.count)
    // SAFETY: the buffer has room for both kinds of address, and the call gets its size.
    let status = bytes.withUnsafeMutableBytes { buffer in
      buffer.withMemoryRebound(to: sockaddr.self) { getsockname(descriptor, $0.baseAddress!, &length) }
    }
    guard status == 0 else { return nil }
    return length == 16 ? IPAddress(bytes[4..<8]) : IPAddress(bytes[8..<24])
  }

  func send(_ bytes: [UInt8], _ deadline: Deadline) throws {
    var sent = 0
    while sent < bytes.count {
      // SAFETY: the slice outlives the call, which gets its size.
      let count = bytes[sent...].withUnsafeBytes {
        Glibc.send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
      }
      if count < 0 {
        guard errno == EAGAIN || errno == EINTR else { throw Failure("send") }
        try wait(POLLOUT, deadline, "send")
      } else {
        sent += count
      }
    }
  }

  /// What has come, at most `limit` bytes of it; empty at the end of a stream.
  func receive(limit: Int, _ deadline: Deadline) throws -> [UInt8] {
    while true {
      var count = 0
      // SAFETY: recv writes at most the size that it gets; what it did not write stays out of the array.
      let bytes = [UInt8](unsafeUninitializedCapacity: limit) { buffer, initialized in
        count = recv(descriptor, buffer.baseAddress, buffer.count, 0)
        initialized = max(0, count)
      }
      if count >= 0 { return bytes }
      guard errno == EAGAIN || errno == EINTR else { throw Failure("receive") }
      try wait(POLLIN, deadline, "receive")
    }
  }

  /// Waits until it can be read or written. Errors: ETIMEDOUT.
  func wait(_ events: Int32, _ deadline: Deadline, _ what: String) throws {
    while true {
      let left = deadline.milliseconds
      guard left > 0 else { throw Failure(what, ETIMEDOUT) }
      var entry = pollfd(fd: descriptor, events: Int16(events), revents: 0)
      let count = poll(&entry, 1, Int32(min(left, 1000)))
      if count > 0 { return }
      if count < 0, errno != EINTR { throw Failure(what) }
      if deadline.isStopped() { throw Failure(what, ECANCELED) }
    }
  }

  /// struct sockaddr_in or sockaddr_in6.
  static func address(_ address: IPAddress, _ port: UInt16) -> [UInt8] {
    let family = NetlinkRequest.bytes(UInt16(address.family.number))
    let port = [UInt8(port >> 8), UInt8(port & 0xFF)]
    if address.family == .v4 { return family + port + address.bytes + [UInt8](repeating: 0, count: 8) }
    return family + port + [0, 0, 0, 0] + address.bytes + NetlinkRequest.bytes(address.zone)
  }
}

/// A point in time by the clock that never jumps, and whether the user gave up before it.
struct Deadline {
  private let end: Int64
  let isStopped: () -> Bool

  init(milliseconds: Int, isStopped: @escaping () -> Bool = { false }) {
    end = Self.now + Int64(milliseconds)
    self.isStopped = isStopped
  }

  /// What is left; 0 when it is over.
  var milliseconds: Int { max(0, Int(end - Self.now)) }

  static var now: Int64 {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    return Int64(time.tv_sec) * 1000 + Int64(time.tv_nsec) / 1_000_000
  }
}
