internal import Glibc

/// A socket to a back end: whole messages with descriptors, each call with a deadline; closed with the object.
package final class FrontendConnection {
  package let descriptor: Int32

  package init(descriptor: Int32) {
    self.descriptor = descriptor
    _ = fcntl(descriptor, F_SETFL, fcntl(descriptor, F_GETFL, 0) | O_NONBLOCK)
  }

  deinit { close(descriptor) }

  // MARK: Making one

  /// Connects to a back end that listens, waiting for it to appear.
  package static func connect(to path: String, by deadline: Deadline) throws -> FrontendConnection {
    while true {
      let descriptor = try makeSocket()
      let result = try withAddress(path) { Glibc.connect(descriptor, $0, $1) }
      if result == 0 { return FrontendConnection(descriptor: descriptor) }
      let number = errno
      close(descriptor)
      guard [ENOENT, ECONNREFUSED, EAGAIN].contains(number), !deadline.hasPassed else {
        throw FrontendError("cannot connect to \(path): error \(number)")
      }
      // Nothing to wait on tells that another process listens.
      usleep(1000)
    }
  }

  /// A listening socket.
  package static func listen(at path: String) throws -> Int32 {
    let descriptor = try makeSocket()
    guard try withAddress(path, { Glibc.bind(descriptor, $0, $1) }) == 0, Glibc.listen(descriptor, 4) == 0 else {
      let number = errno
      close(descriptor)
      throw FrontendError("cannot listen at \(path): error \(number)")
    }
    return descriptor
  }

  /// The next back end that connects to a listening socket.
  package static func accept(_ listener: Int32, by deadline: Deadline) throws -> FrontendConnection {
    guard deadline.wait(for: listener) else { throw FrontendError("no back end connected before the deadline") }
    let descriptor = Glibc.accept(listener, nil, nil)
    if descriptor < 0 { throw FrontendError(system: "accept", errno) }
    _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
    return FrontendConnection(descriptor: descriptor)
  }

  private static func makeSocket() throws -> Int32 {
    let descriptor = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
    if descriptor < 0 { throw FrontendError(system: "socket", errno) }
    return descriptor
  }

  private static func withAddress(_ path: String, _ body: (UnsafePointer<sockaddr>, socklen_t) -> Int32) throws -> Int32
  {
    var address = sockaddr_un()
    address.sun_family = sa_family_t(AF_UNIX)
    let bytes = Array(path.utf8)
    guard bytes.count < MemoryLayout.size(ofValue: address.sun_path) else {
      throw FrontendError("the path of a socket has at most 107 bytes: \(path)")
    }
    withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: bytes) }
    return withUnsafePointer(to: &address) {
      $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { body($0, socklen_t(MemoryLayout<sockaddr_un>.size)) }
    }
  }

  // MARK: Messages

  package func send(_ message: FrontendMessage, by deadline: Deadline) throws {
    let header = FrontendMessage.payload(message.request, message.flags, UInt32(message.payload.count))
    try send(bytes: header + message.payload, descriptors: message.descriptors, by: deadline)
  }

  /// Sends bytes that need not be a message, with descriptors.
  package func send(bytes: [UInt8], descriptors: [Int32] = [], by deadline: Deadline) throws {
    var rest = bytes[...]
    var carried = descriptors
    while !rest.isEmpty {
      let count = try sendSome(Array(rest), carried, deadline)
      rest = rest.dropFirst(count)
      carried = []
    }
  }

  private func sendSome(_ bytes: [UInt8], _ descriptors: [Int32], _ deadline: Deadline) throws -> Int {
    // A control message is its length (64 bits), level and type (32 bits each), and the descriptors, padded to 8 bytes.
    let length = 16 + descriptors.count * 4
    var control = [UInt64](repeating: 0, count: (length + 7) / 8)
    control[0] = UInt64(length)
    control[1] = UInt64(UInt32(bitPattern: SOL_SOCKET)) | UInt64(1) << 32
    control.withUnsafeMutableBytes { buffer in
      descriptors.withUnsafeBytes { UnsafeMutableRawBufferPointer(rebasing: buffer[16...]).copyMemory(from: $0) }
    }
    while true {
      let count = bytes.withUnsafeBytes { data in
        control.withUnsafeMutableBytes { control in
          var vector = iovec(iov_base: UnsafeMutableRawPointer(mutating: data.baseAddress), iov_len: data.count)
          return withUnsafeMutablePointer(to: &vector) { vector in
            var message = msghdr()
            message.msg_iov = vector
            message.msg_iovlen = 1
            if !descriptors.isEmpty {
              message.msg_control = control.baseAddress
              message.msg_controllen = control.count
            }
            return sendmsg(descriptor, &message, Int32(MSG_NOSIGNAL))
          }
        }
      }
      if count >= 0 { return count }
      let number = errno
      if number == EINTR { continue }
      guard number == EAGAIN, deadline.wait(for: descriptor, Int16(POLLOUT)) else {
        throw FrontendError(system: "sendmsg", number)
      }
    }
  }

  /// The next message; nil when the back end closed the connection. An error at the deadline.
  package func receive(by deadline: Deadline) throws -> FrontendMessage? {
    guard let (header, descriptors) = try receive(12, deadline) else { return nil }
    var message = FrontendMessage(request: 0, payload: header, descriptors: descriptors)
    let length = Int(message.number(UInt32.self, at: 8)!)
    message.request = message.number(UInt32.self, at: 0)!
    message.flags = message.number(UInt32.self, at: 4)!
    guard length <= 4096 else { throw FrontendError("the back end sent a message of \(length) bytes") }
    message.payload = []
    if length > 0 {
      guard let (payload, more) = try receive(length, deadline) else { return nil }
      message.payload = payload
      message.descriptors += more
    }
    return message
  }

  private func receive(_ length: Int, _ deadline: Deadline) throws -> ([UInt8], [Int32])? {
    var bytes: [UInt8] = []
    var descriptors: [Int32] = []
    while bytes.count < length {
      guard deadline.wait(for: descriptor) else { throw FrontendError("the back end did not answer by the deadline") }
      var part = [UInt8](repeating: 0, count: length - bytes.count)
      var control = [UInt64](repeating: 0, count: 2 + 16)
      let count = part.withUnsafeMutableBytes { data in
        control.withUnsafeMutableBytes { control in
          var vector = iovec(iov_base: data.baseAddress, iov_len: data.count)
          return withUnsafeMutablePointer(to: &vector) { vector in
            var message = msghdr()
            message.msg_iov = vector
            message.msg_iovlen = 1
            message.msg_control = control.baseAddress
            message.msg_controllen = control.count
            let count = recvmsg(descriptor, &message, Int32(MSG_CMSG_CLOEXEC))
            if count >= 0, message.msg_controllen >= 20 {
              let whole = control.load(as: Int.self)
              for offset in stride(from: 16, to: min(whole, control.count), by: 4) {
                descriptors.append(control.load(fromByteOffset: offset, as: Int32.self))
              }
            }
            return count
          }
        }
      }
      if count < 0 {
        if errno == EINTR || errno == EAGAIN { continue }
        if errno == ECONNRESET { return nil }
        throw FrontendError(system: "recvmsg", errno)
      }
      if count == 0 { return nil }
      bytes += part[..<count]
    }
    return (bytes, descriptors)
  }
}
