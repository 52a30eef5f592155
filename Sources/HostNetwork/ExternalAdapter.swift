// Theory of operation
//
// An External switch reads and writes its uplink through a packet socket. The host's own stack sees the same frames,
// and would answer them a second time. So an nftables chain at the uplink's ingress hook drops everything: packet
// sockets get their copy before that hook (net/core/dev.c, __netif_receive_skb_core), the stack is behind it.
//
// With management allowed, the host keeps using the network through `vEthernet (NAME)`, a tap device on the switch
// with the uplink's own MAC address, so that neighbours, leases and switches outside see no change. The uplink's
// addresses and routes move to it, and IPv6 is switched off on the uplink, where it would otherwise make addresses
// of its own again.
//
// Order, and in reverse when undone: tap device, link up, ingress drop, addresses and routes, IPv6.

public import FoundationEssentials
public import HyperV
internal import Processes

/// What an External switch is bound to.
public struct ExternalBinding: Codable, Hashable, Sendable {
  /// For the uplink port.
  public var uplink: HostAdapter
  /// For the host adapter's port; nil where management is not allowed.
  public var hostAdapter: HostAdapter?

  public init(uplink: HostAdapter, hostAdapter: HostAdapter?) {
    self.uplink = uplink
    self.hostAdapter = hostAdapter
  }
}

extension HostAdapters {
  /// Makes or mends what an External switch needs: the host's stack kept off the uplink and, with
  /// `allowManagementOS`, the host adapter with the uplink's MAC address, addresses and routes.
  ///
  /// - Parameters:
  ///   - owner: the switch's id.
  ///   - adapterName: Linux's or Hyper-V's name of the uplink.
  ///   - mtu: the switch's; the uplink must carry it.
  /// - Throws: accessDenied without root; objectNotFound; invalidOperation when another External switch has it;
  ///   invalidParameter when it is no physical adapter or its MTU is too small.
  public func applyExternal(
    owner: UUID, switchName: String, adapterName: String, allowManagementOS: Bool, mtu: Int
  ) async throws -> ExternalBinding {
    try requireRoot("An External switch", hint: Self.rootHint)
    return try await gate.run {
      let uplink = try await find(adapterName)
      try await check(uplink, owner: owner, mtu: mtu)
      try await dropUnwanted(owner: owner, uplink: uplink.interface, allowManagementOS: allowManagementOS)
      var adapter: String?
      if allowManagementOS, let address = uplink.macAddress {
        adapter = try await applyTap(owner: owner, switchName: switchName, macAddress: address, mtu: mtu)
      }
      let ledger = ledger(owner)
      // Of a switch that was Internal before.
      try await ledger.undo { if case .addressAdded = $0.effect { true } else { false } }
      if !uplink.isUp {
        try await ledger.record(.linkUp(interface: uplink.interface))
        try await tools.ip(["link", "set", "dev", uplink.interface, "up"])
      }
      let table = UplinkTable.name(owner: owner)
      try await ledger.record(.nftTable(family: "netdev", name: table))
      try await tools.nft(script: UplinkTable.script(table: table, interface: uplink.interface, index: uplink.index))
      if let adapter {
        try await moveAddresses(ledger, from: uplink.interface, to: adapter)
        try await ledger.setSysctl(Self.disableIPv6(uplink.interface), "1")
      }
      let adapters = try await list()
      return ExternalBinding(
        uplink: try HostAdapter.find(uplink.interface, among: adapters),
        hostAdapter: try adapter.map { try HostAdapter.find($0, among: adapters) })
    }
  }

  private static func disableIPv6(_ interface: String) -> String { "net/ipv6/conf/\(interface)/disable_ipv6" }

  private func check(_ uplink: HostAdapter, owner: UUID, mtu: Int) async throws {
    guard uplink.isPhysical, uplink.macAddress != nil else {
      throw DrosteError(
        .invalidParameter,
        "The adapter \"\(uplink.name)\" (\(uplink.interface)) is no physical adapter of this host, or belongs to a "
          + "bridge or bond; an External switch cannot be bound to it.",
        hint: try await list().first(where: \.isPhysical).map { "Use \"\($0.name)\"." })
    }
    guard uplink.mtu >= mtu else {
      throw DrosteError(
        .invalidParameter,
        "The switch is to carry \(mtu) bytes, and the adapter \"\(uplink.name)\" carries \(uplink.mtu).",
        hint: "ip link set dev \(uplink.interface) mtu \(mtu)")
    }
    if let other = UplinkTable.taken(index: uplink.index, in: try await tools.chains()),
      other != UplinkTable.name(owner: owner)
    {
      throw DrosteError(
        .invalidOperation,
        "Failed while adding virtual Ethernet switch connections.\nExternal Ethernet adapter '\(uplink.name)' is "
          + "already bound to the Microsoft Virtual Switch protocol.",
        cause: "Another External switch uses \(uplink.interface) (nftables table netdev \(other)).",
        hint: "Use another adapter, or remove the switch that has this one.")
    }
  }

  /// Undoes what this call does not ask for any more: another uplink, or management.
  private func dropUnwanted(owner: UUID, uplink: String, allowManagementOS: Bool) async throws {
    let ledger = ledger(owner)
    let changes = try await ledger.changes()
    let otherUplink = changes.contains { change in
      switch change.effect {
      case .addressesMoved(let move): move.from != uplink
      case .linkUp(let interface): interface != uplink
      case .sysctl(let path, _): path != Self.disableIPv6(uplink)
      default: false
      }
    }
    if otherUplink {
      try await ledger.undo()
    } else if !allowManagementOS {
      try await ledger.undo { change in
        switch change.effect {
        case .tap, .addressesMoved, .sysctl: true
        default: false
        }
      }
    }
  }

  /// Moves what the uplink has. Called again, moves what came to the uplink since, and where the adapter is bare (a
  /// crash in the middle, or somebody removed it) what was recorded.
  private func moveAddresses(_ ledger: Ledger, from uplink: String, to adapter: String) async throws {
    let onUplink = try await tools.state(of: uplink)
    let onAdapter = try await tools.state(of: adapter)
    var recorded: (change: HostChange, move: AddressMove)?
    for change in try await ledger.changes() {
      if case .addressesMoved(let move) = change.effect { recorded = (change, move) }
    }
    var wanted = onUplink
    var all = onUplink
    if let old = recorded?.move {
      let otherAddresses = old.addresses.filter { a in !onUplink.addresses.contains { $0.isSame(as: a) } }
      let otherRoutes = old.routes.filter { !onUplink.routes.contains($0) }
      all.addresses += otherAddresses
      all.routes += otherRoutes
      if onAdapter.addresses.isEmpty { wanted.addresses += otherAddresses }
      if onAdapter.routes.isEmpty { wanted.routes += otherRoutes }
    }
    let move = AddressMove(from: uplink, to: adapter, addresses: all.addresses, routes: all.routes)
    if move != recorded?.move {
      try await ledger.record(.addressesMoved(move))
      if let change = recorded?.change { try await ledger.forget(change) }
    }
    try await tools.shift(wanted, from: uplink, has: onUplink, to: adapter)
  }
}
