import HyperV
import Switching
import Testing

@Suite("Shares of a busy worker")
struct DeficitScheduleTests {
  /// Runs rounds in which every port has always frames of `bytes` waiting; how much of the worker's time each got.
  static func run(_ claims: [DeficitSchedule.Claim], bytes: [Int], rounds: Int) -> [Double] {
    var shares = DeficitSchedule.shares(claims)
    var cost = [Int](repeating: 0, count: claims.count)
    for _ in 0..<rounds {
      for port in shares.indices {
        let frames = shares[port].quota()
        #expect((0...64).contains(frames))
        shares[port].spend(frames: frames, bytes: frames * bytes[port])
        cost[port] += frames * (DeficitShare.frameCost + bytes[port])
      }
    }
    let total = Double(cost.reduce(0, +))
    return cost.map { Double($0) / total }
  }

  static func claim(weight: Int = 0, absolute: UInt64 = 0, kind: PortKind = .machine) -> DeficitSchedule.Claim {
    DeficitSchedule.Claim(BandwidthConfiguration(minimumAbsolute: absolute, minimumWeight: weight), kind: kind)
  }

  struct Case: Sendable {
    var claims: [DeficitSchedule.Claim]
    var bytes: [Int]
    var parts: [Double]
  }

  @Test(
    "In proportion to the weights, whatever the frames' lengths",
    arguments: [
      Case(claims: [claim(weight: 10), claim(weight: 30)], bytes: [64, 64], parts: [1, 3]),
      Case(claims: [claim(weight: 10), claim(weight: 30)], bytes: [1514, 64], parts: [1, 3]),
      Case(claims: [claim(weight: 50), claim(weight: 25)], bytes: [65_549, 1514], parts: [2, 1]),
      Case(claims: [claim(weight: 100), claim()], bytes: [64, 64], parts: [100, 1]),
      Case(claims: [claim(weight: 100), claim()], bytes: [64, 65_549], parts: [100, 1]),
      Case(claims: [claim(weight: 7), claim(), claim()], bytes: [64, 64, 64], parts: [7, 1, 1]),
      Case(
        claims: [claim(absolute: 3_000_000), claim(absolute: 1_000_000)], bytes: [1514, 1514], parts: [3, 1]),
      Case(
        claims: [claim(absolute: 1_000_000_000_000), claim(absolute: 500_000_000_000)], bytes: [64, 64], parts: [2, 1]),
      Case(claims: [claim(weight: 20), claim(kind: .uplink), claim()], bytes: [64, 64, 64], parts: [20, 20, 1]),
    ])
  func proportions(_ row: Case) {
    let found = Self.run(row.claims, bytes: row.bytes, rounds: 40_000)
    let total = row.parts.reduce(0, +)
    for (part, share) in zip(row.parts, found) {
      #expect(abs(share / (part / total) - 1) < 0.02, "\(found)")
    }
  }

  @Test("Without differing weights there is nothing to account for")
  func equal() {
    for claims in [
      [], [Self.claim()], [Self.claim(), Self.claim()], [Self.claim(weight: 5), Self.claim(weight: 5)],
      [Self.claim(weight: 5), Self.claim(kind: .nat)], [Self.claim(kind: .uplink)],
    ] {
      let unequal = DeficitSchedule.shares(claims).filter { !$0.isEqual }
      #expect(unequal.isEmpty)
    }
    var share = DeficitShare()
    share.spend(frames: 64, bytes: 1 << 40)
    #expect(share.quota() == 64)
  }

  @Test("A quiet port saves up no more than one round's share and a frame")
  func idle() {
    var shares = DeficitSchedule.shares([Self.claim(weight: 100), Self.claim(weight: 50)])
    for _ in 0..<1000 { _ = shares[1].quota() }
    #expect(shares[1].quota() == 32)
    #expect(shares[0].quota() == 64)
  }

  @Test("The smallest share still gets its turn, and debt has an end")
  func smallest() {
    var shares = DeficitSchedule.shares([Self.claim(absolute: 1_000_000_000_000), Self.claim(absolute: 1)])
    let rounds = (0..<200).first { _ in shares[1].quota() > 0 }
    #expect(rounds == 63)
    shares[1].spend(frames: .max / 1024, bytes: .max / 2)
    #expect(shares[1].quota() == 0)
  }
}
