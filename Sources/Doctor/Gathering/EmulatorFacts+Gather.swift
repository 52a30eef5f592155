internal import Glibc

extension EmulatorFacts {
  /// The QEMU processes, oldest first.
  static func all(_ roots: SystemRoots) -> [EmulatorFacts] {
    processes(roots).filter { isEmulator($0, roots) }.prefix(limit).map { process in
      EmulatorFacts(process, roots, holdsKVM: descriptorOfKVM("\(roots.proc)/\(process)").map { $0 != nil })
    }
  }

  /// All processes but the kernel's own threads.
  static func processes(_ roots: SystemRoots) -> [Int32] {
    let threads = kernelThreads(roots)
    return SystemRoots.names(roots.proc).filter { !threads.contains(Substring($0)) }.compactMap { Int32($0) }.sorted()
  }

  static func isEmulator(_ process: Int32, _ roots: SystemRoots) -> Bool {
    // The kernel keeps the first 15 bytes of a name: `qemu-system-x86`.
    guard let name = SystemRoots.attribute("\(roots.proc)/\(process)/comm") else { return false }
    return name.hasPrefix("qemu-system") || name == "qemu-kvm"
  }

  init(_ process: Int32, _ roots: SystemRoots, holdsKVM: Bool?) {
    let words = (SystemRoots.text("\(roots.proc)/\(process)/cmdline") ?? "").split(separator: "\0").map(String.init)
    self.init(process, words, holdsKVM: holdsKVM)
  }

  /// The children of kthreadd: in a small guest, nine of ten processes. Empty where there is none, as in a container, or where
  /// the kernel does not tell (CONFIG_PROC_CHILDREN).
  private static func kernelThreads(_ roots: SystemRoots) -> Set<Substring> {
    guard SystemRoots.attribute("\(roots.proc)/2/comm") == "kthreadd" else { return [] }
    return Set(SystemRoots.words(Substring(SystemRoots.text("\(roots.proc)/2/task/2/children") ?? "")))
  }

  /// - Parameter words: the program and its arguments.
  init(_ processID: Int32, _ words: [String], holdsKVM: Bool?) {
    let program = words.first.map { String($0.split(separator: "/").last ?? "qemu") } ?? "qemu"
    self.init(processID: processID, name: program, holdsKVM: holdsKVM)
    for (index, word) in words.enumerated() {
      let value = index + 1 < words.count ? words[index + 1] : ""
      let first = String(value.prefix { $0 != "," })
      switch word {
      case "-enable-kvm", "--enable-kvm": accelerator = "kvm"
      case "-accel", "--accel": accelerator = first
      case "-machine", "-M":
        for part in value.split(separator: ",") where part.hasPrefix("accel=") {
          accelerator = String(part.dropFirst(6).prefix { $0 != ":" })
        }
      case "-cpu": processor = String(value.prefix(400))
      case "-name":
        name = first.hasPrefix("guest=") ? String(first.dropFirst(6).prefix(100)) : String(first.prefix(100))
      default: break
      }
    }
  }

  /// Which descriptor of a process is /dev/kvm; the outer nil where its descriptors may not be seen.
  static func descriptorOfKVM(_ folder: String) -> String?? {
    let descriptors = SystemRoots.names("\(folder)/fd")
    guard !descriptors.isEmpty else { return nil }
    return .some(descriptors.first { leadsToKVM("\(folder)/fd/\($0)") })
  }

  static func leadsToKVM(_ link: String) -> Bool { SystemRoots.target(link)?.hasSuffix("/dev/kvm") ?? false }
}
