internal import HyperV

/// A machine's state and memory, as far as they matter to what is inside it.
enum MachineChecks {
  static let all = [state, memory, save]

  static let state = Check("vm.nested.state", "Was a change refused because of the machine's state?") { place in
    guard let refused = place.machine.refusedChange, place.machine.isRunning else { return [] }
    return [
      place.finding(
        "vm.nested.state", .warning, "A change was refused, because the machine was \(refused.state.rawValue).",
        measured: "\(refused.properties); the machine is \(place.machine.resource.status.state.rawValue)",
        why: "These can be changed only while a machine is Off; a restart of the guest is not enough.",
        mend: "droste stop \(place.name), and make the change again")
    ]
  }

  /// What Hyper-V's documentation asks for a machine that runs machines.
  static let documented: UInt64 = 4 << 30

  static let memory = Check("vm.memory.nested", "Has a machine that runs machines the memory for it?") { place in
    let machine = place.machine
    guard machine.isExposing, machine.isRunning else { return [] }
    let startup = machine.configuration.memory.startupBytes
    var found: [Finding] = []
    if machine.isMemoryDynamic {
      found.append(
        place.finding(
          "vm.memory.nested", .note, "Dynamic memory has no effect while machines run inside.",
          measured: "DynamicMemoryEnabled is on",
          why: "While a hypervisor is active in a machine its memory does not move, and cannot be changed.",
          mend:
            "droste stop \(place.name) && droste set \(place.name) --dynamic-memory off && droste start \(place.name)"))
    }
    if let inside = place.inside {
      // What is really needed is known: what its machines have, and what is left.
      let waiting = inside.machines.filter { !$0.isRunning }.reduce(UInt64(0)) {
        $0 + $1.configuration.memory.startupBytes
      }
      let available = inside.system.memory.available
      if waiting > 0, available > 0, waiting > available {
        found.append(
          place.finding(
            "vm.memory.nested", .warning, "The machine has too little memory for all of the machines in it.",
            measured:
              "\(StorageChecks.text(startup)) in all, \(StorageChecks.text(available)) available inside; machines that "
              + "are Off ask for \(StorageChecks.text(waiting))",
            why: "A machine whose memory is not there does not start.", mend: more(place, startup + waiting - available)
          ))
      }
    } else if startup < documented, !machine.isHost {
      found.append(
        place.finding(
          "vm.memory.nested", .warning, "The machine has less memory than one that runs machines should have.",
          measured: StorageChecks.text(startup) + " of 4 GiB",
          why: "Hyper-V in a machine with less cannot start machines.", mend: more(place, documented)))
    }
    return found
  }

  private static func more(_ place: MachinePlace, _ bytes: UInt64) -> String {
    let megabytes = (bytes + (256 << 20) - 1) / (256 << 20) * 256
    return
      "droste stop \(place.name) && droste set \(place.name) --memory \(megabytes)MiB && droste start \(place.name)"
  }

  static let save = Check("vm.nested.save", "Can the machine be saved while machines run in it?") { place in
    guard let qemu = place.machine.qemu, qemu.isHypervisorActive, place.machine.resource.status.engine == .kvm,
      let kernel = place.host.system.kernel.number, let version = KernelVersion(qemu.version)
    else { return [] }
    // Intel's state is saved by Linux 5.3 with QEMU 4.2; AMD's by Linux 5.8 with QEMU 5.1.
    let isIntel = place.host.system.processor.isIntel
    let (leastKernel, leastQEMU) =
      isIntel ? (KernelVersion(5, 3), KernelVersion(4, 2)) : (KernelVersion(5, 8), KernelVersion(5, 1))
    guard kernel < leastKernel || version < leastQEMU else { return [] }
    return [
      place.finding(
        "vm.nested.save", .warning, "The machine must not be saved or moved while machines run in it.",
        measured: "a hypervisor is active in it; Linux \(kernel), QEMU \(version)",
        why:
          "The state of the inner hypervisor is not in what is saved before Linux \(leastKernel) and QEMU \(leastQEMU): "
          + "the machine would come back broken.",
        mend: "Turn the inner machines off first, or shut the machine down: droste stop \(place.name)")
    ]
  }
}
