import Ethernet
import FoundationEssentials
import Testing

@Suite struct IPv6AddressTests {
  @Test(
    arguments: [
      ("::", "::", 0, 0), ("::1", "::1", 0, 1), ("2001:DB8::1", "2001:db8::1", 0x2001_0db8_0000_0000, 1),
      ("1:2:3:4:5:6:7:8", "1:2:3:4:5:6:7:8", 0x0001_0002_0003_0004, 0x0005_0006_0007_0008),
      ("1:0:0:2:0:0:0:3", "1:0:0:2::3", 0x0001_0000_0000_0002, 3), ("fe80::", "fe80::", 0xfe80 << 48, 0),
      ("::ffff:10.0.0.1", "::ffff:10.0.0.1", 0, 0xffff_0a00_0001),
      ("1:2:3:4:5:6:7::", "1:2:3:4:5:6:7:0", 0x0001_0002_0003_0004, 0x0005_0006_0007_0000),
    ] as [(String, String, UInt64, UInt64)])
  func texts(_ text: String, _ written: String, _ high: UInt64, _ low: UInt64) throws {
    let address = try #require(IPv6Address(text))
    #expect(address == IPv6Address(high: high, low: low))
    #expect(address.description == written)
    #expect(IPv6Address(written) == address)
    #expect(try JSONDecoder().decode(IPv6Address.self, from: JSONEncoder().encode(address)) == address)
  }

  @Test(arguments: [
    "", ":", ":::", "1::2::3", "1:2:3:4:5:6:7", "1:2:3:4:5:6:7:8:9", "1:2:3:4:5:6:7:8::", "12345::", "g::", "::1%2",
    "+1::", "10.0.0.1", "1:2:3:4:5:6:7:10.0.0.1", "::10.0.0.1:1", String(repeating: "1", count: 50),
  ])
  func refusedTexts(_ text: String) { #expect(IPv6Address(text) == nil) }

  @Test(arguments: [
    ("2001:db8::/32", "2001:db8:ffff::1", true), ("2001:db8::/32", "2001:db9::", false), ("::/0", "ff02::1", true),
    ("fd00::1/128", "fd00::1", true), ("fd00::1/128", "fd00::2", false), ("fd00::/64", "fd00::1:2:3:4", true),
    ("fd00::/64", "fd00:0:0:1::", false), ("fd00::8000:0:0:0/65", "fd00::8000:0:0:1", true),
    ("fd00::8000:0:0:0/65", "fd00::1", false), ("8000::/1", "ffff::", true), ("8000::/1", "7fff::", false),
  ])
  func prefixes(_ prefix: String, _ address: String, _ isWithin: Bool) throws {
    let found = try #require(IPv6Prefix(prefix))
    #expect(found.description == prefix)
    #expect(found.contains(try #require(IPv6Address(address))) == isWithin)
    #expect(found.isNetwork)
    #expect(try JSONDecoder().decode(IPv6Prefix.self, from: JSONEncoder().encode(found)) == found)
  }

  @Test(arguments: ["fd00::", "fd00::/", "fd00::/129", "fd00::/-1", "fd00::/+1", "/64", "fd00::/64/64", "10.0.0.0/8"])
  func refusedPrefixes(_ text: String) { #expect(IPv6Prefix(text) == nil) }

  @Test func onTheWire() {
    let bytes: [UInt8] = [9, 0x20, 0x01, 0x0d, 0xb8] + [UInt8](repeating: 0, count: 11) + [1]
    #expect(bytes.count == 17)
    bytes.withRawSpan { span in
      #expect(span.ipv6Address(at: 1) == IPv6Address("2001:db8::1"))
      #expect(span.ipv6Address(at: 2) == nil)
      #expect(span.ipv6Address(at: -1) == nil)
    }
  }
}
