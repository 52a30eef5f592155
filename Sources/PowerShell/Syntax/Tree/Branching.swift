/// `if (…) {…} elseif (…) {…} else {…}`.
package final class IfStatement: Sendable {
  package struct Clause: Sendable {
    package let condition: Statement
    package let body: StatementBlock
  }

  package let range: SourceRange
  /// `if` and every `elseif`, in order; at least one.
  package let clauses: [Clause]
  package let otherwise: StatementBlock?

  init(range: SourceRange, clauses: [Clause], otherwise: StatementBlock?) {
    self.range = range
    self.clauses = clauses
    self.otherwise = otherwise
  }
}

/// `switch -Regex (…) { 'a' {…} default {…} }` (about_Switch).
package final class SwitchStatement: Sendable {
  package struct Flags: OptionSet, Sendable {
    package let rawValue: UInt8

    package init(rawValue: UInt8) { self.rawValue = rawValue }

    package static let regularExpression = Flags(rawValue: 1)
    package static let wildcard = Flags(rawValue: 2)
    package static let exact = Flags(rawValue: 4)
    package static let caseSensitive = Flags(rawValue: 8)
    package static let file = Flags(rawValue: 16)
    package static let parallel = Flags(rawValue: 32)
  }

  package struct Clause: Sendable {
    /// A value or pattern, or a script block that decides.
    package let condition: Expression
    package let body: StatementBlock
  }

  package let range: SourceRange
  package let label: Name?
  package let flags: Flags
  /// The values, or with `-File` the path.
  package let subject: Statement
  package let clauses: [Clause]
  package let defaultBody: StatementBlock?

  init(
    range: SourceRange, label: Name?, flags: Flags, subject: Statement, clauses: [Clause],
    defaultBody: StatementBlock?
  ) {
    self.range = range
    self.label = label
    self.flags = flags
    self.subject = subject
    self.clauses = clauses
    self.defaultBody = defaultBody
  }
}
