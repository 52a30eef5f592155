import Netlink
import Testing

@testable import NetworkCmdlets

@Suite struct DNSMessageTests {
  /// An answer of www.example.com with a pointer for each name: A, CNAME, MX, TXT, SRV and SOA in one.
  static let answer: [UInt8] = {
    var bytes: [UInt8] = [0x12, 0x34, 0x81, 0x80, 0, 1, 0, 5, 0, 1, 0, 0]
    bytes += [3] + Array("www".utf8) + [7] + Array("example".utf8) + [3] + Array("com".utf8) + [0, 0, 1, 0, 1]
    func record(_ name: [UInt8], _ type: UInt8, _ life: UInt8, _ data: [UInt8]) {
      bytes += name + [0, type, 0, 1, 0, 0, 0, life, 0, UInt8(data.count)] + data
    }
    record([0xC0, 12], 5, 60, [4] + Array("real".utf8) + [0xC0, 16])
    record([4] + Array("real".utf8) + [0xC0, 16], 1, 61, [10, 0, 0, 7])
    record([0xC0, 16], 15, 62, [0, 10, 4] + Array("mail".utf8) + [0xC0, 16])
    record([0xC0, 16], 16, 63, [5] + Array("hello".utf8) + [0] + [1] + Array("x".utf8))
    record([0xC0, 16], 33, 64, [0, 1, 0, 2, 0x1F, 0x90, 0xC0, 12])
    record(
      [0xC0, 16], 6, 65,
      [2] + Array("ns".utf8) + [0xC0, 16, 5] + Array("admin".utf8) + [0xC0, 16]
        + [0, 0, 0, 1, 0, 0, 0, 2, 0, 0, 0, 3, 0, 0, 0, 4, 0, 0, 0, 5])
    return bytes
  }()

  @Test func query() throws {
    let bytes = DNSMessage.query(id: 0x1234, try #require(DNSName("a.bc")), 28)
    #expect(bytes == [0x12, 0x34, 1, 0, 0, 1, 0, 0, 0, 0, 0, 0, 1, 97, 2, 98, 99, 0, 0, 28, 0, 1])
  }

  @Test func records() throws {
    let message = try DNSMessage(Self.answer)
    #expect(message.id == 0x1234 && message.code == 0 && !message.isTruncated)
    #expect(message.question?.name.description == "www.example.com")
    #expect(message.records.map(\.timeToLive) == [60, 61, 62, 63, 64, 65])
    func name(_ text: String) throws -> DNSName { try #require(DNSName(text)) }
    #expect(
      message.records.map(\.data) == [
        .name(try name("real.example.com")), .address(try #require(IPAddress("10.0.0.7"))),
        .mail(preference: 10, exchange: try name("mail.example.com")), .text(["hello", "", "x"]),
        .service(priority: 1, weight: 2, port: 8080, target: try name("www.example.com")),
        .authority(
          server: try name("ns.example.com"), administrator: try name("admin.example.com"), serial: 1, refresh: 2,
          retry: 3, expire: 4, minimum: 5),
      ])
    #expect(message.records.last?.section == .authority)
  }

  @Test func names() {
    for text in [
      "", "..", "a..b", String(repeating: "a", count: 64),
      Array(repeating: "abcdefgh", count: 40).joined(separator: "."), "a b", "ä.de",
    ] {
      #expect(DNSName(text) == nil, "\(text)")
    }
    #expect(DNSName("Example.COM.")?.description == "Example.COM")
    #expect(DNSName.reverse([10, 0, 0, 7]).description == "7.0.0.10.in-addr.arpa")
    #expect(DNSName.reverse([UInt8](repeating: 0, count: 15) + [1]).description.hasPrefix("1.0.0.0."))
    #expect(DNSName(labels: [[0x2E, 0x5C, 0x07]]).description == "\\.\\\\\\007")
  }

  /// A pointer to itself, to one another, forwards, and beyond the end.
  @Test(arguments: [[0xC0, 12], [0xC0, 14, 0xC0, 12], [0xC0, 0xFF], [0x40, 1], [63, 1, 2]] as [[UInt8]])
  func badNames(name: [UInt8]) {
    let bytes: [UInt8] = [0, 1, 0x81, 0x80, 0, 1, 0, 0, 0, 0, 0, 0] + name + [0, 1, 0, 1]
    #expect(throws: DNSMessage.Malformed.self) { try DNSMessage(bytes) }
  }

  /// A name that grows with each pointer ends at its limit of length.
  @Test func endlessName() {
    var bytes: [UInt8] = [0, 1, 0x81, 0x80, 0, 1, 0, 0, 0, 0, 0, 0]
    bytes += [UInt8(50)] + [UInt8](repeating: 97, count: 50) + [0xC0, 12, 0, 1, 0, 1]
    #expect(throws: DNSMessage.Malformed.self) { try DNSMessage(bytes) }
  }

  /// Cut off at every byte, with every byte changed, and noise: an error or a message, never a crash.
  @Test func garbage() {
    let whole = Self.answer
    for count in 0..<whole.count {
      #expect(throws: DNSMessage.Malformed.self) { try DNSMessage(Array(whole.prefix(count))) }
    }
    for index in whole.indices {
      for value: UInt8 in [0, 1, 0x3F, 0x7F, 0xC0, 0xFF] {
        var damaged = whole
        damaged[index] = value
        _ = try? DNSMessage(damaged)
      }
    }
    var state: UInt64 = 88_172_645_463_325_252
    for _ in 0..<500 {
      let bytes = (0..<200).map { _ -> UInt8 in
        state ^= state << 13
        state ^= state >> 7
        state ^= state << 17
        return UInt8(truncatingIfNeeded: state >> 32)
      }
      _ = try? DNSMessage(bytes)
    }
  }

  @Test func hostsFile() {
    let hosts = HostsFile("# comment\n127.0.0.1\tlocalhost me # us\n::1 localhost\nnonsense\n10.0.0.1\n")
    #expect(hosts.addresses(of: "LOCALHOST").map(\.description) == ["127.0.0.1", "::1"])
    #expect(hosts.addresses(of: "us").isEmpty)
    #expect(IPAddress("127.0.0.1").flatMap { hosts.name(of: $0) } == "localhost")
  }

  @Test func candidates() {
    #expect(NameLookup.candidates("web", ["lan"]).map(\.description) == ["web.lan", "web"])
    #expect(NameLookup.candidates("web.example", ["lan"]).map(\.description) == ["web.example", "web.example.lan"])
    #expect(NameLookup.candidates("web.", ["lan"]).map(\.description) == ["web"])
  }
}
