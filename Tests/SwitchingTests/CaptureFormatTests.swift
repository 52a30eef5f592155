import Ethernet
import HyperV
import Switching
import Testing

@Suite("The file format of captures")
struct CaptureFormatTests {
  /// Blocks written by hand from draft-ietf-opsawg-pcapng.
  @Test("Section, interface, packets and statistics, byte by byte")
  func bytes() throws {
    let place = CapturePlace([CapturePort(slot: 0, name: "eth0", kind: .uplink)])
    let session = try place.captures.start(CaptureRequest(drops: .include), now: 0x0000_0001_0000_0002)
    place.record(Array(0..<17), 0, .out, nil, original: 100, time: 0x0102_0304_0506_0708)
    place.record([0xDE, 0xAD, 0xBE, 0xEF], 0, .in, .queueFull, time: 7)
    var output: [UInt8] = []
    session.end(into: &output, now: 0x0000_0003_0000_0004)
    let comment = Self.option(1, Array("dropped: QueueFull (the receiver's queue is full)".utf8))
    let expected = [
      Self.block(
        0x0A0D_0D0A,
        "4D3C2B1A 0100 0000 FFFFFFFFFFFFFFFF 0400 0D00 64726F7374652D737769746368 000000 0000 0000"),
      Self.block(
        1,
        "0100 0000 00000400 0200 0400 65746830"
          + Self.hex(Self.option(3, Array("Uplink port of the switch Lab".utf8))) + "0900 0100 09000000 0000 0000"),
      Self.block(
        6,
        "00000000 04030201 08070605 11000000 64000000 000102030405060708090A0B0C0D0E0F10 000000"
          + "0200 0400 02000000 0000 0000"),
      Self.block(
        6,
        "00000000 00000000 07000000 04000000 04000000 DEADBEEF" + Self.hex(comment) + "0200 0400 01000000 0000 0000"),
      Self.block(
        5,
        "00000000 03000000 04000000 0200 0800 01000000 02000000 0300 0800 03000000 04000000"
          + "0400 0800 0200000000000000 0500 0800 0000000000000000 0800 0800 0200000000000000 0000 0000"),
    ]
    #expect(Self.hex(output) == Self.hex(expected.flatMap { $0 }))
  }

  private static func block(_ type: UInt32, _ body: String) -> [UInt8] {
    let digits = Array(body.filter { $0 != " " })
    let bytes = stride(from: 0, to: digits.count, by: 2).map { UInt8(String(digits[$0...($0 + 1)]), radix: 16)! }
    let length = little(UInt32(bytes.count + 12))
    return little(type) + length + bytes + length
  }

  private static func option(_ code: UInt8, _ value: [UInt8]) -> [UInt8] {
    [code, 0, UInt8(value.count), 0] + value + zeros((4 - value.count % 4) % 4)
  }

  private static func little(_ number: UInt32) -> [UInt8] {
    (0..<4).map { UInt8(truncatingIfNeeded: number >> (8 * $0)) }
  }

  private static func hex(_ bytes: [UInt8]) -> String {
    bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16, uppercase: true) }.joined()
  }

  @Test("Long names are cut between characters")
  func longNames() throws {
    let place = CapturePlace([CapturePort(slot: 0, name: "a" + String(repeating: "ä", count: 600), kind: .machine)])
    let session = try place.captures.start(CaptureRequest(), now: 0)
    let found = try PcapngFile(place.end(session))
    #expect(found.interfaces.map(\.name) == ["a" + String(repeating: "ä", count: 511)])
  }

  @Test("tcpdump reads it: frames, times, and several interfaces, one of which comes late")
  func readByTcpdump() throws {
    let place = CapturePlace(CaptureRingTests.ports)
    let session = try place.captures.start(CaptureRequest(drops: .include), now: 0)
    let (one, two) = (MACAddress.test(1), MACAddress.test(2))
    let times: [UInt64] = [1_700_000_000_123_456_789, 1_700_000_001_000_000_000, 1_700_000_002_000_000_001]
    place.record(Frames.arp(.request, from: one, sender: one), 0, .in, nil, time: times[0])
    place.record(Frames.udp(two, from: 1000, to: 2000), 2, .out, .macSpoofing, time: times[1])
    place.captures.update(CaptureRingTests.ports + [CapturePort(slot: 3, name: "L9/Late", kind: .machine)])
    place.record(Frames.icmp(one, type: 8), 3, .in, nil, time: times[2])
    guard let text = try tcpdump(place.end(session), ["-n", "-e", "--nano"]) else {
      print("tcpdump is not installed: what it reads is not checked")
      return
    }
    let lines = text.split(separator: "\n").filter { $0.hasPrefix("22:13:2") }
    #expect(lines.count == 3, "\(text)")
    #expect(lines[0].contains("22:13:20.123456789") && lines[0].contains("Request who-has 10.0.0.2 tell 10.0.0.1"))
    #expect(lines[0].contains("00:15:5d:00:00:01 > ff:ff:ff:ff:ff:ff"))
    #expect(lines[1].contains("10.0.0.1.1000 > 255.255.255.255.2000: UDP"))
    #expect(lines[2].contains("22:13:22.000000001") && lines[2].contains("ICMP echo request"))
  }
}
