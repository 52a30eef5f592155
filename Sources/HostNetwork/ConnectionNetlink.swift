internal import Ethernet
internal import Glibc
internal import HyperV

/// The connections that ctnetlink tells.
package enum ConnectionNetlink {
  private static let netfilter: Int32 = 12  // NETLINK_NETFILTER
  private static let dump: UInt16 = 0x300  // NLM_F_DUMP
  private static let request: UInt16 = 1  // NLM_F_REQUEST
  private static let getConnections: UInt16 = 1 << 8 | 1  // NFNL_SUBSYS_CTNETLINK, IPCTNL_MSG_CT_GET
  private static let done: UInt16 = 3  // NLMSG_DONE
  private static let error: UInt16 = 2  // NLMSG_ERROR

  /// Asks the kernel of this process's namespace for all IPv4 connections, at most `limit`. Blocks for some milliseconds.
  /// - Throws: notSupported when this kernel does not tell, accessDenied without root.
  static func connections(limit: Int) throws -> [Connection] {
    let number = socket(AF_NETLINK, Int32(SOCK_RAW.rawValue) | Int32(SOCK_CLOEXEC.rawValue), netfilter)
    guard number >= 0 else { throw refused(errno) }
    defer { close(number) }
    // A kernel that does not answer must not hold the caller for ever.
    var patience = timeval(tv_sec: 5, tv_usec: 0)
    setsockopt(number, SOL_SOCKET, SO_RCVTIMEO, &patience, socklen_t(MemoryLayout<timeval>.size))
    let ask = message()
    guard send(number, ask, ask.count, 0) == ask.count else { throw refused(errno) }
    var found: [Connection] = []
    var buffer = [UInt8](repeating: 0, count: 64 << 10)
    while true {
      // SAFETY: recv writes at most the buffer's size.
      let count = buffer.withUnsafeMutableBytes { recv(number, $0.baseAddress, $0.count, 0) }
      if count < 0, errno == EINTR { continue }
      guard count > 0 else { throw refused(count < 0 ? errno : EIO) }
      switch parse(buffer[..<count], into: &found) {
      case .more: if found.count >= limit { return Array(found.prefix(limit)) }
      case .end: return found
      case .failed(let code): throw refused(code)
      }
    }
  }

  private static func refused(_ code: Int32) -> DrosteError {
    if code == EPERM || code == EACCES {
      return DrosteError(.accessDenied, "Only root may see the connections of this host.", cause: errnoText(code))
    }
    return DrosteError(
      .notSupported, "The kernel of this host does not tell its connections.",
      cause: "ctnetlink: \(errnoText(code))", hint: "modprobe nf_conntrack_netlink")
  }

  /// nlmsghdr (length, type, flags, sequence, port), nfgenmsg (family, version, resource).
  private static func message() -> [UInt8] {
    var bytes: [UInt8] = []
    append(UInt32(20), to: &bytes)
    append(getConnections, to: &bytes)
    append(request | dump, to: &bytes)
    append(UInt32(1), to: &bytes)
    append(UInt32(0), to: &bytes)
    return bytes + [UInt8(AF_INET), 0, 0, 0]
  }

  private static func append(_ value: some FixedWidthInteger, to bytes: inout [UInt8]) {
    // SAFETY: the number's bytes are copied before the pointer ends.
    withUnsafeBytes(of: value.littleEndian) { bytes.append(contentsOf: $0) }
  }

  package enum Progress: Equatable, Sendable {
    case more
    case end
    /// errno.
    case failed(Int32)
  }

  /// Reads the messages of one datagram. What is cut off or not a connection is left out.
  package static func parse(_ bytes: ArraySlice<UInt8>, into found: inout [Connection]) -> Progress {
    var rest = bytes
    while rest.count >= 16 {
      let header = Fields(rest)
      guard let length = header.little32(at: 0), let type = header.little16(at: 4), length >= 16,
        Int(length) <= rest.count
      else { return .more }
      let body = rest[rest.startIndex + 16..<rest.startIndex + Int(length)]
      switch type {
      case done: return .end
      case error:
        let code = Int32(truncatingIfNeeded: Fields(body).little32(at: 0) ?? 0)
        return code == 0 ? .end : .failed(-code)
      default: if body.count >= 4, let connection = connection(body.dropFirst(4)) { found.append(connection) }
      }
      rest = rest.dropFirst((Int(length) + 3) & ~3)
    }
    return .more
  }

  private static func connection(_ attributes: ArraySlice<UInt8>) -> Connection? {
    var original: (Connection.Side, UInt8)?
    var reply: (Connection.Side, UInt8)?
    var timeout: UInt32 = 0
    Fields.eachAttribute(attributes) { type, value in
      switch type {
      case 1: original = tuple(value)  // CTA_TUPLE_ORIG
      case 2: reply = tuple(value)  // CTA_TUPLE_REPLY
      case 7: timeout = Fields(value).big32(at: 0) ?? 0  // CTA_TIMEOUT
      default: break
      }
    }
    guard let original, let reply else { return nil }
    return Connection(transport: original.1, original: original.0, reply: reply.0, timeout: Int(timeout))
  }

  private static func tuple(_ attributes: ArraySlice<UInt8>) -> (Connection.Side, UInt8)? {
    var source: UInt32?
    var destination: UInt32?
    var side = Connection.Side(source: .any, destination: .any)
    var transport: UInt8 = 0
    Fields.eachAttribute(attributes) { type, value in
      switch type {
      case 1:  // CTA_TUPLE_IP
        Fields.eachAttribute(value) { type, value in
          if type == 1 { source = Fields(value).big32(at: 0) }  // CTA_IP_V4_SRC
          if type == 2 { destination = Fields(value).big32(at: 0) }  // CTA_IP_V4_DST
        }
      case 2:  // CTA_TUPLE_PROTO
        Fields.eachAttribute(value) { type, value in
          switch type {
          case 1: transport = value.first ?? 0  // CTA_PROTO_NUM
          case 2: side.sourcePort = Fields(value).big16(at: 0) ?? 0  // CTA_PROTO_SRC_PORT
          case 3: side.destinationPort = Fields(value).big16(at: 0) ?? 0  // CTA_PROTO_DST_PORT
          case 4:  // CTA_PROTO_ICMP_ID
            side.sourcePort = Fields(value).big16(at: 0) ?? 0
            side.destinationPort = side.sourcePort
          default: break
          }
        }
      default: break
      }
    }
    guard let source, let destination else { return nil }
    side.source = IPv4Address(rawValue: source)
    side.destination = IPv4Address(rawValue: destination)
    return (side, transport)
  }
}

/// Numbers within bytes; nil beyond their end.
private struct Fields {
  private let bytes: ArraySlice<UInt8>
  init(_ bytes: ArraySlice<UInt8>) { self.bytes = bytes }

  private func value<Number: FixedWidthInteger & UnsignedInteger>(at offset: Int, _ type: Number.Type) -> Number? {
    let size = MemoryLayout<Number>.size
    guard offset >= 0, offset + size <= bytes.count else { return nil }
    return bytes[bytes.startIndex + offset..<bytes.startIndex + offset + size].reduce(0) { $0 << 8 | Number($1) }
  }

  func big32(at offset: Int) -> UInt32? { value(at: offset, UInt32.self) }
  func big16(at offset: Int) -> UInt16? { value(at: offset, UInt16.self) }
  /// Netlink's own numbers are in the host's order: little endian on all that this runs on.
  func little32(at offset: Int) -> UInt32? { big32(at: offset)?.byteSwapped }
  func little16(at offset: Int) -> UInt16? { big16(at: offset)?.byteSwapped }

  /// Calls `body` with each attribute's type, without its flags, and its value. Ends at one that is cut off.
  static func eachAttribute(_ bytes: ArraySlice<UInt8>, _ body: (UInt16, ArraySlice<UInt8>) -> Void) {
    var rest = bytes
    while rest.count >= 4 {
      let fields = Fields(rest)
      guard let length = fields.little16(at: 0), let type = fields.little16(at: 2), length >= 4,
        Int(length) <= rest.count
      else { return }
      body(type & 0x3FFF, rest[rest.startIndex + 4..<rest.startIndex + Int(length)])
      rest = rest.dropFirst((Int(length) + 3) & ~3)
    }
  }
}
