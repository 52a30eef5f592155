internal import CDroste
internal import Ethernet
internal import Glibc

// Theory of operation
//
// Where frames of a packet socket arrive: 16 slots of 68 KiB, filled by one system call, each with a vnet header of 10
// bytes and a frame of up to 65557 bytes (GRO merges up to 64 KiB). Slots start at pages, and untouched pages take no
// memory: 64 KiB while frames are small, 1.1 MiB at most.
//
// The kernel writes the slots during `receive` only, so a frame that was checked does not change. Three things are
// mended in place, before the frame is looked at:
//   * A VLAN tag that the kernel took out is put back: the addresses move 4 bytes to the front, over the vnet header, which
//     has been read by then.
//   * A frame that an adapter merged by itself (LRO) has its checksum checked and not missing. It gets the pseudo
//     header's sum instead, as everything that is to be cut has it.
//   * What is longer than its slot, too short, or contradicts its header becomes no bytes, and counts as Malformed.

// SAFETY: owns its memory from init to deinit; pointers to it are given to the kernel during `receive` only.
@safe
struct PacketSlots: ~Copyable {
  static let count = Int32(DROSTE_PACKET_RECEIVE_LIMIT)
  private static let stride = 17 << 12
  private static let headerLength = Int(DROSTE_VNET_HEADER_LENGTH)

  private let base: UnsafeMutableRawPointer
  private let packets: UnsafeMutablePointer<droste_packet>
  private var filled = 0

  init() {
    var memory: UnsafeMutableRawPointer?
    // SAFETY: posix_memalign writes `memory`; freed in deinit.
    let status = unsafe posix_memalign(&memory, 4096, Self.stride * Int(Self.count))
    guard status == 0, let memory = unsafe memory else { fatalError("No memory for the buffers of an uplink.") }
    unsafe base = memory
    unsafe packets = .allocate(capacity: Int(Self.count))
    unsafe packets.initialize(repeating: droste_packet(), count: Int(Self.count))
  }

  deinit {
    // SAFETY: both were allocated in init.
    unsafe free(base)
    unsafe packets.deallocate()
  }

  /// Reads up to 16 frames; how many, or a negative errno.
  mutating func receive(from socket: Int32) -> Int32 {
    // SAFETY: the function writes at most `count` slots of `stride` bytes and as many elements of `packets`.
    let count = unsafe droste_packet_receive(socket, base, Self.stride, UInt32(Self.count), packets)
    filled = max(0, Int(count))
    return count
  }

  /// Calls `body` with the frame of slot `index` and what it needs; with no bytes when it is no frame.
  /// - Precondition: `index` is below what the last `receive` returned.
  mutating func withFrame(_ index: Int, _ body: (RawSpan, OffloadHeader) -> Void) {
    precondition(index >= 0 && index < filled)
    // SAFETY: `packets` has 16 elements, of which `filled` are set.
    let packet = unsafe packets[index]
    guard packet.length <= Self.stride, Int(packet.length) >= Self.headerLength + EthernetHeader.length else {
      return body(RawSpan(), .complete)
    }
    // SAFETY: the slot lies within the memory, and is not used otherwise while the span lives.
    var slot = unsafe MutableRawSpan(
      _unsafeStart: base + index * Self.stride, byteCount: Int(packet.length))
    guard var offload = OffloadHeader(slot.bytes) else { return body(RawSpan(), .complete) }
    var start = Self.headerLength
    if packet.has_vlan != 0 {
      start -= EthernetHeader.tagLength
      Self.putBack(VLANTag(type: packet.vlan_tpid, control: packet.vlan_tci), &slot)
      offload = offload.shifted(by: EthernetHeader.tagLength)
    }
    if offload.kind != .none, !offload.needsChecksum { Self.clearChecksum(&offload, &slot, start) }
    let frame = slot.bytes.extracting(start..<slot.byteCount)
    guard let checked = offload.checked(against: frame) else { return body(RawSpan(), .complete) }
    body(frame, checked)
  }

  /// Puts a tag behind the addresses, which move to the front.
  private static func putBack(_ tag: VLANTag, _ slot: inout MutableRawSpan) {
    let start = headerLength - EthernetHeader.tagLength
    let addresses = (slot.bytes.uint32(at: headerLength) ?? 0, slot.bytes.uint32(at: headerLength + 4) ?? 0)
    let rest = slot.bytes.uint32(at: headerLength + 8) ?? 0
    slot.storeBytes(of: addresses.0.bigEndian, toByteOffset: start, as: UInt32.self)
    slot.storeBytes(of: addresses.1.bigEndian, toByteOffset: start + 4, as: UInt32.self)
    slot.storeBytes(of: rest.bigEndian, toByteOffset: start + 8, as: UInt32.self)
    slot.storeBytes(of: tag.type.bigEndian, toByteOffset: start + 12, as: UInt16.self)
    slot.storeBytes(of: tag.control.bigEndian, toByteOffset: start + 14, as: UInt16.self)
  }

  /// Makes the checksum of a frame to be cut a missing one.
  private static func clearChecksum(_ offload: inout OffloadHeader, _ slot: inout MutableRawSpan, _ start: Int) {
    let offset = offload.kind == .tcpIPv4 || offload.kind == .tcpIPv6 ? 16 : 6
    guard let (transport, sum) = pseudoHeader(slot.bytes.extracting(start..<slot.byteCount)),
      start + transport + offset + 2 <= slot.byteCount
    else { return }
    slot.storeBytes(of: sum.bigEndian, toByteOffset: start + transport + offset, as: UInt16.self)
    offload.needsChecksum = true
    offload.checksumStart = UInt16(truncatingIfNeeded: transport)
    offload.checksumOffset = UInt16(truncatingIfNeeded: offset)
  }

  /// Where the transport header starts, and the sum that its checksum field begins with.
  private static func pseudoHeader(_ frame: RawSpan) -> (transport: Int, sum: UInt16)? {
    guard let layout = HeaderLayout(frame) else { return nil }
    let sum = FrameCompletion.pseudoHeader(frame, layout, length: frame.byteCount - layout.transport)
    return (layout.transport, sum.partial)
  }
}
