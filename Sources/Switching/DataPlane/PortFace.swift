// Theory of operation
//
// What a worker may know of a port that another worker serves: enough to decide that a frame is for it, in which form, and
// who is to deliver it. Written by the control thread while no worker runs, with each change of the port's record; read by
// all. So a record is touched by its own worker alone, and neither waits for the other's cache line.
//
// Limits: one for each of the 256 slots, 32 bytes.

/// A port as seen by every worker.
struct PortFace: BitwiseCopyable {
  /// The record's, without `hasRings` and `isStopped`; empty for a slot without a port.
  var flags: PortFlags = []
  /// Which worker serves the port.
  var worker: Int32 = 0
  var vlan = PortVLAN()
  /// The VLAN of its frames when they have no tags, and no port of another kind of VLAN shares it.
  var plainVLAN: UInt16 = 0
}
