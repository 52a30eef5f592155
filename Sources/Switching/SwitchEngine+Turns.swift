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
}
