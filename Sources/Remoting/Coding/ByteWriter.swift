/// Bytes in the making: numbers little-endian, counts as groups of seven bits, the lowest first.
package struct ByteWriter {
  package private(set) var bytes: [UInt8] = []
  private let limit: Int

  package init(limit: Int = RemotingLimits.frameSize) { self.limit = limit }

  package mutating func byte(_ byte: UInt8) { bytes.append(byte) }

  package mutating func flag(_ flag: Bool) { bytes.append(flag ? 1 : 0) }

  package mutating func count(_ number: Int) { unsigned(UInt64(max(0, number))) }

  package mutating func unsigned(_ number: UInt64) {
    var rest = number
    while rest >= 0x80 {
      bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
      rest >>= 7
    }
    bytes.append(UInt8(rest))
  }

  /// The sign goes to the lowest bit, so that small negative numbers are short.
  package mutating func signed(_ number: Int64) { unsigned(UInt64(bitPattern: number << 1 ^ number >> 63)) }

  package mutating func fixed<Number: FixedWidthInteger>(_ number: Number) {
    for shift in stride(from: 0, to: Number.bitWidth, by: 8) {
      bytes.append(UInt8(truncatingIfNeeded: number >> shift))
    }
  }

  /// Errors: the limit of bytes.
  package mutating func text(_ text: String) throws(CodingFailure) {
    let units = text.utf8
    guard bytes.count + units.count <= limit else { throw .limit("bytes", limit) }
    count(units.count)
    bytes.append(contentsOf: units)
  }

  package mutating func optional(_ text: String?) throws(CodingFailure) {
    flag(text != nil)
    if let text { try self.text(text) }
  }

  /// Errors: the limit of bytes.
  package mutating func append(_ other: [UInt8]) throws(CodingFailure) {
    guard bytes.count + other.count <= limit else { throw .limit("bytes", limit) }
    count(other.count)
    bytes.append(contentsOf: other)
  }

  package func check() throws(CodingFailure) {
    guard bytes.count <= limit else { throw .limit("bytes", limit) }
  }
}
