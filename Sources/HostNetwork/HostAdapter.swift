public import Ethernet
internal import HyperV

/// A network adapter of the host.
public struct HostAdapter: Codable, Hashable, Sendable {
  /// Hyper-V's name: `Ethernet`, `Ethernet 2`, `vEthernet (NAME)`; the Linux name for other kinds (bridges, bonds).
  public var name: String
  /// The Linux name: `eth0`.
  public var interface: String
  /// The Linux interface index.
  public var index: Int
  public var macAddress: MACAddress?
  /// Bytes of an Ethernet payload.
  public var mtu: Int
  public var isUp: Bool
  /// Whether it is hardware, as far as this host can tell, and free to be an uplink.
  public var isPhysical: Bool
  /// Whether it is a switch's host adapter.
  public var isVirtual: Bool
  /// IPv4 addresses, the primary one first.
  public var addresses: [IPv4Prefix]

  public init(
    name: String, interface: String, index: Int, macAddress: MACAddress?, mtu: Int, isUp: Bool, isPhysical: Bool,
    isVirtual: Bool, addresses: [IPv4Prefix]
  ) {
    self.name = name
    self.interface = interface
    self.index = index
    self.macAddress = macAddress
    self.mtu = mtu
    self.isUp = isUp
    self.isPhysical = isPhysical
    self.isVirtual = isVirtual
    self.addresses = addresses
  }
}

extension HostAdapter {
  /// The host's Ethernet adapters in order of their index, under Hyper-V's names. Hardware is counted before
  /// container adapters.
  package static func adapters(from links: [LinkEntry]) -> [HostAdapter] {
    let ethernet = links.filter { $0.linkType == "ether" }.sorted { $0.ifindex < $1.ifindex }
    let free = ethernet.filter(\.isPhysical)
    let physical = free.filter { $0.kind == nil } + free.filter { $0.kind != nil }
    var names: [Int: String] = [:]
    for (position, link) in physical.enumerated() {
      names[link.ifindex] = position == 0 ? "Ethernet" : "Ethernet \(position + 1)"
    }
    return ethernet.map { link in
      let alias = link.ifalias.flatMap { $0.isHostAdapterAlias ? $0 : nil }
      return HostAdapter(
        name: alias ?? names[link.ifindex] ?? link.ifname, interface: link.ifname, index: link.ifindex,
        macAddress: link.address.flatMap { MACAddress($0) }, mtu: link.mtu, isUp: link.isUp,
        isPhysical: link.isPhysical, isVirtual: alias != nil,
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
