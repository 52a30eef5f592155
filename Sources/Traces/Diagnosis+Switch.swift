internal import Ethernet
internal import HyperV

/// Commands that mend.
enum Mend {
  /// ` -ComputerName L1/L2` for a host inside; nothing for L0.
  static func computer(_ path: [String]) -> String {
    path.isEmpty ? "" : " -ComputerName \(quoted(path.joined(separator: "/")))"
  }

  static func quoted(_ name: String) -> String {
    let isPlain = name.utf8.allSatisfy { byte in
      (48...57).contains(byte) || (65...90).contains(byte) || (97...122).contains(byte)
        || [45, 46, 47, 95].contains(byte)
    }
    return isPlain ? name : "'\(name.split(separator: "'", omittingEmptySubsequences: false).joined(separator: "''"))'"
  }
}

extension Diagnosis {
  /// A frame that a switch dropped.
  func dropped(_ sight: Sight) -> TraceStory.Loss {
    let seen = sight.sighting
    let here = record.stations[sight.station]
    let drop = seen.drop ?? .malformed
    if drop == .vlan, let resource = resource(sight), let own = port(named: seen.place, on: resource) {
      return vlan(own, resource.status.ports.first { $0.macAddress == seen.destinationMAC }, sight, seen.detail ?? "")
    }
    return TraceStory.Loss(
      station: stationName(here.path), place: "switch \(seen.switchName ?? ""), port \(seen.place)", isDrop: true,
      cause: drop.rawValue, reason: seen.detail ?? drop.rawValue, mend: mend(drop, sight))
  }

  private func mend(_ drop: DropReason, _ sight: Sight) -> String? {
    let seen = sight.sighting
    let here = record.stations[sight.station]
    let computer = Mend.computer(here.path)
    let machine = machineName(ofPort: seen.place)
    let name = Mend.quoted(machine)
    let inside = stationName(here.path + [machine])
    switch drop {
    case .macSpoofing, .arpSpoofing:
      guard seen.portKind == .machine else { return nil }
      return
        "Set-VMNetworkAdapter\(computer) -VMName \(name) -MacAddressSpoofing On, or put the machine behind a NAT in "
        + inside
    case .accessControl: return accessControl(sight, computer, name)
    case .portStopped, .disconnected, .queueFull:
      guard seen.portKind == .machine else { return nil }
      let isPaused =
        here.status?.machines.first { Names.same($0.configuration.name, machine) }?.status.state == .paused
      return isPaused ? "Resume-VM\(computer) -Name \(name)" : "Restart-VM\(computer) -Name \(name) -Force"
    case .dhcpGuard: return "Set-VMNetworkAdapter\(computer) -VMName \(name) -DhcpGuard Off"
    case .routerGuard: return "Set-VMNetworkAdapter\(computer) -VMName \(name) -RouterGuard Off"
    case .stormLimit: return "Set-VMNetworkAdapter\(computer) -VMName \(name) -StormLimit 0"
    case .bandwidth: return "Set-VMNetworkAdapter\(computer) -VMName \(name) -MaximumBandwidth 0"
    case .learningCap, .malformed, .vlan: return nil
    }
  }

  /// The command that takes the entry away which denied a frame; the switch has named it.
  private func accessControl(_ sight: Sight, _ computer: String, _ name: String) -> String? {
    let here = record.stations[sight.station]
    let machine = machineName(ofPort: sight.sighting.place)
    let adapters =
      here.status?.machines.first { Names.same($0.configuration.name, machine) }?.configuration.adapters ?? []
    let entries = adapters.flatMap(\.accessControl)
    guard let entry = entries.first(where: { sight.sighting.detail?.contains("\"\($0)\"") ?? false }) else {
      return "Get-VMNetworkAdapterAcl\(computer) -VMName \(name) shows the entries"
    }
    let direction = "-Direction \(entry.direction.rawValue)"
    if entry.isExtended {
      return "Remove-VMNetworkAdapterExtendedAcl\(computer) -VMName \(name) \(direction) -Weight \(entry.weight)"
    }
    let (flag, match) =
      entry.remote == .any && entry.local != .any ? ("Local", entry.local) : ("Remote", entry.remote)
    let kind = if case .mac = match { "MacAddress" } else { "IPAddress" }
    return "Remove-VMNetworkAdapterAcl\(computer) -VMName \(name) -Action Deny \(direction) -\(flag)\(kind) "
      + (match == .any ? "ANY" : "\(match)")
  }

  /// The port that a frame was for did not get it.
  func missed(_ port: PortStatus, _ sight: Sight, _ resource: SwitchResource) -> TraceStory.Loss {
    let here = record.stations[sight.station]
    let own = self.port(named: sight.sighting.place, on: resource)
    let machine = Mend.quoted(machineName(ofPort: port.name))
    let restart = "Restart-VM\(Mend.computer(here.path)) -Name \(machine) -Force"
    func loss(_ cause: String, _ reason: String, _ mend: String?) -> TraceStory.Loss {
      TraceStory.Loss(
        station: stationName(here.path), place: "switch \(resource.configuration.name): out by port \"\(port.name)\"",
        cause: cause, reason: reason, mend: mend)
    }
    if let reason = port.stopped {
      return loss("PortStopped", "the port was stopped: \(reason)", port.kind == .machine ? restart : nil)
    }
    if let own, own.vlan != port.vlan { return vlan(own, port, sight, sight.sighting.detail) }
    if !port.connected {
      return loss("PortDisconnected", "nothing is connected to the port", port.kind == .machine ? restart : nil)
    }
    return loss("NotDelivered", "the switch did not put it out there", nil)
  }

  /// Two ports in two VLANs.
  func vlan(_ own: PortStatus, _ other: PortStatus?, _ sight: Sight, _ detail: String?) -> TraceStory.Loss {
    let here = record.stations[sight.station]
    let resource = resource(sight)
    // Where nobody said whom it was for: whoever is not in the sender's VLAN.
    let other = other ?? resource?.status.ports.first { $0.name != own.name && $0.vlan != own.vlan }
    var reason = "port \"\(own.name)\" is \(own.vlan)"
    if let other { reason += ", port \"\(other.name)\" is \(other.vlan): they are in different VLANs" }
    if let detail, other == nil { reason += ": \(detail)" }
    return TraceStory.Loss(
      station: stationName(here.path), place: TraceStory.words(sight.sighting), cause: "Vlan", reason: reason,
      mend: mendVLAN(own, other, Mend.computer(here.path)))
  }

  private func mendVLAN(_ own: PortStatus, _ other: PortStatus?, _ computer: String) -> String? {
    // A port without a VLAN stays as it is: what differs is the one that has one.
    let (changed, model) =
      own.kind == .machine && (own.vlan != .untagged || other?.kind != .machine) ? (own, other) : (other ?? own, own)
    guard changed.kind == .machine else { return nil }
    let start = "Set-VMNetworkAdapterVlan\(computer) -VMName \(Mend.quoted(machineName(ofPort: changed.name)))"
    switch model?.vlan ?? .untagged {
    case .untagged: return "\(start) -Untagged"
    case .access(let id): return "\(start) -Access -VlanId \(id)"
    case .trunk, .privateIsolated, .privateCommunity, .privatePromiscuous: return "\(start) -Untagged"
    }
  }

  /// A packet that got out of a network inside with its address from there, where no NAT translates it; or that the host between
  /// keeps because nothing there forwards.
  func missingNAT(_ path: ProbePath) -> TraceStory.Loss? {
    for sight in path.way where !sight.isSwitch && sight.isIn {
      let here = record.stations[sight.station]
      let source = sight.sighting.source
      guard let status = here.status, !(here.system?.has(sight.sighting.destination) ?? false) else { continue }
      let inner = status.switches.first { resource in
        resource.configuration.type == .internal
          && (prefixes(resource).contains { $0.contains(source) }
            || resource.status.hostAdapter?.interface == sight.sighting.place)
      }
      guard let inner, inner.status.hostAdapter?.interface == sight.sighting.place else { continue }
      let isTranslated = status.nats.contains { $0.status.active && $0.configuration.internalPrefix.contains(source) }
      guard !isTranslated else { continue }
      let prefix = prefixes(inner).first { $0.contains(source) }
      let network = prefix.flatMap { IPv4Prefix(address: $0.network, length: $0.length) }
      let name = stationName(here.path)
      return TraceStory.Loss(
        station: name, place: TraceStory.words(sight.sighting), cause: "NATMissing",
        reason: "\(name) has no NAT for \(network.map { "\($0)" } ?? "\(source)"), the network of its switch "
          + "\(inner.configuration.name): outside of it nobody can answer \(source)",
        mend: mendNAT(here.path, inner.configuration.name, network))
    }
    return nil
  }

  /// New-NetNat works on the computer that it is typed on, as Windows' does; inside, droste's own word does.
  private func mendNAT(_ path: [String], _ switchName: String, _ network: IPv4Prefix?) -> String {
    let name = "\(switchName)NAT"
    let prefix = network.map { "\($0)" } ?? "PREFIX"
    return path.isEmpty
      ? "New-NetNat -Name \(Mend.quoted(name)) -InternalIPInterfaceAddressPrefix \(prefix)"
      : "droste nat create \(Mend.quoted((path + [name]).joined(separator: "/"))) --prefix \(prefix)"
  }

  private func prefixes(_ resource: SwitchResource) -> [IPv4Prefix] {
    (resource.status.hostAdapter?.addresses ?? []) + (resource.configuration.address.map { [$0] } ?? [])
  }
}
