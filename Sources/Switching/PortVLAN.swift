internal import Ethernet
internal import HyperV

// Theory of operation
//
// Inside the switch each frame is in one VLAN, which the port it came in by decides: 0 is the untagged network, 1 to 4094 are
// IEEE 802.1Q's. Frames keep the form in which they came until they go out; each port they go out by then gets them with the
// tag or without, as it is configured. A VLAN is a network of its own: addresses are learned for each VLAN by itself, a frame
// reaches members of its VLAN only, and the switch's DHCP server and its NAT live in the untagged network.
//
//   Untagged     in: without tag (or with a priority tag, id 0)          out: VLAN 0 without tag
//   Access       in: the same, into VLAN id                              out: VLAN id without tag
//   Trunk        in: without tag into `native`, tagged when allowed      out: `native` without tag, allowed ones tagged
//   uplinks      in: anything, without tag into VLAN 0                   out: VLAN 0 without tag, all others tagged
//
// What may not come in is counted as Vlan. What a port is no member of does not reach it, which is no drop, save for a frame to
// the one known owner of an address in another VLAN: that is counted as Vlan too, on the port where it came in.

/// How one port's frames relate to VLANs.
struct PortVLAN {
  private enum Mode { case single, trunk, all }

  /// How a frame leaves by a port.
  enum Form { case untagged, tagged }

  private let mode: Mode
  /// The VLAN of frames without a tag.
  private let native: UInt16
  private let allowed: VLANSet

  init(_ configuration: PortConfiguration) {
    var mode = Mode.single
    var native = 0
    var allowed = VLANSet()
    switch configuration.vlan {
    case .untagged: break
    case .access(let id): native = id
    case .trunk(let id, let set): (mode, native, allowed) = (.trunk, id, set)
    }
    if configuration.kind == .uplink { mode = .all }
    self.mode = mode
    self.native = UInt16(truncatingIfNeeded: native)
    self.allowed = allowed
  }

  /// The VLAN of a frame that comes in with this id in its outer tag, nil without; nil when it may not come in.
  func ingress(_ tag: UInt16?) -> UInt16? {
    guard let tag, tag != 0 else { return native }
    switch mode {
    case .single: return nil
    case .trunk: return allowed.contains(Int(tag)) ? tag : nil
    case .all: return tag < 4095 ? tag : nil
    }
  }

  /// How a frame of a VLAN leaves; nil when the port is no member.
  func egress(_ vlan: UInt16) -> Form? {
    if vlan == native { return .untagged }
    switch mode {
    case .single: return nil
    case .trunk: return allowed.contains(Int(vlan)) ? .tagged : nil
    case .all: return .tagged
    }
  }
}

/// A frame in both forms, each made when it is first needed and kept until the next frame.
struct FrameForms {
  private var tagged: [UInt8] = []
  private var untagged: [UInt8] = []
  private var hasTagged = false
  private var hasUntagged = false

  /// Forgets the last frame.
  mutating func reset() {
    hasTagged = false
    hasUntagged = false
  }

  /// The frame with an outer tag of `vlan`: a priority tag becomes that one and keeps its priority.
  mutating func tagged(_ frame: RawSpan, _ hasPriorityTag: Bool, vlan: UInt16) -> [UInt8] {
    guard !hasTagged else { return tagged }
    hasTagged = true
    tagged.removeAll(keepingCapacity: true)
    Self.append(frame, 0..<12, to: &tagged)
    if hasPriorityTag {
      Self.append(frame, 12..<14, to: &tagged)
      let control = frame.uint16(at: 14) ?? 0
      tagged.append(bigEndian: control & 0xF000 | vlan)
      Self.append(frame, 16..<frame.byteCount, to: &tagged)
    } else {
      tagged += [0x81, 0]
      tagged.append(bigEndian: vlan)
      Self.append(frame, 12..<frame.byteCount, to: &tagged)
    }
    return tagged
  }

  /// The frame, which has a tag, without its outer one.
  mutating func untagged(_ frame: RawSpan) -> [UInt8] {
    guard !hasUntagged else { return untagged }
    hasUntagged = true
    untagged.removeAll(keepingCapacity: true)
    Self.append(frame, 0..<12, to: &untagged)
    Self.append(frame, 16..<frame.byteCount, to: &untagged)
    return untagged
  }

  private static func append(_ frame: RawSpan, _ range: Range<Int>, to bytes: inout [UInt8]) {
    // SAFETY: the bytes are copied before the pointer ends.
    unsafe frame.extracting(range).withUnsafeBytes { unsafe bytes.append(contentsOf: $0) }
  }
}
