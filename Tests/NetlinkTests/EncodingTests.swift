import Netlink
import Testing

/// Requests byte by byte, on a little-endian host.
@Suite struct EncodingTests {
  private func hex(_ request: NetlinkRequest) -> String {
    request.encoded(sequence: 7).map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
  }

  private let zero16 = String(repeating: "0", count: 32)

  @Test func linkDump() {
    #expect(hex(.links) == "20000000" + "1200" + "0000" + "07000000" + "00000000" + zero16)
  }

  @Test func linkChange() {
    let request = NetlinkRequest.setLink(2, [.up(true), .mtu(1400), .name("lan"), .alias("vEthernet (A)")])
    #expect(
      hex(request)
        == "44000000" + "1000" + "0000" + "07000000" + "00000000" + "00000000" + "02000000" + "01000000" + "01000000"
        + "08000400" + "78050000" + "08000300" + "6c616e00" + "11001400" + "7645746865726e657420284129" + "000000")
  }

  @Test func linkDownAndAddress() {
    let request = NetlinkRequest.setLink(3, [.up(false), .address([0, 0x15, 0x5D, 1, 2, 3])])
    #expect(
      hex(request)
        == "2c000000" + "1000" + "0000" + "07000000" + "00000000" + "00000000" + "03000000" + "00000000" + "01000000"
        + "0a000100" + "00155d010203" + "0000")
  }

  @Test func newAddress() throws {
    let address = InterfaceAddress(
      interface: 2, address: try #require(IPAddress("192.168.100.2")), prefixLength: 24, validLifetime: 600,
      preferredLifetime: 900)
    #expect(
      hex(.addAddress(address))
        == "44000000" + "1400" + "0006" + "07000000" + "00000000" + "02180000" + "02000000" + "08000200" + "c0a86402"
        + "08000100" + "c0a86402" + "08000400" + "c0a864ff" + "14000600" + "58020000" + "58020000"
        + "0000000000000000")
  }

  @Test func deletedAddress() throws {
    let address = InterfaceAddress(interface: 2, address: try #require(IPAddress("::1")), prefixLength: 128)
    let bytes = String(repeating: "0", count: 30) + "01"
    #expect(
      hex(.deleteAddress(address))
        == "40000000" + "1500" + "0000" + "07000000" + "00000000" + "0a800000" + "02000000" + "14000200" + bytes
        + "14000100" + bytes)
  }

  @Test func defaultRoute() throws {
    let route = Route(
      destination: try #require(IPPrefix("0.0.0.0/0")), gateway: IPAddress("192.168.100.1"),
      interface: 2, metric: 256)
    #expect(
      hex(.addRoute(route))
        == "34000000" + "1800" + "0006" + "07000000" + "00000000" + "02000000fe040001" + "00000000" + "08000500"
        + "c0a86401" + "08000400" + "02000000" + "08000600" + "00010000")
  }

  @Test func neighbour() throws {
    let neighbour = Neighbour(
      interface: 5, address: try #require(IPAddress("10.0.0.9")), linkAddress: [2, 0, 0, 0, 0, 9])
    #expect(
      hex(.addNeighbour(neighbour, replaces: true))
        == "30000000" + "1c00" + "0005" + "07000000" + "00000000" + "02000000" + "05000000" + "80000000" + "08000100"
        + "0a000009" + "0a000200" + "020000000009" + "0000")
  }

  @Test func routeQuery() throws {
    let request = NetlinkRequest.findRoute(to: try #require(IPAddress("10.1.2.3")), from: nil, interface: nil)
    #expect(
      hex(request)
        == "24000000" + "1a00" + "0000" + "07000000" + "00000000" + "0220" + "00000000000000000000" + "08000100"
        + "0a010203")
  }

  @Test func chainsAndCounters() {
    #expect(hex(.chains) == "14000000" + "040a" + "0000" + "07000000" + "00000000" + "00000000")
    #expect(
      hex(.counter(.ip, table: "t", name: "out"))
        == "2c000000" + "130a" + "0000" + "07000000" + "00000000" + "02000000" + "06000100" + "74000000" + "08000200"
        + "6f757400" + "08000300" + "00000001")
  }
}
