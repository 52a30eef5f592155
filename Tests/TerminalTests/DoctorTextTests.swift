import Doctor
import Ethernet
import HyperV
import Terminal
import Testing

/// A report as people see it.
struct DoctorTextTests {
  private static func report(_ change: (inout LevelFacts) -> Void) -> DoctorReport {
    var facts = LevelFacts(
      system: SystemFacts(),
      host: HostInformation(
        name: "h", version: "1", kernel: "6.12.100", processors: 2, memory: 1 << 30, vendor: .amd, engine: .tcg,
        engineReason: "KVM cannot be used.", nestingSupported: true, nestingReason: "The emulation offers svm.",
        isRoot: false, processID: 1),
      settings: HostSettings(
        macAddressMinimum: MACAddress(rawValue: 2), macAddressMaximum: MACAddress(rawValue: 3),
        virtualMachinePath: "/v",
        virtualHardDiskPath: "/v"), machines: [], switches: [], nats: [])
    facts.system.processor.flags = ["svm"]
    facts.system.kernel.release = "6.12.100"
    facts.system.kvm.deviceExists = true
    facts.system.kvm.probe = KVMProbeFacts(.works, "")
    change(&facts)
    return DoctorReport(facts, seconds: 1.5)
  }

  private let text = DoctorText(style: .plain)

  @Test func nothingIsWrong() {
    let lines = text.lines(Self.report { _ in })
    #expect(lines[0].hasPrefix("Nothing is wrong. ("))
    #expect(lines[0].hasSuffix("1 level, 1.5 s)"))
    #expect(lines.contains("Facts: this host"))
    #expect(lines.contains { $0.contains("machines with extensions") && $0.hasSuffix("none") })
    #expect(!text.lines(Self.report { _ in }, facts: false).contains { $0.hasPrefix("Facts") })
  }

  @Test func theVerdictComesFirst() {
    let report = Self.report { facts in
      facts.system.network.connections = 10
      facts.system.network.connectionLimit = 10
      facts.silent = ["L1": DrosteError(.timeout, "It did not\u{1B}[31m answer.")]
    }
    let lines = text.lines(report, facts: false)
    #expect(lines[0].hasPrefix("Something is wrong: 1 error, 1 host did not answer."))
    #expect(lines.contains("L1 was not examined"))
    #expect(lines.contains("  mend it: see what it writes: droste console L1"))
    #expect(lines.contains { $0.hasPrefix("error  L0  this host  host.net.forwarding") })
    #expect(
      lines.contains { $0.contains("mend it: sysctl -w net.netfilter.nf_conntrack_max=40") && $0.contains("--fix") })
    #expect(!lines.contains { $0.contains("\u{1B}") })
  }

  @Test func notesAreNothingWrong() {
    let lines = text.lines(Self.report { $0.system.kvm.mode = 0o666 }, facts: false)
    #expect(lines[0].hasPrefix("Nothing is wrong; 1 note. ("))
  }
}
