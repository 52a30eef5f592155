internal import CDroste
internal import Ethernet
internal import HyperV

// Theory of operation
//
// What workers leave to the control thread, which alone has the DHCP server's leases and changes the groups' members: copies
// of the frames, in a ring of 512 KiB for each worker (FrameRing). At the end of the turn an event counter tells of them;
// SwitchEngine.servePunts takes them while no worker runs, and forwards what others are to have too. A ring that is full is a
// control thread that cannot keep up: the frame is lost, and counted under QueueFull where it came in.
//
// Frames are chosen so that little is left: DHCP to a server and ARP for the server's address, where there is a server and
// only in its network, and IGMP and MLD messages.
//
// SAFETY of every access in this file: `punts` has a ring for each plane, written by that plane alone; `learned` has a
// counter for each of 256 slots, changed by atomic additions only.

extension DataPlane {
  /// Whether the DHCP server may have to look at a frame of the untagged network: DHCP to a server, or ARP for its address.
  func isForDHCP(_ frame: RawSpan, _ key: FlowKey) -> Bool {
    guard key.vlan == nil else { return false }
    switch key.network {
    case .arp:
      let address = unsafe shared.pointee.answeredAddress
      return address != 0 && frame.ipv4Address(at: key.payloadOffset + 24)?.rawValue == address
    case .ipv4:
      return key.payloadProtocol == .udp && !key.isFragment && key.destinationPort == DHCPMessage.serverPort
        && (key.isBroadcast || isLocal(key.destination))
    case .ipv6, .other: return false
    }
  }

  private func isLocal(_ address: MACAddress) -> Bool {
    let table = unsafe shared.pointee.table
    guard let index = table.index(of: address, 0) else { return false }
    return table[index].port == AddressTable.local
  }

  func punt(
    _ frame: RawSpan, _ offload: OffloadHeader, _ kind: FrameRing.Head.Kind, _ vlan: UInt16,
    _ record: UnsafeMutablePointer<PortRecord>
  ) {
    let head = unsafe FrameRing.Head(
      slot: record.pointee.slot, kind: kind, vlan: vlan, isFlooding: false, offload: offload)
    guard unsafe shared.pointee.punts[Int(own.pointee.index)].put(frame, head) else {
      unsafe drop(.queueFull, frame.macAddress(at: 6), frame, record, .in)
      return
    }
    unsafe own.pointee.hasPunted = true
  }

  func isBelowCap(_ record: UnsafeMutablePointer<PortRecord>) -> Bool {
    unsafe droste_load_32(shared.pointee.learned + Int(record.pointee.slot)) < record.pointee.learningCap
  }

  /// Any worker may take an address over from any port.
  func countLearned(_ slot: Int32, _ change: Int32) {
    unsafe droste_add_32(shared.pointee.learned + Int(slot), UInt32(bitPattern: change))
  }
}
