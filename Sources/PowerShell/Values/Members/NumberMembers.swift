import FoundationEssentials

/// The numeric types.
enum NumberMembers {
  private static func type(_ value: Value) -> TypeReference {
    if case .type(let type) = value { type } else { value.type }
  }

  /// The bounds of a type; nil where it has none.
  private static func bound(_ type: TypeReference, largest: Bool) -> Value? {
    switch type.kind {
    case .int8: .integer(.init(largest ? Int8.max : .min))
    case .uint8: .integer(.init(largest ? UInt8.max : .min))
    case .int16: .integer(.init(largest ? Int16.max : .min))
    case .uint16: .integer(.init(largest ? UInt16.max : .min))
    case .int32: .int32(largest ? .max : .min)
    case .uint32: .integer(.init(largest ? UInt32.max : .min))
    case .int64: .int64(largest ? .max : .min)
    case .uint64: .integer(.init(largest ? UInt64.max : .min))
    case .double: .double(largest ? .greatestFiniteMagnitude : -.greatestFiniteMagnitude)
    case .single: .single(largest ? .greatestFiniteMagnitude : -.greatestFiniteMagnitude)
    case .decimal: Decimal(string: (largest ? "" : "-") + "79228162514264337593543950335").map { .decimal($0) }
    default: nil
    }
  }

  private static func special(_ name: String, _ number: Double) -> Property {
    Property(name) { value, _ in
      switch type(value).kind {
      case .double: .double(number)
      case .single: .single(Float(number))
      default: .null
      }
    }
  }

  /// .NET's own parsing, which takes fewer forms than the language's conversions.
  private static func parse(_ text: String, _ type: TypeReference, style: Int64) throws -> Value {
    let trimmed = text.trimmingBlanks()
    if type.isInteger, style & 512 != 0 {
      guard let bits = UInt64(trimmed, radix: 16), !trimmed.hasPrefix("+"),
        let value = IntegerConversion.make(Int64(bitPattern: bits), type.kind)
      else { throw PowerShellError.format() }
      return value
    }
    if type.isInteger {
      let digits = trimmed.hasPrefix("-") || trimmed.hasPrefix("+") ? trimmed.dropFirst() : trimmed[...]
      guard !digits.isEmpty, digits.utf8.allSatisfy({ 0x30...0x39 ~= $0 }),
        digits.utf8.count <= NumberParsing.lengthLimit
      else { throw PowerShellError.format() }
      guard let number = NumberParsing.number(trimmed), let value = IntegerConversion.integer(number, type.kind) else {
        throw PowerShellError.exception("System.OverflowException", IntegerConversion.overflowText(type.kind))
      }
      return value
    }
    guard !trimmed.isEmpty, trimmed.last?.isLetter != true || ["N", "y", "∞"].contains(trimmed.last),
      let value = try? Value.string(trimmed).converted(to: type)
    else { throw PowerShellError.format() }
    return value
  }

  private static let styles = EnumType(
    "System.Globalization.NumberStyles", isFlags: true,
    [
      ("None", 0), ("Integer", 7), ("AllowHexSpecifier", 512), ("HexNumber", 515), ("Number", 111), ("Float", 167),
      ("Any", 511),
    ])

  static let table = MemberTable(
    methods: [
      Method("ToString", 0...2) { value, arguments, context in
        .string(try value.formatted(arguments.at(0)?.asText ?? "", context))
      },
      Method("CompareTo", 1) { value, arguments, context in .count(try Comparison.compare(value, arguments[0], context))
      },
    ],
    staticProperties: [
      Property("MaxValue") { value, _ in bound(type(value), largest: true) ?? .null },
      Property("MinValue") { value, _ in bound(type(value), largest: false) ?? .null },
      special("NaN", .nan), special("PositiveInfinity", .infinity), special("NegativeInfinity", -.infinity),
      special("Epsilon", .leastNonzeroMagnitude),
      Property("Zero") { _, _ in .decimal(0) }, Property("One") { _, _ in .decimal(1) },
    ],
    staticMethods: [
      Method("Parse", 1...3) { value, arguments, _ in
        guard !arguments[0].isNull else { throw PowerShellError.nullArgument("String") }
        let style = arguments.count > 1 ? (try? arguments.enumeration(1, "style", styles)) ?? 0 : 0
        return try parse(arguments.text(0), type(value), style: style)
      },
      Method("TryParse", 1...4) { value, arguments, _ in
        let result = try? parse(arguments.text(0), type(value), style: 0)
        Reference.set(arguments.last, result ?? IntegerConversion.make(0, type(value).kind) ?? .double(0))
        return .boolean(result != nil)
      },
      Method("IsNaN", 1) { _, arguments, _ in .boolean(try arguments.double(0, "d").isNaN) },
      Method("IsInfinity", 1) { _, arguments, _ in .boolean(try arguments.double(0, "d").isInfinite) },
    ],
    constructor: Method("Number", 0...1) { value, arguments, context in
      try (arguments.at(0) ?? 0).converted(to: type(value), context)
    })
}
