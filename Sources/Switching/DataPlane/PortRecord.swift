internal import Ethernet
internal import Glibc
internal import HyperV
internal import Virtio

// Theory of operation
//
// All that a worker needs to know of a port for each frame: flags, addresses, rings, counters. One trivial struct for each
// slot, in a block that is allocated once, so that a worker reaches it by its slot's number without a reference count.
//
// The control thread writes records while no worker runs. While workers run, a record belongs to the one worker that
// serves the port: others look at its PortFace.
//
// Limits: 256 slots.
//
// SAFETY: `rings` are the back end's slots and `endpoint` an object that SwitchPort keeps; both are taken out of the record,
// while no worker runs, before they go. `drops` is allocated with the block.

/// What decides quickly how a port's frames go.
struct PortFlags: OptionSet, BitwiseCopyable {
  let rawValue: UInt32

  /// The slot has a port.
  static let inUse = PortFlags(rawValue: 1 << 0)
  /// Frames go by rings that the machine shares.
  static let hasRings = PortFlags(rawValue: 1 << 1)
  /// Sources other than its own are learned, not dropped.
  static let learns = PortFlags(rawValue: 1 << 2)
  /// An uplink or NAT: leads to more than one adapter.
  static let isTrunk = PortFlags(rawValue: 1 << 3)
  static let isUplink = PortFlags(rawValue: 1 << 4)
  static let isNAT = PortFlags(rawValue: 1 << 5)
  /// Frames to addresses that nobody is known to have go here.
  static let takesUnknown = PortFlags(rawValue: 1 << 6)
  /// A policy looks at what comes in here (goes out here): no short way.
  static let inspectsIngress = PortFlags(rawValue: 1 << 7)
  static let inspectsEgress = PortFlags(rawValue: 1 << 8)
  static let isCaptured = PortFlags(rawValue: 1 << 9)
  static let mirrorsSource = PortFlags(rawValue: 1 << 10)
  static let mirrorsDestination = PortFlags(rawValue: 1 << 11)
  static let limitsStorms = PortFlags(rawValue: 1 << 15)
  static let isShaped = PortFlags(rawValue: 1 << 16)
  /// The guest broke a rule: nothing goes in or out.
  static let isStopped = PortFlags(rawValue: 1 << 18)
}

@safe struct PortRecord {
  static let limit = 256

  var flags: PortFlags = []
  var slot: Int32 = 0
  /// Which worker serves it.
  var worker: Int32 = 0
  /// Its adapter's address, 0 when it has none.
  var ownAddress: UInt64 = 0
  var vlan = PortVLAN()
  /// The VLAN of its frames when they have no tags, and no port of another kind of VLAN shares it.
  var plainVLAN: UInt16 = 0
  var learningCap: UInt32 = 0
  /// When its aged addresses were last let go of.
  var lastExpiry: UInt32 = .max

  /// Rings 2n (to the machine) and 2n + 1 (from it); nil while no machine is connected.
  var rings: UnsafeMutablePointer<RingSlot>?
  /// Pairs that run.
  var pairs: Int32 = 0
  /// Bytes of the machine's frame headers.
  var headerLength: Int32 = 12
  var isMergeable = false
  /// Offloads that its machine or device takes.
  var accepts: OffloadCapabilities = []
  /// Any other endpoint.
  var endpoint: Unmanaged<EndpointBox>?
  /// Rings (a bit for each pair), or the endpoint (bit 0), with frames that were not shown yet.
  var unflushed: UInt8 = 0
  /// Why it was stopped; worth something with `isStopped`.
  var violation: RingViolation?

  var receivedFrames: UInt64 = 0
  var receivedBytes: UInt64 = 0
  var sentFrames: UInt64 = 0
  var sentBytes: UInt64 = 0

  var bandwidth = TokenBucket()
  var storm = StormLimit()
  /// Its share of its worker's time.
  var share = DeficitShare()
  var sourceCheck = SourceCheck(own: .zero)
  var guards: Guards = []
  var accessControl: AccessControlTable.Handle
  let drops: DropTally

  init(_ drops: DropTally) {
    self.drops = drops
    accessControl = AccessControlTable.Handle()
  }

  /// As for a port that is new in this slot; the tally starts at zero.
  mutating func reset(slot: Int32) {
    drops.reset()
    let kept = drops
    self = PortRecord(kept)
    self.slot = slot
    flags = .inUse
  }
}

/// An endpoint behind a reference that a record can hold without counting.
final class EndpointBox {
  let endpoint: any PortEndpoint
  /// Why it cannot go on; its worker has taken it out of its epoll set.
  var failure: (any Error)?
  init(_ endpoint: any PortEndpoint) { self.endpoint = endpoint }
}
