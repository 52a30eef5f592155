import Ethernet
import HyperV
import Switching

/// MAC address spoofing: Off, On with a cap on what is learned, and Off with a list.
enum SourceRows {
  private static let foreign = MACAddress.inner(0)
  private static let listed = PortConfiguration.plain.with { $0.allowedMACAddresses = [.inner(1), .inner(2)] }

  static let all: [PolicyRow] = [
    PolicyRow(
      "Off: its own address", [.plain, .plain, .plain],
      .passes(RingFrames.plain(0, to: 1), from: 0, to: 1), .passes(RingFrames.udp(1, to: 0), from: 1, to: 0)),
    PolicyRow(
      "Off: a foreign address, on the short way and on the long one", [.plain, .plain, .plain],
      .drops(RingFrames.udp(foreign, to: .port(1)), from: 0, .macSpoofing),
      .drops(RingFrames.plain(foreign, to: .port(1)), from: 0, .macSpoofing),
      .drops(RingFrames.plain(foreign, to: .broadcast), from: 0, .macSpoofing), .learned(0, [.port(0)])),
    PolicyRow(
      "Off: the address of another port", [.plain, .plain, .plain],
      .drops(RingFrames.udp(.port(1), to: .port(2)), from: 0, .macSpoofing),
      .passes(RingFrames.udp(2, to: 1), from: 2, to: 1)),
    PolicyRow(
      "A group address or none as source", [.learning, .plain],
      .drops(RingFrames.plain(.group, to: .port(1)), from: 0, .malformed),
      .drops(RingFrames.plain(.broadcast, to: .broadcast), from: 0, .malformed),
      .drops(RingFrames.plain(.zero, to: .port(1)), from: 0, .malformed)),
    PolicyRow(
      "On: a foreign address passes and is learned", [.learning, .plain, .plain],
      .passes(RingFrames.udp(foreign, to: .port(1)), from: 0, to: 1), .learned(0, [.port(0), foreign]),
      .passes(RingFrames.udp(.port(1), to: foreign), from: 1, to: 0),
      .passes(RingFrames.udp(foreign, to: .port(2)), from: 0, to: 2)),
    PolicyRow(
      "On: no more addresses than the cap", [.learning.with { $0.learningCap = 2 }, .plain],
      .passes(RingFrames.plain(.inner(0), to: .port(1)), from: 0, to: 1),
      .passes(RingFrames.udp(.inner(1), to: .port(1)), from: 0, to: 1),
      .drops(RingFrames.udp(.inner(2), to: .port(1)), from: 0, .learningCap),
      .drops(RingFrames.plain(.inner(3), to: .broadcast), from: 0, .learningCap),
      .passes(RingFrames.udp(.inner(0), to: .port(1)), from: 0, to: 1),
      .passes(RingFrames.udp(0, to: 1), from: 0, to: 1)),
    PolicyRow(
      "On: the own address of another port stays there", [.learning, .plain, .plain],
      .drops(RingFrames.udp(.port(1), to: .port(2)), from: 0, .macSpoofing),
      .passes(RingFrames.udp(2, to: 1), from: 2, to: 1)),
    PolicyRow(
      "On: a learned address moves with its owner", [.learning, .learning, .plain],
      .passes(RingFrames.udp(foreign, to: .port(2)), from: 0, to: 2),
      .passes(RingFrames.udp(.port(2), to: foreign), from: 2, to: 0),
      .passes(RingFrames.udp(foreign, to: .port(2)), from: 1, to: 2), .learned(0, [.port(0)]),
      .learned(1, [.port(1), foreign]), .passes(RingFrames.udp(.port(2), to: foreign), from: 2, to: 1)),
    PolicyRow(
      "On, then Off: what was learned is forgotten, and no longer sends", [.learning, .plain],
      .passes(RingFrames.udp(foreign, to: .port(1)), from: 0, to: 1),
      .change { $0[0].macAddressSpoofing = .off }, .learned(0, [.port(0)]),
      .filters(RingFrames.udp(.port(1), to: foreign), from: 1),
      .drops(RingFrames.udp(foreign, to: .port(1)), from: 0, .macSpoofing)),
    PolicyRow(
      "Off with a list: the own and the listed addresses", [listed, .plain, .plain],
      .passes(RingFrames.udp(0, to: 1), from: 0, to: 1),
      .passes(RingFrames.udp(.inner(1), to: .port(1)), from: 0, to: 1),
      .passes(RingFrames.plain(.inner(2), to: .port(1)), from: 0, to: 1)),
    PolicyRow(
      "Off with a list: an address that is not on it", [listed, .plain],
      .drops(RingFrames.udp(.inner(3), to: .port(1)), from: 0, .macSpoofing),
      .drops(RingFrames.plain(.inner(3), to: .broadcast), from: 0, .macSpoofing)),
    PolicyRow(
      "Off with a list: a listed address is known before it has sent", [listed, .plain, .learning],
      .passes(RingFrames.udp(.port(1), to: .inner(2)), from: 1, to: 0)),
    PolicyRow(
      "Off with a list: nobody else takes a listed address", [listed, .plain, .learning],
      .drops(RingFrames.udp(.inner(1), to: .port(1)), from: 2, .macSpoofing),
      .drops(RingFrames.udp(.inner(1), to: .port(2)), from: 1, .macSpoofing),
      .passes(RingFrames.udp(.port(1), to: .inner(1)), from: 1, to: 0)),
    PolicyRow(
      "Off with a list that changes", [listed, .plain],
      .change { $0[0].allowedMACAddresses = [.inner(3)] },
      .passes(RingFrames.udp(.inner(3), to: .port(1)), from: 0, to: 1),
      .drops(RingFrames.udp(.inner(1), to: .port(1)), from: 0, .macSpoofing),
      .filters(RingFrames.udp(.port(1), to: .inner(1)), from: 1)),
  ]
}
