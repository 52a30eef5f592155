internal import HyperV

/// A host on the way from the outermost to the one at work.
struct Site: Sendable {
  let host: any LabHost
  /// The machine that this host is; nil for the outermost.
  let machine: LabMachine?
}

/// Brings one host to what its part of the file asks, and then the hosts inside it.
struct LevelRunner: Sendable {
  let runner: LabRunner
  let lab: Lab
  /// From the outermost host to this one; never empty.
  let sites: [Site]

  var host: any LabHost { sites[sites.count - 1].host }
  /// The names of the machines that lead here.
  var path: [String] { sites.compactMap { $0.machine?.name } }
  /// 0 for the outermost host.
  var depth: Int { sites.count - 1 }

  func bring(_ level: LabLevel) async throws {
    let status = try await host.status()
    let plan = LevelPlanner(lab: lab, level: level, path: path, status: status, levels: [:]).plan()
    // Inner hosts that did not run when the whole plan was made are compared here for the first time.
    try Failures.throwing(plan.refusals.map(\.error))

    let removals = plan.steps.filter { $0.action == .remove && $0.kind == .machine }
    try await Failures.concurrently(removals.compactMap { status.machine(named: $0.name) }) { machine in
      try await runner.remove(machine, on: host, path: path)
    }
    var failures: [any Error] = []
    for step in plan.steps where step.kind == .switch || step.kind == .nat {
      // Switches that machines are moved away from come after the machines.
      if step.action == .remove, step.kind == .switch, isInUse(step.name, in: status, except: removals) { continue }
      do { try await apply(step, level) } catch { failures.append(error) }
    }
    // Machines cannot be plugged into switches that are not there.
    try Failures.throwing(failures)
    try await Failures.concurrently(level.machines) { machine in
      let current = status.machine(named: machine.name)
      try await MachineRunner(level: self, machine: machine).bring(from: current)
    }
    for step in plan.steps where step.action == .remove && step.kind == .switch {
      if isInUse(step.name, in: status, except: removals) { try await apply(step, level) }
    }
  }

  private func isInUse(_ name: String, in status: HostStatus, except removed: [LabStep]) -> Bool {
    status.machines.contains { machine in
      !removed.contains { $0.name == machine.configuration.name }
        && machine.configuration.adapters.contains { $0.switchName?.lowercased() == name.lowercased() }
    }
  }

  private func apply(_ step: LabStep, _ level: LabLevel) async throws {
    let kind: LabProgress.Step = step.action == .remove ? .remove : step.kind == .nat ? .nat : .switch
    let object = step.action == .remove ? "\(step.kind.rawValue) \(step.name)" : step.name
    try await runner.step(path, kind, object, step.detail) {
      switch (step.kind, step.action) {
      case (.switch, .remove): try await LabRunner.ignoringMissing { try await host.removeSwitch(step.name) }
      case (.nat, .remove): try await LabRunner.ignoringMissing { try await host.removeNAT(step.name) }
      case (.switch, _):
        guard let item = level.switches.first(where: { $0.configuration.name == step.name }) else { break }
        if step.action == .create {
          _ = try await host.createSwitch(item.configuration)
        } else {
          let current = try await host.status().switch(named: step.name)?.configuration
          let wanted = current.map { item.configuration.keepingUnspoken(of: $0) } ?? item.configuration
          _ = try await host.updateSwitch(step.name, wanted)
        }
      case (.nat, _):
        guard let item = level.nats.first(where: { $0.configuration.name == step.name }) else { break }
        // A NAT has nothing but its prefix: another one is another NAT.
        if step.action == .change { try await host.removeNAT(step.name) }
        _ = try await host.createNAT(item.configuration)
      default: break
      }
    }
  }
}
