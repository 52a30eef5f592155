extension ParseError {
  /// The error as PowerShell shows it: place, line, underline, message, category and identifier.
  ///
  /// - Parameter source: the text that was parsed.
  package func rendered(in source: SourceText) -> String {
    """
    \(Self.positionMessage(range, in: source))
    \(message)
        + CategoryInfo          : ParserError: (:) [], ParentContainsErrorRecordException
        + FullyQualifiedErrorId : \(identifier)
    """
  }

  /// The lines that say where something is: `At line:1 char:5`, the line, and the underline.
  package static func positionMessage(_ range: SourceRange, in source: SourceText) -> String {
    let start = source.position(at: range.start)
    let end = source.position(at: range.end)
    let place = source.name.map { "\($0):\(start.line)" } ?? "line:\(start.line)"
    var line = Array(source.line(start.line).utf16)
    let column = min(start.column - 1, line.count)
    var length = end.line == start.line ? end.column - start.column : line.count - column
    length = max(1, length)
    // Long lines are cut around the place.
    var lead = column
    if line.count > lineLimit {
      let from = max(0, min(column - lineLimit / 3, line.count - lineLimit))
      let to = min(line.count, from + lineLimit)
      length = max(1, min(length, to - column))
      let before = from > 0 ? "... " : ""
      line = Array(before.utf16) + line[from..<to] + Array((to < line.count ? " ..." : "").utf16)
      lead = column - from + before.utf16.count
    }
    let padding = String(repeating: " ", count: lead)
    let underline = String(repeating: "~", count: length)
    return """
      At \(place) char:\(start.column)
      + \(String(decoding: line, as: UTF16.self))
      + \(padding)\(underline)
      """
  }

  /// Characters of a line that are shown.
  private static let lineLimit = 100
}

extension ParseFailure {
  /// All errors in PowerShell's form, one after the other.
  package var rendered: String { errors.map { $0.rendered(in: source) }.joined(separator: "\n\n") }
}
