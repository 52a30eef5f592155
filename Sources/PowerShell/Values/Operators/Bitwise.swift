/// The bitwise operators (about_Arithmetic_Operators).
package enum Bitwise {
  package enum Operation: String, Sendable {
    case and = "op_BitwiseAnd"
    case or = "op_BitwiseOr"
    case exclusiveOr = "op_ExclusiveOr"
  }

  /// `-band`, `-bor`, `-bxor`. Flags stay flags.
  package static func combine(
    _ operation: Operation, _ left: Value, _ right: Value, _ context: ValueContext = .standalone
  ) throws -> Value {
    if case .enumeration(let one) = left.unwrapped {
      guard case .enumeration(let other) = try right.converted(to: one.type, context).unwrapped else {
        throw OperatorError.undefined(operation.rawValue, left)
      }
      return .enumeration(EnumValue(one.type, combine(operation, one.rawValue, other.rawValue)))
    }
    let (one, other) = (try operand(left, operation.rawValue), try operand(right, operation.rawValue))
    if isUnsignedLong(one) || isUnsignedLong(other) {
      return .integer(SizedInteger(UInt64(bitPattern: combine(operation, bits(one), bits(other)))))
    }
    let result = combine(operation, bits(one), bits(other))
    if case .boolean = one, case .boolean = other { return .int32(Int32(truncatingIfNeeded: result)) }
    return isInt(one) && isInt(other) ? .int32(Int32(truncatingIfNeeded: result)) : .int64(result)
  }

  /// `-bnot`.
  package static func complement(_ value: Value, _ context: ValueContext = .standalone) throws -> Value {
    if case .enumeration(let flags) = value.unwrapped { return .enumeration(EnumValue(flags.type, ~flags.rawValue)) }
    let number = try operand(value, "op_OnesComplement")
    if isUnsignedLong(number) { return .integer(SizedInteger(~UInt64(bitPattern: bits(number)))) }
    return isInt(number) ? .int32(~Int32(truncatingIfNeeded: bits(number))) : .int64(~bits(number))
  }

  /// `-shl` and `-shr`: by the low five or six bits of the right side.
  package static func shift(
    _ left: Value, _ right: Value, isLeft: Bool, _ context: ValueContext = .standalone
  ) throws -> Value {
    let name = isLeft ? "op_LeftShift" : "op_RightShift"
    let number = try operand(left, name)
    guard let count = try right.converted(to: BuiltInType.int32, context).exactInteger else {
      throw OperatorError.undefined(name, left)
    }
    if isInt(number) {
      let value = Int32(truncatingIfNeeded: bits(number))
      return .int32(isLeft ? value << (count & 31) : value >> (count & 31))
    }
    if isUnsignedLong(number) {
      let value = UInt64(bitPattern: bits(number))
      return .integer(SizedInteger(isLeft ? value << UInt64(count & 63) : value >> UInt64(count & 63)))
    }
    return .int64(isLeft ? bits(number) << (count & 63) : bits(number) >> (count & 63))
  }

  private static func combine(_ operation: Operation, _ left: Int64, _ right: Int64) -> Int64 {
    switch operation {
    case .and: left & right
    case .or: left | right
    case .exclusiveOr: left ^ right
    }
  }

  private static func operand(_ value: Value, _ name: String) throws -> Value {
    switch value.unwrapped {
    case .null, .nothing: return .int32(0)
    case .string(let text):
      guard let number = NumberParsing.number(text) else {
        throw ConversionError.refused(
          value, to: BuiltInType.int32, id: "InvalidCastFromStringToInteger",
          "Input string was not in a correct format.")
      }
      return try operand(number, name)
    case .double, .single, .decimal:
      if let number = IntegerConversion.integer(value, .int32) ?? IntegerConversion.integer(value, .int64) {
        return number
      }
      throw OperatorError.overflow(BuiltInType.int64)
    case let other:
      guard other.exactInteger != nil || isUnsignedLong(other) else { throw OperatorError.undefined(name, other) }
      return other
    }
  }

  private static func isUnsignedLong(_ value: Value) -> Bool {
    if case .integer(let number) = value { number.kind == .uint64 } else { false }
  }

  private static func isInt(_ value: Value) -> Bool {
    switch value {
    case .int64: false
    case .integer(let number): number.kind != .uint32 && number.kind != .uint64
    default: true
    }
  }

  private static func bits(_ value: Value) -> Int64 {
    if case .integer(let number) = value { return Int64(bitPattern: number.bits) }
    return value.exactInteger ?? 0
  }
}
