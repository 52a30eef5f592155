/// A script's text: immutable, counted in UTF-16 units, with lines and columns worked out on demand.
package final class SourceText: Sendable {
  /// The longest text that is parsed, in UTF-16 units. Longer ones are a parse error (`ScriptTooLong`).
  package static let lengthLimit = 16 << 20

  /// The script file's path; nil for what was typed or built at run time.
  package let name: String?
  /// The text without byte order mark.
  let units: [UInt16]
  /// Offset of the first unit of every line.
  let lineStarts: [Int32]
  /// The text went over `lengthLimit` and was cut to nothing.
  let isTooLong: Bool

  package init(_ text: String, name: String? = nil) {
    self.name = name
    var units = Array(text.utf16)
    isTooLong = units.count > Self.lengthLimit
    if isTooLong { units = [] }
    if units.first == 0xFEFF { units.removeFirst() }
    var starts: [Int32] = [0]
    var index = 0
    while index < units.count {
      let unit = units[index]
      index += 1
      if unit == Unit.carriageReturn, index < units.count, units[index] == Unit.lineFeed { index += 1 }
      if unit == Unit.carriageReturn || unit == Unit.lineFeed { starts.append(Int32(clamping: index)) }
    }
    self.units = units
    lineStarts = starts
  }

  /// Length in UTF-16 units.
  package var length: Int { units.count }

  /// The whole text.
  package var text: String { String(decoding: units, as: UTF16.self) }

  package var lineCount: Int { lineStarts.count }

  /// The text of a range; what lies outside of the source is left out.
  package func text(of range: SourceRange) -> String { text(from: Int(range.start), to: Int(range.end)) }

  func text(from start: Int, to end: Int) -> String {
    let lower = min(max(0, start), units.count)
    let upper = min(max(lower, end), units.count)
    return String(decoding: units[lower..<upper], as: UTF16.self)
  }

  /// Line and column of an offset; offsets outside are taken as the nearest end.
  package func position(at offset: Int32) -> SourcePosition {
    var low = 0
    var high = lineStarts.count
    while high - low > 1 {
      let middle = (low + high) / 2
      if lineStarts[middle] <= offset { low = middle } else { high = middle }
    }
    let column = min(max(offset, 0), Int32(clamping: units.count)) - lineStarts[low]
    return SourcePosition(line: low + 1, column: Int(max(0, column)) + 1)
  }

  /// The text of a line counted from 1, without its line end; empty for lines that do not exist.
  package func line(_ number: Int) -> String {
    guard number >= 1, number <= lineStarts.count else { return "" }
    let start = Int(lineStarts[number - 1])
    var end = number < lineStarts.count ? Int(lineStarts[number]) : units.count
    while end > start, units[end - 1] == Unit.lineFeed || units[end - 1] == Unit.carriageReturn { end -= 1 }
    return text(from: start, to: end)
  }
}
