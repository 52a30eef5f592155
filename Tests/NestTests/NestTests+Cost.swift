import FoundationEssentials
import LevelCost
import TestSupport
import Testing

extension NestTests {
  /// `droste bench nest` on two levels: every quantity on each, what cannot be otherwise between them, and nothing left.
  @Test func costOfTwoLevelsIsMeasured() async throws {
    let before = try await HostTraces.now()
    let droste = try Droste()
    let chart = droste.folder.path + "/nest.svg"
    let bench = try await droste(
      "bench", "nest", "--seconds", "0.05", "--json", "--chart", chart, limit: .seconds(200))
    #expect(bench.exitCode == 0, "\(bench)")
    let cost = try JSONDecoder().decode(NestCost.self, from: Data(bench.output.utf8))
    #expect(cost.levels.map(\.name) == ["L0", "L1", "L2"])
    let outer = try #require(cost.levels[1].engine)
    #expect(["KVM", "TCG"].contains(outer) && cost.levels[0].engine == nil && cost.levels[2].engine == "KVM")
    for level in cost.levels {
      #expect(!level.processor.isEmpty && !level.kernel.isEmpty, "\(level)")
      #expect((level.qemu?.isEmpty == false) == (level.name != "L0"))
      for quantity in CostQuantity.allCases {
        let reading = try #require(level.readings[quantity])
        #expect(reading.sample?.isSane == true, "\(level.name) \(quantity): \(reading)")
        #expect((level.ratios[quantity] != nil) == (level.name != "L0"))
      }
    }
    // An emulated processor is slower than the one that emulates it; an exit from L2 ends in L1, which is itself run by L0.
    #expect(try ratio(.compileLoad, cost.levels[1]) > (outer == "TCG" ? 2 : 0.5))
    #expect(try ratio(.cpuid, cost.levels[2]) > 2)
    // A frame to L1 passes everything that one from L1 does, in slower surroundings.
    #expect(try ratio(.networkRoundTrip, cost.levels[1]) > 1)
    let picture = try String(contentsOfFile: chart, encoding: .utf8)
    #expect(picture.hasPrefix("<svg ") && picture.contains("L2 / L1: under KVM"))
    #expect(bench.error.contains("Everything is down and nothing is left"))
    #expect(try await HostTraces.now() == before)
    droste.folder.remove()
  }

  /// Before anything is started.
  @Test(arguments: [
    (["--levels", "0"], "--levels takes 1 to 3."), (["--levels", "4"], "--levels takes 1 to 3."),
    (["--seconds", "0"], "--seconds takes 0.02 to 60."), (["--seconds", "nan"], "--seconds takes 0.02 to 60."),
    (["--chart", "/no/such/folder/nest.svg"], "nothing can be written in /no/such/folder"),
  ]) func costRefusesWhatItCannotDo(_ words: [String], _ says: String) async throws {
    let droste = try Droste()
    let bench = try await droste.command(["bench", "nest"] + words).run()
    #expect(bench.exitCode == 2 && bench.error.contains(says) && bench.output.isEmpty, "\(bench)")
    droste.folder.remove()
  }

  private func ratio(_ quantity: CostQuantity, _ level: NestCost.Level) throws -> Double {
    try #require(level.ratios[quantity])
  }
}
