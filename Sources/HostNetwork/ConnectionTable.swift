// The kernel's table of connections, as two sources tell it: ctnetlink (linux/netfilter/nfnetlink_conntrack.h), which each kernel
// with NAT has or loads as a module, and /proc/net/nf_conntrack, which distributions often leave out. Both are read whole; a
// kernel keeps 262144 entries at most by default, of some 200 bytes each.

package import Ethernet
package import HyperV

/// One connection, with the addresses of its first packet and those that answers have.
package struct Connection: Hashable, Sendable {
  package struct Side: Hashable, Sendable {
    package var source: IPv4Address
    package var destination: IPv4Address
    /// For ICMP the identifier, in both.
    package var sourcePort: UInt16
    package var destinationPort: UInt16

    package init(source: IPv4Address, destination: IPv4Address, sourcePort: UInt16 = 0, destinationPort: UInt16 = 0) {
      self.source = source
      self.destination = destination
      self.sourcePort = sourcePort
      self.destinationPort = destinationPort
    }
  }

  /// IANA's number.
  package var transport: UInt8
  package var original: Side
  package var reply: Side
  /// Seconds until it is forgotten.
  package var timeout: Int

  package init(transport: UInt8, original: Side, reply: Side, timeout: Int) {
    self.transport = transport
    self.original = original
    self.reply = reply
    self.timeout = timeout
  }

  /// As a session of the NAT of `prefix`; nil when it translates nothing of it.
  package func session(nat name: String, prefix: IPv4Prefix) -> NATSession? {
    let isOutward = prefix.contains(original.source) && reply.destination != original.source
    let isInward = prefix.contains(reply.source) && original.destination != reply.source
    guard isOutward || isInward else { return nil }
    // Outward the machine sent the first packet, inward it is the one who answers.
    let inner = isOutward ? original : reply
    let outer = isOutward ? reply : original
    return NATSession(
      natName: name, protocol: Self.name(transport), internalSourceAddress: inner.source,
      internalSourcePort: inner.sourcePort, internalDestinationAddress: inner.destination,
      internalDestinationPort: inner.destinationPort, externalSourceAddress: outer.destination,
      externalSourcePort: outer.destinationPort, externalDestinationAddress: outer.source,
      externalDestinationPort: outer.sourcePort, secondsLeft: timeout)
  }

  private static func name(_ transport: UInt8) -> String {
    switch transport {
    case 1: "ICMP"
    case 6: "TCP"
    case 17: "UDP"
    default: String(transport)
    }
  }
}

/// Lines of /proc/net/nf_conntrack.
package enum ConnectionText {
  /// The IPv4 connections; lines that are anything else are left out.
  package static func connections(_ text: String) -> [Connection] { text.split(separator: "\n").compactMap(connection) }

  /// `ipv4 2 tcp 6 117 TIME_WAIT src=A dst=B sport=1 dport=2 src=B dst=C sport=2 dport=1 [ASSURED] mark=0 use=2`
  private static func connection(_ line: Substring) -> Connection? {
    let words = line.split(separator: " ")
    guard words.count > 5, words[0] == "ipv4", let transport = UInt8(words[3]), let timeout = Int(words[4]) else {
      return nil
    }
    var sides: [Connection.Side] = []
    for word in words.dropFirst(5) {
      let pair = word.split(separator: "=", maxSplits: 1)
      guard pair.count == 2 else { continue }
      switch pair[0] {
      case "src":
        guard sides.count < 2, let address = IPv4Address(pair[1]) else { return nil }
        sides.append(.init(source: address, destination: .any))
      case "dst" where !sides.isEmpty:
        guard let address = IPv4Address(pair[1]) else { return nil }
        sides[sides.count - 1].destination = address
      case "sport" where !sides.isEmpty: sides[sides.count - 1].sourcePort = UInt16(pair[1]) ?? 0
      case "dport" where !sides.isEmpty: sides[sides.count - 1].destinationPort = UInt16(pair[1]) ?? 0
      case "id" where !sides.isEmpty:
        sides[sides.count - 1].sourcePort = UInt16(pair[1]) ?? 0
        sides[sides.count - 1].destinationPort = sides[sides.count - 1].sourcePort
      default: break
      }
    }
    guard sides.count == 2 else { return nil }
    return Connection(transport: transport, original: sides[0], reply: sides[1], timeout: timeout)
  }
}
