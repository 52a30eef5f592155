/// The name after a dot or `::`.
package enum MemberName: Sendable {
  case constant(Name, SourceRange)
  /// `$x.$name`, `$x.('a' + 'b')`, `$x."$name"`.
  case dynamic(Expression)

  package var range: SourceRange {
    switch self {
    case .constant(_, let range): range
    case .dynamic(let expression): expression.range
    }
  }
}

/// `target.Name`, `target?.Name` and `[Type]::Name`.
package final class MemberExpression: Sendable {
  package let range: SourceRange
  package let target: Expression
  package let member: MemberName
  package let isStatic: Bool
  /// `?.`: null when the target is null.
  package let isNullConditional: Bool

  init(range: SourceRange, target: Expression, member: MemberName, isStatic: Bool, isNullConditional: Bool) {
    self.range = range
    self.target = target
    self.member = member
    self.isStatic = isStatic
    self.isNullConditional = isNullConditional
  }
}

/// `target.Name(arguments)`, `[Type]::Name(arguments)`; with PowerShell 7's generic arguments `Name[int](…)`.
package final class InvocationExpression: Sendable {
  package let range: SourceRange
  package let target: Expression
  package let member: MemberName
  package let genericArguments: [TypeName]
  package let arguments: [Expression]
  package let isStatic: Bool
  package let isNullConditional: Bool

  init(
    range: SourceRange, target: Expression, member: MemberName, genericArguments: [TypeName], arguments: [Expression],
    isStatic: Bool, isNullConditional: Bool
  ) {
    self.range = range
    self.target = target
    self.member = member
    self.genericArguments = genericArguments
    self.arguments = arguments
    self.isStatic = isStatic
    self.isNullConditional = isNullConditional
  }
}

/// `target[index]`. Several indices are one `list` expression, as in `$a[0, 2]`.
package final class IndexExpression: Sendable {
  package let range: SourceRange
  package let target: Expression
  package let index: Expression
  /// `?[`: null when the target is null.
  package let isNullConditional: Bool

  init(range: SourceRange, target: Expression, index: Expression, isNullConditional: Bool) {
    self.range = range
    self.target = target
    self.index = index
    self.isNullConditional = isNullConditional
  }
}
