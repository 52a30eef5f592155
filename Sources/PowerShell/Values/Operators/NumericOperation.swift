import FoundationEssentials

/// The arithmetic of numbers: in int, long, ulong, double or decimal, whichever the wider operand needs. Integers that
/// overflow become doubles.
enum NumericOperation {
  case add, subtract, multiply, divide, remainder

  private enum Rank: Int, Comparable {
    case int32, int64, uint64, double, decimal

    static func < (left: Rank, right: Rank) -> Bool { left.rawValue < right.rawValue }

    init?(_ value: Value) {
      switch value {
      case .boolean, .int32, .character: self = .int32
      case .int64: self = .int64
      case .integer(let number): self = number.kind == .uint64 ? .uint64 : number.kind == .uint32 ? .int64 : .int32
      case .enumeration(let value): self = Int32(exactly: value.rawValue) == nil ? .int64 : .int32
      case .double, .single: self = .double
      case .decimal: self = .decimal
      default: return nil
      }
    }
  }

  private var methodName: String {
    switch self {
    case .add: "op_Addition"
    case .subtract: "op_Subtraction"
    case .multiply: "op_Multiply"
    case .divide: "op_Division"
    case .remainder: "op_Modulus"
    }
  }

  func apply(_ left: Value, _ right: Value, _ context: ValueContext) throws -> Value {
    let one = try operand(left)
    let other = try operand(right)
    guard let leftRank = Rank(one), let rightRank = Rank(other) else {
      throw OperatorError.undefined(methodName, Rank(one) == nil ? left.unwrapped : right.unwrapped)
    }
    switch max(leftRank, rightRank) {
    case .int32, .int64:
      guard let first = one.exactInteger, let second = other.exactInteger else { break }
      return try integers(first, second, isLong: max(leftRank, rightRank) == .int64)
    case .uint64:
      if let result = try unsigned(one, other) { return result }
    case .double: break
    case .decimal:
      if let first = one.decimalValue, let second = other.decimalValue { return try decimals(first, second) }
    }
    return .double(doubles(one.doubleValue ?? .nan, other.doubleValue ?? .nan))
  }

  /// Strings become numbers, null becomes 0.
  private func operand(_ value: Value) throws -> Value {
    switch value.unwrapped {
    case .null, .nothing: return .int32(0)
    case .string(let text):
      if let number = NumberParsing.number(text) { return number }
      throw ConversionError.refused(
        value, to: BuiltInType.int32, id: "InvalidCastFromStringToInteger", "Input string was not in a correct format.")
    case let other: return other
    }
  }

  private func integers(_ left: Int64, _ right: Int64, isLong: Bool) throws -> Value {
    let (result, overflow): (Int64, Bool)
    switch self {
    case .add: (result, overflow) = left.addingReportingOverflow(right)
    case .subtract: (result, overflow) = left.subtractingReportingOverflow(right)
    case .multiply: (result, overflow) = left.multipliedReportingOverflow(by: right)
    case .divide:
      guard right != 0 else { throw OperatorError.divideByZero() }
      guard left.remainderReportingOverflow(dividingBy: right).partialValue == 0 else {
        return .double(Double(left) / Double(right))
      }
      (result, overflow) = left.dividedReportingOverflow(by: right)
    case .remainder:
      guard right != 0 else { throw OperatorError.divideByZero() }
      (result, overflow) = (left.remainderReportingOverflow(dividingBy: right).partialValue, false)
    }
    if !overflow {
      if isLong { return .int64(result) }
      if let small = Int32(exactly: result) { return .int32(small) }
    }
    return .double(doubles(Double(left), Double(right)))
  }

  /// Nil where it does not fit.
  private func unsigned(_ left: Value, _ right: Value) throws -> Value? {
    guard let one = Self.unsigned(left), let other = Self.unsigned(right) else { return nil }
    let (result, overflow): (UInt64, Bool)
    switch self {
    case .add: (result, overflow) = one.addingReportingOverflow(other)
    case .subtract: (result, overflow) = one.subtractingReportingOverflow(other)
    case .multiply: (result, overflow) = one.multipliedReportingOverflow(by: other)
    case .divide, .remainder:
      guard other != 0 else { throw OperatorError.divideByZero() }
      let (quotient, rest) = one.quotientAndRemainder(dividingBy: other)
      if self == .divide, rest != 0 { return .double(Double(one) / Double(other)) }
      (result, overflow) = (self == .divide ? quotient : rest, false)
    }
    return overflow ? nil : .integer(SizedInteger(result))
  }

  private static func unsigned(_ value: Value) -> UInt64? {
    if case .integer(let number) = value, number.kind == .uint64 { return number.bits }
    return value.exactInteger.flatMap { UInt64(exactly: $0) }
  }

  private func doubles(_ left: Double, _ right: Double) -> Double {
    switch self {
    case .add: left + right
    case .subtract: left - right
    case .multiply: left * right
    case .divide: left / right
    case .remainder: left.truncatingRemainder(dividingBy: right)
    }
  }

  private func decimals(_ left: Decimal, _ right: Decimal) throws -> Value {
    let result: Decimal
    switch self {
    case .add: result = left + right
    case .subtract: result = left - right
    case .multiply: result = left * right
    case .divide, .remainder:
      guard !right.isZero else { throw OperatorError.divideByZero() }
      let quotient = left / right
      result = self == .divide ? quotient.rounded(28, .toEven) : left - quotient.rounded(0, .toZero) * right
    }
    guard result.isInRange else { throw OperatorError.overflow(BuiltInType.decimal) }
    return .decimal(result)
  }
}
