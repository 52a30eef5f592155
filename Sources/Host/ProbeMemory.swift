internal import Glibc
internal import Machines
internal import Synchronization

/// What guest code in /dev/kvm showed, remembered while the device is the same one and guest code could be tried in it.
final class ProbeMemory: Sendable {
  /// How long it may take, in milliseconds: less than the doctor waits for a level.
  private static let patience: Int32 = 1500

  /// A device node: another one is made when a module is loaded anew, or somebody puts something else there.
  private struct Node: Equatable {
    var device: UInt64
    var inode: UInt64
    var number: UInt64

    init?() {
      var status = stat()
      guard stat("/dev/kvm", &status) == 0 else { return nil }
      (device, inode, number) = (UInt64(status.st_dev), UInt64(status.st_ino), UInt64(status.st_rdev))
    }
  }

  private let remembered: Mutex<(node: Node?, probe: KVMProbe)>

  /// - Parameter probe: what was found just now.
  init(_ probe: KVMProbe) { remembered = Mutex((Node(), probe)) }

  /// Runs guest code where what is known may not be so any more.
  func current() async -> KVMProbe {
    let (node, probe) = remembered.withLock { $0 }
    let now = Node()
    guard now != node || probe.outcome == .noDevice || probe.outcome == .failed else { return probe }
    let found = await KVMProbe.run(milliseconds: Self.patience)
    remembered.withLock { $0 = (now, found) }
    return found
  }
}
