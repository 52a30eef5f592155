public import Ethernet
public import FoundationEssentials
public import HyperV
internal import Processes

/// The host's network adapters, and what Internal and External switches need of them.
///
/// Each `apply` is a declaration: it makes what is missing, changes what differs, and run again after a crash mends
/// what the crash left. Everything that it changes is recorded under the switch's id first; `remove` undoes it all.
public struct HostAdapters: Sendable {
  let tools: NetworkTools
  let journal: any HostChangeJournal
  let gate = SerialGate()

  /// - Parameter namespace: where the adapters are; nil: this process's network namespace.
  public init(journal: any HostChangeJournal, namespace: NetworkNamespace? = nil) {
    self.journal = journal
    tools = NetworkTools(namespace: namespace)
  }

  func ledger(_ owner: UUID) -> Ledger { Ledger(owner: owner, journal: journal, tools: tools) }

  /// The host's Ethernet adapters in order of their Linux index. Needs no root.
  public func list() async throws -> [HostAdapter] {
    let links = try await tools.links()
    // In another namespace /sys is not this one's.
    guard tools.namespace == nil else { return HostAdapter.adapters(from: links) }
    return HostAdapter.adapters(from: links) { AdapterHardware.driver($0) }
  }

  /// The adapter of that name, Linux's or Hyper-V's, whatever its case. Needs no root.
  /// - Throws: objectNotFound, naming the adapters that there are.
  public func find(_ name: String) async throws -> HostAdapter {
    try HostAdapter.find(name, among: try await list())
  }

  /// Makes or mends the host adapter `vEthernet (NAME)` of an Internal switch.
  ///
  /// - Parameters:
  ///   - owner: the switch's id.
  ///   - address: the host's address; nil: none that this switch gives.
  /// - Throws: accessDenied without root; alreadyExists when another switch's adapter has that name.
  public func applyInternal(
    owner: UUID, switchName: String, macAddress: MACAddress, mtu: Int, address: IPv4Prefix?
  ) async throws -> HostAdapter {
    try requireRoot("A host adapter", hint: Self.rootHint)
    return try await gate.run {
      // Of a switch that was External before.
      try await ledger(owner).undo { change in
        switch change.effect {
        case .tap, .addressAdded: false
        default: true
        }
      }
      let interface = try await applyTap(owner: owner, switchName: switchName, macAddress: macAddress, mtu: mtu)
      try await applyAddress(owner: owner, interface: interface, address: address)
      return try await find(interface)
    }
  }

  /// Undoes everything that was done for a switch, in reverse; nothing to undo is fine.
  /// - Throws: the first error; what could not be undone stays recorded.
  public func remove(owner: UUID) async throws {
    try await gate.run { try await ledger(owner).undo() }
  }

  /// Reverses one change; what is not there any more is fine.
  public func undo(_ change: HostChange) async throws { try await tools.undo(change) }

  static let rootHint = "Use a switch of type NAT, which needs no root, or run the service as root."

  /// The switch's tap device, with its addresses, MTU and alias, up. Returns its Linux name.
  func applyTap(owner: UUID, switchName: String, macAddress: MACAddress, mtu: Int) async throws -> String {
    let alias = AdapterName.alias(switchName: switchName)
    guard alias.utf8.count < 256 else {
      throw DrosteError(
        .invalidParameter, "The name \"\(alias)\" takes \(alias.utf8.count) bytes; Linux keeps 255 as an alias.",
        hint: "Give the switch a shorter name.")
    }
    let ledger = ledger(owner)
    let links = try await tools.links()
    var interface: String?
    for change in try await ledger.changes() {
      guard case .tap(let name, let oldAlias) = change.effect else { continue }
      let link = links.first { $0.ifname == name }
      if let link, link.kind != "tun" || (link.ifalias != nil && link.ifalias != oldAlias && link.ifalias != alias) {
        // Somebody else's device has taken the name since.
        try await ledger.forget(change)
      } else {
        interface = name
        if oldAlias != alias {
          try await ledger.record(.tap(interface: name, alias: alias))
          if link != nil { try await tools.ip(["link", "set", "dev", name, "alias", alias]) }
          try await ledger.forget(change)
        }
      }
    }
    if let other = links.first(where: { $0.ifalias == alias && $0.ifname != interface }) {
      throw DrosteError(
        .alreadyExists,
        "The adapter \(other.ifname) is called \"\(alias)\" already and is not the one of this switch.",
        hint: "ip link delete dev \(other.ifname)")
    }
    let name = interface ?? AdapterName.interface(switchName: switchName, taken: Set(links.map(\.ifname)))
    if interface == nil { try await ledger.record(.tap(interface: name, alias: alias)) }
    let link = links.first { $0.ifname == name }
    if link == nil { try await tools.ip(["tuntap", "add", "dev", name, "mode", "tap"]) }
    try await tools.ip([
      "link", "set", "dev", name, "address", macAddress.colonSeparated, "mtu", String(mtu), "alias", alias, "up",
    ])
    return name
  }

  private func applyAddress(owner: UUID, interface: String, address: IPv4Prefix?) async throws {
    let ledger = ledger(owner)
    try await ledger.undo { change in
      guard case .addressAdded(let name, let prefix) = change.effect else { return false }
      return name != interface || prefix != address
    }
    guard let address else { return }
    try await ledger.record(.addressAdded(interface: interface, prefix: address))
    // Prefixes of length 31 and 32 have no broadcast address.
    let broadcast = address.length < 31 ? ["broadcast", "+"] : []
    try await tools.ip(["address", "replace", "\(address)"] + broadcast + ["dev", interface])
  }
}
