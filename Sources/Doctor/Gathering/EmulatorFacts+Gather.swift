internal import Glibc

extension EmulatorFacts {
  /// The QEMU processes, oldest first.
  static func all(_ roots: SystemRoots) -> [EmulatorFacts] {
    let threads = kernelThreads(roots)
    let processes = SystemRoots.names(roots.proc).filter { !threads.contains(Substring($0)) }
      .compactMap { Int32($0) }.sorted()
    var found: [EmulatorFacts] = []
    for process in processes where found.count < limit {
      let folder = "\(roots.proc)/\(process)"
      // The kernel keeps the first 15 bytes of a name: `qemu-system-x86`.
      guard let name = SystemRoots.attribute("\(folder)/comm"), name.hasPrefix("qemu-system") || name == "qemu-kvm"
      else { continue }
      let words = (SystemRoots.text("\(folder)/cmdline") ?? "").split(separator: "\0").map(String.init)
      found.append(EmulatorFacts(process, words, holdsKVM: holdsKVM(folder, roots)))
    }
    return found
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

  /// Nil where the descriptors may not be seen.
  private static func holdsKVM(_ folder: String, _ roots: SystemRoots) -> Bool? {
    let descriptors = SystemRoots.names("\(folder)/fd")
    guard !descriptors.isEmpty else { return nil }
    return descriptors.contains { descriptor in
      SystemRoots.target("\(folder)/fd/\(descriptor)")?.hasSuffix("/dev/kvm") ?? false
    }
  }
}
