internal import FoundationEssentials
internal import Glibc

extension KVMFacts {
  private static let names = ["kvm", "kvm_intel", "kvm_amd"]
  private static let others = ["vboxdrv", "vmmon", "vmw_vmci_host", "xen_gntdev", "mshv_root", "hax"]

  /// Parameters that a check or a reader wants; beside those that somebody configured.
  private static let parameters = [
    "kvm_intel": ["enable_apicv", "enable_shadow_vmcs", "ept", "nested", "unrestricted_guest"],
    "kvm_amd": ["avic", "nested", "npt", "vgif"],
  ]

  static func gather(_ roots: SystemRoots, _ fixed: FixedFacts, probe: KVMProbeFacts?) -> KVMFacts {
    var facts = KVMFacts()
    let device = "\(roots.dev)/kvm"
    if let status = SystemRoots.status(device) {
      facts.deviceExists = true
      facts.mode = status.st_mode & 0o777
      facts.group = status.st_gid
      facts.openError = opening(device)
    }
    facts.probe = probe
    let loaded = loadedModules(roots)
    facts.configured = configured(roots).merging(fixed.kvmSettings) { $1 }
    facts.modules = names.compactMap { module($0, loaded, facts.configured, roots) }
    facts.otherHypervisors = others.filter { loaded[$0] != nil }
    if SystemRoots.attribute("\(roots.sys)/hypervisor/type") == "xen" { facts.otherHypervisors.append("xen") }
    facts.kernelOption = fixed.kvmOption
    return facts
  }

  /// Whether it opens is asked by opening it: permission bits do not tell of containers' device rules.
  private static func opening(_ path: String) -> String? {
    let descriptor = open(path, O_RDWR | O_CLOEXEC | O_NONBLOCK)
    guard descriptor < 0 else {
      close(descriptor)
      return nil
    }
    return String(cString: strerror(errno))
  }

  /// /proc/modules: name, size, users. Of the modules that are asked for below.
  private static func loadedModules(_ roots: SystemRoots) -> [String: Int] {
    var found: [String: Int] = [:]
    KernelTable.lines((roots.lastingBytes("\(roots.proc)/modules") ?? [])[...]) { line in
      let name = line.prefix { $0 != UInt8(ascii: " ") }
      if let wanted = (names + others).first(where: { name.elementsEqual($0.utf8) }) {
        found[wanted] =
          KernelTable.words(line).dropFirst(2).first.flatMap(KernelTable.number).map { Int(clamping: $0) } ?? 0
      }
      return false
    }
    return found
  }

  private static func module(
    _ name: String, _ loaded: [String: Int], _ configured: [String: String], _ roots: SystemRoots
  ) -> KernelModuleFacts? {
    let folder = "\(roots.sys)/module/\(name)"
    guard loaded[name] != nil || SystemRoots.exists(folder) else { return nil }
    var parameters: [String: String] = [:]
    let prefix = "\(name)."
    let set = configured.keys.filter { $0.hasPrefix(prefix) && !$0.contains("/") }.map {
      String($0.dropFirst(prefix.utf8.count))
    }
    for parameter in Set(Self.parameters[name] ?? []).union(set.sorted().prefix(100)) {
      parameters[parameter] = roots.lasting("\(folder)/parameters/\(parameter)").map { String($0.prefix(40)) }
    }
    return KernelModuleFacts(
      name: name, isBuiltIn: loaded[name] == nil, users: loaded[name] ?? 0, parameters: parameters)
  }

  /// `options kvm_intel nested=1` of modprobe.d, in the order of the files.
  private static func configured(_ roots: SystemRoots) -> [String: String] {
    var found: [String: String] = [:]
    let folder = "\(roots.etc)/modprobe.d"
    for file in SystemRoots.names(folder).prefix(200) where file.hasSuffix(".conf") {
      for line in SystemRoots.lines("\(folder)/\(file)") {
        let words = SystemRoots.words(line)
        guard words.count >= 3, words[0] == "options" else { continue }
        let name = words[1].map { $0 == "-" ? "_" : $0 }
        guard names.contains(String(name)) else { continue }
        for setting in words.dropFirst(2) { set(&found, String(name), setting) }
      }
    }
    return found
  }

  /// `kvm_intel.nested=1` of the kernel's command line, which wins over modprobe.d.
  static func settings(_ commandLine: String) -> [String: String] {
    var found: [String: String] = [:]
    for word in commandLine.split(separator: " ") {
      let parts = word.split(separator: ".", maxSplits: 1)
      guard parts.count == 2 else { continue }
      let name = String(parts[0].map { $0 == "-" ? "_" : $0 })
      if names.contains(name) { set(&found, name, parts[1]) }
    }
    return found
  }

  private static func set(_ found: inout [String: String], _ module: String, _ setting: Substring) {
    let pair = setting.split(separator: "=", maxSplits: 1)
    // A flag without a value is on.
    found["\(module).\(pair[0])"] = pair.count == 2 ? String(pair[1].prefix(40)) : "1"
  }

  /// What the kernel was built with.
  static func option(_ roots: SystemRoots, _ release: String) -> String? {
    let lines = SystemRoots.lines("\(roots.boot)/config-\(release)")
    guard !lines.isEmpty else { return nil }
    return lines.first { $0.hasPrefix("CONFIG_KVM=") }.map { String($0.dropFirst(11)) } ?? "n"
  }
}
