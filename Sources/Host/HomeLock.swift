internal import Glibc
internal import HyperV

/// Keeps a second service away from the same home: flock(2) on `HOME/lock`, which the kernel lets go with the
/// process, however it ends.
final class HomeLock: Sendable {
  private let descriptor: Int32

  init(home: String) throws {
    let path = home + "/lock"
    descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else {
      throw DrosteError(.accessDenied, "Cannot open \(path).", cause: String(cString: strerror(errno)))
    }
    guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
      close(descriptor)
      throw DrosteError(
        .invalidState, "Another service has the home \(home).",
        hint: "droste host stop, or give this one its own DROSTE_HOME")
    }
  }

  deinit { close(descriptor) }
}
