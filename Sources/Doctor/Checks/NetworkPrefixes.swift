internal import Ethernet
internal import HyperV

/// A network with a name.
struct NamedPrefix {
  var name: String
  var prefix: IPv4Prefix
  /// Where the host has it; nil for a switch's own translation, which has no interface.
  var interface: String?
  var switchName: String?
  var switchType = ""

  /// How its addresses change.
  func mend(_ place: HostPlace) -> String {
    let free = place.freePrefix
    guard let switchName else {
      return place.command(
        "ip address del \(prefix) dev \(interface ?? ""); ip address add \(free.advanced) dev \(interface ?? "")")
    }
    let path = place.path(of: switchName)
    return
      "droste switch remove \(path) && droste switch create \(path) --type \(switchType) --address \(free.advanced)"
      + " (in a lab file: address: \(free.advanced))"
  }
}

extension IPv4Prefix {
  /// Without host bits: `192.168.100.0/24`.
  var cidr: String { "\(network)/\(length)" }
  /// The first address with the length: what a gateway would be.
  var advanced: String { "\(network.advanced(by: 1))/\(length)" }
}

extension HostPlace {
  /// Networks that this host makes for its machines, and those of bridges that others made on it.
  var ownPrefixes: [NamedPrefix] {
    var found: [NamedPrefix] = []
    for made in facts.switches {
      let name = made.configuration.name
      guard made.configuration.type == .internal || made.configuration.type == .nat else { continue }
      let addresses = made.status.hostAdapter?.addresses ?? []
      for prefix in addresses.isEmpty ? [made.configuration.address].compactMap(\.self) : addresses {
        found.append(
          NamedPrefix(
            name: "switch \(name)", prefix: prefix, interface: made.status.hostAdapter?.interface ?? "switch \(name)",
            switchName: name, switchType: made.configuration.type.rawValue))
      }
    }
    // A bridge without a cable of the host's is somebody's network for machines or containers.
    for interface in system.network.interfaces where interface.kind == .bridge && interface.isUp {
      let isOuter = system.network.routes.contains { $0.gateway != nil && $0.interface == interface.name }
      guard !isOuter else { continue }
      found += interface.addresses.map {
        NamedPrefix(name: "bridge \(interface.name)", prefix: $0, interface: interface.name)
      }
    }
    return found
  }

  /// Networks that this host is in: addresses of its other interfaces, and its routes through gateways.
  var foreignPrefixes: [NamedPrefix] {
    let own = Set(ownPrefixes.compactMap(\.interface))
    let adapters = Set(facts.switches.compactMap { $0.status.hostAdapter?.interface })
    let external = Set(
      facts.switches.filter { $0.configuration.type == .external }.compactMap { $0.status.hostAdapter?.interface })
    let isForeign = { (name: String) in !own.contains(name) && (!adapters.contains(name) || external.contains(name)) }
    let addresses = system.network.interfaces.filter { isForeign($0.name) && $0.isUp }.flatMap { interface in
      interface.addresses.map {
        NamedPrefix(
          name: interface.alias.map { "\(interface.name) (\($0))" } ?? interface.name, prefix: $0,
          interface: interface.name)
      }
    }
    let routes = system.network.routes.filter {
      $0.destination.length > 0 && $0.gateway != nil && isForeign($0.interface)
    }
    .map { NamedPrefix(name: "the route by \($0.interface)", prefix: $0.destination, interface: $0.interface) }
    return addresses + routes
  }

  /// A network that neither this host nor one around it has.
  var freePrefix: IPv4Prefix {
    let around = outer.map { HostPlace(facts: $0, path: [], outer: [], machine: nil) } + [self]
    let taken = around.flatMap { $0.ownPrefixes + $0.foreignPrefixes }.map(\.prefix)
    let candidates = (0..<256).lazy.map { IPv4Address(rawValue: 0xC0A8_0000 | UInt32((101 + $0) & 255) << 8) }
    let prefixes = candidates.compactMap { IPv4Prefix(address: $0, length: 24) }
    return prefixes.first { candidate in !taken.contains { $0.overlaps(candidate) } } ?? prefixes[0]
  }
}
