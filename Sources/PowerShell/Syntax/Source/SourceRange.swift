/// A stretch of a `SourceText`: offsets of UTF-16 units, the end excluded.
///
/// UTF-16 because that is how PowerShell counts columns and offsets, in messages as in `$MyInvocation.OffsetInLine`.
package struct SourceRange: Hashable, Sendable {
  package let start: Int32
  package let end: Int32

  /// Offsets below 0 or an end before its start are moved so that the range is a valid, perhaps empty one.
  package init(start: Int, end: Int) {
    self.start = Int32(clamping: max(0, start))
    self.end = Int32(clamping: max(max(0, start), end))
  }

  /// From the start of one range to the end of another.
  package init(_ first: SourceRange, _ last: SourceRange) {
    self.init(start: Int(first.start), end: Int(last.end))
  }

  package var isEmpty: Bool { start == end }
  package var length: Int { Int(end - start) }
}

/// A place in a text as people count it.
package struct SourcePosition: Hashable, Sendable {
  /// From 1.
  package let line: Int
  /// From 1, in UTF-16 units.
  package let column: Int

  package init(line: Int, column: Int) { (self.line, self.column) = (line, column) }
}
