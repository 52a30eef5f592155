/// A number as written (about_Numeric_Literals): value with sign, suffix and multiplier worked in.
package final class NumberLiteral: Sendable {
  /// The types that a literal can have.
  package enum Value: Hashable, Sendable {
    case int8(Int8)
    case uint8(UInt8)
    case int16(Int16)
    case uint16(UInt16)
    case int32(Int32)
    case uint32(UInt32)
    case int64(Int64)
    case uint64(UInt64)
    case double(Double)
    /// `significand` (below 2 to the 96th) divided by 10 to the power of `scale` (0 to 28).
    case decimal(isNegative: Bool, significand: UInt128, scale: Int)
    /// Decimal digits, perhaps after a `-`.
    case bigInteger(String)
  }

  package let range: SourceRange
  package let value: Value
  /// As written: what a command that wants a string gets.
  package let text: String

  init(range: SourceRange, value: Value, text: String) {
    self.range = range
    self.value = value
    self.text = text
  }
}

/// How a string was written.
package enum StringKind: String, Sendable {
  case bareWord
  case singleQuoted
  case doubleQuoted
  case singleQuotedHere
  case doubleQuotedHere
}

/// A string without anything to expand, escapes resolved.
package final class StringLiteral: Sendable {
  package let range: SourceRange
  package let value: String
  package let kind: StringKind

  init(range: SourceRange, value: String, kind: StringKind) {
    self.range = range
    self.value = value
    self.kind = kind
  }
}

/// A string or bare word with variables or subexpressions in it.
package final class ExpandableString: Sendable {
  package enum Part: Sendable {
    case text(String)
    /// A `variable` or a `subexpression`.
    case expression(Expression)
  }

  package let range: SourceRange
  /// In order; at least one is an expression.
  package let parts: [Part]
  package let kind: StringKind

  init(range: SourceRange, parts: [Part], kind: StringKind) {
    self.range = range
    self.parts = parts
    self.kind = kind
  }
}

/// `$name`, `$scope:name`, `$drive:name`, `${any name}`, and `@name` where it is splatted.
package final class VariableExpression: Sendable {
  /// Where a variable is looked for (about_Scopes).
  package enum Scope: String, Sendable {
    case unqualified
    case global
    case local
    case script
    case `private`
    case using
    /// `$env:Path` and other drives; the drive's name is in `drive`.
    case drive
  }

  package let range: SourceRange
  /// Without scope or drive.
  package let name: Name
  package let scope: Scope
  /// The drive's name for scope `drive`. `$variable:x` is a drive as well.
  package let drive: Name?

  init(range: SourceRange, name: Name, scope: Scope = .unqualified, drive: Name? = nil) {
    self.range = range
    self.name = name
    self.scope = scope
    self.drive = drive
  }

  /// The name with scope or drive as it would be written after `$`.
  package var path: String {
    switch scope {
    case .unqualified: name.text
    case .drive: (drive?.text ?? "") + ":" + name.text
    default: scope.rawValue + ":" + name.text
    }
  }
}
