internal import Netlink
internal import PowerShell

/// MSFT_NetIPInterface: what one IP family is on one interface. Switches of the kernel are read below /proc/sys/net.
enum InterfaceObject {
  /// Both families of every interface that has them, by metric and index as Windows lists them: IPv6 before IPv4.
  static func all(_ state: NetworkState) throws -> [PropertyBag] {
    try state.adapters().sorted { $0.index > $1.index }.flatMap { adapter in
      [.v6, .v4].compactMap { make(adapter, $0, state) }
    }
  }

  /// Nil where the family is switched off.
  static func make(_ adapter: Adapter, _ family: IPAddress.Family, _ state: NetworkState) -> PropertyBag? {
    let switches = KernelSwitches(adapter.interface, family, state.environment)
    if family == .v6, switches.read("disable_ipv6") != 0 { return nil }
    let metric = state.metric(adapter.interface, family)
    let mtu = family == .v6 ? switches.read("mtu") ?? adapter.link.mtu : adapter.link.mtu
    let isConnected = adapter.status == .up || adapter.link.isLoopback && adapter.link.isUp
    return CimClass.interface.make([
      "InterfaceIndex": .uint32(adapter.index), "ifIndex": .uint32(adapter.index),
      "InterfaceAlias": .string(adapter.name), "ifAlias": .string(adapter.name),
      "AddressFamily": AddressObject.familyValue(family), "Forwarding": enabled(switches.read("forwarding") == 1),
      "NlMtu": .uint32(mtu), "NlMtuBytes": .uint32(mtu), "InterfaceMetric": .uint32(metric.value),
      "AutomaticMetric": enabled(!metric.isSet),
      "Dhcp": enabled(isDHCP(adapter, family, state)),
      "ConnectionState": NetworkTypes.connectionState.value(isConnected ? 1 : 0),
      "RouterDiscovery": .string(family == .v6 && switches.read("accept_ra") ?? 0 > 0 ? "Enabled" : "Disabled"),
      "DadTransmits": .uint32(switches.read("dad_transmits") ?? 0),
      "CurrentHopLimit": .uint32(family == .v6 ? switches.read("hop_limit") ?? 0 : 0), "CompartmentId": .uint32(1),
      "PolicyStore": "ActiveStore", "Store": .uint8(1),
    ])
  }

  private static func enabled(_ isEnabled: Bool) -> Value { NetworkTypes.enabled.value(isEnabled ? 1 : 0) }

  /// A client of ours runs, or an address has an end.
  private static func isDHCP(_ adapter: Adapter, _ family: IPAddress.Family, _ state: NetworkState) -> Bool {
    guard family == .v4, !adapter.link.isLoopback else { return false }
    let adapters = (try? state.adapters()) ?? []
    if let interface = state.dhcp.interface(for: adapter, among: adapters) {
      return state.dhcp.process(interface) != nil
    }
    return ((try? state.addresses()) ?? []).contains {
      $0.interface == adapter.index && $0.address.family == .v4 && $0.isDynamic
    }
  }
}

/// The kernel's settings of one IP family on one interface: /proc/sys/net/ipv4/conf/IFACE and ipv6.
struct KernelSwitches {
  private let folder: String

  init(_ interface: String, _ family: IPAddress.Family, _ environment: NetworkEnvironment) {
    folder = "\(environment.procFolder)/sys/net/\(family == .v4 ? "ipv4" : "ipv6")/conf/\(interface)"
  }

  /// Nil when there is no such setting.
  func read(_ name: String) -> Int? {
    Files.read("\(folder)/\(name)", limit: 64)?.split(separator: "\n").first.flatMap { Int($0) }
  }

  func set(_ name: String, _ value: Int) throws { try Files.set("\(folder)/\(name)", "\(value)\n") }
}
