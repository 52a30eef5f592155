import HyperV
import Machines
import Testing

@Suite struct AcceleratorTests {
  private func probe(_ outcome: KVMProbe.Outcome) -> KVMProbe {
    KVMProbe(
      outcome: outcome, opened: true, machineCreated: true, ran: outcome == .works, guestNanoseconds: 330,
      nativeNanoseconds: 300, exitNanoseconds: 0, totalNanoseconds: 0, detail: "DETAIL")
  }

  private func report(
    _ outcome: KVMProbe.Outcome, vendor: String = "AuthenticAMD", isRoot: Bool = true, passedOn: Bool = true,
    nested: Bool? = true
  ) -> Accelerator.Report {
    Accelerator(
      probe: probe(outcome),
      host: .init(processorVendor: vendor, isRoot: isRoot, deviceCanBePassedOn: passedOn, nested: nested)
    ).report
  }

  @Test(arguments: [KVMProbe.Outcome.noDevice, .failed, .hangs, .slow, .wrong, .noProbe])
  func emulatesWhereGuestCodeDoesNotRunWell(outcome: KVMProbe.Outcome) {
    let report = report(outcome, vendor: "GenuineIntel")
    #expect(report.engine == .tcg && report.vendor == .amd && report.nestingSupported)
    #expect(report.engineReason.contains("(DETAIL)"))
  }

  @Test(arguments: [
    ("GenuineIntel", ProcessorVendor.intel, Bool?.some(true), true, "kvm_intel has nested virtualization on."),
    ("GenuineIntel", .intel, false, false, "modprobe kvm_intel nested=1"),
    ("AuthenticAMD", .amd, true, true, "kvm_amd has nested virtualization on."),
    ("HygonGenuine", .amd, false, false, "modprobe kvm_amd nested=1"),
    ("AuthenticAMD", .amd, nil, false, "neither kvm_intel nor kvm_amd"),
  ])
  func usesKVMWhereItWorks(
    vendor: String, expected: ProcessorVendor, nested: Bool?, supported: Bool, reason: String
  ) {
    let report = report(.works, vendor: vendor, nested: nested)
    #expect(report.engine == .kvm && report.vendor == expected && report.nestingSupported == supported)
    #expect(report.engineReason.contains("110 %"))
    #expect(report.nestingReason.contains(reason))
  }

  @Test(arguments: [("TCGTCGTCGTCG", Int?.some(1)), ("KVMKVMKVM", nil), ("", nil)])
  func anEmulatedHostExposesExtensionsOnOneProcessor(hypervisor: String, limit: Int?) {
    let facts = Accelerator.HostFacts(
      processorVendor: "AuthenticAMD", hypervisor: hypervisor, isRoot: true, deviceCanBePassedOn: true, nested: true)
    #expect(Accelerator(probe: probe(.works), host: facts).report.nestedProcessorLimit == limit)
    #expect(Accelerator(probe: probe(.slow), host: facts).report.nestedProcessorLimit == nil)
  }

  @Test func aDeviceForRootAloneIsNoUse() {
    #expect(report(.works, isRoot: true, passedOn: false).engine == .tcg)
    #expect(report(.works, isRoot: true, passedOn: false).engineReason.contains("chgrp kvm /dev/kvm"))
    #expect(report(.works, isRoot: false, passedOn: false).engine == .kvm)
  }

  /// On the machine that runs the test, whatever it has.
  @Test func measuringGivesAReason() async {
    let report = await Accelerator.measured().report
    #expect(!report.engineReason.isEmpty && !report.nestingReason.isEmpty)
    #expect((report.engine == .kvm) <= (report.probe.outcome == .works))
  }
}

private func <= (a: Bool, b: Bool) -> Bool { !a || b }

@Suite struct HypervisorRegistersTests {
  /// From `info registers -a` of a guest of two processors before and while it ran a machine; then an Intel one.
  @Test(arguments: [
    ("CPU#0\r\nCR0=80050033 CR4=000006b0\r\nEFER=0000000000000d01\r\nCPU#1\r\nEFER=0000000000000d01", false),
    ("CPU#0\r\nCR0=80050033 CR4=000006b0\r\nEFER=0000000000000d01\r\nCPU#1\r\nEFER=0000000000001d01", true),
    ("CR0=80050033 CR2=0 CR3=1000 CR4=003726f0\r\nEFER=0000000000000d01", true),
    ("", false), ("EFER=xyz CR4=", false),
  ])
  func tellWhetherAHypervisorIsActive(text: String, expected: Bool) {
    #expect(HypervisorRegisters.isActive(text) == expected)
  }
}
