import Ethernet
import FoundationEssentials
import HyperV
import Testing

/// What earlier versions wrote into stores, labs and folders of processes is read as it was meant.
@Suite struct EarlierVersionTests {
  func decode<Value: Decodable>(_ type: Value.Type, _ json: String) throws -> Value {
    try JSONDecoder().decode(type, from: Data(json.utf8))
  }

  static let machine = """
    {"adapters":[{"macAddress":"00-15-5D-00-04-11","macAddressSpoofing":"On","name":"LAN","switchName":"Outer"},
    {"macAddress":"02-00-00-00-00-01","macAddressSpoofing":"Off","name":"Other"},{"macAddressSpoofing":"Off","name":"New"}],
    "boot":{"image":"host"},"memory":{"startupBytes":1073741824},"name":"L1","notes":"lab:x",
    "processor":{"count":2,"exposeVirtualizationExtensions":true},"version":"12.0"}
    """

  @Test func machine() throws {
    let found = try decode(MachineConfiguration.self, Self.machine)
    #expect(found.comPorts == ComPortConfiguration.standard)
    #expect(found.integrationServices == .standard)
    #expect(found.createdAt == nil)
    #expect(found.adapters.map(\.isMACAddressDynamic) == [true, false, true])
    for adapter in found.adapters {
      #expect(adapter.vlan == .untagged && adapter.dhcpGuard == .off && adapter.routerGuard == .off)
    }
    #expect(found.memory == MemoryConfiguration(startupBytes: 1 << 30))
    #expect(found.problems(vendor: .amd).isEmpty)
    let status = try decode(
      MachineStatus.self, #"{"guest":{"addresses":[],"connected":true,"isHost":false},"state":"Running","uptime":1.5}"#)
    #expect(status.state == .running && status.cpuUsage == 0 && status.heartbeat == nil)
    #expect(status.memoryDemand == nil && status.memoryLimit == nil && !status.isMemoryHeld)
    #expect(status.adapterStatuses.isEmpty && status.integrationServices.isEmpty && status.comPorts.isEmpty)
  }

  @Test func switches() throws {
    let found = try decode(
      SwitchConfiguration.self,
      #"{"address":"10.77.0.1/24","allowManagementOS":true,"hostLoopback":false,"mtu":1500,"name":"s","notes":"","type":"NAT"}"#
    )
    #expect(found == SwitchConfiguration(name: "s", type: .nat, address: IPv4Prefix("10.77.0.1/24")))
    let status = try decode(
      SwitchStatus.self,
      """
      {"leases":[],"ports":[{"connected":true,"drops":[],"kind":"Machine","learned":[],"macAddressSpoofing":"Off",
      "name":"L1/LAN","receivedBytes":1,"receivedFrames":1,"sentBytes":1,"sentFrames":1}],"running":true,"uptime":3}
      """)
    #expect(status.ports.first?.vlan == .untagged)
    #expect(status.hostAdapter == nil && status.uplink == nil)
  }

  @Test func nats() throws {
    let found = try decode(NATConfiguration.self, #"{"internalPrefix":"192.168.100.0/24","name":"n","notes":""}"#)
    #expect(found == NATConfiguration(name: "n", internalPrefix: IPv4Prefix("192.168.100.0/24")!))
    #expect(found.tcpEstablishedConnectionTimeout == 1800 && found.tcpTransientConnectionTimeout == 120)
    #expect(found.udpIdleSessionTimeout == 120 && found.icmpQueryTimeout == 30)
    #expect(found.tcpFilteringBehavior == .addressDependent && found.udpFilteringBehavior == .addressDependent)
  }

  @Test func adapters() throws {
    let found = try decode(
      HostAdapter.self,
      #"{"addresses":["10.0.0.2/24"],"index":2,"interface":"eth0","isPhysical":true,"isUp":true,"isVirtual":false,"mtu":1500,"name":"Ethernet"}"#
    )
    #expect(found.interfaceDescription == "")
  }
}
