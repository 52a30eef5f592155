internal import Ethernet
package import HyperV

extension HostAdapter {
  /// The host's Ethernet adapters in order of their index, under the names that `AdapterNaming` gives them.
  ///
  /// - Parameter driver: the kernel's driver of an interface, by its Linux name.
  package static func adapters(
    from links: [LinkEntry], driver: (String) -> String? = { _ in nil }
  ) -> [HostAdapter] {
    let ethernet = links.filter { $0.linkType == "ether" }.sorted { $0.ifindex < $1.ifindex }
    let facts = ethernet.map { $0.facts(driver: driver($0.ifname)) }
    let identities = AdapterNaming.identities(of: facts)
    return ethernet.map { link in
      let identity = identities[link.ifindex]
      return HostAdapter(
        name: identity?.name ?? link.ifname, interface: link.ifname, index: link.ifindex,
        interfaceDescription: identity?.description ?? "", macAddress: link.address.flatMap { MACAddress($0) },
        mtu: link.mtu, isUp: link.isUp, isPhysical: link.isPhysical,
        isVirtual: AdapterNaming.switchName(link.ifalias) != nil,
        addresses: (link.addrInfo ?? []).compactMap { entry in
          guard entry.family == "inet", let address = IPv4Address(entry.local) else { return nil }
          return IPv4Prefix(address: address, length: entry.prefixlen)
        })
    }
  }

  /// The adapter of that name, Linux's or Hyper-V's, whatever its case.
  /// - Throws: objectNotFound, naming the adapters that there are.
  package static func find(_ name: String, among adapters: [HostAdapter]) throws -> HostAdapter {
    if let exact = adapters.first(where: { $0.interface == name }) { return exact }
    if let found = adapters.first(where: { Names.same($0.name, name) || Names.same($0.interface, name) }) {
      return found
    }
    let there = adapters.map { $0.name == $0.interface ? $0.name : "\($0.name) (\($0.interface))" }
    throw DrosteError(
      .objectNotFound, "There is no network adapter \"\(name)\" on this host.",
      cause: there.isEmpty ? "This host has no Ethernet adapter." : "It has: \(there.joined(separator: ", ")).",
      hint: adapters.first(where: \.isPhysical).map { "Name one of these, for example \"\($0.name)\"." })
  }
}
