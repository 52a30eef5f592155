/// `left operator right` of any operator; subclasses know the common operand types.
class BinaryNode: Node {
  let operation: BinaryOperator
  let isCaseSensitive: Bool
  let left: Node
  let right: Node

  init(_ expression: BinaryExpression, _ left: Node, _ right: Node) {
    operation = expression.operation
    isCaseSensitive = expression.isCaseSensitive
    (self.left, self.right) = (left, right)
    super.init(expression.range)
  }

  override func evaluate(_ frame: Frame) throws -> Value {
    try slowly(left.evaluate(frame), right.evaluate(frame), frame)
  }

  @inline(never)
  final func slowly(_ left: Value, _ right: Value, _ frame: Frame) throws -> Value {
    try Operations.binary(operation, isCaseSensitive, left, right, frame)
  }
}

final class AddNode: BinaryNode {
  override func evaluate(_ frame: Frame) throws -> Value {
    let (one, other) = (try left.evaluate(frame), try right.evaluate(frame))
    if case .int32(let first) = one, case .int32(let second) = other {
      let (sum, overflow) = first.addingReportingOverflow(second)
      return overflow ? .double(Double(first) + Double(second)) : .int32(sum)
    }
    if case .double(let first) = one {
      if case .double(let second) = other { return .double(first + second) }
      if case .int32(let second) = other { return .double(first + Double(second)) }
    }
    return try slowly(one, other, frame)
  }
}

final class SubtractNode: BinaryNode {
  override func evaluate(_ frame: Frame) throws -> Value {
    let (one, other) = (try left.evaluate(frame), try right.evaluate(frame))
    if case .int32(let first) = one, case .int32(let second) = other {
      let (difference, overflow) = first.subtractingReportingOverflow(second)
      return overflow ? .double(Double(first) - Double(second)) : .int32(difference)
    }
    return try slowly(one, other, frame)
  }
}

final class MultiplyNode: BinaryNode {
  override func evaluate(_ frame: Frame) throws -> Value {
    let (one, other) = (try left.evaluate(frame), try right.evaluate(frame))
    if case .int32(let first) = one, case .int32(let second) = other {
      let (product, overflow) = first.multipliedReportingOverflow(by: second)
      return overflow ? .double(Double(first) * Double(second)) : .int32(product)
    }
    return try slowly(one, other, frame)
  }
}

final class RemainderNode: BinaryNode {
  override func evaluate(_ frame: Frame) throws -> Value {
    let (one, other) = (try left.evaluate(frame), try right.evaluate(frame))
    if case .int32(let first) = one, case .int32(let second) = other, second > 0 { return .int32(first % second) }
    return try slowly(one, other, frame)
  }

  override func test(_ frame: Frame) throws -> Bool {
    let value = try evaluate(frame)
    if case .int32(let rest) = value { return rest != 0 }
    return value.isTrue
  }
}

/// `-eq`, `-ne`, `-lt`, `-le`, `-gt`, `-ge`.
final class CompareNode: BinaryNode {
  override func evaluate(_ frame: Frame) throws -> Value {
    let (one, other) = (try left.evaluate(frame), try right.evaluate(frame))
    if case .int32(let first) = one, case .int32(let second) = other { return .boolean(compare(first, second)) }
    return try slowly(one, other, frame)
  }

  override func test(_ frame: Frame) throws -> Bool {
    let (one, other) = (try left.evaluate(frame), try right.evaluate(frame))
    if case .int32(let first) = one, case .int32(let second) = other { return compare(first, second) }
    return try slowly(one, other, frame).isTrue
  }

  @inline(__always)
  private func compare(_ first: Int32, _ second: Int32) -> Bool {
    switch operation {
    case .less: first < second
    case .lessOrEqual: first <= second
    case .greater: first > second
    case .greaterOrEqual: first >= second
    case .notEqual: first != second
    default: first == second
    }
  }
}

/// `-and`, `-or`, `-xor`, which evaluate the right side only when it decides.
final class LogicNode: BinaryNode {
  override func evaluate(_ frame: Frame) throws -> Value { .boolean(try test(frame)) }

  override func test(_ frame: Frame) throws -> Bool {
    let first = try left.test(frame)
    switch operation {
    case .and: return try first && right.test(frame)
    case .or: return try first || right.test(frame)
    default: return try first != right.test(frame)
    }
  }
}

/// `left ?? right`.
final class CoalesceNode: BinaryNode {
  override func evaluate(_ frame: Frame) throws -> Value {
    let value = try left.evaluate(frame)
    return value.isNull ? try right.evaluate(frame) : value
  }
}

/// `from .. to`, which a pipeline or loop need not hold as a whole.
final class RangeNode: BinaryNode {
  override func emit(_ frame: Frame, _ output: Sink) throws {
    let ends = (try left.evaluate(frame), try right.evaluate(frame))
    guard case .int32(let first) = ends.0, case .int32(let last) = ends.1 else {
      return try output.writeEnumerated(slowly(ends.0, ends.1, frame))
    }
    for number in stride(from: Int(first), through: Int(last), by: first <= last ? 1 : -1) {
      try output.write(.int32(Int32(truncatingIfNeeded: number)))
    }
  }
}

/// `left -as [type]`, `left -is [type]` and `-isnot`.
final class TypeTestNode: BinaryNode {
  override func evaluate(_ frame: Frame) throws -> Value {
    let value = try left.evaluate(frame)
    let type = try Operations.type(right.evaluate(frame), frame)
    switch operation {
    case .as: return value.tryConverted(to: type, frame.context)
    case .isNot: return .boolean(!value.isInstance(of: type))
    default: return .boolean(value.isInstance(of: type))
    }
  }
}

/// `-not`, `!`.
final class NotNode: Node {
  private let operand: Node

  init(_ range: SourceRange, _ operand: Node) {
    self.operand = operand
    super.init(range)
  }

  override func evaluate(_ frame: Frame) throws -> Value { .boolean(try !operand.test(frame)) }
  override func test(_ frame: Frame) throws -> Bool { try !operand.test(frame) }
}

/// The other operators with one operand.
final class UnaryNode: Node {
  private let operation: UnaryOperator
  private let operand: Node

  init(_ expression: UnaryExpression, _ operand: Node) {
    operation = expression.operation
    self.operand = operand
    super.init(expression.range)
  }

  override func evaluate(_ frame: Frame) throws -> Value {
    try Operations.unary(operation, operand.evaluate(frame), frame)
  }
}
