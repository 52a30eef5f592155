import Ethernet
import FoundationEssentials
import HyperV
import Switching

/// An endpoint in memory: keeps what is sent to it.
final class MemoryEndpoint: PortEndpoint {
  var descriptor: Int32 { 0 }
  var isConnected = true
  var isFull = false
  var isClosed = false
  var failure: DrosteError?
  var flushes = 0
  private(set) var frames: [[UInt8]] = []

  var capabilities: OffloadCapabilities { [] }

  func receive(_ deliver: (RawSpan, OffloadHeader) -> Void) throws {
    if let failure { throw failure }
  }

  func send(_ frame: RawSpan, _ offload: OffloadHeader) -> SendResult {
    guard isConnected else { return .disconnected }
    guard !isFull else { return .queueFull }
    frames.append(frame.bytes(at: 0, count: frame.byteCount) ?? [])
    return .sent
  }

  func flush() { flushes += 1 }
  func close() { isClosed = true }

  /// What came since the last call.
  func take() -> [[UInt8]] {
    defer { frames = [] }
    return frames
  }
}

/// A switch engine whose ports are in memory.
final class EngineFixture {
  let engine: SwitchEngine
  var configuration: SwitchProcessConfiguration
  private(set) var endpoints: [String: MemoryEndpoint] = [:]
  var made: [String: Int] = [:]
  /// What the factory answers in place of an endpoint, by port.
  var refusals: [String: DrosteError] = [:]
  var saved: [[Lease]] = []
  var wallClock: Int64 = 1_800_000_000

  init(_ ports: [PortConfiguration], mtu: Int = 1500, dhcp: DHCPConfiguration? = nil, leases: [Lease] = []) throws {
    configuration = SwitchProcessConfiguration(id: UUID(), name: "Lab", mtu: mtu, ports: ports, dhcp: dhcp)
    var factory: PortFactory = { _ in MemoryEndpoint() }
    var clock: () -> Int64 = { 0 }
    engine = SwitchEngine(
      configuration, makeEndpoint: { try factory($0) }, wallClock: { clock() })
    factory = { [unowned self] port in
      if let refusal = refusals[port.name] { throw refusal }
      let endpoint = MemoryEndpoint()
      endpoints[port.name] = endpoint
      made[port.name, default: 0] += 1
      return endpoint
    }
    clock = { [unowned self] in wallClock }
    engine.saveLeases = { [unowned self] in saved.append($0) }
    engine.restore(leases)
    try engine.apply(configuration)
  }

  func send(_ frame: [UInt8], from port: String) {
    guard let port = engine.port(named: port) else { return }
    frame.withRawSpan { engine.receive($0, from: port) }
    engine.flush()
  }

  /// The ports that got something since the last call.
  func receivers() -> [String] {
    endpoints.filter { !$0.value.take().isEmpty }.map(\.key).sorted()
  }

  func status(_ port: String) -> PortStatus? { engine.portStatus.first { $0.name == port } }

  /// The drops of a port, `MacSpoofing 1 00-15-5D-00-00-99 ARP request`.
  func drops(_ port: String) -> [String] { status(port)?.drops.map(\.text) ?? [] }

  /// Changes the configuration and applies it.
  func change(_ body: (inout SwitchProcessConfiguration) -> Void) throws {
    body(&configuration)
    try engine.apply(configuration)
  }
}

extension DropCount {
  var text: String { "\(reason.rawValue) \(frames) \(lastMAC.map { "\($0)" } ?? "-") \(lastFrame ?? "-")" }
}

extension PortConfiguration {
  /// A machine's port; its address ends in `number`.
  static func machine(
    _ name: String, _ number: UInt8, spoofing: OnOffState = .off, cap: Int = 64, socket: String? = nil,
    vlan: VLANConfiguration = .untagged, dhcpGuard: OnOffState = .off, routerGuard: OnOffState = .off
  ) -> PortConfiguration {
    PortConfiguration(
      name: name, kind: .machine, endpoint: .stream(socketPath: socket ?? "/none/\(name)"), macAddress: .test(number),
      macAddressSpoofing: spoofing, learningCap: cap, vlan: vlan, dhcpGuard: dhcpGuard, routerGuard: routerGuard)
  }

  static let uplink = PortConfiguration(
    name: "eth0", kind: .uplink, endpoint: .packet(interface: "eth0", ownAddresses: []))

  static let nat = PortConfiguration(
    name: "NAT", kind: .nat,
    endpoint: .userNAT(
      UserNATConfiguration(
        gateway: IPv4Address("192.168.100.1")!, prefix: IPv4Prefix("192.168.100.0/24")!,
        dns: IPv4Address("192.168.100.2")!)))
}

extension DHCPConfiguration {
  static func test(last: String = "192.168.100.199", mtu: Int? = 1400) -> DHCPConfiguration {
    DHCPConfiguration(
      serverAddress: IPv4Address("192.168.100.1")!, prefix: IPv4Prefix("192.168.100.0/24")!,
      firstAddress: IPv4Address("192.168.100.100")!, lastAddress: IPv4Address(last)!,
      gateway: IPv4Address("192.168.100.1")!, dns: [IPv4Address("192.168.100.2")!], mtu: mtu)
  }
}

extension MACAddress {
  /// 00-15-5D-00-00-XX.
  static func test(_ number: UInt8) -> MACAddress { MACAddress(rawValue: 0x0015_5D00_0000 | UInt64(number)) }
  static let libslirpGateway = MACAddress("52-55-C0-A8-64-01")!
}
