import Doctor
import FoundationEssentials
import HyperV
import TestSupport
import Testing
import Traces

/// Three levels, some minutes without hardware virtualization: `make test-deep`.
@Suite(.serialized, .enabled(if: ProcessInfo.processInfo.environment["DROSTE_TEST_DEEP"] == "1"))
struct DeepTests {
  @Test func threeLevelsAreProven() async throws {
    let before = try await HostTraces.now()
    let droste = try Droste()
    let demo = try await droste("demo", Repository.example("three-levels.yaml"), limit: .seconds(300))
    #expect(demo.succeeded, "\(demo)")
    try await droste.expectNothingLeft(before)
    droste.folder.remove()
  }

  /// The doctor asks three levels at the same time, and finds nothing.
  @Test func doctorEndsWithinTenSeconds() async throws {
    try await Nest.run("three-levels.yaml") { nest, up in
      try #require(up.succeeded, "\(up)")
      for _ in 0..<3 {
        let start = ContinuousClock.now
        let report = try await nest.report()
        #expect(start.duration(to: .now) < .seconds(10))
        #expect(report.facts.inside["L1"]?.inside["L2"]?.machines.count == 2)
        #expect(report.exitCode == 0 && report.silent.isEmpty, "\(report.findings)")
      }
    }
  }

  /// From the third level: every switch between, and the fault in the middle.
  @Test func tracesFromTheThirdLevel() async throws {
    try await Nest.run("three-levels.yaml") { nest, up in
      try #require(up.succeeded, "\(up)")
      let (story, code) = try await nest.trace("L1/L2/bridged", "L0")
      #expect(code == 0, "\(story)")
      let switches = story.hops.filter { $0.place.hasPrefix("switch") }.map {
        "\($0.station) \($0.place.split(separator: ":")[0])"
      }
      #expect(
        switches == [
          "L1/L2 switch Inner", "L1/L2 switch Inner", "L1 switch Bridge", "L1 switch Bridge", "L0 switch Lab",
          "L0 switch Lab",
        ])
      let off = try await nest.droste.command([
        "Set-VMNetworkAdapter", "-ComputerName", "L1", "-VMName", "L2", "-MacAddressSpoofing", "Off",
      ]).run()
      #expect(off.succeeded, "\(off)")
      let (fault, lost) = try await nest.trace("L1/L2/bridged", "L0")
      #expect(lost == 3 && fault.loss?.station == "L1" && fault.loss?.cause == "MacSpoofing", "\(fault)")
      #expect(
        fault.loss?.mend?.hasPrefix("Set-VMNetworkAdapter -ComputerName L1 -VMName L2 -MacAddressSpoofing On") == true)
    }
  }
}
