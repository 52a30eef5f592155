/// Options of a pattern, with the numbers of System.Text.RegularExpressions.RegexOptions.
package struct RegexOptions: OptionSet, Hashable, Sendable {
  package let rawValue: Int64
  package init(rawValue: Int64) { self.rawValue = rawValue }

  package static let ignoreCase = RegexOptions(rawValue: 1)
  package static let multiline = RegexOptions(rawValue: 2)
  package static let explicitCapture = RegexOptions(rawValue: 4)
  package static let singleline = RegexOptions(rawValue: 16)
  package static let ignoreWhitespace = RegexOptions(rawValue: 32)
  /// Known so that it can be refused.
  package static let rightToLeft = RegexOptions(rawValue: 64)
  /// Known so that it can be refused.
  package static let ecmaScript = RegexOptions(rawValue: 256)
}
