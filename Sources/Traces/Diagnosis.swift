internal import Ethernet
internal import HyperV

// Theory of operation
//
// From where a probe was seen last to why it got no further. First what a switch said itself (a drop); then what can be
// told from configurations: who should have had the frame and in what VLAN, whether the port is connected or was stopped; then what a
// kernel says that it does with such a packet; then who has the address at all. Nothing is guessed: where none of these
// says anything, the loss has the cause `Unknown` and the place.

/// Finds why probes were lost.
struct Diagnosis {
  let record: TraceRecord

  init(_ record: TraceRecord) { self.record = record }

  // MARK: At the sender

  /// Why nothing could be sent.
  func unsent() -> TraceStory.Loss {
    let name = stationName(record.from)
    let report = record.report
    let place = report.interface ?? "routes"
    let reason = "\(name): \(report.detail ?? "nothing can be sent")"
    switch report.problem {
    case .noRoute, .noAddress:
      let interfaces = station(record.from)?.system?.interfaces ?? []
      if let bare = interfaces.first(where: { $0.addresses.isEmpty && $0.isUp }) ?? interfaces.first,
        bare.addresses.isEmpty
      {
        return TraceStory.Loss(
          station: name, place: bare.name, cause: "AddressMissing",
          reason: "\(reason): \(bare.name) has no address",
          mend: "in \(name): New-NetIPAddress -InterfaceAlias \(bare.name) -IPAddress ADDRESS -PrefixLength 24 "
            + "-DefaultGateway GATEWAY")
      }
      return TraceStory.Loss(
        station: name, place: place, cause: "NoRoute", reason: reason,
        mend: "in \(name): New-NetRoute -InterfaceAlias \(interfaces.first?.name ?? "eth0") "
          + "-DestinationPrefix \(record.destination)/32 -NextHop GATEWAY")
    case .interfaceDown:
      return TraceStory.Loss(
        station: name, place: place, cause: "InterfaceDown", reason: reason,
        mend: "in \(name): Enable-NetAdapter -Name \(place)")
    default: return TraceStory.Loss(station: name, place: place, cause: "NotSent", reason: reason, mend: nil)
    }
  }

  // MARK: Before the first hop

  /// Why nobody answered for the next hop.
  func neighbour(_ path: ProbePath) -> TraceStory.Loss {
    let target = record.report.nextHop
    guard let last = path.last else { return unseen(record.from) }
    if last.sighting.drop != nil { return dropped(last) }
    if !last.isSwitch, !last.isIn { return left(last) }
    // Whose address it is says where it should have gone.
    for sight in path.way.reversed() where sight.isSwitch && sight.isIn {
      guard let resource = resource(sight), let port = port(of: target, on: resource, sight) else { continue }
      if let out = path.outs(sight).first(where: { $0.sighting.place == port.name }) {
        if out.sighting.drop != nil { return dropped(out) }
        continue
      }
      if port.name != sight.sighting.place { return missed(port, sight, resource) }
    }
    if last.isSwitch, last.isIn, let detail = last.sighting.detail { return nowhere(last, detail) }
    return nobody(has: target, last, path)
  }

  /// A port that a question to everybody did not reach because it is stopped: whom it asks for is there, as a rule.
  private func stopped(_ path: ProbePath) -> TraceStory.Loss? {
    for sight in path.way.reversed() where sight.isSwitch && sight.isIn {
      guard let resource = resource(sight) else { continue }
      let port = resource.status.ports.first { $0.stopped != nil && $0.name != sight.sighting.place }
      if let port { return missed(port, sight, resource) }
    }
    return nil
  }

  /// Nobody has an address.
  private func nobody(has address: IPv4Address, _ last: Sight, _ path: ProbePath) -> TraceStory.Loss {
    if let owner = record.stations.first(where: { $0.system?.has(address) ?? false }) {
      let name = stationName(owner.path)
      return TraceStory.Loss(
        station: name, place: TraceStory.words(last.sighting), cause: "NoAnswer",
        reason: "\(name) has \(address), and its answer to the ARP request does not come back", mend: nil)
    }
    if let stopped = stopped(path) { return stopped }
    let named = record.to.flatMap { station($0) }
    let isFinal = address == record.destination
    let holder = isFinal ? named : parent(record.from).flatMap { station($0) }
    let name = holder.map { stationName($0.path) }
    let found = holder?.system?.interfaces.filter { !$0.addresses.isEmpty }.map {
      "\($0.name) \($0.addresses.map(\.description).joined(separator: ", "))"
    }
    var reason = "nobody has the address \(address)"
    if !isFinal { reason += ", the gateway of \(stationName(record.from))" }
    if let name, let found {
      reason += "; \(name) has \(found.isEmpty ? "no address" : found.joined(separator: ", "))"
    }
    let seen = !last.isSwitch && record.stations[last.station].path == holder?.path ? last.sighting.place : nil
    let interface = seen ?? holder?.system?.interfaces.first { $0.macAddress != nil }?.name ?? "eth0"
    let adapter = holder?.status?.switches.lazy.compactMap(\.status.hostAdapter).first { $0.interface == interface }
    let near = station(record.from)?.system?.interfaces.flatMap(\.addresses).first { $0.contains(address) }
    return TraceStory.Loss(
      station: stationName(record.stations[last.station].path), place: TraceStory.words(last.sighting),
      cause: "AddressMissing",
      reason: reason,
      mend: name.map {
        "in \($0): New-NetIPAddress -InterfaceAlias \(Mend.quoted(adapter?.name ?? interface)) -IPAddress \(address) "
          + "-PrefixLength \(near?.length ?? 24)"
      })
  }

  // MARK: On the way

  /// Why an echo request was not answered.
  func lost(_ path: ProbePath, _ back: ProbePath) -> TraceStory.Loss {
    guard let last = path.last else { return unseen(record.from) }
    if last.sighting.drop != nil { return dropped(last) }
    if let end = back.last, end.sighting.drop != nil { return dropped(end) }
    if let missing = missingNAT(path) { return missing }
    if let end = back.last {
      if record.stations[end.station].path != record.from { return stopped(end, back, isReply: true) }
    }
    return stopped(last, path, isReply: false)
  }

  /// A way that ends without a drop.
  private func stopped(_ last: Sight, _ path: ProbePath, isReply: Bool) -> TraceStory.Loss {
    let here = record.stations[last.station]
    let name = stationName(here.path)
    let place = TraceStory.words(last.sighting)
    let what = isReply ? "the reply" : "it"
    func loss(_ cause: String, _ reason: String, _ mend: String? = nil) -> TraceStory.Loss {
      TraceStory.Loss(station: name, place: place, cause: cause, reason: reason, mend: mend)
    }
    switch (last.isSwitch, last.isIn) {
    case (true, true): return nowhere(last, last.sighting.detail ?? "no port took \(what)")
    case (true, false):
      if last.sighting.portKind == .nat {
        return loss(
          "Outside", "the NAT of the switch has it, and nobody out there answers",
          "ping -c 1 \(last.sighting.destination) on \(name): the NAT sends what \(name) can send")
      }
      let machine = machineName(ofPort: last.sighting.place)
      if last.sighting.portKind == .machine {
        return loss(
          "NotTaken", "the switch has given \(what) to \(machine), which did not take it from its adapter",
          "droste console \((here.path + [machine]).joined(separator: "/"))")
      }
      return loss("NotSeen", "the switch put \(what) out, and \(name)'s kernel did not get it")
    case (false, false): return left(last)
    case (false, true):
      if here.system?.has(last.sighting.destination) ?? false {
        if here.system?.answersEcho == false {
          return loss(
            "EchoIgnored", "\(name) got it and answers no echo requests (net.ipv4.icmp_echo_ignore_all is 1)",
            "in \(name): sysctl -w net.ipv4.icmp_echo_ignore_all=0")
        }
        return loss(
          "NoAnswer",
          "\(name) got it and did not answer: a firewall in it, or it has no way back to "
            + "\(last.sighting.source)", "in \(name): ip route get \(last.sighting.source); nft list ruleset")
      }
      return kernel(last, loss)
    }
  }

  /// A kernel that got a packet and did not pass it on.
  private func kernel(
    _ last: Sight, _ loss: (String, String, String?) -> TraceStory.Loss
  ) -> TraceStory.Loss {
    let here = record.stations[last.station]
    let name = stationName(here.path)
    let found = record.decisions.first {
      $0.station == here.path && $0.interface == last.sighting.place && $0.source == last.sighting.source
    }
    guard let decision = found?.decision else {
      return loss("Unknown", "\(name) got it by \(last.sighting.place) and did not pass it on", nil)
    }
    switch decision.outcome {
    case .notForwarded:
      return loss("NotForwarded", "\(name): \(decision.detail)", "in \(name): sysctl -w net.ipv4.ip_forward=1")
    case .reversePath:
      return loss(
        "ReversePath", "\(name): \(decision.detail)",
        "in \(name): sysctl -w net.ipv4.conf.all.rp_filter=2 net.ipv4.conf.\(last.sighting.place).rp_filter=2")
    case .noRoute:
      return loss(
        "NoRoute", "\(name): \(decision.detail)",
        "in \(name): New-NetRoute -DestinationPrefix \(last.sighting.destination)/32 -NextHop GATEWAY")
    case .refused: return loss("Refused", "\(name): \(decision.detail)", "in \(name): ip route")
    case .local:
      return loss("NoAnswer", "\(name) got it, and did not answer", "in \(name): nft list ruleset")
    case .forward:
      let hop = decision.gateway ?? last.sighting.destination
      if here.system?.unansweredNeighbours.contains(hop) ?? false {
        return loss(
          "AddressMissing",
          "\(name) would pass it on by \(decision.interface ?? "-"), but nobody answers there for \(hop)",
          "droste trace \(name) \(hop)")
      }
      return loss(
        "Firewall",
        "\(name) got it; by its routes \(decision.detail), but it never left: a rule of its firewall drops it",
        "in \(name): nft list ruleset")
    }
  }

  /// A frame that a switch took in and gave to nobody.
  private func nowhere(_ last: Sight, _ detail: String) -> TraceStory.Loss {
    let here = record.stations[last.station]
    if let resource = resource(last), detail.contains("VLAN"), let own = port(named: last.sighting.place, on: resource)
    {
      return vlan(own, nil, last, detail)
    }
    return TraceStory.Loss(
      station: stationName(here.path), place: TraceStory.words(last.sighting), cause: "Unreachable", reason: detail,
      mend: "droste switch list \(here.path.joined(separator: "/"))".trimmed)
  }

  /// A frame that left an interface and that no switch of the host outside got.
  private func left(_ last: Sight) -> TraceStory.Loss {
    let here = record.stations[last.station]
    guard !here.path.isEmpty else {
      if let inside = unreachable() { return inside }
      return TraceStory.Loss(
        station: "L0", place: TraceStory.words(last.sighting), cause: "Outside",
        reason:
          "it left L0 by \(last.sighting.place), which leads to no switch of the nest: what is behind a NAT inside cannot "
          + "be reached from outside, and addresses of the nest are not known there", mend: nil)
    }
    return unseen(here.path, last)
  }

  /// L0's probe for a machine on a switch of the type NAT, which leads out only.
  private func unreachable() -> TraceStory.Loss? {
    guard let first = record.to?.first, let status = station([])?.status,
      let machine = status.machines.first(where: { Names.same($0.configuration.name, first) }),
      let name = machine.configuration.adapters.lazy.compactMap(\.switchName).first,
      let resource = status.switches.first(where: { Names.same($0.configuration.name, name) }),
      resource.configuration.type == .nat
    else { return nil }
    let target = stationName(record.to ?? [])
    return TraceStory.Loss(
      station: "L0", place: "routes", cause: "NATSwitch",
      reason: "L0 has no adapter on the switch \(name): it is of the type NAT, through which machines reach L0 and the "
        + "outside, and nobody reaches them", mend: "droste exec \(target) -- COMMAND needs no network")
  }

  /// What a machine sent and its host's switch did not get.
  private func unseen(_ path: [String], _ last: Sight? = nil) -> TraceStory.Loss {
    let interface = last?.sighting.place ?? record.report.interface ?? "its interface"
    let mac = last?.sighting.sourceMAC ?? record.report.sourceMAC
    let name = stationName(path)
    func loss(_ cause: String, _ reason: String, _ mend: String?) -> TraceStory.Loss {
      TraceStory.Loss(station: name, place: "\(interface) sends", cause: cause, reason: reason, mend: mend)
    }
    guard let outer = parent(path), let machine = path.last, let status = station(outer)?.status,
      let found = status.machines.first(where: { Names.same($0.configuration.name, machine) })
    else { return loss("NotSeen", "\(name) sent it by \(interface), and nobody saw it", nil) }
    let adapters = found.configuration.adapters
    let adapter = adapters.first { $0.macAddress == mac } ?? adapters.first
    let computer = Mend.computer(outer)
    guard let adapter, let switchName = adapter.switchName else {
      return loss(
        "NotConnected", "the adapter of \(name) is connected to no switch",
        "Connect-VMNetworkAdapter\(computer) -VMName \(Mend.quoted(machine)) -SwitchName SWITCH")
    }
    let resource = status.switches.first { Names.same($0.configuration.name, switchName) }
    if let resource, !resource.status.running {
      return loss(
        "SwitchDown", "the switch \(switchName) does not run: \(resource.status.reason ?? "its process ended")",
        "droste status")
    }
    let port = resource?.status.ports.first { Names.same($0.name, "\(machine)/\(adapter.name)") }
    if let reason = port?.stopped {
      return loss(
        "PortStopped", "port \"\(port?.name ?? "")\" of switch \(switchName) was stopped: \(reason)",
        "Restart-VM\(computer) -Name \(Mend.quoted(machine)) -Force")
    }
    if port?.connected != true {
      return loss(
        "PortDisconnected", "port \"\(machine)/\(adapter.name)\" of switch \(switchName) is not connected",
        "Restart-VM\(computer) -Name \(Mend.quoted(machine)) -Force")
    }
    return loss("NotSeen", "\(name) sent it by \(interface), and the switch \(switchName) did not get it", nil)
  }

  // MARK: Who is where

  func station(_ path: [String]) -> TraceStation? { record.stations.first { $0.path == path } }

  func parent(_ path: [String]) -> [String]? { path.isEmpty ? nil : Array(path.dropLast()) }

  func resource(_ sight: Sight) -> SwitchResource? {
    record.stations[sight.station].status?.switches.first {
      Names.same($0.configuration.name, sight.sighting.switchName ?? "")
    }
  }

  func port(named name: String, on resource: SwitchResource) -> PortStatus? {
    resource.status.ports.first { $0.name == name }
  }

  /// The port of a switch that an address is behind: a machine's or the host's own, by what they say themselves; the NAT's.
  private func port(of address: IPv4Address, on resource: SwitchResource, _ sight: Sight) -> PortStatus? {
    let here = record.stations[sight.station]
    let ports = resource.status.ports
    if resource.configuration.type == .nat, resource.configuration.address?.address == address {
      return ports.first { $0.kind == .nat }
    }
    if let adapter = resource.status.hostAdapter, adapter.addresses.contains(where: { $0.address == address }) {
      return ports.first { $0.kind == .hostAdapter }
    }
    for machine in here.status?.machines ?? [] {
      let name = machine.configuration.name
      let isIts = { (mac: MACAddress?) in mac.flatMap { mac in ports.first { $0.macAddress == mac } } }
      if let system = station(here.path + [name])?.system {
        for interface in system.interfaces where interface.addresses.contains(where: { $0.address == address }) {
          if let port = isIts(interface.macAddress) { return port }
        }
      }
      for status in machine.status.adapterStatuses where status.ipAddresses.contains("\(address)") {
        if let port = isIts(status.macAddress) { return port }
      }
    }
    return nil
  }
}

extension String {
  fileprivate var trimmed: String { hasSuffix(" ") ? String(dropLast()) : self }
}
