import Ethernet
import HyperV
import Switching
import Testing
import VhostFrontend
import Virtio

/// Frames with work left to do, to machines that do it themselves and to one that does not.
@Suite("Offloads between rings", .timeLimit(.minutes(2)))
struct OffloadRingTests {
  struct Case: Sendable, CustomTestStringConvertible {
    var isTCP: Bool
    var isIPv6: Bool
    var payload: Int
    /// 0: only the checksum is missing.
    var segmentSize: Int
    var testDescription: String {
      "\(isTCP ? "TCP" : "UDP") over \(isIPv6 ? "IPv6" : "IPv4"), \(payload) bytes by \(segmentSize)"
    }
  }

  private static let cases =
    [true, false].flatMap { isTCP in
      [true, false].flatMap { isIPv6 in
        [(100, 0), (1400, 0), (4000, 1400), (40000, 1000)].map {
          Case(isTCP: isTCP, isIPv6: isIPv6, payload: $0.0, segmentSize: $0.1)
        }
      }
    }

  @Test(arguments: RingFormat.allCases)
  func offloads(_ rings: RingFormat) async throws {
    let able: VirtioFeatures = [
      rings.features, .guestChecksum, .guestTSO4, .guestTSO6, .guestUSO4, .guestUSO6, .checksum, .hostTSO4, .hostTSO6,
      .hostUSO,
    ]
    try await RingProcess.run(.init([able, able, rings.features])) { lab in
      for test in Self.cases {
        let payload = (0..<test.payload).map { UInt8(truncatingIfNeeded: $0 &* 7) }
        var builder = FrameBuilder(from: MACAddress.port(0).rawValue, to: MACAddress.port(1).rawValue)
        builder.isIPv6 = test.isIPv6
        let header = builder.offload(isTCP: test.isTCP, segmentSize: test.segmentSize)

        let whole = Self.frame(builder, test, payload, .partial)
        try lab.send([whole], from: 0, header: header)
        let received = try lab.receive(1, at: 1)[0]
        #expect(received.bytes == whole, "\(test): whole")
        var same = received.header
        same.numBuffers = 0
        #expect(same == header, "\(test): with what is left to do")

        builder.destination = MACAddress.port(2).rawValue
        try lab.send([Self.frame(builder, test, payload, .partial)], from: 0, header: header)
        let size = test.segmentSize == 0 ? test.payload : test.segmentSize
        let parts = try lab.receive((test.payload + size - 1) / size, at: 2)
        #expect(parts.allSatisfy { $0.header.flags & 1 == 0 && $0.header.segmentation == 0 }, "\(test): complete")
        if test.segmentSize == 0 {
          #expect(parts[0].bytes == Self.frame(builder, test, payload, .complete), "\(test): its checksum")
        }
        Self.check(parts.map(\.bytes), test, payload, size)
        #expect(try lab.received(2).isEmpty)
      }
      #expect(try await lab.newDrops().isEmpty)
    }
  }

  @Test("An offload header that contradicts its frame", arguments: RingFormat.allCases)
  func contradiction(_ rings: RingFormat) async throws {
    let able: VirtioFeatures = [rings.features, .guestChecksum, .guestTSO4]
    try await RingProcess.run(.init([able, able])) { lab in
      let builder = FrameBuilder(from: MACAddress.port(0).rawValue, to: MACAddress.port(1).rawValue)
      let frame = builder.tcp(payload: [UInt8](repeating: 1, count: 3000), checksum: .partial)
      var header = builder.offload(isTCP: true, segmentSize: 1000)
      header.checksumStart = 5000
      try lab.send([frame], from: 0, header: header)
      #expect(try await lab.newDrops() == ["M0 Malformed": 1])
      #expect(try lab.received(1).isEmpty)
    }
  }

  private static func frame(
    _ builder: FrameBuilder, _ test: Case, _ payload: [UInt8], _ checksum: FrameBuilder.Checksum
  ) -> [UInt8] {
    test.isTCP
      ? builder.tcp(flags: 24, payload: payload, checksum: checksum) : builder.udp(payload: payload, checksum: checksum)
  }

  /// Segments with right lengths, checksums, sequence numbers and flags that together are the payload.
  private static func check(_ frames: [[UInt8]], _ test: Case, _ payload: [UInt8], _ size: Int) {
    let transport = test.isIPv6 ? 54 : 34
    let start = transport + (test.isTCP ? 20 : 8)
    var joined: [UInt8] = []
    for (index, frame) in frames.enumerated() {
      let segment = Array(frame[transport...])
      let addresses = frame[(test.isIPv6 ? 22 : 26)..<transport]
      let pseudo = addresses + [0, test.isTCP ? 6 : 17, UInt8(segment.count >> 8), UInt8(segment.count & 0xFF)]
      #expect(slowSum(Array(pseudo), segment) == 0xFFFF, "\(test): checksum of part \(index)")
      if test.isIPv6 {
        #expect(Int(frame[18]) << 8 | Int(frame[19]) == segment.count, "\(test): length of part \(index)")
      } else {
        #expect(slowSum(Array(frame[14..<34])) == 0xFFFF, "\(test): IPv4 checksum of part \(index)")
        #expect(Int(frame[16]) << 8 | Int(frame[17]) == frame.count - 14, "\(test): length of part \(index)")
      }
      if test.isTCP {
        let sequence = segment[4..<8].reduce(0) { $0 << 8 | Int($1) }
        #expect(sequence == 1 + joined.count, "\(test): sequence of part \(index)")
        #expect(segment[13] == (index == frames.count - 1 ? 24 : 16), "\(test): PSH on the last only")
      } else {
        #expect(Int(segment[4]) << 8 | Int(segment[5]) == segment.count, "\(test): UDP length of part \(index)")
      }
      #expect(index == frames.count - 1 || frame.count - start == size, "\(test): size of part \(index)")
      joined += frame[start...]
    }
    #expect(joined == payload, "\(test): the payload")
  }
}
