import Ethernet
import Testing

@Suite("Internet checksum")
struct ChecksumTests {
  @Test("The example of RFC 1071: sum 0xDDF2")
  func example() {
    var sum = InternetChecksum()
    hex("0001 f203 f4f5 f6f7").withRawSpan { sum.add($0) }
    #expect(sum.partial == 0xDDF2)
    #expect(sum.value == 0x220D)
  }

  @Test("An odd last byte is the high half of a word")
  func odd() {
    for (bytes, expected) in [("01", UInt16(0x0100)), ("000102", 0x0201), ("0001020304", 0x0604)] {
      var sum = InternetChecksum()
      hex(bytes).withRawSpan { sum.add($0) }
      #expect(sum.partial == expected)
    }
  }

  @Test("Of packets that Linux sent: ICMP, TCP, ICMPv6")
  func packets() throws {
    for bytes in [Golden.echoRequest, Golden.echoReply, Golden.icmpUnreachable] {
      #expect(bytes.checksum(from: 34) == 0)
    }
    let tcp = InternetChecksum.pseudoHeader(from: ip1, to: ip2, .tcp, length: 20)
    #expect(Golden.tcpRST.checksum(from: 34, tcp) == 0)
    for bytes in [Golden.neighbourSolicitation, Golden.neighbourAdvertisement, Golden.routerSolicitation] {
      let pseudo = try #require(
        bytes.read { InternetChecksum.ipv6PseudoHeader($0, header: 14, .icmpv6, length: $0.byteCount - 54) })
      #expect(bytes.checksum(from: 54, pseudo) == 0)
    }
  }

  @Test(
    "Finishes what Linux left to the device",
    arguments: [(Golden.udp, 6, IPProtocol.udp), (Golden.tcpSYN, 16, .tcp)])
  func completion(bytes: [UInt8], offset: Int, transport: IPProtocol) {
    let count = bytes.count - 34
    let pseudo = InternetChecksum.pseudoHeader(from: ip2, to: ip1, transport, length: count)
    #expect(bytes.read { $0.uint16(at: 34 + offset) } == pseudo.partial)
    let (done, frame) = completed(bytes, start: 34, offset: offset)
    #expect(done)
    #expect(frame.checksum(from: 34, pseudo) == 0)
  }

  @Test("Refuses a field outside of the frame")
  func completionOutside() {
    for (start, offset) in [(0, 46), (46, 0), (48, 0), (-1, 0), (0, -1), (40, 6), (Int.max, 1)] {
      let (done, frame) = completed(Golden.udp, start: start, offset: offset)
      #expect(!done)
      #expect(frame == Golden.udp)
    }
    #expect(completed(Golden.udp, start: 45, offset: 0).done)
  }

  @Test("A result of 0 is written as 0xFFFF")
  func zero() {
    #expect(completed(hex("ffff 0000"), start: 0, offset: 2).frame == hex("ffff ffff"))
  }

  private func completed(_ bytes: [UInt8], start: Int, offset: Int) -> (done: Bool, frame: [UInt8]) {
    var frame = bytes
    var span = frame.mutableSpan
    var raw = span.mutableBytes
    let done = InternetChecksum.complete(&raw, start: start, offset: offset)
    return (done, frame)
  }
}
