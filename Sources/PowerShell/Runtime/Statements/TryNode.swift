/// `try … catch … finally`.
final class TryNode: StatementNode {
  struct Clause {
    let types: [TypeConstraint]
    let body: BlockNode
  }

  private let body: BlockNode
  private let clauses: [Clause]
  private let finally: BlockNode?
  private let underscore: Cell

  init(_ range: SourceRange, _ body: BlockNode, _ clauses: [Clause], _ finally: BlockNode?, underscore: Cell) {
    (self.body, self.clauses, self.finally, self.underscore) = (body, clauses, finally, underscore)
    super.init(range)
  }

  override func execute(_ frame: Frame, _ output: Sink) throws -> Completion {
    let completion: Completion
    do {
      completion = try guarded(frame, output)
    } catch {
      if let finally { _ = try frame.session.whileCleaningUp { try finally.execute(frame, output) } }
      throw error
    }
    guard let finally else { return completion }
    let last = try frame.session.whileCleaningUp { try finally.execute(frame, output) }
    return last == .normal ? completion : last
  }

  private func guarded(_ frame: Frame, _ output: Sink) throws -> Completion {
    let session = frame.session
    let guards = session.guards
    do {
      session.guards += clauses.isEmpty ? 0 : 1
      defer { session.guards = guards }
      return try body.execute(frame, output)
    } catch {
      if error is ControlFlow || error is StopUpstream { throw error }
      let failure = session.failure(error, frame, range)
      session.remember(failure.record)
      session.lastSucceeded = false
      guard let clause = try clause(for: failure.record, session) else { throw failure }
      let outer = session.handled
      session.handled = failure.record
      defer { session.handled = outer }
      return try frame.withUnderscore(underscore) { variable in
        variable.value = .object(failure.record)
        return try clause.body.execute(frame, output)
      }
    }
  }

  private func clause(for record: ErrorRecord, _ session: Session) throws -> Clause? {
    var general: Clause?
    var nearest: (clause: Clause, distance: Int)?
    for clause in clauses {
      if clause.types.isEmpty { general = general ?? clause }
      for type in clause.types {
        let distance = record.exception.distance(to: try type.type(session))
        if let distance, distance < nearest?.distance ?? .max { nearest = (clause, distance) }
      }
    }
    return nearest?.clause ?? general
  }
}

extension ExceptionObject {
  /// How far an exception type is above this exception's or, failing that, above those beneath it; nil when it is not.
  func distance(to type: TypeReference) -> Int? {
    var exception: ExceptionObject? = self
    var offset = 0
    while let current = exception, offset < 64 {
      if let steps = current.exceptionType.ancestry.firstIndex(where: { $0.isSameName(as: type.name) }) {
        return steps + offset
      }
      exception = current.inner
      offset += 16
    }
    return nil
  }
}

/// `trap [Type] { … }`.
final class TrapNode {
  private let type: TypeConstraint?
  private let body: BlockNode
  private let underscore: Cell

  init(_ type: TypeConstraint?, _ body: BlockNode, underscore: Cell) {
    (self.type, self.body, self.underscore) = (type, body, underscore)
  }

  func accepts(_ record: ErrorRecord, _ session: Session) throws -> Bool {
    guard let type else { return true }
    return record.exception.distance(to: try type.type(session)) != nil
  }

  func execute(_ failure: ScriptFailure, _ frame: Frame, _ output: Sink) throws -> Completion {
    try frame.withUnderscore(underscore) { variable in
      variable.value = .object(failure.record)
      return try body.execute(frame, output)
    }
  }
}
