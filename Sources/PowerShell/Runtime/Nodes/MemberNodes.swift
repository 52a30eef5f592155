/// The name after a dot: constant or worked out.
enum MemberReference {
  case constant(String)
  case dynamic(Node)

  func name(_ frame: Frame) throws -> String {
    switch self {
    case .constant(let name): return name
    case .dynamic(let node): return try node.evaluate(frame).displayString(frame.context)
    }
  }
}

/// `target.Name` and `[Type]::Name`.
final class MemberNode: Node {
  private let target: Node
  private let member: MemberReference
  private let isStatic: Bool
  private let isNullConditional: Bool

  init(_ expression: MemberExpression, _ target: Node, _ member: MemberReference) {
    (self.target, self.member) = (target, member)
    (isStatic, isNullConditional) = (expression.isStatic, expression.isNullConditional)
    super.init(expression.range)
  }

  override func evaluate(_ frame: Frame) throws -> Value {
    let owner = try target.evaluate(frame)
    if isNullConditional, owner.isNull { return .null }
    return try Operations.member(owner, member.name(frame), isStatic: isStatic, frame)
  }
}

/// `target.Name(…)` and `[Type]::Name(…)`.
final class InvocationNode: Node {
  private let target: Node
  private let member: MemberReference
  private let arguments: [Node]
  private let isStatic: Bool
  private let isNullConditional: Bool

  init(_ expression: InvocationExpression, _ target: Node, _ member: MemberReference, _ arguments: [Node]) {
    (self.target, self.member, self.arguments) = (target, member, arguments)
    (isStatic, isNullConditional) = (expression.isStatic, expression.isNullConditional)
    super.init(expression.range)
  }

  override func evaluate(_ frame: Frame) throws -> Value {
    let owner = try target.evaluate(frame)
    if isNullConditional, owner.isNull { return .null }
    var values: [Value] = []
    values.reserveCapacity(arguments.count)
    for argument in arguments { values.append(try argument.value(frame)) }
    return try Operations.invoke(owner, member.name(frame), values, isStatic: isStatic, frame)
  }
}

/// `target[index]`.
final class IndexNode: Node {
  private let target: Node
  private let index: Node
  private let isNullConditional: Bool

  init(_ expression: IndexExpression, _ target: Node, _ index: Node) {
    (self.target, self.index) = (target, index)
    isNullConditional = expression.isNullConditional
    super.init(expression.range)
  }

  override func evaluate(_ frame: Frame) throws -> Value {
    let owner = try target.evaluate(frame)
    if isNullConditional, owner.isNull { return .null }
    let place = try index.evaluate(frame)
    if case .array(let array) = owner, case .int32(let number) = place, number >= 0,
      Int(number) < array.elements.count
    {
      return array.elements[Int(number)]
    }
    return try Operations.element(owner, place, frame)
  }
}

/// `[Name]` as a value.
final class TypeNode: Node {
  let constraint: TypeConstraint

  init(_ range: SourceRange, _ constraint: TypeConstraint) {
    self.constraint = constraint
    super.init(range)
  }

  override func evaluate(_ frame: Frame) throws -> Value { .type(try constraint.type(frame.session)) }
}

/// `[Name] value`.
final class CastNode: Node {
  private let constraint: TypeConstraint
  private let operand: Node

  init(_ range: SourceRange, _ constraint: TypeConstraint, _ operand: Node) {
    (self.constraint, self.operand) = (constraint, operand)
    super.init(range)
  }

  override func evaluate(_ frame: Frame) throws -> Value {
    try constraint.apply(operand.evaluate(frame), frame.session)
  }

  /// The value of `[void] …` is nothing, and an array that a cast made is still enumerated.
  override func emit(_ frame: Frame, _ output: Sink) throws { try output.writeEnumerated(evaluate(frame)) }
}
