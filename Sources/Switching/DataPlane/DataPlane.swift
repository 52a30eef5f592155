internal import CDroste
internal import Ethernet
internal import Glibc
internal import HyperV
internal import Virtio

// Theory of operation
//
// What moves frames. There is one plane for each worker; all share the ports' records and the address table. A plane is a
// handle of two pointers, copied freely, whose methods take no locks, allocate nothing, and count no references.
//
// A frame goes through these steps, on the worker of the port that it came from:
//
// 1. Private. The header and the first 128 bytes are copied out of the machine's memory before anything looks at
//    them, and those bytes are what is sent: a guest cannot change a frame between the check and the copy.
//    Frames that need more than that are copied whole (DataPlane+Rings.swift).
// 2. Form. Shorter than its header, longer than mtu + 18, or a group or zero address as source: Malformed.
// 3. Port security and VLAN, by the policy of the port that it came from (DataPlane+Ingress.swift).
// 4. The DHCP server's frames go to the control thread.
// 5. Forwarding, within the frame's VLAN (DataPlane+Forward.swift).
//    A known unicast address: to its port; nowhere when that is where it came from.
//    Broadcast and multicast: to all other ports, save for IEEE 802.1D's reserved 01-80-C2-00-00-01 to -0F.
//    An unknown unicast address: to uplinks, and to ports with spoofing On, where a machine may be silent behind a
//    bridge. Never to a port with spoofing Off (its one address is known), never to NAT (libslirp answers whatever
//    it gets, and its addresses are known), and not from an uplink to an uplink. When there is no such port the frame
//    is filtered; that is no drop.
// 6. Delivery, on the worker of the port that it goes to (DataPlane+Transmit.swift): another one's gets it through a
//    FrameRing.
//
// The short way, for a plain frame between the rings of two machines that no policy looks into, does steps 2 to 6 on the
// private bytes at once and copies the rest from one machine's memory to the other's.
//
// Drops under steps 2 to 4 are counted on the port where the frame came in, QueueFull and Disconnected on the port where
// it was to go out. Disconnected counts only frames to a known unicast address: that broadcasts do not reach a machine
// that is off is no loss.
//
// Limits: 256 ports, 8 workers, frames of 65,553 bytes (64 KiB of IP packet, Ethernet header, one tag) less where the MTU
// says so.
//
// SAFETY: the blocks behind the pointers are allocated by DataPlanes and freed when all workers have ended. Shared fields are
// written by the control thread while no worker runs; a plane's own state is touched by its worker alone, or by the control
// thread while it is parked. Slots are below `slotCount`, which is at most 256.

/// What all planes share.
@safe struct SharedState {
  let records: UnsafeMutablePointer<PortRecord>
  /// By slot: what all workers may know of a port.
  let faces: UnsafeMutablePointer<PortFace>
  let table: AddressTable
  /// Slots that were ever used.
  var slotCount = 0
  /// Frames may have this many bytes, with a tag.
  var longestFrame = 0
  /// Addresses learned on each port, by slot: changed by any worker, with atomic additions.
  let learned: UnsafeMutablePointer<UInt32>
  /// Whether a DHCP server is configured.
  var hasDHCP = false
  /// The IPv4 address that the switch itself answers ARP for; 0: none.
  var answeredAddress: UInt32 = 0
  /// Ports that get copies of what mirrored ports send and receive.
  var mirrors = PortSet()
  /// Who is in which multicast group. Changed by the control thread only.
  let groups: UnsafeMutablePointer<GroupTable>
  /// Frames to a port that found the ring to its worker full, by slot: atomic additions.
  let lost: UnsafeMutablePointer<UInt32>
  /// In which VLAN addresses are learned.
  var privateVLANs = PrivateVLANMap.Handle()
  /// Added to a plane's clock it gives the time since 1970, in nanoseconds.
  var wallClockOffset: UInt64 = 0
  /// To the control thread, one ring from each worker.
  let punts: UnsafeMutablePointer<FrameRing>
  let workers: Int
  /// Tells the control thread that there is something in `punts`; -1 without one.
  var puntEvent: Int32 = -1
}

/// What one plane has for itself.
@safe struct PlaneState {
  let index: Int32
  /// Of a clock that only goes forward.
  var seconds: UInt32 = 0
  var nanoseconds: UInt64 = 0
  /// Private copies: `head` for headers (the frame starts at 64), `whole` for whole frames (at 64 too).
  let head: UnsafeMutableRawPointer
  let whole: UnsafeMutableRawPointer
  let completion: UnsafeMutablePointer<FrameCompletion>
  let forms: UnsafeMutablePointer<FrameForms>
  /// Slots with frames that were not shown yet.
  let unflushed: UnsafeMutablePointer<Int32>
  var unflushedCount = 0
  /// Where the last frame went: most go the same way as the one before. Worth something during a batch.
  var recentDestination: UInt64 = 0
  var recentSlot: Int32 = 0
  var recentVLAN: UInt16 = 0
  /// Rings from this plane to the others, and from the others to this one, by worker.
  let outgoing: UnsafeMutablePointer<FrameRing>
  let incoming: UnsafeMutablePointer<FrameRing>
  /// Workers with something new in their ring.
  var woken: UInt8 = 0
  var hasPunted = false
  let tap: CaptureTap
  /// A port whose machine broke a rule in this turn, to be told to the control thread.
  var hasStopped = false
}

// SAFETY: what it points to is freed by DataPlanes after its last worker ended; between `enter` and `leave` of the gate it is
// used by its own worker's thread alone, and by the control thread while the gate is closed.
@safe struct DataPlane: @unchecked Sendable {
  /// Bytes of a frame that are looked at on the short way.
  static let prefixLength = 128
  /// Where frames start in private memory: room for a header before them.
  static let frameOffset = 64
  static let wholeCapacity = 64 + 65536 + 64

  let shared: UnsafeMutablePointer<SharedState>
  let own: UnsafeMutablePointer<PlaneState>

  @inline(__always) func record(_ slot: Int32) -> UnsafeMutablePointer<PortRecord> {
    unsafe shared.pointee.records + Int(slot)
  }

  /// The port of any worker.
  @inline(__always) func face(_ slot: Int32) -> PortFace { unsafe shared.pointee.faces[Int(slot)] }

  /// Takes the time for the turn that begins.
  func readClock() {
    var time = timespec()
    unsafe clock_gettime(CLOCK_MONOTONIC, &time)
    unsafe own.pointee.seconds = UInt32(truncatingIfNeeded: time.tv_sec)
    unsafe own.pointee.nanoseconds = UInt64(time.tv_sec) &* 1_000_000_000 &+ UInt64(time.tv_nsec)
  }
}
