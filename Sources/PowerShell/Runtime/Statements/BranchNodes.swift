/// `if … elseif … else`.
final class IfNode: StatementNode {
  private let clauses: [(condition: StatementNode, body: BlockNode)]
  private let otherwise: BlockNode?

  init(_ range: SourceRange, _ clauses: [(condition: StatementNode, body: BlockNode)], _ otherwise: BlockNode?) {
    (self.clauses, self.otherwise) = (clauses, otherwise)
    super.init(range)
  }

  override func execute(_ frame: Frame, _ output: Sink) throws -> Completion {
    for clause in clauses where try clause.condition.test(frame) { return try clause.body.execute(frame, output) }
    return try otherwise?.execute(frame, output) ?? .normal
  }
}

/// `break`, `continue`, `return`, `throw`, `exit`.
final class FlowNode: StatementNode {
  private let kind: FlowStatement.Kind
  private let label: Node?
  private let value: StatementNode?

  init(_ statement: FlowStatement, _ label: Node?, _ value: StatementNode?) {
    kind = statement.kind
    (self.label, self.value) = (label, value)
    super.init(statement.range)
  }

  override func execute(_ frame: Frame, _ output: Sink) throws -> Completion {
    let session = frame.session
    switch kind {
    case .break, .continue:
      session.label = try label.map { try $0.evaluate(frame).displayString(frame.context) } ?? ""
      return kind == .break ? .breaking : .continuing
    case .return:
      guard let value else { return .returning }
      let sink = frame.returnSink ?? output
      if let expression = (value as? ExpressionStatementNode)?.expression,
        frame.returnSink != nil || expression is AssignmentNode || expression is CompoundAssignmentNode
      {
        // `return $x = 5` gives 5, and in a method `return $x++` gives what it gives as an expression.
        try expression.emit(frame, sink)
        frame.session.lastSucceeded = true
        return .returning
      }
      let completion = try value.execute(frame, sink)
      return completion == .normal ? .returning : completion
    case .exit:
      let code = try value?.value(frame) ?? .int32(0)
      session.exitCode = code.tryConverted(to: BuiltInType.int32, frame.context).integerValue ?? 0
      return .exiting
    case .throw:
      throw try session.thrown(value?.value(frame) ?? .null, frame, range)
    }
  }
}

/// `data { … }`.
final class DataNode: StatementNode {
  private let target: Target?
  private let body: BlockNode

  init(_ range: SourceRange, _ target: Target?, _ body: BlockNode) {
    (self.target, self.body) = (target, body)
    super.init(range)
  }

  override func execute(_ frame: Frame, _ output: Sink) throws -> Completion {
    guard let target else { return try body.execute(frame, output) }
    let collector = frame.session.collector()
    let completion = try body.execute(frame, collector)
    let value = collector.collected
    try target.assign(value.isNull ? .null : value, frame)
    return completion
  }
}
