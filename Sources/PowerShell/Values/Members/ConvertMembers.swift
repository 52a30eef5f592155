import FoundationEssentials

/// System.Convert.
enum ConvertMembers {
  /// An argument as bytes.
  static func bytes(_ arguments: [Value], _ index: Int) throws -> [UInt8] {
    try arguments.elements(index).map { element in
      UInt8(truncatingIfNeeded: try [element].converted(0, "bytes", BuiltInType.uint8).exactInteger ?? 0)
    }
  }

  /// `Convert.ToInt32(value)` and `(text, base)`.
  private static func integer(_ name: String, _ type: TypeReference, _ width: Int) -> Method {
    Method(name, 1...2) { _, arguments, context in
      guard arguments.count == 2 else { return try scalar(arguments[0], type, context) }
      let radix = try arguments.int(1, "fromBase")
      guard [2, 8, 10, 16].contains(radix) else { throw PowerShellError.argument("Invalid Base.") }
      var digits = try arguments.text(0).caseFolded
      if radix == 16, digits.hasPrefix("0x") { digits = String(digits.dropFirst(2)) }
      if radix == 10 { return try scalar(.string(digits), type, context) }
      guard !digits.isEmpty, digits.allSatisfy({ $0.isHexDigit && ($0.hexDigitValue ?? 99) < radix }) else {
        throw PowerShellError.format("Could not find any recognizable digits.")
      }
      guard let bits = UInt64(digits, radix: radix), width == 64 || bits >> UInt64(width) == 0 else {
        throw PowerShellError.exception("System.OverflowException", IntegerConversion.overflowText(type.kind))
      }
      // The digits are the two's complement of the type.
      switch type.kind {
      case .int8: return .integer(.init(Int8(truncatingIfNeeded: bits)))
      case .uint8: return .integer(.init(UInt8(truncatingIfNeeded: bits)))
      case .int16: return .integer(.init(Int16(truncatingIfNeeded: bits)))
      case .uint16: return .integer(.init(UInt16(truncatingIfNeeded: bits)))
      case .uint32: return .integer(.init(UInt32(truncatingIfNeeded: bits)))
      case .uint64: return .integer(.init(bits))
      case .int64: return .int64(Int64(bitPattern: bits))
      default: return .int32(Int32(truncatingIfNeeded: bits))
      }
    }
  }

  /// The errors are those of .NET, not of a cast.
  private static func scalar(_ value: Value, _ type: TypeReference, _ context: ValueContext) throws -> Value {
    do { return try value.converted(to: type, context) } catch let error as PowerShellError {
      throw PowerShellError.exception(
        error.inner?.type ?? "System.InvalidCastException", error.inner?.message ?? error.message)
    }
  }

  private static func plain(_ name: String, _ type: TypeReference) -> Method {
    Method(name, 1...2) { _, arguments, context in try scalar(arguments[0], type, context) }
  }

  static let table = MemberTable(staticMethods: [
    integer("ToInt32", BuiltInType.int32, 32), integer("ToInt64", BuiltInType.int64, 64),
    integer("ToInt16", BuiltInType.int16, 16), integer("ToByte", BuiltInType.uint8, 8),
    integer("ToSByte", BuiltInType.int8, 8), integer("ToUInt16", BuiltInType.uint16, 16),
    integer("ToUInt32", BuiltInType.uint32, 32), integer("ToUInt64", BuiltInType.uint64, 64),
    plain("ToDouble", BuiltInType.double), plain("ToSingle", BuiltInType.single),
    plain("ToDecimal", BuiltInType.decimal), plain("ToChar", BuiltInType.character),
    plain("ToDateTime", BuiltInType.dateTime),
    Method("ToBoolean", 1...2) { _, arguments, _ in
      guard case .string(let text) = arguments[0].unwrapped else { return .boolean(arguments[0].isTrue) }
      switch text.trimmingBlanks().caseFolded {
      case "true": return true
      case "false": return false
      default: throw PowerShellError.format("String was not recognized as a valid Boolean.")
      }
    },
    Method("ToString", 1...2) { _, arguments, context in
      guard arguments.count == 2, arguments[1].isNumber, let number = arguments[0].exactInteger else {
        return .string(try arguments[0].text(context))
      }
      let radix = try arguments.int(1, "toBase")
      guard [2, 8, 10, 16].contains(radix) else { throw PowerShellError.argument("Invalid Base.") }
      if radix == 10 { return .string(String(number)) }
      if case .int32(let small) = arguments[0].unwrapped {
        return .string(String(UInt32(bitPattern: small), radix: radix))
      }
      return .string(String(UInt64(bitPattern: number), radix: radix))
    },
    Method("ToBase64String", 1...2) { _, arguments, _ in
      .string(Data(try bytes(arguments, 0)).base64EncodedString())
    },
    Method("FromBase64String", 1) { _, arguments, _ in
      guard let data = Data(base64Encoded: try arguments.text(0).filter { !$0.isWhitespace }) else {
        throw PowerShellError.format(
          "The input is not a valid Base-64 string as it contains a non-base 64 character, more than two padding "
            + "characters, or an illegal character among the padding characters.")
      }
      return .array(ArrayObject(data.map { .integer(.init($0)) }, of: BuiltInType.uint8))
    },
    Method("ChangeType", 2) { _, arguments, context in
      guard case .type(let type) = arguments[1].unwrapped else { throw PowerShellError.nullArgument("conversionType") }
      return try scalar(arguments[0], type, context)
    },
  ])
}
