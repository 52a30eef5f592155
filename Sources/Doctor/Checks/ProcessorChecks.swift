internal import HyperV

/// A machine's processor: what was asked, what QEMU made, what the guest sees.
enum ProcessorChecks {
  static let all = [exposed, effective, migration]

  private static func expose(_ place: MachinePlace) -> String {
    "droste stop \(place.name) && droste set \(place.name) --nested on && droste start \(place.name)"
  }

  static let exposed = Check("vm.cpu.virt-exposed", "Has a machine that runs machines the extensions?") { place in
    let machine = place.machine
    guard !machine.isExposing, machine.isRunning else { return handStarted(place) }
    let inner = place.inside?.machines.map(\.name) ?? []
    let emulators = place.guest?.emulators ?? []
    guard machine.isHost || !emulators.isEmpty else { return [] }
    let wants =
      inner.isEmpty
      ? emulators.isEmpty ? "it is made from the host image" : "QEMU runs in it: \(names(emulators))"
      : "machines in it: \(inner.joined(separator: ", "))"
    return [
      place.finding(
        "vm.cpu.virt-exposed", inner.isEmpty ? .warning : .error,
        "The machine is there to run machines, and its processor shows no virtualization extensions.",
        measured: "ExposeVirtualizationExtensions is off; \(wants)",
        why: "Without vmx or svm there is no KVM in it: its machines do not start, or are emulated.",
        mend: expose(place))
    ] + handStarted(place)
  }

  /// QEMU that somebody started in the guest with a processor model that hides the extensions from its own machine.
  private static func handStarted(_ place: MachinePlace) -> [Finding] {
    let known = Set((place.inside?.machines ?? []).map { $0.name.lowercased() })
    return (place.guest?.emulators ?? []).filter { !known.contains($0.name.lowercased()) }.compactMap { emulator in
      guard let model = emulator.processor, !emulator.isEmulated, hides(model) else { return nil }
      return place.finding(
        "vm.cpu.virt-exposed", .warning, object: "\(place.name), QEMU \(emulator.name)",
        "A machine in \(place.name) has a processor model without virtualization extensions.",
        measured: "-cpu \(model) of process \(emulator.processID)",
        why: "Models such as qemu64, kvm64 and x86-64-v2 have neither vmx nor svm: nothing nests in it.",
        mend: "Start it with -cpu host")
    }
  }

  static func hides(_ model: String) -> Bool {
    let parts = model.split(separator: ",")
    guard let name = parts.first?.lowercased() else { return false }
    if parts.dropFirst().contains(where: {
      ["vmx", "svm"].contains($0.drop { $0 == "+" || $0 == "-" }.prefix { $0 != "=" })
    }) {
      return false
    }
    // Who writes -svm wants it so; who writes only a model may not know what it lacks.
    return ["qemu64", "kvm64", "qemu32", "kvm32"].contains(name) || name.hasPrefix("x86-64-v")
  }

  private static func names(_ emulators: [EmulatorFacts]) -> String { emulators.map(\.name).joined(separator: ", ") }

  static let effective = Check("vm.cpu.virt-effective", "Is what was asked of the processor what it has?") { place in
    let machine = place.machine
    guard machine.isRunning else { return [] }
    var found: [Finding] = []
    func add(_ verdict: String, _ measured: String, _ why: String) {
      let cold = "droste stop \(place.name) && droste start \(place.name)"
      found.append(
        place.finding("vm.cpu.virt-effective", .error, verdict, measured: measured, why: why, mend: cold))
    }
    let asked = machine.isExposing ? "on" : "off"
    if let qemu = machine.qemu, qemu.offersExtensions != machine.isExposing {
      add(
        "The running machine's processor is not the one that is configured.",
        "ExposeVirtualizationExtensions is \(asked); QEMU's processor has \(qemu.offersExtensions ? "them" : "none")"
          + (qemu.processor.isEmpty ? "" : " (-cpu \(qemu.processor))"),
        "A processor is made when the machine starts; a restart of the guest keeps the old one.")
    } else if let guest = machine.guest, (guest.processor.extensions != nil) != machine.isExposing {
      add(
        "The guest does not see what the machine's processor was given.",
        "ExposeVirtualizationExtensions is \(asked); the guest's processor shows \(guest.processor.extensions ?? "none")",
        machine.isExposing
          ? "The guest cannot run machines." : "The guest can use what it was not given, and was not meant to.")
    }
    if let qemu = machine.qemu, qemu.processors > 0, qemu.processors != machine.configuration.processor.count {
      add(
        "The running machine has another number of processors than is configured.",
        "configured \(machine.configuration.processor.count), running \(qemu.processors)",
        "Processors are made when the machine starts.")
    }
    return found
  }

  static let migration = Check("vm.migrate.cpu", "Does this host have all that the machine's processor shows?") {
    place in
    guard let missing = place.machine.qemu?.missingFeatures, !missing.isEmpty else { return [] }
    let nested = missing.filter { $0.hasPrefix("vmx") || $0.hasPrefix("svm") || ["npt", "vgif", "avic"].contains($0) }
    return [
      place.finding(
        "vm.migrate.cpu", nested.isEmpty ? .note : .warning,
        "The machine asks for features of a processor that this host does not have.",
        measured: "missing: \(missing.prefix(20).joined(separator: ", "))",
        why:
          "A guest that was started where they are, or that is moved where they are not, fails in what it does with them: "
          + "\"guest CPU doesn't match specification\".",
        mend: "droste stop \(place.name) && droste start \(place.name), which takes the processor of this host")
    ]
  }
}
