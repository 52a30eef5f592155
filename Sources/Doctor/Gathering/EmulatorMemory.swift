internal import Glibc
internal import Synchronization

/// The QEMU processes of a computer for who asks again: as long as no process was made, those that were no QEMU are asked for
/// their names only, and QEMUs for what may change. To list /proc looks up every process.
package final class EmulatorMemory: Sendable {
  private struct State {
    /// The number of the process that was made last, when `processes` were listed.
    var newest: String
    /// Without the kernel's own threads.
    var processes: [Int32]
    var known: [Int32: EmulatorFacts] = [:]
    /// Which descriptor of a QEMU is /dev/kvm.
    var devices: [Int32: String] = [:]
  }

  private let state = Mutex<State?>(nil)

  package init() {}

  /// The QEMU processes, oldest first.
  package func emulators(_ roots: SystemRoots) -> [EmulatorFacts] {
    state.withLock { state in
      // The number first: what is made between is seen by both.
      let newest = Self.newest(roots)
      if state == nil || newest == nil || state?.newest != newest {
        state = newest.map { State(newest: $0, processes: EmulatorFacts.processes(roots)) }
      }
      guard var current = state else { return EmulatorFacts.all(roots) }
      defer { state = current }
      return current.processes.filter { EmulatorFacts.isEmulator($0, roots) }.prefix(EmulatorFacts.limit)
        .map { Self.facts($0, roots, &current) }
    }
  }

  /// Of /proc/loadavg, `0.00 0.01 0.05 1/90 4567`. Nil in a container, whose file may be made up.
  private static func newest(_ roots: SystemRoots) -> String? {
    guard roots.lasting("\(roots.proc)/2/comm") == "kthreadd" else { return nil }
    return roots.lasting("\(roots.proc)/loadavg")?.split(separator: " ").last.map(String.init)
  }

  private static func facts(_ process: Int32, _ roots: SystemRoots, _ state: inout State) -> EmulatorFacts {
    if let known = state.known[process], let device = state.devices[process],
      EmulatorFacts.leadsToKVM("\(roots.proc)/\(process)/fd/\(device)")
    {
      return known
    }
    let device = EmulatorFacts.descriptorOfKVM("\(roots.proc)/\(process)")
    let found = EmulatorFacts(process, roots, holdsKVM: device.map { $0 != nil })
    state.known[process] = found
    state.devices[process] = device ?? nil
    return found
  }
}
