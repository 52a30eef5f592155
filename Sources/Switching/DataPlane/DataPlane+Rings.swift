internal import CDroste
internal import Ethernet
internal import Glibc
internal import HyperV
internal import Virtio

// Theory of operation
//
// Frames that machines put into their rings, and the short way from ring to ring. See DataPlane.swift for the steps.
//
// A batch of up to 64 chains is fetched, each is forwarded, the receivers are shown theirs, then all are given back. The frame's header and first
// 128 bytes come into private memory with one copy; policy reads them there, and they go out from there. What lies behind
// them is copied from the sender's memory to the receiver's and never looked at.
//
// The short way is taken when nothing but addresses matters: the sender's own source address or one that it is known for, a
// known receiver with rings on the same worker, both in one VLAN without tags, no policy on either side that inspects, no
// ARP, neighbour discovery or tag (those are inspected), a complete frame, and a buffer of the receiver that holds it.
// Everything else goes through `receive`.
//
// Invariants: the short way sends and counts nothing before its last check passed, so a frame that falls back to `receive` is
// as if it had not been tried. `recentDestination` holds for a batch at most: a frame that goes the long way may move addresses.
//
// SAFETY of every access in this file: `record` is one of a port that this plane's worker serves; a target's record is only
// touched when the same worker serves it. `rings` has two slots for each pair that runs, while no one changes them.
// Chains and segments are what Virtqueue fetched: pointers with `length` mapped bytes. Private buffers hold
// `wholeCapacity` bytes, and lengths are checked against `longestFrame` or 65,553 before a copy. Nothing that was read from a
// machine's memory is used but from the private copy.

extension DataPlane {
  /// Forwards what a machine has put into the send ring of a pair, at most `limit` frames.
  /// - Returns: how many there were.
  func serve(_ record: UnsafeMutablePointer<PortRecord>, pair: Int, limit: Int) -> Int {
    guard let rings = unsafe record.pointee.rings else { return 0 }
    let ring = unsafe rings + (pair &* 2 &+ 1)
    guard unsafe ring.pointee.queue != nil, unsafe !ring.pointee.isHeld else { return 0 }
    unsafe ring.pointee.queue!.fetch(limit)
    let count = unsafe ring.pointee.queue!.chainCount
    if count > 0 {
      let isOpen = unsafe ring.pointee.isEnabled && !record.pointee.flags.contains(.isStopped)
      if isOpen {
        let chains = unsafe ring.pointee.queue!.chains
        let segments = unsafe ring.pointee.queue!.segments
        unsafe own.pointee.recentDestination = .max
        for index in 0..<min(Self.prefetchDistance, count) { unsafe prefetch(chains[index], segments) }
        for index in 0..<count {
          let ahead = index &+ Self.prefetchDistance
          if ahead < count { unsafe prefetch(chains[ahead], segments) }
          unsafe forward(chains[index], segments, record)
        }
      }
      // The receivers first: they wait for the frames, and nobody waits for the sender's buffers. One fence for all rings: it
      // waits until the other processors' lines are here, 100 ns in a batch of one frame.
      show()
      unsafe ring.pointee.queue!.giveAll()
      let isShown = unsafe ring.pointee.queue!.show()
      droste_full_fence()
      tell()
      if unsafe isShown && ring.pointee.queue!.wantsCall() { unsafe signal(ring, of: record) }
    }
    if let violation = unsafe ring.pointee.queue!.violation { unsafe stop(record, violation) }
    return count
  }

  /// Whether a machine has put something into the send ring of a pair.
  func hasMore(_ record: UnsafeMutablePointer<PortRecord>, pair: Int) -> Bool {
    guard let rings = unsafe record.pointee.rings else { return false }
    let ring = unsafe rings + (pair * 2 + 1)
    return unsafe !ring.pointee.isHeld && ring.pointee.queue?.hasMore() ?? false
  }

  /// Where to look for the next frame of the send ring of a pair.
  func watch(_ record: UnsafeMutablePointer<PortRecord>, pair: Int) -> RingWatch {
    guard let rings = unsafe record.pointee.rings else { return RingWatch() }
    let ring = unsafe rings + (pair * 2 + 1)
    guard unsafe !ring.pointee.isHeld else { return RingWatch() }
    return unsafe ring.pointee.queue?.watch ?? RingWatch()
  }

  /// Chains between the one that is forwarded and the one whose bytes are asked for. The sender's processor has them in its
  /// cache, some 100 ns away; more than eight pairs of lines in flight gain nothing.
  private static let prefetchDistance = 8

  /// Asks for the line with the header and the one behind it: a header ends where the driver likes.
  @inline(__always) private func prefetch(_ chain: Chain, _ segments: UnsafeMutablePointer<Segment>) {
    let start = unsafe segments[Int(chain.firstSegment)].pointer
    unsafe droste_prefetch(start)
    unsafe droste_prefetch(start + 64)
  }

  /// Stops a port for good: its machine broke a rule.
  func stop(_ record: UnsafeMutablePointer<PortRecord>, _ violation: RingViolation) {
    guard unsafe !record.pointee.flags.contains(.isStopped) else { return }
    unsafe record.pointee.flags.insert(.isStopped)
    unsafe record.pointee.violation = violation
    unsafe own.pointee.hasStopped = true
  }

  /// Tells the driver to look at a ring. A front end that makes this thread wait loses its port.
  func signal(_ ring: UnsafeMutablePointer<RingSlot>, of record: UnsafeMutablePointer<PortRecord>) {
    if unsafe ring.pointee.signal() { return }
    // None of its rings is told of anything until the control thread comes.
    if let rings = unsafe record.pointee.rings {
      for index in unsafe 0..<2 * Int(record.pointee.pairs) { unsafe rings[index].call = -1 }
    }
    unsafe stop(record, .blockedCall)
  }

  @inline(__always)
  private func forward(
    _ chain: Chain, _ segments: UnsafeMutablePointer<Segment>, _ record: UnsafeMutablePointer<PortRecord>
  ) {
    let headerLength = unsafe Int(record.pointee.headerLength)
    let length = Int(chain.length) &- headerLength
    let first = unsafe segments[Int(chain.firstSegment)]
    let prefix = min(length, Self.prefixLength)
    let frame = unsafe own.pointee.head + Self.frameOffset
    guard length >= EthernetHeader.length, Int(first.length) >= headerLength &+ prefix,
      unsafe length <= shared.pointee.longestFrame, unsafe !record.pointee.flags.contains(.inspectsIngress)
    else { return unsafe receiveWhole(chain, segments, record) }
    unsafe droste_copy(frame - headerLength, first.pointer, headerLength &+ prefix)
    let addresses = unsafe UInt64(bigEndian: frame.loadUnaligned(as: UInt64.self))
    let rest = unsafe UInt64(bigEndian: frame.loadUnaligned(fromByteOffset: 8, as: UInt64.self))
    let destination = addresses >> 16
    let source = (addresses & 0xFFFF) << 32 | rest >> 32
    let type = UInt16(truncatingIfNeeded: rest >> 16)
    // Flags and kind of the header: a checksum to fill in (bit 0), or anything to cut.
    let work = unsafe (frame - headerLength).loadUnaligned(as: UInt16.self) & 0xFF01
    guard unsafe isPlain(type, frame, length), work == 0, destination & 1 << 40 == 0 else {
      return unsafe receiveWhole(chain, segments, record)
    }
    let vlan = unsafe record.pointee.plainVLAN
    // In a VLAN a frame must have room for its tag, whether it gets one or not: the long way says why it is dropped.
    guard unsafe vlan == 0 || length <= shared.pointee.longestFrame &- EthernetHeader.tagLength else {
      return unsafe receiveWhole(chain, segments, record)
    }
    if unsafe record.pointee.flags.contains(.learns) {
      guard unsafe isKnown(source, vlan, record) else { return unsafe receiveWhole(chain, segments, record) }
    } else if unsafe !record.pointee.sourceCheck.allows(MACAddress(rawValue: source)) {
      return unsafe receiveWhole(chain, segments, record)
    }
    guard let target = unsafe shortTarget(destination, vlan, record),
      unsafe transmit(frame, prefix, length, chain, segments, headerLength, target, first)
    else { return unsafe receiveWhole(chain, segments, record) }
    unsafe record.pointee.receivedFrames &+= 1
    unsafe record.pointee.receivedBytes &+= UInt64(length)
  }

  /// Whether a frame of this EtherType teaches nobody an address and has no tag. IPv6 may be neighbour discovery, except
  /// right before TCP or UDP.
  @inline(__always)
  private func isPlain(_ type: UInt16, _ frame: UnsafeMutableRawPointer, _ length: Int) -> Bool {
    switch type {
    case 0x0800: return true
    case 0x86DD:
      guard length > 54 else { return false }
      let next = unsafe frame.load(fromByteOffset: 20, as: UInt8.self)
      return next == 6 || next == 17
    case 0x0806, 0x8100, 0x88A8: return false
    // Below is a length (IEEE 802.3, 3.2.6).
    default: return type >= 0x0600
    }
  }

  /// Whether a learning port has sent from this address before, by what the table says.
  @inline(__always)
  private func isKnown(_ source: UInt64, _ vlan: UInt16, _ record: UnsafeMutablePointer<PortRecord>) -> Bool {
    if unsafe source == record.pointee.ownAddress { return true }
    let table = unsafe shared.pointee.table
    guard let index = table.index(of: source, vlan) else { return false }
    let value = table[index]
    guard unsafe value.port == record.pointee.slot else { return false }
    unsafe table.touch(index, value, at: own.pointee.seconds)
    return true
  }

  /// The port with rings, on this worker, in the same plain VLAN, that a destination is known to be behind.
  @inline(__always)
  private func shortTarget(
    _ destination: UInt64, _ vlan: UInt16, _ record: UnsafeMutablePointer<PortRecord>
  ) -> UnsafeMutablePointer<PortRecord>? {
    if unsafe destination == own.pointee.recentDestination { return unsafe self.record(own.pointee.recentSlot) }
    let table = unsafe shared.pointee.table
    guard let index = table.index(of: destination, vlan) else { return nil }
    let value = table[index]
    guard value.port >= 0, unsafe !value.isAged(at: own.pointee.seconds) else { return nil }
    let face = face(value.port)
    guard unsafe face.worker == own.pointee.index, face.plainVLAN == vlan else { return nil }
    let target = unsafe self.record(value.port)
    let flags = unsafe target.pointee.flags
    guard flags.isSuperset(of: [.inUse, .hasRings]), flags.isDisjoint(with: [.inspectsEgress, .isStopped]),
      unsafe target != record
    else { return nil }
    unsafe own.pointee.recentDestination = destination
    unsafe own.pointee.recentSlot = value.port
    return unsafe target
  }

  /// The short way's last step; false when the receiver's next buffer does not hold the frame, or there is none.
  @inline(__always)
  private func transmit(
    _ frame: UnsafeMutableRawPointer, _ prefix: Int, _ length: Int, _ chain: Chain,
    _ segments: UnsafeMutablePointer<Segment>, _ headerLength: Int, _ target: UnsafeMutablePointer<PortRecord>,
    _ first: Segment
  ) -> Bool {
    guard unsafe target.pointee.pairs == 1, let rings = unsafe target.pointee.rings, unsafe rings.pointee.isEnabled,
      unsafe rings.pointee.queue != nil
    else { return false }
    if unsafe !rings.pointee.queue!.hasChain {
      unsafe rings.pointee.queue!.fetch(Virtqueue.batchLimit)
      guard unsafe rings.pointee.queue!.hasChain else { return false }
    }
    let queue = unsafe rings.pointee.queue!
    let targetHeader = unsafe Int(target.pointee.headerLength)
    let ahead = queue.nextChain &+ Self.prefetchDistance
    if ahead < queue.chainCount {
      let next = unsafe queue.segments[Int(queue.chains[ahead].firstSegment)].pointer
      // The header's line is written only where the frame begins in it.
      if UInt(bitPattern: next) & 63 &+ UInt(targetHeader) < 64 {
        unsafe droste_prefetch_write(next)
      } else {
        unsafe droste_prefetch(next)
      }
      unsafe droste_prefetch_write(next + 64)
    }
    let buffer = unsafe queue.chains[queue.nextChain]
    let room = unsafe queue.segments[Int(buffer.firstSegment)]
    guard Int(room.length) >= targetHeader &+ length else { return false }
    // A header that says nothing is left to do, with one buffer. Buffers that go round have it from the last time; then
    // nothing is written, and the line stays in the cache of the driver that is about to read it.
    if unsafe room.pointer.loadUnaligned(as: UInt64.self) != 0 {
      unsafe room.pointer.storeBytes(of: 0, as: UInt64.self)
    }
    if targetHeader == 12 {
      if unsafe room.pointer.loadUnaligned(fromByteOffset: 8, as: UInt32.self) != 1 << 16 {
        unsafe room.pointer.storeBytes(of: 1 << 16, toByteOffset: 8, as: UInt32.self)
      }
    } else {
      unsafe room.pointer.storeBytes(of: 0, toByteOffset: 8, as: UInt16.self)
    }
    let to = unsafe room.pointer + targetHeader
    unsafe droste_copy(to, frame, prefix)
    if length > prefix { unsafe copyRest(to + prefix, length &- prefix, chain, segments, headerLength &+ prefix) }
    unsafe rings.pointee.queue!.give(UInt32(truncatingIfNeeded: targetHeader &+ length))
    unsafe target.pointee.sentFrames &+= 1
    unsafe target.pointee.sentBytes &+= UInt64(length)
    unsafe markUnflushed(target, 1)
    return true
  }

  /// Copies `count` bytes of a chain from `offset` on.
  @inline(__always)
  private func copyRest(
    _ target: UnsafeMutableRawPointer, _ count: Int, _ chain: Chain, _ segments: UnsafeMutablePointer<Segment>,
    _ offset: Int
  ) {
    let first = unsafe segments[Int(chain.firstSegment)]
    if Int(first.length) >= offset &+ count {
      unsafe droste_copy(target, first.pointer + offset, count)
    } else {
      unsafe gather(target, count, chain, segments, offset)
    }
  }

  /// The same over any number of segments. The chain has as many bytes.
  private func gather(
    _ target: UnsafeMutableRawPointer, _ count: Int, _ chain: Chain, _ segments: UnsafeMutablePointer<Segment>,
    _ offset: Int
  ) {
    var to = unsafe target
    var left = count
    var skip = offset
    var index = Int(chain.firstSegment)
    let end = index + Int(chain.segmentCount)
    while left > 0, index < end {
      let segment = unsafe segments[index]
      index += 1
      let length = Int(segment.length)
      if skip >= length {
        skip -= length
        continue
      }
      let part = min(left, length - skip)
      unsafe droste_copy(to, segment.pointer + skip, part)
      unsafe to += part
      left -= part
      skip = 0
    }
  }

  /// The long way: a private copy of the whole frame, with all that a policy may want to know.
  private func receiveWhole(
    _ chain: Chain, _ segments: UnsafeMutablePointer<Segment>, _ record: UnsafeMutablePointer<PortRecord>
  ) {
    unsafe own.pointee.recentDestination = .max
    let headerLength = unsafe Int(record.pointee.headerLength)
    let length = Int(chain.length) - headerLength
    guard length >= 0 else { return unsafe stop(record, .header) }
    let frame = unsafe own.pointee.whole + Self.frameOffset
    guard length <= Self.wholeCapacity - 2 * Self.frameOffset + 18 else {
      unsafe gather(frame, Self.prefixLength, chain, segments, headerLength)
      let start = unsafe UnsafeRawBufferPointer(start: frame, count: Self.prefixLength)
      return unsafe dropMalformed(start.bytes, record, length)
    }
    unsafe gather(frame - headerLength, headerLength + length, chain, segments, 0)
    let bytes = unsafe UnsafeRawBufferPointer(start: frame, count: length)
    let head = unsafe UnsafeRawBufferPointer(start: frame - headerLength, count: headerLength)
    guard let header = unsafe OffloadHeader(head.bytes),
      let offload = unsafe header.isComplete ? .complete : header.checked(against: bytes.bytes)
    else { return unsafe dropMalformed(bytes.bytes, record, length) }
    unsafe receive(bytes.bytes, offload, from: record)
  }

  private func dropMalformed(_ frame: RawSpan, _ record: UnsafeMutablePointer<PortRecord>, _ length: Int) {
    unsafe record.pointee.receivedFrames &+= 1
    unsafe record.pointee.receivedBytes &+= UInt64(length)
    unsafe drop(.malformed, frame.macAddress(at: 6), frame, record, .in)
  }
}
