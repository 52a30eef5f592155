extension DriverQueue {
  /// The header before each frame (VIRTIO 1.2, section 5.1.6: virtio_net_hdr).
  package struct Header: Hashable, Sendable {
    /// Bit 0: the checksum is missing and `checksumStart` and `checksumOffset` say where; bit 1: it was found right.
    package var flags: UInt8
    /// What the frame is to be cut into: 0 nothing, 1 TCP over IPv4, 3 UDP fragments, 4 TCP over IPv6, 5 UDP datagrams;
    /// bit 7: ECN.
    package var segmentation: UInt8
    /// Bytes of all headers of a frame to be cut.
    package var headersLength: UInt16
    /// Payload bytes of each part.
    package var segmentSize: UInt16
    package var checksumStart: UInt16
    package var checksumOffset: UInt16
    /// Received: buffers that the frame fills.
    package var numBuffers: UInt16

    package init(
      flags: UInt8 = 0, segmentation: UInt8 = 0, headersLength: UInt16 = 0, segmentSize: UInt16 = 0,
      checksumStart: UInt16 = 0, checksumOffset: UInt16 = 0, numBuffers: UInt16 = 0
    ) {
      self.flags = flags
      self.segmentation = segmentation
      self.headersLength = headersLength
      self.segmentSize = segmentSize
      self.checksumStart = checksumStart
      self.checksumOffset = checksumOffset
      self.numBuffers = numBuffers
    }

    /// From the first bytes of a buffer; nil when they are too few.
    /// - Parameter length: 10, or 12 with `numBuffers`.
    package init?(_ bytes: [UInt8], _ length: Int) {
      guard bytes.count >= length else { return nil }
      func word(_ offset: Int) -> UInt16 { UInt16(bytes[offset]) | UInt16(bytes[offset + 1]) << 8 }
      self.init(
        flags: bytes[0], segmentation: bytes[1], headersLength: word(2), segmentSize: word(4),
        checksumStart: word(6), checksumOffset: word(8), numBuffers: length >= 12 ? word(10) : 1)
    }

    /// The first `length` bytes, 10 or 12.
    package func encoded(_ length: Int) -> [UInt8] {
      var bytes = [flags, segmentation]
      for word in [headersLength, segmentSize, checksumStart, checksumOffset, numBuffers] {
        bytes += [UInt8(truncatingIfNeeded: word), UInt8(truncatingIfNeeded: word >> 8)]
      }
      return Array(bytes[..<length])
    }
  }
}
