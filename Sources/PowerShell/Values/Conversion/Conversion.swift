import FoundationEssentials

extension Value {
  /// `[type] $value`: the conversion of LanguagePrimitives.ConvertTo, with its errors.
  package func converted(to type: TypeReference, _ context: ValueContext = .standalone) throws -> Value {
    switch type.kind {
    case .object, .psObject: return self
    case .void: return .nothing
    case .string: return isString ? self : .string(try displayString(context))
    case .boolean, .switchParameter: return .boolean(isTrue)
    case .nullable:
      guard let inner = type.arguments.first, !isNull else { return .null }
      return try converted(to: inner, context)
    case .psCustomObject: return Conversion.customObject(self)
    default: break
    }
    if isNull { return try Conversion.fromNull(to: type) }
    if isInstance(of: type) { return self }
    return try unwrapped.convert(to: type, context)
  }

  /// `$value -as [type]`: null where the conversion fails.
  package func tryConverted(to type: TypeReference, _ context: ValueContext = .standalone) -> Value {
    (try? converted(to: type, context)) ?? .null
  }

  private var isString: Bool {
    if case .string = unwrapped { true } else { false }
  }

  private func convert(to type: TypeReference, _ context: ValueContext) throws -> Value {
    switch type.kind {
    case .int8, .uint8, .int16, .uint16, .int32, .uint32, .int64, .uint64:
      return try Conversion.integer(self, type)
    case .double, .single, .decimal: return try Conversion.real(self, type)
    case .character: return try Conversion.character(self, type)
    case .enumeration: return try Conversion.enumeration(self, type, context)
    case .dateTime, .timeSpan, .guid, .version: return try Conversion.parsed(self, type, context)
    case .array: return try Conversion.array(self, type, context)
    case .abstract where type === BuiltInType.arrayBase:
      return try Conversion.array(self, BuiltInType.objectArray, context)
    case .arrayList, .list, .queue, .stack, .hashSet: return try Conversion.list(self, type, context)
    case .hashtable, .orderedDictionary, .dictionary: return try Conversion.dictionary(self, type)
    case .type:
      guard case .string(let name) = self else { throw ConversionError.impossible(self, to: type) }
      guard let found = context.types.find(name) else {
        throw ConversionError.refused(
          self, to: type, id: "InvalidCastFromStringToType", "Unable to find type [\(name)].",
          inner: "System.Management.Automation.RuntimeException")
      }
      return .type(found)
    case .regex:
      guard case .string(let pattern) = self else { throw ConversionError.impossible(self, to: type) }
      return .object(try RegexObject(pattern: pattern))
    case .exception:
      guard case .string(let message) = self else { throw ConversionError.impossible(self, to: type) }
      return .object(ExceptionObject(type, message))
    case .stringBuilder:
      return .object(StringBuilderObject(try displayString(context)))
    case .interface where implementsNothing(type):
      throw ConversionError.impossible(self, to: type)
    default:
      if let value = try type.ownMembers?.convert?(self, context) { return value }
      throw ConversionError.impossible(self, to: type)
    }
  }

  private func implementsNothing(_ type: TypeReference) -> Bool { !isInstance(of: type) }
}

/// The conversions by target.
enum Conversion {
  static func fromNull(to type: TypeReference) throws -> Value {
    switch type.kind {
    case .int8, .uint8, .int16, .uint16, .int32, .uint32, .int64, .uint64:
      return IntegerConversion.make(0, type.kind) ?? .int32(0)
    case .double: return .double(0)
    case .single: return .single(0)
    case .decimal: return .decimal(0)
    case .character: return .character(0)
    case .dateTime, .timeSpan, .guid, .enumeration: throw ConversionError.null(to: type)
    default: return .null
    }
  }

  static func integer(_ value: Value, _ type: TypeReference) throws -> Value {
    if case .string(let text) = value {
      guard let number = NumberParsing.number(text) else {
        throw ConversionError.refused(
          value, to: type, id: "InvalidCastFromStringToInteger", "Input string was not in a correct format.")
      }
      if let result = IntegerConversion.integer(number, type.kind) { return result }
      throw ConversionError.refused(
        value, to: type, id: "InvalidCastFromStringToInteger", IntegerConversion.overflowText(type.kind),
        inner: "System.OverflowException")
    }
    guard value.isNumber || value.exactInteger != nil else { throw notConvertible(value, type) }
    if let result = IntegerConversion.integer(value, type.kind) { return result }
    throw ConversionError.refused(
      value, to: type, id: "InvalidCastIConvertible", IntegerConversion.overflowText(type.kind),
      inner: "System.OverflowException")
  }

  static func real(_ value: Value, _ type: TypeReference) throws -> Value {
    if case .string(let text) = value {
      if type.kind == .decimal {
        if let number = NumberParsing.decimal(text) ?? NumberParsing.number(text)?.decimalValue {
          return .decimal(number)
        }
        throw ConversionError.refused(
          value, to: type, id: "InvalidCastFromStringToDecimal", "Input string was not in a correct format.")
      }
      guard let number = NumberParsing.double(text) else {
        throw ConversionError.refused(
          value, to: type, id: "InvalidCastFromStringToDoubleOrSingle", "Input string was not in a correct format.")
      }
      return type.kind == .single ? .single(Float(number)) : .double(number)
    }
    guard let number = value.doubleValue else { throw notConvertible(value, type) }
    switch type.kind {
    case .single: return .single(Float(number))
    case .decimal:
      if let decimal = value.decimalValue { return .decimal(decimal) }
      throw ConversionError.refused(
        value, to: type, id: "InvalidCastIConvertible", IntegerConversion.overflowText(.decimal),
        inner: "System.OverflowException")
    default: return .double(number)
    }
  }

  static func character(_ value: Value, _ type: TypeReference) throws -> Value {
    switch value {
    case .string(let text):
      if let unit = text.utf16.first, text.codeUnitCount == 1 { return .character(unit) }
      throw ConversionError.refused(
        value, to: type, id: "InvalidCastIConvertible", "String must be exactly one character long.")
    case .int32, .int64, .integer:
      if let number = value.exactInteger, let unit = UInt16(exactly: number) { return .character(unit) }
      throw ConversionError.refused(
        value, to: type, id: "InvalidCastIConvertible", IntegerConversion.overflowText(.character),
        inner: "System.OverflowException")
    case .double, .single, .decimal, .boolean: throw notConvertible(value, type)
    default: throw ConversionError.impossible(value, to: type)
    }
  }

  static func enumeration(_ value: Value, _ type: TypeReference, _ context: ValueContext) throws -> Value {
    guard let type = type as? EnumType else { throw ConversionError.impossible(value, to: type) }
    switch value {
    case .string, .array:
      let text: String
      if case .array(let array) = value {
        text = try array.elements.map { try $0.displayString(context) }.joined(separator: ",")
      } else {
        text = try value.displayString(context)
      }
      if let result = type.value(parsing: text) { return .enumeration(result) }
      let names = type.cases.map(\.name).joined(separator: ", ")
      throw ConversionError.refused(
        .string(text), to: type, id: "InvalidCastFromStringToEnumeration",
        "Unable to match the identifier name \(text) to a valid enumerator name. Specify one of the following "
          + "enumerator names and try again:\n\(names)", inner: "System.ArgumentException")
    default:
      guard value.isNumber || value.exactInteger != nil,
        case .int64(let number)? = IntegerConversion.integer(value, .int64)
      else { throw ConversionError.impossible(value, to: type) }
      let known = type.cases.reduce(0) { $0 | $1.value }
      if type.cases.contains(where: { $0.value == number }) || type.isFlags && number & ~known == 0 {
        return .enumeration(EnumValue(type, number))
      }
      throw PowerShellError(
        "Cannot convert value \"\(number)\" to type \"\(type.name)\" due to enumeration values that are not valid. "
          + "Specify one of the following enumeration values and try again. The possible enumeration values are "
          + "\"\(type.cases.map(\.name).joined(separator: ","))\".",
        id: "SubstringDisambiguationEnumParseThrow", category: .invalidArgument,
        exceptionType: "System.Management.Automation.PSInvalidCastException")
    }
  }

  static func parsed(_ value: Value, _ type: TypeReference, _ context: ValueContext) throws -> Value {
    switch (type.kind, value) {
    case (.dateTime, .int32), (.dateTime, .int64):
      if let date = value.exactInteger.flatMap({ DateTime(ticks: $0) }) { return .dateTime(date) }
    case (.timeSpan, .int32), (.timeSpan, .int64):
      if let ticks = value.exactInteger { return .timeSpan(TimeSpan(ticks: ticks)) }
    case (_, .string(let text)): return try parsed(text, type, context)
    case (.version, .double), (.version, .decimal): return try parsed(value.displayString(context), type, context)
    default: break
    }
    throw ConversionError.impossible(value, to: type)
  }

  private static func parsed(_ text: String, _ type: TypeReference, _ context: ValueContext) throws -> Value {
    func refused(_ reason: String, inner: String = "System.FormatException") -> PowerShellError {
      ConversionError.refused(.string(text), to: type, id: "InvalidCastParseTargetInvocation", reason, inner: inner)
    }
    switch type.kind {
    case .dateTime:
      if let date = DateParsing.date(text, now: context.now) { return .dateTime(date) }
      throw refused("String was not recognized as a valid DateTime.")
    case .timeSpan:
      if let span = TimeSpanParsing.span(text) { return .timeSpan(span) }
      throw refused("String was not recognized as a valid TimeSpan.")
    case .guid:
      if let guid = Guid(text) { return .guid(guid) }
      throw refused("Guid should contain 32 digits with 4 dashes (xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx).")
    default:
      do { return .version(try Version(parsing: text)) } catch let error as PowerShellError {
        throw refused(error.message, inner: error.exceptionType)
      }
    }
  }

  /// Conversions that .NET's IConvertible refuses, and those that do not exist.
  private static func notConvertible(_ value: Value, _ type: TypeReference) -> PowerShellError {
    switch value {
    case .dateTime, .boolean, .character, .double, .single, .decimal:
      ConversionError.refused(
        value, to: type, id: "InvalidCastIConvertible",
        "Invalid cast from '\(value.type.shortName)' to '\(type.shortName)'.", inner: "System.InvalidCastException")
    default: ConversionError.impossible(value, to: type)
    }
  }
}
