import Ethernet
import HyperV
import Terminal
import Testing

@Suite struct CaptureTests {
  /// A section with one interface and two frames, the second dropped and after a loss.
  static let section: [UInt8] =
    block(0x0A0D_0D0A, [0x4D, 0x3C, 0x2B, 0x1A, 1, 0, 0, 0] + [UInt8](repeating: 0xFF, count: 8))
    + block(1, [1, 0, 0, 0, 0, 0, 4, 0] + option(2, Array("L1/Lan".utf8)) + option(9, [9]) + [0, 0, 0, 0])
    + packet(0x0000_0001_0000_0002, [1, 2, 3, 4, 5], 60, option(2, [1, 0, 0, 0]))
    + packet(
      3, [9], 1,
      option(1, Array("dropped: x".utf8)) + option(2, [2, 0, 0, 0]) + option(4, [5, 0, 0, 0, 0, 0, 0, 0])
        + option(77, [1]))
    + block(5, [UInt8](repeating: 0, count: 12))

  static func block(_ type: UInt32, _ body: [UInt8]) -> [UInt8] {
    let length = little(UInt32(body.count + 12))
    return little(type) + length + body + length
  }

  static func packet(_ time: UInt64, _ frame: [UInt8], _ original: UInt32, _ options: [UInt8]) -> [UInt8] {
    let times = little(UInt32(time >> 32)) + little(UInt32(truncatingIfNeeded: time))
    let padding = [UInt8](repeating: 0, count: (4 - frame.count % 4) % 4)
    return block(
      6, little(0) + times + little(UInt32(frame.count)) + little(original) + frame + padding + options + [0, 0, 0, 0])
  }

  static func option(_ code: UInt8, _ value: [UInt8]) -> [UInt8] {
    [code, 0, UInt8(value.count), 0] + value + [UInt8](repeating: 0, count: (4 - value.count % 4) % 4)
  }

  static func little(_ number: UInt32) -> [UInt8] { (0..<4).map { UInt8(truncatingIfNeeded: number >> (8 * $0)) } }

  static let frames = [
    CapturedFrame(port: "L1/Lan", nanoseconds: 0x1_0000_0002, direction: .in, length: 60, bytes: [1, 2, 3, 4, 5]),
    CapturedFrame(
      port: "L1/Lan", nanoseconds: 3, direction: .out, length: 1, bytes: [9], comment: "dropped: x", lost: 5),
  ]

  @Test(arguments: [1, 3, 7, 64, 4096]) func aSectionIsReadInPieces(_ size: Int) throws {
    var reader = CaptureReader()
    var frames: [CapturedFrame] = []
    var bytes: [UInt8] = []
    for start in stride(from: 0, to: Self.section.count, by: size) {
      reader.append(Self.section[start..<min(start + size, Self.section.count)])
      while let block = try reader.next() {
        bytes += block.bytes
        if let frame = block.frame { frames.append(frame) }
      }
    }
    #expect(frames == Self.frames)
    #expect(bytes == Self.section)
  }

  struct Broken: Sendable, CustomTestStringConvertible {
    var testDescription: String
    var change: @Sendable (inout [UInt8]) -> Void
    var message: String

    init(_ what: String, _ message: String, _ change: @escaping @Sendable (inout [UInt8]) -> Void) {
      testDescription = what
      self.message = message
      self.change = change
    }
  }

  static let packetOffset = 28 + 44

  static let broken: [Broken] = [
    Broken("text", "a block has 1633886305 bytes") { $0 = Array("not a capture".utf8) },
    Broken("big-endian", "a block has 469762048 bytes") { $0.replaceSubrange(4..<8, with: [0, 0, 0, 28]) },
    Broken("no section header", "does not begin with a section header") { $0[0] = 0x0B },
    Broken("another magic", "does not begin with a section header") { $0[8] = 0 },
    Broken("lengths that differ", "two lengths differ") { $0[24] = 32 },
    Broken("a length of 0", "a block has 0 bytes") { $0[4] = 0 },
    Broken("a length of 29", "a block has 29 bytes") { $0[4] = 29 },
    Broken("a gigantic block", "bytes") { $0[7] = 0x40 },
    Broken("another link type", "not Ethernet") { $0[36] = 113 },
    Broken("an option behind the end", "longer than its block") { $0[46] = 200 },
    Broken("an unknown interface", "contradicts itself") { $0[packetOffset + 8] = 1 },
    Broken("more captured than the block has", "contradicts itself") { $0[packetOffset + 20] = 200 },
  ]

  @Test(arguments: broken) func whatIsNoSectionIsRefused(_ row: Broken) {
    var bytes = Self.section
    row.change(&bytes)
    var reader = CaptureReader()
    reader.append(bytes)
    let error = #expect(throws: DrosteError.self) { while try reader.next() != nil {} }
    #expect(error?.message.contains(row.message) == true, "\(error?.message ?? "")")
  }

  @Test func randomBytesDoNoHarm() {
    var state: UInt64 = 42
    for _ in 0..<2000 {
      var bytes = Self.section
      for _ in 0..<4 {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        bytes[Int(state >> 33) % bytes.count] = UInt8(truncatingIfNeeded: state >> 20)
      }
      var reader = CaptureReader()
      reader.append(bytes)
      _ = try? { while try reader.next() != nil {} }()
    }
  }

  @Test func lines() {
    let (one, two) = (MACAddress("00-15-5D-00-04-01")!, MACAddress("00-15-5D-00-04-02")!)
    let (here, there) = (IPv4Address("10.0.0.1")!, IPv4Address("10.0.0.2")!)
    let request = ARPPacket(.request, senderMAC: one, senderAddress: here, targetAddress: there)
    let reply = ARPPacket(.reply, senderMAC: two, senderAddress: there, targetMAC: one, targetAddress: here)
    var echo = [UInt8](repeating: 0, count: 8)
    echo[0] = 8
    let six: [UInt8] =
      [0x60, 0, 0, 0, 0, 8, 17, 64, 0x20, 0x01, 0x0D, 0xB8] + [UInt8](repeating: 0, count: 11) + [1]
      + [0x20, 0x01, 0x0D, 0xB8] + [UInt8](repeating: 0, count: 11) + [2, 0, 53, 0x30, 0x39, 0, 8, 0, 0]
    let rows: [([UInt8], String)] = [
      (
        EthernetHeader.frame(to: .broadcast, from: one, .arp, payload: request.encoded),
        "00-15-5D-00-04-01 > FF-FF-FF-FF-FF-FF  ARP request who has 10.0.0.2, says 10.0.0.1, 60 bytes"
      ),
      (
        EthernetHeader.frame(to: one, from: two, .arp, payload: reply.encoded),
        "00-15-5D-00-04-02 > 00-15-5D-00-04-01  ARP reply 10.0.0.2 is at 00-15-5D-00-04-02, 60 bytes"
      ),
      (
        UDPHeader.frame(from: .init(one, here, 1000), to: .init(two, there, 53), payload: [1, 2, 3, 4]),
        "00-15-5D-00-04-01 > 00-15-5D-00-04-02  IPv4 UDP 10.0.0.1.1000 > 10.0.0.2.53, 60 bytes"
      ),
      (
        EthernetHeader.frame(
          to: two, from: one, .ipv4, payload: IPv4Header.packet(from: here, to: there, .icmp, payload: echo)),
        "00-15-5D-00-04-01 > 00-15-5D-00-04-02  ICMP echo request 10.0.0.1 > 10.0.0.2, 60 bytes"
      ),
      (
        EthernetHeader.frame(to: two, from: one, .ipv6, payload: six),
        "00-15-5D-00-04-01 > 00-15-5D-00-04-02  IPv6 UDP 2001:db8::1.53 > 2001:db8::2.12345, 62 bytes"
      ),
      ([1, 2, 3], "3 bytes, not a frame, 60 bytes"),
    ]
    let text = CaptureText(style: .plain, secondsFromUTC: 3600, naming: false)
    for (bytes, expected) in rows {
      let frame = CapturedFrame(
        port: "L1/Lan", nanoseconds: 1_700_000_000_123_456_789, direction: .in, length: max(60, bytes.count),
        bytes: bytes)
      #expect(text.line(frame) == "23:13:20.123456 in   " + expected)
    }
  }

  @Test func aDropALossAndAPort() {
    let text = CaptureText(style: .plain, secondsFromUTC: -7200, naming: true)
    var frame = Self.frames[1]
    frame.port = "L1/\u{1B}[2J"
    frame.comment = "dropped: MacSpoofing (\u{7}bell)"
    #expect(
      text.line(frame)
        == "5 frames lost to the capture here\n"
        + "22:00:00.000000 L1/\\u{1b}[2J out  1 bytes, not a frame, 1 bytes  dropped: MacSpoofing (\\u{7}bell)")
    let colours = CaptureText(style: OutputStyle(colour: true, drawing: true), secondsFromUTC: 0, naming: false)
    #expect(colours.line(frame).contains("\u{1B}[31mdropped: MacSpoofing"))
  }

  @Test func pathsOfPorts() throws {
    let rows: [(String, [PortPath.Candidate])] = [
      ("L1", [.init(hosts: [], port: "L1")]),
      ("vEthernet (Outer)", [.init(hosts: [], port: "vEthernet (Outer)")]),
      ("L1/x", [.init(hosts: [], port: "L1/x"), .init(hosts: ["L1"], port: "x")]),
      ("L1/natted/Lan", [.init(hosts: ["L1"], port: "natted/Lan"), .init(hosts: ["L1", "natted"], port: "Lan")]),
    ]
    for (text, candidates) in rows { #expect(try PortPath(text).candidates == candidates) }
    for text in ["", "/", "L1/", "/L1", "a//b"] {
      let error = #expect(throws: DrosteError.self) { try PortPath(text) }
      #expect(error?.message == "\"\(text)\" is not a port: names with / between them.")
    }
  }
}
