internal import Glibc

/// A pipe whose ends no program inherits unless it is given them by name.
struct PipePair: Sendable {
  let reading: Int32
  let writing: Int32

  /// Nil where the process has no descriptors left.
  init?() {
    var ends: [Int32] = [-1, -1]
    guard pipe(&ends) == 0 else { return nil }
    (reading, writing) = (ends[0], ends[1])
    for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
  }
}
