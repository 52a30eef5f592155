internal import CDroste
internal import Ethernet
internal import HyperV
internal import Virtio

// Theory of operation
//
// Frames in private memory on their way out of a port that this worker serves: through what looks at them there, completed
// where the receiver takes no offloads, into the rings of a machine or to another endpoint.
//
// Into rings: the frame fills the next buffer, or with mergeable buffers as many as it needs, after a header of 10 or 12
// bytes. When there are not enough buffers nothing is written (QueueFull). Used buffers are shown to the driver once a
// batch: `show`, a fence, `tell`.
//
// Invariant: a frame is in a receiver's buffers whole or not at all: `chainsNeeded` has found room before `fill` writes.
//
// SAFETY of every access in this file: `record` is one of a port that this plane's worker serves. Segments are what Virtqueue
// fetched, with `length` mapped bytes; `Cursor` never writes more than a segment has. `unflushed` has a place for each of 256
// slots, and a slot is in it once, as its record's bits tell. An endpoint's box is kept by its SwitchPort until it is out of
// the record.

extension DataPlane {
  /// Sends a frame out by a port of this worker.
  func emit(
    _ frame: RawSpan, _ offload: OffloadHeader, to record: UnsafeMutablePointer<PortRecord>, _ flooding: Bool
  ) {
    let flags = unsafe record.pointee.flags
    guard !flags.contains(.isStopped) else {
      if !flooding { unsafe drop(.portStopped, frame.macAddress(at: 6), frame, record, .out) }
      return
    }
    if flags.contains(.inspectsEgress) {
      let accessControl = unsafe record.pointee.accessControl
      if !accessControl.isEmpty, let key = FlowKey(frame),
        !accessControl.allows(key, .inbound, bytes: frame.byteCount)
      {
        return unsafe drop(.accessControl, key.source, frame, record, .out)
      }
      if flags.contains(.mirrorsSource) {
        // In the port's own form: its tag, or none, tells the VLAN as it does for what the port sends.
        let vlan = unsafe record.pointee.vlan.ingress(FlowKey(frame)?.vlan) ?? 0
        unsafe mirror(frame, offload, vlan, from: record)
      }
    }
    unsafe complete(frame, offload, to: record, flooding)
  }

  /// Does what the receiver does not, and sends.
  func complete(
    _ frame: RawSpan, _ offload: OffloadHeader, to record: UnsafeMutablePointer<PortRecord>, _ flooding: Bool
  ) {
    let accepts = unsafe record.pointee.accepts
    if accepts.accept(offload, in: frame) { return unsafe put(frame, offload, to: record, flooding) }
    let completion = unsafe own.pointee.completion
    let longest = unsafe shared.pointee.longestFrame
    let count = unsafe completion.pointee.complete(frame, offload, for: accepts, longest: longest) { part, rest in
      unsafe put(part, rest, to: record, flooding)
    }
    if count == 0 { unsafe drop(.malformed, frame.macAddress(at: 6), frame, record, .out) }
  }

  private func put(
    _ frame: RawSpan, _ offload: OffloadHeader, to record: UnsafeMutablePointer<PortRecord>, _ flooding: Bool
  ) {
    let result: SendResult
    if unsafe record.pointee.flags.contains(.hasRings) {
      result = unsafe putIntoRing(frame, offload, record)
    } else if let endpoint = unsafe record.pointee.endpoint {
      result = unsafe endpoint._withUnsafeGuaranteedRef { $0.endpoint.send(frame, offload) }
      if result == .sent { unsafe markUnflushed(record, 1) }
    } else {
      result = .disconnected
    }
    switch result {
    case .sent:
      if unsafe record.pointee.flags.contains(.isCaptured) { unsafe capture(frame, record, .out, nil) }
      unsafe record.pointee.sentFrames &+= 1
      unsafe record.pointee.sentBytes &+= UInt64(frame.byteCount)
    case .queueFull: unsafe drop(.queueFull, frame.macAddress(at: 6), frame, record, .out)
    case .disconnected: if !flooding { unsafe drop(.disconnected, frame.macAddress(at: 6), frame, record, .out) }
    }
  }

  private func putIntoRing(
    _ frame: RawSpan, _ offload: OffloadHeader, _ record: UnsafeMutablePointer<PortRecord>
  ) -> SendResult {
    let pairs = unsafe record.pointee.pairs
    guard pairs > 0, let rings = unsafe record.pointee.rings else { return .disconnected }
    let pair = pairs == 1 ? 0 : Int(FlowKey(frame)?.flowHash ?? 0) % Int(pairs)
    let ring = unsafe rings + pair * 2
    guard unsafe ring.pointee.isEnabled, unsafe ring.pointee.queue != nil else { return .disconnected }
    let headerLength = unsafe Int(record.pointee.headerLength)
    let total = headerLength + frame.byteCount
    let chains = unsafe chainsNeeded(total, &ring.pointee.queue!, record.pointee.isMergeable)
    if let violation = unsafe ring.pointee.queue!.violation, chains == 0 { unsafe stop(record, violation) }
    guard chains > 0 else { return .queueFull }
    var header = (UInt64(0), UInt64(0))
    unsafe withUnsafeMutableBytes(of: &header) { bytes in
      var target = unsafe UnsafeMutableRawBufferPointer(rebasing: bytes[..<headerLength]).mutableBytes
      offload.write(to: &target)
      if headerLength == 12 { target.storeBytes(of: UInt16(chains), toByteOffset: 10, as: UInt16.self) }
    }
    unsafe withUnsafeBytes(of: &header) { headerBytes in
      unsafe frame.withUnsafeBytes { frameBytes in
        var cursor = unsafe Cursor(headerBytes.baseAddress!, headerLength, frameBytes.baseAddress!, frameBytes.count)
        for _ in 0..<chains {
          let written = unsafe fill(&cursor, &ring.pointee.queue!)
          unsafe ring.pointee.queue!.give(written)
        }
      }
    }
    unsafe markUnflushed(record, 1 << UInt8(pair))
    return .sent
  }

  /// How many of the next chains hold `total` bytes, 1 without mergeable buffers; 0 when there are not enough.
  private func chainsNeeded(_ total: Int, _ queue: inout Virtqueue, _ isMergeable: Bool) -> Int {
    var room = 0
    var chains = 0
    while room < total {
      if queue.nextChain + chains == queue.chainCount {
        let before = queue.chainsLeft
        guard before < Virtqueue.batchLimit else { return 0 }
        queue.fetch(Virtqueue.batchLimit)
        guard queue.chainsLeft > before else { return 0 }
      }
      unsafe room += Int(queue.chains[queue.nextChain + chains].length)
      chains += 1
      if !isMergeable, room < total { return 0 }
    }
    return chains
  }

  /// Two pieces of private memory, read one after the other.
  @safe private struct Cursor {
    private var pointer: UnsafeRawPointer
    private var left: Int
    private let next: UnsafeRawPointer
    private var nextLeft: Int

    init(_ first: UnsafeRawPointer, _ count: Int, _ second: UnsafeRawPointer, _ secondCount: Int) {
      unsafe (pointer, left, next, nextLeft) = unsafe (first, count, second, secondCount)
    }

    /// Copies up to `count` bytes; how many there were.
    mutating func copy(to target: UnsafeMutableRawPointer, _ count: Int) -> Int {
      var done = 0
      while done < count {
        if left == 0 {
          guard nextLeft > 0 else { break }
          unsafe (pointer, left, nextLeft) = unsafe (next, nextLeft, 0)
        }
        let part = min(count - done, left)
        unsafe droste_copy(target + done, pointer, part)
        unsafe pointer += part
        left -= part
        done += part
      }
      return done
    }
  }

  private func fill(_ cursor: inout Cursor, _ queue: inout Virtqueue) -> UInt32 {
    let chain = unsafe queue.chains[queue.nextChain]
    var written = 0
    for index in 0..<Int(chain.segmentCount) {
      let segment = unsafe queue.segments[Int(chain.firstSegment) + index]
      let count = unsafe cursor.copy(to: segment.pointer, Int(segment.length))
      written += count
      if count < Int(segment.length) { break }
    }
    return UInt32(written)
  }

  /// Notes that a port has frames to be shown: `bits` are its pairs, or 1 for another endpoint.
  @inline(__always) func markUnflushed(_ record: UnsafeMutablePointer<PortRecord>, _ bits: UInt8) {
    if unsafe record.pointee.unflushed == 0 {
      unsafe own.pointee.unflushed[own.pointee.unflushedCount] = unsafe record.pointee.slot
      unsafe own.pointee.unflushedCount &+= 1
    }
    unsafe record.pointee.unflushed |= bits
  }

  /// Shows receivers what was sent since the last call, and tells those that want to be told.
  func flush() {
    show()
    droste_full_fence()
    tell()
  }

  /// Shows receivers what was sent since the last call. A full fence and `tell` come next.
  func show() {
    for index in unsafe 0..<own.pointee.unflushedCount {
      let record = unsafe self.record(own.pointee.unflushed[index])
      guard unsafe record.pointee.flags.contains(.hasRings), let rings = unsafe record.pointee.rings else { continue }
      let bits = unsafe record.pointee.unflushed
      for pair in unsafe 0..<Int(record.pointee.pairs) where bits & 1 << UInt8(pair) != 0 {
        if unsafe (rings + pair &* 2).pointee.queue?.show() != true {
          unsafe record.pointee.unflushed &-= 1 << UInt8(pair)
        }
      }
    }
  }

  /// Calls the drivers that want to be called for what they were shown; hands other endpoints theirs.
  func tell() {
    let count = unsafe own.pointee.unflushedCount
    unsafe own.pointee.unflushedCount = 0
    for index in 0..<count {
      let record = unsafe self.record(own.pointee.unflushed[index])
      let bits = unsafe record.pointee.unflushed
      unsafe record.pointee.unflushed = 0
      if unsafe record.pointee.flags.contains(.hasRings), let rings = unsafe record.pointee.rings {
        for pair in unsafe 0..<Int(record.pointee.pairs) where bits & 1 << UInt8(pair) != 0 {
          let ring = unsafe rings + pair &* 2
          if unsafe ring.pointee.queue?.wantsCall() == true { unsafe signal(ring, of: record) }
        }
      } else if let endpoint = unsafe record.pointee.endpoint {
        unsafe endpoint._withUnsafeGuaranteedRef { $0.endpoint.flush() }
      }
    }
  }
}
