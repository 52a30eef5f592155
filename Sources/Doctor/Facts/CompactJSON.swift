internal import FoundationEssentials

/// Writes facts as JSON, as JSONEncoder does, straight into bytes. The library builds a tree of boxed values first, which was
/// nearly half of the instructions that a host took for its own facts (callgrind: 1.0 of 2.2 million).
package enum CompactJSON {
  /// The value's JSON, in one line. Throws what `value` throws, and for a number that is not finite.
  package static func encode(_ value: some Encodable) throws -> [UInt8] {
    let output = Output()
    try output.writeValue(value)
    // What is rare is left to the library.
    return output.isBeyondIt ? try [UInt8](JSONEncoder().encode(value)) : output.bytes
  }
}

/// The text so far. A value that is being written may have opened an object or an array, which ends with it.
private final class Output {
  enum Kind {
    case single, object, array
  }

  var bytes: [UInt8] = []
  /// Whether something was asked for that is not written here: containers within containers by hand, Data.
  var isBeyondIt = false
  private var kind = Kind.single

  init() { bytes.reserveCapacity(8 << 10) }

  func writeValue<Value: Encodable>(_ value: Value) throws {
    guard Value.self != Data.self, Value.self != URL.self, Value.self != Decimal.self else {
      isBeyondIt = true
      return
    }
    let outer = kind
    let start = bytes.count
    kind = .single
    try value.encode(to: CompactEncoder(output: self))
    switch kind {
    case .object: bytes.append(UInt8(ascii: "}"))
    case .array: bytes.append(UInt8(ascii: "]"))
    // Nothing at all is an empty object, as the library has it.
    case .single: if bytes.count == start { bytes += "{}".utf8 }
    }
    kind = outer
  }

  /// Some types ask for their container twice: it goes on.
  func open(_ wanted: Kind) {
    guard kind == .single else {
      isBeyondIt = isBeyondIt || kind != wanted
      return
    }
    kind = wanted
    bytes.append(wanted == .object ? UInt8(ascii: "{") : UInt8(ascii: "["))
  }

  /// A comma before all but the first: only what was just opened ends with these.
  func separate() {
    if bytes.last != UInt8(ascii: "{"), bytes.last != UInt8(ascii: "[") { bytes.append(UInt8(ascii: ",")) }
  }

  func key(_ key: some CodingKey) {
    separate()
    write(key.stringValue)
    bytes.append(UInt8(ascii: ":"))
  }

  func write(_ text: String) {
    bytes.append(UInt8(ascii: "\""))
    var text = text
    text.withUTF8 { utf8 in
      var start = 0
      for (index, byte) in utf8.enumerated() {
        guard byte < 0x20 || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") else { continue }
        bytes += utf8[start..<index]
        escape(byte)
        start = index + 1
      }
      bytes += utf8[start...]
    }
    bytes.append(UInt8(ascii: "\""))
  }

  private func escape(_ byte: UInt8) {
    bytes.append(UInt8(ascii: "\\"))
    switch byte {
    case 0x0A: bytes.append(UInt8(ascii: "n"))
    case 0x0D: bytes.append(UInt8(ascii: "r"))
    case 0x09: bytes.append(UInt8(ascii: "t"))
    case 0..<0x20:
      let digits = Array("0123456789abcdef".utf8)
      bytes += [0x75, 0x30, 0x30, digits[Int(byte >> 4)], digits[Int(byte & 15)]]
    default: bytes.append(byte)
    }
  }

  func writeNumber(_ number: some FixedWidthInteger) { bytes += number.description.utf8 }

  func write(_ value: Bool) { bytes += (value ? "true" : "false").utf8 }

  func writeFraction(_ number: some BinaryFloatingPoint & LosslessStringConvertible) throws {
    guard number.isFinite else {
      throw EncodingError.invalidValue(
        number, .init(codingPath: [], debugDescription: "\(number) is no number of JSON"))
    }
    bytes += number.description.utf8
  }

  func writeNull() { bytes += "null".utf8 }
}

private struct CompactEncoder: Encoder {
  let output: Output
  var codingPath: [any CodingKey] { [] }
  var userInfo: [CodingUserInfoKey: Any] { [:] }

  func container<Key: CodingKey>(keyedBy type: Key.Type) -> KeyedEncodingContainer<Key> {
    output.open(.object)
    return KeyedEncodingContainer(Keyed(output: output))
  }

  func unkeyedContainer() -> any UnkeyedEncodingContainer {
    output.open(.array)
    return Unkeyed(output: output)
  }

  func singleValueContainer() -> any SingleValueEncodingContainer { Single(output: output) }
}

private struct Keyed<Key: CodingKey>: KeyedEncodingContainerProtocol {
  let output: Output
  var codingPath: [any CodingKey] { [] }

  func encodeNil(forKey key: Key) {
    output.key(key)
    output.writeNull()
  }

  func encode(_ value: Bool, forKey key: Key) {
    output.key(key)
    output.write(value)
  }

  func encode(_ value: String, forKey key: Key) {
    output.key(key)
    output.write(value)
  }

  func encode(_ value: Int, forKey key: Key) {
    output.key(key)
    output.writeNumber(value)
  }

  func encode(_ value: UInt64, forKey key: Key) {
    output.key(key)
    output.writeNumber(value)
  }

  func encode<Value: Encodable>(_ value: Value, forKey key: Key) throws {
    output.key(key)
    try output.writeValue(value)
  }

  func nestedContainer<Inner: CodingKey>(keyedBy type: Inner.Type, forKey key: Key) -> KeyedEncodingContainer<Inner> {
    KeyedEncodingContainer(Keyed<Inner>(output: output.elsewhere()))
  }

  func nestedUnkeyedContainer(forKey key: Key) -> any UnkeyedEncodingContainer { Unkeyed(output: output.elsewhere()) }

  func superEncoder() -> any Encoder { CompactEncoder(output: output.elsewhere()) }

  func superEncoder(forKey key: Key) -> any Encoder { CompactEncoder(output: output.elsewhere()) }
}

private struct Unkeyed: UnkeyedEncodingContainer {
  let output: Output
  var codingPath: [any CodingKey] { [] }
  /// Nobody here asks for it: an array's own elements are written one after the other.
  var count: Int { 0 }

  func encodeNil() {
    output.separate()
    output.writeNull()
  }

  func encode<Value: Encodable>(_ value: Value) throws {
    output.separate()
    try output.writeValue(value)
  }

  func nestedContainer<Inner: CodingKey>(keyedBy type: Inner.Type) -> KeyedEncodingContainer<Inner> {
    KeyedEncodingContainer(Keyed<Inner>(output: output.elsewhere()))
  }

  func nestedUnkeyedContainer() -> any UnkeyedEncodingContainer { Unkeyed(output: output.elsewhere()) }

  func superEncoder() -> any Encoder { CompactEncoder(output: output.elsewhere()) }
}

private struct Single: SingleValueEncodingContainer {
  let output: Output
  var codingPath: [any CodingKey] { [] }

  func encodeNil() { output.writeNull() }
  func encode(_ value: Bool) { output.write(value) }
  func encode(_ value: String) { output.write(value) }
  func encode(_ value: Double) throws { try output.writeFraction(value) }
  func encode(_ value: Float) throws { try output.writeFraction(value) }
  func encode(_ value: Int) { output.writeNumber(value) }
  func encode(_ value: Int8) { output.writeNumber(value) }
  func encode(_ value: Int16) { output.writeNumber(value) }
  func encode(_ value: Int32) { output.writeNumber(value) }
  func encode(_ value: Int64) { output.writeNumber(value) }
  func encode(_ value: UInt) { output.writeNumber(value) }
  func encode(_ value: UInt8) { output.writeNumber(value) }
  func encode(_ value: UInt16) { output.writeNumber(value) }
  func encode(_ value: UInt32) { output.writeNumber(value) }
  func encode(_ value: UInt64) { output.writeNumber(value) }
  func encode<Value: Encodable>(_ value: Value) throws { try output.writeValue(value) }
}

extension Output {
  /// Where what is beyond this writer goes: it is written again by the library.
  fileprivate func elsewhere() -> Output {
    isBeyondIt = true
    return Output()
  }
}
