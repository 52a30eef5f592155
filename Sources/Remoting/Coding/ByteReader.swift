/// The one way to read bytes that came from outside: every read is checked against what is there.
package struct ByteReader {
  private let bytes: ArraySlice<UInt8>
  private var place: Int

  package init(_ bytes: ArraySlice<UInt8>) {
    self.bytes = bytes
    place = bytes.startIndex
  }

  package init(_ bytes: [UInt8]) { self.init(bytes[...]) }

  package var remaining: Int { bytes.endIndex - place }

  package mutating func byte() throws(CodingFailure) -> UInt8 {
    guard place < bytes.endIndex else { throw .truncated }
    defer { place += 1 }
    return bytes[place]
  }

  package mutating func flag() throws(CodingFailure) -> Bool {
    switch try byte() {
    case 0: return false
    case 1: return true
    case let other: throw .unknown("truth value", UInt64(other))
    }
  }

  /// At most `limit`, and not more than could still follow when each thing has a byte.
  package mutating func count(_ what: String, limit: Int) throws(CodingFailure) -> Int {
    let number = try unsigned()
    guard number <= UInt64(limit) else { throw .limit(what, limit) }
    guard number <= UInt64(remaining) else { throw .truncated }
    return Int(number)
  }

  package mutating func unsigned() throws(CodingFailure) -> UInt64 {
    var number: UInt64 = 0
    for shift in stride(from: UInt64(0), through: 63, by: 7) {
      let next = try byte()
      guard shift < 63 || next <= 1 else { break }
      number |= UInt64(next & 0x7F) << shift
      if next & 0x80 == 0 { return number }
    }
    throw .limit("bits in a number", 64)
  }

  package mutating func signed() throws(CodingFailure) -> Int64 {
    let folded = try unsigned()
    return Int64(bitPattern: folded >> 1) ^ -Int64(bitPattern: folded & 1)
  }

  package mutating func fixed<Number: FixedWidthInteger>(_ kind: Number.Type) throws(CodingFailure) -> Number {
    var number = Number.zero
    for shift in 0..<(Number.bitWidth / 8) { number |= Number(truncatingIfNeeded: try byte()) << (shift * 8) }
    return number
  }

  package mutating func text(limit: Int = RemotingLimits.objectSize) throws(CodingFailure) -> String {
    let count = try count("bytes in a text", limit: limit)
    let part = bytes[place..<(place + count)]
    place += count
    guard let text = String(validating: part, as: UTF8.self) else { throw .notUTF8 }
    return text
  }

  package mutating func name() throws(CodingFailure) -> String { try text(limit: RemotingLimits.nameSize) }

  package mutating func optional(limit: Int = RemotingLimits.objectSize) throws(CodingFailure) -> String? {
    try flag() ? try text(limit: limit) : nil
  }

  package mutating func array() throws(CodingFailure) -> ArraySlice<UInt8> {
    let count = try count("bytes", limit: RemotingLimits.objectSize)
    defer { place += count }
    return bytes[place..<(place + count)]
  }

  /// Errors: something is left.
  package func end() throws(CodingFailure) {
    if remaining > 0 { throw .trailing(remaining) }
  }
}
