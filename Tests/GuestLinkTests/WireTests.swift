import GuestLink
import NIOCore
import Testing

@Suite struct WireTests {
  @Test(
    arguments: [
      ("", 0x0000_0000), ("123456789", 0xE306_9283), ("a", 0xC1D0_4330),
      ("The quick brown fox jumps over the lazy dog", 0x2262_0404),
    ] as [(String, UInt32)])
  func checksum(text: String, expected: UInt32) {
    var whole = CRC32C()
    whole.update(Array(text.utf8))
    #expect(whole.value == expected)
    var pieces = CRC32C()
    for byte in text.utf8 { pieces.update([byte]) }
    #expect(pieces.value == expected)
  }

  @Test func recordBytes() {
    let nonce = LinkID(0..<16)
    let record = LinkRecord(.ask, nonce: nonce)
    var golden: [UInt8] = [0xFE] + Array("DROSTE-LINK".utf8) + [1, 1, 0, 0]
    golden += Array(0..<16) + [UInt8](repeating: 0, count: 32)
    var check = CRC32C()
    check.update(golden)
    golden += withUnsafeBytes(of: check.value.bigEndian) { Array($0) }
    #expect(record.bytes == golden)
    #expect(LinkRecord(golden) == record)
    for index in golden.indices {
      var broken = golden
      broken[index] ^= 0x10
      #expect(LinkRecord(broken) == nil, "byte \(index)")
    }
  }

  @Test func identifiers() {
    let id = LinkID(uuid: "01234567-89ab-cdef-fedc-ba9876543210\n")
    #expect(id?.description == "01234567-89ab-cdef-fedc-ba9876543210")
    #expect(LinkID(uuid: "01234567") == nil)
    #expect(LinkID.random() != LinkID.random())
  }

  /// Records amid noise, false starts and padding, cut at every possible size of piece.
  @Test(arguments: [1, 2, 3, 7, 67, 68, 69, 1000])
  func hunting(piece: Int) {
    let records = [
      LinkRecord(.ask, nonce: .random()), LinkRecord(.hello, bootID: .random(), instance: .random()),
      LinkRecord(.answer, nonce: .random()),
    ]
    var damaged = records[0].bytes
    damaged[40] ^= 1
    var stream: [UInt8] = [0xFE, 0xFE, 0x44] + records[0].bytes.prefix(30)
    stream += records[0].bytes
    stream += damaged + records[1].bytes + LinkRecord.padding + [0xFE] + records[2].bytes + records[0].bytes.prefix(67)
    var hunter = RecordHunter()
    var found: [LinkRecord] = []
    for start in stride(from: 0, to: stream.count, by: piece) {
      stream[start..<min(start + piece, stream.count)].withUnsafeBytes { bytes in
        var rest = bytes
        while let hit = hunter.hunt(rest) {
          found.append(hit.record)
          rest = UnsafeRawBufferPointer(rebasing: rest[hit.end...])
        }
      }
    }
    #expect(found == records)
  }

  @Test func queries() {
    let name = "/tmp/a b&c=ä%/x?"
    let split = LinkQuery.split("/v1/files?path=\(LinkQuery.escape(name))&mode=644")
    #expect(split?.path == "/v1/files")
    #expect(split?.query == ["path": name, "mode": "644"])
    for broken in ["/x?a=%", "/x?a=%4", "/x?a=%GG", "/x?a=%FF", "/x?a=1&a=2"] {
      #expect(LinkQuery.split(broken) == nil, "\(broken)")
    }
  }

  @Test func execFrames() throws {
    let frame = ExecFrame(.error, ByteBuffer(string: "hello"))
    #expect(Array(frame.bytes.readableBytesView) == [3, 0, 0, 0, 5] + Array("hello".utf8))
    var decoder = ExecFrameDecoder()
    for byte in frame.bytes.readableBytesView.dropLast() {
      decoder.append(ByteBuffer(bytes: [byte]))
      #expect(try decoder.next() == nil)
    }
    decoder.append(ByteBuffer(string: "o"))
    #expect(try decoder.next() == frame)
    #expect(!decoder.isAmidFrame)
    var unknown = ExecFrameDecoder()
    unknown.append(ByteBuffer(bytes: [9]))
    #expect(throws: ExecFrameDecoder.Malformed.unknownKind(9)) { try unknown.next() }
    var long = ExecFrameDecoder()
    long.append(ByteBuffer(bytes: [1, 0, 1, 0, 1]))
    #expect(throws: ExecFrameDecoder.Malformed.tooLong(65537)) { try long.next() }
  }
}
