import Ethernet
import HyperV
import Switching

/// VLANs: access ports, trunks, private VLANs.
enum VLANRows {
  private static let trunk = PortConfiguration.vlan(.trunk(native: 10, allowed: VLANSet("5,6")!))
  private static let isolated = PortConfiguration.vlan(.privateIsolated(primary: 10, secondary: 200))
  private static func community(_ id: Int) -> PortConfiguration {
    .vlan(.privateCommunity(primary: 10, secondary: id))
  }
  private static func promiscuous(_ ids: String) -> PortConfiguration {
    .vlan(.privatePromiscuous(primary: 10, secondaries: VLANSet(ids)!))
  }
  private static func unicast(_ from: Int, _ to: Int) -> [UInt8] { RingFrames.udp(from, to: to) }

  static let all: [PolicyRow] = [
    PolicyRow(
      "Access: the same VLAN", [.access(5), .access(5), .access(6), .plain],
      .passes(unicast(0, 1), from: 0, to: 1), .passes(RingFrames.broadcast(0), from: 0, to: 1)),
    PolicyRow(
      "Access: another VLAN", [.access(5), .access(6), .plain],
      .drops(unicast(0, 1), from: 0, .vlan), .drops(unicast(0, 2), from: 0, .vlan),
      .drops(unicast(2, 0), from: 2, .vlan), .filters(RingFrames.broadcast(0), from: 0)),
    PolicyRow(
      "Access: frames with a tag", [.access(5), .access(5)],
      .drops(Frames.tagged(unicast(0, 1), 5), from: 0, .vlan), .drops(Frames.tagged(unicast(0, 1), 6), from: 0, .vlan)),
    PolicyRow(
      "A tag that is a priority only is none", [.access(5), .access(5), .access(6)],
      .passes(Frames.tagged(unicast(0, 1), 0, priority: 3), from: 0, to: 1),
      .drops(Frames.tagged(unicast(0, 2), 0, priority: 3), from: 0, .vlan)),
    PolicyRow(
      "Untagged: no tags, its own network", [.plain, .plain, .access(5)],
      .drops(Frames.tagged(unicast(0, 1), 5), from: 0, .vlan), .passes(RingFrames.broadcast(0), from: 0, to: 1)),
    PolicyRow(
      "Trunk: an allowed VLAN, with and without tag", [trunk, .access(5), .access(6)],
      .passes(Frames.tagged(unicast(0, 1), 5), from: 0, to: 1, as: unicast(0, 1)),
      .passes(unicast(1, 0), from: 1, to: 0, as: Frames.tagged(unicast(1, 0), 5)),
      .passes(Frames.tagged(RingFrames.broadcast(0), 6), from: 0, to: 2, as: RingFrames.broadcast(0))),
    PolicyRow(
      "Trunk: a VLAN that is not allowed", [trunk, .access(7)],
      .drops(Frames.tagged(unicast(0, 1), 7), from: 0, .vlan), .drops(unicast(1, 0), from: 1, .vlan),
      .filters(RingFrames.broadcast(1), from: 1)),
    PolicyRow(
      "Trunk: its native VLAN has no tag", [trunk, .access(10), .access(5)],
      .passes(unicast(0, 1), from: 0, to: 1), .passes(unicast(1, 0), from: 1, to: 0),
      .drops(Frames.tagged(unicast(0, 1), 10), from: 0, .vlan), .drops(unicast(0, 2), from: 0, .vlan)),
    PolicyRow(
      "Trunk to trunk keeps the tag and its priority", [trunk, trunk, .plain],
      .passes(Frames.tagged(unicast(0, 1), 6, priority: 5), from: 0, to: 1),
      .passes(Frames.tagged(RingFrames.broadcast(1), 5), from: 1, to: 0)),
    PolicyRow(
      "Isolated ports reach promiscuous ones", [isolated, isolated, promiscuous("200,201")],
      .passes(unicast(0, 2), from: 0, to: 2), .passes(unicast(2, 0), from: 2, to: 0),
      .passes(RingFrames.broadcast(0), from: 0, to: 2), .passes(RingFrames.broadcast(2), from: 2, to: 0, 1)),
    PolicyRow(
      "Isolated ports do not reach each other", [isolated, isolated, community(201)],
      .drops(unicast(0, 1), from: 0, .vlan), .drops(unicast(0, 2), from: 0, .vlan),
      .filters(RingFrames.broadcast(0), from: 0)),
    PolicyRow(
      "Communities", [community(201), community(201), community(202), promiscuous("201")],
      .passes(unicast(0, 1), from: 0, to: 1), .drops(unicast(0, 2), from: 0, .vlan),
      .passes(unicast(0, 3), from: 0, to: 3), .passes(RingFrames.broadcast(0), from: 0, to: 1, 3)),
    PolicyRow(
      "Promiscuous without the secondary id", [promiscuous("201"), isolated, promiscuous("200")],
      .drops(unicast(1, 0), from: 1, .vlan), .passes(unicast(0, 2), from: 0, to: 2),
      .passes(RingFrames.broadcast(1), from: 1, to: 2)),
    PolicyRow(
      "A private VLAN's ports send no tags", [isolated, promiscuous("200")],
      .drops(Frames.tagged(unicast(0, 1), 10), from: 0, .vlan),
      .drops(Frames.tagged(unicast(1, 0), 200), from: 1, .vlan)),
    PolicyRow(
      "A VLAN that changes", [.access(5), .access(5), .access(6)],
      .passes(unicast(0, 1), from: 0, to: 1), .change { $0[0].vlan = .access(id: 6) },
      .drops(unicast(0, 1), from: 0, .vlan), .passes(unicast(0, 2), from: 0, to: 2)),
    PolicyRow(
      "Addresses are learned in each VLAN by itself",
      [.access(5).with { $0.macAddressSpoofing = .on }, .access(5), .plain],
      .passes(RingFrames.udp(.inner(0), to: .port(1)), from: 0, to: 1),
      .passes(RingFrames.udp(.port(1), to: .inner(0)), from: 1, to: 0),
      .filters(RingFrames.udp(.port(2), to: .inner(0)), from: 2)),
  ]
}
