/// What is wrong with a script's text, in PowerShell's words.
package struct ParseError: Error, Sendable, Hashable {
  package let range: SourceRange
  package let message: String
  /// PowerShell's name of the error, such as `MissingEndCurlyBrace`.
  package let identifier: String
  /// The text ended too early: more lines could mend it, which is when a console asks for them.
  package let isIncomplete: Bool
}
