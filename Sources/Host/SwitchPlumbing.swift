internal import Ethernet
internal import FoundationEssentials
internal import HostNetwork
internal import HyperV
internal import Switching

/// What a switch of each type needs on the host, and the ports that come of it: the host adapter, the uplink, the NAT.
struct SwitchPlumbing: Sendable {
  let adapters: HostAdapters
  let store: Store

  /// Makes or mends the host adapters of a switch; returns its ports that are not machines'.
  func prepare(_ id: UUID, _ configuration: SwitchConfiguration) async throws -> [PortConfiguration] {
    switch configuration.type {
    case .private: return []
    case .nat: return configuration.userNATPort.map { [$0] } ?? []
    case .internal:
      let adapter = try await adapters.applyInternal(
        owner: id, switchName: configuration.name, macAddress: try await macAddress(id), mtu: configuration.mtu,
        address: configuration.address)
      return [Self.hostPort(adapter, configuration)]
    case .external:
      let binding = try await adapters.applyExternal(
        owner: id, switchName: configuration.name, adapterName: configuration.netAdapterName ?? "",
        allowManagementOS: configuration.allowManagementOS, mtu: configuration.mtu)
      let uplink = PortConfiguration(
        name: binding.uplink.interface, kind: .uplink,
        endpoint: .packet(interface: binding.uplink.interface, ownAddresses: []))
      return [uplink] + (binding.hostAdapter.map { [Self.hostPort($0, configuration)] } ?? [])
    }
  }

  /// Undoes all that was done for a switch.
  func remove(_ id: UUID) async throws { try await adapters.remove(owner: id) }

  private static func hostPort(_ adapter: HostAdapter, _ configuration: SwitchConfiguration) -> PortConfiguration {
    PortConfiguration(
      name: "vEthernet (\(configuration.name))", kind: .hostAdapter, endpoint: .tap(interface: adapter.interface),
      macAddress: adapter.macAddress)
  }

  /// The address of an Internal switch's host adapter: from the pool, and the same each time.
  private func macAddress(_ id: UUID) async throws -> MACAddress {
    if let kept = try await store.kept("macAddress.\(id)") { return MACAddress(rawValue: kept) }
    let fresh = try await MACPool(store: store).next(taken: [])
    return MACAddress(rawValue: try await store.constant("macAddress.\(id)") { fresh.rawValue })
  }
}
