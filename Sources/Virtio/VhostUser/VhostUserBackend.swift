internal import CDroste
internal import Glibc

// Theory of operation
//
// The back end's side of one vhost-user connection (QEMU's docs/interop/vhost-user.rst): the front end, which owns the
// machine's memory, tells over a unix socket where memory and rings are; the back end then works on the rings. One thread,
// the control thread, calls everything here, and only while no worker runs, so that what workers see (`rings`,
// `acknowledged`) is plain memory. Nothing here waits, except for a front end that makes its event counters block: until the
// calling thread's WaitBreaker ends it, and then the connection is over.
//
// A ring runs from SET_VRING_KICK on, when its size, address and base are known and its areas lie in the memory shared so
// far: not at the first kick, as the document says, because drivers that poll never kick. It runs until GET_VRING_BASE. In
// between a front end may change memory, addresses and features: rings are then made anew at their positions, and one
// whose memory is gone pauses until it is there again. After each start the ring must be looked at, and the driver is
// told to look (`signal`): what a back end that died did not come to is made good so.
//
// Where a ring goes on: split rings at their used index, whatever the front end believes; packed rings at the in-flight
// record, or where SET_VRING_BASE says. What was taken and not given back is taken again.
//
// Limits: 8 queue pairs (16 rings), 64 messages a call, 8 descriptors and 4096 bytes a message, 32 regions. A message of the
// wrong length, with descriptors it does not take, or about a ring that is not there is refused: with an error in
// the answer where one is asked for, otherwise by ending the connection. Descriptors that a message does not use are
// closed with it.
//
// SAFETY: `rings` has `2 * maxPairs` slots, allocated once and freed with the object; queues point into mappings of `map` and
// `inflight` and into `storage`, which are replaced only after all queues on them are.

/// What the back end tells while it handles messages, on the control thread.
public protocol VhostUserDelegate: AnyObject {
  /// `descriptor` is to be waited on for kicks of a ring (0 to 15), until `kickRemoved`.
  func kickAdded(ring: Int, descriptor: Int32)
  func kickRemoved(ring: Int, descriptor: Int32)
  /// Rings started, stopped, were enabled or disabled, or go on elsewhere.
  func ringsChanged()
  /// The machine moved: a RARP frame from its address (six bytes, the first in the highest byte of 48 bits) is to
  /// be broadcast.
  func broadcastRARP(address: UInt64)
  /// A message that was refused, as a sentence.
  func log(_ text: String)
}

@safe public final class VhostUserBackend {
  /// Most messages handled in one call, so that a front end which never stops does not stop the rest.
  public static let messageLimit = 64
  /// Most messages of a connection that are refused, each with a line in a log, before it ends.
  static let refusalLimit = 64

  /// Ring 2n is what the driver of pair n receives from (the device writes), ring 2n+1 what it sends with.
  // SAFETY: see the theory of operation.
  public let rings: UnsafeMutablePointer<RingSlot>
  public let ringCount: Int
  /// What the driver took of the features offered.
  public internal(set) var acknowledged: VirtioFeatures = []
  /// The largest frame payload that the machine was told (NET_SET_MTU), or the limit.
  public internal(set) var mtu: UInt16

  public let offered: VirtioFeatures
  public let offeredProtocol: VhostUserProtocolFeatures
  public let maxPairs: Int
  public weak var delegate: (any VhostUserDelegate)?

  let connection: VhostUserConnection
  let mtuLimit: UInt16
  var protocolFeatures: VhostUserProtocolFeatures = []
  /// The driver's status bits (VIRTIO 1.2, section 2.1), when the front end tells them.
  public internal(set) var status: UInt8 = 0
  var states: [RingState]
  var map = GuestMemoryMap()
  var inflight: InflightRegion?
  var refusals = 0
  /// Whether a counter of the front end's made this thread wait.
  private var isBlocking = false

  /// - Parameters:
  ///   - socket: connected; becomes non-blocking.
  ///   - maxPairs: 1 to 8.
  ///   - mtu: the largest that a machine may be told, 68 to 65535.
  ///   - offersConfiguration: whether GET_CONFIG is offered, for front ends that leave the configuration to the back
  ///     end. QEMU's network device does not.
  public init(
    socket: OwnedDescriptor, offered: VirtioFeatures = .offered, maxPairs: Int, mtu: UInt16,
    offersConfiguration: Bool = false
  ) {
    precondition((1...8).contains(maxPairs), "\(maxPairs) queue pairs")
    connection = VhostUserConnection(socket)
    self.offered = offered
    offeredProtocol = offersConfiguration ? [.offered, .configuration] : .offered
    self.maxPairs = maxPairs
    self.mtu = mtu
    mtuLimit = mtu
    ringCount = 2 * maxPairs
    unsafe rings = .allocate(capacity: ringCount)
    unsafe rings.initialize(repeating: RingSlot(), count: ringCount)
    states = (0..<ringCount).map { _ in RingState() }
  }

  deinit { unsafe rings.deallocate() }

  /// The socket, to be waited on for reading.
  public var socket: Int32 { connection.socket.rawValue }

  /// Bytes of the header before each frame.
  public var headerLength: Int { acknowledged.headerLength }

  /// Queue pairs up to the last one with a ring that runs and is enabled.
  public var activePairs: Int {
    // SAFETY: below `ringCount`.
    let last = (0..<ringCount).last { unsafe rings[$0].isActive }
    return last.map { $0 / 2 + 1 } ?? 0
  }

  /// Whether a ring's SET_VRING_ERR came: what QEMU says last of each ring before it goes on with starting.
  public func isAnnounced(_ ring: Int) -> Bool { states[ring].hasError }

  /// Whether the front end took memory away that it had shared: the port is to be stopped (`RingViolation.memoryLost`).
  public var isMemoryLost: Bool { map.isLost || inflight?.isLost == true }

  /// Handles the messages that are there, at most `messageLimit`.
  /// - Returns: whether there may be more.
  /// - Throws: why the connection is over. `close` is then to be called.
  public func service() throws(VhostUserError) -> Bool {
    for _ in 0..<Self.messageLimit {
      guard let message = try connection.receive() else { return false }
      try handle(message)
      if isBlocking { throw .blocking }
    }
    return true
  }

  /// Stops all rings and lets memory and descriptors go. What was set up is gone; the socket closes with the object.
  public func close() {
    for ring in 0..<ringCount {
      stop(ring)
      dropKick(ring)
      // SAFETY: below `ringCount`.
      unsafe rings[ring] = RingSlot()
      states[ring] = RingState()
    }
    map = GuestMemoryMap()
    inflight = nil
    connection.drop()
    delegate?.ringsChanged()
  }

  /// Tells the driver to look at a ring; nothing once the front end is `isBlocking`.
  public func signal(_ ring: Int) {
    // SAFETY: the slot is used by whoever works on the ring, while no one changes it.
    if !isBlocking, unsafe !rings[ring].signal() { isBlocking = true }
  }

  /// Tells the front end that a ring was given up.
  public func signalError(_ ring: Int) {
    guard !isBlocking, let error = states[ring].error else { return }
    isBlocking = droste_event_add(error.rawValue) < 0
  }
}
