internal import HyperV

/// All checks, asked of all of a nest.
public enum Examination {
  /// Findings, the worst first and among equals the outermost first. What another finding explains is left out.
  ///
  /// - Parameter path: only what is at this machine and inside it; empty for everything.
  public static func findings(_ root: LevelFacts, within path: [String] = []) -> [Finding] {
    var found: [Finding] = []
    walk(HostPlace(facts: root, path: [], outer: [], machine: nil), path, &found)
    let kept = found.filter { finding in !found.contains { explains($0, finding) } }
    return kept.enumerated().sorted { a, b in
      a.element.severity != b.element.severity
        ? a.element.severity > b.element.severity
        : a.element.level != b.element.level ? a.element.level < b.element.level : a.offset < b.offset
    }.map(\.element)
  }

  private static func walk(_ place: HostPlace, _ wanted: [String], _ found: inout [Finding]) {
    // A host is examined where the path ends at it or before it.
    if place.path.count >= wanted.count {
      for check in Check.all { if case .host(let body) = check.body { found += body(place) } }
    }
    for machine in place.facts.machines {
      let path = place.path + [machine.name]
      guard isOnTheWay(path, wanted) else { continue }
      let inside = place.facts.inside[machine.name]
      if path.count >= wanted.count {
        let machinePlace = MachinePlace(machine: machine, host: place, inside: inside)
        for check in Check.all { if case .machine(let body) = check.body { found += body(machinePlace) } }
      }
      if let inside {
        walk(HostPlace(facts: inside, path: path, outer: place.outer + [place.facts], machine: machine), wanted, &found)
      }
    }
  }

  private static func isOnTheWay(_ path: [String], _ wanted: [String]) -> Bool {
    zip(path, wanted).allSatisfy { $0.0.lowercased() == $0.1.lowercased() }
  }

  /// Whether `cause` being so makes `effect` so: a machine that shows no extensions has no KVM inside.
  private static func explains(_ cause: Finding, _ effect: Finding) -> Bool {
    let causes: [String: Set<String>] = [
      "vm.cpu.virt-exposed": [
        "host.kvm.device", "host.cloud", "guest.kvm", "guest.l2.accelerated", "vm.memory.nested",
      ],
      "vm.cpu.virt-effective": ["host.kvm.device", "host.cloud", "guest.kvm", "guest.l2.accelerated"],
      "guest.other-hypervisors": ["guest.kvm", "host.kvm.device", "host.kvm.busy"],
      "guest.kvm": ["host.kvm.device", "host.kvm.access", "guest.l2.accelerated"],
      "host.kvm.busy": ["host.kvm.device", "guest.kvm"],
    ]
    guard cause.severity >= .warning, causes[cause.check]?.contains(effect.check) ?? false else { return false }
    return effect.object == cause.object || effect.object.hasPrefix(cause.object + "/")
      || effect.object.hasPrefix(cause.object + ", ")
  }
}
