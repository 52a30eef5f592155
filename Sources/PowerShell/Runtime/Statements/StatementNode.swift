/// How a statement ended. Labels and values of the others are in the session.
enum Completion {
  case normal, breaking, continuing, returning, exiting
}

/// A compiled statement.
class StatementNode {
  let range: SourceRange

  init(_ range: SourceRange) { self.range = range }

  func execute(_ frame: Frame, _ output: Sink) throws -> Completion { .normal }

  /// The output as one value; `nothing` where there is none.
  func naturalValue(_ frame: Frame) throws -> Value {
    let collector = frame.session.collector()
    let completion = try execute(frame, collector)
    if completion != .normal { throw frame.session.flow(completion) }
    return collector.collected
  }

  func test(_ frame: Frame) throws -> Bool { try naturalValue(frame).isTrue }

  /// As what an assignment keeps.
  final func value(_ frame: Frame) throws -> Value {
    let value = try naturalValue(frame)
    if case .nothing = value { return .null }
    return value
  }
}

/// An expression as a statement.
final class ExpressionStatementNode: StatementNode {
  let expression: Node

  init(_ expression: Node) {
    self.expression = expression
    super.init(expression.range)
  }

  override func execute(_ frame: Frame, _ output: Sink) throws -> Completion {
    try expression.emitStatement(frame, output)
    frame.session.lastSucceeded = true
    return .normal
  }

  override func naturalValue(_ frame: Frame) throws -> Value {
    frame.session.lastSucceeded = true
    return try expression.evaluate(frame)
  }

  override func test(_ frame: Frame) throws -> Bool { try expression.test(frame) }
}

/// Statements in a row. An error that ends a statement goes to the block's traps, to a `try` further out, or is reported
/// before the next statement runs (about_Trap, about_Try_Catch_Finally).
final class BlockNode {
  let statements: [StatementNode]
  private let traps: [TrapNode]

  init(_ statements: [StatementNode], _ traps: [TrapNode]) { (self.statements, self.traps) = (statements, traps) }

  func execute(_ frame: Frame, _ output: Sink) throws -> Completion {
    if !traps.isEmpty { frame.session.guards += 1 }
    defer { if !traps.isEmpty { frame.session.guards -= 1 } }
    for statement in statements {
      var completion = Completion.normal
      do {
        completion = try statement.execute(frame, output)
      } catch {
        completion = try recover(error, statement, frame, output)
      }
      if completion != .normal { return completion }
    }
    return .normal
  }

  /// What becomes of an error: a trap deals with it, something further out gets it, or it is reported.
  @inline(never)
  func recover(
    _ error: any Error, _ statement: StatementNode, _ frame: Frame, _ output: Sink
  ) throws -> Completion {
    if error is ControlFlow || error is StopUpstream { throw error }
    let session = frame.session
    let failure = session.failure(error, frame, statement.range)
    session.lastSucceeded = false
    if let trap = try traps.first(where: { try $0.accepts(failure.record, session) }) {
      session.guards -= 1
      defer { session.guards += 1 }
      switch try trap.execute(failure, frame, output) {
      case .breaking: throw failure
      case .continuing: return .normal
      case .normal:
        try session.report(failure.record, frame.scope)
        return .normal
      case let completion: return completion
      }
    }
    if failure.endsScript || session.guards > 0 { throw failure }
    switch session.errorAction(frame.scope) {
    case .stop: throw ScriptFailure(failure.record, endsScript: true)
    case .silentlyContinue, .ignore:
      try session.capture(.error(failure.record))
      session.remember(failure.record)
    default: try session.report(failure.record, frame.scope)
    }
    return .normal
  }
}
