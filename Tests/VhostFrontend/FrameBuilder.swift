/// Builds frames from one machine to another, with right checksums or with those that an offload leaves out.
package struct FrameBuilder: Sendable {
  /// MAC addresses, 48 bits.
  package var source: UInt64
  package var destination: UInt64
  /// The VLAN tag's 16 bits, or none.
  package var tag: UInt16?
  /// IPv4 addresses; those of IPv6 are fe80::/64 with these in the last 32 bits.
  package var sourceAddress: UInt32 = 0x0A00_0001
  package var destinationAddress: UInt32 = 0x0A00_0002
  package var isIPv6 = false

  package init(from source: UInt64, to destination: UInt64) {
    self.source = source
    self.destination = destination
  }

  /// Addresses of a numbered machine: 02:00:00:00:xx:xx.
  package static func mac(_ number: Int) -> UInt64 { 0x0200_0000_0000 | UInt64(number) }
  package static let broadcast: UInt64 = 0xFFFF_FFFF_FFFF

  /// What a frame has of the transport protocol's checksum.
  package enum Checksum: Sendable {
    /// The right one.
    case complete
    /// That of the pseudo-header, as a driver leaves it that has the device complete it.
    case partial
    /// A wrong one.
    case wrong
  }

  /// The Ethernet header with an EtherType.
  package func header(_ type: UInt16) -> [UInt8] {
    var bytes = Self.mac(bytes: destination) + Self.mac(bytes: source)
    if let tag { bytes += [0x81, 0] + Self.word(tag) }
    return bytes + Self.word(type)
  }

  /// A frame of `length` bytes of the local experimental EtherType 0x88B5, `number` in its first 4 payload bytes and the
  /// rest counting on from it.
  package func plain(_ length: Int = 60, number: Int = 0) -> [UInt8] {
    var bytes = header(0x88B5)
    for place in 0..<max(0, length - bytes.count) {
      bytes.append(UInt8(truncatingIfNeeded: place < 4 ? number >> (place * 8) : number &+ place &* 7))
    }
    return bytes
  }

  /// A UDP datagram.
  package func udp(
    _ sourcePort: UInt16 = 1024, _ destinationPort: UInt16 = 4096, payload: [UInt8], checksum: Checksum = .complete
  ) -> [UInt8] {
    let length = UInt16(truncatingIfNeeded: 8 + payload.count)
    let segment = Self.word(sourcePort) + Self.word(destinationPort) + Self.word(length) + [0, 0] + payload
    return packet(17, segment, checksumAt: 6, checksum)
  }

  /// A TCP segment without options.
  /// - Parameter flags: FIN 1, SYN 2, RST 4, PSH 8, ACK 16, CWR 128.
  package func tcp(
    _ sourcePort: UInt16 = 1024, _ destinationPort: UInt16 = 80, sequence: UInt32 = 1, flags: UInt8 = 16,
    payload: [UInt8], checksum: Checksum = .complete
  ) -> [UInt8] {
    var segment = Self.word(sourcePort) + Self.word(destinationPort)
    segment += Self.word(UInt16(sequence >> 16)) + Self.word(UInt16(truncatingIfNeeded: sequence))
    segment += [0, 0, 0, 0, 5 << 4, flags, 0x10, 0, 0, 0, 0, 0] + payload
    return packet(6, segment, checksumAt: 16, checksum)
  }

  /// The offload header of a frame whose checksum is partial, as `udp` and `tcp` build it.
  /// - Parameters:
  ///   - isTCP: or UDP.
  ///   - segmentSize: payload bytes of each part, when the frame is to be cut.
  package func offload(isTCP: Bool, segmentSize: Int = 0) -> DriverQueue.Header {
    let start = header(0).count + (isIPv6 ? 40 : 20)
    let kind: UInt8 = isTCP ? (isIPv6 ? 4 : 1) : 5
    return DriverQueue.Header(
      flags: 1, segmentation: segmentSize > 0 ? kind : 0,
      headersLength: segmentSize > 0 ? UInt16(start + (isTCP ? 20 : 8)) : 0, segmentSize: UInt16(segmentSize),
      checksumStart: UInt16(start), checksumOffset: isTCP ? 16 : 6)
  }

  /// An IP packet in a frame. The segment's checksum field counts as zero whatever is in it.
  private func packet(_ transport: UInt8, _ segment: [UInt8], checksumAt place: Int, _ kind: Checksum) -> [UInt8] {
    var segment = segment
    let pseudo = addresses + [0, transport] + Self.word(UInt16(truncatingIfNeeded: segment.count))
    var sum: UInt16
    switch kind {
    case .partial: sum = Self.sum(pseudo)
    case .complete, .wrong:
      sum = ~Self.sum(pseudo + segment)
      // UDP sends 0 as its other form: 0 means none.
      if sum == 0, transport == 17 { sum = 0xFFFF }
      if kind == .wrong { sum ^= 0x5555 }
    }
    segment.replaceSubrange(place..<place + 2, with: Self.word(sum))
    if isIPv6 {
      let length = Self.word(UInt16(truncatingIfNeeded: segment.count))
      return header(0x86DD) + [0x60, 0, 0, 0] + length + [transport, 64] + addresses + segment
    }
    let length = Self.word(UInt16(truncatingIfNeeded: 20 + segment.count))
    var packet = [0x45, 0] + length + [0, 1, 0x40, 0, 64, transport, 0, 0] + addresses
    packet.replaceSubrange(10..<12, with: Self.word(~Self.sum(packet)))
    return header(0x0800) + packet + segment
  }

  private var addresses: [UInt8] {
    let both = [sourceAddress, destinationAddress].map { address in
      (0..<4).map { UInt8(truncatingIfNeeded: address >> (24 - 8 * $0)) }
    }
    return both.flatMap { isIPv6 ? [0xFE, 0x80] + [UInt8](repeating: 0, count: 10) + $0 : $0 }
  }

  /// The ones' complement sum of bytes in pairs, the first of a pair the higher.
  package static func sum(_ bytes: [UInt8]) -> UInt16 {
    var sum = 0
    for (index, byte) in bytes.enumerated() { sum += index % 2 == 0 ? Int(byte) << 8 : Int(byte) }
    while sum > 0xFFFF { sum = sum & 0xFFFF + sum >> 16 }
    return UInt16(sum)
  }

  private static func word(_ value: UInt16) -> [UInt8] { [UInt8(value >> 8), UInt8(value & 0xFF)] }

  private static func mac(bytes value: UInt64) -> [UInt8] {
    (0..<6).map { UInt8(truncatingIfNeeded: value >> (40 - 8 * $0)) }
  }
}
