import Ethernet
import FoundationEssentials
import HyperV
import Testing

/// What an adapter may send and receive.
@Suite struct PortPolicyTests {
  private static let ten = AddressMatch("10.0.0.0/8")!
  private static let mac = AddressMatch("00-15-5D-00-04-11")!
  private static let inner = MACAddress("00-15-5D-01-00-01")!

  private static func extended(
    _ change: (inout AccessControlEntry) -> Void = { _ in }
  ) -> AccessControlEntry {
    var entry = AccessControlEntry(
      action: .allow, direction: .inbound, local: .anyIP, remote: ten, payloadProtocol: 6, localPorts: 80...80,
      weight: 10,
      isExtended: true)
    change(&entry)
    return entry
  }

  private static func basic(_ change: (inout AccessControlEntry) -> Void = { _ in }) -> AccessControlEntry {
    var entry = AccessControlEntry(action: .deny, direction: .outbound, remote: ten)
    change(&entry)
    return entry
  }

  struct Case: Sendable, CustomTestStringConvertible {
    let problem: String?
    let adapter: NetworkAdapterConfiguration
    var testDescription: String { problem ?? "right" }

    init(_ problem: String?, _ change: (inout NetworkAdapterConfiguration) -> Void) {
      self.problem = problem
      var adapter = NetworkAdapterConfiguration(macAddress: MACAddress("00-15-5D-00-04-11"))
      change(&adapter)
      self.adapter = adapter
    }
  }

  @Test(arguments: [
    Case(nil) { _ in },
    Case(nil) { $0.allowedMACAddresses = [inner] },
    Case("allowedMACAddresses: only with MAC address spoofing Off") {
      $0.allowedMACAddresses = [inner]
      $0.macAddressSpoofing = .on
    },
    Case("allowedMACAddresses[0]: 00-15-5D-00-04-11 is the adapter's own") {
      $0.allowedMACAddresses = [MACAddress("00155D000411")!]
    },
    Case("allowedMACAddresses[1]: 00-15-5D-01-00-01 is listed twice") { $0.allowedMACAddresses = [inner, inner] },
    Case("allowedMACAddresses[0]: FF-FF-FF-FF-FF-FF is not the address") { $0.allowedMACAddresses = [.broadcast] },
    Case("allowedMACAddresses: 65 addresses are more than 64") {
      $0.allowedMACAddresses = (1...65).map { MACAddress(rawValue: 0x0200_0000_0000 + UInt64($0)) }
    },
    Case(nil) { $0.allowedMACAddresses = (1...64).map { MACAddress(rawValue: 0x0200_0000_0000 + UInt64($0)) } },
    Case(nil) { $0.bandwidth = .init(minimumAbsolute: 8, maximum: BandwidthConfiguration.limit) },
    Case(nil) { $0.bandwidth = .init(minimumWeight: 100, maximum: 8) },
    Case("bandwidth.minimumWeight: 101 is out of range") { $0.bandwidth.minimumWeight = 101 },
    Case("bandwidth.minimumWeight: -1 is out of range") { $0.bandwidth.minimumWeight = -1 },
    Case("bandwidth.minimumWeight: a port has a minimum as a weight or in bit/s") {
      $0.bandwidth = .init(minimumAbsolute: 8, minimumWeight: 1)
    },
    Case("bandwidth.minimumAbsolute: 16 bit/s are more than the maximum of 8") {
      $0.bandwidth = .init(minimumAbsolute: 16, maximum: 8)
    },
    Case("bandwidth.maximum: 18446744073709551615 bit/s are more than 1000000000000") { $0.bandwidth.maximum = .max },
    Case(nil) { $0.accessControl = [basic(), extended(), extended { $0.weight = 11 }] },
    Case("accessControl[1]: is the same as accessControl[0]") { $0.accessControl = [basic(), basic()] },
    Case("accessControl[0].remote: 10.0.0.0/8 and the local 00-15-5D-00-04-11 are never in one frame") {
      $0.accessControl = [basic { $0.local = mac }]
    },
    Case("accessControl[0].remote: fd00::/8 and the local 10.0.0.0/8 are never") {
      $0.accessControl = [basic { ($0.local, $0.remote) = (ten, AddressMatch("fd00::/8")!) }]
    },
    Case("accessControl[0].weight: 5, a basic entry has none") { $0.accessControl = [basic { $0.weight = 5 }] },
    Case("accessControl[0].localPorts: only an extended entry") {
      $0.accessControl = [basic { $0.localPorts = 1...2 }]
    },
    Case("accessControl[0].remotePorts: only an extended entry") {
      $0.accessControl = [basic { $0.remotePorts = 1...2 }]
    },
    Case("accessControl[0].payloadProtocol: only an extended entry") {
      $0.accessControl = [basic { $0.payloadProtocol = 6 }]
    },
    Case("accessControl[0].action: an extended entry cannot be Meter") {
      $0.accessControl = [extended { $0.action = .meter }]
    },
    Case("accessControl[0].local: 00-15-5D-00-04-11 is a MAC address") {
      $0.accessControl = [extended { ($0.local, $0.remote) = (mac, .any) }]
    },
    Case("accessControl[0].localPorts: only TCP (6) and UDP (17)") {
      $0.accessControl = [extended { $0.payloadProtocol = 1 }]
    },
    Case("accessControl[0].remotePorts: only TCP (6) and UDP (17)") {
      $0.accessControl = [extended { ($0.payloadProtocol, $0.localPorts, $0.remotePorts) = (nil, nil, 0...65535) }]
    },
    Case("accessControl[0].weight: 0 is out of range") { $0.accessControl = [extended { $0.weight = 0 }] },
    Case("accessControl[0].weight: 65536 is out of range") { $0.accessControl = [extended { $0.weight = 65536 }] },
    Case("accessControl: 513 entries are more than 512") {
      $0.accessControl = (1...513).map { number in extended { $0.weight = number } }
    },
    Case(nil) { $0.accessControl = (1...512).map { number in extended { $0.weight = number } } },
  ])
  func rules(_ wrong: Case) {
    let machine = MachineConfiguration(name: "m", adapters: [wrong.adapter])
    let problems = machine.problems(vendor: .amd)
    #expect(problems.count == (wrong.problem == nil ? 0 : 1), "\(problems)")
    if let problem = wrong.problem {
      #expect(problems.first?.hasPrefix("adapters[0].\(problem)") == true, "\(problems)")
    }
  }

  @Test func anotherAdaptersAddressIsNotAllowed() {
    let machine = MachineConfiguration(
      name: "m",
      adapters: [.init(name: "a", allowedMACAddresses: [Self.inner]), .init(name: "b", macAddress: Self.inner)])
    #expect(
      machine.problems(vendor: .amd) == ["adapters[0].allowedMACAddresses[0]: 00-15-5D-01-00-01 is another adapter's"])
  }

  @Test(arguments: [
    ("Any", AddressMatch.any, "Any"), ("anyip", .anyIP, "AnyIP"),
    ("00155d000411", .mac(MACAddress("00-15-5D-00-04-11")!), "00-15-5D-00-04-11"),
    ("10.0.0.1", .ipv4(IPv4Prefix("10.0.0.1/32")!), "10.0.0.1"),
    ("0.0.0.0/0", .ipv4(IPv4Prefix("0.0.0.0/0")!), "0.0.0.0/0"),
    ("FD00::/8", .ipv6(IPv6Prefix("fd00::/8")!), "fd00::/8"), ("::1", .ipv6(IPv6Prefix("::1/128")!), "::1"),
  ])
  func matches(_ text: String, _ match: AddressMatch, _ written: String) throws {
    #expect(AddressMatch(text) == match)
    #expect(match.description == written)
    #expect(try JSONDecoder().decode(AddressMatch.self, from: JSONEncoder().encode(match)) == match)
  }

  @Test(arguments: ["", "nobody", "10.0.0.0/33", "10.0.0", "fd00::/129", "00-15-5D", "/8", "*"])
  func refusedMatches(_ text: String) { #expect(AddressMatch(text) == nil) }

  @Test(
    arguments: [
      ("80", 80...80), ("1024-65535", 1024...65535), ("0", 0...0), ("7-7", 7...7), ("", nil), ("-1", nil), ("5-", nil),
      ("9-8", nil), ("65536", nil), ("000080", nil), ("a", nil), ("1-2-3", nil),
    ] as [(String, ClosedRange<UInt16>?)])
  func ports(_ text: String, _ range: ClosedRange<UInt16>?) { #expect(AccessControlEntry.ports(text) == range) }

  @Test func json() throws {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    let entries: [(AccessControlEntry, String)] = [
      (
        Self.basic(),
        #"{"action":"Deny","direction":"Outbound","isExtended":false,"local":"Any","remote":"10.0.0.0/8","weight":0}"#
      ),
      (
        Self.extended(),
        #"{"action":"Allow","direction":"Inbound","isExtended":true,"local":"AnyIP","localPorts":"80","payloadProtocol":6,"remote":"10.0.0.0/8","weight":10}"#
      ),
    ]
    for (entry, text) in entries {
      #expect(String(decoding: try encoder.encode(entry), as: UTF8.self) == text)
      #expect(try JSONDecoder().decode(AccessControlEntry.self, from: Data(text.utf8)) == entry)
    }
    let adapter = NetworkAdapterConfiguration(
      vlan: .privatePromiscuous(primary: 10, secondaries: VLANSet("200-202")!), allowedMACAddresses: [Self.inner],
      portMirroring: .destination, bandwidth: .init(minimumWeight: 5, maximum: 1_000_000), stormLimit: 100,
      accessControl: entries.map(\.0))
    let text = String(decoding: try encoder.encode(adapter), as: UTF8.self)
    #expect(try JSONDecoder().decode(NetworkAdapterConfiguration.self, from: Data(text.utf8)) == adapter)
    #expect(text.contains(#""portMirroring":"Destination""#))
    #expect(text.contains(#""bandwidth":{"maximum":1000000,"minimumAbsolute":0,"minimumWeight":5}"#))
  }

  @Test(arguments: [
    "{}", #"{"action":"Deny"}"#, #"{"action":"Log","direction":"Inbound"}"#, #"{"action":"Deny","direction":"Both"}"#,
    #"{"action":"Deny","direction":"Inbound","remote":"x"}"#,
    #"{"action":"Deny","direction":"Inbound","localPorts":80}"#,
    #"{"action":"Deny","direction":"Inbound","localPorts":"9-8"}"#,
    #"{"action":"Deny","direction":"Inbound","payloadProtocol":256}"#,
  ])
  func refusedJSON(_ text: String) {
    #expect(throws: DecodingError.self) { try JSONDecoder().decode(AccessControlEntry.self, from: Data(text.utf8)) }
  }

  /// What earlier versions wrote has no policies.
  @Test func earlierVersions() throws {
    let adapter = try JSONDecoder().decode(
      NetworkAdapterConfiguration.self, from: Data(#"{"name":"n","macAddressSpoofing":"Off"}"#.utf8))
    #expect(adapter.policyProblems.isEmpty)
    #expect(adapter == NetworkAdapterConfiguration(name: "n"))
    let port = try JSONDecoder().decode(
      PortStatus.self,
      from: Data(
        #"{"connected":true,"drops":[],"kind":"Machine","learned":[],"macAddressSpoofing":"Off","name":"m/n","receivedBytes":1,"receivedFrames":1,"sentBytes":1,"sentFrames":1}"#
          .utf8))
    #expect(port.stopped == nil && port.meters.isEmpty)
  }

  /// Policies change while the machine runs.
  @Test func nothingNeedsOff() {
    let old = MachineConfiguration(name: "m", adapters: [.init(macAddress: Self.inner)])
    var new = old
    new.adapters[0] = NetworkAdapterConfiguration(
      macAddress: Self.inner, vlan: .privateIsolated(primary: 1, secondary: 2), portMirroring: .source,
      bandwidth: .init(maximum: 8), stormLimit: 1, accessControl: [Self.basic()])
    #expect(old.changesThatNeedOff(to: new).isEmpty)
  }

  @Test(arguments: [
    (BandwidthConfiguration(), "unlimited"), (.init(maximum: 100_000_000), "at most 100 Mbit/s"),
    (.init(minimumAbsolute: 64_000, maximum: 2_000_000_000), "at most 2 Gbit/s, at least 64 kbit/s"),
    (.init(minimumWeight: 5, maximum: 1001), "at most 1001 bit/s, weight 5"),
  ])
  func texts(_ bandwidth: BandwidthConfiguration, _ text: String) { #expect(bandwidth.description == text) }

  @Test(arguments: [
    (BandwidthMode.default, true, true), (.weight, true, false), (.absolute, false, true), (.none, false, false),
  ])
  func modes(_ mode: BandwidthMode, _ takesWeight: Bool, _ takesAbsolute: Bool) {
    #expect((mode.problem(.init(minimumWeight: 1)) == nil) == takesWeight)
    #expect((mode.problem(.init(minimumAbsolute: 8)) == nil) == takesAbsolute)
    #expect(mode.problem(.init(maximum: 8)) == nil)
  }

  @Test func entryTexts() {
    #expect(Self.basic().description == "Deny Outbound local Any remote 10.0.0.0/8")
    #expect(Self.extended().description == "Allow Inbound local AnyIP port 80 remote 10.0.0.0/8 TCP weight 10")
  }
}
