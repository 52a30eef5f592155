internal import Doctor
internal import Machines
internal import Synchronization

/// What guest code in /dev/kvm showed, remembered while the device is the same one and guest code could be tried in it.
final class ProbeMemory: Sendable {
  /// How long it may take, in milliseconds: less than the doctor waits for a level.
  private static let patience: Int32 = 1500

  private let remembered: Mutex<(node: DeviceNode?, probe: KVMProbe)>

  /// - Parameter probe: what was found just now.
  init(_ probe: KVMProbe) { remembered = Mutex((DeviceNode("/dev/kvm"), probe)) }

  /// Runs guest code where what is known may not be so any more.
  func current() async -> KVMProbe {
    let (node, probe) = remembered.withLock { $0 }
    let now = DeviceNode("/dev/kvm")
    guard now != node || probe.outcome == .noDevice || probe.outcome == .failed else { return probe }
    let found = await KVMProbe.run(milliseconds: Self.patience)
    remembered.withLock { $0 = (now, found) }
    return found
  }
}
