internal import Ethernet
internal import Glibc
internal import HyperV

// Theory of operation
//
// A port to the outside through libslirp, which needs no rights: it terminates the machines' TCP and UDP and opens
// sockets of this process in their place. libslirp waits on sockets of its own choice and may take its time (a name
// server file to read, hundreds of sockets to poll), so it runs on a thread of its own (see NATStack). The two sides
// exchange frames over a socket pair that keeps frame boundaries (SOCK_SEQPACKET); to the switch this port is a socket.
//
// A frame that does not fit into the socket's buffer (about 90 full frames at the default of 208 KiB) is lost and counted
// as QueueFull. The other way libslirp is held back instead, so that nothing is lost.
//
// libslirp knows complete frames only, so no offloads are taken or given.
//
// DHCP is not libslirp's here but the switch's own. IPv6 is off.

final class NATPort: PortEndpoint {
  let descriptor: Int32
  private var buffer = [UInt8](repeating: 0, count: 65536 + 18)
  private var isBroken = false

  /// - Throws: `DrosteError` when the configuration cannot be, or the system has no socket or thread left.
  init(configuration: UserNATConfiguration) throws {
    try Self.check(configuration)
    var pair: (Int32, Int32) = (-1, -1)
    // SAFETY: a tuple of two Int32 has the layout of int[2]; the call writes both.
    let status = unsafe withUnsafeMutableBytes(of: &pair) { bytes in
      unsafe socketpair(
        AF_UNIX, Int32(SOCK_SEQPACKET.rawValue | SOCK_CLOEXEC.rawValue | SOCK_NONBLOCK.rawValue), 0,
        bytes.assumingMemoryBound(to: Int32.self).baseAddress!)
    }
    guard status == 0 else { throw systemError("Making the socket pair of a NAT port") }
    for number in [pair.0, pair.1] {
      // As much as the system lets everybody have; the kernel takes the lesser of this and its limit.
      var room: Int32 = 4 << 20
      // SAFETY: the kernel reads 4 bytes of `room` during the call.
      _ = unsafe setsockopt(number, SOL_SOCKET, SO_SNDBUF, &room, socklen_t(MemoryLayout<Int32>.size))
    }
    descriptor = pair.0
    do {
      try NATStack.start(configuration, socket: pair.1)
    } catch {
      _ = Glibc.close(pair.0)
      _ = Glibc.close(pair.1)
      throw error
    }
  }

  private static func check(_ configuration: UserNATConfiguration) throws {
    for (what, address) in [("gateway", configuration.gateway), ("name server", configuration.dns)]
    where !configuration.prefix.contains(address) {
      throw DrosteError(
        .invalidParameter, "The \(what) \(address) is not within the prefix \(configuration.prefix) of the NAT.")
    }
    guard configuration.gateway != configuration.dns else {
      throw DrosteError(
        .invalidParameter, "The gateway and the name server of a NAT must differ; both are \(configuration.dns).")
    }
    guard (576...9000).contains(configuration.mtu) else {
      throw DrosteError(.invalidParameter, "The MTU \(configuration.mtu) of the NAT is not within 576 and 9000.")
    }
  }

  var isConnected: Bool { !isBroken }
  var capabilities: OffloadCapabilities { [] }

  func receive(_ deliver: (RawSpan, OffloadHeader) -> Void) throws {
    for _ in 0..<receiveBatch {
      // SAFETY: recv writes at most the buffer's size.
      let count = unsafe buffer.withUnsafeMutableBytes { unsafe recv(descriptor, $0.baseAddress, $0.count, 0) }
      guard count > 0 else {
        if count < 0, errno == EINTR { continue }
        if count < 0, errno == EAGAIN { return }
        isBroken = true
        throw DrosteError(.unavailable, "The thread of the NAT port has ended.")
      }
      buffer.withRawSpan { deliver($0.extracting(0..<count), .complete) }
    }
  }

  func send(_ frame: RawSpan, _ offload: OffloadHeader) -> SendResult {
    // SAFETY: send reads the frame during the call only.
    let count = unsafe frame.withUnsafeBytes { bytes in
      unsafe Glibc.send(descriptor, bytes.baseAddress, bytes.count, Int32(MSG_NOSIGNAL))
    }
    guard count < 0 else { return .sent }
    switch errno {
    case EPIPE, ECONNRESET, ENOTCONN:
      isBroken = true
      return .disconnected
    default: return .queueFull
    }
  }

  func flush() {}

  /// The thread sees the end of its socket and ends.
  func close() { _ = Glibc.close(descriptor) }
}
