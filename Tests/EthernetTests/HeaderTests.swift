import Ethernet
import Testing

let mac11 = MACAddress("00-15-5D-00-04-11")!
let mac12 = MACAddress("00-15-5D-00-04-12")!
let ip1 = IPv4Address("192.168.100.1")!
let ip2 = IPv4Address("192.168.100.2")!

@Suite("Headers against frames that Linux sent")
struct HeaderTests {
  @Test("Ethernet, with up to two VLAN tags")
  func ethernet() throws {
    let plain = try #require(Golden.arpRequest.read { EthernetHeader($0) })
    #expect(plain.destination == .broadcast)
    #expect(plain.source == mac11)
    #expect(plain.etherType == .arp)
    #expect(plain.vlan == nil)
    #expect(plain.payloadOffset == 14)

    let once = Golden.tagged(Golden.arpRequest, 0x2005)
    let tagged = try #require(once.read { EthernetHeader($0) })
    #expect(tagged.etherType == .arp)
    #expect(tagged.vlan == 5)
    #expect(tagged.payloadOffset == 18)

    let twice = try #require(Golden.tagged(once, 7, type: "88a8").read { EthernetHeader($0) })
    #expect(twice.vlan == 7)
    #expect(twice.etherType == .arp)
    #expect(twice.payloadOffset == 22)
  }

  @Test("ARP, read and written")
  func arp() throws {
    let request = try #require(Golden.arpRequest.read { ARPPacket($0, at: 14) })
    #expect(request == ARPPacket(.request, senderMAC: mac11, senderAddress: ip2, targetAddress: ip1))
    #expect(request.frame == Golden.arpRequest)
    let reply = ARPPacket(.reply, senderMAC: mac12, senderAddress: ip1, targetMAC: mac11, targetAddress: ip2)
    #expect(reply.frame == Golden.arpReply)
  }

  @Test("IPv4 and UDP")
  func ipv4() throws {
    let ip = try #require(Golden.udp.read { IPv4Header($0, at: 14) })
    #expect(ip.source == ip2)
    #expect(ip.destination == ip1)
    #expect(ip.payloadProtocol == .udp)
    #expect(ip.timeToLive == 64)
    #expect(ip.identification == 0x2093)
    #expect(!ip.isFragment)
    #expect(Golden.udp.read { ip.checksumIsValid(in: $0) })
    #expect(Golden.udp.read { ip.payload(in: $0) } == 34..<47)
    let udp = try #require(Golden.udp.read { UDPHeader($0, at: ip.payloadOffset) })
    #expect(udp.sourcePort == 0x8D4E)
    #expect(udp.destinationPort == 9)
    let payload = try #require(Golden.udp.read { udp.payload(in: $0) })
    #expect(Golden.udp.read { $0.bytes(at: payload.lowerBound, count: payload.count) } == Array("hello".utf8))
  }

  @Test("Padding behind an IPv4 packet is not payload")
  func padding() throws {
    let padded = Golden.echoRequest + [UInt8](repeating: 0, count: 18)
    let ip = try #require(padded.read { IPv4Header($0, at: 14) })
    #expect(padded.read { ip.payload(in: $0) } == 34..<42)
  }

  @Test("TCP")
  func tcp() throws {
    let syn = try #require(Golden.tcpSYN.read { TCPHeader($0, at: 34) })
    #expect(syn.flags == .syn)
    #expect(syn.destinationPort == 7)
    #expect(syn.sequence == 0x8652_0369)
    #expect(syn.headerLength == 40)
    let reset = try #require(Golden.tcpRST.read { TCPHeader($0, at: 34) })
    #expect(reset.flags == [.rst, .ack])
    #expect(reset.acknowledgement == 0x8652_036A)
  }

  @Test("IPv6, with an extension header")
  func ipv6() throws {
    let plain = try #require(Golden.neighbourSolicitation.read { IPv6Header($0, at: 14) })
    #expect(plain.payloadProtocol == .icmpv6)
    #expect(plain.payloadOffset == 54)
    #expect(plain.payloadLength == 32)
    #expect(plain.hopLimit == 255)
    let extended = try #require(Golden.listenerReport.read { IPv6Header($0, at: 14) })
    #expect(extended.payloadProtocol == .icmpv6)
    #expect(extended.payloadOffset == 62)
  }

  @Test(
    "The link-layer address in neighbour discovery",
    arguments: [
      (Golden.neighbourSolicitation, NeighbourMessage.Kind.neighbourSolicitation, mac11 as MACAddress?),
      (Golden.neighbourAdvertisement, .neighbourAdvertisement, mac12),
      (Golden.neighbourAdvertisementWithoutOption, .neighbourAdvertisement, nil),
      (Golden.routerSolicitation, .routerSolicitation, mac11),
    ])
  func neighbours(bytes: [UInt8], kind: NeighbourMessage.Kind, address: MACAddress?) throws {
    let ip = try #require(bytes.read { IPv6Header($0, at: 14) })
    let message = try #require(bytes.read { NeighbourMessage($0, ip) })
    #expect(message.kind == kind)
    #expect(bytes.read { message.linkLayerAddress(in: $0, otherThan: nil) } == address)
    #expect(bytes.read { message.linkLayerAddress(in: $0, otherThan: address) } == nil)
  }

  @Test("A second, foreign address option is found behind the own one")
  func secondOption() throws {
    var bytes = Golden.neighbourAdvertisement + hex("0201 00155d0000ff")
    bytes[19] += 8
    let ip = try #require(bytes.read { IPv6Header($0, at: 14) })
    let message = try #require(bytes.read { NeighbourMessage($0, ip) })
    #expect(bytes.read { message.linkLayerAddress(in: $0, otherThan: mac12) } == MACAddress("00-15-5D-00-00-FF"))
  }

  @Test("Other ICMPv6 is no neighbour discovery")
  func otherMessages() throws {
    for bytes in [Golden.listenerReport, Golden.udp6] {
      let ip = try #require(bytes.read { IPv6Header($0, at: 14) })
      #expect(bytes.read { NeighbourMessage($0, ip) } == nil)
    }
  }
}
