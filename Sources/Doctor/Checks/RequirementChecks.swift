internal import HyperV

/// Hyper-V's documented requirements, as far as they are no check of their own.
enum RequirementChecks {
  static let all = [version, processors, versions]

  static let version = Check("vm.nested.version", "Is the configuration version high enough to nest?") { place in
    let least = place.host.facts.host.vendor.minimumNestingVersion
    let own = place.machine.configuration.version
    guard place.machine.isExposing, own < least else { return [] }
    return [
      place.finding(
        "vm.nested.version", .error, "The machine's configuration version is too low to nest.",
        measured: "version \(own), at least \(least) is needed on \(place.host.facts.host.vendor.rawValue)",
        why: "Before \(least) extensions could not be exposed on such processors.",
        mend: place.host.cmdlet("Update-VMVersion \(place.machine.name)"))
    ]
  }

  static let processors = Check("vm.processors.nested", "Has a machine that runs machines the processors for it?") {
    place in
    // Where the machine's own processor is emulated, one is what is safe.
    guard place.machine.isExposing, place.machine.resource.status.engine == .kvm, !place.isEmulated,
      place.machine.configuration.processor.count < 2, place.inside == nil
    else { return [] }
    return [
      place.finding(
        "vm.processors.nested", .note, "The machine has one processor; two are asked of one that runs machines.",
        measured: "1 processor", why: "Hosts of containers and of Hyper-V's machines need two.",
        mend: "droste stop \(place.name) && droste set \(place.name) --processors 2 && droste start \(place.name)")
    ]
  }

  static let versions = Check("vm.nested.versions", "Are the services of all levels of one version?") { place in
    guard let inside = place.inside, inside.host.version != place.host.facts.host.version else { return [] }
    return [
      place.finding(
        "vm.nested.versions", .warning, "The service in \(place.name) is of another version.",
        measured: "\(inside.host.version) inside, \(place.host.facts.host.version) here",
        why: "Levels speak to one another; what one has and the other has not is refused.",
        mend: "droste image build host && droste restart \(place.name)")
    ]
  }
}
