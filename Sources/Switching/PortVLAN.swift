internal import Ethernet
internal import HyperV

// Theory of operation
//
// Inside the switch each frame is in one VLAN, which the port it came in by decides: 0 is the untagged network, 1 to
// 4094 are IEEE 802.1Q's. Frames keep the form in which they came until they go out; each port they go out by then gets
// them with the tag or without, as it is configured. A VLAN is a network of its own: addresses are learned for each
// VLAN by itself, a frame reaches members of its VLAN only, and the switch's DHCP server and its NAT live in the
// untagged network.
//
//   Untagged     in: without tag (or with a priority tag, id 0)          out: VLAN 0 without tag
//   Access       in: the same, into VLAN id                              out: VLAN id without tag
//   Trunk        in: without tag into `native`, tagged when allowed      out: `native` without tag, allowed ones tagged
//   uplinks      in: anything, without tag into VLAN 0                   out: VLAN 0 without tag, all others tagged
//   Isolated     in: without tag into `secondary`                        out: `primary` without tag
//   Community    in: the same                                            out: `secondary` and `primary` without tag
//   Promiscuous  in: without tag into `primary`                          out: `primary` and each of `secondaries` without tag
//
// A private VLAN (RFC 5517) is a primary VLAN and its secondary ones. What comes from isolated and community ports is
// in their secondary VLAN, and reaches promiscuous ports that have it and, in a community, its other members; what
// promiscuous ports send is in the primary one and reaches all. Trunks and uplinks carry each of them by its own tag,
// so that a private VLAN goes on in the next switch. So the two directions of a conversation are in two VLANs, and
// addresses are learned and looked for in the primary one: see PrivateVLANMap.
//
// What may not come in is counted as Vlan. What a port is no member of does not reach it, which is no drop, save for a
// frame to the one known owner of an address in another VLAN: that is counted as Vlan too, on the port where it came
// in.

/// How one port's frames relate to VLANs, as the data plane has it: 16 bytes.
// SAFETY: `members` is read only while the `VLANMembership` that made this value is there, as that type asks.
@safe package struct PortVLAN: BitwiseCopyable {
  private enum Mode: UInt8, BitwiseCopyable { case single, trunk, all, isolated, community, promiscuous }

  /// How a frame leaves by a port.
  package enum Form: UInt8, Hashable, Sendable, BitwiseCopyable { case untagged, tagged }

  private let mode: Mode
  /// The VLAN of frames without a tag.
  private let native: UInt16
  /// Of private ports.
  private let primary: UInt16
  /// A bit for each VLAN, 64 words; nil where the mode needs none.
  private let members: UnsafePointer<UInt64>?

  /// Of a port that has no VLAN: Untagged.
  package init() { unsafe self.init(.single, native: 0, primary: 0, members: nil) }

  private init(_ mode: Mode, native: Int, primary: Int, members: UnsafePointer<UInt64>?) {
    self.mode = mode
    self.native = UInt16(truncatingIfNeeded: native)
    self.primary = UInt16(truncatingIfNeeded: primary)
    unsafe self.members = members
  }

  /// - Parameter members: 64 words with a bit for each VLAN that a trunk allows, or that is a promiscuous port's
  /// secondary one.
  fileprivate init(_ configuration: PortConfiguration, members: UnsafePointer<UInt64>?) {
    if configuration.kind == .uplink {
      unsafe self.init(.all, native: 0, primary: 0, members: nil)
      return
    }
    switch configuration.vlan {
    case .untagged: self.init()
    case .access(let id): unsafe self.init(.single, native: id, primary: 0, members: nil)
    case .trunk(let id, _): unsafe self.init(.trunk, native: id, primary: 0, members: members)
    case .privateIsolated(let primary, let secondary):
      unsafe self.init(.isolated, native: secondary, primary: primary, members: nil)
    case .privateCommunity(let primary, let secondary):
      unsafe self.init(.community, native: secondary, primary: primary, members: nil)
    case .privatePromiscuous(let primary, _):
      unsafe self.init(.promiscuous, native: primary, primary: primary, members: members)
    }
  }

  /// Whether the port sends and gets the untagged network only.
  package var isUntagged: Bool { mode == .single && native == 0 }

  /// The VLAN of a frame that comes in with this id in its outer tag, nil without; nil when it may not come in.
  package func ingress(_ tag: UInt16?) -> UInt16? {
    guard let tag, tag != 0 else { return native }
    switch mode {
    case .trunk: return isMember(tag) ? tag : nil
    case .all: return tag < 4095 ? tag : nil
    case .single, .isolated, .community, .promiscuous: return nil
    }
  }

  /// How a frame of a VLAN leaves; nil when the port is no member.
  package func egress(_ vlan: UInt16) -> Form? {
    switch mode {
    case .single: vlan == native ? .untagged : nil
    case .trunk: vlan == native ? .untagged : isMember(vlan) ? .tagged : nil
    case .all: vlan == native ? .untagged : .tagged
    // Not its own VLAN's: isolated ports do not reach each other.
    case .isolated: vlan == primary ? .untagged : nil
    case .community: vlan == native || vlan == primary ? .untagged : nil
    case .promiscuous: vlan == native || isMember(vlan) ? .untagged : nil
    }
  }

  private func isMember(_ vlan: UInt16) -> Bool {
    guard vlan < 4096, let members = unsafe members else { return false }
    // SAFETY: 64 words of 64 bits.
    return unsafe members[Int(vlan >> 6)] >> UInt64(vlan & 63) & 1 != 0
  }
}

/// Owns what a port's `PortVLAN` points to, and must outlive it.
// SAFETY: the words are written before `port` is made, and only read until `deinit`.
@safe package final class VLANMembership {
  private let words: UnsafeMutablePointer<UInt64>?
  package let port: PortVLAN

  package init(_ configuration: PortConfiguration) {
    let set: VLANSet? =
      switch configuration.vlan {
      case .trunk(_, let set), .privatePromiscuous(_, let set): set
      case .untagged, .access, .privateIsolated, .privateCommunity: nil
      }
    guard let set, configuration.kind != .uplink else {
      unsafe words = nil
      port = unsafe PortVLAN(configuration, members: nil)
      return
    }
    let words = UnsafeMutablePointer<UInt64>.allocate(capacity: 64)
    unsafe words.initialize(repeating: 0, count: 64)
    for id in set.ids { unsafe words[id >> 6] |= 1 << UInt64(id & 63) }
    unsafe self.words = words
    port = unsafe PortVLAN(configuration, members: UnsafePointer(words))
  }

  deinit { unsafe words?.deallocate() }
}
