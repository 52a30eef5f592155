internal import Ethernet
package import HyperV
internal import Virtio

extension SwitchEngine {
  // Workers may run meanwhile: of what they write only the address table is read, which is made for that.

  /// Why a frame was dropped at a port, in words with the addresses, VLAN or entry that it was for; of a frame that came in
  /// and passed, who has its destination, where that says something. For traces.
  package func explain(
    slot: Int32, direction: CaptureDirection, drop: DropReason?, _ frame: RawSpan
  ) -> String? {
    guard slot >= 0, Int(slot) < ports.count, let port = ports[Int(slot)], let key = FlowKey(frame) else { return nil }
    guard let drop else { return direction == .in ? destination(key, from: port) : nil }
    let configuration = port.configuration
    switch drop {
    case .macSpoofing:
      if !port.learns {
        let own = configuration.macAddress.map { "\($0)" } ?? "none"
        return "source MAC \(key.source) is not the adapter's (\(own)), and MAC address spoofing is Off"
      }
      return "source MAC \(key.source) is \(owner(key.source) ?? "another port")'s own"
    case .arpSpoofing:
      guard let arp = ARPPacket(frame, at: key.payloadOffset) else {
        return "it names another adapter's address, and MAC address spoofing is Off"
      }
      return "the ARP sender \(arp.senderMAC) is not the adapter's, and MAC address spoofing is Off"
    case .learningCap: return "the port has learned \(port.learningCap) addresses already, as many as it may"
    case .vlan:
      if let vlan = membership(port).ingress(key.vlan), let owner = owner(key.destination) {
        return "it is in \(Self.network(vlan)), \(owner), which has its destination, is not"
      }
      return "its tag says VLAN \(key.vlan ?? 0), and the port is \(configuration.vlan)"
    case .accessControl:
      let side = direction == .in ? AccessDirection.outbound : .inbound
      let entry = configuration.accessControl.firstDenial(key, side)
      return entry.map { "access control entry \"\($0)\" denies it" }
    case .portStopped: return port.toldViolation.map { "the port was stopped: \($0.text)" }
    case .dhcpGuard: return "DHCP guard is On"
    case .routerGuard: return "router guard is On"
    case .stormLimit: return "more than \(configuration.stormLimit) broadcasts and floods in this second"
    case .malformed: return "\(frame.byteCount) bytes; the switch's MTU is \(self.configuration.mtu)"
    case .disconnected: return "nothing is connected to the port"
    case .queueFull: return "the receiver does not take its frames fast enough"
    case .bandwidth: return nil
    }
  }

  private func membership(_ port: SwitchPort) -> PortVLAN { port.membership.port }

  private static func network(_ vlan: UInt16) -> String { vlan == 0 ? "the untagged network" : "VLAN \(vlan)" }

  private func owner(_ address: MACAddress) -> String? {
    for vlan in 0..<UInt16(4095) {
      guard let index = table.index(of: address, vlan) else { continue }
      let slot = Int(table[index].port)
      guard slot >= 0 else { return "the switch itself" }
      guard slot < ports.count, let port = ports[slot] else { return nil }
      return "port \"\(port.name)\""
    }
    return nil
  }

  /// Says when nobody gets a frame that passed.
  private func destination(_ key: FlowKey, from port: SwitchPort) -> String? {
    guard let vlan = membership(port).ingress(key.vlan) else { return nil }
    let others = ports.compactMap { $0 }.filter { $0.slot != port.slot }
    let members = others.filter { membership($0).egress(vlan) != nil }
    if members.isEmpty { return "no other port is in \(Self.network(vlan))" }
    guard !key.isMulticast else { return nil }
    let learningVLAN = unsafe planes.shared.pointee.privateVLANs.learningVLAN(vlan)
    if let index = table.index(of: key.destination, learningVLAN), !table[index].isAged(at: now) {
      return table[index].port == port.slot ? "its destination is behind the port that it came from" : nil
    }
    let takers = members.filter { planes.plane(of: $0.slot).face($0.slot).flags.contains(.takesUnknown) }
    return takers.isEmpty ? "no port is known to have the address \(key.destination)" : nil
  }
}

extension [AccessControlEntry] {
  /// The entry that denies a frame, in a port's order of decision; nil when none does.
  func firstDenial(_ key: FlowKey, _ direction: AccessDirection) -> AccessControlEntry? {
    let table = AccessControlTable(self)
    // The handle leads into the table.
    let decision = withExtendedLifetime(table) { table.handle.decision(key, direction) }
    return decision.flatMap { self[$0].action == .deny ? self[$0] : nil }
  }
}
