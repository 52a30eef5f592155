import Doctor
import FoundationEssentials
import HyperV
import TestSupport
import Testing

/// Three levels, some minutes without hardware virtualization: `make test-deep`.
@Suite(.serialized, .enabled(if: ProcessInfo.processInfo.environment["DROSTE_TEST_DEEP"] == "1"))
struct DeepTests {
  @Test func threeLevelsAreProven() async throws {
    let before = try await HostTraces.now()
    let droste = try Droste()
    let demo = try await droste("demo", Repository.example("three-levels.yaml"), limit: .seconds(300))
    #expect(demo.succeeded, "\(demo)")
    let nest = Nest(droste: droste, file: "")
    try await nest.expectNothingLeft(before)
    droste.folder.remove()
  }

  /// The doctor asks three levels at the same time, and finds nothing.
  @Test func doctorEndsWithinTenSeconds() async throws {
    try await Nest.run("three-levels.yaml") { nest, up in
      try #require(up.succeeded, "\(up)")
      for _ in 0..<3 {
        let start = ContinuousClock.now
        let report = try await DoctorTests.report(nest)
        #expect(start.duration(to: .now) < .seconds(10))
        #expect(report.facts.inside["L1"]?.inside["L2"]?.machines.count == 2)
        DoctorTests.expectSilence(report, after: "the start")
      }
    }
  }
}
