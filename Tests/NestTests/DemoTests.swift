import FoundationEssentials
import Glibc
import TestSupport
import Testing

extension NestTests {
  /// `make demo`'s own command: proven, in time, and nothing left.
  @Test func demoProvesTheNest() async throws {
    let before = try await HostTraces.now()
    let droste = try Droste()
    let demo = try await droste("demo", Repository.example("nested.yaml"), limit: .seconds(200))
    #expect(demo.exitCode == 0, "\(demo)")
    #expect(demo.output.contains("Proven: 2 machines"))
    #expect(demo.output.components(of: "It runs hardware-assisted, under KVM, on L1") == 2)
    #expect(demo.output.contains("got by DHCP"))
    // With the images made, on 2 cores without hardware virtualization.
    #expect(demo.duration <= .seconds(60), "\(demo.duration)")
    try await droste.expectNothingLeft(before)
    droste.folder.remove()
  }

  /// Ctrl-C at any moment: the times are spread over a whole run, beside the named moments of another test.
  @Test(arguments: [0.02, 0.3, 9.0]) func interruptedAfter(_ seconds: Double) async throws {
    let before = try await HostTraces.now()
    let droste = try Droste()
    let demo = try await droste.command(["demo", Repository.example("nested.yaml")]).run { running in
      try await Task.sleep(for: .seconds(seconds))
      running.interrupt()
      // An impatient user.
      try await Task.sleep(for: .milliseconds(300))
      running.interrupt()
    }
    #expect(demo.exitCode == 130 || (seconds < 0.1 && demo.signal == SIGINT), "\(demo)")
    try await droste.expectNothingLeft(before)
    droste.folder.remove()
  }
}

extension String {
  /// How many times `text` is in it.
  fileprivate func components(of text: String) -> Int { ranges(of: text).count }
}
