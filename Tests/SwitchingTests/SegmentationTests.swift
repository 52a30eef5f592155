import Ethernet
import Switching
import Testing

@Suite struct SegmentationTests {
  struct Case: Sendable, CustomTestStringConvertible {
    var testDescription: String
    /// Offload header of 10 bytes, and frame.
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
      testDescription: "with a VLAN tag",
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
    Case(
      testDescription: "UDP over IPv6",
      packet: "0105000003003600060000155d00041100155d00041286dd60000000000d1140fd000000000000000000000000000001"
        + "fd00000000000000000000000000000200350036000dfa2268656c6c6f",
      tag: nil,
      frames: [
        "00155d00041100155d00041286dd60000000000b1140fd000000000000000000000000000001fd000000000000000000"
          + "00000000000200350036000b310368656c",
        "00155d00041100155d00041286dd60000000000a1140fd000000000000000000000000000001fd000000000000000000"
          + "00000000000200350036000a98fb6c6f",
      ]),
    Case(
      testDescription: "a datagram into fragments of IPv4, 19 bytes rounded down to 16, \"don't fragment\" cleared",
      packet: "0103000013002200060000155d00041100155d00041208004500003112344000401114860a0000010a00000200350036"
        + "001d143168656c6c6f2064726f73746520667261676d656e74",
      tag: nil,
      frames: [
        "00155d00041100155d00041208004500002412342000401134930a0000010a00000200350036001d8b6568656c6c6f206472",
        "00155d00041100155d00041208004500002112340002401154940a0000010a0000026f73746520667261676d656e74",
      ]),
    Case(
      testDescription: "a datagram into fragments of IPv6",
      packet: "0103000013003600060000155d00041100155d00041286dd60000000001d1140fd000000000000000000000000000001"
        + "fd00000000000000000000000000000200350036001dfa3268656c6c6f2064726f73746520667261676d656e74",
      tag: nil,
      frames: [
        "00155d00041100155d00041286dd6000000000182c40fd000000000000000000000000000001fd000000000000000000"
          + "000000000002110000010102030400350036001da56368656c6c6f206472",
        "00155d00041100155d00041286dd6000000000152c40fd000000000000000000000000000001fd000000000000000000"
          + "00000000000211000010010203046f73746520667261676d656e74",
      ]),
  ]

  @Test(arguments: cases) func completes(_ example: Case) throws {
    let packet = try Packet(example.packet, example.tag)
    let frames = packet.completed()
    #expect(frames.map(\.bytes) == example.frames.map(bytes))
    #expect(frames.allSatisfy { $0.offload == .complete })
  }

  /// A receiver that fills in checksums itself gets segments with the pseudo header's sum.
  @Test func segmentsWithoutChecksumsForThoseWhoTakeThem() throws {
    let packet = try Packet(Self.cases[0].packet)
    let frames = packet.completed(for: .checksum)
    let expected = [
      "00155d00041100155d00041208004500002affff4000400626cc0a0000010a00000203e807d0ffffffff0000000550d00064"
        + "141f00006865",
      "00155d00041100155d00041208004500002a00004000400626cc0a0000010a00000203e807d0000000010000000550500064"
        + "141f00006c6c",
      "00155d00041100155d00041208004500002900014000400626cc0a0000010a00000203e807d0000000030000000550590064"
        + "141e00006f",
    ]
    #expect(frames.map(\.bytes) == expected.map(bytes))
    #expect(
      frames.allSatisfy {
        $0.offload == OffloadHeader(needsChecksum: true, checksumStart: 34, checksumOffset: 16)
      })
  }

  @Test func aFrameIsLeftAsItIsForWhoTakesIt() throws {
    let complete = bytes(Self.cases[4].frames[0])
    #expect(Packet(complete, .complete).completed().map(\.bytes) == [complete])
    for (index, capabilities) in [
      (0, [.checksum, .tcpIPv4]), (2, [.checksum, .tcpIPv6]), (3, [.checksum, .udpSegment4]), (4, .checksum),
      (6, [.checksum, .udpSegment6]), (7, [.checksum, .udpFragment]), (8, [.checksum, .udpFragment]),
    ] as [(Int, OffloadCapabilities)] {
      var packet = try Packet(Self.cases[index].packet)
      packet.offload.ecn = false
      let frames = packet.completed(for: capabilities)
      #expect(frames.map(\.bytes) == [packet.frame] && frames.first?.offload == packet.offload)
      // Each of the others is needed.
      #expect(packet.completed(for: capabilities.subtracting(.checksum)).count == Self.cases[index].frames.count)
      // With congestion told, TCP needs one more.
      var told = packet
      told.offload.ecn = true
      let isTCP = packet.offload.kind == .tcpIPv4 || packet.offload.kind == .tcpIPv6
      #expect(told.completed(for: capabilities).count == (isTCP ? Self.cases[index].frames.count : 1))
      #expect(told.completed(for: capabilities.union(.ecn)).count == 1)
    }
  }

  /// Nothing longer than the receiver's MTU allows, whole or cut.
  @Test(arguments: [(0, 56), (2, 77), (3, 46), (4, 47), (6, 65), (7, 50), (8, 78)])
  func refusesFramesThatAreTooLong(index: Int, longest: Int) throws {
    var packet = try Packet(Self.cases[index].packet)
    packet.offload.ecn = false
    let all: OffloadCapabilities = [.checksum, .tcpIPv4, .tcpIPv6, .udpFragment, .udpSegment4, .udpSegment6]
    for capabilities in [[], .checksum, all] as [OffloadCapabilities] {
      #expect(!packet.completed(for: capabilities, longest: longest).isEmpty)
      #expect(packet.completed(for: capabilities, longest: longest - 1).isEmpty)
    }
    #expect(packet.frame.withRawSpan { packet.offload.longestFrame(of: $0) } == longest)
  }

  @Test func everyTruncationIsRefusedOrBounded() throws {
    for example in Self.cases where example.tag == nil {
      let whole = bytes(example.packet)
      let kind = whole[1] & 0x7F
      let isIPv6 = whole[22] == 0x86
      let headers = (isIPv6 ? 54 : 34) + (kind == 1 || kind == 4 ? 20 : 8)
      for count in 0..<whole.count {
        let frames = Packet(truncated: whole, count)?.completed() ?? []
        // Segments need at least one byte of payload; a sum alone needs its field.
        #expect(!frames.isEmpty == (kind == 0 ? count >= 52 : count > headers + 10), "\(example) \(count)")
      }
    }
  }

  @Test func randomPacketsAreHarmless() throws {
    var generator = SplitMix(state: 42)
    for _ in 0..<20_000 {
      var packet = bytes(Self.cases[Int(generator.next() % UInt64(Self.cases.count))].packet)
      for _ in 0..<(1 + generator.next() % 4) {
        packet[Int(generator.next() % UInt64(packet.count))] = UInt8(truncatingIfNeeded: generator.next())
      }
      guard let changed = Packet(truncated: packet, packet.count) else { continue }
      let isConsistent =
        changed.offload.isComplete || changed.frame.withRawSpan { changed.offload.isConsistent(with: $0) }
      #expect(changed.completed().isEmpty == !isConsistent)
    }
  }
}
