internal import HyperV

/// Little-endian values at checked offsets of a file's bytes: the one accessor for what other people's files say.
struct ByteReader {
  private let bytes: [UInt8]
  private let name: String

  init(_ bytes: [UInt8], name: String) {
    self.bytes = bytes
    self.name = name
  }

  var count: Int { bytes.count }

  var damaged: DrosteError { DrosteError(.unspecified, "\(name) is damaged: it points outside itself.") }

  func uint8(_ offset: Int) throws -> UInt8 {
    guard offset >= 0, offset < bytes.count else { throw damaged }
    return bytes[offset]
  }

  func uint16(_ offset: Int) throws -> UInt16 { UInt16(truncatingIfNeeded: try value(offset, 2)) }
  func uint32(_ offset: Int) throws -> UInt32 { UInt32(truncatingIfNeeded: try value(offset, 4)) }
  func uint64(_ offset: Int) throws -> UInt64 { try value(offset, 8) }

  /// A 64-bit file offset or size, which must lie within the file.
  func offset(_ offset: Int) throws -> Int {
    let value = try uint64(offset)
    guard value <= UInt64(bytes.count) else { throw damaged }
    return Int(value)
  }

  /// The zero-terminated text at `offset`, at most 4096 bytes.
  func string(_ offset: Int) throws -> String {
    guard offset >= 0, offset < bytes.count,
      let end = bytes[offset..<min(bytes.count, offset + 4096)].firstIndex(of: 0)
    else { throw damaged }
    return String(decoding: bytes[offset..<end], as: UTF8.self)
  }

  private func value(_ offset: Int, _ size: Int) throws -> UInt64 {
    guard offset >= 0, offset <= bytes.count - size else { throw damaged }
    return (0..<size).reduce(0) { $0 | UInt64(bytes[offset + $1]) << (8 * UInt64($1)) }
  }
}
