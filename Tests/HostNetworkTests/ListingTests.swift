import Ethernet
import FoundationEssentials
import HostNetwork
import HyperV
import Testing

@Suite struct ListingTests {
  static let links = """
    [{"ifindex":1,"ifname":"lo","flags":["LOOPBACK","UP"],"mtu":65536,"link_type":"loopback",
      "address":"00:00:00:00:00:00","addr_info":[{"family":"inet","local":"127.0.0.1","prefixlen":8,"scope":"host",
      "label":"lo","valid_life_time":4294967295,"preferred_life_time":4294967295}]},
     {"ifindex":7,"ifname":"eth1","flags":["BROADCAST"],"mtu":9000,"link_type":"ether",
      "address":"00:15:5d:00:00:07","addr_info":[]},
     {"ifindex":2,"ifname":"eth0","flags":["BROADCAST","UP","LOWER_UP"],"mtu":1500,"link_type":"ether",
      "address":"00:15:5d:00:00:02","addr_info":[{"family":"inet","local":"10.1.0.2","prefixlen":24,
      "broadcast":"10.1.0.255","scope":"global","dynamic":true,"label":"eth0","valid_life_time":100,
      "preferred_life_time":50},{"family":"inet6","local":"fe80::1","prefixlen":64,"scope":"link",
      "valid_life_time":4294967295,"preferred_life_time":4294967295}]},
     {"ifindex":3,"link_index":4,"ifname":"veth0","flags":["UP"],"mtu":1500,"link_type":"ether","master":"br0",
      "address":"00:15:5d:00:00:03","linkinfo":{"info_kind":"veth"},"addr_info":[]},
     {"ifindex":5,"ifname":"ve-VmNAT","flags":["UP"],"mtu":1500,"link_type":"ether","address":"00:15:5d:00:00:05",
      "ifalias":"vEthernet (VmNAT)","linkinfo":{"info_kind":"tun","info_data":{"type":"tap"}},"addr_info":[]},
     {"ifindex":6,"ifname":"br0","flags":["UP"],"mtu":1500,"link_type":"ether","address":"00:15:5d:00:00:06",
      "linkinfo":{"info_kind":"bridge"},"addr_info":[]}]
    """

  func adapters() throws -> [HostAdapter] {
    HostAdapter.adapters(from: try NetworkTools.decodeList(LinkEntry.self, from: Self.links))
  }

  @Test func adaptersHaveHyperVsNames() throws {
    let adapters = try adapters()
    #expect(adapters.map(\.name) == ["Ethernet", "veth0", "vEthernet (VmNAT)", "br0", "Ethernet 2"])
    #expect(adapters.map(\.isPhysical) == [true, false, false, false, true])
    #expect(adapters[0].addresses == [IPv4Prefix("10.1.0.2/24")!])
    #expect(adapters[0].macAddress == MACAddress("00-15-5D-00-00-02"))
    #expect(
      adapters.map(\.interfaceDescription) == [
        "Linux Ethernet Adapter", "veth Ethernet Adapter", "Hyper-V Virtual Ethernet Adapter",
        "bridge Ethernet Adapter",
        "Linux Ethernet Adapter #2",
      ])
    let links = try NetworkTools.decodeList(LinkEntry.self, from: Self.links)
    let known = HostAdapter.adapters(from: links) { $0 == "eth1" ? "virtio_net" : "tulip" }
    #expect(known[0].interfaceDescription == "tulip Ethernet Adapter")
    #expect(known[4].interfaceDescription == "Red Hat VirtIO Ethernet Adapter")
  }

  @Test(arguments: [
    ("ethernet 2", "eth1"), ("ETH1", "eth1"), ("vethernet (vmnat)", "ve-VmNAT"), ("ve-vmnat", "ve-VmNAT"),
  ])
  func eitherNameFinds(name: String, interface: String) throws {
    #expect(try HostAdapter.find(name, among: adapters()).interface == interface)
  }

  @Test func missingNamesWhatThereIs() throws {
    let error = #expect(throws: DrosteError.self) { try HostAdapter.find("eth9", among: adapters()) }
    #expect(error?.code == .objectNotFound)
    #expect(error?.cause?.contains("Ethernet (eth0)") == true)
  }

  @Test func addressesBecomeBatchLines() throws {
    let link = try #require(try NetworkTools.decodeList(LinkEntry.self, from: Self.links).first { $0.ifname == "eth0" })
    let addresses = link.addrInfo!.compactMap { $0.movable(interface: "eth0") }
    #expect(
      addresses.map { $0.addLine(interface: "ve-x") } == [
        "address replace 10.1.0.2/24 broadcast 10.1.0.255 dev ve-x scope global valid_lft 100 preferred_lft 50"
      ])
    #expect(addresses.map { $0.deleteLine(interface: "eth0") } == ["address delete 10.1.0.2/24 dev eth0"])
  }

  @Test func routesBecomeBatchLines() throws {
    let text = """
      [{"dst":"default","gateway":"10.1.0.1","dev":"eth0","protocol":"dhcp","metric":100,"flags":[]},
       {"dst":"9.9.9.0/24","dev":"eth0","table":"77","scope":"link","flags":["linkdown"]},
       {"dst":"8.0.0.0/8","gateway":"1.2.3.4","dev":"eth0","flags":["onlink"],"metrics":[{"mtu":1400}]},
       {"dst":"7.0.0.0/8","via":{"family":"inet6","host":"fe80::1"},"dev":"eth0","prefsrc":"10.1.0.2","flags":[]},
       {"type":"unreachable","dst":"5.5.5.0/24","flags":[]},
       {"dst":"6.0.0.0/8","gateway":"10.2.0.1","dev":"eth1","flags":[]},
       {"dst":"10.1.0.0/24","dev":"eth0","protocol":"kernel","scope":"link","prefsrc":"10.1.0.2","flags":[]},
       {"type":"local","dst":"10.1.0.2","dev":"eth0","table":"local","protocol":"kernel","scope":"host","flags":[]}]
      """
    let entries = try NetworkTools.decodeList(RouteEntry.self, from: text)
    let routes = entries.compactMap { $0.movable(interface: "eth0", isIPv6: false, bareAddresses: []) }
    #expect(
      routes.map { $0.addLine(interface: "ve-x") } == [
        "route append 0.0.0.0/0 via 10.1.0.1 dev ve-x metric 100 protocol dhcp",
        "route append 9.9.9.0/24 dev ve-x table 77 scope link",
        "route append 8.0.0.0/8 via 1.2.3.4 dev ve-x mtu 1400 onlink",
        "route append 7.0.0.0/8 via inet6 fe80::1 dev ve-x src 10.1.0.2",
      ])
    #expect(routes[0].deleteLine(interface: "eth0") == "route delete 0.0.0.0/0 via 10.1.0.1 dev eth0 metric 100")
  }

  @Test func emptyAndBrokenOutput() throws {
    #expect(try NetworkTools.decodeList(RouteEntry.self, from: "\n").isEmpty)
    #expect(throws: DrosteError.self) { try NetworkTools.decodeList(RouteEntry.self, from: "[{]") }
    #expect(throws: DrosteError.self) { try NFTListing("no such thing") }
  }

  @Test func uplinkScript() {
    #expect(
      UplinkTable.script(table: "droste-uplink-8f2b1c3d", interface: "eth0", index: 2) == """
        add table netdev droste-uplink-8f2b1c3d
        add chain netdev droste-uplink-8f2b1c3d ingress-2 { type filter hook ingress device "eth0" priority -500 ; \
        policy drop ; }

        """)
  }

  @Test func conflictsNameTheOther() throws {
    let others = [NATConfiguration(name: "Lab", internalPrefix: IPv4Prefix("10.0.0.0/8")!)]
    let error = try #require(HostNATs.conflict(of: IPv4Prefix("10.77.0.0/24")!, with: others))
    #expect(error.message == "The parameter is incorrect.")
    #expect(error.cause?.contains("\"Lab\"") == true)
    #expect(HostNATs.conflict(of: IPv4Prefix("192.168.0.0/24")!, with: others) == nil)
  }

  @Test func changesSurviveJSON() throws {
    let changes: [HostChange] = [
      HostChange(.tap(interface: "ve-x", alias: "vEthernet (x)")),
      HostChange(.addressAdded(interface: "ve-x", prefix: IPv4Prefix("10.0.0.1/24")!)),
      HostChange(
        .addressesMoved(
          AddressMove(
            from: "eth0", to: "ve-x", addresses: [InterfaceAddress(local: "10.0.0.2", prefixLength: 24)],
            routes: [InterfaceRoute(destination: "0.0.0.0/0", gateway: "10.0.0.1")]))),
      HostChange(.nftTable(family: "ip", name: "t")), HostChange(.sysctl(path: "net/ipv4/ip_forward", oldValue: "0")),
      HostChange(.linkUp(interface: "eth0"), bootID: "other"),
    ]
    let text = try JSONEncoder().encode(changes)
    #expect(try JSONDecoder().decode([HostChange].self, from: text) == changes)
    #expect(changes.map(\.isOfThisBoot) == [true, true, true, true, true, false])
  }
}
