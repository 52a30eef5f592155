internal import Ethernet
internal import FoundationEssentials
internal import Glibc

/// Whether packets as long as an interface's MTU reach its gateway: an echo request of the MTU that may not be fragmented
/// (RFC 1191), and where nothing answers, one of 64 bytes. Needs the right to raw sockets.
///
/// A packet is dear in a guest of guests: each time it waits or wakes is an exit that its host and the host's host handle.
package enum PathProbe {
  /// How long an answer may take, in milliseconds; each request is sent twice within.
  private static let patience = 400
  /// Gateways that are asked.
  private static let gatewayLimit = 4
  /// RFC 792: type, code, checksum, identifier, sequence.
  private static let headerLength = 8
  /// An IPv4 header without options.
  private static let internetHeaderLength = 20

  /// Asks the gateways of all routes; at most 2.4 s each. Blocks.
  package static func run(_ facts: NetworkFacts) -> [PathFacts] {
    var asked: Set<IPv4Address> = []
    var found: [PathFacts] = []
    for route in facts.routes {
      guard let gateway = route.gateway, found.count < gatewayLimit, asked.insert(gateway).inserted,
        let mtu = facts.interfaces.first(where: { $0.name == route.interface })?.mtu, mtu >= 576
      else { continue }
      guard var long = answers(gateway, length: min(mtu, 9000)) else { continue }
      let short = long || answers(gateway, length: 64) ?? false
      // What answers now may have been too slow before.
      if short, !long { long = answers(gateway, length: min(mtu, 9000)) ?? false }
      found.append(
        PathFacts(interface: route.interface, gateway: gateway, mtu: mtu, shortAnswered: short, longAnswered: long))
    }
    return found
  }

  /// Nil without the right to ask.
  private static func answers(_ gateway: IPv4Address, length: Int) -> Bool? {
    let descriptor = socket(AF_INET, Int32(SOCK_RAW.rawValue) | Int32(SOCK_CLOEXEC.rawValue), Int32(IPPROTO_ICMP))
    guard descriptor >= 0 else { return nil }
    defer { close(descriptor) }
    // IP_PMTUDISC_PROBE: do not fragment, and do not believe what earlier answers said.
    var mode: Int32 = 3
    setsockopt(descriptor, Int32(IPPROTO_IP), IP_MTU_DISCOVER, &mode, socklen_t(MemoryLayout<Int32>.size))
    let identifier = UInt16.random(in: 1...UInt16.max)
    for attempt in 0..<2 {
      let sequence = UInt16(attempt + 1)
      // A packet that the interface itself refuses (EMSGSIZE) did not get through.
      guard send(descriptor, gateway, request(identifier, sequence, length)) else { return false }
      if awaits(descriptor, identifier, gateway) { return true }
    }
    return false
  }

  private static func request(_ identifier: UInt16, _ sequence: UInt16, _ length: Int) -> [UInt8] {
    var bytes = [UInt8](repeating: 0, count: length - internetHeaderLength)
    bytes[0] = 8
    bytes[4] = UInt8(identifier >> 8)
    bytes[5] = UInt8(truncatingIfNeeded: identifier)
    bytes[6] = UInt8(sequence >> 8)
    bytes[7] = UInt8(truncatingIfNeeded: sequence)
    var sum: UInt32 = 0
    for index in stride(from: 0, to: bytes.count, by: 2) {
      sum += UInt32(bytes[index]) << 8 | UInt32(index + 1 < bytes.count ? bytes[index + 1] : 0)
    }
    while sum >> 16 != 0 { sum = sum & 0xFFFF + sum >> 16 }
    bytes[2] = UInt8(truncatingIfNeeded: ~sum >> 8)
    bytes[3] = UInt8(truncatingIfNeeded: ~sum)
    return bytes
  }

  private static func send(_ descriptor: Int32, _ gateway: IPv4Address, _ bytes: [UInt8]) -> Bool {
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_addr.s_addr = gateway.rawValue.bigEndian
    return withUnsafePointer(to: &address) { pointer in
      // SAFETY: a sockaddr_in begins as a sockaddr does, and its size goes with it.
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        sendto(descriptor, bytes, bytes.count, 0, $0, socklen_t(MemoryLayout<sockaddr_in>.size)) == bytes.count
      }
    }
  }

  private static func awaits(_ descriptor: Int32, _ identifier: UInt16, _ gateway: IPv4Address) -> Bool {
    let end = ContinuousClock.now + .milliseconds(patience)
    var buffer = [UInt8](repeating: 0, count: 10_000)
    while true {
      let left = ContinuousClock.now.duration(to: end).components
      let milliseconds = Int32(left.seconds * 1000 + left.attoseconds / 1_000_000_000_000_000)
      guard milliseconds > 0 else { return false }
      var wanted = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
      guard poll(&wanted, 1, milliseconds) > 0 else { return false }
      // SAFETY: the kernel writes at most buffer.count bytes into the array's own storage.
      let count = buffer.withUnsafeMutableBytes { recv(descriptor, $0.baseAddress, $0.count, Int32(MSG_DONTWAIT)) }
      if isAnswer(buffer.prefix(max(0, count)), identifier, gateway) { return true }
    }
  }

  /// A raw socket gives the packet with its IPv4 header: an echo reply (type 0) of the gateway with our identifier.
  private static func isAnswer(_ packet: ArraySlice<UInt8>, _ identifier: UInt16, _ gateway: IPv4Address) -> Bool {
    guard packet.count >= internetHeaderLength + headerLength, packet[0] >> 4 == 4 else { return false }
    let start = Int(packet[0] & 15) * 4
    guard start >= internetHeaderLength, packet.count >= start + headerLength else { return false }
    let source = packet[12..<16].reduce(UInt32(0)) { $0 << 8 | UInt32($1) }
    return source == gateway.rawValue && packet[start] == 0
      && UInt16(packet[start + 4]) << 8 | UInt16(packet[start + 5]) == identifier
  }
}
