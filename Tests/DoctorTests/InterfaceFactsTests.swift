import Doctor
import Ethernet
import Netlink
import Testing

struct InterfaceFactsTests {
  /// A message of RTM_NEWLINK: struct ifinfomsg, then attributes.
  private static func link(
    _ index: UInt8, _ name: String, kind: String? = nil, type: UInt8 = 1, flags: UInt8 = 1, address: [UInt8] = []
  ) throws -> Link {
    func attribute(_ type: UInt8, _ value: [UInt8]) -> [UInt8] {
      [UInt8(value.count + 4), 0, type, 0] + value + [UInt8](repeating: 0, count: (4 - value.count & 3) & 3)
    }
    var bytes: [UInt8] = [0, 0, type, 0, index, 0, 0, 0, flags, 0, 0, 0, 0, 0, 0, 0]
    bytes +=
      attribute(3, Array(name.utf8) + [0]) + attribute(4, [0x78, 5, 0, 0]) + attribute(20, Array("An alias\0".utf8))
    if !address.isEmpty { bytes += attribute(1, address) }
    if let kind { bytes += attribute(18, attribute(1, Array(kind.utf8) + [0])) }
    return try Link(NetlinkBytes(bytes))
  }

  @Test func kindsAndAddresses() throws {
    let links = try [
      Self.link(1, "lo", type: 4, flags: 9), Self.link(2, "wlan0", address: [0, 0x15, 0x5D, 0, 0, 1]),
      Self.link(3, "eth0", flags: 0, address: [0, 0x15, 0x5D, 0, 0, 2]), Self.link(4, "br0", kind: "bridge"),
      Self.link(5, "ve-A", kind: "tun"), Self.link(6, "v0", kind: "veth"),
      Self.link(7, "ppp0", type: 0, address: [1, 2]),
    ]
    let addresses = try ["10.9.0.1", "fd00::5", "10.9.1.1"].map {
      InterfaceAddress(interface: 3, address: try #require(IPAddress($0)), prefixLength: 24)
    }
    let found = InterfaceFacts.all(links, addresses) { $0 == "wlan0" || $0 == "br0" }
    #expect(
      found.map { "\($0.name) \($0.kind.rawValue)" } == [
        "br0 bridge", "eth0 ethernet", "ppp0 other", "v0 ethernet", "ve-A tap", "wlan0 wireless",
      ])
    let eth0 = found[1]
    #expect(eth0.macAddress == MACAddress("00-15-5D-00-00-02") && eth0.mtu == 1400 && !eth0.isUp)
    #expect(eth0.alias == "An alias" && eth0.addresses.map(\.description) == ["10.9.0.1/24", "10.9.1.1/24"])
    #expect(found[2].macAddress == nil && found[2].isUp && found[2].addresses.isEmpty)
  }
}
