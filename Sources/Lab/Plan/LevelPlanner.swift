internal import Ethernet
internal import HyperV

/// Compares what a lab asks of one host with what the host has.
struct LevelPlanner {
  let lab: Lab
  let level: LabLevel
  /// Of the host.
  let path: [String]
  /// Nil for a host that does not run yet.
  let status: HostStatus?
  /// The status of each host further in that answers.
  let levels: [[String]: HostStatus]

  func plan() -> LevelPlan {
    var steps: [LabStep] = []
    var refusals: [LabRefusal] = []
    let early = removableSwitches(early: true)
    let late = removableSwitches(early: false)
    steps += leftovers(machines, level.machines.map(\.name)).map { .init(.remove, .machine, $0) }
    steps += staleNATs.map { .init(.remove, .nat, $0) }
    steps += early.map { .init(.remove, .switch, $0) }
    for item in level.switches { plan(item, &steps, &refusals) }
    for item in level.nats { plan(item, &steps, &refusals) }
    for machine in level.machines { plan(machine, &steps, &refusals) }
    steps += late.map { .init(.remove, .switch, $0) }
    let inside = level.machines.compactMap { machine -> LevelPlan? in
      let path = path + [machine.name]
      // A host that is there may hold something that the file no longer has.
      guard !machine.inside.isEmpty || levels[path] != nil else { return nil }
      return LevelPlanner(lab: lab, level: machine.inside, path: path, status: levels[path], levels: levels).plan()
    }
    return LevelPlan(host: path, isReachable: status != nil, steps: steps, refusals: refusals, inside: inside)
  }

  private typealias Object = (name: String, notes: String)
  private var machines: [Object] { status?.machines.map { ($0.configuration.name, $0.configuration.notes) } ?? [] }
  private var nats: [Object] { status?.nats.map { ($0.configuration.name, $0.configuration.notes) } ?? [] }
  private var switches: [Object] { status?.switches.map { ($0.configuration.name, $0.configuration.notes) } ?? [] }

  /// What belongs to this lab and is no longer in its file.
  private func leftovers(_ objects: [Object], _ wanted: [String]) -> [String] {
    let wanted = Set(wanted.map { $0.lowercased() })
    return objects.filter { $0.notes == lab.notes && !wanted.contains($0.name.lowercased()) }.map(\.name).sorted()
  }

  /// Those that the file no longer has.
  private var staleNATs: [String] { leftovers(nats, level.nats.map(\.configuration.name)) }

  /// Switches that the file no longer has: early those that no machine that stays is plugged into, so that their
  /// prefixes are free for others; late those that machines are moved away from first.
  private func removableSwitches(early: Bool) -> [String] {
    let gone = Set(leftovers(machines, level.machines.map(\.name)).map { $0.lowercased() })
    let inUse = (status?.machines ?? []).filter { !gone.contains($0.configuration.name.lowercased()) }
      .flatMap(\.configuration.adapters).compactMap { $0.switchName?.lowercased() }
    return leftovers(switches, level.switches.map(\.configuration.name)).filter {
      inUse.contains($0.lowercased()) != early
    }
  }

  /// Whether what has this name belongs to somebody else; the refusal then.
  private func foreign(_ kind: String, _ name: String, _ notes: String, _ place: LabPlace) -> LabRefusal? {
    guard notes != lab.notes else { return nil }
    let owner = notes.hasPrefix("lab:") ? "belongs to lab \"\(notes.dropFirst(4))\"" : "does not belong to a lab"
    let host = path.isEmpty ? "this host" : "host \(path.joined(separator: "/"))"
    return LabRefusal(
      place: place,
      error: .init(
        .alreadyExists, "A \(kind) named \"\(name)\" is on \(host) already and \(owner).",
        hint: "rename it at \(place.path) (\(lab.file) line \(place.position.line)), or remove the other one"))
  }

  private func plan(_ item: LabSwitch, _ steps: inout [LabStep], _ refusals: inout [LabRefusal]) {
    let wanted = item.configuration
    guard let current = status?.switch(named: wanted.name) else {
      steps.append(.init(.create, .switch, wanted.name, wanted.summary))
      return
    }
    if let refusal = foreign("switch", wanted.name, current.configuration.notes, item.place) {
      refusals.append(refusal)
      return
    }
    let differences = current.configuration.differences(to: wanted)
    if !differences.isEmpty {
      steps.append(.init(.change, .switch, wanted.name, differences.map(\.text).joined(separator: ", ")))
    }
  }

  private func plan(_ item: LabNAT, _ steps: inout [LabStep], _ refusals: inout [LabRefusal]) {
    let wanted = item.configuration
    guard let current = status?.nat(named: wanted.name)?.configuration else {
      steps.append(.init(.create, .nat, wanted.name, wanted.internalPrefix.description))
      return
    }
    if let refusal = foreign("NAT", wanted.name, current.notes, item.place) {
      refusals.append(refusal)
    } else if current.internalPrefix != wanted.internalPrefix {
      steps.append(.init(.change, .nat, wanted.name, "prefix \(current.internalPrefix) -> \(wanted.internalPrefix)"))
    }
  }

  private func plan(_ item: LabMachine, _ steps: inout [LabStep], _ refusals: inout [LabRefusal]) {
    let wanted = item.configuration
    guard let current = status?.machine(named: wanted.name) else {
      steps.append(.init(.create, .machine, wanted.name, wanted.summary))
      steps.append(.init(.start, .machine, wanted.name))
      planAddresses(item, present: [], &steps)
      return
    }
    if let refusal = foreign("machine", wanted.name, current.configuration.notes, item.place) {
      refusals.append(refusal)
      return
    }
    let differences = current.configuration.differences(to: item.configuration(over: current.configuration))
    if let refusal = refusal(item, current, differences) {
      refusals.append(refusal)
      return
    }
    if !differences.isEmpty {
      steps.append(.init(.change, .machine, wanted.name, differences.map(\.text).joined(separator: ", ")))
    }
    if current.status.state == .off || current.status.state == .stopping {
      steps.append(.init(.start, .machine, wanted.name))
      planAddresses(item, present: [], &steps)
    } else {
      planAddresses(item, present: current.status.guest.addresses, &steps)
    }
  }

  private func planAddresses(_ item: LabMachine, present: [String], _ steps: inout [LabStep]) {
    for adapter in item.adapters {
      guard let address = adapter.address, !present.contains(address.description) else { continue }
      let gateway = adapter.gateway.map { " by way of \($0)" } ?? ""
      steps.append(
        .init(.configure, .address, item.name, "address \(address)\(gateway) on \"\(adapter.configuration.name)\""))
    }
  }

  /// Why a machine cannot become what the file asks for, as it is.
  private func refusal(
    _ item: LabMachine, _ current: MachineResource, _ differences: [Difference]
  ) -> LabRefusal? {
    let name = (path + [item.name]).joined(separator: "/")
    let place = "\(item.place.path) (\(lab.file) line \(item.place.position.line))"
    if item.configuration.version < current.configuration.version {
      return LabRefusal(
        place: item.place,
        error: .init(
          .notSupported,
          "Machine \(name) has configuration version \(current.configuration.version), which is never lowered; the "
            + "file asks for \(item.configuration.version).",
          hint: "raise version at \(place), or make the lab anew: droste down \(lab.file)"))
    }
    let refused = differences.filter(\.needsOff)
    guard !refused.isEmpty, current.status.state != .off else { return nil }
    return LabRefusal(
      place: item.place,
      error: .init(
        .invalidState,
        "Machine \(name) is \(current.status.state.rawValue); this can be changed only while it is Off: "
          + "\(refused.map(\.text).joined(separator: ", ")).",
        hint: "droste stop \(name), then droste up \(lab.file)"))
  }
}

extension HostStatus {
  func machine(named name: String) -> MachineResource? {
    machines.first { $0.configuration.name.lowercased() == name.lowercased() }
  }
  func `switch`(named name: String) -> SwitchResource? {
    switches.first { $0.configuration.name.lowercased() == name.lowercased() }
  }
  func nat(named name: String) -> NATResource? {
    nats.first { $0.configuration.name.lowercased() == name.lowercased() }
  }
}
