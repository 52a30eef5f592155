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
}
