import Ethernet
import Testing

@Suite("Flow keys")
struct FlowKeyTests {
  static func key(_ frame: [UInt8]) -> FlowKey? { frame.read { FlowKey($0) } }

  struct Case: Sendable, CustomTestStringConvertible {
    var testDescription: String
    var frame: [UInt8]
    var network: FlowKey.Network
    var transport: FlowKey.Transport
    var number: UInt8?
    var ports: [UInt16]?
    var type: UInt8?

    init(
      _ what: String, _ frame: [UInt8], _ network: FlowKey.Network, _ transport: FlowKey.Transport = .none,
      number: UInt8? = nil, ports: [UInt16]? = nil, type: UInt8? = nil
    ) {
      testDescription = what
      self.frame = frame
      self.network = network
      self.transport = transport
      self.number = number
      self.ports = ports
      self.type = type
    }
  }

  /// An IPv6 packet: its fixed header's next header, then `body`.
  static func ipv6(_ next: UInt8, _ body: [UInt8], length: Int? = nil) -> [UInt8] {
    let count = length ?? body.count
    return hex("00155d00041200155d000411 86dd 60000000") + [UInt8(count >> 8), UInt8(count & 0xFF), next, 64]
      + hex("fe8000000000000000000000000000aa fe8000000000000000000000000000bb") + body
  }

  /// `frame` with its IPv4 fragment field changed.
  static func fragment(_ frame: [UInt8], _ field: [UInt8]) -> [UInt8] { frame[..<20] + field + frame[22...] }

  static let udpHeader = hex("0035 1234 0008 0000")

  static let cases = [
    Case("ARP", Golden.arpRequest, .arp),
    Case("UDP", Golden.udp, .ipv4, .whole, number: 17, ports: [0x8D4E, 9]),
    Case("TCP", Golden.tcpSYN, .ipv4, .whole, number: 6, ports: [0x9E46, 7]),
    Case("ICMP", Golden.echoRequest, .ipv4, .whole, number: 1, type: 8),
    Case("neighbour solicitation", Golden.neighbourSolicitation, .ipv6, .whole, number: 58, type: 135),
    Case("behind a hop-by-hop header", Golden.listenerReport, .ipv6, .whole, number: 58, type: 143),
    Case("UDP over IPv6", Golden.udp6, .ipv6, .whole, number: 17, ports: [0x9E0C, 9]),
    Case("in a VLAN", Golden.tagged(Golden.udp, 0x2005), .ipv4, .whole, number: 17, ports: [0x8D4E, 9]),
    Case(
      "in two VLANs", Golden.tagged(Golden.tagged(Golden.udp, 5), 7, type: "88a8"), .ipv4, .whole, number: 17,
      ports: [0x8D4E, 9]),
    Case("behind three tags", Golden.tagged(Golden.tagged(Golden.tagged(Golden.udp, 5), 6), 7), .other),
    Case("a first fragment", fragment(Golden.udp, [0x20, 0]), .ipv4, .whole, number: 17, ports: [0x8D4E, 9]),
    Case("a later fragment", fragment(Golden.udp, [0, 1]), .ipv4, .laterFragment, number: 17),
    Case("cut within its ports", Array(Golden.udp[..<37]), .ipv4, .hidden),
    Case("cut behind its ports", Array(Golden.udp[..<38]), .ipv4, .whole, number: 17, ports: [0x8D4E, 9]),
    Case("cut within its IPv4 header", Array(Golden.udp[..<33]), .other),
    Case("IPv4 of version 5", Golden.udp[..<14] + [0x55] + Golden.udp[15...], .other),
    Case(
      "IPv4 whose total length has no room for ports", Golden.udp[..<16] + [0, 23] + Golden.udp[18...], .ipv4, .hidden),
    Case("IPv6 without its addresses", Array(Golden.udp6[..<53]), .other),
    Case("IPv6 that ends with its header", ipv6(17, []), .ipv6, .hidden),
    Case("no next header", ipv6(59, []), .ipv6, .whole, number: 59),
    Case(
      "eight extension headers", ipv6(60, chain(8, 17) + udpHeader), .ipv6, .whole, number: 17, ports: [0x35, 0x1234]),
    Case("nine extension headers", ipv6(60, chain(9, 17) + udpHeader), .ipv6, .hidden),
    Case("an extension header that is cut short", ipv6(60, [17]), .ipv6, .hidden),
    Case(
      "an extension header longer than the packet", ipv6(60, [17, 9, 1, 4, 0, 0, 0, 0] + udpHeader), .ipv6, .hidden),
    Case(
      "a first fragment of IPv6", ipv6(44, [17, 0, 0, 1, 0, 0, 0, 9] + udpHeader), .ipv6, .whole, number: 17,
      ports: [0x35, 0x1234]),
    Case(
      "a later fragment of IPv6", ipv6(44, [17, 0, 0, 8, 0, 0, 0, 9] + udpHeader), .ipv6, .laterFragment, number: 17),
    Case("a payload length that leaves out the ports", ipv6(17, udpHeader, length: 2), .ipv6, .hidden),
    Case("LLDP", hex("0180c200000e00155d000411 88cc 0000"), .other),
  ]

  /// `count` destination option headers, before `last`.
  static func chain(_ count: Int, _ last: UInt8) -> [UInt8] {
    (0..<count).flatMap { [$0 == count - 1 ? last : 60, 0, 1, 4, 0, 0, 0, 0] }
  }

  @Test("What a frame is about", arguments: cases)
  func keys(_ row: Case) throws {
    let key = try #require(Self.key(row.frame))
    #expect(key.network == row.network)
    #expect(key.transport == row.transport)
    #expect(key.payloadProtocol?.rawValue == row.number)
    #expect(key.sourcePort == row.ports?[0])
    #expect(key.destinationPort == row.ports?[1])
    #expect(key.icmpType == row.type)
    #expect(key.isIP == (row.network == .ipv4 || row.network == .ipv6))
    #expect((key.ipv4Source != nil) == (row.network == .ipv4))
    #expect((key.ipv6Source != nil) == (row.network == .ipv6))
    #expect((key.transportOffset != nil) == (row.transport == .whole))
  }

  @Test("Addresses, tags and where the payload is")
  func fields() throws {
    let plain = try #require(Self.key(Golden.udp))
    #expect(plain.source == mac11 && plain.destination == mac12)
    #expect(plain.ipv4Source == ip2 && plain.ipv4Destination == ip1)
    #expect(plain.vlan == nil && plain.priority == 0 && plain.payloadOffset == 14 && plain.transportOffset == 34)
    let tagged = try #require(Self.key(Golden.tagged(Golden.udp, 0xA005)))
    #expect(tagged.vlan == 5 && tagged.priority == 5 && tagged.payloadOffset == 18 && tagged.transportOffset == 38)
    let priority = try #require(Self.key(Golden.tagged(Golden.udp, 0x6000)))
    #expect(priority.vlan == 0 && priority.priority == 3)
    let six = try #require(Self.key(Golden.udp6))
    #expect(six.ipv6Source == IPv6Address(high: 0xFE80_0000_0000_0000, low: 0x0215_5DFF_FE00_0411))
    #expect(six.ipv6Destination == IPv6Address(high: 0xFE80_0000_0000_0000, low: 0x0215_5DFF_FE00_0412))
    #expect(Self.key(Golden.echoRequest)?.icmpCode == 0)
    #expect(Self.key(Golden.arpRequest)?.isBroadcast == true)
    #expect(Self.key(Golden.listenerReport)?.isMulticast == true)
    #expect(Self.key(Self.fragment(Golden.udp, [0x20, 0]))?.isFragment == true)
    // A fragment header around a whole packet makes no fragment.
    #expect(Self.key(Self.ipv6(44, [17, 0, 0, 0, 0, 0, 0, 9] + Self.udpHeader))?.isFragment == false)
    #expect(Self.key(Self.ipv6(44, [17, 0, 0, 1, 0, 0, 0, 9] + Self.udpHeader))?.isFragment == true)
  }

  @Test("Every frame that ends within its Ethernet header has none")
  func short() {
    for count in 0..<14 { #expect(Self.key(Array(Golden.udp[..<count])) == nil) }
    for count in 14..<18 { #expect(Self.key(Array(Golden.tagged(Golden.udp, 5)[..<count])) == nil) }
  }

  @Test("Flow hashes: the same for a flow, other for others, and well spread")
  func hashes() throws {
    func hash(_ frame: [UInt8]) -> UInt32 { Self.key(frame)!.flowHash }
    #expect(hash(Golden.udp) == hash(Golden.tagged(Golden.udp, 5)))
    #expect(hash(Golden.udp) == hash(Golden.udp + [1, 2, 3]))
    #expect(hash(Golden.udp) != hash(Golden.tcpSYN))
    #expect(hash(Golden.echoRequest) != hash(Golden.echoReply))
    // All fragments of a datagram go together, though only the first has ports.
    #expect(hash(Self.fragment(Golden.udp, [0x20, 0])) == hash(Self.fragment(Golden.udp, [0, 1])))
    for queues in [2, 3, 8] {
      for field in [29, 33, 35, 37] {
        var counts = [Int](repeating: 0, count: queues)
        var frame = Golden.udp
        for value in 0..<256 {
          frame[field] = UInt8(value)
          counts[Int(hash(frame)) % queues] += 1
        }
        // 256 flows that differ in one byte: no queue has less than half or more than twice its share.
        #expect(counts.allSatisfy { $0 * queues > 128 && $0 * queues < 512 }, "\(field) over \(queues): \(counts)")
      }
    }
    var plain = hex("020000000002 020000000001 88b5") + [UInt8](repeating: 0, count: 46)
    var seen: Set<UInt32> = []
    for value in 0..<256 {
      plain[11] = UInt8(value)
      seen.insert(hash(plain))
    }
    #expect(seen.count > 250)
  }

  @Test("Garbage is read without harm, and consistently")
  func garbage() {
    var random = Seeded(state: 7)
    for round in 0..<50_000 {
      var frame = Golden.all[round % Golden.all.count]
      if round % 3 == 0 { frame = Golden.tagged(frame, UInt16.random(in: 0...0xFFFF, using: &random)) }
      for _ in 0..<Int.random(in: 1...6, using: &random) {
        frame[Int.random(in: 0..<frame.count, using: &random)] = UInt8.random(in: 0...255, using: &random)
      }
      frame.removeLast(Int.random(in: 0...frame.count, using: &random))
      guard let key = Self.key(frame) else { continue }
      if let offset = key.transportOffset { #expect(offset <= frame.count) }
      if key.sourcePort != nil { #expect(key.destinationPort != nil && key.icmpType == nil) }
      _ = key.flowHash
      _ = frame.read { GroupMessage($0, key) }
    }
  }
}

/// SplitMix64: the same numbers in every run.
struct Seeded: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var word = state
    word = (word ^ word >> 30) &* 0xBF58_476D_1CE4_E5B9
    word = (word ^ word >> 27) &* 0x94D0_49BB_1331_11EB
    return word ^ word >> 31
  }
}
