internal import Ethernet
internal import HyperV

// Theory of operation
//
// Port security for frames in private memory, by the policy of the port that they came from. The frame's headers are read once,
// into a FlowKey; a frame that passes goes on to `forward`. In this order:
//
// Form              Malformed: see DataPlane.swift
// Source            spoofing Off (machines, host adapters): the source must be the port's address or one of those that are
//                   listed for what is inside its machine (MacSpoofing); so must the sender of an ARP packet and the
//                   link-layer address in neighbour and router discovery (ArpSpoofing). Nothing is learned.
// VLAN              Vlan: see PortVLAN.swift
// Guards            DhcpGuard, RouterGuard: see Policy/Guards.swift
// Access control    AccessControl: see Policy/AccessControlTable.swift
// Learning          spoofing On: the source may be any address that is not another port's own (MacSpoofing), and is
//                   learned, at most `learningCap` of them (LearningCap). An address that moves to another learning port
//                   moves in the table. Uplinks and NAT learn as with On, at least 4096. So a machine's own
//                   address, or libslirp's, cannot be taken over by anybody.
//
// What passed is mirrored and captured here. Invariant: whatever is read of the frame is private memory, so the answers
// hold for the bytes that go out.
//
// SAFETY of every access in this file: `record` is one of a port that this plane's worker serves, so its counters, tally,
// buckets and handles are this thread's; what the handles point to is replaced while no worker runs. A port in the address
// table is -1 or a slot below 256. An endpoint's box is kept by its SwitchPort until it is out of the record.

extension DataPlane {
  /// Takes one frame from a port, in private memory, and sends it where it belongs. `offload` was checked against it.
  func receive(_ frame: RawSpan, _ offload: OffloadHeader, from record: UnsafeMutablePointer<PortRecord>) {
    unsafe record.pointee.receivedFrames &+= 1
    unsafe record.pointee.receivedBytes &+= UInt64(frame.byteCount)
    let flags = unsafe record.pointee.flags
    guard !flags.contains(.isStopped) else { return unsafe drop(.portStopped, nil, frame, record, .in) }
    let longest = unsafe shared.pointee.longestFrame
    guard let key = FlowKey(frame), !key.source.isMulticast, key.source != .zero,
      (offload.kind == .none ? frame.byteCount : offload.longestFrame(of: frame)) <= longest
    else { return unsafe drop(.malformed, frame.macAddress(at: 6), frame, record, .in) }
    if !flags.contains(.learns), let offence = unsafe record.pointee.sourceCheck.offence(frame, key) {
      return unsafe drop(offence.reason, offence.address, frame, record, .in)
    }
    guard let vlan = unsafe record.pointee.vlan.ingress(key.vlan) else {
      return unsafe drop(.vlan, key.source, frame, record, .in)
    }
    if vlan != 0, key.vlan == nil,
      (offload.kind == .none ? frame.byteCount : offload.longestFrame(of: frame)) > longest - EthernetHeader.tagLength
    {
      // With its tag it would be too long.
      return unsafe drop(.malformed, key.source, frame, record, .in)
    }
    if flags.contains(.inspectsIngress), let reason = unsafe refusal(frame, key, record) {
      return unsafe drop(reason, key.source, frame, record, .in)
    }
    let learningVLAN = unsafe shared.pointee.privateVLANs.learningVLAN(vlan)
    guard unsafe !flags.contains(.learns) || learn(key.source, learningVLAN, record, frame) else { return }
    if flags.contains(.isCaptured) { unsafe capture(frame, record, .in, nil) }
    if flags.contains(.mirrorsSource) { unsafe mirror(frame, offload, vlan, from: record) }
    if unsafe shared.pointee.hasDHCP && vlan == 0 && !flags.contains(.isTrunk) && isForDHCP(frame, key) {
      return unsafe punt(frame, offload, .dhcp, vlan, record)
    }
    if key.isMulticast, key.isIP, GroupMessage(frame, key) != nil {
      return unsafe punt(frame, offload, .group, vlan, record)
    }
    unsafe own.pointee.forms.pointee.reset()
    unsafe forward(frame, offload, key, vlan, from: record)
  }

  /// What the policies that need not be there say: why the frame may not come in.
  private func refusal(
    _ frame: RawSpan, _ key: FlowKey, _ record: UnsafeMutablePointer<PortRecord>
  ) -> DropReason? {
    if let offence = unsafe record.pointee.guards.offence(key) { return offence }
    let accessControl = unsafe record.pointee.accessControl
    if !accessControl.isEmpty, !accessControl.allows(key, .outbound, bytes: frame.byteCount) { return .accessControl }
    // A machine's rings are left alone while it is over its rate; what other endpoints bring cannot wait.
    if unsafe record.pointee.flags.contains(.isShaped) && !record.pointee.flags.contains(.hasRings)
      && !record.pointee.bandwidth.take(bytes: frame.byteCount, at: own.pointee.nanoseconds)
    {
      return .bandwidth
    }
    return nil
  }

  /// Counts a frame that goes nowhere, and shows it to captures.
  func drop(
    _ reason: DropReason, _ address: MACAddress?, _ frame: RawSpan, _ record: UnsafeMutablePointer<PortRecord>,
    _ direction: CaptureDirection
  ) {
    unsafe record.pointee.drops.add(reason, address, frame, at: own.pointee.seconds)
    if unsafe record.pointee.flags.contains(.isCaptured) { unsafe capture(frame, record, direction, reason) }
  }

  func capture(
    _ frame: RawSpan, _ record: UnsafeMutablePointer<PortRecord>, _ direction: CaptureDirection, _ reason: DropReason?
  ) {
    let time = unsafe own.pointee.nanoseconds &+ shared.pointee.wallClockOffset
    unsafe own.pointee.tap.record(
      frame: frame, original: frame.byteCount, port: record.pointee.slot, direction: direction, drop: reason,
      nanoseconds: time)
  }

  /// Spoofing On: notes where the source is; whether the frame may pass.
  private func learn(
    _ source: MACAddress, _ vlan: UInt16, _ record: UnsafeMutablePointer<PortRecord>, _ frame: RawSpan
  ) -> Bool {
    let table = unsafe shared.pointee.table
    let slot = unsafe record.pointee.slot
    let now = unsafe own.pointee.seconds
    if let index = table.index(of: source, vlan) {
      let value = table[index]
      if value.port == slot {
        table.touch(index, value, at: now)
        return true
      }
      if value.isStatic {
        unsafe drop(.macSpoofing, source, frame, record, .in)
        return false
      }
      if unsafe hasRoom(record) {
        if value.port >= 0 { countLearned(value.port, -1) }
        table.move(index, to: slot, at: now)
        countLearned(slot, 1)
        return true
      }
    } else if unsafe hasRoom(record), table.learn(source, vlan, port: slot, at: now) {
      countLearned(slot, 1)
      return true
    } else if table.index(of: source, vlan).map({ table[$0].port == slot }) == true {
      // Another worker was first, with the same answer.
      return true
    }
    unsafe drop(.learningCap, source, frame, record, .in)
    return false
  }

  /// Whether a port may learn one more; at its cap it first lets go of what has aged, at most once a second.
  private func hasRoom(_ record: UnsafeMutablePointer<PortRecord>) -> Bool {
    if unsafe isBelowCap(record) { return true }
    let now = unsafe own.pointee.seconds
    guard unsafe record.pointee.lastExpiry != now else { return false }
    unsafe record.pointee.lastExpiry = now
    let expired = unsafe shared.pointee.table.expire(port: record.pointee.slot, at: now)
    unsafe countLearned(record.pointee.slot, 0 - Int32(expired))
    return unsafe isBelowCap(record)
  }

  /// Takes what waits at an endpoint without rings.
  /// - Throws: when the endpoint cannot go on.
  func serveEndpoint(_ slot: Int32) throws {
    let record = unsafe self.record(slot)
    guard let endpoint = unsafe record.pointee.endpoint else { return }
    try unsafe endpoint._withUnsafeGuaranteedRef { box in
      try box.endpoint.receive { frame, offload in unsafe receive(frame, offload, from: record) }
    }
  }
}
