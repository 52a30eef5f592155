import Netlink
import Testing

@Suite struct IPAddressTests {
  @Test(arguments: [
    ("192.168.100.1", "192.168.100.1"), ("0.0.0.0", "0.0.0.0"), ("::", "::"), ("::1", "::1"),
    ("FE80::1", "fe80::1"), ("fe80::1%3", "fe80::1%3"), ("2001:db8:0:0:1:0:0:1", "2001:db8::1:0:0:1"),
    ("2001:DB8:0:1:1:1:1:1", "2001:db8:0:1:1:1:1:1"), ("1:2:3:4:5:6:7::", "1:2:3:4:5:6:7:0"),
    ("::ffff:10.0.0.1", "::ffff:10.0.0.1"), ("64:ff9b::192.0.2.33", "64:ff9b::c000:221"), ("1::8", "1::8"),
  ])
  func readsAndWrites(text: String, written: String) {
    #expect(IPAddress(text)?.description == written)
  }

  @Test(arguments: [
    "", "1", "1.2.3", "1.2.3.4.5", "256.1.1.1", "1.2.3.x", "01234.1.1.1", " 1.2.3.4", ":", ":::", "1::2::3",
    "1:2:3:4:5:6:7", "1:2:3:4:5:6:7:8:9", "12345::", "g::", "1.2.3.4::", "::1.2.3", "fe80::1%", "fe80::1%eth0",
    "::+1", "1:2:3:4:5:6:7:8::",
  ])
  func refuses(text: String) { #expect(IPAddress(text) == nil) }

  @Test func prefixes() throws {
    let prefix = try #require(IPPrefix("192.168.100.77/24"))
    #expect(prefix.network.description == "192.168.100.0/24")
    #expect(prefix.address.broadcast(prefix.length).description == "192.168.100.255")
    #expect(prefix.contains(try #require(IPAddress("192.168.100.1"))))
    #expect(!prefix.contains(try #require(IPAddress("192.168.101.1"))))
    #expect(IPPrefix("2001:db8::ff/33")?.network.description == "2001:db8::/33")
    #expect(IPPrefix("10.0.0.1/0")?.network.description == "0.0.0.0/0")
    for text in ["10.0.0.1", "10.0.0.1/33", "10.0.0.1/-1", "10.0.0.1/", "/8", "::/129"] {
      #expect(IPPrefix(text) == nil)
    }
  }

  @Test func ordersByFamilyAndValue() {
    let sorted = ["::1", "10.0.0.2", "9.0.0.1", "fe80::1"].compactMap { IPAddress($0) }.sorted()
    #expect(sorted.map(\.description) == ["9.0.0.1", "10.0.0.2", "::1", "fe80::1"])
  }
}
