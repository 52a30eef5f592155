import Ethernet
import FoundationEssentials
import HyperV
import Testing

/// Values travel over the API and lie in the store as JSON: every one comes back the same.
@Suite struct CodableTests {
  func roundTrip<Value: Codable & Equatable>(_ value: Value) throws -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    let data = try encoder.encode(value)
    #expect(try JSONDecoder().decode(Value.self, from: data) == value)
    return String(decoding: data, as: UTF8.self)
  }

  static let id = UUID(uuidString: "7CCA7664-2D4C-4B86-A7A5-0123456789AB") ?? UUID()
  static let mac = MACAddress(rawValue: 0x0015_5D00_0411)

  @Test func machine() throws {
    let full = MachineConfiguration(
      name: "L1", version: .init(9, 3), boot: .image("host"),
      processor: .init(count: 2, exposeVirtualizationExtensions: true),
      memory: .init(
        startupBytes: 2 << 30, dynamicMemoryEnabled: true, minimumBytes: 1 << 30, maximumBytes: 4 << 30, buffer: 30,
        priority: 70),
      adapters: [
        .init(
          name: "LAN", switchName: "Outer", macAddress: Self.mac, macAddressSpoofing: .on, dhcpGuard: .on,
          routerGuard: .on, vlan: .trunk(native: 0, allowed: VLANSet("1-10,20")!)), .init(vlan: .access(id: 7)),
      ], comPorts: [.init(number: 1), .init(number: 2, path: "/run/com2")],
      integrationServices: .init(enabled: [.guestServiceInterface]),
      createdAt: Date(timeIntervalSince1970: 1_800_000_000.5),
      notes: "lab:nested")
    let json = try roundTrip(full)
    #expect(json.contains(#""version":"9.3""#))
    #expect(json.contains(#""boot":{"image":"host"}"#))
    #expect(json.contains(#""macAddress":"00-15-5D-00-04-11""#))
    #expect(json.contains(#""macAddressSpoofing":"On""#))
    var disk = full
    disk.boot = .disk(path: "/var/d.raw")
    #expect(try roundTrip(disk).contains(#""boot":{"disk":"/var/d.raw"}"#))
    let status = MachineStatus(
      state: .running, engine: .tcg, processID: 17, uptime: 1.5, cpuUsage: 7, memoryAssigned: 1 << 30,
      memoryDemand: 1 << 29, memoryStatus: .low, memoryLimit: 1 << 31, isMemoryHeld: true,
      heartbeat: .lostCommunication, reason: "none",
      guest: .init(connected: true, addresses: ["10.0.0.2/24"], kernel: "6.1", isHost: true),
      extensions: .init(asked: true, found: "svm", kvmRuns: true),
      adapterStatuses: [
        .init(
          name: "LAN", macAddress: Self.mac, switchID: Self.id, switchName: "Outer", connected: true,
          ipAddresses: ["10.0.0.2"])
      ], integrationServices: [.init(service: .vss, enabled: false, state: .disabled)],
      comPorts: [.init(number: 1, path: "/c")])
    let text = try roundTrip(MachineResource(id: Self.id, configuration: full, status: status))
    #expect(text.contains(#""state":"Running""#))
    #expect(text.contains(#""engine":"TCG""#))
    _ = try roundTrip(MachineResource(id: Self.id, configuration: disk, status: MachineStatus()))
  }

  @Test func switches() throws {
    let configuration = SwitchConfiguration(
      name: "VmNAT", type: .internal, netAdapterName: nil, allowManagementOS: false,
      address: IPv4Prefix("192.168.100.1/24"), hostLoopback: false, mtu: 9000,
      hostAdapterVLAN: .access(id: 9), bandwidthMode: .absolute, notes: "n")
    #expect(try roundTrip(configuration).contains(#""address":"192.168.100.1/24""#))
    let drop = DropCount(
      reason: .macSpoofing, frames: .max, lastMAC: Self.mac, lastFrame: "DHCP Discover", lastSecond: 7)
    let port = PortStatus(
      name: "L1/LAN", kind: .machine, connected: true, macAddress: Self.mac, macAddressSpoofing: .on,
      vlan: .access(id: 5), receivedFrames: 1, receivedBytes: 2, sentFrames: 3, sentBytes: 4, drops: [drop],
      learned: [Self.mac])
    let lease = Lease(
      macAddress: Self.mac, address: IPv4Address(rawValue: 0x0A4D_0004), expires: 1 << 40, hostName: "L1")
    let status = SwitchStatus(running: true, processID: 5, uptime: 2, ports: [port], leases: [lease], reason: "r")
    let json = try roundTrip(SwitchResource(id: Self.id, configuration: configuration, status: status))
    #expect(json.contains(#""frames":18446744073709551615"#))
    #expect(json.contains(#""reason":"MacSpoofing""#))
    for type in SwitchType.allCases { _ = try roundTrip(SwitchConfiguration(name: "s", type: type)) }
    for reason in DropReason.allCases {
      _ = try roundTrip(DropCount(reason: reason, frames: 0, lastMAC: nil, lastFrame: nil))
    }
    _ = try roundTrip(SwitchStatus())
  }

  @Test func nats() throws {
    let inner = try #require(IPv4Address("192.168.100.2"))
    let configuration = NATConfiguration(
      name: "n", internalPrefix: try #require(IPv4Prefix("192.168.100.0/24")), externalPrefix: IPv4Prefix("10.0.0.0/8"),
      staticMappings: [.init(id: 3, protocol: .udp, externalPort: 53, internalAddress: inner, internalPort: 53)],
      externalAddresses: [.init(id: 1, address: inner)], icmpQueryTimeout: 1, tcpEstablishedConnectionTimeout: 2,
      tcpTransientConnectionTimeout: 3, udpIdleSessionTimeout: 4, tcpFilteringBehavior: .endpointIndependent,
      udpFilteringBehavior: .endpointIndependent, udpInboundRefresh: true, notes: "x")
    _ = try roundTrip(
      NATSession(
        natName: "n", protocol: "TCP", internalSourceAddress: inner, internalSourcePort: 1,
        internalDestinationAddress: inner, internalDestinationPort: 2, externalSourceAddress: inner,
        externalSourcePort: 3, externalDestinationAddress: inner, externalDestinationPort: 4, secondsLeft: 5))
    _ = try roundTrip(
      NATResource(id: Self.id, configuration: configuration, status: .init(active: true, translatedPackets: 9)))
  }

  @Test func host() throws {
    let information = HostInformation(
      name: "h", version: "0.1.0", kernel: "6.1", processors: 2, memory: 1 << 34, vendor: .amd, engine: .kvm,
      engineReason: "it ran", nestingSupported: true, nestingReason: "svm", isRoot: true, processID: 1,
      requiredEngine: .kvm)
    #expect(try roundTrip(information).contains(#""vendor":"AuthenticAMD""#))
    _ = try roundTrip(
      HostSettings(
        macAddressMinimum: Self.mac, macAddressMaximum: Self.mac, virtualMachinePath: "/a", virtualHardDiskPath: "/b",
        nesting: NestingPolicy(mode: .named, machines: ["L1"], depth: 2, enforcesRequirements: true)))
    _ = try roundTrip(
      HostAdapter(
        name: "Ethernet", interface: "eth0", index: 2, interfaceDescription: "d", macAddress: Self.mac, mtu: 1500,
        isUp: true, isPhysical: true, isVirtual: false, addresses: []))
    _ = try roundTrip(HostStatus(host: information, machines: [], switches: [], nats: []))
  }

  @Test(arguments: DrosteError.Code.allCases) func errors(_ code: DrosteError.Code) throws {
    _ = try roundTrip(DrosteError(code, "message\nof two lines", cause: "cause", hint: "hint"))
    _ = try roundTrip(DrosteError(code, "m"))
  }

  @Test func enumerations() throws {
    #expect(
      MachineState.allCases.map(\.rawValue)
        == ["Off", "Starting", "Running", "Stopping", "Pausing", "Paused", "Resuming"])
    #expect(SwitchType.allCases.map(\.rawValue) == ["Private", "Internal", "External", "NAT"])
    #expect(OnOffState.allCases.map(\.rawValue) == ["On", "Off"])
    #expect([Engine.kvm, .tcg].map(\.rawValue) == ["KVM", "TCG"])
    #expect(
      [PortKind.machine, .hostAdapter, .uplink, .nat].map(\.rawValue) == ["Machine", "HostAdapter", "Uplink", "NAT"])
  }

  @Test(arguments: [
    #"{}"#, #"{"image":"host","disk":"/d"}"#, #"{"image":null}"#, #"{"image":7}"#, #"[]"#, #""host""#,
  ])
  func refusedBootSources(_ json: String) {
    #expect(throws: DecodingError.self) { try JSONDecoder().decode(BootSource.self, from: Data(json.utf8)) }
  }

  @Test(arguments: [#""12""#, #"12.0"#, #""x.y""#, #"null"#]) func refusedVersions(_ json: String) {
    #expect(throws: DecodingError.self) {
      try JSONDecoder().decode([ConfigurationVersion].self, from: Data("[\(json)]".utf8))
    }
  }

  @Test(arguments: [#""00-15-5D""#, #""zz-15-5D-00-00-01""#, #"5"#]) func refusedAddresses(_ json: String) {
    #expect(throws: DecodingError.self) {
      try JSONDecoder().decode(
        NetworkAdapterConfiguration.self,
        from: Data(#"{"name":"n","macAddressSpoofing":"Off","macAddress":\#(json)}"#.utf8))
    }
  }
}
