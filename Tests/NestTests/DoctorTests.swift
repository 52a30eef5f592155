import Doctor
import HyperV
import TestSupport
import Testing

/// The doctor on real nests: faults are made in machines that run, named, mended, and gone. Which of the 25 known failures
/// are made for real, and which are examined in recorded facts, is in docs/doctor.md.
@Suite(.serialized) struct DoctorTests {
  /// Those that cannot be made on a host without hardware virtualization: an old kernel or QEMU, and Windows.
  private static let notReal: Set<Int> = [13, 17, 19]

  @Test func mostOfTheKnownFailuresAreReal() {
    #expect(Set(RealFault.all.map(\.entry)) == Set(1...25).subtracting(Self.notReal))
  }

  @Test func realFaultsAreNamedAndMended() async throws {
    try await Nest.run { nest, up in
      try #require(up.succeeded, "\(up)")
      for _ in 0..<20 { try await nest.expectNothing(after: "the start") }
      try await meetsTheRequirements(nest)
      for fault in RealFault.inNest { try await nest.isNamedAndMended(fault) }
      try await reportsAreExaminedAgain(nest)
      for machine in ["L1/bridged", "L1/natted"] { try await nest.droste("stop", machine, "--turn-off") }
      for fault in RealFault.withMachinesOff { try await nest.isNamedAndMended(fault) }
      // KVM's module was taken out and put in again many times.
      let started = try await nest.droste("start", "L1/natted")
      #expect(started.succeeded, "\(started)")
    }
  }

  @Test func faultsBeneathMachines() async throws {
    try await SpoiledHost.run { host in
      for fault in RealFault.ofMachines { try await host.isNamedAndMended(fault) }
    }
  }

  /// The machines inside a host without extensions, and the one finding that explains it all; from inside, it is another.
  @Test func extensionsThatAreOff() async throws {
    try await Nest.run(edit: Self.nestedOff) { nest, up in
      #expect(up.exitCode == 1, "\(up)")
      let found = try await nest.report().findings.filter { $0.severity > .note }
      #expect(found.map(\.check) == ["vm.cpu.virt-exposed"], "\(found)")
      #expect(found.first?.object == "L1")
      let inside = try await nest.report(["exec", "L1", "--", "droste", "doctor"]).findings
      #expect(inside.map(\.check) == ["host.kvm.device"], "\(inside)")
      #expect(inside.first?.verdict.contains("does not expose virtualization extensions") == true)
    }
  }

  private static func nestedOff(_ text: String) -> String { text.replacing("nested: true", with: "nested: false") }

  // MARK: Steps

  private func meetsTheRequirements(_ nest: Nest) async throws {
    let shown = try await nest.droste("doctor", "L1", "--brief")
    #expect(shown.output.contains("4096 MB of memory or more"))
    #expect(shown.output.contains("svm, KVM runs guests"))
    let tested = try await nest.droste("Test-VMNestedVirtualization", "L1", "-Json")
    #expect(tested.succeeded, "\(tested)")
    #expect(!tested.output.contains("\"Met\": false"), "\(tested)")
  }

  private func reportsAreExaminedAgain(_ nest: Nest) async throws {
    let file = nest.droste.folder.path + "/report.json"
    let written = try await nest.droste("doctor", "--report", file)
    #expect(written.exitCode == 0 && written.output.hasPrefix("Nothing is wrong"), "\(written)")
    let again = try await nest.droste("doctor", "--facts", file)
    #expect(again.exitCode == 0 && again.output.contains("Facts: L1, as a host"), "\(again)")
  }
}
