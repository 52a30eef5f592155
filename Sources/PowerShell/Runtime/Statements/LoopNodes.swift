/// What a loop does next.
enum LoopStep {
  case next
  case leave
  /// It concerns something further out.
  case pass(Completion)
}

/// A statement that `break` and `continue` are for.
class LoopNode: StatementNode {
  let label: String?
  let body: BlockNode

  init(_ range: SourceRange, _ label: Name?, _ body: BlockNode) {
    self.label = label?.key
    self.body = body
    super.init(range)
  }

  /// Runs the body once.
  @inline(__always)
  final func step(_ frame: Frame, _ output: Sink) throws -> LoopStep {
    try frame.session.checkpoint()
    do {
      let completion = try body.execute(frame, output)
      return completion == .normal ? .next : settle(completion, frame)
    } catch let flow as ControlFlow {
      // A break within a function or a command's script block looks for its loop among the callers.
      guard let completion = flow.completion(frame.session) else { throw flow }
      let step = settle(completion, frame)
      if case .pass = step { throw flow }
      return step
    }
  }

  final func settle(_ completion: Completion, _ frame: Frame) -> LoopStep {
    guard completion == .breaking || completion == .continuing, frame.session.isMine(label) else {
      return .pass(completion)
    }
    return completion == .breaking ? .leave : .next
  }
}

final class ForNode: LoopNode {
  private let initializer: StatementNode?
  private let condition: StatementNode?
  private let iterator: StatementNode?

  init(
    _ statement: ForStatement, _ initializer: StatementNode?, _ condition: StatementNode?, _ iterator: StatementNode?,
    _ body: BlockNode
  ) {
    (self.initializer, self.condition, self.iterator) = (initializer, condition, iterator)
    super.init(statement.range, statement.label, body)
  }

  override func execute(_ frame: Frame, _ output: Sink) throws -> Completion {
    let nowhere = frame.session.nowhere
    _ = try initializer?.execute(frame, nowhere)
    while try condition?.test(frame) ?? true {
      switch try step(frame, output) {
      case .next: break
      case .leave: return .normal
      case .pass(let completion): return completion
      }
      _ = try iterator?.execute(frame, nowhere)
    }
    return .normal
  }
}

final class ConditionLoopNode: LoopNode {
  private let kind: LoopStatement.Kind
  private let condition: StatementNode

  init(_ statement: LoopStatement, _ condition: StatementNode, _ body: BlockNode) {
    kind = statement.kind
    self.condition = condition
    super.init(statement.range, statement.label, body)
  }

  override func execute(_ frame: Frame, _ output: Sink) throws -> Completion {
    var isFirst = kind != .while
    while true {
      if !isFirst {
        let holds = try condition.test(frame)
        guard holds == (kind != .doUntil) else { return .normal }
      }
      isFirst = false
      switch try step(frame, output) {
      case .next: break
      case .leave: return .normal
      case .pass(let completion): return completion
      }
    }
  }
}

final class ForEachNode: LoopNode {
  private let target: Target
  private let collection: StatementNode

  init(_ statement: ForEachStatement, _ target: Target, _ collection: StatementNode, _ body: BlockNode) {
    (self.target, self.collection) = (target, collection)
    super.init(statement.range, statement.label, body)
  }

  override func execute(_ frame: Frame, _ output: Sink) throws -> Completion {
    if frame.session.mentionsEnumerators { return try run(collection.naturalValue(frame), frame, output) }
    let value: Value
    if let range = (collection as? ExpressionStatementNode)?.expression as? RangeNode {
      let ends = (try range.left.evaluate(frame), try range.right.evaluate(frame))
      if case .int32(let first) = ends.0, case .int32(let last) = ends.1 {
        let numbers = stride(from: Int(first), through: Int(last), by: first <= last ? 1 : -1)
        return try run(numbers.lazy.map { Value.int32(Int32(truncatingIfNeeded: $0)) }, frame, output)
      }
      value = try range.slowly(ends.0, ends.1, frame)
    } else {
      value = try collection.naturalValue(frame)
    }
    switch value {
    case .nothing, .null: return .normal
    case .array(let array): return try run(array.elements, frame, output)
    default: return try run(elements(value), frame, output)
    }
  }

  private func elements(_ value: Value) -> [Value] {
    guard let reference = value.reference, let elements = reference.enumerated else { return [value] }
    reference.didEnumerate()
    return elements
  }

  /// With `$foreach`, through which the body can step ahead.
  private func run(_ value: Value, _ frame: Frame, _ output: Sink) throws -> Completion {
    if value.isNull { return .normal }
    let values = EnumeratorObject(elements(value), type: EnumeratorObject.array)
    let name = WellKnownName.forEachEnumerator.number
    let outer = frame.scope.own(name)?.value
    frame.scope.forAssignment(name, "foreach").value = .object(values)
    defer { frame.scope.restore(name, outer) }
    while values.moveNext() {
      try target.assign(values.current, frame)
      switch try step(frame, output) {
      case .next: break
      case .leave: return .normal
      case .pass(let completion): return completion
      }
    }
    return .normal
  }

  private func run(_ values: some Sequence<Value>, _ frame: Frame, _ output: Sink) throws -> Completion {
    for value in values {
      try target.assign(value, frame)
      switch try step(frame, output) {
      case .next: break
      case .leave: return .normal
      case .pass(let completion): return completion
      }
    }
    return .normal
  }
}
