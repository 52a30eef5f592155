/// `target = value`; as an expression it gives the value.
final class AssignmentNode: Node {
  private let target: Target
  private let value: StatementNode

  init(_ range: SourceRange, _ target: Target, _ value: StatementNode) {
    (self.target, self.value) = (target, value)
    super.init(range)
  }

  override func evaluate(_ frame: Frame) throws -> Value {
    // A variable keeps that there was no output: piping it on gives nothing, too.
    let result = target is VariableTarget ? try value.naturalValue(frame) : try value.value(frame)
    try target.assign(result, frame)
    return result
  }

  override func emitStatement(_ frame: Frame, _ output: Sink) throws { _ = try evaluate(frame) }
}

/// `target += value` and the like.
final class CompoundAssignmentNode: Node {
  private let target: Target
  private let operation: BinaryOperator
  private let value: StatementNode

  init(_ range: SourceRange, _ target: Target, _ operation: BinaryOperator, _ value: StatementNode) {
    (self.target, self.operation, self.value) = (target, operation, value)
    super.init(range)
  }

  override func evaluate(_ frame: Frame) throws -> Value {
    if let variable = target as? VariableTarget { return try evaluate(variable.cell, frame) }
    var result = Value.null
    try target.update(frame) { current in
      if operation == .coalesce {
        result = current.isNull ? try value.value(frame) : current
      } else {
        result = try Operations.binary(operation, false, current, value.value(frame), frame)
      }
      return result
    }
    return result
  }

  override func emitStatement(_ frame: Frame, _ output: Sink) throws { _ = try evaluate(frame) }

  private func evaluate(_ cell: Cell, _ frame: Frame) throws -> Value {
    let current = frame.read(cell) ?? .null
    if operation == .coalesce, !current.isNull { return current }
    let operand = try value.value(frame)
    if operation == .coalesce {
      try frame.write(cell, operand)
      return operand
    }
    if operation == .add {
      if case .int32(let first) = current, case .int32(let second) = operand {
        let (sum, overflow) = first.addingReportingOverflow(second)
        let result: Value = overflow ? .double(Double(first) + Double(second)) : .int32(sum)
        try frame.write(cell, result)
        return result
      }
      if case .double(let first) = current, case .int32(let second) = operand {
        let result = Value.double(first + Double(second))
        try frame.write(cell, result)
        return result
      }
    }
    let result = try Operations.binary(operation, false, current, operand, frame)
    try frame.write(cell, result)
    return result
  }
}

/// `$text += …`, `$i++`, `--$i`: a step of one.
final class IncrementNode: Node {
  private let target: Target
  private let step: Int32
  private let givesOld: Bool

  init(_ range: SourceRange, _ target: Target, step: Int32, givesOld: Bool) {
    (self.target, self.step, self.givesOld) = (target, step, givesOld)
    super.init(range)
  }

  override func evaluate(_ frame: Frame) throws -> Value {
    if let cell = (target as? VariableTarget)?.cell, let variable = frame.local(cell), variable.isPlain,
      case .int32(let number) = variable.value
    {
      let (sum, overflow) = number.addingReportingOverflow(step)
      if !overflow {
        variable.value = .int32(sum)
        return .int32(givesOld ? number : sum)
      }
    }
    var result = Value.null
    try target.update(frame) { current in
      guard current.isNull || current.isNumber else {
        throw PowerShellError(
          "The '\(step > 0 ? "++" : "--")' operator works only on numbers. The operand is a '\(current.type.name)'.",
          id: "OperatorRequiresNumber")
      }
      let old = current.isNull ? Value.int32(0) : current
      let new = try Operations.binary(.add, false, old, .int32(step), frame)
      result = givesOld ? old : new
      return new
    }
    return result
  }

  override func emitStatement(_ frame: Frame, _ output: Sink) throws { _ = try evaluate(frame) }
}
