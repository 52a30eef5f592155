import Ethernet
import Testing

/// Frames that policies look at, byte by byte.
enum PolicyFrames {
  static let a = MACAddress(rawValue: 0x0015_5D00_0001)
  static let b = MACAddress(rawValue: 0x0015_5D00_0002)

  static func ipv4(
    _ number: UInt8, from source: String = "10.0.0.1", to destination: String = "10.0.0.2", _ payload: [UInt8],
    macs: (MACAddress, MACAddress) = (a, b), fragment: UInt16 = 0
  ) -> [UInt8] {
    var packet = IPv4Header.packet(
      from: IPv4Address(source)!, to: IPv4Address(destination)!, IPProtocol(rawValue: number), payload: payload)
    packet[6] = UInt8(fragment >> 8)
    packet[7] = UInt8(fragment & 0xFF)
    // The header's checksum anew.
    packet[10] = 0
    packet[11] = 0
    var sum = InternetChecksum()
    Array(packet[..<20]).withRawSpan { sum.add($0) }
    packet[10] = UInt8(sum.value >> 8)
    packet[11] = UInt8(sum.value & 0xFF)
    return EthernetHeader.frame(to: macs.1, from: macs.0, .ipv4, payload: packet)
  }

  static func ports(_ source: UInt16, _ destination: UInt16) -> [UInt8] {
    [UInt8(source >> 8), UInt8(source & 0xFF), UInt8(destination >> 8), UInt8(destination & 0xFF), 0, 8, 0, 0]
  }

  static func ipv6(
    _ number: UInt8, from source: String = "fd00::1", to destination: String = "fd00::2", _ payload: [UInt8],
    macs: (MACAddress, MACAddress) = (a, b), hopLimit: UInt8 = 64
  ) -> [UInt8] {
    var packet: [UInt8] = [0x60, 0, 0, 0, UInt8(payload.count >> 8), UInt8(payload.count & 0xFF), number, hopLimit]
    for address in [source, destination] {
      let value = IPv6Address(address)!
      packet.append(bigEndian: value.high)
      packet.append(bigEndian: value.low)
    }
    return EthernetHeader.frame(to: macs.1, from: macs.0, .ipv6, payload: packet + payload)
  }

  static func key(_ frame: [UInt8]) -> FlowKey { frame.withRawSpan { FlowKey($0)! } }

  /// A message over IPv4 with its checksum at byte 2.
  static func igmp(
    _ message: [UInt8], to group: String, from source: String = "10.0.0.1", mac: MACAddress? = nil
  ) -> [UInt8] {
    let address = IPv4Address(group)!
    let target = mac ?? MACAddress(rawValue: 0x0100_5E00_0000 | UInt64(address.rawValue & 0x7F_FFFF))
    return ipv4(2, from: source, to: group, checked(message), macs: (a, target))
  }

  static func query(version: Int, maxResponse: UInt8 = 100, group: String = "0.0.0.0", from: String = "10.0.0.254")
    -> [UInt8]
  {
    var message: [UInt8] = [0x11, version == 1 ? 0 : maxResponse, 0, 0]
    message.append(IPv4Address(group)!)
    if version == 3 { message += [0, 125, 0, 0] }
    return igmp(message, to: group == "0.0.0.0" ? "224.0.0.1" : group, from: from)
  }

  static func report(_ version: Int, _ group: String) -> [UInt8] {
    guard version < 3 else { return records([(4, group, 0)]) }
    var message: [UInt8] = [version == 1 ? 0x12 : 0x16, 0, 0, 0]
    message.append(IPv4Address(group)!)
    return igmp(message, to: group)
  }

  static func leave(_ group: String) -> [UInt8] {
    var message: [UInt8] = [0x17, 0, 0, 0]
    message.append(IPv4Address(group)!)
    return igmp(message, to: "224.0.0.2")
  }

  /// An IGMPv3 report: type, group and number of sources of each record.
  static func records(_ records: [(UInt8, String, Int)]) -> [UInt8] {
    var message: [UInt8] = [0x22, 0, 0, 0, 0, 0]
    message.append(bigEndian: UInt16(records.count))
    for (type, group, sources) in records {
      message += [type, 0]
      message.append(bigEndian: UInt16(sources))
      message.append(IPv4Address(group)!)
      for source in 0..<sources { message.append(IPv4Address(rawValue: 0x0A00_0001 + UInt32(source))) }
    }
    return igmp(message, to: "224.0.0.22")
  }

  /// An MLD message behind the hop-by-hop header with the router alert option.
  static func mld(
    _ message: [UInt8], to group: String, from source: String = "fe80::1", hopLimit: UInt8 = 1,
    options: [UInt8] = [5, 2, 0, 0, 1, 0], mac: MACAddress? = nil
  ) -> [UInt8] {
    let target = IPv6Address(group)!
    let address = mac ?? MACAddress(rawValue: 0x3333 << 32 | target.low & 0xFFFF_FFFF)
    var sum = InternetChecksum()
    for text in [source, group] {
      let value = IPv6Address(text)!
      var bytes: [UInt8] = []
      bytes.append(bigEndian: value.high)
      bytes.append(bigEndian: value.low)
      bytes.withRawSpan { sum.add($0) }
    }
    sum.add(UInt16(58))
    sum.add(UInt32(message.count))
    return ipv6(
      0, from: source, to: group, [58, 0] + options + checked(message, sum), macs: (a, address), hopLimit: hopLimit)
  }

  static func mldMessage(_ type: UInt8, _ group: String, maxResponse: UInt16 = 10_000, version2: Bool = false)
    -> [UInt8]
  {
    var message: [UInt8] = [type, 0, 0, 0]
    message.append(bigEndian: maxResponse)
    message += [0, 0]
    let value = IPv6Address(group)!
    message.append(bigEndian: value.high)
    message.append(bigEndian: value.low)
    return version2 ? message + [0, 125, 0, 0] : message
  }

  static func mldRecords(_ records: [(UInt8, String, Int)]) -> [UInt8] {
    var message: [UInt8] = [143, 0, 0, 0, 0, 0]
    message.append(bigEndian: UInt16(records.count))
    for (type, group, sources) in records {
      message += [type, 0]
      message.append(bigEndian: UInt16(sources))
      let value = IPv6Address(group)!
      message.append(bigEndian: value.high)
      message.append(bigEndian: value.low)
      message += [UInt8](repeating: 0xFD, count: sources * 16)
    }
    return mld(message, to: "ff02::16")
  }

  private static func checked(_ message: [UInt8], _ begun: InternetChecksum = InternetChecksum()) -> [UInt8] {
    var sum = begun
    message.withRawSpan { sum.add($0) }
    var checked = message
    checked[2] = UInt8(sum.value >> 8)
    checked[3] = UInt8(sum.value & 0xFF)
    return checked
  }
}

/// SplitMix64: the same numbers in every run.
struct SeededGenerator: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var word = state
    word = (word ^ word >> 30) &* 0xBF58_476D_1CE4_E5B9
    word = (word ^ word >> 27) &* 0x94D0_49BB_1331_11EB
    return word ^ word >> 31
  }
}
