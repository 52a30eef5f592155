internal import HyperV

/// Whether a host can run machines with hardware assistance, and machines that run machines.
enum KVMChecks {
  static let all = [device, access, busy, nested, pending, features, cloud]

  /// What is wrong with KVM on a host that nevertheless runs machines, by emulating them, is a note; where it refuses to
  /// emulate, as hosts inside machines do, or had KVM when it started, nothing runs.
  static func severity(_ place: HostPlace) -> Severity { emulates(place) ? .note : .error }

  private static func emulates(_ place: HostPlace) -> Bool {
    place.facts.host.engine == .tcg && place.facts.host.requiredEngine != .kvm
  }

  static func emulation(_ place: HostPlace) -> String {
    emulates(place)
      ? "Machines are emulated instead, which is some ten times slower."
      : "This host does not emulate, so no machine can start \(place.path.isEmpty ? "here" : "in \(place.name)")."
  }

  static let device = Check("host.kvm.device", "Is there a /dev/kvm that runs guests?") { place in
    let (kvm, processor) = (place.kvm, place.system.processor)
    if kvm.deviceExists {
      guard kvm.openError == nil, let probe = kvm.probe, !probe.works, probe.outcome != .noDevice, !isBusy(probe) else {
        return []
      }
      return [
        place.finding(
          "host.kvm.device", severity(place), "/dev/kvm is there and does not run guests as it should.",
          measured: "guest code: \(probe.outcome.rawValue), \(probe.detail)", why: emulation(place),
          mend: processor.has("hypervisor")
            ? "This computer is a machine itself, and what runs it nests badly: use a host with hardware virtualization, "
              + "or go on emulated."
            : place.command(KVMCommand.reload(processor.module)))
      ]
    }
    if CloudProvider.of(place.system) != nil, processor.extensions == nil { return [] }
    let (verdict, mend) = missing(place)
    return [
      place.finding(
        "host.kvm.device", severity(place), verdict,
        measured: "no /dev/kvm; the processor shows \(processor.extensions ?? "neither vmx nor svm")"
          + (processor.hypervisor.map { ", under the hypervisor \($0)" } ?? ""),
        why: emulation(place), mend: mend,
        fix: processor.extensions != nil && !isDisabledByFirmware(place.system)
          ? .run(path: place.path, command: ["sh", "-c", KVMCommand.load(processor.module)]) : nil)
    ]
  }

  private static func isDisabledByFirmware(_ system: SystemFacts) -> Bool {
    system.message("disabled by bios", "disabled in bios") != nil
  }

  private static func missing(_ place: HostPlace) -> (String, String) {
    let (system, processor) = (place.system, place.system.processor)
    if processor.extensions != nil, isDisabledByFirmware(system) {
      return (
        "The firmware has turned virtualization off.", "Turn VT-x or SVM on in the firmware's settings, and restart."
      )
    }
    if processor.extensions != nil {
      return (
        "The module \(processor.module) is not loaded.", place.command(KVMCommand.load(processor.module))
      )
    }
    if processor.has("hypervisor") {
      let outer = processor.hypervisor ?? (system.computer.vendor.isEmpty ? "unknown" : system.computer.vendor)
      return (
        "The hypervisor around this computer (\(outer)) does not expose virtualization extensions.",
        place.path.isEmpty
          ? "Expose them where this machine is run; under Hyper-V: Set-VMProcessor -ExposeVirtualizationExtensions $true"
          : "droste stop \(place.name) && droste set \(place.name) --nested on && droste start \(place.name)"
      )
    }
    return (
      "The processor has no virtualization extensions, or the firmware has turned them off.",
      "Turn VT-x or SVM on in the firmware's settings, and restart."
    )
  }

  static let access = Check("host.kvm.access", "Can /dev/kvm be opened?") { place in
    guard place.kvm.deviceExists else { return [] }
    guard let error = place.kvm.openError else { return closedToMachines(place) }
    let inContainer = place.system.computer.container
    return [
      place.finding(
        "host.kvm.access", severity(place), "/dev/kvm is there and cannot be opened.",
        measured: "opening it: \(error); mode \(String(place.kvm.mode, radix: 8)), group \(place.kvm.group)"
          + (inContainer.map { ", in a container (\($0))" } ?? ""), why: emulation(place),
        mend: inContainer != nil
          ? "Give the container the device: --device /dev/kvm"
          : place.command("groupadd -f kvm; chgrp kvm /dev/kvm; chmod 660 /dev/kvm; usermod -aG kvm $(id -un)")
            + ", then log in anew")
    ]
  }

  /// A service that is root opens what the users that it runs machines as do not.
  private static func closedToMachines(_ place: HostPlace) -> [Finding] {
    guard place.facts.host.isRoot, place.kvm.probe?.works == true, !place.kvm.isOpenToOthers else { return [] }
    return [
      place.finding(
        "host.kvm.access", severity(place), "/dev/kvm opens for root alone.",
        measured: "mode \(String(place.kvm.mode, radix: 8)), group \(place.kvm.group)",
        why: "Each machine runs as a user of its own without root's rights. " + emulation(place),
        mend: place.command(KVMCommand.open), fix: .run(path: place.path, command: ["sh", "-c", KVMCommand.open]))
    ]
  }

  private static func isBusy(_ probe: KVMProbeFacts) -> Bool {
    probe.detail.contains("resource busy") || probe.detail.contains("File exists")
  }

  static let busy = Check("host.kvm.busy", "Has another hypervisor taken the extensions?") { place in
    let probe = place.kvm.probe
    let isTaken = probe.map { !$0.works && isBusy($0) } ?? false
    let others = place.kvm.otherHypervisors
    guard isTaken || (!others.isEmpty && probe?.works != true) else { return [] }
    return [
      place.finding(
        "host.kvm.busy", severity(place), "Another hypervisor has the processor's virtualization extensions.",
        measured: (probe?.detail ?? "no guest ran")
          + "; loaded: \(others.isEmpty ? "no other hypervisor's module" : others.joined(separator: " "))",
        why: "One hypervisor at a time can use them. " + emulation(place),
        mend: others.isEmpty
          ? place.command("lsmod") + ", find its module, and take that out after its machines have ended"
          : place.command("modprobe -r \(others.joined(separator: " "))") + ", after its machines have ended")
    ]
  }

  static let nested = Check("host.kvm.nested", "May machines have virtualization extensions?") { place in
    let module = place.system.processor.module
    guard place.facts.host.engine == .kvm, place.kvm.isOn(module, "nested") == false else { return [] }
    let exposing = place.facts.machines.filter(\.isExposing).map(\.name)
    // On purpose, where the policy says so too.
    if exposing.isEmpty, place.facts.settings.nesting.mode == .forbidden { return [] }
    let isBuiltIn = place.kvm.module(module)?.isBuiltIn ?? false
    let command = KVMCommand.set(module, "nested=1", in: "nested.conf")
    return [
      place.finding(
        "host.kvm.nested", exposing.isEmpty ? .note : .error, "KVM's nested virtualization is off.",
        measured: "/sys/module/\(module)/parameters/nested is \(place.kvm.module(module)?.parameters["nested"] ?? "N")"
          + (exposing.isEmpty ? "" : "; machines that expose extensions: \(exposing.joined(separator: ", "))"),
        why: "Machines that expose virtualization extensions cannot start.",
        mend: isBuiltIn
          ? "Add \(module).nested=1 to the kernel's command line, and restart."
          : place.command(command),
        // Who turned it off may have done so to keep guests from what is wrong in the kernel.
        fix: exposing.isEmpty || PostureChecks.isVulnerable(place.system.kernel) ? nil : reload(place, module, command))
    ]
  }

  static let pending = Check("host.kvm.nested.pending", "Do the modules run with what is configured?") { place in
    place.kvm.configured.sorted { $0.key < $1.key }.compactMap { key, wanted in
      let parts = key.split(separator: ".", maxSplits: 1).map(String.init)
      guard parts.count == 2, let module = place.kvm.module(parts[0]), let live = module.parameters[parts[1]],
        KVMFacts.isOn(live) != KVMFacts.isOn(wanted) || (Int(live) != nil && Int(wanted) != nil && live != wanted)
      else { return nil }
      let running = place.facts.machines.filter(\.isRunning).map(\.name)
      let mend =
        module.isBuiltIn
        ? "The module is built in: put \(key)=\(wanted) on the kernel's command line, and restart."
        : running.isEmpty && module.users == 0
          ? place.command(KVMCommand.reload(module.name))
          : "Stop the machines that use it (\(running.isEmpty ? "\(module.users) users" : running.joined(separator: ", "))), then "
            + place.command(KVMCommand.reload(module.name))
      return place.finding(
        "host.kvm.nested.pending", .warning, "\(key) was configured and is not in effect.",
        measured: "configured \(wanted), in effect \(live)",
        why: "A module's parameters are read when it is loaded: it runs with what was so before.", mend: mend,
        fix: reload(place, module.name, KVMCommand.reload(module.name)))
    }
  }

  /// A fix that takes a module out and back in; nil where a machine uses it. The kernel's count of users does not tell: it
  /// counts the guest code too that is run to see whether KVM works. A module that is used stays, and the fix fails.
  private static func reload(_ place: HostPlace, _ name: String, _ command: String) -> Fix? {
    guard let module = place.kvm.module(name), !module.isBuiltIn, !place.facts.machines.contains(where: \.isRunning),
      !place.system.emulators.contains(where: { $0.holdsKVM ?? true })
    else { return nil }
    return .run(path: place.path, command: ["sh", "-c", command])
  }

  static let features = Check("host.kvm.accel-features", "Has KVM what makes nesting fast?") { place in
    guard place.facts.host.engine == .kvm else { return [] }
    let processor = place.system.processor
    let wanted: [(String, Severity)] =
      processor.isIntel
      ? [("ept", .error), ("unrestricted_guest", .warning), ("enable_shadow_vmcs", .note), ("enable_apicv", .note)]
      : [("npt", .error), ("vgif", .note), ("avic", .note)]
    let module = processor.module
    let off = wanted.filter { place.kvm.isOn(module, $0.0) == false }
    // An emulated processor, and one inside a machine, has never all of them.
    let matter = place.path.isEmpty && !processor.has("hypervisor") ? off : off.filter { $0.1 > .note }
    guard let worst = matter.map(\.1).max(), worst > .note || !place.facts.machines.filter(\.isExposing).isEmpty else {
      return []
    }
    // AVIC cannot serve nested guests, and off is its usual state.
    guard worst > .note || matter.contains(where: { $0.0 != "avic" }) else { return [] }
    let settings = matter.map { "\($0.0)=1" }.joined(separator: " ")
    let command = KVMCommand.set(module, settings, in: "features.conf")
    return [
      place.finding(
        "host.kvm.accel-features", worst,
        worst == .error
          ? "Nested paging is off (\(processor.isIntel ? "EPT" : "NPT"))."
          : "KVM does without features of the processor.",
        measured: matter.map { "\(module).\($0.0) is off" }.joined(separator: ", "),
        why: worst == .error
          ? "Machines inside machines are many times slower without, and Hyper-V does not start at all."
          : "Each exit of an inner machine costs more without.",
        mend: place.command(command), fix: worst == .error ? reload(place, module, command) : nil)
    ]
  }

  static let cloud = Check("host.cloud", "Does the cloud allow nesting?") { place in
    guard let provider = CloudProvider.of(place.system), place.system.processor.extensions == nil else { return [] }
    return [
      place.finding(
        "host.cloud", severity(place), "\(provider.name) does not give this machine virtualization extensions.",
        measured:
          "DMI: \(place.system.computer.vendor) \(place.system.computer.product); the processor shows neither vmx "
          + "nor svm", why: emulation(place), mend: provider.mend)
    ]
  }
}
