internal import Glibc

/// System calls: getppid(2), of which the C library keeps no answer and for which the kernel does next to nothing.
enum SystemCallCost {
  static func sample(_ timer: RoundTimer) throws -> CostSample {
    try timer.sample { count in
      for _ in 0..<count { _ = getppid() }
    }
  }
}
