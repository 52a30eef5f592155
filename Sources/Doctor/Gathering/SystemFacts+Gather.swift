internal import FoundationEssentials
internal import Glibc

extension SystemFacts {
  /// Asks the kernel. Some milliseconds; blocks, so not for the cooperative pool.
  ///
  /// - Parameters:
  ///   - probe: what guest code in /dev/kvm showed; nil where it was not run.
  ///   - folders: where machines are kept.
  package static func gather(
    _ roots: SystemRoots = SystemRoots(), probe: KVMProbeFacts?, folders: [String] = []
  ) -> SystemFacts {
    var facts = gather(roots, FixedFacts(roots), probe, folders)
    facts.messages = KernelLog.lines(of: roots.log())
    facts.emulators = EmulatorFacts.all(roots)
    return facts
  }

  /// All but messages and emulators.
  static func gather(
    _ roots: SystemRoots, _ fixed: FixedFacts, _ probe: KVMProbeFacts?, _ folders: [String]
  ) -> SystemFacts {
    var facts = SystemFacts()
    facts.kernel = fixed.kernel
    facts.processor = fixed.processor
    // The kernel's list tells more than /proc/cpuinfo where that is cut: 256 KiB are those of some hundred.
    if let online = roots.lasting("\(roots.sys)/devices/system/cpu/online") {
      facts.processor.count = ProcessorFacts.count(online)
    }
    facts.computer = fixed.computer
    facts.memory = .gather(roots)
    facts.kvm = .gather(roots, fixed, probe: probe)
    facts.storage = folders.compactMap(StorageFacts.init(folder:))
    facts.network = .gather(roots)
    facts.clock = .gather(roots)
    facts.clock.seconds = MonotonicClock.seconds()
    return facts
  }
}

extension KernelFacts {
  static func gather(_ roots: SystemRoots) -> KernelFacts {
    var facts = KernelFacts()
    facts.release = SystemRoots.text("\(roots.proc)/sys/kernel/osrelease") ?? ""
    facts.version = SystemRoots.text("\(roots.proc)/version") ?? ""
    facts.commandLine = SystemRoots.text("\(roots.proc)/cmdline") ?? ""
    facts.distribution = SystemRoots.lines("\(roots.etc)/os-release").first { $0.hasPrefix("ID=") }
      .map { String($0.dropFirst(3).filter { $0 != "\"" }) }
    return facts
  }
}

extension ProcessorFacts {
  private static let known: Set<Substring> = [
    "vmx", "svm", "ept", "npt", "nx", "lm", "hypervisor", "constant_tsc", "nonstop_tsc", "tsc_scaling", "vnmi", "vgif",
    "avic", "unrestricted_guest", "shadow_vmcs", "apicv", "ept_ad", "vpid",
  ]

  static func gather(_ roots: SystemRoots) -> ProcessorFacts {
    var facts = ProcessorFacts()
    var flags: Set<Substring> = []
    for line in SystemRoots.lines("\(roots.proc)/cpuinfo") {
      let parts = line.split(separator: ":", maxSplits: 1)
      let value = parts.count == 2 ? parts[1].drop { $0 == " " } : ""
      switch (parts.first ?? "").prefix(while: { $0 != "\t" }) {
      case "processor": facts.count += 1
      case "vendor_id" where facts.vendor.isEmpty: facts.vendor = String(value)
      case "model name" where facts.model.isEmpty: facts.model = String(value.prefix(100))
      case "flags" where facts.count <= 1, "vmx flags" where facts.count <= 1:
        flags.formUnion(value.split(separator: " ").filter(known.contains))
      default: break
      }
    }
    facts.flags = flags.map(String.init).sorted()
    facts.hypervisor = roots.hypervisor()
    return facts
  }

  /// `0-3,8` is five.
  static func count(_ list: String) -> Int {
    list.split(separator: ",").reduce(0) { sum, part in
      let ends = part.split(separator: "-").compactMap { Int($0) }
      guard let first = ends.first, let last = ends.last, last >= first, last < 1 << 20 else { return sum }
      return sum + last - first + 1
    }
  }
}

extension ComputerFacts {
  static func gather(_ roots: SystemRoots) -> ComputerFacts {
    var facts = ComputerFacts()
    let folder = "\(roots.sys)/class/dmi/id"
    let read = { (name: String) in String((SystemRoots.text("\(folder)/\(name)") ?? "").prefix(100)) }
    facts.vendor = read("sys_vendor")
    facts.product = read("product_name")
    facts.assetTag = read("chassis_asset_tag")
    facts.biosVendor = read("bios_vendor")
    facts.container = container(roots)
    return facts
  }

  private static func container(_ roots: SystemRoots) -> String? {
    let environment = SystemRoots.text("\(roots.proc)/1/environ") ?? ""
    if let named = environment.split(separator: "\0").first(where: { $0.hasPrefix("container=") }) {
      return String(named.dropFirst(10).prefix(40))
    }
    let groups = SystemRoots.text("\(roots.proc)/1/cgroup") ?? ""
    return ["docker", "kubepods", "lxc", "libpod", "containerd"].first { groups.contains($0) }
  }
}

extension MemoryFacts {
  static func gather(_ roots: SystemRoots) -> MemoryFacts {
    roots.lasting("\(roots.proc)/meminfo") { table in
      var facts = MemoryFacts()
      facts.total = (KernelTable.number(of: "MemTotal", in: table) ?? 0) << 10
      facts.available = (KernelTable.number(of: "MemAvailable", in: table) ?? 0) << 10
      return facts
    } ?? MemoryFacts()
  }
}

extension ClockFacts {
  static func gather(_ roots: SystemRoots) -> ClockFacts {
    var facts = ClockFacts()
    let folder = "\(roots.sys)/devices/system/clocksource/clocksource0"
    facts.current = roots.lasting("\(folder)/current_clocksource") ?? ""
    let available = roots.lasting("\(folder)/available_clocksource") ?? ""
    facts.available = available.split(separator: " ").map(String.init)
    return facts
  }
}

extension StorageFacts {
  /// Nil where the folder cannot be asked.
  package init?(folder: String) {
    var room = statvfs()
    guard statvfs(folder, &room) == 0, let status = SystemRoots.status(folder) else { return nil }
    self.init()
    path = folder
    size = UInt64(room.f_blocks) &* UInt64(room.f_frsize)
    free = UInt64(room.f_bavail) &* UInt64(room.f_frsize)
    device = UInt64(status.st_dev)
  }
}
