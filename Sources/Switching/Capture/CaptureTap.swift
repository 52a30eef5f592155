internal import Ethernet
package import HyperV
internal import Synchronization

// Theory of operation
//
// What a worker sees of the captures that run: its tap, with room for four sinks, one for each capture. A tap is memory
// that lives as long as the switch; which sinks are in it is changed by the control thread, and only while the worker is
// parked. So the worker reads plain memory, and a port that nobody captures costs it the one bit in the port's own record
// that says so.
//
// A sink has a ring of its own in each worker: no two threads ever fill the same ring.
//
// Limits: 4 captures of a switch, 1024 port slots. `record` allocates nothing, takes no lock and touches no reference count.

/// One capture, as one worker sees it.
// SAFETY: `ports` and `counts` belong to the CaptureSession, which takes its sinks out of every tap before it frees them.
@safe struct CaptureSink {
  /// Port slots that a capture can name.
  static let slots = 1024

  let ring: CaptureRing
  /// A bit for each slot. Written while the workers are parked.
  let ports: UnsafeMutablePointer<UInt64>
  /// Two for each slot: frames that were to be recorded, and those of them that found no room. Written by this worker.
  let counts: UnsafeMutablePointer<Atomic<UInt64>>
  let takesIn: Bool
  let takesOut: Bool
  let drops: CaptureRequest.Drops
  let snapLength: Int
  /// The id of probes that a trace follows; nil for a capture, which takes any frame.
  let marker: UInt64?

  func takes(_ port: Int32) -> Bool {
    guard port >= 0, port < Int32(Self.slots) else { return false }
    // SAFETY: the slot lies within the bitmap's 1024 bits.
    return unsafe ports[Int(port) >> 6] & (1 << (UInt64(port) & 63)) != 0
  }

  func record(
    _ frame: RawSpan, _ original: Int, _ port: Int32, _ direction: CaptureDirection, _ drop: DropReason?,
    _ nanoseconds: UInt64
  ) {
    guard takes(port), direction == .in ? takesIn : takesOut else { return }
    if let marker, Probe(frame)?.mark.id != marker { return }
    switch drops {
    case .exclude: guard drop == nil else { return }
    case .include: break
    case .only: guard drop != nil else { return }
    }
    let isRecorded = ring.put(
      CaptureRecord(
        nanoseconds: nanoseconds, port: port, original: UInt32(clamping: original),
        captured: UInt32(min(frame.byteCount, snapLength)), direction: direction, drop: drop), frame)
    count(2 * Int(port))
    if !isRecorded { count(2 * Int(port) + 1) }
  }

  /// Only this worker stores, so that a load and a store are as good as an atomic addition, and cheaper.
  private func count(_ index: Int) {
    // SAFETY: `takes` has checked the slot; there are two counters for each.
    let counter = unsafe counts + index
    unsafe counter.pointee.store(counter.pointee.load(ordering: .relaxed) &+ 1, ordering: .relaxed)
  }
}

/// Where a worker hands over the frames of captured ports. A handle, copied freely; `Captures` owns what it leads to.
// SAFETY: the memory lives as long as the switch's `Captures`; one thread at a time touches it: the worker, or the control
// thread while the worker is parked.
@safe package struct CaptureTap: @unchecked Sendable {
  private let sinks: UnsafeMutablePointer<CaptureSink>
  private let count: UnsafeMutablePointer<Int>

  static func allocate() -> CaptureTap {
    // SAFETY: both are initialised before they are read: `count` here, a sink before `count` includes it.
    let tap = unsafe CaptureTap(sinks: .allocate(capacity: Captures.limit), count: .allocate(capacity: 1))
    unsafe tap.count.initialize(to: 0)
    return tap
  }

  func deallocate() {
    unsafe sinks.deallocate()
    unsafe count.deallocate()
  }

  /// While the worker is parked: the sinks from now on, four at most.
  func set(_ new: [CaptureSink]) {
    precondition(new.count <= Captures.limit)
    // SAFETY: there is room for four; sinks are trivial and need no deinitialising.
    for (index, sink) in new.enumerated() { unsafe (sinks + index).initialize(to: sink) }
    unsafe count.pointee = new.count
  }

  /// Hands over a frame of a captured port. The frame is read during the call only.
  ///
  /// Once for each frame and port: where the switch has decided on it, not where it comes in, so that `drop` is known.
  ///
  /// - Parameters:
  ///   - frame: the frame from its Ethernet header on, or as much of it as is at hand.
  ///   - original: bytes of the whole frame.
  ///   - port: the slot of the port where it came in (`in`), or was to go out (`out`).
  ///   - drop: why it was dropped there; nil when it passed.
  ///   - nanoseconds: since 1970.
  @inline(never)
  package func record(
    frame: RawSpan, original: Int, port: Int32, direction: CaptureDirection, drop: DropReason?, nanoseconds: UInt64
  ) {
    // SAFETY: `count` sinks are initialised.
    for index in 0..<(unsafe count.pointee) {
      unsafe sinks[index].record(frame, original, port, direction, drop, nanoseconds)
    }
  }
}
