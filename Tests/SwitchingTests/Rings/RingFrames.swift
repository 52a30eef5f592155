import Ethernet

/// Frames between the machines of a table.
enum RingFrames {
  /// Of an EtherType that no policy knows.
  static func plain(_ source: MACAddress, to destination: MACAddress, length: Int = 60, mark: UInt8 = 1) -> [UInt8] {
    Frames.plain(source, to: destination, length: length, mark: mark)
  }

  static func plain(_ source: Int, to destination: Int) -> [UInt8] { plain(.port(source), to: .port(destination)) }

  static func broadcast(_ source: Int) -> [UInt8] { plain(.port(source), to: .broadcast) }

  /// A UDP datagram over IPv4: what goes the short way from ring to ring where no policy looks.
  static func udp(
    _ source: MACAddress, to destination: MACAddress, ports: (UInt16, UInt16) = (1024, 4096),
    addresses: (String, String) = ("10.0.0.1", "10.0.0.2"), fragment: UInt16 = 0
  ) -> [UInt8] {
    PolicyFrames.ipv4(
      17, from: addresses.0, to: addresses.1, PolicyFrames.ports(ports.0, ports.1), macs: (source, destination),
      fragment: fragment)
  }

  static func udp(_ source: Int, to destination: Int, ports: (UInt16, UInt16) = (1024, 4096)) -> [UInt8] {
    udp(.port(source), to: .port(destination), ports: ports)
  }

  static func tcp(_ source: Int, to destination: Int, ports: (UInt16, UInt16)) -> [UInt8] {
    let header = PolicyFrames.ports(ports.0, ports.1) + [0, 0, 0, 0, 0x50, 0x10, 16, 0, 0, 0, 0, 0]
    return PolicyFrames.ipv4(6, header, macs: (.port(source), .port(destination)))
  }

  static func udp6(_ source: Int, to destination: Int, addresses: (String, String)) -> [UInt8] {
    PolicyFrames.ipv6(
      17, from: addresses.0, to: addresses.1, PolicyFrames.ports(1024, 4096),
      macs: (.port(source), .port(destination)))
  }

  /// An ICMPv6 message to all nodes, behind so many extension headers.
  static func icmp6(_ source: Int, type: UInt8, extensions: Int = 0) -> [UInt8] {
    Frames.ipv6(.port(source), 58, [type, 0] + [UInt8](repeating: 0, count: 38), extensions: extensions)
  }

  static func arp(_ source: Int, sender: MACAddress, to destination: MACAddress = .broadcast, isReply: Bool = false)
    -> [UInt8]
  {
    Frames.arp(isReply ? .reply : .request, from: .port(source), sender: sender, to: destination)
  }
}
