import Netlink
import Testing

@Suite struct RecordedTests {
  @Test func link() throws {
    let link = try Link(NetlinkBytes(Recorded.link))
    #expect(link.index == 3)
    #expect(link.name == "v0")
    #expect(link.alias == "vEthernet (A)")
    #expect(link.address == [0, 0x15, 0x5D, 1, 2, 3])
    #expect(link.mtu == 1400)
    #expect(link.kind == "veth")
    #expect(link.isEthernet && link.isUp && link.hasCarrier && !link.isLoopback)
    #expect(link.operationalState == .up)
    #expect(link.master == nil)
    #expect(link.counters.receivedPackets == 2 && link.counters.sentBytes == 110)
  }

  @Test func addresses() throws {
    let all = try Recorded.addresses.compactMap { try InterfaceAddress(NetlinkBytes($0)) }
    #expect(
      all.map { "\($0.address)/\($0.prefixLength)" } == [
        "10.9.0.1/24", "fd00::5/64", "fe80::215:5dff:fe01:203%3/64", "127.0.0.1/8",
      ])
    #expect(all.map(\.interface) == [3, 3, 3, 1])
    #expect(all.map(\.validLifetime) == [600, nil, nil, nil])
    #expect(all.map(\.preferredLifetime) == [300, nil, nil, nil])
    #expect(all.map(\.isDynamic) == [true, false, false, false])
    #expect(all.map(\.label) == ["v0", nil, nil, "lo"])
    #expect(all.map(\.scope) == [.universe, .universe, .link, .host])
    #expect(all.map(\.origin) == [0, 0, 3, 0])
  }

  @Test func routes() throws {
    let all = try Recorded.routes.flatMap { try Route.routes(NetlinkBytes($0)) }
    let texts = all.map { "\($0.destination) \($0.gateway.map(\.description) ?? "-") \($0.metric) \($0.table)" }
    #expect(
      texts == [
        "0.0.0.0/0 10.9.0.2 256 254", "10.8.0.0/16 10.9.0.3 0 254", "10.8.0.0/16 10.9.0.4 0 254",
        "10.9.0.0/24 - 0 254", "10.9.0.1/32 - 0 255", "fd00::/64 - 256 254",
      ])
    #expect(all.allSatisfy { $0.interface == 3 })
    #expect(all.map(\.origin) == [3, 3, 3, 2, 2, 2])
    #expect(all[3].source?.description == "10.9.0.1")
  }

  @Test func neighbours() throws {
    let all = try Recorded.neighbours.compactMap { try Neighbour(NetlinkBytes($0)) }
    #expect(all.map(\.address.description) == ["10.9.0.2", "ff02::1:ff01:203"])
    #expect(all.map(\.state) == [.permanent, .noARP])
    #expect(all[0].linkAddress == [2, 0, 0, 0, 0, 2])
  }

  @Test(arguments: [[], [2], [2, 24, 0], [2, 40, 0, 0, 1, 0, 0, 0], [17, 24, 0, 0, 1, 0, 0, 0]] as [[UInt8]])
  func shortOrForeignAddresses(bytes: [UInt8]) {
    #expect((try? InterfaceAddress(NetlinkBytes(bytes))) ?? nil == nil)
  }

  @Test func chains() throws {
    let name: [UInt8] = [8, 0, 1, 0] + Array("abc\0".utf8) + [6, 0, 3, 0, 0x66, 0, 0, 0]
    let hook: [UInt8] = [20, 0, 4, 0x80, 8, 0, 1, 0, 0, 0, 0, 2, 8, 0, 2, 0, 0, 0, 0, 0, 8, 0, 5, 0, 0, 0, 0, 0]
    let chain = try NetfilterChain(NetlinkBytes([2, 0, 0, 1] + name + hook))
    #expect(chain == NetfilterChain(family: .ip, table: "abc", name: "f", hook: 2, drops: true))
    #expect(chain?.dropsForwarded == true)
    let plain = try NetfilterChain(NetlinkBytes([5, 0, 0, 1] + name))
    #expect(plain == NetfilterChain(family: .netdev, table: "abc", name: "f") && plain?.dropsForwarded == false)
    #expect(try NetfilterChain(NetlinkBytes([99, 0, 0, 1] + name)) == nil)
  }

  @Test(arguments: [[], [2], [2, 0, 0, 0], [2, 0, 0, 0, 3, 0, 1, 0], [2, 0, 0, 0, 200, 0, 1, 0]] as [[UInt8]])
  func shortOrForeignChains(bytes: [UInt8]) {
    #expect((try? NetfilterChain(NetlinkBytes(bytes))) ?? nil == nil)
  }
}
