internal import CDroste

// Theory of operation
//
// The memory that outlives this process (docs/interop/vhost-user.rst, "Inflight I/O tracking"): a file that this back end
// makes, the front end keeps, and the next back end is given. It has one area for each ring: a header (see
// InflightRecord) and the document's array of descriptor states, which this back end does not need and leaves zero,
// but other back ends would write. Areas are multiples of 64 bytes.
//
// Limits: 16 rings of 32768 entries, 32 bytes each: 16 MiB, of which only headers are ever touched.
//
// SAFETY: a record lies within the mapping, whose size was checked against the number and size of rings; it is used
// by rings that are stopped before the region goes.
final class InflightRegion {
  private let mapping: MappedRegion
  private let rings: Int
  private let ringSize: Int

  /// Bytes of one ring's area. A packed ring's entry has 32 bytes, a split one's 16; the header 32 and 16, of which
  /// InflightRecord uses no more.
  static func stride(_ ringSize: Int, isPacked: Bool) -> Int {
    let bytes = isPacked ? 32 + 32 * ringSize : 16 + 16 * ringSize
    return max(InflightRecord.length, (bytes + 63) & ~63)
  }

  private let stride: Int

  init(
    _ file: OwnedDescriptor, offset: UInt64, size: UInt64, rings: Int, ringSize: Int, isPacked: Bool
  ) throws(Refusal) {
    stride = Self.stride(ringSize, isPacked: isPacked)
    guard UInt64(stride * rings) <= size else {
      throw Refusal("\(size) bytes for \(rings) rings of \(ringSize) entries, which need \(stride * rings)")
    }
    mapping = try MappedRegion(file, offset: offset, size: UInt64(stride * rings))
    self.rings = rings
    self.ringSize = ringSize
    guard unsafe UInt(bitPattern: mapping.start) & 7 == 0 else { throw Refusal("offset \(offset) is not aligned") }
  }

  /// The header of a ring; nil when the region has none for it.
  func record(_ ring: Int, size: Int) -> UnsafeMutableRawPointer? {
    guard ring < rings, size <= ringSize else { return nil }
    return unsafe mapping.start + ring * stride
  }

  /// Forgets where a ring stood.
  func clear(_ ring: Int) {
    // SAFETY: a record has 64 bytes; 0 at its version says that nobody initialized it.
    if let record = unsafe record(ring, size: 0) { unsafe record.storeBytes(of: 0, toByteOffset: 8, as: UInt16.self) }
  }

  var isLost: Bool { mapping.isLost }
}

extension VhostUserBackend {
  /// GET_INFLIGHT_FD: a new region, zeroed, for the number and size of rings that the payload gives at 16.
  func makeInflight(_ payload: [UInt8]) throws(Refusal) -> Answer {
    let (rings, ringSize) = try inflightShape(payload)
    let isPacked = acknowledged.contains(.packedRing)
    let size = InflightRegion.stride(ringSize, isPacked: isPacked) * rings
    // SAFETY: the name lives for the call.
    let number = unsafe droste_memory_file("droste-inflight", Int64(size))
    guard number >= 0 else { throw Refusal("memfd_create: errno \(-number)") }
    let file = OwnedDescriptor(number)
    let region = try InflightRegion(
      file, offset: 0, size: UInt64(size), rings: rings, ringSize: ringSize, isPacked: isPacked)
    rebuild { inflight = region }
    var answer: [UInt8] = .word64(UInt64(size))
    answer.append(word64: 0)
    return Answer(answer + payload[16...], file)
  }

  /// SET_INFLIGHT_FD: the region of a back end before this one, or the one that was just made.
  func setInflight(_ message: VhostUserMessage) throws(Refusal) {
    guard let file = message.descriptors.first else { throw Refusal("no descriptor") }
    let (rings, ringSize) = try inflightShape(message.payload)
    let region = try InflightRegion(
      file, offset: message.payload.word64(at: 8), size: message.payload.word64(at: 0), rings: rings,
      ringSize: ringSize, isPacked: acknowledged.contains(.packedRing))
    rebuild { inflight = region }
  }

  private func inflightShape(_ payload: [UInt8]) throws(Refusal) -> (rings: Int, ringSize: Int) {
    let rings = Int(payload.word16(at: 16))
    let ringSize = Int(payload.word16(at: 18))
    guard rings >= 1, rings <= ringCount, ringSize >= 1, ringSize <= Virtqueue.sizeLimit else {
      throw Refusal("\(rings) rings of \(ringSize) entries")
    }
    return (rings, ringSize)
  }
}
