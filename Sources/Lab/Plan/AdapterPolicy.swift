internal import Ethernet
internal import HyperV

/// What an adapter may send and receive, by the keys of a lab file. What a file does not speak of stays as it is.
enum AdapterPolicy: String, CaseIterable {
  case allowedMACs = "allowedMacs"
  case dhcpGuard, routerGuard, vlan, portMirroring, bandwidth, stormLimit, accessControl

  func carry(from source: NetworkAdapterConfiguration, to target: inout NetworkAdapterConfiguration) {
    switch self {
    // With spoofing On there are none.
    case .allowedMACs: target.allowedMACAddresses = target.macAddressSpoofing == .on ? [] : source.allowedMACAddresses
    case .dhcpGuard: target.dhcpGuard = source.dhcpGuard
    case .routerGuard: target.routerGuard = source.routerGuard
    case .vlan: target.vlan = source.vlan
    case .portMirroring: target.portMirroring = source.portMirroring
    case .bandwidth: target.bandwidth = source.bandwidth
    case .stormLimit: target.stormLimit = source.stormLimit
    case .accessControl: target.accessControl = source.accessControl
    }
  }

  /// What an adapter has of it, for people: two that differ have different texts.
  func summary(_ adapter: NetworkAdapterConfiguration) -> String {
    switch self {
    case .allowedMACs:
      adapter.allowedMACAddresses.isEmpty
        ? "none" : adapter.allowedMACAddresses.map(\.description).joined(separator: ",")
    case .dhcpGuard: adapter.dhcpGuard.rawValue.lowercased()
    case .routerGuard: adapter.routerGuard.rawValue.lowercased()
    case .vlan: adapter.vlan.description
    case .portMirroring: adapter.portMirroring.rawValue
    case .bandwidth: adapter.bandwidth.description
    case .stormLimit: adapter.stormLimit == 0 ? "none" : "\(adapter.stormLimit)"
    case .accessControl:
      adapter.accessControl.isEmpty ? "none" : adapter.accessControl.map(\.description).joined(separator: "; ")
    }
  }
}
