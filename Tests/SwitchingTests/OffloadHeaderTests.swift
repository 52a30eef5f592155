import Ethernet
import Switching
import Testing

@Suite struct OffloadHeaderTests {
  @Test func hasTheFormOfVirtio() throws {
    let short = bytes("01844a00030036001000")
    let header = try #require(short.withRawSpan { OffloadHeader($0) })
    #expect(
      header
        == OffloadHeader(
          needsChecksum: true, kind: .tcpIPv6, ecn: true, segmentSize: 3, headerLength: 0x4A, checksumStart: 54,
          checksumOffset: 16))
    for (length, expected) in [(10, short), (12, short + [1, 0])] {
      var written = [UInt8](repeating: 0xEE, count: length)
      var span = written.mutableSpan
      var raw = span.mutableBytes
      header.write(to: &raw)
      #expect(written == expected)
    }
    #expect(bytes("01844a000300360010").withRawSpan { OffloadHeader($0) } == nil)
    for kind: UInt8 in 0...255 where ![0, 1, 3, 4, 5].contains(kind & 0x7F) {
      #expect(([0, kind] + [UInt8](repeating: 0, count: 8)).withRawSpan { OffloadHeader($0) } == nil)
    }
  }

  @Test func unknownFlagsAreNoErrorAndAreNotPassedOn() throws {
    let header = try #require(bytes("fe000000000000000000").withRawSpan { OffloadHeader($0) })
    #expect(header == .complete)
  }

  @Test func movesWithTheFrame() {
    let header = OffloadHeader(needsChecksum: true, headerLength: 54, checksumStart: 34, checksumOffset: 16)
    let moved = header.shifted(by: 4)
    #expect(moved.checksumStart == 38 && moved.headerLength == 58 && moved.checksumOffset == 16)
    #expect(moved.shifted(by: -4) == header)
    #expect(OffloadHeader.complete.shifted(by: 4) == .complete)
  }

  @Test(
    arguments: [
      (0, []), (1 << 1, .checksum), (1 << 7, []), (1 << 1 | 1 << 7, [.checksum, .tcpIPv4]),
      (1 << 1 | 1 << 8 | 1 << 9, [.checksum, .tcpIPv6, .ecn]), (1 << 1 | 1 << 10, [.checksum, .udpFragment]),
      (1 << 1 | 1 << 54 | 1 << 55, [.checksum, .udpSegment4, .udpSegment6]),
    ] as [(UInt64, OffloadCapabilities)])
  func featuresBecomeCapabilities(features: UInt64, expected: OffloadCapabilities) {
    #expect(OffloadCapabilities(guestFeatures: features) == expected)
  }

  /// Each changes bytes of a good packet, offload header first, so that header and frame contradict each other.
  @Test(
    arguments: [
      ("segment size 0", 4, [0, 0]), ("no checksum asked for", 0, [0]), ("sum starts elsewhere", 6, [35, 0]),
      ("field elsewhere", 8, [15, 0]), ("IPv6 asked for", 1, [4]), ("UDP asked for", 1, [5]), ("UFO asked for", 1, [3]),
      ("no IP", 10 + 12, [0x12, 0x34]), ("IPv4 header too long", 10 + 14, [0x4F]),
      ("IPv4 header too short", 10 + 14, [0x44]), ("a fragment", 10 + 20, [0x20, 0x00]),
      ("a later fragment", 10 + 20, [0x00, 0x01]), ("another protocol", 10 + 23, [17]),
      ("TCP header longer than the frame", 10 + 46, [0xF0]), ("TCP header too short", 10 + 46, [0x40]),
      ("segments above 64 KiB", 4, [0xFF, 0xFF]),
    ] as [(String, Int, [UInt8])])
  func contradictionsAreRefused(what: String, offset: Int, replacement: [UInt8]) throws {
    var all = bytes(SegmentationTests.cases[0].packet)
    all.replaceSubrange(offset..<(offset + replacement.count), with: replacement)
    let packet = try #require(Packet(truncated: all, all.count))
    #expect(packet.completed().isEmpty, "\(what)")
    #expect(packet.frame.withRawSpan { packet.offload.checked(against: $0) } == nil, "\(what)")
  }

  /// A missing checksum must not write where the switch has looked: addresses, IP headers, ports.
  @Test(
    arguments: [
      ("the destination", "udp", 0, 0), ("the source's address", "udp", 0, 6), ("the source's address", "udp", 6, 0),
      ("the ether type", "udp", 12, 0), ("the IP source", "udp", 26, 0), ("the IP protocol", "udp", 14, 8),
      ("UDP's source port", "udp", 34, 0), ("UDP's destination port", "udp", 34, 2), ("UDP's length", "udp", 34, 4),
      ("the payload's end", "udp", 42, 4), ("nothing: behind the frame", "udp", 0xFFFF, 0xFFFF),
      ("TCP's ports", "tcp", 34, 0), ("TCP's sequence number", "tcp", 34, 4), ("TCP's payload", "tcp", 54, 0),
      ("ICMPv6's type", "icmpv6", 54, 0), ("an option of a neighbour message", "icmpv6", 54, 26),
      ("a later sum of a neighbour message", "icmpv6", 78, 2), ("ARP's sender", "arp", 22, 0),
      ("a later fragment", "fragment", 34, 6),
    ])
  func aMissingChecksumLiesWhereChecksumsLie(what: String, frame: String, start: Int, offset: Int) throws {
    let header = OffloadHeader(
      needsChecksum: true, checksumStart: UInt16(start), checksumOffset: UInt16(offset))
    let packet = Packet(try #require(Self.frames[frame]), header)
    #expect(packet.completed().isEmpty, "\(what)")
    #expect(packet.completed(for: .checksum).isEmpty, "\(what)")
  }

  @Test(arguments: [
    ("udp", 34, 6), ("udp", 42, 2), ("udp", 43, 1), ("tcp", 34, 16), ("icmpv6", 54, 2), ("tunnel", 34, 0),
    ("tunnel", 54, 6),
  ])
  func aMissingChecksumIsFilledIn(frame: String, start: Int, offset: Int) throws {
    let header = OffloadHeader(
      needsChecksum: true, checksumStart: UInt16(start), checksumOffset: UInt16(offset))
    let packet = Packet(try #require(Self.frames[frame]), header)
    let result = try #require(packet.completed().first)
    let sum = ~slowSum(Array(packet.frame[start...]))
    var expected = packet.frame
    expected[start + offset] = UInt8(sum >> 8)
    expected[start + offset + 1] = UInt8(sum & 0xFF)
    #expect(result.bytes == expected && result.offload == .complete)
  }

  /// Frames of 64 KiB do not become more than 1366.
  @Test func theNumberOfSegmentsIsBounded() throws {
    for kind in [1, 3] as [UInt8] {
      var frame = Array(bytes(SegmentationTests.cases[kind == 1 ? 0 : 7].packet).dropFirst(10))
      frame += [UInt8](repeating: 7, count: 65535 + 14 - frame.count)
      func packet(_ size: UInt16) -> Packet {
        Packet(
          frame,
          OffloadHeader(
            needsChecksum: true, kind: .init(rawValue: kind)!, segmentSize: size, checksumStart: 34,
            checksumOffset: kind == 1 ? 16 : 6))
      }
      #expect(packet(48).completed().count == (65515 - (kind == 1 ? 20 : 0) + 47) / 48)
      #expect(packet(40).completed().isEmpty)
      #expect(packet(1).completed().isEmpty)
    }
  }

  static let frames: [String: [UInt8]] = {
    let ethernet = bytes("00155d00041100155d000412")
    func ip(_ proto: UInt8, _ fragment: String, _ payload: String) -> [UInt8] {
      ethernet + bytes("0800450000990001\(fragment)40") + [proto] + bytes("00000a0000010a000002" + payload)
    }
    return [
      "udp": ip(17, "4000", "00350036000d1421" + "68656c6c6f"),
      "tcp": ip(6, "4000", "03e807d00000000700000005501800641422000068656c6c6f"),
      "fragment": ip(17, "0001", "00350036000d1421" + "68656c6c6f"),
      "tunnel": ip(4, "4000", "450000990001400040110000" + "0a0000010a000002" + "00350036000d1421" + "68656c6c6f"),
      "arp": ethernet + bytes("08060001080006040002" + "00155d0004120a000001" + "00155d0004110a000002"),
      "icmpv6": ethernet
        + bytes("86dd6000000000203aff" + "fd000000000000000000000000000001" + "fd000000000000000000000000000002")
        + bytes("8800000060000000" + "fd000000000000000000000000000001" + "020100155d000412"),
    ]
  }()
}
