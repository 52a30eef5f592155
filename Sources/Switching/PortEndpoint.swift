// Theory of operation
//
// A port of a switch has two halves. The switch's half (`SwitchPort`) holds policy and counters and is the same for
// every port. The other half, the endpoint, moves frames: over a stream socket to QEMU, a tap device, a packet
// socket, libslirp. Endpoints stand behind this one protocol, so that a new kind is one file and one case in the
// factory.
//
// Everything runs on the switch's single thread; an endpoint takes no locks and must never block. Per turn of the
// event loop the switch calls, in this order:
//   1. `receive` on each endpoint whose `descriptor` is readable; within it, `send` on the endpoints the frames go to;
//   2. `flush` on each endpoint that was sent to.
//
// An endpoint that needs more than one descriptor, a timer, or to wait for room to write makes an epoll descriptor of
// its own, puts the others into it, and offers that as `descriptor`: an epoll descriptor is itself readable while
// anything in it is ready. So the descriptor never changes, and the switch never needs to know what is behind it.
//
// A frame that crosses this interface is a complete Ethernet frame without frame check sequence: checksums filled in,
// not to be segmented any more, 14 to mtu + 18 bytes (Ethernet header and one VLAN tag). What an endpoint delivers
// outside these bounds the switch drops and counts as Malformed; what it cannot make a frame of it delivers as no
// bytes, so that this is counted too.

/// What became of a frame that was handed to an endpoint.
public enum SendResult: Sendable {
  /// Sent, or in the endpoint's queue.
  case sent
  /// The queue is full: the frame is lost.
  case queueFull
  /// Nobody is connected: the frame is lost.
  case disconnected
}

/// The half of a port that moves frames. All calls come from the switch's thread; none may block.
public protocol PortEndpoint: AnyObject {
  /// Readable (level-triggered) whenever `receive` has work: frames, a timer, a connection, room to write.
  /// The same for the whole life of the endpoint, and 0 or more.
  var descriptor: Int32 { get }

  /// Whether frames would reach somebody now.
  var isConnected: Bool { get }

  /// Does what is due and hands over the frames that wait, at most `receiveBatch` of them or as many as came with one
  /// read of 128 KiB; the rest comes with the next call. A frame is valid only during `deliver`. `deliver` may call `send` of this same endpoint.
  ///
  /// A lost connection that the endpoint mends by itself is no error.
  /// - Throws: when the endpoint cannot go on. The switch then closes it, and makes it anew once per second.
  func receive(_ deliver: (RawSpan) -> Void) throws

  /// Takes one frame to send. The frame is valid only during the call: send it or copy it.
  func send(_ frame: RawSpan) -> SendResult

  /// Writes what `send` queued, as far as it goes without blocking. Called once per turn of the loop after sends.
  func flush()

  /// Closes every descriptor. No call follows.
  func close()
}

/// Most frames that one `receive` delivers before the other ports get their turn.
public let receiveBatch = 256
