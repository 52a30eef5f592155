import Doctor
import FoundationEssentials
import HyperV
import TestSupport
import Testing

/// The doctor on real nests: faults are made in machines that run, named, mended, and gone.
@Suite(.serialized) struct DoctorTests {
  @Test func realFaultsAreNamedAndMended() async throws {
    try await Nest.run { nest, up in
      try #require(up.succeeded, "\(up)")
      for _ in 0..<5 { try await expectNothing(nest, after: "the start") }
      try await meetsTheRequirements(nest)
      for fault in RealFault.all { try await isNamedAndMended(fault, nest) }
      try await reportsAreExaminedAgain(nest)
    }
  }

  /// The machines inside a host without extensions, and the one finding that explains it all.
  @Test func extensionsThatAreOff() async throws {
    try await Nest.run(edit: Self.nestedOff) { nest, up in
      #expect(up.exitCode == 1, "\(up)")
      let report = try await Self.report(nest)
      let found = report.findings.filter { $0.severity > .note }
      #expect(found.map(\.check) == ["vm.cpu.virt-exposed"], "\(found)")
      #expect(found.first?.object == "L1")
    }
  }

  private static func nestedOff(_ text: String) -> String { text.replacing("nested: true", with: "nested: false") }

  // MARK: Steps

  static func report(_ nest: Nest) async throws -> DoctorReport {
    let result = try await nest.droste("doctor", "--json", limit: .seconds(30))
    return try JSONDecoder().decode(DoctorReport.self, from: Data(result.output.utf8))
  }

  /// On a host without hardware virtualization that is a note: nothing fails by it.
  static func expectSilence(_ report: DoctorReport, after what: String) {
    let found = report.findings.filter { $0.severity > .note }
    #expect(found.isEmpty, "after \(what): \(found)")
    #expect(report.silent.isEmpty && report.exitCode == 0)
  }

  private func expectNothing(_ nest: Nest, after what: String) async throws {
    Self.expectSilence(try await Self.report(nest), after: what)
  }

  private func meetsTheRequirements(_ nest: Nest) async throws {
    let shown = try await nest.droste("doctor", "L1", "--brief")
    #expect(shown.output.contains("4096 MB of memory or more"))
    #expect(shown.output.contains("svm, KVM runs guests"))
    let tested = try await nest.droste("Test-VMNestedVirtualization", "L1", "-Json")
    #expect(tested.succeeded, "\(tested)")
    #expect(!tested.output.contains("\"Met\": false"), "\(tested)")
  }

  private func perform(_ steps: [RealFault.Step], _ nest: Nest, _ fault: RealFault) async throws {
    for step in steps {
      let result = try await nest.droste.command(step.words).run()
      #expect(result.succeeded != step.isRefused, "\(fault.check): \(result)")
    }
  }

  private func isNamedAndMended(_ fault: RealFault, _ nest: Nest) async throws {
    try await perform(fault.make, nest, fault)
    let report = try await Self.report(nest)
    let own = report.findings.first { $0.check == fault.check && $0.object == fault.object }
    #expect(own != nil && report.exitCode >= 3, "\(fault.check): \(report.findings)")
    switch fault.mend {
    case .commands(let steps): try await perform(steps, nest, fault)
    case .fix:
      #expect(own?.fix != nil, "\(fault.check)")
      let fixed = try await nest.droste("doctor", "--fix", "--yes")
      #expect(fixed.exitCode == 0 && fixed.error.contains("done: "), "\(fault.check): \(fixed)")
    }
    try await expectNothing(nest, after: fault.check)
  }

  private func reportsAreExaminedAgain(_ nest: Nest) async throws {
    let file = nest.droste.folder.path + "/report.json"
    let written = try await nest.droste("doctor", "--report", file)
    #expect(written.exitCode == 0 && written.output.hasPrefix("Nothing is wrong"), "\(written)")
    let again = try await nest.droste("doctor", "--facts", file)
    #expect(again.exitCode == 0 && again.output.contains("Facts: L1, as a host"), "\(again)")
  }
}
