import Ethernet
import HyperV
import Switching

/// Ports that watch others.
enum MirrorRows {
  private static let watched = PortConfiguration.plain.with { $0.portMirroring = .source }
  private static let watcher = PortConfiguration.plain.with { $0.portMirroring = .destination }

  static let all: [PolicyRow] = [
    PolicyRow(
      "What a source sends", [watched, .plain, watcher, .plain],
      .passes(RingFrames.udp(0, to: 1), from: 0, to: 1, 2)),
    PolicyRow(
      "What a source receives", [watched, .plain, watcher, .plain],
      .passes(RingFrames.udp(1, to: 0), from: 1, to: 0, 2)),
    PolicyRow(
      "What others say", [watched, .plain, watcher, .plain],
      .passes(RingFrames.udp(1, to: 3), from: 1, to: 3)),
    PolicyRow(
      "What a source may not send is nothing to watch", [watched, .plain, watcher],
      .drops(RingFrames.udp(.inner(0), to: .port(1)), from: 0, .macSpoofing)),
    PolicyRow(
      "Two watchers", [watched, .plain, watcher, watcher],
      .passes(RingFrames.plain(0, to: 1), from: 0, to: 1, 2, 3)),
    PolicyRow(
      "A watcher in another VLAN sees nothing",
      [
        .access(5).with { $0.portMirroring = .source }, .access(5), watcher,
        .access(5).with { $0.portMirroring = .destination },
      ],
      .passes(RingFrames.udp(0, to: 1), from: 0, to: 1, 3), .passes(RingFrames.udp(1, to: 0), from: 1, to: 0, 3)),
    PolicyRow(
      "Mirroring that begins and ends", [.plain, .plain, watcher],
      .passes(RingFrames.udp(0, to: 1), from: 0, to: 1), .change { $0[0].portMirroring = .source },
      .passes(RingFrames.udp(0, to: 1), from: 0, to: 1, 2), .change { $0[2].portMirroring = .none },
      .passes(RingFrames.udp(0, to: 1), from: 0, to: 1)),
  ]
}
