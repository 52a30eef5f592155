/// `switch` (about_Switch): every clause that matches runs, `default` when none did, for each value in turn.
final class SwitchNode: LoopNode {
  private let flags: SwitchStatement.Flags
  private let subject: StatementNode
  private let clauses: [(condition: Node, body: BlockNode)]
  private let underscore: Cell

  init(
    _ statement: SwitchStatement, _ subject: StatementNode, _ clauses: [(condition: Node, body: BlockNode)],
    _ defaultBody: BlockNode?, underscore: Cell
  ) {
    flags = statement.flags
    (self.subject, self.clauses) = (subject, clauses)
    self.underscore = underscore
    super.init(statement.range, statement.label, defaultBody ?? BlockNode([], []))
  }

  override func execute(_ frame: Frame, _ output: Sink) throws -> Completion {
    let given = try values(frame)
    if frame.session.mentionsEnumerators { return try runEnumerated(given, frame, output) }
    return try frame.withUnderscore(underscore) { variable in
      for value in given {
        try frame.session.checkpoint()
        switch try run(value, variable, frame, output) {
        case .next: continue
        case .leave: return .normal
        case .pass(let completion): return completion
        }
      }
      return .normal
    }
  }

  /// With `$switch`, through which a clause can step ahead.
  private func runEnumerated(_ given: [Value], _ frame: Frame, _ output: Sink) throws -> Completion {
    let values = EnumeratorObject(given, type: EnumeratorObject.array)
    let name = WellKnownName.switchEnumerator.number
    let outer = frame.scope.own(name)?.value
    frame.scope.forAssignment(name, "switch").value = .object(values)
    defer { frame.scope.restore(name, outer) }
    return try frame.withUnderscore(underscore) { variable in
      while values.moveNext() {
        try frame.session.checkpoint()
        switch try run(values.current, variable, frame, output) {
        case .next: continue
        case .leave: return .normal
        case .pass(let completion): return completion
        }
      }
      return .normal
    }
  }

  private func values(_ frame: Frame) throws -> [Value] {
    let value = try subject.naturalValue(frame)
    if flags.contains(.file) {
      let path = try value.displayString(frame.context)
      return try frame.session.options.readLines(path).map { .string($0) }
    }
    if case .nothing = value { return [] }
    return value.reference?.enumerated ?? [value]
  }

  private func run(_ value: Value, _ variable: Variable, _ frame: Frame, _ output: Sink) throws -> LoopStep {
    var isMatched = false
    for clause in clauses {
      variable.value = value
      guard try matches(value, clause.condition, frame) else { continue }
      isMatched = true
      let step = try run(clause.body, frame, output)
      switch step {
      case .next where !hasContinued: continue
      case .next:
        hasContinued = false
        return .next
      default: return step
      }
    }
    if isMatched { return .next }
    variable.value = value
    let step = try run(body, frame, output)
    hasContinued = false
    return step
  }

  /// The body just run ended with `continue`: no further clause is for this value.
  private var hasContinued = false

  private func run(_ body: BlockNode, _ frame: Frame, _ output: Sink) throws -> LoopStep {
    hasContinued = false
    do {
      let completion = try body.execute(frame, output)
      if completion == .normal { return .next }
      let step = settle(completion, frame)
      if case .next = step { hasContinued = true }
      return step
    } catch let flow as ControlFlow {
      guard let completion = flow.completion(frame.session) else { throw flow }
      let step = settle(completion, frame)
      if case .pass = step { throw flow }
      if case .next = step { hasContinued = true }
      return step
    }
  }

  private func matches(_ value: Value, _ condition: Node, _ frame: Frame) throws -> Bool {
    let wanted = try condition.evaluate(frame)
    if let block = wanted.reference(as: ScriptBlockObject.self) {
      return Value.collected(try frame.session.invoke(block, underscore: value, arguments: [])).isTrue
    }
    let isCaseSensitive = flags.contains(.caseSensitive)
    if flags.contains(.regularExpression) {
      return try Operations.binary(.match, isCaseSensitive, .string(text(value, frame)), wanted, frame).isTrue
    }
    if flags.contains(.wildcard) {
      return try Operations.binary(.like, isCaseSensitive, .string(text(value, frame)), wanted, frame).isTrue
    }
    if value.isNull || wanted.isNull { return value.isNull && wanted.isNull }
    if case .string = value.unwrapped {
      return try Operations.binary(.equal, isCaseSensitive, value, .string(text(wanted, frame)), frame).isTrue
    }
    return try Operations.binary(.equal, isCaseSensitive, value, wanted, frame).isTrue
  }

  private func text(_ value: Value, _ frame: Frame) throws -> String { try value.displayString(frame.context) }
}
