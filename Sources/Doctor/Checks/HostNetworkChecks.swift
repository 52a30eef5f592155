internal import Ethernet
internal import HyperV

/// A host's own networks, and what they do to those of machines.
enum HostNetworkChecks {
  static let all = [forwarding, overlap]

  static let forwarding = Check("host.net.forwarding", "Does the host let machines' packets through?") { place in
    let network = place.system.network
    var found: [Finding] = []
    func add(
      _ severity: Severity, _ verdict: String, _ measured: String, _ why: String, _ mend: String, _ command: [String]?
    ) {
      found.append(
        place.finding(
          "host.net.forwarding", severity, verdict, measured: measured, why: why, mend: mend,
          fix: command.map { .run(path: place.path, command: $0) }))
    }
    let nats = place.facts.nats.map(\.configuration.name)
    let external = place.facts.switches.filter { $0.configuration.type == .external }
    if !nats.isEmpty, network.ipForward == false {
      add(
        .error, "The host does not forward packets.",
        "net.ipv4.ip_forward is 0; NATs: \(nats.joined(separator: ", "))",
        "A NAT needs it: machines behind it reach the host and nothing beyond.",
        place.command("sysctl -w net.ipv4.ip_forward=1"), ["sysctl", "-w", "net.ipv4.ip_forward=1"])
    }
    if !nats.isEmpty, let chains = network.droppingChains, !chains.isEmpty {
      add(
        .error, "The host's firewall drops what it forwards.",
        "policy drop in \(chains.joined(separator: ", ")); NATs: \(nats.joined(separator: ", "))",
        "Docker and firewalls set it; packets of machines behind a NAT end there.",
        place.command(
          chains[0] == NetworkFacts.legacyForwardChain
            ? "iptables-legacy -P FORWARD ACCEPT" : "nft \"chain \(chains[0]) { policy accept ; }\""), nil)
    }
    if !nats.isEmpty, network.hasUnreadChains == true {
      add(
        .note, "A part of the host's firewall could not be looked at.",
        "iptables' old tables are in use (\((network.legacyTables ?? []).joined(separator: ", "))), and there is no "
          + "iptables-legacy to list them", "Docker and firewalls set a policy there that drops what is forwarded.",
        place.command("apt-get install iptables"), nil)
    }
    let bridges = network.interfaces.filter { $0.kind == .bridge && $0.isUp }.map(\.name)
    if !network.bridgeFilters.isEmpty, !bridges.isEmpty, !(network.droppingChains ?? []).isEmpty {
      add(
        .warning, "Frames on Linux bridges go through the firewall, which drops them.",
        "\(network.bridgeFilters.joined(separator: ", ")) on; bridges: \(bridges.joined(separator: ", "))",
        "Machines on such a bridge cannot reach one another.",
        place.command("sysctl -w net.bridge.bridge-nf-call-iptables=0"),
        ["sysctl", "-w", "net.bridge.bridge-nf-call-iptables=0"])
    }
    if let count = network.connections, let limit = network.connectionLimit, limit > 0, count * 10 >= limit * 9 {
      add(
        .error, "The table of connections is full.", "\(count) of \(limit) connections",
        "New connections through the host are dropped (nf_conntrack: table full).",
        place.command("sysctl -w net.netfilter.nf_conntrack_max=\(limit * 4)"),
        ["sysctl", "-w", "net.netfilter.nf_conntrack_max=\(limit * 4)"])
    }
    for found in external {
      guard let uplink = found.status.uplink,
        network.interfaces.contains(where: { $0.name == uplink.interface && $0.kind == .wireless })
      else { continue }
      add(
        .error, "The switch \(found.configuration.name) is bound to a wireless adapter.", "uplink \(uplink.interface)",
        "An access point takes frames only from the address that it knows: machines get no answer.",
        "droste switch create \(found.configuration.name)NAT --type NAT --address "
          + "\(place.freePrefix.advanced)", nil)
    }
    return found
  }

  static let overlap = Check("net.subnet.overlap", "Has a network of this host the addresses of another?") { place in
    let own = place.ownPrefixes
    var found: [Finding] = []
    func add(_ mine: NamedPrefix, _ other: String, _ prefix: IPv4Prefix, _ severity: Severity, _ why: String) {
      let verdict = "\(mine.name) (\(mine.prefix.cidr)) has the addresses of \(other) (\(prefix.cidr))."
      guard !found.contains(where: { $0.verdict == verdict }) else { return }
      found.append(
        place.finding(
          "net.subnet.overlap", severity, verdict, measured: "\(mine.prefix.cidr) and \(prefix.cidr)", why: why,
          mend: mine.mend(place)))
    }
    for (index, mine) in own.enumerated() {
      for other in own[..<index] where other.prefix.overlaps(mine.prefix) && other.interface != mine.interface {
        add(
          mine, other.name, other.prefix, .error, "The host has one way to an address: one of the two is not reached.")
      }
      for other in place.foreignPrefixes where other.prefix.overlaps(mine.prefix) {
        add(
          mine, other.name, other.prefix, .error,
          "The host has one way to an address: packets to the outer network stay inside, or the other way round.")
      }
      for (level, facts) in place.outer.enumerated() {
        let around = HostPlace(facts: facts, path: Array(place.path.prefix(level)), outer: [], machine: nil)
        for other in around.ownPrefixes + around.foreignPrefixes where other.prefix.overlaps(mine.prefix) {
          // The network that the machine itself is plugged into is found above, on its interface.
          guard !found.contains(where: { $0.measured == "\(mine.prefix.cidr) and \(other.prefix.cidr)" }) else {
            continue
          }
          add(
            mine, "\(other.name) of \(around.name)", other.prefix, .warning,
            "From inside \(place.name), packets to that network do not leave it.")
        }
      }
    }
    return found
  }
}
