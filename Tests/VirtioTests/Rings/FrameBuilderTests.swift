import Testing
import VhostFrontend

/// Frames of the builder, by the rule that a right checksum makes the sum of all 0xFFFF.
struct FrameBuilderTests {
  struct Row: Sendable {
    var isIPv6 = false
    var isTCP = false
    var tag: UInt16?
    var length = 33
  }

  static let rows = [false, true].flatMap { isIPv6 in
    [false, true].flatMap { isTCP in
      [nil, 5].map { Row(isIPv6: isIPv6, isTCP: isTCP, tag: $0, length: isIPv6 ? 32 : 33) }
    }
  }

  @Test(arguments: rows)
  func checksums(_ row: Row) {
    var builder = FrameBuilder(from: FrameBuilder.mac(1), to: FrameBuilder.mac(2))
    builder.isIPv6 = row.isIPv6
    builder.tag = row.tag
    let payload = (0..<row.length).map { UInt8($0) }
    func build(_ checksum: FrameBuilder.Checksum) -> [UInt8] {
      row.isTCP ? builder.tcp(payload: payload, checksum: checksum) : builder.udp(payload: payload, checksum: checksum)
    }
    let header = builder.offload(isTCP: row.isTCP)
    let start = Int(header.checksumStart)
    let place = start + Int(header.checksumOffset)
    let complete = build(.complete)
    #expect(complete.count == start + (row.isTCP ? 20 : 8) + row.length)
    // Addresses, protocol and length count too.
    let addresses = complete[(start - (row.isIPv6 ? 32 : 8))..<start]
    let length = UInt16(complete.count - start)
    let pseudo = Array(addresses) + [0, row.isTCP ? 6 : 17, UInt8(length >> 8), UInt8(length & 0xFF)]
    #expect(FrameBuilder.sum(pseudo + complete[start...]) == 0xFFFF)
    #expect(FrameBuilder.sum(pseudo + build(.wrong)[start...]) != 0xFFFF)
    // Completing a partial one: the sum from `checksumStart` on, inverted, goes to its place.
    var partial = build(.partial)
    let sum = ~FrameBuilder.sum(Array(partial[start...]))
    partial.replaceSubrange(place..<place + 2, with: [UInt8(sum >> 8), UInt8(sum & 0xFF)])
    #expect(partial == complete)
    if !row.isIPv6 { #expect(FrameBuilder.sum(Array(complete[(start - 20)..<start])) == 0xFFFF) }
  }

  @Test func headerBytes() {
    let header = DriverQueue.Header(
      flags: 1, segmentation: 4, headersLength: 0x0236, segmentSize: 0x05A4, checksumStart: 34, checksumOffset: 16,
      numBuffers: 3)
    let bytes: [UInt8] = [1, 4, 0x36, 2, 0xA4, 5, 34, 0, 16, 0, 3, 0]
    #expect(header.encoded(12) == bytes)
    #expect(header.encoded(10) == Array(bytes[..<10]))
    #expect(DriverQueue.Header(bytes, 12) == header)
    #expect(DriverQueue.Header(Array(bytes[..<11]), 12) == nil)
  }

  @Test func plain() {
    let builder = FrameBuilder(from: FrameBuilder.mac(1), to: FrameBuilder.broadcast)
    let bytes = builder.plain(64, number: 0x0102_0304)
    #expect(bytes.count == 64)
    #expect(Array(bytes[..<18]) == [255, 255, 255, 255, 255, 255, 2, 0, 0, 0, 0, 1, 0x88, 0xB5, 4, 3, 2, 1])
  }
}
