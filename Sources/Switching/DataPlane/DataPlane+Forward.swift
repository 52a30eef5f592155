internal import CDroste
internal import Ethernet
internal import HyperV

// Theory of operation
//
// Which ports a frame that passed is for (DataPlane.swift, step 5), and its way to the workers that serve them. A port gets a
// frame in the form that its VLAN has there, made at most once for each frame (FrameForms). What a port is no member of does not
// reach it; to the one known owner of an address that is a drop (Vlan), counted where the frame came in.
//
// Multicast goes to the members of its group where a querier makes the members known (Policy/GroupTable.swift), else to
// all. Broadcast, multicast and unknown unicast count against the sender's storm limit.
//
// Invariant: a record is only touched by its own worker; of another's port there is its face (PortFace.swift). Another
// worker's port gets the frame through a FrameRing; a ring that is full loses it (QueueFull on that port, counted beside
// its record).
//
// SAFETY of every access in this file: slots come from the address table and the set of ports, which hold slots of ports
// only, or count up to `slotCount`: all below 256, as are `records` and `lost`. A record's `worker` is below `workers`;
// `outgoing` and `incoming` have that many rings and are not asked for the plane's own. The group table is changed while no
// worker runs. The other form of a frame is the plane's own, and stays until the next frame's `reset`.

extension DataPlane {
  /// Sends a frame that passed to the ports that it is for.
  func forward(
    _ frame: RawSpan, _ offload: OffloadHeader, _ key: FlowKey, _ vlan: UInt16,
    from record: UnsafeMutablePointer<PortRecord>
  ) {
    let learningVLAN = unsafe shared.pointee.privateVLANs.learningVLAN(vlan)
    let destination = key.destination
    if destination.isMulticast {
      let reserved: UInt64 = 0x0180_C200_0000
      if destination.rawValue > reserved, destination.rawValue <= reserved + 0x0F { return }
      guard unsafe mayFlood(key, frame, record) else { return }
      let members =
        unsafe key.isBroadcast ? nil : shared.pointee.groups.pointee.members(of: destination, vlan: learningVLAN)
      unsafe flood(frame, offload, key, vlan, from: record, to: members)
      return
    }
    let table = unsafe shared.pointee.table
    if let index = table.index(of: destination, learningVLAN), unsafe !table[index].isAged(at: own.pointee.seconds) {
      let port = table[index].port
      guard unsafe port != record.pointee.slot, port >= 0 else { return }
      if !deliver(frame, offload, key, vlan, to: port, flooding: false) {
        unsafe drop(.vlan, key.source, frame, record, .in)
      }
      return
    }
    guard unsafe mayFlood(key, frame, record) else { return }
    let fromUplink = unsafe record.pointee.flags.contains(.isUplink)
    let sender = unsafe record.pointee.slot
    for slot in 0..<Int32(unsafe shared.pointee.slotCount) where slot != sender {
      let flags = face(slot).flags
      guard flags.contains(.takesUnknown), !fromUplink || !flags.contains(.isUplink) else { continue }
      deliver(frame, offload, key, vlan, to: slot, flooding: true)
    }
  }

  /// Sends a frame to all ports of its VLAN, or those of them that are in `members`.
  func flood(
    _ frame: RawSpan, _ offload: OffloadHeader, _ key: FlowKey, _ vlan: UInt16,
    from record: UnsafeMutablePointer<PortRecord>, to members: PortSet?
  ) {
    let sender = unsafe record.pointee.slot
    for slot in 0..<Int32(unsafe shared.pointee.slotCount) where slot != sender {
      if let members, !members.contains(Int(slot)) { continue }
      guard face(slot).flags.contains(.inUse) else { continue }
      deliver(frame, offload, key, vlan, to: slot, flooding: true)
    }
  }

  private func mayFlood(_ key: FlowKey, _ frame: RawSpan, _ record: UnsafeMutablePointer<PortRecord>) -> Bool {
    guard unsafe record.pointee.flags.contains(.limitsStorms),
      unsafe !record.pointee.storm.take(at: own.pointee.nanoseconds)
    else { return true }
    unsafe drop(.stormLimit, key.source, frame, record, .in)
    return false
  }

  /// Sends a frame out by a port in the form that the port has it in; false when the port is no member of its VLAN.
  @discardableResult
  func deliver(
    _ frame: RawSpan, _ offload: OffloadHeader, _ key: FlowKey, _ vlan: UInt16, to slot: Int32, flooding: Bool
  ) -> Bool {
    guard let form = face(slot).vlan.egress(vlan) else { return false }
    let forms = unsafe own.pointee.forms
    switch form {
    case .untagged where key.vlan ?? 0 != 0:
      let other = unsafe forms.pointee.untagged(frame)
      unsafe hand(other.bytes, offload.shifted(by: -EthernetHeader.tagLength), .deliver, to: slot, flooding)
    case .tagged where key.vlan ?? 0 == 0:
      let other = unsafe forms.pointee.tagged(frame, key.vlan == 0, vlan: vlan)
      let shift = key.vlan == 0 ? 0 : EthernetHeader.tagLength
      unsafe hand(other.bytes, offload.shifted(by: shift), .deliver, to: slot, flooding)
    case .untagged, .tagged: hand(frame, offload, .deliver, to: slot, flooding)
    }
    return true
  }

  /// Sends copies of what a mirrored port sends or receives to the ports that mirror and are members of its VLAN, in the
  /// form that the mirrored port has it in.
  func mirror(
    _ frame: RawSpan, _ offload: OffloadHeader, _ vlan: UInt16, from record: UnsafeMutablePointer<PortRecord>
  ) {
    let sender = unsafe record.pointee.slot
    for slot in unsafe shared.pointee.mirrors where Int32(slot) != sender {
      guard face(Int32(slot)).vlan.egress(vlan) != nil else { continue }
      hand(frame, offload, .mirror, to: Int32(slot), true)
    }
  }

  /// Passes a frame in its last form to the worker that serves the port.
  private func hand(
    _ frame: RawSpan, _ offload: OffloadHeader, _ kind: FrameRing.Head.Kind, to slot: Int32, _ flooding: Bool
  ) {
    let worker = face(slot).worker
    if unsafe worker == own.pointee.index {
      let record = unsafe self.record(slot)
      if kind == .mirror {
        unsafe complete(frame, offload, to: record, flooding)
      } else {
        unsafe emit(frame, offload, to: record, flooding)
      }
      return
    }
    let head = FrameRing.Head(slot: slot, kind: kind, vlan: 0, isFlooding: flooding, offload: offload)
    if unsafe own.pointee.outgoing[Int(worker)].put(frame, head) {
      unsafe own.pointee.woken |= 1 << UInt8(worker)
    } else {
      unsafe droste_add_32(shared.pointee.lost + Int(slot), 1)
    }
  }

  /// Delivers what other workers have passed on; how many frames.
  func takeHandedOver(limit: Int) -> Int {
    var count = 0
    for worker in 0..<(unsafe shared.pointee.workers) where unsafe worker != Int(own.pointee.index) {
      let ring = unsafe own.pointee.incoming[worker]
      while count < limit {
        let found = ring.take { frame, head in
          // The port may have gone in the meantime.
          let face = face(head.slot)
          guard face.flags.contains(.inUse), unsafe face.worker == own.pointee.index else { return }
          let record = unsafe self.record(head.slot)
          if head.kind == .mirror {
            unsafe complete(frame, head.offload, to: record, head.isFlooding)
          } else {
            unsafe emit(frame, head.offload, to: record, head.isFlooding)
          }
        }
        guard found else { break }
        count += 1
      }
    }
    return count
  }
}
