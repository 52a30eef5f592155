import Ethernet
import FoundationEssentials
import HyperV
import Terminal

/// A nest of two levels as its hosts would tell it.
enum Example {
  static let id = UUID(uuidString: "00000000-0000-0000-0000-000000000001")!
  static let outerMAC = MACAddress("00-15-5D-00-04-01")!
  static let nattedMAC = MACAddress("00-15-5D-00-05-01")!
  static let bridgedMAC = MACAddress("00-15-5D-00-05-02")!
  static let hostMAC = MACAddress("00-15-5D-00-05-FE")!

  static func information(_ name: String, _ engine: Engine) -> HostInformation {
    HostInformation(
      name: name, version: "0.1", kernel: "6.1", processors: 2, memory: 4 << 30, vendor: .amd, engine: engine,
      engineReason: "", nestingSupported: true, nestingReason: "", isRoot: true, processID: 10)
  }

  static func machine(
    _ name: String, engine: Engine, adapter: NetworkAdapterConfiguration, nested: Bool = false, addresses: [String]
  ) -> MachineResource {
    MachineResource(
      id: id,
      configuration: MachineConfiguration(
        name: name, boot: .image(nested ? "host" : "guest"),
        processor: .init(count: 1, exposeVirtualizationExtensions: nested), adapters: [adapter]),
      status: MachineStatus(
        state: .running, engine: engine, processID: 20, uptime: 72,
        guest: GuestStatus(connected: true, addresses: addresses, kernel: "6.1.0", isHost: nested),
        extensions: ExtensionVerification(asked: nested, found: nested ? "svm" : nil, kvmRuns: nested ? true : nil)))
  }

  /// `transferred` bytes have passed every port towards the machines.
  static func tree(transferred: UInt64 = 0, dropped: UInt64 = 0) -> HostTree {
    func port(_ name: String, _ kind: PortKind, mac: MACAddress? = nil, inwardIsSent: Bool) -> PortStatus {
      PortStatus(
        name: name, kind: kind, connected: true, macAddress: mac,
        receivedFrames: inwardIsSent ? 10 : 20, receivedBytes: inwardIsSent ? 1000 : transferred,
        sentFrames: inwardIsSent ? 20 : 10, sentBytes: inwardIsSent ? transferred : 1000)
    }
    func network(_ name: String, _ type: SwitchType, address: String?, ports: [PortStatus]) -> SwitchResource {
      SwitchResource(
        id: id,
        configuration: SwitchConfiguration(
          name: name, type: type, netAdapterName: type == .external ? "eth0" : nil,
          address: address.flatMap { IPv4Prefix($0) }),
        status: SwitchStatus(running: true, processID: 30, uptime: 80, ports: ports))
    }
    let outer = NetworkAdapterConfiguration(switchName: "Outer", macAddress: outerMAC, macAddressSpoofing: .on)
    var l1Port = port("L1/Network Adapter", .machine, mac: outerMAC, inwardIsSent: true)
    if dropped > 0 {
      l1Port.drops = [
        DropCount(reason: .macSpoofing, frames: dropped, lastMAC: bridgedMAC, lastFrame: "DHCP Discover")
      ]
    }
    let inner = HostTree(
      path: "L1", level: 1,
      status: HostStatus(
        host: information("L1", .kvm),
        machines: [
          machine(
            "bridged", engine: .kvm, adapter: .init(switchName: "VmExt", macAddress: bridgedMAC),
            addresses: ["10.77.0.11/24"]),
          machine(
            "natted", engine: .kvm, adapter: .init(switchName: "VmNAT", macAddress: nattedMAC),
            addresses: ["192.168.100.10/24"]),
        ],
        switches: [
          network(
            "VmExt", .external, address: nil,
            ports: [
              port("bridged/Network Adapter", .machine, mac: bridgedMAC, inwardIsSent: true),
              port("eth0", .uplink, inwardIsSent: false),
              port("vEthernet (VmExt)", .hostAdapter, mac: hostMAC, inwardIsSent: true),
            ]),
          network(
            "VmNAT", .internal, address: "192.168.100.1/24",
            ports: [
              port("natted/Network Adapter", .machine, mac: nattedMAC, inwardIsSent: true),
              port("vEthernet (VmNAT)", .hostAdapter, inwardIsSent: false),
            ]),
        ],
        nats: [
          NATResource(
            id: id, configuration: .init(name: "LocalNAT", internalPrefix: IPv4Prefix("192.168.100.0/24")!),
            status: .init(active: true, translatedPackets: transferred > 0 ? 1 : 0))
        ]))
    return HostTree(
      status: HostStatus(
        host: information("box", .tcg),
        machines: [machine("L1", engine: .tcg, adapter: outer, nested: true, addresses: ["10.77.0.10/24"])],
        switches: [
          network(
            "Outer", .nat, address: "10.77.0.1/24", ports: [l1Port, port("NAT", .nat, inwardIsSent: false)])
        ], nats: []),
      inside: ["L1": inner])
  }

  /// L1's own adapter is on VmExt: its default route goes through vEthernet.
  static let facts: [String: NetworkFacts] = [
    "L1": NetworkFacts(
      interfaces: [
        InterfaceFact(name: "eth0", macAddress: outerMAC, addresses: []),
        InterfaceFact(name: "vEthernet (VmExt)", macAddress: hostMAC, addresses: ["10.77.0.10/24"]),
      ], defaultInterface: "vEthernet (VmExt)")
  ]
}
