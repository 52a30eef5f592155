internal import Glibc

/// Which device node a path leads to: another one is made when a module is loaded anew, or somebody puts something else there.
package struct DeviceNode: Equatable, Sendable {
  private let device: UInt64
  private let inode: UInt64
  private let number: UInt64

  /// Nil where nothing is.
  package init?(_ path: String) {
    guard let status = SystemRoots.status(path) else { return nil }
    (device, inode, number) = (UInt64(status.st_dev), UInt64(status.st_ino), UInt64(status.st_rdev))
  }
}
