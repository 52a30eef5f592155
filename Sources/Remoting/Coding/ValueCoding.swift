package import PowerShell

/// Values as bytes: what crosses from one session to another is a copy, without methods, as in Windows' remoting
/// (about_Remote_Output).
///
/// A version byte, then one value: a tag and what the tag asks for. Scalars, arrays, lists and tables arrive as they
/// were; script blocks as their text; other objects as their properties under the names of their types with
/// `Deserialized.` before them, and the text that they had. Anything that is in itself is its text the second time.
package enum ValueCoding {
  package static let version: UInt8 = 1

  enum Tag: UInt8 {
    case null = 0
    case nothing = 1
    case no = 2
    case yes = 3
    case int32 = 4
    case int64 = 5
    case integer = 6
    case double = 7
    case single = 8
    case decimal = 9
    case character = 10
    case string = 11
    case dateTime = 12
    case timeSpan = 13
    case guid = 14
    case version = 15
    case enumeration = 16
    case type = 17
    case array = 18
    case list = 19
    case table = 20
    case object = 21
    case error = 22
    case extended = 23
  }

  /// Errors: CodingFailure for what is too large or secret. A property that cannot be read is left out.
  package static func encode(_ value: Value, _ context: ValueContext = .standalone) throws -> [UInt8] {
    var encoder = ValueEncoder(context)
    encoder.writer.byte(version)
    try encoder.value(value, Level())
    try encoder.writer.check()
    return encoder.writer.bytes
  }

  /// `types` are those of the receiving session: an enumeration that it knows comes back as a value of it. Errors:
  /// CodingFailure.
  package static func decode(_ bytes: ArraySlice<UInt8>, types: TypeRegistry = TypeRegistry()) throws -> Value {
    var decoder = ValueDecoder(bytes, types)
    let version = try decoder.reader.byte()
    guard version == Self.version else { throw CodingFailure.unknown("version of values", UInt64(version)) }
    let value = try decoder.value(depth: 0)
    try decoder.reader.end()
    return value
  }

  package static func decode(_ bytes: [UInt8], types: TypeRegistry = TypeRegistry()) throws -> Value {
    try decode(bytes[...], types: types)
  }

  /// How deep a value lies.
  struct Level {
    /// Within anything.
    var depth = 0
    /// Within objects that are sent as their properties.
    var objects = 0

    var deeper: Level { Level(depth: depth + 1, objects: objects) }
    var inObject: Level { Level(depth: depth + 1, objects: objects + 1) }
  }

  /// The name that an object goes by where it is a copy.
  static func deserialized(_ name: String) -> String { name.hasPrefix(prefix) ? name : prefix + name }

  static let prefix = "Deserialized."
}
