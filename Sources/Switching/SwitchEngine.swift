internal import Ethernet
package import HyperV
internal import Virtio

// Theory of operation
//
// The control thread's side of a switch: what was asked for (`apply`), what is (`portStatus`), ports being opened and
// closed, the DHCP server, and what is due once a second. What moves frames is in DataPlane.swift and runs on workers; every
// call here comes from one thread, and while no worker runs: in a switch process between `close` and `open` of the gate.
//
// Without workers, as in tests, frames are given to `receive` and everything happens in the call.
//
// SAFETY of every access in this type's files: the planes live as long as the engine, slots are those of `ports`, below 256,
// and no worker runs during a call. What a record's handles point to is owned by its SwitchPort, and the handles are replaced
// before the owner goes.

/// A switch without the process around it. All calls from one thread.
package final class SwitchEngine {
  package internal(set) var configuration: SwitchProcessConfiguration
  /// Seconds of a clock that only goes forward; whoever runs the engine sets it.
  package var now: UInt32 = 0 {
    didSet {
      for plane in planes.planes {
        unsafe plane.own.pointee.seconds = now
        unsafe plane.own.pointee.nanoseconds = UInt64(now) * 1_000_000_000
      }
    }
  }
  /// Seconds since 1970.
  package var wallClock: () -> Int64
  /// Called for each port after it was opened, and before it is closed.
  package var opened: (SwitchPort) -> Void = { _ in }
  package var closing: (SwitchPort) -> Void = { _ in }
  package var log: (String) -> Void = { _ in }
  /// Called with all leases when they changed in a way that must outlive the process.
  package var saveLeases: ([Lease]) throws -> Void = { _ in }

  let makeEndpoint: PortFactory
  let planes: DataPlanes
  package let captures: Captures
  /// Owns what the planes' handle points to.
  var privateVLANs = PrivateVLANMap([])
  /// By plane; none in tests that call `receive` themselves.
  var workers: [Worker] = []
  var ports: [SwitchPort?] = []
  var nextPortID: UInt64 = 1
  var dhcp: DHCPServer?
  /// Leases for a server that is not configured yet, or not any more.
  var restoredLeases: [Lease] = []
  private var lastSweep: UInt32 = 0

  /// An engine without ports; `apply` gives it its configuration.
  package init(
    _ configuration: SwitchProcessConfiguration, makeEndpoint: @escaping PortFactory,
    wallClock: @escaping () -> Int64
  ) {
    self.configuration = configuration
    self.makeEndpoint = makeEndpoint
    self.wallClock = wallClock
    let captures = Captures(workers: max(1, min(configuration.workers, 8)))
    self.captures = captures
    planes = DataPlanes(workers: configuration.workers, taps: { captures.tap($0) })
    self.configuration.ports = []
    self.configuration.dhcp = nil
  }

  var table: AddressTable { unsafe planes.shared.pointee.table }

  /// Tells what time it is, in nanoseconds: of a clock that only goes forward, and since 1970.
  func setClock(monotonic: UInt64, wall: UInt64) {
    now = UInt32(truncatingIfNeeded: monotonic / 1_000_000_000)
    for plane in planes.planes { unsafe plane.own.pointee.nanoseconds = monotonic }
    unsafe planes.shared.pointee.wallClockOffset = wall &- monotonic
  }

  /// Does what is due at an endpoint whose descriptor is readable.
  package func service(_ port: SwitchPort) {
    do {
      try planes.plane(of: port.slot).serveEndpoint(port.slot)
    } catch {
      fail(port, error)
    }
    servePunts()
  }

  /// Writes what was queued since the last call.
  package func flush() {
    for plane in planes.planes { plane.flush() }
  }

  /// Takes one complete frame from a port and sends it where it belongs.
  package func receive(_ frame: RawSpan, from port: SwitchPort) { receive(frame, .complete, from: port) }

  /// Takes one frame with what is left to do for it.
  package func receive(_ frame: RawSpan, _ offload: OffloadHeader, from port: SwitchPort) {
    let record = unsafe planes.record(port.slot)
    unsafe planes.plane(of: port.slot).receive(frame, offload, from: record)
    servePunts()
  }

  /// Does what workers left to the control thread, and passes on what they handed to each other where none run.
  func servePunts() {
    for index in 0..<planes.planes.count {
      let ring = unsafe planes.shared.pointee.punts[index]
      while ring.take({ frame, head in serve(frame, head) }) {}
    }
    if workers.isEmpty, planes.planes.count > 1 {
      while planes.planes.reduce(0, { $0 + $1.takeHandedOver(limit: .max) }) > 0 {}
    }
  }

  private func serve(_ frame: RawSpan, _ head: FrameRing.Head) {
    guard let port = ports[Int(head.slot)], let key = FlowKey(frame) else { return }
    let plane = planes.plane(of: head.slot)
    let record = unsafe planes.record(head.slot)
    unsafe plane.own.pointee.forms.pointee.reset()
    switch head.kind {
    case .dhcp:
      if let header = EthernetHeader(frame), consumeDHCP(frame, header, port) { return }
      unsafe plane.forward(frame, head.offload, key, head.vlan, from: record)
    case .group:
      let vlan = unsafe planes.shared.pointee.privateVLANs.learningVLAN(head.vlan)
      let groups = unsafe planes.shared.pointee.groups
      switch unsafe groups.pointee.observe(frame, key: key, vlan: vlan, port: Int(head.slot), at: now) {
      case .none: unsafe plane.forward(frame, head.offload, key, head.vlan, from: record)
      case .query: unsafe plane.flood(frame, head.offload, key, head.vlan, from: record, to: nil)
      case .report, .rejected:
        let routers = unsafe groups.pointee.reportTargets(vlan: vlan, isIPv6: key.network == .ipv6)
        unsafe plane.flood(frame, head.offload, key, head.vlan, from: record, to: routers)
      }
    case .deliver, .mirror: break
    }
    plane.flush()
  }

  /// Closes endpoints that failed on their workers, and tells of ports whose machines broke a rule.
  func serveFailures() {
    for case let port? in ports {
      if let failure = port.box?.failure { fail(port, failure) }
      port.vhost?.tick()
      let violation = port.vhost?.violation
      if violation != port.toldViolation {
        port.toldViolation = violation
        if let violation { log("port \"\(port.name)\" was stopped: \(violation.text)") }
      }
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
    let learned = unsafe planes.shared.pointee.learned
    for slot in 0..<PortRecord.limit { unsafe learned[slot] = 0 }
    table.visit { entry in
      if !entry.isStatic, entry.port >= 0 { unsafe learned[Int(entry.port)] += 1 }
    }
  }
}
