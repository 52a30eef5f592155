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

  static func tagged(_ frame: [UInt8]) -> [UInt8] { frame[..<12] + [0x81, 0, 0, 5] + frame[12...] }

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
