package import HyperV
internal import Synchronization

// Theory of operation
//
// One capture, from its request to its last byte of pcapng. Lives in the control thread; workers see its sinks only (see
// CaptureTap.swift), one for each of them, and each with a ring of 1 MiB, allocated with the session and freed with it.
//
// `drain` takes records from the rings, the oldest first, and appends them as blocks until the rings are empty or the
// output holds `limit` bytes: what the client does not read stays in the rings, and when they are full the workers count a
// loss. Nobody waits for a client. Records of different workers are in order as far as they lie in the rings at the same time.
//
// Ports come and go while a capture runs: it takes the ports whose names its request matches at any time, and each gets an
// interface of the section when it first appears. Before a slot gets another meaning the records under the old one are
// moved to `backlog`, at most the rings' contents.
//
// Losses are told three ways: each packet says how many were lost before it (epb_dropcount); statistics of the interfaces
// follow within a second of a loss, and at the end.

/// A port as a capture sees it.
package struct CapturePort: Hashable, Sendable {
  /// Its place in the switch's list of ports, 0 to 1023.
  package var slot: Int32
  package var name: String
  package var kind: PortKind

  package init(slot: Int32, name: String, kind: PortKind) {
    self.slot = slot
    self.name = name
    self.kind = kind
  }
}

/// A capture that runs. `Captures` makes it and ends it.
// SAFETY: `ports` and `counts` live as long as the session, and the sinks that lead to them are out of every tap before
// `deinit`: `Captures` holds the session until then.
@safe package final class CaptureSession {
  package let request: CaptureRequest
  private let switchName: String
  private let rings: [CaptureRing]
  private let ports: UnsafeMutablePointer<UInt64>
  /// For each worker, for each slot: frames to record, frames lost.
  private let counts: UnsafeMutablePointer<Atomic<UInt64>>
  private var writer = PcapngWriter()
  private var interfaces: [String: UInt32] = [:]
  /// What the slots are called now.
  private var names: [Int32: String] = [:]
  /// For a trace: what writes in place of pcapng, and whose probes are taken.
  private let trace: TraceWriter?
  private let marker: UInt64?
  /// What the slots are now; kept for traces.
  private var places: [Int32: CapturePort] = [:]
  /// Of the wall clock over the monotonic one when the session began.
  private let wallClockOffset: UInt64
  /// Of slots that were given to other ports: what was counted, by interface.
  private var past: [UInt32: Tally] = [:]
  /// Counts of a slot that are not the present port's.
  private var floor: [Int32: Tally] = [:]
  private var backlog: [UInt8] = []
  private var started: UInt64
  private var lostBefore: UInt64 = 0
  private var statisticsTime: UInt64
  private var left: UInt64
  /// Whether the frames that were asked for are all there; `drain` has written the end then.
  package private(set) var isFinished = false

  struct Tally {
    var received: UInt64 = 0
    var lost: UInt64 = 0
  }

  /// - Parameter trace: for the sightings of probes with a mark, instead of all frames in pcapng.
  init(
    _ request: CaptureRequest, switchName: String, workers: Int, now: UInt64,
    trace: (marker: UInt64, writer: TraceWriter, wallClockOffset: UInt64)? = nil
  ) {
    self.request = request
    marker = trace?.marker
    self.trace = trace?.writer
    wallClockOffset = trace?.wallClockOffset ?? 0
    self.switchName = switchName
    rings = (0..<workers).map { _ in CaptureRing.allocate() }
    // SAFETY: all of both is initialised here.
    unsafe ports = .allocate(capacity: CaptureSink.slots / 64)
    unsafe ports.initialize(repeating: 0, count: CaptureSink.slots / 64)
    unsafe counts = .allocate(capacity: workers * CaptureSink.slots * 2)
    for index in 0..<(workers * CaptureSink.slots * 2) { unsafe (counts + index).initialize(to: Atomic(0)) }
    started = now
    statisticsTime = now
    left = request.count ?? .max
    if trace == nil { writer.sectionHeader(&backlog) }
  }

  deinit {
    for ring in rings { ring.deallocate() }
    // SAFETY: no sink is in a tap any more; atomics of integers need no deinitialising.
    unsafe ports.deallocate()
    unsafe counts.deallocate()
  }

  /// The session as a worker sees it.
  func sink(worker: Int) -> CaptureSink {
    // SAFETY: the worker's part of `counts`; the session outlives the sink.
    unsafe CaptureSink(
      ring: rings[worker], ports: ports, counts: counts + worker * CaptureSink.slots * 2,
      takesIn: request.direction != .out, takesOut: request.direction != .in, drops: request.drops,
      snapLength: request.snapLength, marker: marker)
  }

  /// The names of the ports that are captured now.
  package var portNames: [String] { names.values.sorted() }

  /// While the workers are parked: takes the ports that the request matches.
  func update(_ all: [CapturePort]) {
    let taken = all.filter { request.takes(port: $0.name) && $0.slot >= 0 && $0.slot < Int32(CaptureSink.slots) }
    let next = Dictionary(taken.map { ($0.slot, $0.name) }) { first, _ in first }
    if names.contains(where: { next[$0.key] != $0.value }) { drainAll() }
    for (slot, name) in names where next[slot] != name { retire(slot, name) }
    names = next
    places = Dictionary(taken.map { ($0.slot, $0) }) { first, _ in first }
    for port in taken where trace == nil && interfaces[port.name] == nil {
      interfaces[port.name] = writer.interfaceDescription(
        name: port.name, description: "\(port.kind.rawValue) port of the switch \(switchName)",
        snapLength: request.snapLength, &backlog)
    }
    // SAFETY: the bitmap has a bit for each slot that `taken` holds.
    for word in 0..<(CaptureSink.slots / 64) { unsafe ports[word] = 0 }
    for slot in names.keys { unsafe ports[Int(slot) >> 6] |= 1 << (UInt64(slot) & 63) }
  }

  func takes(_ slot: Int32) -> Bool { names[slot] != nil }

  /// Appends what there is to `output`, until that holds `limit` bytes. `now` is in nanoseconds since 1970.
  package func drain(into output: inout [UInt8], limit: Int, now: UInt64) {
    guard !isFinished, output.count < limit else { return }
    if !backlog.isEmpty {
      output += backlog
      backlog = []
    }
    while left > 0, output.count < limit, takeOldest(into: &output) {}
    if left == 0 { return end(into: &output, now: now) }
    let lost = total.lost
    if lost != lostBefore, now &- statisticsTime >= 1_000_000_000 { writeStatistics(now, &output) }
  }

  /// Appends all that is left and the end of the section. For a capture that the switch ends.
  package func end(into output: inout [UInt8], now: UInt64) {
    guard !isFinished else { return }
    output += backlog
    backlog = []
    while left > 0, takeOldest(into: &output) {}
    writeStatistics(now, &output)
    isFinished = true
  }

  private func drainAll() {
    while left > 0, takeOldest(into: &backlog) {}
  }

  private func takeOldest(into output: inout [UInt8]) -> Bool {
    var oldest: (ring: CaptureRing, record: CaptureRecord)?
    for ring in rings {
      guard let record = ring.first(), record.nanoseconds < oldest?.record.nanoseconds ?? .max else { continue }
      oldest = (ring, record)
    }
    guard let (ring, record) = oldest else { return false }
    let interface = names[record.port].flatMap { interfaces[$0] }
    ring.take(record) { frame in
      if let trace {
        guard let port = places[record.port] else { return }
        return trace.sighting(record, frame, port: port, wallClockOffset: wallClockOffset, &output)
      }
      guard let interface else { return }
      writer.enhancedPacket(record, frame, interface: interface, &output)
      left -= 1
    }
    return true
  }

  // MARK: Statistics

  /// What all workers counted for a slot since the session began.
  private func counted(_ slot: Int32) -> Tally {
    rings.indices.reduce(into: Tally()) { tally, worker in
      // SAFETY: within the worker's part of `counts`; the slot was checked when it got its name.
      let place = unsafe counts + (worker * CaptureSink.slots + Int(slot)) * 2
      tally.received += unsafe place.pointee.load(ordering: .relaxed)
      tally.lost += unsafe (place + 1).pointee.load(ordering: .relaxed)
    }
  }

  private func tally(_ slot: Int32) -> Tally {
    var tally = counted(slot)
    if let before = floor[slot] {
      tally.received -= before.received
      tally.lost -= before.lost
    }
    return tally
  }

  /// A slot loses its port: what was counted stays with the port's interface.
  private func retire(_ slot: Int32, _ name: String) {
    guard let interface = interfaces[name] else { return }
    let tally = tally(slot)
    past[interface, default: Tally()].received += tally.received
    past[interface, default: Tally()].lost += tally.lost
    floor[slot] = counted(slot)
  }

  private var byInterface: [UInt32: Tally] {
    var found = past
    for (slot, name) in names {
      guard let interface = interfaces[name] else { continue }
      let tally = tally(slot)
      found[interface, default: Tally()].received += tally.received
      found[interface, default: Tally()].lost += tally.lost
    }
    return found
  }

  /// Frames to record and frames lost, since the beginning.
  package var total: (received: UInt64, lost: UInt64) {
    byInterface.values.reduce(into: (received: 0, lost: 0)) {
      $0.received += $1.received
      $0.lost += $1.lost
    }
  }

  private func writeStatistics(_ now: UInt64, _ output: inout [UInt8]) {
    guard trace == nil else { return }
    let found = byInterface
    for interface in 0..<writer.interfaceCount {
      let tally = found[interface] ?? Tally()
      writer.interfaceStatistics(
        interface: interface, started: started, now: now, received: tally.received, lost: tally.lost, &output)
    }
    lostBefore = found.values.reduce(0) { $0 + $1.lost }
    statisticsTime = now
  }
}
