/// Operators between two operands. Those that compare text exist in two variants; see `BinaryExpression`.
package enum BinaryOperator: String, Sendable, CaseIterable {
  case and
  case or
  case exclusiveOr = "xor"
  case bitwiseAnd = "band"
  case bitwiseOr = "bor"
  case bitwiseExclusiveOr = "bxor"
  case shiftLeft = "shl"
  case shiftRight = "shr"
  case equal = "eq"
  case notEqual = "ne"
  case greater = "gt"
  case greaterOrEqual = "ge"
  case less = "lt"
  case lessOrEqual = "le"
  case like
  case notLike = "notlike"
  case match
  case notMatch = "notmatch"
  case replace
  case contains
  case notContains = "notcontains"
  case `in`
  case notIn = "notin"
  case split
  case join
  case `is`
  case isNot = "isnot"
  case `as`
  case coalesce = "??"
  case add = "+"
  case subtract = "-"
  case multiply = "*"
  case divide = "/"
  case remainder = "%"
  case format = "f"
  case range = ".."

  /// Higher binds tighter (about_Operator_Precedence).
  var precedence: Int {
    switch self {
    case .and, .or, .exclusiveOr: 1
    case .bitwiseAnd, .bitwiseOr, .bitwiseExclusiveOr, .shiftLeft, .shiftRight: 2
    case .equal, .notEqual, .greater, .greaterOrEqual, .less, .lessOrEqual, .like, .notLike, .match, .notMatch,
      .replace, .contains, .notContains, .in, .notIn, .split, .join, .is, .isNot, .as:
      3
    case .coalesce: 4
    case .add, .subtract: 5
    case .multiply, .divide, .remainder: 6
    case .format: 7
    case .range: 8
    }
  }

  /// There is a variant with `c` and one with `i` before the name.
  var hasCaseVariants: Bool {
    switch self {
    case .equal, .notEqual, .greater, .greaterOrEqual, .less, .lessOrEqual, .like, .notLike, .match, .notMatch,
      .replace, .contains, .notContains, .in, .notIn, .split:
      true
    default: false
    }
  }
}

/// `left operator right`. All operators bind from the left.
package final class BinaryExpression: Sendable {
  package let range: SourceRange
  package let operation: BinaryOperator
  /// The `c` variant of an operator that has one, such as `-ceq`.
  package let isCaseSensitive: Bool
  package let left: Expression
  package let right: Expression
  package let operatorRange: SourceRange

  init(
    range: SourceRange, operation: BinaryOperator, isCaseSensitive: Bool, left: Expression, right: Expression,
    operatorRange: SourceRange
  ) {
    self.range = range
    self.operation = operation
    self.isCaseSensitive = isCaseSensitive
    self.left = left
    self.right = right
    self.operatorRange = operatorRange
  }
}

/// Operators with one operand.
package enum UnaryOperator: String, Sendable, CaseIterable {
  /// `-not` and `!`.
  case not
  case bitwiseNot = "bnot"
  case plus = "+"
  case minus = "-"
  case split
  case caseSensitiveSplit = "csplit"
  case join
  case preIncrement = "++x"
  case preDecrement = "--x"
  case postIncrement = "x++"
  case postDecrement = "x--"
}

package final class UnaryExpression: Sendable {
  package let range: SourceRange
  package let operation: UnaryOperator
  /// For the increments a variable, property or element.
  package let operand: Expression

  init(range: SourceRange, operation: UnaryOperator, operand: Expression) {
    self.range = range
    self.operation = operation
    self.operand = operand
  }
}
