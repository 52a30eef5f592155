internal import HyperV

/// What an External switch moves: the addresses and routes of one interface.
struct LinkState: Sendable {
  var addresses: [InterfaceAddress]
  var routes: [InterfaceRoute]

  static let nothing = LinkState(addresses: [], routes: [])
}

extension NetworkTools {
  /// All links with their addresses.
  package func links() async throws -> [LinkEntry] {
    try await list(LinkEntry.self, ["-d", "address", "show"])
  }

  /// The link of that Linux name; nil when there is none.
  package func link(_ interface: String) async throws -> LinkEntry? {
    try await links().first { $0.ifname == interface }
  }

  /// The movable addresses and routes of an interface, in the kernel's order; nothing when it is not there.
  /// - Throws: notSupported when a route has several hops, one of them through the interface: half a route cannot be
  ///   moved.
  func state(of interface: String) async throws -> LinkState {
    guard let link = try await link(interface) else { return .nothing }
    let addresses = (link.addrInfo ?? []).compactMap { $0.movable(interface: interface) }
    let bare = addresses.filter(\.noPrefixRoute).map(\.local)
    var routes: [InterfaceRoute] = []
    for isIPv6 in [false, true] {
      let entries = try await list(RouteEntry.self, [isIPv6 ? "-6" : "-4", "route", "show", "table", "all"])
      for entry in entries {
        if entry.nexthops?.contains(where: { $0.dev == interface }) == true {
          throw DrosteError(
            .notSupported,
            "The route to \(entry.dst) has several hops, one of them through \(interface), and cannot be moved.",
            hint: "ip \(isIPv6 ? "-6 " : "")route delete \(entry.dst)")
        }
        if let route = entry.movable(interface: interface, isIPv6: isIPv6, bareAddresses: bare) {
          routes.append(route)
        }
      }
    }
    return LinkState(addresses: addresses, routes: routes)
  }

  /// Gives `wanted` to an interface and takes all movable away from another, in one `ip` process: it runs to its end
  /// even when this process is killed. Addresses are there before they go, so no moment is without them.
  func shift(_ wanted: LinkState, from source: String, has sourceState: LinkState, to target: String) async throws {
    let targetState = try await state(of: target)
    var lines = wanted.addresses.map { $0.addLine(interface: target) }
    // Newest first: a deleted primary address would take its secondary ones along.
    lines += sourceState.routes.reversed().map { $0.deleteLine(interface: source) }
    lines += sourceState.addresses.reversed().map { $0.deleteLine(interface: source) }
    // Gateways must be reachable before routes through them.
    let missing = wanted.routes.filter { !targetState.routes.contains($0) }
    lines += (missing.filter { $0.gateway == nil } + missing.filter { $0.gateway != nil })
      .map { $0.addLine(interface: target) }
    try await ipBatch(lines)
  }

  /// Undoes a move. What the adapter has now goes back, for the host may have changed it since (a renewed lease);
  /// where the adapter is gone or bare, what was recorded.
  func giveBack(_ move: AddressMove) async throws {
    guard try await link(move.from) != nil else { return }
    let current = try await state(of: move.to)
    var addresses = current.addresses.isEmpty ? move.addresses : current.addresses
    for index in addresses.indices {
      addresses[index].label = move.addresses.first { $0.isSame(as: addresses[index]) }?.label
    }
    var routes = current.routes
    let unchanged = move.addresses.allSatisfy { old in addresses.contains { $0.isSame(as: old) } }
    if unchanged { routes += move.routes.filter { !routes.contains($0) } }
    try await shift(
      LinkState(addresses: addresses, routes: routes), from: move.to, has: current, to: move.from)
  }
}
