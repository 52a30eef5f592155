internal import Glibc
internal import Netlink

/// ICMP echo requests (RFC 792, RFC 4443). Over a raw socket where the rights allow it, else over the kernel's ping
/// socket, which `net.ipv4.ping_group_range` opens.
struct Echo {
  struct Reply: Equatable {
    /// Who answered: the destination, or for a time-to-live that ran out the router.
    var from: IPAddress
    var milliseconds: Int
    /// As it arrived; nil when the kernel did not tell.
    var timeToLive: Int?
    var isDestination: Bool
  }

  /// Bytes of data that a request may carry.
  static let sizeLimit = 65_500

  let address: IPAddress
  /// Bytes of data.
  var size = 32
  var timeToLive: Int?
  var milliseconds = 4000

  init(_ address: IPAddress) { self.address = address }

  /// The answer to request `sequence`; nil when none came in time. Errors: Socket.Failure.
  func ask(sequence: UInt16, isStopped: @escaping () -> Bool = { false }) throws -> Reply? {
    let icmp: Int32 = address.family == .v4 ? 1 : 58
    let (socket, isRaw): (Socket, Bool)
    do { (socket, isRaw) = (try Socket(address.family, Socket.raw, icmp), true) } catch {
      (socket, isRaw) = (try Socket(address.family, Socket.datagram, icmp), false)
    }
    if let timeToLive {
      var value = Int32(timeToLive)
      // IP_TTL 2 of level 0, IPV6_UNICAST_HOPS 16 of level 41.
      let isV4 = address.family == .v4
      guard setsockopt(socket.descriptor, isV4 ? 0 : 41, isV4 ? 2 : 16, &value, 4) == 0 else {
        throw Socket.Failure("set the time to live")
      }
    }
    let deadline = Deadline(milliseconds: milliseconds, isStopped: isStopped)
    // Only a socket that is not connected hears routers; the kernel's checks of the sender are then ours.
    if timeToLive == nil { try socket.connect(address, 0, deadline) }
    let id = UInt16.random(in: .min ... .max)
    let start = Deadline.now
    try send(socket, Self.request(address.family, id: id, sequence: sequence, size: size), deadline)
    do {
      while true {
        let bytes = try socket.receive(limit: 65_535, deadline)
        if let answer = parse(bytes, isRaw: isRaw, id: id, sequence: sequence) {
          return Reply(
            from: answer.from ?? address, milliseconds: Int(Deadline.now - start), timeToLive: answer.timeToLive,
            isDestination: answer.isDestination)
        }
      }
    } catch let error as Socket.Failure where error.isTimeout {
      return nil
    }
  }

  private func send(_ socket: Socket, _ bytes: [UInt8], _ deadline: Deadline) throws {
    guard timeToLive != nil else { return try socket.send(bytes, deadline) }
    // SAFETY: both buffers outlive the call, which gets their sizes.
    let sent = Socket.address(address, 0).withUnsafeBytes { target in
      target.withMemoryRebound(to: sockaddr.self) { name in
        bytes.withUnsafeBytes {
          sendto(socket.descriptor, $0.baseAddress, $0.count, 0, name.baseAddress, socklen_t(target.count))
        }
      }
    }
    guard sent == bytes.count else { throw Socket.Failure("send to \(address)") }
  }

  /// An echo request: type, code, checksum, number, sequence, data.
  static func request(_ family: IPAddress.Family, id: UInt16, sequence: UInt16, size: Int) -> [UInt8] {
    var bytes: [UInt8] = [
      family == .v4 ? 8 : 128, 0, 0, 0, UInt8(id >> 8), UInt8(id & 0xFF), UInt8(sequence >> 8), UInt8(sequence & 0xFF),
    ]
    // The alphabet up to w, again and again, as Windows sends it.
    bytes += (0..<size).map { UInt8(ascii: "a") + UInt8($0 % 23) }
    // The kernel fills in ICMPv6's, which covers addresses.
    if family == .v4 {
      let sum = checksum(bytes)
      (bytes[2], bytes[3]) = (UInt8(sum >> 8), UInt8(sum & 0xFF))
    }
    return bytes
  }

  /// RFC 1071.
  static func checksum(_ bytes: [UInt8]) -> UInt16 {
    var sum: UInt32 = 0
    for (index, byte) in bytes.enumerated() { sum += index % 2 == 0 ? UInt32(byte) << 8 : UInt32(byte) }
    while sum > 0xFFFF { sum = sum & 0xFFFF + sum >> 16 }
    return ~UInt16(sum)
  }

  struct Answer: Equatable {
    var from: IPAddress?
    var timeToLive: Int?
    var isDestination: Bool
  }

  /// Nil for what is no answer to the request. A raw IPv4 socket gives the IP header, too.
  func parse(_ bytes: [UInt8], isRaw: Bool, id: UInt16, sequence: UInt16) -> Answer? {
    let whole = NetlinkBytes(bytes)
    var header = 0
    var answer = Answer(isDestination: true)
    if isRaw, address.family == .v4 {
      guard let first = whole.uint8(at: 0), first >> 4 == 4, let life = whole.uint8(at: 8),
        let source = whole.part(12, 4)
      else { return nil }
      header = Int(first & 0xF) * 4
      answer.timeToLive = Int(life)
      answer.from = IPAddress(source.bytes)
    }
    func matches(_ offset: Int, anyNumber: Bool) -> Bool {
      guard let part = whole.part(offset + 4, 4).map({ Array($0.bytes) }) else { return false }
      // A ping socket's number is the kernel's choice.
      let own = UInt16(part[0]) << 8 | UInt16(part[1])
      return (anyNumber || own == id) && UInt16(part[2]) << 8 | UInt16(part[3]) == sequence
    }
    guard let type = whole.uint8(at: header) else { return nil }
    let isV4 = address.family == .v4
    if type == (isV4 ? 0 : 129) { return matches(header, anyNumber: !isRaw) ? answer : nil }
    // Time exceeded or unreachable: the request's own headers follow.
    guard isV4, isRaw, type == 11 || type == 3, let inner = whole.uint8(at: header + 8), inner >> 4 == 4 else {
      return nil
    }
    answer.isDestination = false
    return matches(header + 8 + Int(inner & 0xF) * 4, anyNumber: false) ? answer : nil
  }
}
