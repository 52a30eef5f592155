internal import Ethernet
internal import HyperV
internal import Terminal
internal import Traces

/// Finds the address by which one machine reaches another.
struct TraceAddress {
  let tree: HostTree
  let stations: [TraceStation]

  /// Nil when the machine has none. Of several one in a network that the sender is in too; of a host outside of the sender
  /// the one on the switch in between.
  func address(of path: [String], from origin: [String]) -> IPv4Address? {
    if origin.count > path.count, Array(origin.prefix(path.count)) == path,
      let address = outer(path, child: origin[path.count])
    {
      return address
    }
    let own = addresses(path)
    let near = prefixes(origin)
    return own.first { address in near.contains { $0.contains(address) } } ?? own.first
  }

  /// The host's address on the switch that a machine of it is on.
  private func outer(_ path: [String], child: String) -> IPv4Address? {
    guard let status = tree.host(at: path)?.status,
      let machine = status.machines.first(where: { Names.same($0.configuration.name, child) })
    else { return nil }
    for adapter in machine.configuration.adapters {
      guard let name = adapter.switchName,
        let resource = status.switches.first(where: { Names.same($0.configuration.name, name) })
      else { continue }
      if resource.configuration.type == .nat { return resource.configuration.address?.address }
      if let address = resource.status.hostAdapter?.addresses.first?.address { return address }
    }
    return nil
  }

  private func prefixes(_ path: [String]) -> [IPv4Prefix] {
    stations.first { $0.path == path }?.system?.interfaces.flatMap(\.addresses) ?? []
  }

  private func addresses(_ path: [String]) -> [IPv4Address] {
    let own = prefixes(path).map(\.address)
    if !own.isEmpty { return own }
    guard let name = path.last else { return [] }
    let machine = tree.host(at: path.dropLast())?.status?.machines.first { Names.same($0.configuration.name, name) }
    return machine?.status.adapterStatuses.flatMap(\.ipAddresses).compactMap { IPv4Address($0) } ?? []
  }
}
