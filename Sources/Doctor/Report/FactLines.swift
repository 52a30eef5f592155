internal import Ethernet
internal import HyperV

/// The facts that people want to see of one host or machine, as names and texts.
public struct FactLines: Hashable, Sendable {
  /// `this host`, `L1`, `L1/natted`.
  public var place: String
  public var level: Int
  public var lines: [Line]

  public struct Line: Hashable, Sendable {
    public var name: String
    public var text: String
  }

  /// Of a host and all inside it, the outermost first.
  public static func all(_ root: LevelFacts, within path: [String] = []) -> [FactLines] {
    gather(root, [], path)
  }

  private static func gather(_ level: LevelFacts, _ path: [String], _ wanted: [String]) -> [FactLines] {
    var found = path.count >= wanted.count ? [host(level, path)] : []
    for machine in level.machines {
      let own = path + [machine.name]
      guard zip(own, wanted).allSatisfy({ Names.same($0, $1) }) else { continue }
      if own.count >= wanted.count {
        found.append(FactLines(place: text(own), level: own.count, lines: lines(machine)))
      }
      if let inside = level.inside[machine.name] { found += gather(inside, own, wanted) }
    }
    return found
  }

  private static func text(_ path: [String]) -> String { path.isEmpty ? "this host" : path.joined(separator: "/") }

  // MARK: A host

  private static func host(_ level: LevelFacts, _ path: [String]) -> FactLines {
    let system = level.system
    var lines = computer(system)
    func add(_ name: String, _ text: String) { lines.append(Line(name: name, text: text)) }
    add("engine", "\(level.host.engine.rawValue): \(level.host.engineReason)")
    add("nesting", level.host.nestingReason + " Policy: \(policy(level.settings.nesting)).")
    let exposing = level.machines.filter(\.isExposing).map(\.name)
    add("machines with extensions", exposing.isEmpty ? "none" : exposing.joined(separator: ", "))
    add("CVE-2026-53359", januscape(level))
    for folder in system.storage {
      add("room in \(folder.path)", "\(StorageChecks.text(folder.free)) free of \(StorageChecks.text(folder.size))")
    }
    let network = system.network
    let forwards = network.ipForward.map { $0 ? "on" : "off" } ?? "not known"
    let chains = network.droppingChains.map { $0.isEmpty ? "none" : $0.joined(separator: ", ") } ?? "not readable"
    add("forwarding", "\(forwards); chains that drop what is forwarded: \(chains)")
    if let count = network.connections, let limit = network.connectionLimit {
      add("connections", "\(count) of \(limit)")
    }
    return FactLines(place: path.isEmpty ? "this host" : text(path) + ", as a host", level: path.count, lines: lines)
  }

  private static func policy(_ policy: NestingPolicy) -> String {
    var parts = [policy.mode.rawValue]
    if policy.mode == .named {
      parts.append(policy.machines.isEmpty ? "none" : policy.machines.joined(separator: ", "))
    }
    if let depth = policy.depth { parts.append("depth \(depth)") }
    if policy.enforcesRequirements { parts.append("requirements enforced") }
    return parts.joined(separator: ", ")
  }

  private static func januscape(_ level: LevelFacts) -> String {
    guard level.system.kvm.deviceExists else { return "not reachable: there is no KVM" }
    let release = level.system.kernel.release
    return switch PostureChecks.exposure(level.system.kernel) {
    case .fixed: "fixed in kernel \(release)"
    case .vulnerable(let fixedIn): "not fixed in kernel \(release); fixed in \(fixedIn)"
    case .unknown(let vendor): "unknown, see the vendor's advisory (\(vendor)): kernel \(release)"
    case .unreadable: "unknown: the kernel's number cannot be read"
    }
  }

  // MARK: Any computer

  private static func computer(_ system: SystemFacts) -> [Line] {
    let (processor, kvm) = (system.processor, system.kvm)
    var lines: [Line] = []
    func add(_ name: String, _ text: String) { lines.append(Line(name: name, text: text)) }
    add("kernel", system.kernel.release)
    add(
      "processor",
      "\(processor.count) \(processor.vendor), \(processor.flags.joined(separator: " "))"
        + (processor.hypervisor.map { "; under \($0)" } ?? ""))
    add(
      "memory", "\(StorageChecks.text(system.memory.available)) available of \(StorageChecks.text(system.memory.total))"
    )
    let device =
      !kvm.deviceExists
      ? "not there"
      : "mode \(String(kvm.mode, radix: 8)), " + (kvm.openError.map { "does not open: \($0)" } ?? "opens")
    add("/dev/kvm", device + (kvm.probe.map { "; guest code: \($0.outcome.rawValue), \($0.detail)" } ?? ""))
    for module in kvm.modules where module.name != "kvm" {
      let wanted = ["nested", "ept", "npt", "unrestricted_guest", "enable_shadow_vmcs", "enable_apicv", "vgif", "avic"]
      let parameters = wanted.compactMap { name in module.parameters[name].map { "\(name)=\($0)" } }
      add("module \(module.name)", parameters.joined(separator: " ") + (module.isBuiltIn ? ", built in" : ""))
    }
    if !system.clock.current.isEmpty {
      add("clock", "\(system.clock.current) of \(system.clock.available.joined(separator: " "))")
    }
    for interface in system.network.interfaces where interface.isUp {
      let addresses =
        interface.addresses.isEmpty ? "no address" : interface.addresses.map(\.description).joined(separator: " ")
      add(
        "interface \(interface.name)", "\(addresses), MTU \(interface.mtu)" + (interface.alias.map { ", \($0)" } ?? ""))
    }
    for path in system.network.paths {
      let answer = !path.shortAnswered ? "does not answer" : path.longAnswered ? "answered" : "NOT answered"
      add("\(path.mtu) bytes to \(path.gateway)", answer)
    }
    for emulator in system.emulators {
      let engine = emulator.isEmulated ? "emulated" : "KVM"
      add(
        "QEMU \(emulator.name)", "process \(emulator.processID), \(engine), -cpu \(emulator.processor ?? "not given")")
    }
    return lines
  }

  // MARK: A machine

  private static func lines(_ machine: MachineFacts) -> [Line] {
    let (configuration, status) = (machine.configuration, machine.resource.status)
    var lines: [Line] = []
    func add(_ name: String, _ text: String) { lines.append(Line(name: name, text: text)) }
    add("state", status.state.rawValue + (status.engine.map { ", \($0.rawValue)" } ?? ""))
    add(
      "configured",
      "version \(configuration.version), \(configuration.processor.count) processors, "
        + "\(configuration.memory.startupBytes >> 20) MiB\(machine.isMemoryDynamic ? " dynamic" : ""), extensions "
        + (machine.isExposing ? "exposed" : "not exposed"))
    if let qemu = machine.qemu {
      add(
        "QEMU \(qemu.version)",
        "\(qemu.runState), \(qemu.processors) processors, \(qemu.memory >> 20) MiB, extensions "
          + (qemu.offersExtensions ? "offered" : "not offered") + ", a hypervisor inside is "
          + (qemu.isHypervisorActive ? "active" : "not active"))
    }
    for disk in machine.disks {
      add(
        "disk \(disk.path)",
        "\(StorageChecks.text(disk.allocated)) of \(StorageChecks.text(disk.virtualSize)), \(StorageChecks.text(disk.free)) free"
      )
    }
    if let guest = machine.guest {
      lines += computer(guest).map { Line(name: "guest's \($0.name)", text: $0.text) }
    } else if let problem = machine.guestProblem {
      add("guest", problem)
    }
    return lines
  }
}
