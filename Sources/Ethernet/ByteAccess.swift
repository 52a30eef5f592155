extension RawSpan {
  /// The one accessor through which bytes from outside are read: a big-endian number at `offset`, or nil when it does
  /// not lie within the span as a whole.
  @inlinable
  public func bigEndian<Number: FixedWidthInteger & BitwiseCopyable>(_ type: Number.Type, at offset: Int) -> Number? {
    guard offset >= 0, byteCount >= MemoryLayout<Number>.size, offset <= byteCount - MemoryLayout<Number>.size else {
      return nil
    }
    // SAFETY: the line above keeps the load within the span; every bit pattern is a valid integer.
    return Number(bigEndian: unsafe unsafeLoadUnaligned(fromByteOffset: offset, as: Number.self))
  }

  @inlinable
  public func byte(at offset: Int) -> UInt8? { bigEndian(UInt8.self, at: offset) }

  @inlinable
  public func uint16(at offset: Int) -> UInt16? { bigEndian(UInt16.self, at: offset) }

  @inlinable
  public func uint32(at offset: Int) -> UInt32? { bigEndian(UInt32.self, at: offset) }

  /// The six bytes at `offset` as a MAC address.
  @inlinable
  public func macAddress(at offset: Int) -> MACAddress? {
    guard let high = uint32(at: offset), let low = uint16(at: offset + 4) else { return nil }
    return MACAddress(rawValue: UInt64(high) << 16 | UInt64(low))
  }

  /// The four bytes at `offset` as an IPv4 address.
  @inlinable
  public func ipv4Address(at offset: Int) -> IPv4Address? {
    uint32(at: offset).map(IPv4Address.init(rawValue:))
  }

  /// A copy of `count` bytes from `offset`; nil when they are not all within the span.
  public func bytes(at offset: Int, count: Int) -> [UInt8]? {
    guard offset >= 0, count >= 0, count <= byteCount, offset <= byteCount - count else { return nil }
    // SAFETY: the array copies the bytes before the pointer ends.
    return unsafe extracting(offset..<(offset + count)).withUnsafeBytes { unsafe Array($0) }
  }
}

extension Array where Element == UInt8 {
  /// Appends a number in network byte order.
  public mutating func append<Number: FixedWidthInteger>(bigEndian number: Number) {
    for shift in stride(from: Number.bitWidth - 8, through: 0, by: -8) {
      append(UInt8(truncatingIfNeeded: number >> Number(shift)))
    }
  }

  /// Appends six octets.
  public mutating func append(_ address: MACAddress) { append(contentsOf: address.octets) }

  /// Appends four octets.
  public mutating func append(_ address: IPv4Address) { append(bigEndian: address.rawValue) }

  /// Calls `body` with the array's bytes as a span.
  @inlinable
  public func withRawSpan<Result>(_ body: (RawSpan) throws -> Result) rethrows -> Result {
    // SAFETY: the span ends with the call; bytes have no padding.
    try body(unsafe span.bytes)
  }
}
