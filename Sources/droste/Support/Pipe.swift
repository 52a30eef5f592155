internal import Glibc

/// pipe2(2) with close-on-exec, which Glibc's module does not show. Nothing is inherited between the two calls: programs
/// are only ever started with exactly the descriptors that are named for them.
enum Pipe {
  static func open() -> (reading: Int32, writing: Int32)? {
    var ends: [Int32] = [-1, -1]
    guard pipe(&ends) == 0 else { return nil }
    for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
    return (ends[0], ends[1])
  }
}
