import LevelCost
import Testing

@Suite struct SampleTests {
  @Test(arguments: [
    ([3.0, 1.0, 2.0], 2.0), ([1.0, 4.0], 2.5), ([7.0], 7.0), ([1.0, 1.0, 1.0, 1000.0, 2.0], 1.0),
  ]) func medianIsTheMiddle(_ rounds: [Double], _ median: Double) throws {
    let sample = try #require(CostSample(rounds: rounds))
    #expect(sample.median == median && sample.least == rounds.min() && sample.most == rounds.max())
  }

  @Test func nothingHasNoMedian() { #expect(CostSample(rounds: []) == nil) }

  @Test(arguments: [
    ((2.0, 1.0, 3.0), true), ((1.0, 1.0, 1.0), true), ((0.0, 0.0, 0.0), false), ((-1.0, -2.0, 1.0), false),
    ((1.0, 2.0, 3.0), false), ((4.0, 2.0, 3.0), false), ((.nan, 1.0, 2.0), false), ((1.0, 0.5, .infinity), false),
    ((1.0, 1.0, 1001.0), false),
  ]) func saneSamples(_ values: (Double, Double, Double), _ isSane: Bool) {
    #expect(CostSample(median: values.0, least: values.1, most: values.2).isSane == isSane)
  }

  static func level(_ name: String, _ medians: [CostQuantity: Double], outer: Double = 5) -> NestCost.Level {
    NestCost.Level(
      name: name, processor: "P", processors: 1, kernel: "6.1.0", seconds: 5, outerSeconds: outer,
      readings: medians.mapValues { CostReading(sample: CostSample(median: $0, least: $0, most: $0)) })
  }

  @Test func ratiosAreToTheLevelAbove() {
    var cost = NestCost(levels: [])
    cost.append(Self.level("L0", [.cpuid: 2, .systemCall: 1]))
    cost.append(Self.level("L1", [.cpuid: 1, .systemCall: 10, .diskAccess: 3]))
    cost.append(Self.level("L2", [.cpuid: 50, .diskAccess: 6]))
    #expect(cost.levels.map(\.ratios) == [[:], [.cpuid: 0.5, .systemCall: 10], [.cpuid: 50, .diskAccess: 2]])
    #expect(!cost.isWhole)
  }

  @Test(arguments: [(5.0, true), (5.4, true), (4.6, true), (7.0, false), (2.0, false)])
  func clocksAreCompared(_ outer: Double, _ isGood: Bool) {
    #expect(Self.level("L1", [:], outer: outer).hasGoodClock == isGood)
  }
}
