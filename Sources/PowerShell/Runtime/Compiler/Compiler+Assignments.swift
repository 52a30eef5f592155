extension Compiler {
  mutating func assignment(_ node: AssignmentStatement) throws -> Node {
    let target = try target(node.target)
    let value = try statement(node.value)
    switch node.operation {
    case .assign: return AssignmentNode(node.range, target, value)
    case .add: return CompoundAssignmentNode(node.range, target, .add, value)
    case .subtract: return CompoundAssignmentNode(node.range, target, .subtract, value)
    case .multiply: return CompoundAssignmentNode(node.range, target, .multiply, value)
    case .divide: return CompoundAssignmentNode(node.range, target, .divide, value)
    case .remainder: return CompoundAssignmentNode(node.range, target, .remainder, value)
    case .coalesce: return CompoundAssignmentNode(node.range, target, .coalesce, value)
    }
  }

  mutating func target(_ expression: Expression) throws -> Target {
    switch expression {
    case .variable(let node): return try variableTarget(node)
    case .cast(let node):
      let inner = try target(node.operand)
      switch node.kind {
      case .type(let type): return ConstrainedTarget(inner, TypeConstraint(type))
      case .attribute(let attribute): return ValidatedTarget(inner, attribute)
      }
    case .member(let node):
      let member: MemberReference
      switch node.member {
      case .constant(let name, _): member = .constant(name.text)
      case .dynamic(let inner): member = .dynamic(try self.expression(inner))
      }
      return MemberTarget(try self.expression(node.target), member, isStatic: node.isStatic)
    case .index(let node): return IndexTarget(try self.expression(node.target), try self.expression(node.index))
    case .list(let node):
      var targets: [Target] = []
      for element in node.elements { targets.append(try target(element)) }
      return ListTarget(targets)
    case .parenthesized(let node):
      if let inner = node.statement.soleExpression { return try target(inner) }
    default: break
    }
    throw PowerShellError("The assignment expression is not valid.", id: "InvalidLeftHandSide", category: .parserError)
  }

  mutating func variableTarget(_ node: VariableExpression) throws -> Target {
    switch node.scope {
    case .unqualified:
      switch node.name.key {
      case "null": return DiscardTarget()
      case "true", "false", "?": return ConstantTarget(node.name.text)
      case "psitem": return VariableTarget(cell("_"))
      default: return VariableTarget(cell(node.name))
      }
    case .drive: return DriveVariableTarget(DriveVariableNode(node.range, node.drive ?? "", node.name))
    default:
      return ScopedVariableTarget(
        ScopedVariableNode(node.range, node.scope, session.names.number(of: node.name), node.name.text))
    }
  }
}
