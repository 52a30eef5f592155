import Glibc
import Netlink
import Testing

/// The real kernel, within a namespace of the test's own.
@Suite(.enabled(if: canMakeNamespaces)) struct KernelTests {
  private static let pair = "ip link add v0 type veth peer name v1; ip link set v0 up; ip link set v1 up"

  @Test func readsLinks() async throws {
    try await withNamespace(Self.pair) {
      let links = try NetlinkClient().links()
      #expect(Set(links.map(\.name)) == ["lo", "v0", "v1"])
      #expect(links.first?.isLoopback == true)
      let link = try #require(links.first { $0.name == "v0" })
      #expect(link.kind == "veth" && link.isEthernet && link.address.count == 6 && link.mtu == 1500)
      let device = EthernetDevice(interface: "v0")
      #expect(device.driver == "veth" && device.speed == 10_000)
      #expect(EthernetDevice(interface: "nothing").driver == nil)
      let uncounted = try NetlinkClient().links(counted: false)
      #expect(uncounted.map(\.name) == links.map(\.name) && uncounted.map(\.kind) == links.map(\.kind))
    }
  }

  @Test func changesLinks() async throws {
    try await withNamespace("ip link add d0 type bridge") {
      let client = try NetlinkClient()
      let index = try #require(try client.links().first { $0.name == "d0" }).index
      func link() throws -> Link { try #require(try client.links().first { $0.index == index }) }
      try client.setLink(index, .mtu(1400), .address([2, 0, 0, 0, 0, 7]), .alias("vEthernet (Ä)"))
      try client.setLink(index, .name("lan0"))
      try client.setLink(index, .up(true))
      var now = try link()
      #expect(now.mtu == 1400 && now.address == [2, 0, 0, 0, 0, 7] && now.alias == "vEthernet (Ä)")
      #expect(now.name == "lan0" && now.isUp)
      try client.setLink(index, .up(false), .alias(""))
      now = try link()
      #expect(!now.isUp && now.alias == nil)
      let error = #expect(throws: NetlinkError.self) { try client.setLink(4711, .up(true)) }
      #expect(error?.number == ENODEV)
      let refused = #expect(throws: NetlinkError.self) { try client.setLink(index, .mtu(-1)) }
      #expect(refused?.number == EINVAL)
    }
  }

  @Test(arguments: [("10.9.0.1", 24), ("fd00::5", 64)]) func addresses(text: String, length: Int) async throws {
    try await withNamespace(Self.pair) {
      let client = try NetlinkClient()
      let index = try #require(try client.links().first { $0.name == "v0" }).index
      let address = try #require(IPAddress(text))
      func found() throws -> InterfaceAddress? { try client.addresses().first { $0.address == address } }
      let new = InterfaceAddress(interface: index, address: address, prefixLength: length)
      try client.addAddress(new)
      #expect(try found()?.prefixLength == length)
      #expect(try found()?.isDynamic == false)
      let again = #expect(throws: NetlinkError.self) { try client.addAddress(new) }
      #expect(again?.number == EEXIST)
      #expect(again?.what == "add address \(text)/\(length)")
      var timed = new
      (timed.validLifetime, timed.preferredLifetime) = (600, 300)
      try client.replaceAddress(timed)
      let lifetime = try #require(try found()?.validLifetime)
      #expect(590...600 ~= lifetime)
      try client.deleteAddress(new)
      #expect(try found() == nil)
      let gone = #expect(throws: NetlinkError.self) { try client.deleteAddress(new) }
      #expect(gone?.number == EADDRNOTAVAIL)
    }
  }

  @Test func routes() async throws {
    try await withNamespace(Self.pair + "; ip address add 10.9.0.1/24 dev v0; ip address add fd00::1/64 dev v0 nodad") {
      let client = try NetlinkClient()
      let index = try #require(try client.links().first { $0.name == "v0" }).index
      for (destination, gateway, inside) in [
        ("0.0.0.0/0", "10.9.0.2", "1.1.1.1"), ("10.8.0.0/16", "10.9.0.3", "10.8.0.7"),
        ("fd01::/48", "fd00::2", "fd01::7"),
      ] {
        let prefix = try #require(IPPrefix(destination))
        var route = Route(destination: prefix, gateway: IPAddress(gateway), interface: index, metric: 77)
        func found() throws -> [Route] { try client.routes().filter { $0.destination == prefix } }
        try client.addRoute(route)
        #expect(try found().map(\.gateway?.description) == [gateway])
        #expect(try found().map(\.metric) == [77])
        let again = #expect(throws: NetlinkError.self) { try client.addRoute(route) }
        #expect(again?.number == EEXIST)
        let target = try #require(IPAddress(inside))
        #expect(try client.findRoute(to: target)?.interface == index, "\(target)")
        route.metric = 78
        try client.addRoute(route)
        #expect(try found().count == 2)
        for metric: UInt32 in [77, 78] {
          route.metric = metric
          try client.deleteRoute(route)
        }
        #expect(try found().isEmpty)
        let gone = #expect(throws: NetlinkError.self) { try client.deleteRoute(route) }
        #expect(gone?.number == ESRCH)
      }
      let link = Route(destination: try #require(IPPrefix("10.7.0.0/16")), interface: index)
      try client.addRoute(link)
      #expect(try client.routes().contains { $0.destination == link.destination && $0.gateway == nil })
      let none = #expect(throws: NetlinkError.self) { try client.findRoute(to: try #require(IPAddress("10.1.1.1"))) }
      #expect(none?.number == ENETUNREACH)
    }
  }

  @Test func neighbours() async throws {
    try await withNamespace(Self.pair + "; ip address add 10.9.0.1/24 dev v0") {
      let client = try NetlinkClient()
      let index = try #require(try client.links().first { $0.name == "v0" }).index
      var neighbour = Neighbour(
        interface: index, address: try #require(IPAddress("10.9.0.9")), linkAddress: [2, 0, 0, 0, 0, 9])
      func found() throws -> Neighbour? { try client.neighbours().first { $0.address == neighbour.address } }
      try client.addNeighbour(neighbour)
      #expect(try found() == neighbour)
      let again = #expect(throws: NetlinkError.self) { try client.addNeighbour(neighbour) }
      #expect(again?.number == EEXIST)
      neighbour.linkAddress[5] = 8
      try client.replaceNeighbour(neighbour)
      #expect(try found() == neighbour)
      try client.deleteNeighbour(neighbour)
      #expect(try found().map { $0.state == .failed } ?? true)
    }
  }

  @Test func nftables() async throws {
    let script = """
      nft "table ip a { counter out { packets 7 bytes 70 ; } ; \
      chain f { type filter hook forward priority 0 ; policy drop ; } ; chain plain { } ; }"
      nft "table inet b { chain g { type filter hook forward priority 5 ; policy drop ; } ; \
      chain i { type filter hook input priority 0 ; policy drop ; } ; }"
      nft "table ip6 c { chain f { type filter hook forward priority 0 ; policy drop ; } ; }"
      """
    try await withNamespace(script) {
      let client = try NetlinkClient(.netfilter)
      let chains = try client.chains()
      #expect(chains.filter(\.dropsForwarded).map { "\($0.family) \($0.table) \($0.name)" } == ["ip a f", "inet b g"])
      #expect(chains.contains(NetfilterChain(family: .ip, table: "a", name: "plain")))
      #expect(chains.contains(NetfilterChain(family: .inet, table: "b", name: "i", hook: 1, drops: true)))
      #expect(chains.count == 5)
      #expect(try client.counted(.ip, table: "a", name: "out") == 7)
      #expect(try client.counted(.ip, table: "a", name: "in") == nil)
      #expect(try client.counted(.ip, table: "z", name: "out") == nil)
      #expect(try client.counted(.inet, table: "a", name: "out") == nil)
    }
  }
}
