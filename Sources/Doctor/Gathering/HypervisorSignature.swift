internal import CDroste

/// Whose machine this computer is, as CPUID tells.
package enum HypervisorSignature {
  /// `KVMKVMKVM`, `TCGTCGTCGTCG`, `Microsoft Hv`; nil where the processor says that there is no hypervisor.
  @Sendable package static func present() -> String? {
    guard droste_cpuid(1, 0).ecx & 1 << 31 != 0 else { return nil }
    let leaf = droste_cpuid(0x4000_0000, 0)
    let bytes = [leaf.ebx, leaf.ecx, leaf.edx].flatMap { word in
      (0..<4).map { UInt8(truncatingIfNeeded: word >> (8 * $0)) }
    }
    return String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
  }
}
