import Ethernet
import Switching

/// A frame with what it needs.
struct Packet: Hashable {
  var frame: [UInt8]
  var offload: OffloadHeader

  init(_ frame: [UInt8], _ offload: OffloadHeader) {
    self.frame = frame
    self.offload = offload
  }

  /// Reads hexadecimal: an offload header of 10 bytes, then the frame, into which `tag` is put. The length of the
  /// headers is that of the frame.
  init(_ text: String, _ tag: VLANTag? = nil) throws {
    let all = bytes(text)
    guard var packet = Packet(truncated: all, all.count) else { throw SandboxError("no packet: \(text)") }
    if let tag {
      let inserted = [UInt8(tag.type >> 8), UInt8(tag.type & 0xFF), UInt8(tag.control >> 8), UInt8(tag.control & 0xFF)]
      packet.frame.insert(contentsOf: inserted, at: 12)
      packet.offload = packet.offload.shifted(by: 4)
    }
    let offload = packet.frame.withRawSpan { packet.offload.checked(against: $0) }
    guard let offload else { throw SandboxError("contradicts itself: \(text)") }
    self.init(packet.frame, offload)
  }

  /// The first `count` bytes of a header of 10 bytes and a frame.
  init?(truncated packet: [UInt8], _ count: Int) {
    let offload = packet.withRawSpan { OffloadHeader($0.extracting(0..<min(count, 10))) }
    guard let offload else { return nil }
    self.init(Array(packet[10..<max(10, count)]), offload)
  }

  /// What is made of it for a receiver.
  func completed(
    for capabilities: OffloadCapabilities = [], longest: Int = FrameCompletion.longestFrame
  ) -> [(bytes: [UInt8], offload: OffloadHeader)] {
    var completion = FrameCompletion(identification: 0x0102_0303)
    var frames: [(bytes: [UInt8], offload: OffloadHeader)] = []
    let count = frame.withRawSpan { span in
      completion.complete(span, offload, for: capabilities, longest: longest) { frame, offload in
        frames.append((frame.bytes(at: 0, count: frame.byteCount)!, offload))
      }
    }
    precondition(count == frames.count)
    return frames
  }
}

/// Bytes written in hexadecimal.
func bytes(_ text: String) -> [UInt8] {
  let digits = text.compactMap(\.hexDigitValue)
  return stride(from: 0, to: digits.count, by: 2).map { UInt8(digits[$0] << 4 | digits[$0 + 1]) }
}

/// The checksum of RFC 1071 as simple as can be, to compare with: not complemented.
func slowSum(_ parts: [UInt8]...) -> UInt16 {
  var sum = 0
  for part in parts {
    for index in part.indices { sum += index.isMultiple(of: 2) ? Int(part[index]) << 8 : Int(part[index]) }
  }
  while sum > 0xFFFF { sum = sum & 0xFFFF + sum >> 16 }
  return UInt16(sum)
}

/// Numbers that look random and are the same in each run.
struct SplitMix: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ z >> 30) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ z >> 27) &* 0x94D0_49BB_1331_11EB
    return z ^ z >> 31
  }

  mutating func bytes(_ count: Int) -> [UInt8] { (0..<count).map { _ in UInt8(truncatingIfNeeded: next()) } }
}
