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

  @Test func whatThreeLevelsAreAsked() async throws {
    try await Nest.run("three-levels.yaml") { nest, up in
      try #require(up.succeeded, "\(up)")
      try await examinationsEndInTime(nest)
      for path in ["L1", "L1/L2", "L1/L2/bridged"] { try await examinationsCostLittle(nest, path) }
      try await tracesFromTheThirdLevel(nest)
    }
  }

  /// The doctor asks three levels at the same time, and finds nothing.
  private func examinationsEndInTime(_ nest: Nest) async throws {
    for _ in 0..<3 {
      let start = ContinuousClock.now
      let report = try await nest.report()
      let took = start.duration(to: .now)
      print("examined in \(took)")
      #expect(took < .seconds(10))
      #expect(report.facts.inside["L1"]?.inside["L2"]?.machines.count == 2)
      #expect(report.exitCode == 0 && report.silent.isEmpty, "\(report.findings)")
    }
  }

  /// What a program in the machine gets done in ten seconds, without and with an examination meanwhile: no more than 2 %
  /// less, beyond what runs differ without.
  private func examinationsCostLittle(_ nest: Nest, _ path: String) async throws {
    var (without, with): ([Double], [Double]) = ([], [])
    for _ in 0..<3 {
      without.append(try await work(nest, path))
      async let busy = work(nest, path)
      try await Task.sleep(for: .seconds(3))
      _ = try await nest.report()
      with.append(try await busy)
    }
    let mean = without.reduce(0, +) / 3
    let loss = 1 - with.reduce(0, +) / 3 / mean
    let spread = ((without.max() ?? mean) - (without.min() ?? mean)) / mean
    print("\(path): an examination costs \(loss * 100) % of ten seconds; runs differ by \(spread * 100) %")
    #expect(loss < 0.02 + spread, "\(path): \(without) without, \(with) with")
  }

  /// How often a shell went round in ten seconds.
  private func work(_ nest: Nest, _ path: String) async throws -> Double {
    let script = """
      read now rest </proc/uptime; end=$((${now%.*} + 10)); i=0
      while [ ${now%.*} -lt $end ]; do
        j=0; while [ $j -lt 50 ]; do j=$((j + 1)); done
        i=$((i + 1)); read now rest </proc/uptime
      done
      echo $i
      """
    let done = try await nest.exec(path, "sh", "-c", script)
    return try #require(Double(done.output.filter(\.isNumber)), "\(done)")
  }

  /// From the third level: every switch between, and the fault in the middle.
  private func tracesFromTheThirdLevel(_ nest: Nest) async throws {
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
