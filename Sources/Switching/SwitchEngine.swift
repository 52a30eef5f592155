internal import Ethernet
package import HyperV

// Theory of operation
//
// A frame goes through four steps on the switch's one thread, without locks and without allocation:
//
// 1. Form. Shorter than its header, longer than mtu + 18, or a group or zero address as source: Malformed.
// 2. Port security and VLAN, by the policy of the port that it came from. Which VLAN a frame is in, see PortVLAN.swift; with
//    DHCP guard or router guard On, what SwitchEngine+Guards.swift tells does not come in (DhcpGuard, RouterGuard).
//    Spoofing Off (machines, host adapters): the source must be the port's address (MacSpoofing); so must the sender of
//    an ARP packet and the link-layer address in neighbour and router discovery (ArpSpoofing). Nothing is learned.
//    Spoofing On: the source may be any address that is not another port's own (MacSpoofing), and is learned, at most
//    `learningCap` of them (LearningCap). An address that moves to another learning port moves in the table.
//    Uplinks and NAT learn as with On, at least 4096. So a machine's own address, or libslirp's, cannot be taken over
//    by anybody.
// 3. The DHCP server, if there is one, consumes in the untagged network what machines and host adapters send to it (UDP port 67 to the
//    broadcast or the server's address), at most 16 messages per second and port (QueueFull).
// 4. Forwarding, within the frame's VLAN.
//    A known unicast address: to its port; nowhere when that is where it came from.
//    Broadcast and multicast: to all other ports, save for IEEE 802.1D's reserved 01-80-C2-00-00-01 to -0F.
//    An unknown unicast address: to uplinks, and to ports with spoofing On, where a machine may be silent behind a
//    bridge. Never to a port with spoofing Off (its one address is known), never to NAT (libslirp answers whatever
//    it gets, and its addresses are known), and not from an uplink to an uplink. When there is no such port the frame
//    is filtered; that is no drop.
//
// Drops under steps 1 to 3 are counted on the port where the frame came in, QueueFull and Disconnected on the port where
// it was to go out. Disconnected counts only frames to a known unicast address: that broadcasts do not reach a machine
// that is off is no loss.
//
// Limits: 256 ports, 16384 learned addresses, 300 s of age.

/// A switch without the process around it. All calls from one thread.
package final class SwitchEngine {
  package internal(set) var configuration: SwitchProcessConfiguration
  /// Seconds of a clock that only goes forward; whoever runs the engine sets it.
  package var now: UInt32 = 0
  /// Seconds since 1970.
  package var wallClock: () -> Int64
  /// Called for each endpoint after it was made, and before it is closed.
  package var opened: (SwitchPort) -> Void = { _ in }
  package var closing: (SwitchPort) -> Void = { _ in }
  package var log: (String) -> Void = { _ in }
  /// Called with all leases when they changed in a way that must outlive the process.
  package var saveLeases: ([Lease]) throws -> Void = { _ in }

  let makeEndpoint: PortFactory
  var ports: [SwitchPort?] = []
  var table = AddressTable()
  var nextPortID: UInt64 = 1
  var dhcp: DHCPServer?
  /// Leases for a server that is not configured yet, or not any more.
  var restoredLeases: [Lease] = []
  /// Frames may have this many bytes.
  var longestFrame = 0
  private var forms = FrameForms()
  private var unflushed: [SwitchPort] = []
  private var lastSweep: UInt32 = 0

  /// The table's port for the switch's own address (the DHCP server's).
  static let local: Int32 = -1

  /// An engine without ports; `apply` gives it its configuration.
  package init(
    _ configuration: SwitchProcessConfiguration, makeEndpoint: @escaping PortFactory,
    wallClock: @escaping () -> Int64
  ) {
    self.configuration = configuration
    self.makeEndpoint = makeEndpoint
    self.wallClock = wallClock
    self.configuration.ports = []
    self.configuration.dhcp = nil
  }

  /// Does what is due at a port whose descriptor is readable.
  package func service(_ port: SwitchPort) {
    guard let endpoint = port.endpoint else { return }
    do {
      try endpoint.receive { frame in receive(frame, from: port) }
    } catch {
      fail(port, error)
    }
  }

  /// Writes what was queued since the last call.
  package func flush() {
    guard !unflushed.isEmpty else { return }
    for port in unflushed {
      port.needsFlush = false
      port.endpoint?.flush()
    }
    unflushed.removeAll(keepingCapacity: true)
  }

  /// Takes one frame from a port and sends it where it belongs.
  package func receive(_ frame: RawSpan, from port: SwitchPort) {
    port.receivedFrames += 1
    port.receivedBytes += UInt64(frame.byteCount)
    guard let header = EthernetHeader(frame), frame.byteCount <= longestFrame, !header.source.isMulticast,
      header.source != .zero
    else { return port.drops.add(.malformed, frame.macAddress(at: 6), frame) }
    guard port.learns || isGenuine(frame, header, port) else { return }
    guard let vlan = port.vlan.ingress(header.vlan) else { return port.drops.add(.vlan, header.source, frame) }
    if vlan != 0, header.vlan == nil, frame.byteCount > longestFrame - EthernetHeader.tagLength {
      // With its tag it would be too long.
      return port.drops.add(.malformed, header.source, frame)
    }
    if let offence = offence(frame, header, port) { return port.drops.add(offence, header.source, frame) }
    guard !port.learns || learn(header.source, vlan, port, frame) else { return }
    if dhcp != nil, vlan == 0, !port.isTrunk, consumeDHCP(frame, header, port) { return }
    forms.reset()
    forward(frame, header, vlan, from: port)
  }

  /// Spoofing Off: whether every address that the frame names as its sender's is the port's own.
  private func isGenuine(_ frame: RawSpan, _ header: EthernetHeader, _ port: SwitchPort) -> Bool {
    let own = port.configuration.macAddress
    guard header.source == own else {
      port.drops.add(.macSpoofing, header.source, frame)
      return false
    }
    var other: MACAddress?
    switch header.etherType {
    case .arp:
      if let sender = ARPPacket(frame, at: header.payloadOffset)?.senderMAC, sender != own { other = sender }
    case .ipv6:
      if let ip = IPv6Header(frame, at: header.payloadOffset), let message = NeighbourMessage(frame, ip) {
        other = message.linkLayerAddress(in: frame, otherThan: own)
      }
    default: break
    }
    guard let other else { return true }
    port.drops.add(.arpSpoofing, other, frame)
    return false
  }

  /// Spoofing On: notes where the source is; whether the frame may pass.
  private func learn(_ source: MACAddress, _ vlan: UInt16, _ port: SwitchPort, _ frame: RawSpan) -> Bool {
    if let index = table.index(of: source, vlan) {
      let entry = table[index]
      if entry.port == port.slot {
        table.touch(index, at: now)
        return true
      }
      if entry.isStatic {
        port.drops.add(.macSpoofing, source, frame)
        return false
      }
      if port.learnedCount < port.learningCap {
        if entry.port >= 0 { ports[Int(entry.port)]?.learnedCount -= 1 }
        table.move(index, to: port.slot, at: now)
        port.learnedCount += 1
        return true
      }
    } else {
      if port.learnedCount >= port.learningCap || table.learnedCount >= AddressTable.limit { sweep() }
      if port.learnedCount < port.learningCap, table.learn(source, vlan, port: port.slot, at: now) {
        port.learnedCount += 1
        return true
      }
    }
    port.drops.add(.learningCap, source, frame)
    return false
  }

  private func forward(_ frame: RawSpan, _ header: EthernetHeader, _ vlan: UInt16, from port: SwitchPort) {
    let destination = header.destination
    if destination.isMulticast {
      let reserved: UInt64 = 0x0180_C200_0000
      if destination.rawValue > reserved, destination.rawValue <= reserved + 0x0F { return }
      for case let other? in ports where other !== port { deliver(frame, header, vlan, to: other, flooding: true) }
    } else if let index = table.index(of: destination, vlan), !table[index].isAged(at: now) {
      let owner = table[index].port
      guard owner != port.slot, owner >= 0, let other = ports[Int(owner)] else { return }
      if !deliver(frame, header, vlan, to: other, flooding: false) { port.drops.add(.vlan, header.source, frame) }
    } else {
      let fromUplink = port.configuration.kind == .uplink
      for case let other? in ports where other !== port {
        let takes =
          switch other.configuration.kind {
          case .uplink: !fromUplink
          case .nat: false
          case .machine, .hostAdapter: other.configuration.macAddressSpoofing == .on
          }
        if takes { deliver(frame, header, vlan, to: other, flooding: true) }
      }
    }
  }

  /// Sends a frame out by a port in the form that the port has it in; false when the port is no member of its VLAN.
  @discardableResult
  private func deliver(
    _ frame: RawSpan, _ header: EthernetHeader, _ vlan: UInt16, to port: SwitchPort, flooding: Bool
  ) -> Bool {
    guard let form = port.vlan.egress(vlan) else { return false }
    switch form {
    case .untagged where header.vlan ?? 0 != 0:
      let other = forms.untagged(frame)
      other.withRawSpan { send($0, header, to: port, flooding: flooding) }
    case .tagged where header.vlan ?? 0 == 0:
      let other = forms.tagged(frame, header.vlan == 0, vlan: vlan)
      other.withRawSpan { send($0, header, to: port, flooding: flooding) }
    case .untagged, .tagged: send(frame, header, to: port, flooding: flooding)
    }
    return true
  }

  private func send(_ frame: RawSpan, _ header: EthernetHeader, to port: SwitchPort, flooding: Bool) {
    switch port.endpoint?.send(frame) ?? .disconnected {
    case .sent: noteSent(frame.byteCount, port)
    case .queueFull: port.drops.add(.queueFull, header.source, frame)
    case .disconnected: if !flooding { port.drops.add(.disconnected, header.source, frame) }
    }
  }

  func noteSent(_ bytes: Int, _ port: SwitchPort) {
    port.sentFrames += 1
    port.sentBytes += UInt64(bytes)
    if !port.needsFlush {
      port.needsFlush = true
      unflushed.append(port)
    }
  }

  /// Forgets addresses that have aged; at most once a second.
  func sweep() {
    guard now != lastSweep else { return }
    lastSweep = now
    let now = now
    forget { $0.isAged(at: now) }
  }

  /// Forgets the learned addresses for which `condition` holds.
  func forget(where condition: (AddressTable.Entry) -> Bool) {
    table.removeAll { !$0.isStatic && condition($0) }
    for case let port? in ports { port.learnedCount = 0 }
    table.visit { entry in
      if !entry.isStatic, entry.port >= 0 { ports[Int(entry.port)]?.learnedCount += 1 }
    }
  }
}
