import FoundationEssentials

extension Compiler {
  mutating func expression(_ expression: Expression) throws -> Node {
    try session.checkStack()
    switch expression {
    case .number(let node): return ConstantNode(node.range, number(node.value))
    case .string(let node): return ConstantNode(node.range, .string(node.value))
    case .expandable(let node):
      var parts: [Node] = []
      for part in node.parts {
        switch part {
        case .text(let text): parts.append(ConstantNode(node.range, .string(text)))
        case .expression(let inner): parts.append(try self.expression(inner))
        }
      }
      return ExpandNode(node.range, parts)
    case .variable(let node): return try variable(node)
    case .list(let node):
      var elements: [Node] = []
      for element in node.elements { elements.append(try self.expression(element)) }
      return ListNode(node.range, elements)
    case .array(let node): return CaptureNode(node.range, try block(node.body), .array)
    case .subexpression(let node): return CaptureNode(node.range, try block(node.body), .natural)
    case .parenthesized(let node):
      if let inner = node.statement.soleExpression {
        return ParenthesizedNode(node.range, try self.expression(inner))
      }
      if case .assignment(let assignment) = node.statement {
        return ParenthesizedNode(node.range, try self.assignment(assignment))
      }
      return StatementValueNode(node.range, try statement(node.statement))
    case .table(let node): return try table(node, isOrdered: false)
    case .scriptBlock(let node): return ScriptBlockNode(node.range, node.body)
    case .type(let node): return TypeNode(node.range, TypeConstraint(node.type))
    case .cast(let node): return try cast(node)
    case .unary(let node): return try unary(node)
    case .binary(let node): return try binary(node)
    case .ternary(let node):
      return TernaryNode(
        node.range, try self.expression(node.condition), try self.expression(node.whenTrue),
        try self.expression(node.whenFalse))
    case .member(let node): return MemberNode(node, try self.expression(node.target), try member(node.member))
    case .invocation(let node):
      var arguments: [Node] = []
      for argument in node.arguments { arguments.append(try self.expression(argument)) }
      if let base = baseType(node.target) {
        return BaseCallNode(node.range, base, cell("this"), try member(node.member), arguments)
      }
      return InvocationNode(node, try self.expression(node.target), try member(node.member), arguments)
    case .index(let node): return IndexNode(node, try self.expression(node.target), try self.expression(node.index))
    }
  }

  /// The type in `([Base] $this).Method()`, which calls the ancestor's method rather than the object's own.
  private func baseType(_ target: Expression) -> TypeConstraint? {
    guard case .parenthesized(let inner) = target, case .cast(let cast)? = inner.statement.soleExpression,
      case .type(let type) = cast.kind, case .variable(let variable) = cast.operand, variable.name == "this"
    else { return nil }
    return TypeConstraint(type)
  }

  mutating func variable(_ node: VariableExpression) throws -> Node {
    switch node.scope {
    case .unqualified:
      switch node.name.key {
      case "true": return ConstantNode(node.range, .boolean(true))
      case "false": return ConstantNode(node.range, .boolean(false))
      case "null": return ConstantNode(node.range, .null)
      case "?": return SuccessNode(node.range)
      case "psitem": return VariableNode(node.range, cell("_"))
      default: return VariableNode(node.range, cell(node.name))
      }
    case .drive: return DriveVariableNode(node.range, node.drive ?? "", node.name)
    default:
      return ScopedVariableNode(node.range, node.scope, session.names.number(of: node.name), node.name.text)
    }
  }

  private mutating func table(_ node: TableExpression, isOrdered: Bool) throws -> TableNode {
    var entries: [(key: Node, value: StatementNode)] = []
    for entry in node.entries { entries.append((try expression(entry.key), try statement(entry.value))) }
    return TableNode(node.range, entries, isOrdered: isOrdered)
  }

  private mutating func cast(_ node: CastExpression) throws -> Node {
    guard case .type(let type) = node.kind else { return try expression(node.operand) }
    switch type.name.key {
    case "ref", "psreference", "system.management.automation.psreference":
      return ReferenceNode(node.range, try expression(node.operand))
    default: break
    }
    if case .table(let literal) = node.operand {
      switch type.name.key {
      case "ordered": return try table(literal, isOrdered: true)
      // Its properties keep the order in which they are written.
      case "pscustomobject", "system.management.automation.pscustomobject":
        return CastNode(node.range, TypeConstraint(type), try table(literal, isOrdered: true))
      default: break
      }
    }
    return CastNode(node.range, TypeConstraint(type), try expression(node.operand))
  }

  private mutating func unary(_ node: UnaryExpression) throws -> Node {
    switch node.operation {
    case .preIncrement, .postIncrement, .preDecrement, .postDecrement:
      let isUp = node.operation == .preIncrement || node.operation == .postIncrement
      let givesOld = node.operation == .postIncrement || node.operation == .postDecrement
      return IncrementNode(node.range, try target(node.operand), step: isUp ? 1 : -1, givesOld: givesOld)
    case .not: return NotNode(node.range, try expression(node.operand))
    default: return UnaryNode(node, try expression(node.operand))
    }
  }

  private mutating func binary(_ node: BinaryExpression) throws -> Node {
    let left = try expression(node.left)
    let right = try expression(node.right)
    switch node.operation {
    case .add: return AddNode(node, left, right)
    case .subtract: return SubtractNode(node, left, right)
    case .multiply: return MultiplyNode(node, left, right)
    case .remainder: return RemainderNode(node, left, right)
    case .equal, .notEqual, .less, .lessOrEqual, .greater, .greaterOrEqual: return CompareNode(node, left, right)
    case .and, .or, .exclusiveOr: return LogicNode(node, left, right)
    case .coalesce: return CoalesceNode(node, left, right)
    case .range: return RangeNode(node, left, right)
    case .is, .isNot, .as: return TypeTestNode(node, left, right)
    default: return BinaryNode(node, left, right)
    }
  }

  private mutating func member(_ name: MemberName) throws -> MemberReference {
    switch name {
    case .constant(let name, _): return .constant(name.text)
    case .dynamic(let expression): return .dynamic(try self.expression(expression))
    }
  }

  private func number(_ value: NumberLiteral.Value) -> Value {
    switch value {
    case .int8(let number): .integer(SizedInteger(number))
    case .uint8(let number): .integer(SizedInteger(number))
    case .int16(let number): .integer(SizedInteger(number))
    case .uint16(let number): .integer(SizedInteger(number))
    case .int32(let number): .int32(number)
    case .uint32(let number): .integer(SizedInteger(number))
    case .int64(let number): .int64(number)
    case .uint64(let number): .integer(SizedInteger(number))
    case .double(let number): .double(number)
    case .decimal(let isNegative, let significand, let scale):
      (Decimal(string: String(significand)).map { digits in
        let scaled = scale == 0 ? digits : digits / pow(Decimal(10), scale)
        return .decimal(isNegative ? -scaled : scaled)
      }) ?? .double(Double(significand))
    case .bigInteger(let digits): .double(Double(digits) ?? 0)
    }
  }
}
