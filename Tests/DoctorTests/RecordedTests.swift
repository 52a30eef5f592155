import Doctor
import FoundationEssentials
import Testing

/// The report of a real nest that was healthy: `examples/nested.yaml` on a host without hardware virtualization.
struct RecordedTests {
  private static func report() throws -> DoctorReport {
    let folder = #filePath.split(separator: "/").dropLast().joined(separator: "/")
    let data = try #require(FileManager.default.contents(atPath: "/\(folder)/Recorded/nested.json"))
    return try JSONDecoder().decode(DoctorReport.self, from: data)
  }

  /// That its host emulates is a note.
  @Test func healthyNestHasNoFindings() throws {
    let findings = Examination.findings(try Self.report().facts)
    #expect(findings.map(\.check) == ["host.kvm.device"] && findings.map(\.severity) == [.note])
  }

  @Test func allOfItIsThere() throws {
    let facts = try Self.report().facts
    #expect(FactLines.all(facts).map(\.place) == ["this host", "L1", "L1, as a host", "L1/bridged", "L1/natted"])
    let l1 = try #require(facts.machines.first)
    #expect(l1.qemu?.isHypervisorActive == true && l1.guest?.kvm.probe?.works == true)
    #expect(l1.guest?.emulators.allSatisfy { $0.holdsKVM == true } == true)
    #expect(facts.inside["L1"]?.machines.allSatisfy { $0.guest?.clock.current == "kvm-clock" } == true)
  }

  @Test func isWrittenAsItWasRead() throws {
    let report = try Self.report()
    #expect(try JSONDecoder().decode(DoctorReport.self, from: try JSONEncoder().encode(report)) == report)
    #expect(try JSONDecoder().decode(DoctorReport.self, from: Data(try CompactJSON.encode(report))) == report)
  }
}
