import Ethernet
import FoundationEssentials
import HostNetwork
import HyperV
import Testing

/// The rules that nft is given, without nft.
@Suite struct NATScriptTests {
  static let base = NATConfiguration(name: "n", internalPrefix: IPv4Prefix("192.168.100.1/24")!)
  static let net = "192.168.100.0/24"

  /// The rules alone, without what each line begins with.
  func rules(
    _ configuration: NATConfiguration, outwards: [(interface: String, address: IPv4Address)]? = nil,
    withTimeouts: Bool = false
  ) -> [String] {
    NATTable.script(table: "t", configuration, outwards: outwards, withTimeouts: withTimeouts)
      .split(separator: "\n").filter { $0.hasPrefix("add rule ip t ") }.map { String($0.dropFirst(14)) }
  }

  @Test func plain() {
    let id = UUID(uuidString: "8F2B1C3D-0000-4000-8000-000000000000")!
    #expect(
      NATTable.script(table: NATTable.name(id: id), Self.base) == """
        add table ip droste-nat-8f2b1c3d
        add counter ip droste-nat-8f2b1c3d translated
        add chain ip droste-nat-8f2b1c3d prerouting { type nat hook prerouting priority -100 ; policy accept ; }
        add chain ip droste-nat-8f2b1c3d postrouting { type nat hook postrouting priority 100 ; policy accept ; }
        add chain ip droste-nat-8f2b1c3d forward { type filter hook forward priority 0 ; policy accept ; }
        flush chain ip droste-nat-8f2b1c3d prerouting
        flush chain ip droste-nat-8f2b1c3d postrouting
        flush chain ip droste-nat-8f2b1c3d forward
        add rule ip droste-nat-8f2b1c3d forward ip saddr 192.168.100.0/24 accept
        add rule ip droste-nat-8f2b1c3d forward ip daddr 192.168.100.0/24 ct state established,related accept
        add rule ip droste-nat-8f2b1c3d postrouting ip saddr 192.168.100.0/24 ip daddr != 192.168.100.0/24 counter name translated masquerade

        """)
  }

  @Test func mappings() {
    var configuration = Self.base
    configuration.staticMappings = [
      .init(
        id: 1, protocol: .tcp, externalPort: 8080, internalAddress: IPv4Address("192.168.100.2")!, internalPort: 80),
      .init(
        id: 2, protocol: .udp, externalAddress: IPv4Address("10.1.0.5")!, externalPort: 53,
        internalAddress: IPv4Address("192.168.100.3")!, internalPort: 5353),
    ]
    let found = rules(configuration)
    #expect(
      found.filter { $0.hasPrefix("prerouting") } == [
        "prerouting ip daddr != \(Self.net) fib daddr type local tcp dport 8080 dnat to 192.168.100.2:80",
        "prerouting ip daddr 10.1.0.5 fib daddr type local udp dport 53 dnat to 192.168.100.3:5353",
      ])
    #expect(found.contains("forward ip daddr \(Self.net) ct status dnat accept"))
    #expect(found.contains("postrouting ip saddr \(Self.net) ip daddr \(Self.net) ct status dnat masquerade"))
    configuration.externalPrefix = IPv4Prefix("10.1.0.0/16")
    #expect(rules(configuration)[0].hasPrefix("prerouting ip daddr 10.1.0.0/16 fib daddr type local tcp dport 8080"))
  }

  @Test func wayOut() {
    let start = "postrouting ip saddr \(Self.net) ip daddr != \(Self.net)"
    var configuration = Self.base
    configuration.externalPrefix = IPv4Prefix("10.1.0.0/16")
    let outwards: [(interface: String, address: IPv4Address)] = [
      ("eth0", IPv4Address("10.1.0.5")!), ("eth1", IPv4Address("10.1.1.5")!),
    ]
    #expect(
      rules(configuration, outwards: outwards).suffix(2) == [
        "\(start) oifname \"eth0\" counter name translated snat to 10.1.0.5",
        "\(start) oifname \"eth1\" counter name translated snat to 10.1.1.5",
      ])
    configuration.externalAddresses = [
      .init(id: 1, address: IPv4Address("10.1.0.5")!, portStart: 5000, portEnd: 5999),
      .init(id: 2, address: IPv4Address("10.1.0.6")!),
    ]
    #expect(
      rules(configuration, outwards: outwards).suffix(3) == [
        "\(start) meta l4proto { tcp, udp } numgen random mod 2 == 0 counter name translated snat to 10.1.0.5:5000-5999",
        "\(start) meta l4proto { tcp, udp } counter name translated snat to 10.1.0.6:1024-65535",
        "\(start) counter name translated snat to 10.1.0.5",
      ])
  }

  @Test func timeouts() {
    var configuration = Self.base
    configuration.udpIdleSessionTimeout = 9
    let script = NATTable.script(
      table: "t", configuration, withTimeouts: true, oldTimeouts: ["udp-120", "tcp-1800-120"])
    #expect(script.contains("delete ct timeout ip t udp-120\n"))
    #expect(!script.contains("delete ct timeout ip t tcp-1800-120"))
    #expect(script.contains("policy = { unreplied : 9, replied : 9 }"))
    #expect(script.contains("policy = { established : 1800, syn_sent : 120,"))
    let found = rules(configuration, withTimeouts: true)
    for side in ["saddr", "daddr"] {
      #expect(found.contains("forward ip \(side) \(Self.net) ip protocol tcp ct timeout set \"tcp-1800-120\""))
      #expect(found.contains("forward ip \(side) \(Self.net) ip protocol udp ct timeout set \"udp-9\""))
    }
  }
}
