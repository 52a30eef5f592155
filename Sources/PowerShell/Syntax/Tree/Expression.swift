/// An expression. Every case holds one reference, so that an `Expression` is as small as a pointer.
package enum Expression: Sendable {
  case number(NumberLiteral)
  case string(StringLiteral)
  case expandable(ExpandableString)
  case variable(VariableExpression)
  /// `a, b, c` and `, a`.
  case list(ListExpression)
  /// `@(…)`.
  case array(BlockExpression)
  /// `$(…)`.
  case subexpression(BlockExpression)
  /// `(…)`.
  case parenthesized(ParenthesizedExpression)
  /// `@{…}`.
  case table(TableExpression)
  /// `{…}`.
  case scriptBlock(ScriptBlockExpression)
  /// `[int]` by itself.
  case type(TypeExpression)
  /// `[int] $x`, and `[Attribute()] $x` as an assignment's target.
  case cast(CastExpression)
  case unary(UnaryExpression)
  case binary(BinaryExpression)
  case ternary(TernaryExpression)
  case member(MemberExpression)
  case invocation(InvocationExpression)
  case index(IndexExpression)

  package var range: SourceRange {
    switch self {
    case .number(let node): node.range
    case .string(let node): node.range
    case .expandable(let node): node.range
    case .variable(let node): node.range
    case .list(let node): node.range
    case .array(let node), .subexpression(let node): node.range
    case .parenthesized(let node): node.range
    case .table(let node): node.range
    case .scriptBlock(let node): node.range
    case .type(let node): node.range
    case .cast(let node): node.range
    case .unary(let node): node.range
    case .binary(let node): node.range
    case .ternary(let node): node.range
    case .member(let node): node.range
    case .invocation(let node): node.range
    case .index(let node): node.range
    }
  }
}

/// Elements separated by commas; one element where a comma stands before it.
package final class ListExpression: Sendable {
  package let range: SourceRange
  package let elements: [Expression]

  init(range: SourceRange, elements: [Expression]) {
    self.range = range
    self.elements = elements
  }
}

/// The statements of `@(…)` or `$(…)`.
package final class BlockExpression: Sendable {
  package let range: SourceRange
  package let body: StatementBlock

  init(range: SourceRange, body: StatementBlock) {
    self.range = range
    self.body = body
  }
}

/// `(…)` around a pipeline or an assignment.
package final class ParenthesizedExpression: Sendable {
  package let range: SourceRange
  package let statement: Statement

  init(range: SourceRange, statement: Statement) {
    self.range = range
    self.statement = statement
  }
}

/// `@{ key = value; … }` (about_Hash_Tables).
package final class TableExpression: Sendable {
  package struct Entry: Sendable {
    /// A bare word is a constant string; anything else is evaluated.
    package let key: Expression
    package let value: Statement
  }

  package let range: SourceRange
  /// In the order written, which `[ordered]` keeps.
  package let entries: [Entry]

  init(range: SourceRange, entries: [Entry]) {
    self.range = range
    self.entries = entries
  }
}

/// `{ … }` as a value.
package final class ScriptBlockExpression: Sendable {
  package let range: SourceRange
  package let body: ScriptBody

  init(range: SourceRange, body: ScriptBody) {
    self.range = range
    self.body = body
  }
}

/// `[Name]` as a value.
package final class TypeExpression: Sendable {
  package let range: SourceRange
  package let type: TypeName

  init(range: SourceRange, type: TypeName) {
    self.range = range
    self.type = type
  }
}

/// A type constraint or attribute in front of an expression.
package final class CastExpression: Sendable {
  package enum Kind: Sendable {
    case type(TypeName)
    /// Only in front of assignment targets: `[ValidateRange(1, 5)] [int] $x = 3`.
    case attribute(Attribute)
  }

  package let range: SourceRange
  package let kind: Kind
  package let operand: Expression

  init(range: SourceRange, kind: Kind, operand: Expression) {
    self.range = range
    self.kind = kind
    self.operand = operand
  }
}

/// `condition ? a : b`.
package final class TernaryExpression: Sendable {
  package let range: SourceRange
  package let condition: Expression
  package let whenTrue: Expression
  package let whenFalse: Expression

  init(range: SourceRange, condition: Expression, whenTrue: Expression, whenFalse: Expression) {
    self.range = range
    self.condition = condition
    self.whenTrue = whenTrue
    self.whenFalse = whenFalse
  }
}
