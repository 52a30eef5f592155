import Ethernet
import HyperV
import Switching

/// Frames for many ports, at most so many in a second. At once comes what a tenth of a second earns, at least one frame;
/// with one in a second a test sees no second one.
enum StormRows {
  private static func limited(_ frames: UInt32) -> PortConfiguration { .plain.with { $0.stormLimit = frames } }

  static let all: [PolicyRow] = [
    PolicyRow(
      "Storm limit: broadcast", [limited(1), .plain, .plain],
      .burst(RingFrames.broadcast(0), 20, from: 0, passing: 1, to: 1, 2, reason: .stormLimit)),
    PolicyRow(
      "Storm limit: multicast", [limited(1), .plain],
      .burst(RingFrames.plain(.port(0), to: .group), 20, from: 0, passing: 1, to: 1, reason: .stormLimit)),
    PolicyRow(
      "Storm limit: addresses that the switch does not know", [limited(1), .learning, .plain],
      .burst(
        RingFrames.udp(.port(0), to: .inner(5)), 20, from: 0, passing: 1, to: 1, reason: .stormLimit)),
    PolicyRow(
      "Storm limit: not for addresses that it knows", [limited(1), .plain],
      .burst(RingFrames.udp(0, to: 1), 50, from: 0, passing: 50, to: 1, reason: .stormLimit)),
    PolicyRow(
      "Storm limit: not for other ports", [limited(1), .plain, .plain],
      .burst(RingFrames.broadcast(1), 20, from: 1, passing: 20, to: 0, 2, reason: .stormLimit)),
    PolicyRow(
      "Storm limit: at once a tenth of a large one, and lifted", [limited(1_000_000), .plain],
      .burst(RingFrames.broadcast(0), 100, from: 0, passing: 100, to: 1, reason: .stormLimit),
      .change { $0[0].stormLimit = 1 },
      .burst(RingFrames.broadcast(0), 5, from: 0, passing: 1, to: 1, reason: .stormLimit),
      .change { $0[0].stormLimit = 0 },
      .burst(RingFrames.broadcast(0), 50, from: 0, passing: 50, to: 1, reason: .stormLimit)),
  ]
}
