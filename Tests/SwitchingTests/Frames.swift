import Ethernet

/// Frames to send through a switch.
enum Frames {
  static func plain(_ source: MACAddress, to destination: MACAddress, length: Int = 60, mark: UInt8 = 0) -> [UInt8] {
    EthernetHeader.frame(
      to: destination, from: source, EtherType(rawValue: 0x88B5),
      payload: [mark] + [UInt8](repeating: 0, count: max(0, length - 15)))
  }

  static func arp(
    _ operation: ARPPacket.Operation, from source: MACAddress, sender: MACAddress,
    to destination: MACAddress = .broadcast
  ) -> [UInt8] {
    let packet = ARPPacket(
      operation, senderMAC: sender, senderAddress: IPv4Address("10.0.0.1")!, targetMAC: .zero,
      targetAddress: IPv4Address("10.0.0.2")!)
    return EthernetHeader.frame(to: destination, from: source, .arp, payload: packet.encoded)
  }

  /// A neighbour discovery message (type 133 to 136) with its address option.
  static func neighbour(_ type: UInt8, from source: MACAddress, naming address: MACAddress) -> [UInt8] {
    let fixed = type == 133 ? 8 : type == 134 ? 16 : 24
    var message = [type, 0] + [UInt8](repeating: 0, count: fixed - 2)
    message += [type == 136 ? 2 : 1, 1] + address.octets
    var packet: [UInt8] = [0x60, 0, 0, 0, 0, UInt8(message.count), 58, 255]
    packet += [UInt8](repeating: 0xFE, count: 32) + message
    return EthernetHeader.frame(
      to: MACAddress("33-33-00-00-00-01")!, from: source, .ipv6, payload: packet)
  }

  static func tagged(_ frame: [UInt8], _ vlan: Int = 5, priority: UInt8 = 0) -> [UInt8] {
    frame[..<12] + [0x81, 0, priority << 5 | UInt8(vlan >> 8), UInt8(vlan & 0xFF)] + frame[12...]
  }

  /// A UDP datagram over IPv4 with a source port.
  static func udp(_ source: MACAddress, from port: UInt16, to other: UInt16) -> [UInt8] {
    UDPHeader.frame(
      from: .init(source, IPv4Address("10.0.0.1")!, port), to: .init(.broadcast, .broadcast, other),
      payload: [1, 2, 3, 4])
  }

  /// An ICMP message over IPv4, or as a later fragment.
  static func icmp(_ source: MACAddress, type: UInt8, laterFragment: Bool = false) -> [UInt8] {
    var packet = IPv4Header.packet(
      from: IPv4Address("10.0.0.1")!, to: .broadcast, IPProtocol(rawValue: 1), payload: [type, 0, 0, 0, 0, 0, 0, 0])
    if laterFragment { packet[7] = 8 }
    return EthernetHeader.frame(to: .broadcast, from: source, .ipv4, payload: packet)
  }

  /// An IPv6 packet of a transport protocol, behind `extensions` destination option headers.
  static func ipv6(_ source: MACAddress, _ transport: UInt8, _ payload: [UInt8], extensions: Int = 0) -> [UInt8] {
    var body: [UInt8] = []
    for index in 0..<extensions { body += [index == extensions - 1 ? transport : 60, 0, 1, 4, 0, 0, 0, 0] }
    body += payload
    var packet: [UInt8] = [0x60, 0, 0, 0, 0, UInt8(body.count), extensions > 0 ? 60 : transport, 255]
    packet += [UInt8](repeating: 0xFE, count: 32) + body
    return EthernetHeader.frame(to: MACAddress("33-33-00-00-00-01")!, from: source, .ipv6, payload: packet)
  }

  static func dhcp(
    _ message: DHCPMessage, from source: MACAddress? = nil, address: IPv4Address = .any,
    to server: IPv4Address = .broadcast
  ) -> [UInt8] {
    UDPHeader.frame(
      from: .init(source ?? message.clientMAC, address, 68), to: .init(.broadcast, server, 67),
      payload: message.encoded)
  }

  /// The DHCP message in a frame to port 68.
  static func dhcpReply(_ frame: [UInt8]) -> (header: EthernetHeader, ip: IPv4Header, message: DHCPMessage)? {
    frame.withRawSpan { bytes in
      guard let header = EthernetHeader(bytes), header.etherType == .ipv4,
        let ip = IPv4Header(bytes, at: header.payloadOffset), ip.checksumIsValid(in: bytes),
        let udp = UDPHeader(bytes, at: ip.payloadOffset), udp.destinationPort == 68,
        let message = udp.payload(in: bytes).flatMap({ DHCPMessage(bytes, $0) })
      else { return nil }
      return (header, ip, message)
    }
  }
}
