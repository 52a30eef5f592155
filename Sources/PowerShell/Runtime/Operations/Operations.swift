/// The operators, as expressions call them when no shorter way was found.
enum Operations {
  static func binary(
    _ operation: BinaryOperator, _ isCaseSensitive: Bool, _ left: Value, _ right: Value, _ frame: Frame
  ) throws -> Value {
    let context = frame.context
    let ignoresCase = !isCaseSensitive
    switch operation {
    case .add: return try Arithmetic.add(left, right, context)
    case .subtract: return try Arithmetic.subtract(left, right, context)
    case .multiply: return try Arithmetic.multiply(left, right, context)
    case .divide: return try Arithmetic.divide(left, right, context)
    case .remainder: return try Arithmetic.remainder(left, right, context)
    case .equal: return try Comparison.apply(.equal, left, right, ignoresCase: ignoresCase, context)
    case .notEqual: return try Comparison.apply(.notEqual, left, right, ignoresCase: ignoresCase, context)
    case .less: return try Comparison.apply(.less, left, right, ignoresCase: ignoresCase, context)
    case .lessOrEqual: return try Comparison.apply(.lessOrEqual, left, right, ignoresCase: ignoresCase, context)
    case .greater: return try Comparison.apply(.greater, left, right, ignoresCase: ignoresCase, context)
    case .greaterOrEqual: return try Comparison.apply(.greaterOrEqual, left, right, ignoresCase: ignoresCase, context)
    case .like, .notLike:
      return try PatternOperators.like(
        left, right, ignoresCase: ignoresCase, negated: operation == .notLike, context)
    case .match, .notMatch:
      let found = try PatternOperators.match(
        left, right, ignoresCase: ignoresCase, negated: operation == .notMatch, context)
      if let matches = found.matches {
        try frame.scope.forAssignment(WellKnownName.matches.number, "Matches").assign(.object(matches))
      }
      return found.result
    case .replace: return try PatternOperators.replace(left, right, ignoresCase: ignoresCase, context)
    case .contains: return .boolean(try Containment.contains(left, right, ignoresCase: ignoresCase, context))
    case .notContains: return .boolean(try !Containment.contains(left, right, ignoresCase: ignoresCase, context))
    case .in: return .boolean(try Containment.contains(right, left, ignoresCase: ignoresCase, context))
    case .notIn: return .boolean(try !Containment.contains(right, left, ignoresCase: ignoresCase, context))
    case .split: return try SplitJoin.split(left, right, ignoresCase: ignoresCase, context)
    case .join: return try SplitJoin.join(left, separator: right, context)
    case .bitwiseAnd: return try Bitwise.combine(.and, left, right, context)
    case .bitwiseOr: return try Bitwise.combine(.or, left, right, context)
    case .bitwiseExclusiveOr: return try Bitwise.combine(.exclusiveOr, left, right, context)
    case .shiftLeft: return try Bitwise.shift(left, right, isLeft: true, context)
    case .shiftRight: return try Bitwise.shift(left, right, isLeft: false, context)
    case .format: return try FormatOperator.format(left, right, context)
    case .range: return try RangeOperator.range(left, right, context)
    case .and: return .boolean(left.isTrue && right.isTrue)
    case .or: return .boolean(left.isTrue || right.isTrue)
    case .exclusiveOr: return .boolean(left.isTrue != right.isTrue)
    case .coalesce: return left.isNull ? right : left
    case .is: return .boolean(try Containment.isInstance(left, right, context))
    case .isNot: return .boolean(try !Containment.isInstance(left, right, context))
    case .as: return try Containment.cast(left, right, context)
    }
  }

  static func unary(_ operation: UnaryOperator, _ value: Value, _ frame: Frame) throws -> Value {
    switch operation {
    case .minus: return try Arithmetic.negate(value, frame.context)
    case .plus: return try Arithmetic.plus(value, frame.context)
    case .bitwiseNot: return try Bitwise.complement(value, frame.context)
    case .split, .caseSensitiveSplit: return try SplitJoin.split(value, frame.context)
    case .join: return try SplitJoin.join(value, frame.context)
    case .not: return .boolean(!value.isTrue)
    case .preIncrement, .preDecrement, .postIncrement, .postDecrement: return value
    }
  }

  /// The right side of `-is` and `-as`: a type or its name.
  static func type(_ value: Value, _ frame: Frame) throws -> TypeReference {
    if case .type(let type) = value.unwrapped { return type }
    return try frame.session.types.get(value.displayString(frame.context))
  }
}
