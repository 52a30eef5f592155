/// CRC-32C (Castagnoli, RFC 3720 appendix B.4), over bytes that come in pieces.
package struct CRC32C: Sendable {
  private var state: UInt32 = ~0

  package init() {}

  /// The checksum of all bytes so far.
  package var value: UInt32 { ~state }

  package mutating func update(_ bytes: [UInt8]) { update(bytes[...]) }

  package mutating func update(_ bytes: ArraySlice<UInt8>) { bytes.withUnsafeBytes { update($0) } }

  /// Eight bytes at a time through eight tables: 1 to 2 GB/s where one table gives 0.4.
  package mutating func update(_ bytes: UnsafeRawBufferPointer) {
    var crc = state
    Self.tables.withUnsafeBufferPointer { t in
      var offset = 0
      while bytes.count - offset >= 8 {
        let word = bytes.loadUnaligned(fromByteOffset: offset, as: UInt64.self).littleEndian ^ UInt64(crc)
        crc = t[1792 + Int(word & 0xFF)]
        crc ^= t[1536 + Int(word >> 8 & 0xFF)]
        crc ^= t[1280 + Int(word >> 16 & 0xFF)]
        crc ^= t[1024 + Int(word >> 24 & 0xFF)]
        crc ^= t[768 + Int(word >> 32 & 0xFF)]
        crc ^= t[512 + Int(word >> 40 & 0xFF)]
        crc ^= t[256 + Int(word >> 48 & 0xFF)]
        crc ^= t[Int(word >> 56)]
        offset += 8
      }
      while offset < bytes.count {
        crc = crc >> 8 ^ t[Int((crc ^ UInt32(bytes[offset])) & 0xFF)]
        offset += 1
      }
    }
    state = crc
  }

  /// Table k, at 256 * k, advances a byte over k further bytes.
  private static let tables: [UInt32] = {
    var tables = [UInt32](repeating: 0, count: 8 * 256)
    for index in 0..<256 {
      var crc = UInt32(index)
      for _ in 0..<8 { crc = crc & 1 == 1 ? crc >> 1 ^ 0x82F6_3B78 : crc >> 1 }
      tables[index] = crc
    }
    for index in 256..<tables.count {
      let before = tables[index - 256]
      tables[index] = before >> 8 ^ tables[Int(before & 0xFF)]
    }
    return tables
  }()
}
