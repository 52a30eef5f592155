internal import CDroste

/// CPUID, leaf 0: each is an exit to the hypervisor, where there is one.
enum CPUIDCost {
  static func sample(_ timer: RoundTimer) throws -> CostSample {
    try timer.sample { count in
      for _ in 0..<count { _ = droste_cpuid(0, 0) }
    }
  }
}
