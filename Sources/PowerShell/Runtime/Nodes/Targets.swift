/// What can be assigned to.
class Target {
  func assign(_ value: Value, _ frame: Frame) throws {}

  /// Gives the present value to `change` and keeps what it makes of it. Operands of the target are evaluated once.
  func update(_ frame: Frame, _ change: (Value) throws -> Value) throws {}
}

final class VariableTarget: Target {
  let cell: Cell

  init(_ cell: Cell) { self.cell = cell }

  override func assign(_ value: Value, _ frame: Frame) throws { try frame.write(cell, value) }

  override func update(_ frame: Frame, _ change: (Value) throws -> Value) throws {
    try frame.write(cell, change(frame.read(cell) ?? .null))
  }
}

final class ScopedVariableTarget: Target {
  private let node: ScopedVariableNode

  init(_ node: ScopedVariableNode) { self.node = node }

  override func assign(_ value: Value, _ frame: Frame) throws { try node.forAssignment(frame).assign(value) }

  override func update(_ frame: Frame, _ change: (Value) throws -> Value) throws {
    try assign(change(node.evaluate(frame)), frame)
  }
}

final class DriveVariableTarget: Target {
  private let node: DriveVariableNode

  init(_ node: DriveVariableNode) { self.node = node }

  override func assign(_ value: Value, _ frame: Frame) throws { try node.assign(value, frame) }

  override func update(_ frame: Frame, _ change: (Value) throws -> Value) throws {
    try assign(change(node.evaluate(frame)), frame)
  }
}

/// `$null = …`, which discards.
final class DiscardTarget: Target {
  override func update(_ frame: Frame, _ change: (Value) throws -> Value) throws { _ = try change(.null) }
}

/// `$true = …`, which is refused.
final class ConstantTarget: Target {
  private let name: String

  init(_ name: String) { self.name = name }

  override func assign(_ value: Value, _ frame: Frame) throws { throw Variable.notWritable(name) }

  override func update(_ frame: Frame, _ change: (Value) throws -> Value) throws {
    throw Variable.notWritable(name)
  }
}

/// `[int] $x = …`: the constraint stays with the variable.
final class ConstrainedTarget: Target {
  let inner: Target
  private let constraint: TypeConstraint

  init(_ inner: Target, _ constraint: TypeConstraint) { (self.inner, self.constraint) = (inner, constraint) }

  override func assign(_ value: Value, _ frame: Frame) throws {
    guard let variable = try variable(frame) else {
      return try inner.assign(constraint.apply(value, frame.session), frame)
    }
    let (session, constraint) = (frame.session, constraint)
    let converted = try constraint.apply(value, session)
    if !variable.options.isDisjoint(with: [.readOnly, .constant]) { throw Variable.notWritable(variable.name) }
    variable.set(constraint: { [unowned session] in try constraint.apply($0, session) })
    variable.value = converted
  }

  override func update(_ frame: Frame, _ change: (Value) throws -> Value) throws {
    let current = try variable(frame)?.value ?? .null
    try assign(change(current), frame)
  }

  private func variable(_ frame: Frame) throws -> Variable? {
    if let target = inner as? VariableTarget { return frame.forAssignment(target.cell) }
    return nil
  }
}

final class MemberTarget: Target {
  private let object: Node
  private let member: MemberReference
  private let isStatic: Bool

  init(_ object: Node, _ member: MemberReference, isStatic: Bool) {
    (self.object, self.member, self.isStatic) = (object, member, isStatic)
  }

  override func assign(_ value: Value, _ frame: Frame) throws {
    let name = try member.name(frame)
    try Operations.setMember(object.evaluate(frame), name, value, isStatic: isStatic, frame)
  }

  override func update(_ frame: Frame, _ change: (Value) throws -> Value) throws {
    let owner = try object.evaluate(frame)
    let name = try member.name(frame)
    let current = try Operations.member(owner, name, isStatic: isStatic, frame)
    try Operations.setMember(owner, name, change(current), isStatic: isStatic, frame)
  }
}

final class IndexTarget: Target {
  private let object: Node
  private let index: Node

  init(_ object: Node, _ index: Node) { (self.object, self.index) = (object, index) }

  override func assign(_ value: Value, _ frame: Frame) throws {
    try Operations.setElement(object.evaluate(frame), index.evaluate(frame), value, frame)
  }

  override func update(_ frame: Frame, _ change: (Value) throws -> Value) throws {
    let owner = try object.evaluate(frame)
    let place = try index.evaluate(frame)
    let current = try Operations.element(owner, place, frame)
    try Operations.setElement(owner, place, change(current), frame)
  }
}

/// `$a, $b = …`: the last takes what is left over.
final class ListTarget: Target {
  private let targets: [Target]

  init(_ targets: [Target]) { self.targets = targets }

  override func assign(_ value: Value, _ frame: Frame) throws {
    let values = value.reference?.enumerated ?? [value]
    for (index, target) in targets.enumerated() {
      if index >= values.count {
        try target.assign(.null, frame)
      } else if index == targets.count - 1, values.count > targets.count {
        try target.assign(.array(Array(values[index...])), frame)
      } else {
        try target.assign(values[index], frame)
      }
    }
  }

  override func update(_ frame: Frame, _ change: (Value) throws -> Value) throws {
    throw PowerShellError("The assignment expression is not valid.", id: "InvalidLeftHandSide")
  }
}
