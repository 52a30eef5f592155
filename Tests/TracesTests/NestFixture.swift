import Ethernet
import FoundationEssentials
import HyperV
import Traces

/// L0 with the switch Lab (NAT, 10.77.0.1/24), L1 on it, and in L1 the switches VmNAT (Internal, 192.168.100.1/24) with
/// `natted`; where `bridged` sends also Bridge (External): what their trace would bring home.
struct NestFixture {
  static let mark: UInt16 = 4
  static let l1MAC = MACAddress("00-15-5D-00-00-01")!
  static let nattedMAC = MACAddress("00-15-5D-01-00-0A")!
  static let bridgedMAC = MACAddress("00-15-5D-01-00-0B")!
  static let hostMAC = MACAddress("00-15-5D-01-00-01")!
  static let gatewayMAC = MACAddress("52-55-0A-4D-00-01")!
  static func ip(_ text: String) -> IPv4Address { IPv4Address(text)! }

  var from: [String]
  var to: [String]? = []
  var destination = ip("10.77.0.1")
  var outer: HostStatus
  var inner: HostStatus
  var stations: [TraceStation] = []
  var report: ProbeReport
  var decisions: [TraceRecord.Decision] = []
  /// Nanoseconds that L1's and the guest's clocks are ahead of L0's.
  static let ahead: [UInt64] = [0, 5_000_000_000, 90_000_000_000]

  static func machine(_ name: String, _ adapters: [NetworkAdapterConfiguration], addresses: [String] = [])
    -> MachineResource
  {
    let configuration = MachineConfiguration(name: name, boot: .image("guest"), adapters: adapters)
    var status = MachineStatus(state: .running)
    status.adapterStatuses = adapters.map {
      NetworkAdapterStatus(
        name: $0.name, macAddress: $0.macAddress, switchID: nil, switchName: $0.switchName, connected: true,
        ipAddresses: addresses)
    }
    return MachineResource(id: UUID(), configuration: configuration, status: status)
  }

  static func adapter(_ switchName: String?, _ mac: MACAddress) -> NetworkAdapterConfiguration {
    NetworkAdapterConfiguration(switchName: switchName, macAddress: mac)
  }

  static func port(_ name: String, _ kind: PortKind, _ mac: MACAddress? = nil) -> PortStatus {
    PortStatus(name: name, kind: kind, connected: true, macAddress: mac)
  }

  static func hostAdapter(_ name: String, _ address: String?) -> HostAdapter {
    HostAdapter(
      name: "vEthernet (\(name))", interface: "v\(name)", index: 3, macAddress: hostMAC, mtu: 1500, isUp: true,
      isPhysical: false, isVirtual: true, addresses: address.flatMap { IPv4Prefix($0) }.map { [$0] } ?? [])
  }

  static func host(_ machines: [MachineResource], _ switches: [SwitchResource], _ nats: [NATResource]) -> HostStatus {
    HostStatus(
      host: HostInformation(
        name: "h", version: "1", kernel: "6", processors: 1, memory: 1, vendor: .amd, engine: .tcg, engineReason: "",
        nestingSupported: true, nestingReason: "", isRoot: true, processID: 1), machines: machines, switches: switches,
      nats: nats)
  }

  /// - Parameter from: `natted` or `bridged`.
  init(from: String) {
    self.from = ["L1", from]
    let lab = SwitchResource(
      id: UUID(), configuration: SwitchConfiguration(name: "Lab", type: .nat, address: IPv4Prefix("10.77.0.1/24")),
      status: SwitchStatus(
        running: true, ports: [Self.port("L1/Network Adapter", .machine, Self.l1MAC), Self.port("NAT", .nat)]))
    outer = Self.host(
      [Self.machine("L1", [Self.adapter("Lab", Self.l1MAC)], addresses: ["10.77.0.12"])], [lab], [])
    let vmNAT = SwitchResource(
      id: UUID(),
      configuration: SwitchConfiguration(name: "VmNAT", type: .internal, address: IPv4Prefix("192.168.100.1/24")),
      status: SwitchStatus(
        running: true,
        ports: [
          Self.port("natted/Network Adapter", .machine, Self.nattedMAC),
          Self.port("vEthernet (VmNAT)", .hostAdapter, Self.hostMAC),
        ], hostAdapter: Self.hostAdapter("VmNAT", "192.168.100.1/24")))
    let bridge = SwitchResource(
      id: UUID(), configuration: SwitchConfiguration(name: "Bridge", type: .external, netAdapterName: "eth0"),
      status: SwitchStatus(
        running: true,
        ports: [Self.port("bridged/Network Adapter", .machine, Self.bridgedMAC), Self.port("eth0", .uplink)]))
    let nat = NATResource(
      id: UUID(), configuration: NATConfiguration(name: "n", internalPrefix: IPv4Prefix("192.168.100.0/24")!),
      status: NATStatus(active: true))
    inner = Self.host(
      [
        Self.machine("natted", [Self.adapter("VmNAT", Self.nattedMAC)], addresses: ["192.168.100.2"]),
        Self.machine("bridged", [Self.adapter("Bridge", Self.bridgedMAC)], addresses: ["10.77.0.13"]),
      ], from == "natted" ? [vmNAT] : [vmNAT, bridge], [nat])
    report = ProbeReport(destination: destination)
    report.interface = "eth0"
    let isNatted = from == "natted"
    report.source = Self.ip(isNatted ? "192.168.100.2" : "10.77.0.13")
    report.sourceMAC = isNatted ? Self.nattedMAC : Self.bridgedMAC
    report.gateway = isNatted ? Self.ip("192.168.100.1") : nil
    stations = [TraceStation(path: []), TraceStation(path: ["L1"]), TraceStation(path: self.from)]
    stations[0].system = Self.system("eth0", MACAddress("02-00-00-00-00-01")!, "172.16.0.5/24")
    stations[1].system = TraceSystem(
      interfaces: [
        .init(
          name: "eth0", macAddress: Self.l1MAC, isUp: true, hasCarrier: true, addresses: [IPv4Prefix("10.77.0.12/24")!]),
        .init(
          name: "vVmNAT", macAddress: Self.hostMAC, isUp: true, hasCarrier: true,
          addresses: [IPv4Prefix("192.168.100.1/24")!]),
      ], forwards: true)
    stations[2].system = Self.system("eth0", report.sourceMAC!, isNatted ? "192.168.100.2/24" : "10.77.0.13/24")
    for index in 1...2 {
      stations[index].offset = -Int64(Self.ahead[index])
      stations[index].uncertainty = UInt64(index) * 400_000
    }
  }

  static func system(_ name: String, _ mac: MACAddress, _ address: String?) -> TraceSystem {
    TraceSystem(
      interfaces: [
        .init(
          name: name, macAddress: mac, isUp: true, hasCarrier: true,
          addresses: address.flatMap { IPv4Prefix($0) }.map { [$0] } ?? [])
      ], forwards: false)
  }

  var record: TraceRecord {
    var all = stations
    all[0].status = outer
    all[1].status = inner
    return TraceRecord(
      from: from, to: to, destination: destination, stations: all, report: report, decisions: decisions)
  }

  /// Nobody answered for the next hop.
  mutating func askInVain() {
    report.problem = .noNeighbour
    report.probes = [.init(sequence: Self.mark, carrier: .arp, sent: 1000)]
  }

  /// An echo request was sent; answered after so many nanoseconds.
  mutating func echo(answeredAfter: UInt64?) {
    report.nextHopMAC = Self.hostMAC
    var probe = ProbeReport.Probe(sequence: Self.mark, carrier: .echo, sent: 1000)
    if let answeredAfter {
      probe.answered = 1000 + answeredAfter
      probe.from = destination
    }
    report.probes = [probe]
  }

  /// What is seen, in the order of the way; each `microseconds` after the one before. `place`: `2 eth0 Out`, `1 VmNAT:vEthernet (VmNAT) In`.
  mutating func see(
    _ carrier: ProbeCarrier, _ places: [String], source: IPv4Address? = nil, target: MACAddress? = nil,
    skew: [Int64] = [0, 0, 0], start: UInt64 = 1_000_000
  ) {
    var time = start
    for text in places {
      let index = Int(String(text.prefix(1)))!
      let words = text.dropFirst(2)
      let direction: TraceSighting.Direction = words.hasSuffix(" In") ? .in : .out
      let name = words.dropLast(direction == .in ? 3 : 4)
      let parts = name.split(separator: ":", maxSplits: 1).map(String.init)
      let isReply = carrier == .echoReply
      let from = source ?? report.source!
      let frame: [UInt8]
      let mark = ProbeMark(id: 1, sequence: Self.mark)
      if carrier == .arp {
        frame = Probe.arpRequest(mark, from: report.sourceMAC!, from, for: report.nextHop)
      } else {
        let (a, b) = isReply ? (destination, from) : (from, destination)
        frame = Probe.echoRequest(
          mark, identifier: 1, from: (report.sourceMAC!, a), to: (target ?? Self.hostMAC, b))
      }
      var probe = frame.withRawSpan { Probe($0) }!
      probe.carrier = carrier
      let switches = (outer.switches + inner.switches).flatMap(\.status.ports)
      let kind = parts.count == 2 ? switches.first { $0.name == parts[1] }?.kind : nil
      let clock = UInt64(Int64(time + Self.ahead[index]) + skew[index])
      stations[index].sightings.append(
        TraceSighting(
          switchName: parts.count == 2 ? parts[0] : nil, place: parts.last!, portKind: kind, direction: direction,
          time: clock, monotonic: clock, probe: probe))
      time += 100_000
    }
  }

  /// Makes the last sighting of a station a drop.
  mutating func drop(_ index: Int, _ reason: DropReason?, _ detail: String) {
    let last = stations[index].sightings.count - 1
    stations[index].sightings[last].drop = reason
    stations[index].sightings[last].detail = detail
  }

  /// The way of `natted` to L0's NAT.
  static let nattedWay = [
    "2 eth0 Out", "1 VmNAT:natted/Network Adapter In", "1 VmNAT:vEthernet (VmNAT) Out", "1 vVmNAT In", "1 eth0 Out",
    "0 Lab:L1/Network Adapter In", "0 Lab:NAT Out",
  ]
  /// The way of `bridged`.
  static let bridgedWay = [
    "2 eth0 Out", "1 Bridge:bridged/Network Adapter In", "1 Bridge:eth0 Out", "1 eth0 Out",
    "0 Lab:L1/Network Adapter In", "0 Lab:NAT Out",
  ]
}
