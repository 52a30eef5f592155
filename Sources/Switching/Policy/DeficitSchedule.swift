package import HyperV

// Theory of operation
//
// Who gets how much of a worker that has more to do than it can: deficit round robin (Shreedhar and Varghese, 1995)
// over the worker's ports, in their polling order. In each round a port earns its quantum and may be read while it has
// credit; what it reads beyond that it owes, and it is passed over until later rounds have earned it. So shares hold
// exactly over some rounds, whatever the frames' lengths, and a port that had nothing to send keeps no more than one
// quantum and less than a frame for later.
//
// What is shared is the worker's time. A frame costs `frameCost` and one for each of its bytes: moving 64 bytes takes
// nearly all of its time for the frame, moving 64 KiB nearly all for the bytes.
//
// The largest weight earns 64 of the smallest frames in a round, the most that is read from a port at once; the others
// in proportion, at least `smallestQuantum`. When all ports weigh the same every quantum is 0, which means 64 frames in
// each round and nothing to keep account of: a switch without weights pays one comparison per port and round.
//
// Weights, as Hyper-V has them: `minimumWeight` 1 to 100. `minimumAbsolute` in bit/s weighs in proportion, 100 for the
// largest on the switch. Ports without either weigh 1 each. A port that others send through (an uplink, NAT) weighs as
// much as the largest: what it brings belongs to all.

/// What a port may read in each round of its worker.
package struct DeficitShare: Hashable, Sendable, BitwiseCopyable {
  /// Most frames in one round.
  package static let frameLimit = 64
  /// What a frame costs beside its bytes.
  package static let frameCost = 512
  /// What the smallest frame costs: 576.
  static let smallestFrame = frameCost + 64
  /// Most that is earned in one round: 64 of the smallest frames.
  static let largestQuantum = Int32(frameLimit * smallestFrame)
  /// A 64th of the smallest frame: one frame in 64 rounds.
  static let smallestQuantum: Int32 = 9

  /// Earned in each round; 0: `frameLimit` frames are.
  package let quantum: Int32
  private var credit: Int32 = 0

  /// Without a limit.
  package init() { quantum = 0 }

  init(quantum: Int32) { self.quantum = quantum }

  /// Whether the port may read `frameLimit` frames in each round.
  package var isEqual: Bool { quantum == 0 }

  /// Starts a round: how many frames may be read in it, 0 to 64. Each of them must be told to `spend`.
  package mutating func quota() -> Int {
    guard quantum != 0 else { return Self.frameLimit }
    // What is less than a frame is kept, or shares would be off by the remainder.
    credit = min(credit + quantum, quantum + Int32(Self.smallestFrame) - 1)
    return credit < Self.smallestFrame ? 0 : min(Self.frameLimit, Int(credit) / Self.smallestFrame)
  }

  /// Charges what was read in a round.
  package mutating func spend(frames: Int, bytes: Int) {
    guard quantum != 0 else { return }
    let cost = Int64(frames) * Int64(Self.frameCost) + Int64(bytes)
    credit = Int32(clamping: max(Int64(credit) - cost, -(1 << 30)))
  }
}

package enum DeficitSchedule {
  /// How a port is weighed.
  package enum Claim: Hashable, Sendable {
    /// No minimum: weighs 1.
    case none
    /// `minimumWeight`, 1 to 100.
    case weight(Int)
    /// `minimumAbsolute` in bits per second, above 0.
    case absolute(UInt64)
    /// As much as the largest: uplinks and NAT.
    case largest

    package init(_ bandwidth: BandwidthConfiguration, kind: PortKind) {
      if kind == .uplink || kind == .nat {
        self = .largest
      } else if bandwidth.minimumWeight > 0 {
        self = .weight(bandwidth.minimumWeight)
      } else if bandwidth.minimumAbsolute > 0 {
        self = .absolute(bandwidth.minimumAbsolute)
      } else {
        self = .none
      }
    }
  }

  /// The shares of all ports of a switch, in their order. To be made anew when a port or a minimum changes; ports then
  /// start without credit and debt.
  package static func shares(_ claims: [Claim]) -> [DeficitShare] {
    var largestAbsolute: UInt64 = 0
    for case .absolute(let bits) in claims { largestAbsolute = max(largestAbsolute, bits) }
    // Weights in 1/1,000,000, so that a small absolute minimum beside a large one is still exact to 0.01 %.
    let weights: [UInt64?] = claims.map { claim in
      switch claim {
      case .none: 1_000_000
      case .weight(let weight): UInt64(max(1, min(weight, 100))) * 1_000_000
      case .absolute(let bits):
        max(1, largestAbsolute.dividingFullWidth(bits.multipliedFullWidth(by: 100_000_000)).quotient)
      case .largest: nil
      }
    }
    let largest = weights.lazy.compactMap { $0 }.max() ?? 1_000_000
    guard weights.contains(where: { $0 != nil && $0 != largest }) else { return claims.map { _ in DeficitShare() } }
    return weights.map { weight in
      let quantum = (weight ?? largest) * UInt64(DeficitShare.largestQuantum) / largest
      return DeficitShare(quantum: max(DeficitShare.smallestQuantum, Int32(quantum)))
    }
  }
}
