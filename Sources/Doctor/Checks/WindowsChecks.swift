internal import HyperV

/// Windows in a machine.
enum WindowsChecks {
  static let all = [hypervisor, enlightenments, security]

  static let hypervisor = Check("guest.windows.hypervisor", "Why does Windows' hypervisor not start?") { place in
    guard place.machine.isExposing, let windows = place.guest?.windows else { return [] }
    let wantsIt = windows.features.contains { ["Microsoft-Hyper-V", "VirtualMachinePlatform"].contains($0) }
    guard !(wantsIt && windows.hypervisorPresent && windows.hypervisorLaunchType != "Off") else { return [] }
    let (cause, mend) = cause(place, windows, wantsIt)
    return [
      place.finding(
        "guest.windows.hypervisor", .error, cause, measured: measured(windows),
        why: "Windows says only \"0x80370102\" or \"a required feature is not installed\".", mend: mend)
    ]
  }

  private static func measured(_ windows: WindowsFacts) -> String {
    func text(_ value: Bool) -> String { value ? "yes" : "no" }
    return
      "extensions \(text(windows.virtualizationEnabled)), nested paging \(text(windows.secondLevelTranslation)), NX "
      + "\(text(windows.executionPrevention)), features \(windows.features.joined(separator: " ")), hypervisorlaunchtype "
      + "\(windows.hypervisorLaunchType ?? "not set"), hypervisor present \(text(windows.hypervisorPresent))"
  }

  private static func cause(_ place: MachinePlace, _ windows: WindowsFacts, _ wantsIt: Bool) -> (String, String) {
    let again = "droste stop \(place.name) && droste start \(place.name)"
    if !windows.virtualizationEnabled, !windows.hypervisorPresent {
      return ("Windows does not see virtualization extensions.", again)
    }
    if !windows.secondLevelTranslation, !windows.hypervisorPresent {
      return (
        "Windows does not see nested paging (SLAT).",
        "Turn EPT or NPT on in the host's KVM: "
          + place.host.command(
            "modprobe -r \(place.host.system.processor.module); modprobe "
              + "\(place.host.system.processor.module) \(place.host.system.processor.isIntel ? "ept" : "npt")=1")
      )
    }
    if !windows.executionPrevention {
      return ("Windows has data execution prevention (NX) off.", "In the guest: bcdedit /set nx OptIn, and restart it")
    }
    if !wantsIt {
      return (
        "The feature VirtualMachinePlatform is not enabled.",
        "In the guest: Enable-WindowsOptionalFeature -Online -FeatureName VirtualMachinePlatform, and restart it"
      )
    }
    if windows.hypervisorLaunchType == "Off" {
      return (
        "Windows is told not to start its hypervisor.",
        "In the guest: bcdedit /set hypervisorlaunchtype auto, and restart it"
      )
    }
    return ("Windows' hypervisor was not started.", "Restart the guest; if it stays: \(again)")
  }

  static let enlightenments = Check("vm.windows.enlightenments", "Does the processor suit Windows' hypervisor?") {
    place in
    let own = place.machine.qemu.map { ($0.processor, place.name, place.host.system) }
    let inner = place.guest.map { guest in
      guest.emulators.compactMap { emulator in
        emulator.processor.map { ($0, "\(place.name), QEMU \(emulator.name)", guest) }
      }
    }
    let isWindows = place.guest?.windows != nil
    return ([own].compactMap(\.self) + (inner ?? [])).flatMap { model, object, system in
      problems(model, system, nests: isWindows && object == place.name && place.machine.isExposing).map { problem in
        place.finding(
          "vm.windows.enlightenments", .error, object: object, problem.verdict, measured: "-cpu \(model)",
          why:
            "Windows loops into Automatic Repair, or its hypervisor does not start, with a set of Hyper-V's features that "
            + "does not fit together.", mend: problem.mend)
      }
    }
  }

  private static func problems(_ model: String, _ system: SystemFacts, nests: Bool) -> [(verdict: String, mend: String)]
  {
    let features = Set(
      model.split(separator: ",").map { word in
        word.drop { $0 == "+" }.map { $0 == "_" ? "-" : Character($0.lowercased()) }
      }.map { String($0) })
    func has(_ name: String) -> Bool { features.contains(name) || features.contains("\(name)=on") }
    var found: [(verdict: String, mend: String)] = []
    if has("hv-evmcs"), !system.processor.isIntel {
      found.append(("hv-evmcs is for Intel's processors, and this is none.", "Leave hv-evmcs out"))
    }
    if has("hv-avic"),
      system.kvm.isOn(system.processor.module, system.processor.isIntel ? "enable_apicv" : "avic") != true
    {
      found.append(("hv-avic needs APICv or AVIC, which KVM does not have on here.", "Leave hv-avic out"))
    }
    for name in ["hv-passthrough", "hv-enforce-cpuid", "hv-syndbg"] where has(name) {
      found.append(("\(name) is for testing.", "Leave \(name) out"))
    }
    if nests, features.contains(where: { $0.hasPrefix("hv-") }), !has("hv-stimer-direct") {
      found.append(
        ("Hyper-V in the machine needs hv-stimer-direct.", "Add hv-stimer-direct, with hv-stimer and hv-synic"))
    }
    return found
  }

  static let security = Check("guest.windows.vbs", "Does Windows run on a hypervisor of its own without need?") {
    place in
    guard place.machine.isExposing, let windows = place.guest?.windows, windows.virtualizationBasedSecurity == 2,
      !windows.features.contains("Microsoft-Hyper-V")
    else { return [] }
    return [
      place.finding(
        "guest.windows.vbs", .warning, "All of Windows runs one level deeper, for virtualization-based security.",
        measured: "VirtualizationBasedSecurityStatus is 2; no machines are run in it",
        why: "It starts its hypervisor as soon as it sees the extensions: users measured 10 to 40 % and more.",
        mend: "droste stop \(place.name) && droste set \(place.name) --nested off && droste start \(place.name)")
    ]
  }
}
