internal import Synchronization

/// Gathers the facts of a computer again and again, and remembers what cannot change while its kernel runs: an examination
/// is to cost an emulated guest, and those around it, little.
package final class SystemGatherer: Sendable {
  private let roots: SystemRoots
  private let fixed = Mutex<FixedFacts?>(nil)
  private let log = KernelLogMemory()
  private let emulators = EmulatorMemory()

  package init() {
    let interfaces = InterfaceGatherer()
    var roots = SystemRoots()
    roots.kept = KeptFiles()
    roots.interfaces = { interfaces.interfaces() }
    self.roots = roots
  }

  /// Asks the kernel. Some milliseconds; blocks, so not for the cooperative pool.
  ///
  /// - Parameters:
  ///   - probe: what guest code in /dev/kvm showed; nil where it was not run.
  ///   - folders: where machines are kept.
  package func gather(probe: KVMProbeFacts?, folders: [String]) -> SystemFacts {
    let fixed = fixed.withLock { known in
      let found = known ?? FixedFacts(roots)
      known = found
      return found
    }
    var facts = SystemFacts.gather(roots, fixed, probe, folders)
    facts.messages = log.lines()
    facts.emulators = emulators.emulators(roots)
    return facts
  }
}

/// What does not change while the kernel runs.
struct FixedFacts: Sendable {
  var kernel: KernelFacts
  var processor: ProcessorFacts
  var computer: ComputerFacts
  /// What the command line sets of KVM's modules.
  var kvmSettings: [String: String]
  /// CONFIG_KVM.
  var kvmOption: String?

  init(_ roots: SystemRoots) {
    kernel = .gather(roots)
    processor = .gather(roots)
    computer = .gather(roots)
    kvmSettings = KVMFacts.settings(kernel.commandLine)
    kvmOption = KVMFacts.option(roots, kernel.release)
  }
}
