internal import HyperV

/// What only the guest can tell.
enum GuestChecks {
  static let all = [kvm, accelerated, clock, others, mtu, offload]

  static let kvm = Check("guest.kvm", "Does KVM work in a machine that shows extensions?") { place in
    guard place.machine.isExposing, let guest = place.guest, guest.windows == nil, guest.processor.extensions != nil
    else { return [] }
    let kvm = guest.kvm
    let module = guest.processor.module
    guard kvm.deviceExists else {
      let log = guest.message("kvm: no hardware support", "disabled by bios", "kvm: support for")
      if kvm.kernelOption == "n" {
        return [
          place.finding(
            "guest.kvm", .error, "The guest's kernel was built without KVM.",
            measured: "kernel \(guest.kernel.release), CONFIG_KVM is not set; the processor shows "
              + (guest.processor.extensions ?? ""), why: "Nothing in the guest can use the extensions.",
            mend: "Boot the guest with a kernel that has KVM; Debian: apt-get install linux-image-amd64")
        ]
      }
      let inContainer = guest.computer.container
      // KVM's device has this number on every Linux; where its node was lost the module has nothing to load.
      let mend =
        kvm.module(module) == nil ? KVMCommand.load(module) : "mknod /dev/kvm c 10 232; " + KVMCommand.open
      return [
        place.finding(
          "guest.kvm", .error, "The guest sees the extensions and has no /dev/kvm.",
          measured: "the processor shows \(guest.processor.extensions ?? ""); "
            + (kvm.module(module) == nil ? "\(module) is not loaded" : "\(module) is loaded")
            + (log.map { "; the kernel's log: \($0)" } ?? "") + (inContainer.map { "; in a container (\($0))" } ?? ""),
          why: "Machines inside do not start, or are emulated.",
          mend: inContainer != nil
            ? "Give the container the device: --device /dev/kvm" : place.command(mend),
          fix: inContainer == nil ? .run(path: place.path, command: ["sh", "-c", mend]) : nil)
      ]
    }
    guard let probe = kvm.probe, !probe.works else { return [] }
    return [
      place.finding(
        "guest.kvm", .error, "The guest's /dev/kvm does not run guests.",
        measured: "guest code: \(probe.outcome.rawValue), \(probe.detail)",
        why: "It opens, and machines made with it hang: programs that only look whether it is there go wrong.",
        mend: probe.outcome == .noDevice
          ? place.command("chmod 660 /dev/kvm; ls -l /dev/kvm")
          : "droste stop \(place.name) && droste start \(place.name); if it stays: "
            + place.command(KVMCommand.reload(module)))
    ]
  }

  static let accelerated = Check("guest.l2.accelerated", "Do machines inside run with hardware assistance?") { place in
    guard let guest = place.guest, place.machine.isRunning else { return [] }
    // KVM is expected where the extensions are shown: without them nothing else could be had.
    guard guest.processor.extensions != nil || place.machine.isExposing else { return [] }
    return guest.emulators.filter(\.isEmulated).map { emulator in
      place.finding(
        "guest.l2.accelerated", .warning, object: "\(place.name), QEMU \(emulator.name)",
        "A machine in \(place.name) is emulated.",
        measured: "process \(emulator.processID): "
          + (emulator.holdsKVM == false ? "/dev/kvm is not open" : "its arguments do not ask for KVM")
          + (emulator.accelerator.map { ", accel=\($0)" } ?? ""),
        why: "Emulation is some ten times slower, and looks the same from inside.",
        mend: "Start it with -accel kvm -cpu host"
          + (guest.kvm.deviceExists ? "" : ", after " + place.command(KVMCommand.load(guest.processor.module))))
    }
  }

  static let clock = Check("guest.clock", "Does the guest keep time well?") { place in
    guard let guest = place.guest, guest.windows == nil else { return [] }
    var found: [Finding] = []
    let slow = ["hpet", "acpi_pm", "jiffies", "refined-jiffies", "pit"]
    if slow.contains(guest.clock.current) {
      let better = ["kvm-clock", "tsc"].first(where: guest.clock.available.contains)
      found.append(
        place.finding(
          "guest.clock", .warning, "The guest reads its time from \(guest.clock.current).",
          measured: "current_clocksource is \(guest.clock.current), available: "
            + guest.clock.available.joined(separator: " ")
            + (guest.message("tsc unstable", "clocksource: timekeeping watchdog").map { "; the kernel's log: \($0)" }
              ?? ""),
          why: "Each reading of the time is an exit to the host; a program that does it often is many times slower.",
          mend: better.map {
            place.command("echo \($0) >/sys/devices/system/clocksource/clocksource0/current_clocksource")
          } ?? "Add tsc=reliable to the guest's kernel command line, and restart it",
          fix: better.map {
            .run(
              path: place.path,
              command: ["sh", "-c", "echo \($0) >/sys/devices/system/clocksource/clocksource0/current_clocksource"])
          }))
    }
    if let line = guest.message("soft lockup") {
      found.append(
        place.finding(
          "guest.clock", place.isEmulated ? .note : .warning, "Processors of the guest stood still for seconds.",
          measured: "the kernel's log: \(line)",
          why: "A host with more processors running than it has lets each wait; clocks and watchdogs go wrong.",
          mend: "Give the machines fewer processors in all: droste set \(place.name) --processors "
            + "\(max(1, place.machine.configuration.processor.count / 2))"))
    }
    return found
  }

  static let others = Check("guest.other-hypervisors", "Does another hypervisor run in the guest?") { place in
    guard place.machine.isExposing, let kvm = place.guest?.kvm, !kvm.otherHypervisors.isEmpty else { return [] }
    let names = kvm.otherHypervisors.joined(separator: " ")
    return [
      place.finding(
        "guest.other-hypervisors", kvm.probe?.works == true ? .warning : .error,
        "Another hypervisor is loaded in the guest.", measured: "loaded: \(names)",
        why:
          "One hypervisor at a time can use the extensions, and others than Linux's and Microsoft's are not supported in "
          + "a machine.", mend: place.command("modprobe -r \(names)"))
    ]
  }

  static let mtu = Check("net.mtu", "Do packets of full size get through?") { place in
    guard let guest = place.guest else { return [] }
    var found: [Finding] = []
    for adapter in place.machine.configuration.adapters {
      guard let interface = guest.network.interface(adapter.macAddress), interface.isUp,
        let limit = place.host.mtu(ofSwitch: adapter.switchName), interface.mtu > limit.bytes
      else { continue }
      found.append(
        place.finding(
          "net.mtu", .error, "The guest sends longer packets than its network carries.",
          measured: "\(interface.name) has MTU \(interface.mtu), \(limit.name) carries \(limit.bytes)",
          why: "Short packets pass and long ones vanish: connections open, and hang when they carry much.",
          mend: place.command("ip link set dev \(interface.name) mtu \(limit.bytes)"),
          fix: .run(
            path: place.path, command: ["ip", "link", "set", "dev", interface.name, "mtu", "\(limit.bytes)"])))
    }
    guard found.isEmpty else { return found }
    return guest.network.paths.filter { $0.shortAnswered && !$0.longAnswered }.map { path in
      place.finding(
        "net.mtu", .error, "Long packets do not reach the gateway.",
        measured: "\(path.gateway) by \(path.interface): 64 bytes are answered, \(path.mtu) are not",
        why: "Connections open, and hang when they carry much: somewhere on the way the MTU is smaller.",
        mend: place.command("ip link set dev \(path.interface) mtu 1400"))
    }
  }

  /// Errors below this may be those of a broken cable outside.
  static let checksumErrorLimit: UInt64 = 8

  static let offload = Check("net.offload", "Do packets come with right checksums?") { place in
    // They are those of the last minutes (`CounterWindow`): what was mended is not told for long.
    guard let network = place.guest?.network, network.checksumErrors >= checksumErrorLimit,
      network.checksumErrors * 1000 >= network.receivedPackets
    else { return [] }
    let interface = network.interfaces.first { $0.isUp && $0.kind == .ethernet }?.name ?? "eth0"
    return [
      place.finding(
        "net.offload", .warning, "The guest throws packets away for wrong checksums.",
        measured: "\(network.checksumErrors) wrong and \(network.receivedPackets) right packets "
          + (network.countedSeconds.map { "in the last \($0) s" } ?? "since it started"),
        why:
          "A checksum that a virtual adapter was to complete and did not: DHCP answers are ignored, connections stall.",
        mend: place.command("ethtool -K \(interface) tx off"))
    ]
  }
}

extension HostPlace {
  /// The most that a switch carries, and what limits it: itself, or the adapter that it is bound to.
  func mtu(ofSwitch name: String?) -> (bytes: Int, name: String)? {
    guard let name, let found = facts.switches.first(where: { Names.same($0.configuration.name, name) }) else {
      return nil
    }
    let own = found.configuration.mtu
    if let uplink = found.status.uplink, uplink.mtu < own {
      return (uplink.mtu, "\(uplink.interface), the uplink of \(name),")
    }
    return (own, "the switch \(name)")
  }
}
