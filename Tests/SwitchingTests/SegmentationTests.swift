import Ethernet
import Switching
import Testing

@Suite struct SegmentationTests {
  struct Case: Sendable, CustomTestStringConvertible {
    var testDescription: String
    /// Offload header and frame, as a packet socket gives them.
    var packet: String
    var tag: VLANTag?
    var frames: [String]
  }

  /// The frames were computed from the RFCs by a separate program.
  static let cases = [
    Case(
      testDescription: "TCP over IPv4: identification and sequence number wrap, CWR first, FIN and PSH last",
      packet: "0181360002002200100000155d00041100155d00041208004500002dffff4000400626c90a0000010a00000203e807d0"
        + "ffffffff0000000550d900641422000068656c6c6f",
      tag: nil,
      frames: [
        "00155d00041100155d00041208004500002affff4000400626cc0a0000010a00000203e807d0ffffffff0000000550d0"
          + "0064268a00006865",
        "00155d00041100155d00041208004500002a00004000400626cc0a0000010a00000203e807d000000001000000055050"
          + "0064230200006c6c",
        "00155d00041100155d00041208004500002900014000400626cc0a0000010a00000203e807d000000003000000055059"
          + "0064206400006f",
      ]),
    Case(
      testDescription: "with a VLAN tag put back",
      packet: "0181360002002200100000155d00041100155d00041208004500002dffff4000400626c90a0000010a00000203e807d0"
        + "ffffffff0000000550d900641422000068656c6c6f",
      tag: VLANTag(control: 5),
      frames: [
        "00155d00041100155d0004128100000508004500002affff4000400626cc0a0000010a00000203e807d0ffffffff0000"
          + "000550d00064268a00006865",
        "00155d00041100155d0004128100000508004500002a00004000400626cc0a0000010a00000203e807d0000000010000"
          + "000550500064230200006c6c",
        "00155d00041100155d0004128100000508004500002900014000400626cc0a0000010a00000203e807d0000000030000"
          + "000550590064206400006f",
      ]),
    Case(
      testDescription: "TCP over IPv6",
      packet: "01044a0003003600100000155d00041100155d00041286dd6000000000190640fd000000000000000000000000000001"
        + "fd00000000000000000000000000000203e807d0000000070000000550180064fa23000068656c6c6f",
      tag: nil,
      frames: [
        "00155d00041100155d00041286dd6000000000170640fd000000000000000000000000000001fd000000000000000000"
          + "00000000000203e807d0000000070000000550100064d53f000068656c",
        "00155d00041100155d00041286dd6000000000160640fd000000000000000000000000000001fd000000000000000000"
          + "00000000000203e807d00000000a00000005501800643d2c00006c6f",
      ]),
    Case(
      testDescription: "UDP over IPv4",
      packet: "01052a0004002200060000155d00041100155d00041208004500002100014000401126c90a0000010a00000200350036"
        + "000d142168656c6c6f",
      tag: nil,
      frames: [
        "00155d00041100155d00041208004500002000014000401126ca0a0000010a00000200350036000c169768656c6c",
        "00155d00041100155d00041208004500001d00024000401126cc0a0000010a0000020035003600097c6e6f",
      ]),
    Case(
      testDescription: "checksum only",
      packet: "0100000000002200060000155d00041100155d00041208004500002100014000401126c90a0000010a00000200350036"
        + "000d142168656c6c6f",
      tag: nil,
      frames: [
        "00155d00041100155d00041208004500002100014000401126c90a0000010a00000200350036000da79468656c6c6f"
      ]),
    Case(
      testDescription: "checksum and a service VLAN tag",
      packet: "0100000000002200060000155d00041100155d00041208004500002100014000401126c90a0000010a00000200350036"
        + "000d142168656c6c6f",
      tag: VLANTag(type: 0x88A8, control: 0xA123),
      frames: [
        "00155d00041100155d00041288a8a12308004500002100014000401126c90a0000010a00000200350036000da7946865"
          + "6c6c6f"
      ]),
  ]

  @Test(arguments: cases) func completes(_ example: Case) {
    var packet = bytes(example.packet)
    let count = packet.count
    packet += [UInt8](repeating: 0xEE, count: 100)
    var completion = FrameCompletion()
    var frames: [[UInt8]] = []
    let isComplete = completion.complete(&packet, count: count, tag: example.tag) { frame in
      frames.append(frame.bytes(at: 0, count: frame.byteCount)!)
    }
    #expect(isComplete)
    #expect(frames == example.frames.map(bytes))
  }

  @Test func aCompleteFrameIsLeftAsItIs() {
    let frame = bytes(Self.cases[4].frames[0])
    var packet = [UInt8](repeating: 0, count: OffloadHeader.length) + frame
    var completion = FrameCompletion()
    var delivered: [[UInt8]] = []
    let isComplete = completion.complete(&packet, count: packet.count, tag: nil) {
      delivered.append($0.bytes(at: 0, count: $0.byteCount)!)
    }
    #expect(isComplete && delivered == [frame])
  }

  /// Each changes bytes of a good packet so that header and frame contradict each other.
  @Test(
    arguments: [
      ("UFO", 1, [3]), ("segment size 0", 4, [0, 0]), ("no checksum asked for", 0, [0]),
      ("sum starts elsewhere", 6, [35, 0]), ("field elsewhere", 8, [15, 0]), ("IPv6 asked for", 1, [4]),
      ("UDP asked for", 1, [5]), ("no IP", 10 + 12, [0x12, 0x34]), ("IPv4 header too long", 10 + 14, [0x4F]),
      ("a fragment", 10 + 20, [0x20, 0x00]), ("another protocol", 10 + 23, [17]),
      ("TCP header longer than the frame", 10 + 46, [0xF0]), ("TCP header too short", 10 + 46, [0x40]),
      ("segments above 64 KiB", 4, [0xFF, 0xFF]),
    ] as [(String, Int, [UInt8])]) func contradictionsAreRefused(what: String, offset: Int, replacement: [UInt8])
  {
    var packet = bytes(Self.cases[0].packet)
    packet.replaceSubrange(offset..<(offset + replacement.count), with: replacement)
    #expect(!deliversAny(&packet, count: packet.count), "\(what)")
  }

  @Test func everyTruncationIsRefusedOrBounded() {
    for example in Self.cases {
      let whole = bytes(example.packet)
      let headers = example.packet.hasPrefix("0104") ? 84 : example.packet.hasPrefix("0105") ? 52 : 64
      for count in 0..<whole.count {
        var packet = whole
        let isComplete = deliversAny(&packet, count: count)
        // Segments need at least one byte of payload; a sum alone needs its field.
        if example.packet.hasPrefix("0100") {
          #expect(isComplete == (count >= 52))
        } else {
          #expect(isComplete == (count > headers))
        }
      }
    }
    var packet = bytes(Self.cases[0].packet)
    #expect(!deliversAny(&packet, count: packet.count + 1))
  }

  @Test func randomPacketsAreHarmless() {
    var generator = SplitMix(state: 42)
    for _ in 0..<20_000 {
      var packet = bytes(Self.cases[Int(generator.next() % 6)].packet)
      for _ in 0..<(1 + generator.next() % 4) {
        packet[Int(generator.next() % UInt64(packet.count))] = UInt8(truncatingIfNeeded: generator.next())
      }
      _ = deliversAny(&packet, count: packet.count)
    }
  }

  private func deliversAny(_ packet: inout [UInt8], count: Int) -> Bool {
    var completion = FrameCompletion()
    var frames = 0
    let isComplete = completion.complete(&packet, count: count, tag: nil) { _ in frames += 1 }
    #expect(isComplete == (frames > 0))
    return isComplete
  }
}

/// Bytes written in hexadecimal.
private func bytes(_ text: String) -> [UInt8] {
  let digits = text.compactMap(\.hexDigitValue)
  return stride(from: 0, to: digits.count, by: 2).map { UInt8(digits[$0] << 4 | digits[$0 + 1]) }
}

private struct SplitMix: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ z >> 30) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ z >> 27) &* 0x94D0_49BB_1331_11EB
    return z ^ z >> 31
  }
}
