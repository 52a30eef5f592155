internal import Glibc
internal import Virtio

// What workers do for machines' rings, for whoever runs an engine without them: one thread, one step at a time, so that
// what happens is decided by what was put into the rings.

extension SwitchEngine {
  /// Hears what machines' front ends say: connections, memory, rings. At most 64 messages of each.
  package func serveMachines() {
    for case let port? in ports { port.vhost?.service() }
    serveFailures()
  }

  /// Takes up to `limit` frames, 1 to 64, from each ring that machines send with, and passes them on.
  /// - Returns: how many there were.
  @discardableResult
  package func serveRings(limit: Int = Virtqueue.batchLimit) -> Int {
    precondition(workers.isEmpty, "the rings are the workers'")
    var count = 0
    for case let port? in ports {
      guard let pairs = port.vhost?.queuePairs else { continue }
      let plane = planes.plane(of: port.slot)
      // SAFETY: the slot is a port's, and the record stays as long as the engine.
      let record = unsafe planes.record(port.slot)
      for pair in 0..<pairs { count += unsafe plane.serve(record, pair: pair, limit: limit) }
    }
    servePunts()
    flush()
    serveFailures()
    return count
  }

  /// `turns` turns of each plane, all planes at the same time, each on a thread of its own; the caller waits for their end.
  /// - Returns: how many frames there were.
  package func serveRingsApart(turns: Int) -> Int {
    precondition(workers.isEmpty, "the rings are the workers'")
    let rings = ports.compactMap { port in port?.vhost.map { RingTurns.Port(slot: port!.slot, pairs: $0.queuePairs) } }
    let all = planes.planes.enumerated().map { worker, plane in
      // SAFETY: as above.
      RingTurns(plane, rings.filter { unsafe Int(planes.record($0.slot).pointee.worker) == worker }, turns: turns)
    }
    for one in all { one.start() }
    let count = all.reduce(0) { $0 + $1.end() }
    servePunts()
    flush()
    serveFailures()
    return count
  }
}

/// Some turns of one plane, on a thread.
// SAFETY: the plane and its ports' records are the thread's between `start` and `end`, which waits for it; what planes share
// they share as workers do.
@safe private final class RingTurns: @unchecked Sendable {
  struct Port {
    var slot: Int32
    var pairs: Int
  }

  private let plane: DataPlane
  private let ports: [Port]
  private let turns: Int
  private var count = 0
  private var thread: pthread_t?

  init(_ plane: DataPlane, _ ports: [Port], turns: Int) {
    self.plane = plane
    self.ports = ports
    self.turns = turns
  }

  func start() {
    var thread = pthread_t()
    let context = unsafe Unmanaged.passRetained(self)
    let status = unsafe pthread_create(
      &thread, nil,
      { context in
        unsafe Unmanaged<RingTurns>.fromOpaque(context!).takeRetainedValue().run()
        return nil
      }, context.toOpaque())
    if status == 0 {
      self.thread = thread
    } else {
      // No thread: its turns come now.
      unsafe context.takeRetainedValue().run()
    }
  }

  func end() -> Int {
    if let thread { pthread_join(thread, nil) }
    return count
  }

  private func run() {
    let breaker = try? WaitBreaker()
    defer { withExtendedLifetime(breaker) {} }
    for _ in 0..<turns {
      for port in ports {
        let record = unsafe plane.record(port.slot)
        for pair in 0..<port.pairs { count += unsafe plane.serve(record, pair: pair, limit: Virtqueue.batchLimit) }
      }
      _ = plane.takeHandedOver(limit: 256)
      plane.flush()
    }
  }
}
