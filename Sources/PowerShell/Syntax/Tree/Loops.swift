/// `foreach ($x in …) {…}`.
package final class ForEachStatement: Sendable {
  package let range: SourceRange
  package let label: Name?
  package let variable: VariableExpression
  package let collection: Statement
  package let body: StatementBlock

  init(
    range: SourceRange, label: Name?, variable: VariableExpression, collection: Statement, body: StatementBlock
  ) {
    self.range = range
    self.label = label
    self.variable = variable
    self.collection = collection
    self.body = body
  }
}

/// `for (…; …; …) {…}`; every part may be missing.
package final class ForStatement: Sendable {
  package let range: SourceRange
  package let label: Name?
  package let initializer: Statement?
  /// Nil is always true.
  package let condition: Statement?
  package let iterator: Statement?
  package let body: StatementBlock

  init(
    range: SourceRange, label: Name?, initializer: Statement?, condition: Statement?, iterator: Statement?,
    body: StatementBlock
  ) {
    self.range = range
    self.label = label
    self.initializer = initializer
    self.condition = condition
    self.iterator = iterator
    self.body = body
  }
}

/// `while (…) {…}`, `do {…} while (…)` and `do {…} until (…)`.
package final class LoopStatement: Sendable {
  package enum Kind: String, Sendable {
    case `while`
    case doWhile
    case doUntil
  }

  package let range: SourceRange
  package let label: Name?
  package let kind: Kind
  package let condition: Statement
  package let body: StatementBlock

  init(range: SourceRange, label: Name?, kind: Kind, condition: Statement, body: StatementBlock) {
    self.range = range
    self.label = label
    self.kind = kind
    self.condition = condition
    self.body = body
  }
}
