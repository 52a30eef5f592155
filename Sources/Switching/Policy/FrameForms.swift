internal import Ethernet

// Theory of operation
//
// A frame in its other form: with the tag that it came without, or without the one that it came with. Made when the
// first port wants it and kept until the next frame, in memory that is allocated once and holds the longest frame. No
// frame needs more than one other form: of a frame with a tag it is the one without, and the reverse.
//
// A caller that owns the frame's memory with 4 bytes before it needs no copy: `insertTag` and `removeTag` move the 12
// bytes of addresses.

/// A frame's other form. Used by one thread.
// SAFETY: `buffer` has `capacity` bytes from `init` to `deinit`, which each write is checked against.
@safe package struct FrameForms: ~Copyable {
  /// Bytes that hold every frame in either form: 64 KiB of payload, 128 of headers.
  package static let capacity = 65536 + 128

  private let buffer: UnsafeMutableRawPointer
  private var count = 0
  private var form: PortVLAN.Form?

  package init() { unsafe buffer = .allocate(byteCount: Self.capacity, alignment: 64) }

  deinit { unsafe buffer.deallocate() }

  /// Forgets the last frame.
  package mutating func reset() { form = nil }

  /// The frame with an outer tag of `vlan`, valid until `reset`: a priority tag becomes that one and keeps its
  /// priority; else the tag has priority 0. `isPriorityTagged`: it has a tag, with id 0.
  /// - Precondition: the frame has its whole Ethernet header and fits `capacity` with the tag.
  package mutating func tagged(_ frame: RawSpan, _ isPriorityTagged: Bool, vlan: UInt16) -> UnsafeRawBufferPointer {
    if form == .tagged { return unsafe made }
    let added = isPriorityTagged ? 0 : EthernetHeader.tagLength
    precondition(frame.byteCount + added >= 18 && frame.byteCount + added <= Self.capacity, "no Ethernet frame")
    let priority = isPriorityTagged ? (frame.uint16(at: 14) ?? 0) & 0xF000 : 0
    let type = isPriorityTagged ? frame.uint16(at: 12) ?? EtherType.vlan.rawValue : EtherType.vlan.rawValue
    copy(frame, 0..<12, to: 0)
    unsafe buffer.storeBytes(of: type.bigEndian, toByteOffset: 12, as: UInt16.self)
    unsafe buffer.storeBytes(of: (priority | vlan & 0x0FFF).bigEndian, toByteOffset: 14, as: UInt16.self)
    copy(frame, (16 - added)..<frame.byteCount, to: 16)
    return unsafe finish(.tagged, frame.byteCount + added)
  }

  /// The frame, which has a tag, without its outer one; valid until `reset`.
  /// - Precondition: the frame has its whole Ethernet header and fits `capacity`.
  package mutating func untagged(_ frame: RawSpan) -> UnsafeRawBufferPointer {
    if form == .untagged { return unsafe made }
    precondition(frame.byteCount >= 18 && frame.byteCount <= Self.capacity, "no Ethernet frame with a tag")
    copy(frame, 0..<12, to: 0)
    copy(frame, 16..<frame.byteCount, to: 12)
    return unsafe finish(.untagged, frame.byteCount - EthernetHeader.tagLength)
  }

  private var made: UnsafeRawBufferPointer { unsafe UnsafeRawBufferPointer(start: buffer, count: count) }

  private mutating func finish(_ form: PortVLAN.Form, _ count: Int) -> UnsafeRawBufferPointer {
    self.form = form
    self.count = count
    return unsafe made
  }

  private func copy(_ frame: RawSpan, _ range: Range<Int>, to offset: Int) {
    // SAFETY: the callers' preconditions keep both ranges within their memory; the buffer is not the frame's.
    unsafe frame.extracting(range).withUnsafeBytes { bytes in
      guard let source = bytes.baseAddress else { return }
      unsafe (buffer + offset).copyMemory(from: source, byteCount: bytes.count)
    }
  }

  /// Puts a tag of `vlan` into a frame in place. The frame begins 4 bytes earlier then; what is there must be its
  /// memory too.
  /// - Parameter frame: at least 12 bytes, with 4 more before them.
  package static func insertTag(_ frame: UnsafeMutableRawPointer, vlan: UInt16) -> UnsafeMutableRawPointer {
    // SAFETY: from 4 bytes before the frame to its 12th, which the caller promises.
    let moved = unsafe frame - EthernetHeader.tagLength
    unsafe moved.copyMemory(from: frame, byteCount: 12)
    unsafe moved.storeBytes(of: EtherType.vlan.rawValue.bigEndian, toByteOffset: 12, as: UInt16.self)
    unsafe moved.storeBytes(of: (vlan & 0x0FFF).bigEndian, toByteOffset: 14, as: UInt16.self)
    return unsafe moved
  }

  /// Takes the outer tag out of a frame in place. The frame begins 4 bytes later then.
  /// - Parameter frame: at least 18 bytes, with a tag.
  package static func removeTag(_ frame: UnsafeMutableRawPointer) -> UnsafeMutableRawPointer {
    // SAFETY: the first 16 bytes of the frame.
    let moved = unsafe frame + EthernetHeader.tagLength
    unsafe moved.copyMemory(from: frame, byteCount: 12)
    return unsafe moved
  }
}
