internal import Ethernet
internal import HyperV

extension LabChecker {
  /// A host's switches and NATs.
  struct Networks {
    var switches: [LabSwitch] = []
    var nats: [LabNAT] = []
    /// By name in lower case. Holds switches with errors too, so that references to them find them.
    var segments: [String: Segment] = [:]
    /// As they are written, for suggestions.
    var names: [String] = []
    /// The prefixes of this host and of those around it.
    var used: [UsedPrefix] = []
  }

  func networks(_ draft: LevelDraft, in scope: HostScope) -> Networks {
    var networks = Networks(used: scope.outer)
    var names = NameTable()
    var uplinks = NameTable()
    for item in draft.switches {
      if let name = item.name { checkName(name, "switch", in: scope, &names) }
      if let address = item.address { checkPrefix(address, owner: "switch", item.name?.value, in: scope, &networks) }
      let segment = segment(item, in: scope, &uplinks)
      checkKeys(item)
      guard let name = item.name else { continue }
      networks.names.append(name.value)
      networks.segments[name.value.lowercased()] = segment
      if let address = item.address {
        let line = address.place.position.line
        _ = segment.take(address.value.address, owner: "switch \"\(name.value)\"", line: line)
        if item.type?.value == .nat {
          // The service gives the DNS server the prefix's third address, or the second where the gateway has that.
          let third = address.value.network.advanced(by: 3)
          let server = third == address.value.address ? address.value.network.advanced(by: 2) : third
          _ = segment.take(server, owner: "the DNS server of switch \"\(name.value)\"", line: line)
        }
      }
      guard let type = item.type else { continue }
      networks.switches.append(
        .init(
          configuration: .init(
            name: name.value, type: type.value, netAdapterName: item.adapter?.value,
            allowManagementOS: item.allowManagementOS?.value ?? true, address: item.address?.value,
            hostLoopback: item.hostLoopback?.value ?? false, mtu: item.mtu?.value ?? 1500, notes: notes),
          place: item.place))
    }
    nats(draft, in: scope, &networks)
    return networks
  }

  /// Length 8 to 30, an address that a host can have, and nothing else in the same place.
  private func checkPrefix(
    _ address: SectionReader.Located<IPv4Prefix>, owner: String, _ name: String?, in scope: HostScope,
    _ networks: inout Networks
  ) {
    let prefix = address.value
    guard (8...30).contains(prefix.length) else {
      sink.error(address.place, "the length of the prefix must be 8 to 30, found \(prefix.length)")
      return
    }
    if prefix.address == prefix.network || prefix.address == prefix.broadcast {
      let first = IPv4Prefix(address: prefix.network.advanced(by: 1), length: prefix.length)
      sink.error(
        address.place,
        "\(prefix) is not an address that a host can have" + (first.map { "; did you mean \"\($0)\"?" } ?? ""))
    }
    use(prefix, at: address.place, owner: name.map { "\(owner) \"\($0)\"" } ?? "a \(owner)", in: scope, &networks)
  }

  /// Notes a prefix as used, and reports the first one that it overlaps.
  private func use(
    _ prefix: IPv4Prefix, at place: LabPlace, owner: String, in scope: HostScope, _ networks: inout Networks
  ) {
    let network = IPv4Prefix(address: prefix.network, length: prefix.length) ?? prefix
    if let other = networks.used.first(where: { $0.prefix.overlaps(network) }) {
      sink.error(
        place,
        "\(network) overlaps \(other.prefix) of \(other.owner) on \(other.host), at line \(other.line)")
    }
    networks.used.append(.init(prefix: network, owner: owner, host: scope.title, line: place.position.line))
  }

  private func segment(_ item: SwitchDraft, in scope: HostScope, _ taken: inout NameTable) -> Segment {
    switch item.type?.value {
    case .nat: return Segment(prefix: item.address?.value, hasLeases: true)
    case .internal: return Segment(prefix: item.address?.value, hasLeases: false)
    case .private: return Segment(hasLeases: false)
    case nil: return Segment(hasLeases: true)
    case .external:
      guard let adapter = item.adapter else { return Segment(hasLeases: true) }
      let index = LabScalars.adapterIndex(adapter.value)
      // `Ethernet` and `eth0` are one adapter.
      let key = index.map { "eth\($0)" } ?? adapter.value
      if let line = taken.insert(key, line: adapter.place.position.line) {
        sink.error(
          adapter.place,
          "adapter \"\(adapter.value)\" of \(scope.title) has an External switch already, at line \(line); one adapter "
            + "carries one")
      }
      guard let uplinks = scope.uplinks else { return Segment(hasLeases: true) }
      guard let index, index < uplinks.count else {
        let names = uplinks.indices.map { $0 == 0 ? "Ethernet" : "Ethernet \($0 + 1)" }
        sink.error(
          adapter.place,
          "no adapter named \"\(adapter.value)\" in \(scope.title)"
            + (names.isEmpty
              ? "; it has none: give the machine adapters"
              : "; it has \(names.map { "\"\($0)\"" }.joined(separator: ", "))"))
        return Segment(hasLeases: true)
      }
      if uplinks[index] == nil {
        sink.error(adapter.place, "adapter \"\(adapter.value)\" of \(scope.title) is not connected to a switch")
      }
      return uplinks[index] ?? Segment(hasLeases: false)
    }
  }

  /// Each key only where its type uses it: an option that would be ignored is refused.
  private func checkKeys(_ item: SwitchDraft) {
    guard let type = item.type?.value else { return }
    let rules: [(key: String, types: [SwitchType])] = [
      ("address", [.internal, .nat]), ("adapter", [.external]), ("allowManagementOS", [.external]),
      ("hostLoopback", [.nat]),
    ]
    for (key, types) in rules where item.given.contains(key) && !types.contains(type) {
      let place: LabPlace? =
        switch key {
        case "address": item.address?.place
        case "adapter": item.adapter?.place
        case "allowManagementOS": item.allowManagementOS?.place
        default: item.hostLoopback?.place
        }
      sink.error(
        place ?? item.place,
        "\(key) is for switches of type \(types.map(\.rawValue).joined(separator: " and ")), this one is \(type.rawValue)"
      )
    }
    if type == .external, !item.given.contains("adapter") {
      sink.error(item.place, "a switch of type External needs adapter")
    }
    if type == .nat, !item.given.contains("address") {
      sink.error(item.place, "a switch of type NAT needs address, the gateway with the length of its prefix")
    }
  }

  private func nats(_ draft: LevelDraft, in scope: HostScope, _ networks: inout Networks) {
    var names = NameTable()
    let own = networks.used.dropFirst(scope.outer.count)
    let inner = draft.switches.compactMap { item in item.type?.value == .internal ? item.address?.value : nil }
    var prefixes: [UsedPrefix] = []
    for item in draft.nats {
      if let name = item.name { checkName(name, "NAT", in: scope, &names) }
      guard let prefix = item.prefix else { continue }
      let network = prefix.value
      guard (8...30).contains(network.length) else {
        sink.error(prefix.place, "the length of the prefix must be 8 to 30, found \(network.length)")
        continue
      }
      guard network.isNetwork else {
        sink.error(
          prefix.place, "\(network) has host bits set; did you mean \"\(network.network)/\(network.length)\"?")
        continue
      }
      if !inner.contains(where: { network.contains($0.address) }) {
        sink.error(
          prefix.place,
          "no Internal switch of \(scope.title) has an address within \(network)"
            + (inner.isEmpty ? "" : "; there are \(inner.map(\.description).joined(separator: ", "))"))
      }
      // The prefix of the Internal switch that it serves is the same network, all others are not.
      let internals = Set(inner.map { IPv4Prefix(address: $0.network, length: $0.length) })
      let others = scope.outer + prefixes + own.filter { !internals.contains($0.prefix) }
      if let other = others.first(where: { $0.prefix.overlaps(network) }) {
        sink.error(
          prefix.place, "\(network) overlaps \(other.prefix) of \(other.owner) on \(other.host), at line \(other.line)")
      }
      let owner = item.name.map { "NAT \"\($0.value)\"" } ?? "a NAT"
      prefixes.append(.init(prefix: network, owner: owner, host: scope.title, line: prefix.place.position.line))
      if let name = item.name {
        networks.nats.append(
          .init(configuration: .init(name: name.value, internalPrefix: network, notes: notes), place: item.place))
      }
    }
    networks.used += prefixes
  }
}
