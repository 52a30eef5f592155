// Theory of operation
//
// A port of a switch has two halves. The switch's half (`SwitchPort`) holds policy and counters and is the same for
// every port. The other half, the endpoint, moves frames: over a stream socket to QEMU, a tap device, a packet
// socket, libslirp. Endpoints stand behind this one protocol, so that a new kind is one file and one case in the
// factory.
//
// One thread at a time uses an endpoint; it takes no locks and must never block. Per turn of the event loop the switch
// calls, in this order:
//   1. `receive` on each endpoint whose `descriptor` is readable; within it, `send` on the endpoints the frames go to;
//   2. `flush` on each endpoint that was sent to.
//
// An endpoint that needs more than one descriptor, a timer, or to wait for room to write makes an epoll descriptor of
// its own, puts the others into it, and offers that as `descriptor`: an epoll descriptor is itself readable while
// anything in it is ready. So the descriptor never changes, and the switch never needs to know what is behind it.
//
// What crosses this interface is an Ethernet frame without frame check sequence, in private memory that nobody else
// writes, and beside it what the frame still needs (`OffloadHeader`): nothing, or a checksum to be filled in, or to be
// cut into segments. Each segment, and each frame that is not to be cut, has 14 to mtu + 18 bytes (Ethernet header and
// one VLAN tag); a frame to be cut has up to 65535 bytes behind its Ethernet header. A delivered header has been
// checked against its frame (`OffloadHeader.checked(against:)`), and a frame is only sent to an endpoint whose
// `capabilities` accept what it needs; `FrameCompletion` makes the others. What an endpoint delivers outside these
// bounds the switch drops and counts as Malformed; what it cannot make a frame of it delivers as no bytes, so that this
// is counted too.

/// What became of a frame that was handed to an endpoint.
public enum SendResult: Sendable {
  /// Sent, or in the endpoint's queue.
  case sent
  /// The queue is full: the frame is lost.
  case queueFull
  /// Nobody is connected: the frame is lost.
  case disconnected
}

/// The half of a port that moves frames. One thread at a time calls; no call may block.
public protocol PortEndpoint: AnyObject {
  /// Readable (level-triggered) whenever `receive` has work: frames, a timer, a connection, room to write.
  /// The same for the whole life of the endpoint, and 0 or more.
  var descriptor: Int32 { get }

  /// Whether frames would reach somebody now.
  var isConnected: Bool { get }

  /// What frames that are sent here may still need. Does not change during a turn of the loop.
  var capabilities: OffloadCapabilities { get }

  /// Frames that `send` took and that were lost afterwards, since the endpoint was made: the adapter's queue was full,
  /// or the connection ended while they waited.
  var lostFrames: UInt64 { get }

  /// Does what is due and hands over the frames that wait, at most `receiveBatch` of them or as many as came with one
  /// read of 128 KiB; the rest comes with the next call. A frame is valid only during `deliver`. `deliver` may call
  /// `send` of this same endpoint.
  ///
  /// A lost connection that the endpoint mends by itself is no error.
  /// - Throws: when the endpoint cannot go on. The switch then closes it, and makes it anew once per second.
  func receive(_ deliver: (RawSpan, OffloadHeader) -> Void) throws

  /// Takes one frame to send. The frame is valid only during the call: send it or copy it.
  /// - Precondition: `capabilities` accept what `offload` asks for, and it has been checked against the frame.
  func send(_ frame: RawSpan, _ offload: OffloadHeader) -> SendResult

  /// Writes what `send` queued, as far as it goes without blocking. Called once per turn of the loop after sends.
  func flush()

  /// Closes every descriptor. No call follows.
  func close()
}

extension PortEndpoint {
  /// None: most endpoints send at once or tell.
  public var lostFrames: UInt64 { 0 }
}

/// Most frames that one `receive` delivers before the other ports get their turn.
public let receiveBatch = 256
