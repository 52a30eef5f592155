internal import CDroste
internal import Glibc
internal import GuestLink

extension GuestInformation {
  /// Asks the kernel and the processor; takes some milliseconds. What cannot be read is empty or zero.
  static func collect(bootID: String, kvm: KVMProbeReport?) -> GuestInformation {
    let processor = ProcessorFacts()
    let uptime = readSmallFile("/proc/uptime").flatMap { $0.split(separator: " ").first.flatMap { Double($0) } }
    return GuestInformation(
      hostName: readSmallFile("/proc/sys/kernel/hostname") ?? "",
      kernel: readSmallFile("/proc/sys/kernel/osrelease") ?? "",
      bootID: bootID,
      uptime: uptime ?? 0,
      processors: max(1, Int(sysconf(Int32(_SC_NPROCESSORS_ONLN)))),
      memoryBytes: memory(),
      cpuVendor: processor.vendor,
      cpuFlags: processor.flags,
      hypervisor: processor.hypervisor,
      kvm: kvm,
      interfaces: GuestInterface.all(),
      routes: GuestRoute.all())
  }

  /// `MemTotal:  2030000 kB`.
  private static func memory() -> UInt64 {
    let line = readSmallFile("/proc/meminfo")?.split(separator: "\n").first { $0.hasPrefix("MemTotal:") }
    return (line?.split(separator: " ").dropFirst().first).flatMap { UInt64($0) }.map { $0 * 1024 } ?? 0
  }
}

/// What CPUID tells of the processor that this guest sees.
struct ProcessorFacts {
  var vendor: String
  var flags: [String] = []
  var hypervisor: String?

  init() {
    let first = droste_cpuid(0, 0)
    vendor = Self.text([first.ebx, first.edx, first.ecx])
    let features = droste_cpuid(1, 0)
    let highest = droste_cpuid(0x8000_0000, 0).eax
    let extended = highest >= 0x8000_0001 ? droste_cpuid(0x8000_0001, 0) : droste_cpuid_registers()
    let hasSVM = extended.ecx & 1 << 2 != 0
    if features.ecx & 1 << 5 != 0 { flags.append("vmx") }
    if hasSVM { flags.append("svm") }
    // Nested paging: AMD's CPUID says so; Intel's is in an MSR, which the kernel reads for us.
    if hasSVM, highest >= 0x8000_000A, droste_cpuid(0x8000_000A, 0).edx & 1 != 0 { flags.append("npt") }
    if Self.kernelSeesEPT() { flags.append("ept") }
    if extended.edx & 1 << 29 != 0 { flags.append("lm") }
    if extended.edx & 1 << 20 != 0 { flags.append("nx") }
    if features.ecx & 1 << 31 != 0 {
      flags.append("hypervisor")
      let signature = droste_cpuid(0x4000_0000, 0)
      hypervisor = Self.text([signature.ebx, signature.ecx, signature.edx])
    }
  }

  private static func text(_ registers: [UInt32]) -> String {
    let bytes = registers.flatMap { word in (0..<4).map { UInt8(truncatingIfNeeded: word >> (8 * $0)) } }
    return String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
  }

  private static func kernelSeesEPT() -> Bool {
    let lines = readSmallFile("/proc/cpuinfo")?.split(separator: "\n") ?? []
    return lines.first { $0.hasPrefix("vmx flags") }?.split(separator: " ").contains("ept") ?? false
  }
}
