import Ethernet
import HyperV
import Testing

@Suite struct NATMappingRuleTests {
  static func address(_ text: String) -> IPv4Address { IPv4Address(text)! }

  static func mapping(
    _ id: Int, _ port: UInt16, _ inner: String = "192.168.100.2", external: String = "0.0.0.0",
    transport: NATProtocol = .tcp
  ) -> NATStaticMapping {
    NATStaticMapping(
      id: id, protocol: transport, externalAddress: address(external), externalPort: port,
      internalAddress: address(inner), internalPort: 80)
  }

  struct Case: Sendable, CustomTestStringConvertible {
    var testDescription: String
    var expected: [String]
    var change: @Sendable (inout NATConfiguration) -> Void

    init(_ name: String, _ expected: [String], _ change: @escaping @Sendable (inout NATConfiguration) -> Void) {
      testDescription = name
      self.expected = expected
      self.change = change
    }
  }

  static let hostAddresses = [IPv4Prefix("10.1.0.5/16")!, IPv4Prefix("192.168.100.1/24")!]

  @Test(arguments: [
    Case("nothing", []) { _ in },
    Case("external prefix", []) { $0.externalPrefix = IPv4Prefix("10.1.0.0/16") },
    Case("external prefix of nobody", ["externalPrefix: no address of this host is within 10.2.0.0/16"]) {
      $0.externalPrefix = IPv4Prefix("10.2.0.0/16")
    },
    Case(
      "external prefix over the internal one",
      ["externalPrefix: 192.168.0.0/16 overlaps the internal prefix 192.168.100.0/24"]
    ) { $0.externalPrefix = IPv4Prefix("192.168.0.0/16") },
    Case("a timeout of 0", ["udpIdleSessionTimeout: 0 is not within 1 through 86400 seconds"]) {
      $0.udpIdleSessionTimeout = 0
    },
    Case("a timeout of two days", ["tcpEstablishedConnectionTimeout: 172800 is not within 1 through 86400 seconds"]) {
      $0.tcpEstablishedConnectionTimeout = 172_800
    },
    Case("a mapping", []) { $0.staticMappings = [mapping(1, 8080)] },
    Case("one port of both protocols", []) { $0.staticMappings = [mapping(1, 53), mapping(2, 53, transport: .udp)] },
    Case("one port of two addresses", []) {
      $0.staticMappings = [mapping(1, 53, external: "10.1.0.5"), mapping(2, 53, external: "10.1.0.6")]
    },
    Case(
      "one port twice", ["staticMappings[1].externalPort: TCP port 80 leads elsewhere already, by staticMappings[0]"]
    ) {
      $0.staticMappings = [mapping(1, 80), mapping(2, 80, "192.168.100.3")]
    },
    Case(
      "a port of any address and of one",
      ["staticMappings[1].externalPort: TCP port 80 leads elsewhere already, by staticMappings[0]"]
    ) { $0.staticMappings = [mapping(1, 80, external: "10.1.0.5"), mapping(2, 80)] },
    Case(
      "another NAT's port", ["staticMappings[0].externalPort: TCP port 443 leads elsewhere already, by NAT \"other\""]
    ) {
      $0.staticMappings = [mapping(1, 443)]
    },
    Case("an inner address outside", ["staticMappings[0].internalAddress: 10.0.0.2 is not within 192.168.100.0/24"]) {
      $0.staticMappings = [mapping(1, 80, "10.0.0.2")]
    },
    Case("an outer address inside", ["staticMappings[0].externalAddress: 192.168.100.1 is within the internal prefix"])
    {
      $0.staticMappings = [mapping(1, 80, external: "192.168.100.1")]
    },
    Case("port 0", ["staticMappings[0]: 0 is not a port"]) { $0.staticMappings = [mapping(1, 0)] },
    Case("ids twice", ["staticMappings[1].id: 1 is there twice"]) {
      $0.staticMappings = [mapping(1, 80), mapping(1, 81)]
    },
    Case("an id below 0", ["staticMappings[0].id: -1 is below 0"]) { $0.staticMappings = [mapping(-1, 80)] },
    Case("too many mappings", ["staticMappings: 4097 mappings, a NAT may have 4096"]) {
      $0.staticMappings = (1...4097).map { mapping($0, UInt16($0)) }
    },
    Case("an external address", []) { $0.externalAddresses = [.init(id: 1, address: address("10.1.0.5"))] },
    Case("a foreign address", ["externalAddresses[0].address: 10.1.0.6 is not an address of this host"]) {
      $0.externalAddresses = [.init(id: 1, address: address("10.1.0.6"))]
    },
    Case("no ports", ["externalAddresses[0]: 9 to 8 is no range of ports"]) {
      $0.externalAddresses = [.init(id: 1, address: address("10.1.0.5"), portStart: 9, portEnd: 8)]
    },
    Case("ports twice", ["externalAddresses[1]: its ports are also externalAddresses[0]'s"]) {
      $0.externalAddresses = [
        .init(id: 1, address: address("10.1.0.5"), portStart: 1, portEnd: 9),
        .init(id: 2, address: address("10.1.0.5"), portStart: 9, portEnd: 20),
      ]
    },
  ])
  func rules(_ row: Case) {
    var configuration = NATConfiguration(name: "n", internalPrefix: IPv4Prefix("192.168.100.0/24")!)
    row.change(&configuration)
    let other = NATConfiguration(
      name: "other", internalPrefix: IPv4Prefix("172.16.0.0/24")!,
      staticMappings: [Self.mapping(1, 443, "172.16.0.2")])
    #expect(configuration.problems(others: [other], hostAddresses: Self.hostAddresses) == row.expected)
  }

  @Test func numbers() {
    var configuration = NATConfiguration(name: "n", internalPrefix: IPv4Prefix("192.168.100.0/24")!)
    configuration.staticMappings = [Self.mapping(0, 1), Self.mapping(7, 2), Self.mapping(0, 3)]
    configuration.externalAddresses = [.init(address: Self.address("10.1.0.5"))]
    let numbered = configuration.numbered()
    #expect(numbered.staticMappings.map(\.id) == [8, 7, 9])
    #expect(numbered.externalAddresses.map(\.id) == [1])
    #expect(numbered.numbered() == numbered)
  }
}
