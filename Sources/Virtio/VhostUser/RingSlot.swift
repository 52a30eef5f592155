public import CDroste

// Theory of operation
//
// Where the control thread leaves a ring for the worker that moves its frames: the queue, and two event counters. Slots lie in one
// block that the back end allocates and frees, two for each pair, and are reached by pointer, so that a worker counts no
// reference.
//
// Invariant: a queue is here only while all that it points to is mapped. What is under it changes while no worker runs, and
// then the queue is nil first.

/// One ring of a machine, as workers see it. The control thread changes it only while no worker runs.
public struct RingSlot {
  /// Nil while the ring is stopped.
  public var queue: Virtqueue?
  /// A ring that runs and is disabled gets no frames; what the machine sends on it is taken and dropped ("Ring
  /// states").
  public var isEnabled: Bool
  /// A ring that runs and was neither enabled nor disabled yet: what it holds is left there. A front end that connects again
  /// may enable its rings last, and what the machine has sent meanwhile is not to be lost.
  public var isHeld: Bool
  /// The event counter that the driver writes after adding buffers, or -1: then the ring is to be polled. To be waited on
  /// edge-triggered and never read: another process may have made it blocking.
  public var kick: Int32
  /// The event counter to write after giving buffers back, or -1: the driver polls.
  public var call: Int32

  init() {
    queue = nil
    isEnabled = false
    isHeld = true
    kick = -1
    call = -1
  }

  /// Tells the driver to look at the ring. A counter that is full is as good.
  /// - Returns: false when the counter made this thread wait, which a WaitBreaker ended. It is not written to any more.
  @inlinable public mutating func signal() -> Bool {
    guard call >= 0, droste_event_add(call) < 0 else { return true }
    call = -1
    return false
  }

  /// Whether frames may go into it or come out of it.
  @inlinable public var isActive: Bool { queue != nil && isEnabled }
}
