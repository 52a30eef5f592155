/// The comparison operators (about_Comparison_Operators).
package enum ComparisonOperator: Sendable {
  case equal, notEqual, less, lessOrEqual, greater, greaterOrEqual
}

package enum Comparison {
  /// `-eq`, `-clt` and so on: a boolean, or of a collection on the left, those elements for which it holds.
  package static func apply(
    _ comparison: ComparisonOperator, _ left: Value, _ right: Value, ignoresCase: Bool = true,
    _ context: ValueContext = .standalone
  ) throws -> Value {
    if case .int32(let one) = left, case .int32(let other) = right {
      return .boolean(holds(comparison, one < other ? -1 : one > other ? 1 : 0))
    }
    if let elements = left.reference?.enumerated {
      let found = try elements.filter {
        try StopSignal.check()
        return try test(comparison, $0, right, ignoresCase: ignoresCase, context)
      }
      return .array(ArrayObject(found))
    }
    return .boolean(try test(comparison, left, right, ignoresCase: ignoresCase, context))
  }

  /// The comparison of two single values.
  package static func test(
    _ comparison: ComparisonOperator, _ left: Value, _ right: Value, ignoresCase: Bool = true,
    _ context: ValueContext = .standalone
  ) throws -> Bool {
    switch comparison {
    case .equal: try isEqual(left, right, ignoresCase: ignoresCase, context)
    case .notEqual: try !isEqual(left, right, ignoresCase: ignoresCase, context)
    default: try ordered(comparison, left, right, ignoresCase, context)
    }
  }

  private static func ordered(
    _ comparison: ComparisonOperator, _ left: Value, _ right: Value, _ ignoresCase: Bool, _ context: ValueContext
  ) throws -> Bool {
    if isNaN(left) || isNaN(right) { return false }
    return holds(comparison, try compare(left, right, ignoresCase: ignoresCase, context))
  }

  private static func isNaN(_ value: Value) -> Bool {
    switch value.unwrapped {
    case .double(let number): number.isNaN
    case .single(let number): number.isNaN
    default: false
    }
  }

  private static func holds(_ comparison: ComparisonOperator, _ order: Int) -> Bool {
    switch comparison {
    case .equal: order == 0
    case .notEqual: order != 0
    case .less: order < 0
    case .lessOrEqual: order <= 0
    case .greater: order > 0
    case .greaterOrEqual: order >= 0
    }
  }

  /// LanguagePrimitives.Equals: the right side is converted to the left side's type; where that fails, they differ.
  package static func isEqual(
    _ left: Value, _ right: Value, ignoresCase: Bool = true, _ context: ValueContext = .standalone
  ) throws -> Bool {
    switch (left, right) {
    case (.string(let one), .string(let other)): return StringOrder.isEqual(one, other, ignoresCase: ignoresCase)
    case (.wrapped, _), (_, .wrapped):
      return try isEqual(left.unwrapped, right.unwrapped, ignoresCase: ignoresCase, context)
    case (.null, _), (.nothing, _): return right.isNull
    case (_, .null), (_, .nothing): return false
    case (.string(let one), _):
      return StringOrder.isEqual(one, try right.displayString(context), ignoresCase: ignoresCase)
    case (.character(let one), .character(let other)):
      return one == other || ignoresCase && one.lowered == other.lowered
    case (.character(let one), .string(let other)):
      return StringOrder.isEqual(one.text, other, ignoresCase: ignoresCase)
    case (.boolean(let one), _): return one == right.isTrue
    case (.enumeration(let one), _):
      guard case .enumeration(let other) = right.tryConverted(to: one.type, context) else {
        return right.exactInteger == one.rawValue
      }
      return one.rawValue == other.rawValue
    case (.array(let one), .array(let other)): return one === other
    case (.array, _), (.type, _): return sameType(left, right)
    case (.object(let one), _):
      if let other = right.reference { return one.isEqual(other) }
      guard left.type.ownMembers?.convert != nil else { return one.isEqual(WrappedValue(right)) }
      return right.tryConverted(to: left.type, context).reference.map { one.isEqual($0) } ?? false
    case (.dateTime, _), (.timeSpan, _), (.guid, _), (.version, _):
      return sameScalar(left, right.tryConverted(to: left.type, context))
    default:
      if left.isNumber, let order = NumericOrder.compare(left, right) { return order == 0 }
      let converted = right.tryConverted(to: left.type, context)
      return converted.isNull ? false : NumericOrder.compare(left, converted) == 0
    }
  }

  private static func sameType(_ left: Value, _ right: Value) -> Bool {
    guard case .type(let one) = left, case .type(let other) = right else { return false }
    return one.isSame(as: other)
  }

  private static func sameScalar(_ left: Value, _ right: Value) -> Bool {
    switch (left, right) {
    case (.dateTime(let one), .dateTime(let other)): one.ticks == other.ticks
    case (.timeSpan(let one), .timeSpan(let other)): one == other
    case (.guid(let one), .guid(let other)): one == other
    case (.version(let one), .version(let other)): one == other
    default: false
    }
  }

  /// LanguagePrimitives.Compare: negative, 0 or positive. Null comes before everything but negative numbers.
  package static func compare(
    _ left: Value, _ right: Value, ignoresCase: Bool = true, _ context: ValueContext = .standalone
  ) throws -> Int {
    let (left, right) = (left.unwrapped, right.unwrapped)
    if left.isNull { return right.isNull ? 0 : right.isNumber ? nullOrder(right) : -1 }
    if right.isNull { return left.isNumber ? -nullOrder(left) : 1 }
    if case .string(let text) = left {
      return StringOrder.compare(text, try right.displayString(context), ignoresCase: ignoresCase)
    }
    if case .object(let object) = left, let order = try object.order(to: right, context) { return order }
    if left.isNumber, right.isNumber, let order = NumericOrder.compare(left, right) { return order }
    let other: Value
    do {
      other = left.isNumber ? try numeric(right, like: left, context) : try right.converted(to: left.type, context)
    } catch let error as PowerShellError {
      let names = (try left.displayString(context), try right.displayString(context))
      throw PowerShellError(
        "Could not compare \"\(names.0)\" to \"\(names.1)\". Error: \"\(error.message)\"", id: "ComparisonFailure",
        category: .notSpecified, inner: error.inner)
    }
    switch (left, other) {
    case (.dateTime(let one), .dateTime(let other)): return one < other ? -1 : other < one ? 1 : 0
    case (.timeSpan(let one), .timeSpan(let other)): return one < other ? -1 : other < one ? 1 : 0
    case (.guid(let one), .guid(let other)): return one < other ? -1 : other < one ? 1 : 0
    case (.version(let one), .version(let other)): return one < other ? -1 : other < one ? 1 : 0
    case (.character(let one), .character(let other)):
      return ignoresCase ? Int(one.lowered) - Int(other.lowered) : Int(one) - Int(other)
    default:
      if let order = NumericOrder.compare(left, other) { return order }
      throw PowerShellError(
        "Cannot compare \"\(try left.displayString(context))\" because it is not IComparable.", id: "NotIcomparable",
        category: .notSpecified)
    }
  }

  private static func numeric(_ right: Value, like left: Value, _ context: ValueContext) throws -> Value {
    if case .string(let text) = right, let number = NumberParsing.number(text) { return number }
    return right.exactInteger != nil ? right : try right.converted(to: left.type, context)
  }

  private static func nullOrder(_ number: Value) -> Int { (number.doubleValue ?? 0) < 0 ? 1 : -1 }
}

/// The order of numbers of any types.
enum NumericOrder {
  /// Nil when one is no number, and for NaN.
  static func compare(_ left: Value, _ right: Value) -> Int? {
    if let one = left.exactInteger, let other = right.exactInteger { return one < other ? -1 : one > other ? 1 : 0 }
    if isDecimal(left) || isDecimal(right), let one = left.decimalValue, let other = right.decimalValue {
      return one < other ? -1 : one > other ? 1 : 0
    }
    if case .integer(let one) = left, case .integer(let other) = right {
      return one.bits < other.bits ? -1 : one.bits > other.bits ? 1 : 0
    }
    guard let one = left.doubleValue, let other = right.doubleValue, !one.isNaN, !other.isNaN else { return nil }
    return one < other ? -1 : one > other ? 1 : 0
  }

  private static func isDecimal(_ value: Value) -> Bool {
    if case .decimal = value { true } else { false }
  }
}
