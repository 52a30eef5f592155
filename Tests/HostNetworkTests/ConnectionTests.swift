import Ethernet
import HostNetwork
import HyperV
import Testing

/// The kernel's table of connections, as both of its sources tell it.
@Suite struct ConnectionTests {
  /// A datagram that a kernel (6.18) sent for two connections, and the lines of /proc for the same.
  static let dump = bytes(
    """
    d40000000001220001000000016e00000200000034000180140001800800010000000000080002000a0101011c000280050001000600000006
    000200c1e8000006000300005000003400028014000180080001007f0000010800020000000000
    1c0002800500010006000000060002000009000006000300c1e8000008000300000001a8080008000000000008000c003a613d8a08000b0000
    0000010800070000000075300004802c0001800500010001000000050002000a000000050003000000000006000400030000000600050000000000
    a40000000001220001000000016e00000200000034000180140001800800010000000000080002000a0101011c0002800500010011000000
    06000200e313000006000300003500003400028014000180080001007f00000108000200000000001c00028005000100110000000600020014e9
    000006000300e313000008000300000001a8080008000000000008000c002b8d7c2f08000b0000000001080007000000001c
    """)
  static let text = """
    ipv4     2 tcp      6 117 SYN_SENT src=0.0.0.0 dst=10.1.1.1 sport=49640 dport=80 [UNREPLIED] src=127.0.0.1 dst=0.0.0.0 sport=9 dport=49640 mark=0 zone=0 use=2
    ipv4     2 udp      17 28 src=0.0.0.0 dst=10.1.1.1 sport=58131 dport=53 [UNREPLIED] src=127.0.0.1 dst=0.0.0.0 sport=5353 dport=58131 mark=0 zone=0 use=2
    """

  static func bytes(_ hexadecimal: String) -> [UInt8] {
    let digits = hexadecimal.compactMap(\.hexDigitValue)
    return stride(from: 0, to: digits.count - 1, by: 2).map { UInt8(digits[$0] << 4 | digits[$0 + 1]) }
  }

  static func address(_ text: String) -> IPv4Address { IPv4Address(text)! }

  static let expected = [
    Connection(
      transport: 6,
      original: .init(source: .any, destination: address("10.1.1.1"), sourcePort: 49640, destinationPort: 80),
      reply: .init(source: address("127.0.0.1"), destination: .any, sourcePort: 9, destinationPort: 49640),
      timeout: 117),
    Connection(
      transport: 17,
      original: .init(source: .any, destination: address("10.1.1.1"), sourcePort: 58131, destinationPort: 53),
      reply: .init(source: address("127.0.0.1"), destination: .any, sourcePort: 5353, destinationPort: 58131),
      timeout: 28),
  ]

  @Test func netlink() {
    var found: [Connection] = []
    #expect(ConnectionNetlink.parse(Self.dump[...], into: &found) == .more)
    #expect(found == Self.expected)
    let end = Self.bytes("140000000300020001000000016e000000000000")
    #expect(ConnectionNetlink.parse(end[...], into: &found) == .end)
    // NLMSG_ERROR with -EPERM.
    let refusal = Self.bytes("240000000200000001000000016e0000ffffffff1400000001010103010000000000000002000000")
    #expect(ConnectionNetlink.parse(refusal[...], into: &found) == .failed(1))
  }

  @Test func text() {
    #expect(ConnectionText.connections(Self.text) == Self.expected)
    let ping =
      "ipv4 2 icmp 1 29 src=10.0.0.1 dst=10.0.0.2 type=8 code=0 id=77 src=10.0.0.2 dst=10.0.0.9 type=0 code=0 id=77"
    #expect(ConnectionText.connections(ping).first?.original.sourcePort == 77)
    for broken in [
      "", "ipv6 10 tcp 6 1 src=::1", "ipv4 2 tcp six 1 src=1.2.3.4", "ipv4 2 tcp 6 1 src=1.2.3 dst=1", "x\n\n",
    ] {
      #expect(ConnectionText.connections(broken).isEmpty)
    }
  }

  /// Every way to cut or to change one byte: no crash, and never more than was there.
  @Test func hostileBytes() {
    for length in 0..<Self.dump.count {
      var found: [Connection] = []
      _ = ConnectionNetlink.parse(Self.dump[..<length], into: &found)
      #expect(found.count <= 2)
    }
    for index in Self.dump.indices {
      for value: UInt8 in [0, 1, 0x7F, 0xFF] {
        var bytes = Self.dump
        bytes[index] = value
        var found: [Connection] = []
        _ = ConnectionNetlink.parse(bytes[...], into: &found)
        #expect(found.count <= 13)
      }
    }
  }

  @Test func sessions() throws {
    let prefix = try #require(IPv4Prefix("10.0.0.0/24"))
    func connection(_ original: (String, String), _ reply: (String, String)) -> Connection {
      Connection(
        transport: 6,
        original: .init(
          source: Self.address(original.0), destination: Self.address(original.1), sourcePort: 1, destinationPort: 2),
        reply: .init(
          source: Self.address(reply.0), destination: Self.address(reply.1), sourcePort: 3, destinationPort: 4),
        timeout: 5)
    }
    let outward = connection(("10.0.0.2", "8.8.8.8"), ("8.8.8.8", "192.168.1.2"))
    let first = try #require(outward.session(nat: "n", prefix: prefix))
    #expect(first.internalSourceAddress.description == "10.0.0.2" && first.internalSourcePort == 1)
    #expect(first.externalSourceAddress.description == "192.168.1.2" && first.externalSourcePort == 4)
    #expect(first.externalDestinationAddress.description == "8.8.8.8" && first.externalDestinationPort == 3)
    let inward = connection(("8.8.8.8", "192.168.1.2"), ("10.0.0.2", "8.8.8.8"))
    let second = try #require(inward.session(nat: "n", prefix: prefix))
    #expect(second.internalSourceAddress.description == "10.0.0.2" && second.internalSourcePort == 3)
    #expect(second.externalSourceAddress.description == "192.168.1.2" && second.externalSourcePort == 2)
    // Not translated, and of somebody else.
    #expect(connection(("10.0.0.2", "8.8.8.8"), ("8.8.8.8", "10.0.0.2")).session(nat: "n", prefix: prefix) == nil)
    #expect(connection(("10.1.0.2", "8.8.8.8"), ("8.8.8.8", "192.168.1.2")).session(nat: "n", prefix: prefix) == nil)
  }

  @Test(.enabled(if: isRoot, "the kernel tells root only")) func ofThisHost() async throws {
    // Whatever runs here: it is told, and none of it is of a prefix that nobody has.
    let nothing = NATConfiguration(name: "n", internalPrefix: IPv4Prefix("240.1.2.0/24")!)
    #expect(try await HostNATs(journal: MemoryJournal()).sessions(nothing).isEmpty)
  }
}
