import Ethernet
import Testing

@Suite("Frames in words")
struct FrameDescriptionTests {
  @Test(
    "Each kind",
    arguments: [
      (Golden.arpRequest, "ARP request"),
      (Golden.arpReply, "ARP reply"),
      (Golden.udp, "IPv4 UDP"),
      (Golden.tcpSYN, "IPv4 TCP"),
      (Golden.icmpUnreachable, "ICMP unreachable"),
      (Golden.echoRequest, "ICMP echo request"),
      (Golden.echoReply, "ICMP echo reply"),
      (Golden.neighbourSolicitation, "IPv6 neighbour solicitation"),
      (Golden.neighbourAdvertisement, "IPv6 neighbour advertisement"),
      (Golden.routerSolicitation, "IPv6 router solicitation"),
      (Golden.listenerReport, "IPv6 multicast listener report"),
      (Golden.udp6, "IPv6 UDP"),
      (Golden.dhcpDiscover, "DHCP Discover"),
      (Golden.tagged(Golden.arpReply, 12), "VLAN 12 ARP reply"),
      (hex("0180c2000000 00155d000411 0026 424203"), "STP"),
      (hex("ffffffffffff 00155d000411 1234"), "EtherType 0x1234"),
      (hex("ffffffffffff 00155d000411 0806"), "ARP"),
      (hex("ffffffff"), "4 bytes, not a frame"),
      ([], "0 bytes, not a frame"),
    ])
  func kinds(frame: [UInt8], text: String) {
    #expect(frame.read { FrameDescription($0).text } == text)
  }

  @Test("The beginning of a DHCP message is enough", arguments: DHCPMessage.Kind.allCases)
  func beginning(kind: DHCPMessage.Kind) {
    var message = DHCPMessage(kind, transaction: 1, clientMAC: mac11)
    message.options.set(.init(rawValue: 200), [UInt8](repeating: 1, count: 700))
    let port: UInt16 = message.isRequest ? 67 : 68
    let frame = UDPHeader.frame(
      from: .init(mac11, .any, 68), to: .init(.broadcast, .broadcast, port), payload: message.encoded)
    let text = frame.read { FrameDescription($0.extracting(0..<FrameDescription.usefulLength)).text }
    #expect(text == "DHCP \(kind.name)")
  }
}

@Suite("Garbage")
struct GarbageTests {
  @Test("Every golden frame, cut at every length, is read without a fault")
  func truncated() {
    for frame in Golden.all {
      for length in 0...frame.count { Self.readEverything(Array(frame[..<length])) }
    }
  }

  @Test("Ten thousand golden frames with random damage are read without a fault")
  func damaged() {
    var random = Random(state: 42)
    for _ in 0..<10_000 {
      var frame = Golden.all[Int(random.next() % UInt64(Golden.all.count))]
      for _ in 0..<(1 + random.next() % 8) {
        frame[Int(random.next() % UInt64(frame.count))] = UInt8(truncatingIfNeeded: random.next())
      }
      Self.readEverything(frame)
    }
  }

  @Test("A chain of extension headers is followed for eight and no further")
  func chain() {
    let start = Array(Golden.udp6[..<54])
    for (count, isRead) in [(8, true), (9, false)] {
      var frame = start
      frame[20] = 60
      for index in 1...count { frame += [index == count ? 17 : 60, 0, 0, 0, 0, 0, 0, 0] }
      #expect((frame.read { IPv6Header($0, at: 14) } != nil) == isRead)
    }
  }

  /// Reads a frame as each kind there is, whatever it says it is.
  static func readEverything(_ bytes: [UInt8]) {
    bytes.withRawSpan { frame in
      _ = FrameDescription(frame).text
      let start = EthernetHeader(frame)?.payloadOffset ?? 0
      _ = ARPPacket(frame, at: start)
      if let ip = IPv4Header(frame, at: start) {
        _ = ip.checksumIsValid(in: frame)
        _ = ip.payload(in: frame)
      }
      if let ip = IPv6Header(frame, at: start), let message = NeighbourMessage(frame, ip) {
        _ = message.linkLayerAddress(in: frame, otherThan: mac11)
      }
      for offset in [start, start + 20, start + 40] {
        if let udp = UDPHeader(frame, at: offset), let payload = udp.payload(in: frame) {
          _ = DHCPMessage(frame, payload)
        }
        _ = TCPHeader(frame, at: offset)
        _ = ICMPHeader(frame, at: offset)
      }
    }
  }

  /// xorshift64*: the same numbers in every run.
  struct Random {
    var state: UInt64

    mutating func next() -> UInt64 {
      state ^= state >> 12
      state ^= state << 25
      state ^= state >> 27
      return state &* 2_685_821_657_736_338_717
    }
  }
}
