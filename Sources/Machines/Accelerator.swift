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
    package var isRoot: Bool
    package var deviceCanBePassedOn: Bool
    /// kvm_intel's or kvm_amd's parameter `nested`; nil where neither module is there.
    package var nested: Bool?

    package init(processorVendor: String, isRoot: Bool, deviceCanBePassedOn: Bool, nested: Bool?) {
      self.processorVendor = processorVendor
      self.isRoot = isRoot
      self.deviceCanBePassedOn = deviceCanBePassedOn
      self.nested = nested
    }

    static func present() -> HostFacts {
      let leaf = droste_cpuid(0, 0)
      // The vendor's twelve letters are in EBX, EDX, ECX, lowest byte first.
      let letters = [leaf.ebx, leaf.edx, leaf.ecx].flatMap { word in
        (0..<4).map { UInt8(truncatingIfNeeded: word >> ($0 * 8)) }
      }
      return HostFacts(
        processorVendor: String(decoding: letters, as: UTF8.self), isRoot: geteuid() == 0,
        deviceCanBePassedOn: KVMDevice.canBePassedOn(),
        nested: KVMDevice.isOn(module: "kvm_intel", parameter: "nested")
          ?? KVMDevice.isOn(module: "kvm_amd", parameter: "nested"))
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
      vendor: vendor, nestingSupported: host.nested == true, nestingReason: nestingReason, probe: probe)
  }

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
