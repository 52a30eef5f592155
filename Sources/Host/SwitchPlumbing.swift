internal import Ethernet
internal import FoundationEssentials
internal import HostNetwork
internal import HyperV
internal import Switching

/// What a switch of each type needs on the host, and the ports that come of it: the host adapter, the uplink, the NAT.
struct SwitchPlumbing: Sendable {
  let adapters: HostAdapters
  let store: Store

  /// What a switch has on the host.
  struct Fittings {
    /// Its ports that are not machines'.
    var ports: [PortConfiguration] = []
    var hostAdapter: HostAdapter?
    var uplink: HostAdapter?
  }

  /// Makes or mends the host adapters of a switch.
  func prepare(_ id: UUID, _ configuration: SwitchConfiguration) async throws -> Fittings {
    switch configuration.type {
    case .private, .nat:
      // Of a switch that was Internal or External before.
      try await adapters.remove(owner: id)
      return Fittings(ports: configuration.userNATPort.map { [$0] } ?? [])
    case .internal:
      let adapter = try await adapters.applyInternal(
        owner: id, switchName: configuration.name, macAddress: try await macAddress(id), mtu: configuration.mtu,
        address: configuration.address)
      return Fittings(ports: [Self.hostPort(adapter, configuration)], hostAdapter: adapter)
    case .external:
      let binding = try await adapters.applyExternal(
        owner: id, switchName: configuration.name, adapterName: configuration.netAdapterName ?? "",
        allowManagementOS: configuration.allowManagementOS, mtu: configuration.mtu)
      let uplink = PortConfiguration(
        name: binding.uplink.interface, kind: .uplink,
        endpoint: .packet(interface: binding.uplink.interface, ownAddresses: []))
      return Fittings(
        ports: [uplink] + (binding.hostAdapter.map { [Self.hostPort($0, configuration)] } ?? []),
        hostAdapter: binding.hostAdapter, uplink: binding.uplink)
    }
  }

  /// Undoes all that was done for a switch.
  func remove(_ id: UUID) async throws {
    try await adapters.remove(owner: id)
    try await store.removeSetting(Self.addressName(id))
  }

  private static func hostPort(_ adapter: HostAdapter, _ configuration: SwitchConfiguration) -> PortConfiguration {
    PortConfiguration(
      name: "vEthernet (\(configuration.name))", kind: .hostAdapter, endpoint: .tap(interface: adapter.interface),
      macAddress: adapter.macAddress, vlan: configuration.hostAdapterVLAN)
  }

  private static func addressName(_ id: UUID) -> String { MACPool.hostAdapterPrefix + "\(id)" }

  /// The address of an Internal switch's host adapter: from the pool, and the same each time.
  private func macAddress(_ id: UUID) async throws -> MACAddress {
    let name = Self.addressName(id)
    if let kept = try await store.kept(name) { return MACAddress(rawValue: kept) }
    let machines = try await store.resources(.machine, as: MachineConfiguration.self)
    let taken = Set(machines.flatMap { $0.value.adapters.compactMap(\.macAddress) })
    let fresh = try await MACPool(store: store).next(taken: taken)
    return MACAddress(rawValue: try await store.constant(name) { fresh.rawValue })
  }
}
