/// `[ref] $x`: what a function or method sets the variable through (about_Ref).
final class ReferenceNode: Node {
  private let variable: Node

  init(_ range: SourceRange, _ variable: Node) {
    self.variable = variable
    super.init(range)
  }

  override func evaluate(_ frame: Frame) throws -> Value {
    let found: Variable?
    switch variable {
    case let node as VariableNode: found = frame.find(node.cell)
    case let node as ScopedVariableNode: found = node.find(frame)
    default:
      let value = try variable.value(frame)
      if let known = value.reference(as: Reference.self) { return .object(known) }
      return .object(Reference(value))
    }
    guard let found else {
      throw PowerShellError(
        "[ref] cannot be applied to a variable that does not exist.", id: "NonExistingVariableReference")
    }
    if let known = found.value.reference(as: Reference.self) { return .object(known) }
    return .object(VariableReference(found))
  }
}

/// A reference that is a variable.
// SAFETY: as any object of an evaluator, it is used on one thread at a time.
package final class VariableReference: Reference, @unchecked Sendable {
  private let variable: Variable

  init(_ variable: Variable) {
    self.variable = variable
    super.init(.null)
  }

  package override var value: Value {
    get { variable.value }
    // What the variable's type does not take is not kept.
    set { try? variable.assign(newValue) }
  }
}
