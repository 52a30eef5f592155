internal import CDroste
internal import Glibc
public import HyperV

/// What runs machines here, and whether they can have machines of their own: measured once, told ever after.
public struct Accelerator: Codable, Hashable, Sendable {
  public struct Report: Codable, Hashable, Sendable {
    public var engine: Engine
    /// Why this one, and not the other.
    public var engineReason: String
    /// Whose extensions machines see when exposed.
    public var vendor: ProcessorVendor
    public var nestingSupported: Bool
    /// Why, or why not; with what mends it.
    public var nestingReason: String
    /// How many processors a machine with exposed extensions may have here; nil: as many as any.
    ///
    /// One under a KVM whose processor QEMU emulates: where two processors of such a machine run machines of their own,
    /// the emulated host crashes (QEMU 7.2, Linux 6.1: within 95 s in 14 of 14 runs, in none of 5 with one processor).
    public var nestedProcessorLimit: Int?
    public var probe: KVMProbe
  }

  public var report: Report

  /// Runs the probe and looks at the host.
  public static func measured() async -> Accelerator {
    Accelerator(probe: await KVMProbe.run(), host: .present())
  }

  /// What the decision needs of the host beyond the probe.
  package struct HostFacts: Sendable {
    package var processorVendor: String
    /// The signature in CPUID leaf 0x40000000: whose machine this computer is. Empty where it is none.
    package var hypervisor: String
    package var isRoot: Bool
    package var deviceCanBePassedOn: Bool
    /// kvm_intel's or kvm_amd's parameter `nested`; nil where neither module is there.
    package var nested: Bool?

    package init(
      processorVendor: String, hypervisor: String = "", isRoot: Bool, deviceCanBePassedOn: Bool, nested: Bool?
    ) {
      self.processorVendor = processorVendor
      self.hypervisor = hypervisor
      self.isRoot = isRoot
      self.deviceCanBePassedOn = deviceCanBePassedOn
      self.nested = nested
    }

    static func present() -> HostFacts {
      // The vendor's twelve letters are in EBX, EDX, ECX; a hypervisor's in EBX, ECX, EDX.
      let vendor = droste_cpuid(0, 0)
      let isMachine = droste_cpuid(1, 0).ecx & 1 << 31 != 0
      let hypervisor = isMachine ? droste_cpuid(0x4000_0000, 0) : droste_cpuid_registers()
      return HostFacts(
        processorVendor: text([vendor.ebx, vendor.edx, vendor.ecx]),
        hypervisor: text([hypervisor.ebx, hypervisor.ecx, hypervisor.edx]), isRoot: geteuid() == 0,
        deviceCanBePassedOn: KVMDevice.canBePassedOn(),
        nested: KVMDevice.isOn(module: "kvm_intel", parameter: "nested")
          ?? KVMDevice.isOn(module: "kvm_amd", parameter: "nested"))
    }

    /// Letters in registers, lowest byte first, up to the first zero.
    private static func text(_ registers: [UInt32]) -> String {
      let bytes = registers.flatMap { word in (0..<4).map { UInt8(truncatingIfNeeded: word >> ($0 * 8)) } }
      return String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
    }
  }

  package init(probe: KVMProbe, host: HostFacts) {
    if let obstacle = Self.obstacle(probe, host) {
      report = Report(
        engine: .tcg, engineReason: obstacle, vendor: .amd, nestingSupported: true,
        nestingReason: "The emulation offers AMD's extensions (svm).", probe: probe)
      return
    }
    let vendor: ProcessorVendor = host.processorVendor == ProcessorVendor.intel.rawValue ? .intel : .amd
    let module = vendor == .intel ? "kvm_intel" : "kvm_amd"
    let nestingReason =
      switch host.nested {
      case true?: "\(module) has nested virtualization on."
      case false?:
        "\(module) has nested virtualization off; turn it on with: modprobe -r \(module) && modprobe \(module) nested=1"
      case nil: "KVM here is neither kvm_intel nor kvm_amd, and offers no nested virtualization."
      }
    let percent = probe.guestNanoseconds * 100 / max(probe.nativeNanoseconds, 1)
    report = Report(
      engine: .kvm, engineReason: "KVM ran guest code, in \(percent) % of the time that it takes without.",
      vendor: vendor, nestingSupported: host.nested == true, nestingReason: nestingReason,
      nestedProcessorLimit: host.hypervisor == Self.emulatedSignature ? 1 : nil, probe: probe)
  }

  /// Whether KVM has nested paging on (EPT, NPT); nil where its module is not there.
  public static func nestedPaging(_ vendor: ProcessorVendor) -> Bool? {
    vendor == .intel
      ? KVMDevice.isOn(module: "kvm_intel", parameter: "ept") : KVMDevice.isOn(module: "kvm_amd", parameter: "npt")
  }

  /// QEMU's emulation says so of itself.
  private static let emulatedSignature = "TCGTCGTCGTCG"

  /// Why KVM cannot be used; nil when it can.
  private static func obstacle(_ probe: KVMProbe, _ host: HostFacts) -> String? {
    switch probe.outcome {
    case .works:
      if !host.isRoot || host.deviceCanBePassedOn { return nil }
      return "KVM works, but /dev/kvm is open to root alone, and QEMU runs without privileges; open it with: "
        + "groupadd -f kvm && chgrp kvm /dev/kvm && chmod 660 /dev/kvm"
    case .noDevice: return "KVM cannot be used (\(probe.detail))."
    case .failed: return "KVM does not work (\(probe.detail))."
    case .hangs: return "KVM does not run guest code (\(probe.detail))."
    case .slow: return "KVM is slower than emulation (\(probe.detail))."
    case .wrong: return "KVM runs guest code wrongly (\(probe.detail))."
    case .noProbe: return "KVM could not be probed (\(probe.detail))."
    }
  }
}
