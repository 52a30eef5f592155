/// How values are written as JSON.
package struct JSONStyle: Sendable {
  /// Levels of objects within objects; what lies deeper is written as its text.
  package var depth: Int
  /// Without blanks and line ends.
  package var isCompressed = false
  /// The layout of Windows PowerShell 5.1: two blanks after a colon, what is inside an object or array indented from its
  /// bracket, and what its serializer escapes.
  package var isWindows: Bool
  /// `2020-01-02T03:04:05Z` instead of `\/Date(1577934245000)\/`.
  package var writesISODates: Bool
  /// Names instead of numbers.
  package var namesEnumerations: Bool

  /// What ConvertTo-Json writes: all as Windows PowerShell 5.1 does, whose scripts and the programs that start them read
  /// just these dates and numbers. ConvertFrom-Json reads them back.
  package static let script = JSONStyle(depth: 2, isWindows: true, writesISODates: false, namesEnumerations: false)

  /// What other programs read most easily: two columns of indentation, ISO 8601 dates, names of enumeration values, and
  /// times, versions and the like as text.
  package static let program = JSONStyle(depth: 4, isWindows: false, writesISODates: true, namesEnumerations: true)
}
