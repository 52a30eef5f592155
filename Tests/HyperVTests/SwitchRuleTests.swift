import Ethernet
import HyperV
import Testing

@Suite struct SwitchRuleTests {
  struct Case: Sendable, CustomTestStringConvertible {
    var configuration: SwitchConfiguration
    /// The beginning of the only problem; nil: none.
    var problem: String?
    var testDescription: String { "\(configuration.type.rawValue) \(problem ?? "allowed")" }

    init(
      _ type: SwitchType, _ problem: String?, address: String? = nil, adapter: String? = nil, loopback: Bool = false,
      mtu: Int = 1500, name: String = "s"
    ) {
      configuration = SwitchConfiguration(
        name: name, type: type, netAdapterName: adapter, address: address.flatMap { IPv4Prefix($0) },
        hostLoopback: loopback, mtu: mtu)
      self.problem = problem
    }
  }

  @Test(arguments: [
    Case(.private, nil),
    Case(.private, "address: a switch of type Private has no address", address: "10.0.0.1/24"),
    Case(.private, "netAdapterName: only an External switch", adapter: "eth0"),
    Case(.private, "hostLoopback: only a NAT switch", loopback: true),
    Case(.internal, nil),
    Case(.internal, nil, address: "192.168.100.1/24"),
    Case(.internal, nil, address: "192.168.100.0/31"),
    Case(.internal, "address: 192.168.100.0/24 is not the address of a host", address: "192.168.100.0/24"),
    Case(.internal, "address: 192.168.100.255/24 is not", address: "192.168.100.255/24"),
    Case(.internal, "hostLoopback: ", loopback: true),
    Case(.external, nil, adapter: "Ethernet"),
    Case(.external, "netAdapterName: an External switch needs", adapter: nil),
    Case(.external, "netAdapterName: an External switch needs", adapter: ""),
    Case(.external, "address: a switch of type External", address: "10.0.0.1/24", adapter: "eth0"),
    Case(.nat, nil, address: "10.77.0.1/24"),
    Case(.nat, nil, address: "10.77.0.1/24", loopback: true),
    Case(.nat, nil, address: "10.0.0.1/8"),
    Case(.nat, nil, address: "10.0.0.1/29"),
    Case(.nat, "address: a NAT switch needs the gateway's address"),
    Case(.nat, "address: 10.0.0.1/30 leaves no room", address: "10.0.0.1/30"),
    Case(.nat, "address: 10.0.0.1/7 leaves no room", address: "10.0.0.1/7"),
    Case(
      .nat, "address: 10.77.0.0/24 is not the address of a gateway, use for example 10.77.0.1/24",
      address: "10.77.0.0/24"),
    Case(.nat, "address: 10.77.0.255/24 is not", address: "10.77.0.255/24"),
    Case(.nat, "netAdapterName: ", address: "10.77.0.1/24", adapter: "eth0"),
    Case(.private, "mtu: 575 is out of range", mtu: 575),
    Case(.private, nil, mtu: 576),
    Case(.private, nil, mtu: 9000),
    Case(.private, "mtu: 9001 is out of range", mtu: 9001),
    Case(.private, "name: a name must not be empty", name: ""),
  ])
  func rules(_ table: Case) {
    let problems = table.configuration.problems()
    guard let expected = table.problem else {
      #expect(problems.isEmpty)
      return
    }
    #expect(problems.count == 1, "\(problems)")
    #expect(problems.first?.hasPrefix(expected) == true, "\(problems)")
  }

  /// The proposal that a message makes is one that would be taken.
  @Test func proposedGatewayIsGood() throws {
    var configuration = SwitchConfiguration(name: "s", type: .nat, address: IPv4Prefix("10.77.0.255/24"))
    let problem = try #require(configuration.problems().first)
    let proposal = try #require(problem.split(separator: " ").last.flatMap { IPv4Prefix($0) })
    configuration.address = proposal
    #expect(configuration.problems().isEmpty)
  }

  @Test func everyProblemAtOnce() {
    let configuration = SwitchConfiguration(
      name: "", type: .private, netAdapterName: "eth0", address: IPv4Prefix("10.0.0.1/24"), hostLoopback: true, mtu: 1)
    #expect(configuration.problems().count == 5)
  }
}

@Suite struct NATRuleTests {
  static func nat(_ prefix: String, name: String = "LocalNAT") throws -> NATConfiguration {
    NATConfiguration(name: name, internalPrefix: try #require(IPv4Prefix(prefix)))
  }

  @Test(
    arguments: [
      ("192.168.100.0/24", nil), ("10.0.0.0/8", nil), ("10.0.0.0/30", nil), ("192.168.101.0/24", nil),
      ("10.0.0.0/31", "internalPrefix: 10.0.0.0/31 is not a prefix of length 8 through 30"),
      ("0.0.0.0/0", "internalPrefix: 0.0.0.0/0 is not a prefix"),
      ("172.16.0.0/12", "internalPrefix: 172.16.0.0/12 overlaps 172.20.0.0/16 of NAT \"other\""),
      ("172.20.5.0/24", "internalPrefix: 172.20.5.0/24 overlaps"),
      ("172.20.0.0/16", "internalPrefix: 172.20.0.0/16 overlaps"),
    ] as [(String, String?)])
  func rules(_ prefix: String, _ problem: String?) throws {
    let problems = try Self.nat(prefix).problems(others: [Self.nat("172.20.0.0/16", name: "other")])
    if let problem {
      #expect(problems.contains { $0.hasPrefix(problem) }, "\(problems)")
    } else {
      #expect(problems.isEmpty)
    }
  }

  @Test func name() throws {
    #expect(try Self.nat("10.0.0.0/24", name: "a/b").problems(others: []).first?.hasPrefix("name: ") == true)
  }
}
