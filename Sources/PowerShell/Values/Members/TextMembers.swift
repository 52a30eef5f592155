/// System.Text.StringBuilder.
enum StringBuilderMembers {
  private static func builder(_ value: Value) -> StringBuilderObject {
    value.reference(as: StringBuilderObject.self) ?? StringBuilderObject()
  }

  private static func append(_ value: Value, _ text: String) throws -> Value {
    let builder = builder(value)
    guard builder.content.utf8.count + text.utf8.count <= ValueLimits.stringLength else {
      throw PowerShellError.tooLong()
    }
    builder.content += text
    return value
  }

  /// A method of String that changes the content.
  private static func edit(_ name: String, _ arity: ClosedRange<Int>) -> Method {
    Method(name, arity) { value, arguments, context in
      let builder = builder(value)
      guard let method = StringMembers.table.methods[name.caseFolded] else { return value }
      builder.content = try method.call(.string(builder.content), arguments, context).asText
      return value
    }
  }

  static let table = MemberTable(
    properties: [
      Property("Length") { value, _ in .count(builder(value).content.codeUnitCount) },
      Property("Capacity") { value, _ in .count(max(16, builder(value).content.codeUnitCount)) },
    ],
    methods: [
      Method("Append", 1...2) { value, arguments, _ in
        let count = try arguments.count > 1 ? arguments.int(1, "repeatCount") : 1
        let text = try arguments.text(0)
        guard count >= 0, count <= ValueLimits.stringLength / max(1, text.utf8.count) else {
          throw PowerShellError.tooLong()
        }
        return try append(value, String(repeating: text, count: count))
      },
      Method("AppendLine", 0...1) { value, arguments, _ in try append(value, try arguments.text(0) + "\n") },
      Method("AppendFormat", 1...64) { value, arguments, context in
        try append(value, CompositeFormat.format(arguments.text(0), arguments.rest(from: 1), context))
      },
      Method("Clear", 0) { value, _, _ in
        builder(value).content = ""
        return value
      },
      edit("Insert", 2...2), edit("Replace", 2...2), edit("Remove", 2...2),
    ],
    constructor: Method("StringBuilder", 0...2) { _, arguments, _ in
      .object(StringBuilderObject(arguments.first?.isNumber == false ? try arguments.text(0) : ""))
    })
}

/// System.Text.Encoding: UTF8, ASCII, Unicode, Latin1.
enum EncodingMembers {
  /// An encoding as an object; its payload is its name.
  private static func encoding(_ name: String) -> Property {
    Property(name) { _, _ in .object(HostObject(BuiltInType.encoding, payload: name)) }
  }

  private static func name(_ value: Value) -> String {
    value.reference(as: HostObject.self)?.payload as? String ?? "UTF8"
  }

  static let table = MemberTable(
    properties: [
      Property("EncodingName") { value, _ in .string(facts(value).title) },
      Property("WebName") { value, _ in .string(facts(value).webName) },
      Property("HeaderName") { value, _ in .string(facts(value).webName) },
      Property("BodyName") { value, _ in .string(facts(value).webName) },
      Property("CodePage") { value, _ in .count(facts(value).codePage) },
      Property("IsSingleByte") { value, _ in .boolean(["ASCII", "Latin1"].contains(name(value))) },
    ],
    methods: [
      Method("GetBytes", 1) { value, arguments, _ in
        let text = try SplitJoin.join(arguments[0]).asText
        return .array(ArrayObject(bytes(text, name(value)).map { .integer(.init($0)) }, of: BuiltInType.uint8))
      },
      Method("GetByteCount", 1) { value, arguments, _ in .count(bytes(try arguments.text(0), name(value)).count) },
      Method("GetString", 1...3) { value, arguments, _ in
        var bytes = try ConvertMembers.bytes(arguments, 0)
        if arguments.count == 3 {
          let (start, count) = (try arguments.int(1, "index"), try arguments.int(2, "count"))
          guard 0...bytes.count ~= start, 0...(bytes.count - start) ~= count else {
            throw StringMembers.outOfRange("index")
          }
          bytes = Array(bytes[start..<(start + count)])
        }
        return .string(text(bytes, name(value)))
      },
    ],
    staticProperties: ["UTF8", "ASCII", "Unicode", "BigEndianUnicode", "Latin1", "Default"].map(encoding),
    staticMethods: [
      Method("GetEncoding", 1) { _, arguments, _ in
        let wanted = try arguments.text(0)
        let found = known.first { entry in
          ([entry.facts.webName, String(entry.facts.codePage)] + entry.others).contains { $0.isSameName(as: wanted) }
        }
        guard let found else {
          throw PowerShellError.argument(
            "'\(wanted)' is not a supported encoding name.\nParameter name: name")
        }
        return .object(HostObject(BuiltInType.encoding, payload: found.name))
      }
    ])

  private typealias Facts = (title: String, webName: String, codePage: Int)

  private static let known: [(name: String, facts: Facts, others: [String])] = [
    ("UTF8", ("Unicode (UTF-8)", "utf-8", 65001), ["utf8"]),
    ("ASCII", ("US-ASCII", "us-ascii", 20127), ["ascii"]),
    ("Unicode", ("Unicode", "utf-16", 1200), ["utf-16le", "unicode"]),
    ("BigEndianUnicode", ("Unicode (Big-Endian)", "utf-16BE", 1201), ["unicodeFFFE"]),
    ("Latin1", ("Western European (ISO)", "iso-8859-1", 28591), ["latin1", "windows-1252", "1252"]),
  ]

  private static func facts(_ value: Value) -> Facts {
    let name = name(value)
    return (known.first { $0.name == name } ?? known[0]).facts
  }

  private static func bytes(_ text: String, _ name: String) -> [UInt8] {
    switch name {
    case "ASCII": text.utf16.map { $0 < 128 ? UInt8($0) : UInt8(ascii: "?") }
    case "Latin1": text.utf16.map { UInt8(exactly: $0) ?? UInt8(ascii: "?") }
    case "Unicode": text.utf16.flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] }
    case "BigEndianUnicode": text.utf16.flatMap { [UInt8($0 >> 8), UInt8($0 & 0xFF)] }
    default: Array(text.utf8)
    }
  }

  private static func text(_ bytes: [UInt8], _ name: String) -> String {
    switch name {
    case "ASCII": return String(codeUnits: bytes.map { $0 < 128 ? UInt16($0) : 0x3F })
    case "Latin1": return String(codeUnits: bytes.map { UInt16($0) })
    case "Unicode", "BigEndianUnicode":
      let isBig = name != "Unicode"
      return String(
        codeUnits: stride(from: 0, to: bytes.count - 1, by: 2).map {
          UInt16(bytes[$0 + (isBig ? 0 : 1)]) << 8 | UInt16(bytes[$0 + (isBig ? 1 : 0)])
        })
    default: return String(decoding: bytes, as: UTF8.self)
    }
  }
}
