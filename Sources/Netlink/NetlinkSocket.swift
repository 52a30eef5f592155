internal import Glibc

/// How requests get to the kernel and answers come back; a test gives recorded ones.
package protocol NetlinkTransport: AnyObject {
  func send(_ bytes: [UInt8]) throws
  /// One datagram, which may hold several messages. Errors: NetlinkError.
  func receive() throws -> [UInt8]
}

/// A netlink socket of the network namespace of the thread that makes it. Blocking, with a time limit.
package final class NetlinkSocket: NetlinkTransport {
  /// Which part of the kernel answers (linux/netlink.h).
  package enum Family: Int32, Sendable {
    /// Interfaces, addresses, routes, neighbours.
    case route = 0
    /// nftables and connections.
    case netfilter = 12
  }

  /// Dumps come in datagrams of at most 32 KiB (linux/netlink.h, NLMSG_GOODSIZE).
  package static let datagramLimit = 1 << 16

  private let descriptor: Int32
  private let seconds: Int

  /// struct sockaddr_nl.
  private struct Address {
    var family = UInt16(AF_NETLINK)
    var padding: UInt16 = 0
    /// 0 is the kernel.
    var port: UInt32 = 0
    var groups: UInt32 = 0
  }

  /// - Parameter seconds: how long one answer may take.
  package init(_ family: Family = .route, seconds: Int = 5) throws {
    self.seconds = seconds
    let made = socket(AF_NETLINK, Int32(SOCK_RAW.rawValue) | Int32(SOCK_CLOEXEC.rawValue), family.rawValue)
    guard made >= 0 else { throw Self.failure("open a netlink socket") }
    descriptor = made
    var limit = timeval(tv_sec: seconds, tv_usec: 0)
    var on: Int32 = 1
    // SOL_NETLINK 270, NETLINK_EXT_ACK 11: errors come with a text. A kernel without it goes on without.
    _ = setsockopt(made, 270, 11, &on, 4)
    let isReady =
      setsockopt(made, SOL_SOCKET, SO_RCVTIMEO, &limit, socklen_t(MemoryLayout<timeval>.size)) == 0
      && setsockopt(made, SOL_SOCKET, SO_SNDTIMEO, &limit, socklen_t(MemoryLayout<timeval>.size)) == 0
    guard isReady else {
      let failure = Self.failure("set up a netlink socket")
      Glibc.close(made)
      throw failure
    }
  }

  deinit { close(descriptor) }

  package func send(_ bytes: [UInt8]) throws {
    var kernel = Address()
    // SAFETY: the pointers are to the array and the structure, both alive for the call, with their own sizes.
    let sent = withUnsafePointer(to: &kernel) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
        bytes.withUnsafeBytes { buffer in
          retried {
            sendto(descriptor, buffer.baseAddress, buffer.count, 0, address, socklen_t(MemoryLayout<Address>.size))
          }
        }
      }
    }
    guard sent == bytes.count else { throw Self.failure("send to the kernel") }
  }

  package func receive() throws -> [UInt8] {
    while true {
      var sender = Address()
      var length = socklen_t(MemoryLayout<Address>.size)
      var count = 0
      // SAFETY: recvfrom gets the buffer with its capacity and the structure with its size, and writes no more; what it
      // did not write stays out of the array.
      let bytes = [UInt8](unsafeUninitializedCapacity: Self.datagramLimit) { buffer, initialized in
        count = withUnsafeMutablePointer(to: &sender) { pointer in
          pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
            retried {
              recvfrom(descriptor, buffer.baseAddress, buffer.count, Int32(MSG_TRUNC), address, &length)
            }
          }
        }
        initialized = min(max(0, count), buffer.count)
      }
      if count < 0 {
        if errno == EAGAIN { throw NetlinkError(.timedOut(seconds: seconds)) }
        throw Self.failure("receive from the kernel")
      }
      guard count <= Self.datagramLimit else { throw NetlinkError(.tooLong(limit: Self.datagramLimit)) }
      // Any process may send to a netlink socket; only what the kernel sends counts.
      if sender.port == 0 { return bytes }
    }
  }

  private func retried(_ call: () -> Int) -> Int {
    while true {
      let result = call()
      if result >= 0 || errno != EINTR { return result }
    }
  }

  private static func failure(_ what: String) -> NetlinkError {
    NetlinkError(.refused(errno: errno, detail: nil), what: what)
  }
}
