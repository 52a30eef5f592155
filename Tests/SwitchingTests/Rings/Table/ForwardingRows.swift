import Ethernet
import HyperV
import Switching

/// Where frames go without a policy, and ports that are not there.
enum ForwardingRows {
  private static func reserved(_ last: UInt64) -> [UInt8] {
    RingFrames.plain(.port(0), to: MACAddress(rawValue: 0x0180_C200_0000 | last))
  }

  static let all: [PolicyRow] = [
    PolicyRow(
      "A known address: its port alone", [.plain, .plain, .learning],
      .passes(RingFrames.udp(0, to: 1), from: 0, to: 1), .passes(RingFrames.plain(1, to: 2), from: 1, to: 2)),
    PolicyRow(
      "An unknown address: ports that learn", [.plain, .plain, .learning, .learning],
      .passes(RingFrames.udp(.port(0), to: .inner(1)), from: 0, to: 2, 3)),
    PolicyRow(
      "An unknown address where no port learns", [.plain, .plain],
      .filters(RingFrames.udp(.port(0), to: .inner(1)), from: 0)),
    PolicyRow(
      "Its own address: nowhere", [.plain, .plain, .learning],
      .filters(RingFrames.udp(0, to: 0), from: 0), .filters(RingFrames.plain(0, to: 0), from: 0)),
    PolicyRow(
      "Broadcast and multicast: everybody else", [.plain, .plain, .learning, .plain],
      .passes(RingFrames.broadcast(0), from: 0, to: 1, 2, 3),
      .passes(RingFrames.plain(.port(1), to: .group), from: 1, to: 0, 2, 3)),
    PolicyRow(
      "IEEE 802.1D's reserved addresses: nobody, save for the first", [.plain, .plain],
      .filters(reserved(1), from: 0), .filters(reserved(0x0E), from: 0), .filters(reserved(0x0F), from: 0),
      .passes(reserved(0x10), from: 0, to: 1), .passes(reserved(0), from: 0, to: 1)),
    PolicyRow(
      "Frames as short and as long as they may be", [.plain, .plain],
      .passes(Array(RingFrames.plain(0, to: 1)[..<14]), from: 0, to: 1),
      .passes(RingFrames.plain(.port(0), to: .port(1), length: 1518), from: 0, to: 1)),
    PolicyRow(
      "Frames that are too short or too long", [.plain, .plain],
      .drops(Array(RingFrames.plain(0, to: 1)[..<13]), from: 0, .malformed), .drops([], from: 0, .malformed),
      .drops(RingFrames.plain(.port(0), to: .port(1), length: 1519), from: 0, .malformed),
      .drops(RingFrames.plain(.port(0), to: .broadcast, length: 9000), from: 0, .malformed)),
    PolicyRow(
      "In a VLAN a frame has room for its tag", [.access(5), .access(5)],
      .passes(RingFrames.plain(.port(0), to: .port(1), length: 1514), from: 0, to: 1),
      .drops(RingFrames.plain(.port(0), to: .port(1), length: 1515), from: 0, .malformed)),
    PolicyRow(
      "A machine that is gone", [.plain, .plain, .plain],
      .disconnect(1), .drops(RingFrames.udp(0, to: 1), from: 0, .disconnected, at: 1),
      .passes(RingFrames.broadcast(0), from: 0, to: 2), .passes(RingFrames.udp(2, to: 0), from: 2, to: 0)),
    PolicyRow(
      "A machine that broke a rule of its rings", [.plain, .plain, .plain],
      .sendBuffer(4, from: 1), .stopped(1), .drops(RingFrames.udp(0, to: 1), from: 0, .portStopped, at: 1),
      .passes(RingFrames.broadcast(0), from: 0, to: 2), .filters(RingFrames.udp(1, to: 2), from: 1),
      .passes(RingFrames.udp(2, to: 0), from: 2, to: 0)),
    PolicyRow(
      "A machine without room for more", [.plain, .plain, .plain],
      .burst(RingFrames.udp(0, to: 1), 128, from: 0, passing: 128, to: 1, reason: .queueFull),
      .send(
        Array(repeating: RingFrames.udp(0, to: 1), count: 150), from: 0,
        to: [1: Array(repeating: RingFrames.udp(0, to: 1), count: 128)], drops: ["M1 QueueFull": 22]),
      .passes(RingFrames.udp(0, to: 1), from: 0, to: 1)),
    PolicyRow(
      "A port that is taken away", [.plain, .plain, .plain],
      .passes(RingFrames.udp(0, to: 2), from: 0, to: 2), .change { $0.removeLast() },
      .filters(RingFrames.udp(0, to: 2), from: 0), .passes(RingFrames.broadcast(0), from: 0, to: 1)),
  ]
}
