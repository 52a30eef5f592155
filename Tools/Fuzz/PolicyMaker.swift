import Ethernet
import HyperV
import Switching

/// Makes configurations of a lying machine's port, within the rules of one port; those of several together may contradict
/// each other, which `apply` then refuses.
enum PolicyMaker {
  static func port(_ number: Int, path: String, pairs: Int) -> PortConfiguration {
    PortConfiguration(
      name: Names.name(number), kind: .machine, endpoint: .vhostUser(socketPath: path, queuePairs: pairs),
      macAddress: MACAddress(rawValue: Names.address(number)))
  }

  /// Other policies for the port; its endpoint stays.
  static func change(_ port: PortConfiguration, _ number: Int, _ input: inout Input) -> PortConfiguration {
    var port = port
    port.macAddressSpoofing = input.chance(128) ? .on : .off
    port.learningCap = 1 + input.below(6)
    port.vlan = vlan(&input)
    port.dhcpGuard = input.chance(128) ? .on : .off
    port.routerGuard = input.chance(128) ? .on : .off
    port.allowedMACAddresses =
      port.macAddressSpoofing == .off && input.chance(128) ? [MACAddress(rawValue: Names.inner(number))] : []
    port.portMirroring = input.one(of: [.none, .none, .source, .destination])
    port.bandwidth = BandwidthConfiguration(
      minimumWeight: input.chance(64) ? 1 + input.below(100) : 0,
      maximum: input.chance(64) ? input.one(of: [1, 1000, 1_000_000, 1_000_000_000]) : 0)
    port.stormLimit = input.chance(64) ? UInt32(1 + input.below(20)) : 0
    port.accessControl = []
    for _ in 0..<input.below(5) {
      let entry = accessControl(&input)
      if entry.problems.isEmpty, !port.accessControl.contains(entry) { port.accessControl.append(entry) }
    }
    return port
  }

  private static func vlan(_ input: inout Input) -> VLANConfiguration {
    let ids = [5, 6, 7, 200, 4094]
    switch input.byte() % 8 {
    case 0, 1, 2: return .untagged
    case 3: return .access(id: input.one(of: ids))
    case 4: return .trunk(native: input.one(of: [0, 5]), allowed: VLANSet([5, 6, 200])!)
    case 5: return .privateIsolated(primary: 5, secondary: input.one(of: [200, 6]))
    case 6: return .privateCommunity(primary: 5, secondary: input.one(of: [7, 6]))
    default: return .privatePromiscuous(primary: 5, secondaries: VLANSet([200, 6, 7])!)
    }
  }

  private static func accessControl(_ input: inout Input) -> AccessControlEntry {
    let isExtended = input.chance(128)
    let matches: [AddressMatch] = [
      .any, .anyIP, .mac(MACAddress(rawValue: Names.address(3))), .ipv4(IPv4Prefix("10.0.0.0/8")!),
      .ipv4(IPv4Prefix("10.0.0.4/32")!), .ipv6(IPv6Prefix("fe80::/10")!), .mac(MACAddress(rawValue: Names.address(0))),
    ]
    let transport = input.one(of: [nil, 6, 17, 58, 1] as [UInt8?])
    let hasPorts = transport == 6 || transport == 17
    return AccessControlEntry(
      action: input.one(of: isExtended ? [.allow, .deny] : [.deny, .meter, .allow]),
      direction: input.one(of: [.outbound, .inbound]), local: input.one(of: matches), remote: input.one(of: matches),
      payloadProtocol: isExtended ? transport : nil,
      localPorts: isExtended && hasPorts && input.chance(128) ? 1000...1100 : nil,
      remotePorts: isExtended && hasPorts && input.chance(128) ? 80...4096 : nil,
      weight: isExtended ? 1 + input.below(10) : 0, isExtended: isExtended)
  }
}
