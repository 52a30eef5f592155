import Doctor
import HyperV
import Testing

/// Every check, against facts that are healthy and facts that are not.
struct CheckTests {
  private static let faults = HostFaults.all + MachineFaults.all

  @Test func healthyNestHasNoFindings() { #expect(Examination.findings(Nest().root) == []) }

  @Test func healthyNestOfAMDHasNoFindings() {
    var nest = Nest()
    nest.amd()
    #expect(Examination.findings(nest.root) == [])
  }

  @Test func healthyWindowsHasNoFindings() {
    var nest = Nest()
    MachineFaults.healthyWindows(&nest)
    #expect(Examination.findings(nest.root) == [])
  }

  @Test(arguments: faults) func isNamed(_ fault: Fault) {
    var nest = Nest()
    fault.spoil(&nest)
    let findings = Examination.findings(nest.root)
    let own = findings.filter { $0.check == fault.check && $0.object == fault.object }
    #expect(
      own.contains { finding in
        let text = [finding.verdict, finding.measured, finding.why, finding.mend].joined(separator: "\n")
        return finding.severity == fault.severity && text.contains(fault.text)
      }, "\(findings)")
  }

  @Test(arguments: faults) func saysAllOfIt(_ fault: Fault) {
    var nest = Nest()
    fault.spoil(&nest)
    for finding in Examination.findings(nest.root) {
      #expect(Check.all.contains { $0.id == finding.check })
      for text in [finding.verdict, finding.measured, finding.why, finding.mend, finding.object] {
        #expect(!text.isEmpty, "\(finding)")
      }
      #expect(finding.verdict.hasSuffix("."))
      #expect(finding.why.hasSuffix(".") || finding.why.hasSuffix("\""))
    }
  }

  /// The 25 known failures of nested virtualization, in the order of the table in docs/doctor.md.
  static let knownFailures: [[String]] = [
    ["host.kvm.device"], ["host.kvm.access"], ["host.kvm.busy"], ["host.kvm.nested"], ["host.kvm.nested.pending"],
    ["host.kvm.cve-2026-53359", "host.kvm.world-writable"], ["host.kvm.accel-features"], ["host.cloud"],
    ["vm.cpu.virt-exposed"], ["vm.cpu.virt-effective"], ["vm.nested.state"], ["vm.memory.nested"], ["vm.nested.save"],
    ["vm.migrate.cpu"], ["host.storage.headroom", "vm.io-error"], ["guest.kvm"], ["guest.windows.hypervisor"],
    ["vm.windows.enlightenments"], ["guest.windows.vbs"], ["guest.l2.accelerated"], ["guest.clock"],
    ["net.port.mac-spoofing"], ["net.subnet.overlap"], ["net.mtu", "net.offload"], ["host.net.forwarding"],
  ]

  @Test(arguments: Array(knownFailures.enumerated()).map { ($0.offset + 1, $0.element) })
  func everyKnownFailureHasACheckAndAFault(_ entry: Int, _ ids: [String]) {
    for id in ids {
      #expect(Check.all.contains { $0.id == id }, "\(entry)")
      #expect(Self.faults.contains { $0.check == id }, "\(entry)")
    }
  }

  @Test func everyCheckHasAFault() {
    let ids = Check.all.map(\.id)
    #expect(Self.knownFailures.count == 25)
    #expect(Set(ids).count == ids.count)
    #expect(Set(Self.faults.map(\.check)) == Set(ids))
  }

  /// What looks like a fault and is none, or not any more.
  @Test(arguments: HealthyNest.all) func isSilent(_ healthy: HealthyNest) {
    var nest = Nest()
    healthy.change(&nest)
    #expect(Examination.findings(nest.root) == [])
  }

  @Test func whatAnotherFindingExplainsIsLeftOut() {
    var nest = Nest()
    nest.l1.resource.configuration.processor.exposeVirtualizationExtensions = false
    nest.l1.qemu?.offersExtensions = false
    nest.guest.processor.flags = ["hypervisor"]
    nest.guest.kvm = KVMFacts()
    nest.inside.system.processor.flags = ["hypervisor"]
    nest.inside.system.kvm = KVMFacts()
    #expect(Examination.findings(nest.root).map(\.check) == ["vm.cpu.virt-exposed"])
  }

  /// That KVM makes no machine there is nothing that the guest could mend.
  @Test func whoHasTheExtensionsExplainsWhyNothingRuns() {
    var nest = Nest()
    let busy = KVMProbeFacts(.failed, "KVM_CREATE_VM: Device or resource busy")
    (nest.guest.kvm.probe, nest.inside.system.kvm.probe) = (busy, busy)
    #expect(Examination.findings(nest.root).map(\.check) == ["host.kvm.busy"])
  }

  @Test func theWorstComesFirst() {
    var nest = Nest()
    nest.root.system.kernel.release = "6.12.1"
    nest.guest.clock.current = "hpet"
    nest.inside.system.network.ipForward = false
    #expect(Examination.findings(nest.root).map(\.severity) == [.critical, .error, .warning])
    let report = DoctorReport(nest.root)
    #expect(report.exitCode == 5 && report.worst == .critical)
  }

  @Test func onlyWhatIsAskedForIsExamined() {
    var nest = Nest()
    nest.root.system.kvm.mode = 0o666
    nest.guest.clock.current = "hpet"
    nest.inner.guest?.clock.current = "acpi_pm"
    #expect(Examination.findings(nest.root, within: ["l1"]).map(\.object) == ["L1", "L1/inner"])
    #expect(Examination.findings(nest.root, within: ["L1", "inner"]).map(\.object) == ["L1/inner"])
  }

  @Test(arguments: [
    ("6.1.176", "6.1.177"), ("6.1.177", nil), ("6.6.143", "6.6.144"), ("6.6.200", nil), ("6.12.95", nil),
    ("6.12.94", "6.12.95"), ("6.18.37", "6.18.38"), ("6.18.44-fc", nil), ("7.1.2", "7.1.3"), ("7.1.3", nil),
    ("7.2.0", nil),
    ("5.15.10", "6.1.177"), ("6.10.3", "6.12.95"), ("7.0.1", "7.1.3"), ("6.1.0-56-cloud-amd64", nil),
    ("5.15.0-100-generic", nil), ("", nil),
  ]) func januscape(_ release: String, _ fixedIn: String?) {
    var nest = Nest()
    nest.root.system.kernel.release = release
    let finding = Examination.findings(nest.root).first { $0.check == "host.kvm.cve-2026-53359" }
    #expect((finding == nil) == (fixedIn == nil))
    if let fixedIn { #expect(finding?.measured.contains("fixed in \(fixedIn)") == true) }
  }

  /// Its QEMUs are known by their host, which may be silent.
  @Test func aSilentHostsOwnMachinesAreNoFindings() {
    var nest = Nest()
    nest.root.inside = [:]
    nest.root.silent = ["L1": DrosteError(.timeout, "late")]
    nest.guest.emulators = [
      EmulatorFacts(
        processID: 9, name: "inner", accelerator: "kvm", processor: "host,migratable=off,-vmx", holdsKVM: true)
    ]
    #expect(Examination.findings(nest.root) == [])
  }

  @Test func silentHostsAreErrors() {
    var nest = Nest()
    nest.root.inside = [:]
    nest.root.silent = ["L1": DrosteError(.timeout, "late")]
    let report = DoctorReport(nest.root)
    #expect(report.silent == ["L1": "late"])
    #expect(report.exitCode == 4)
  }
}
