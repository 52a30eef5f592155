extension InvocationInfo {
  /// Columns of a source line that a message shows.
  private static let lineLimit = 69

  /// `At C:\script.ps1:3 char:5`, the line, and the extent underlined; "" where there is no place.
  package var positionMessage: String {
    guard line > 0 else { return "" }
    let place = "At \(scriptName ?? "line"):\(line) char:\(column)"
    let excerpt = SourceExcerpt(line: lineText, column: column, endColumn: endColumn, limit: Self.lineLimit)
    guard !excerpt.text.isEmpty else { return place }
    return "\(place)\n+ \(excerpt.text)\n+ \(String(repeating: " ", count: excerpt.indent))"
      + String(repeating: "~", count: excerpt.length)
  }
}

/// A line of source cut so that the part that matters can be seen, and where that part is in it.
package struct SourceExcerpt {
  package let text: String
  /// Columns before the part, and of the part; in UTF-16 units. The length is at least 1.
  package let indent: Int
  package let length: Int

  /// Tabs become four blanks. Longer lines keep the part with up to 12 units before it and 8 behind it, or more where
  /// there is room, and `...` for what is left out.
  package init(line: String, column: Int, endColumn: Int, limit: Int) {
    var units = Array(line.utf16)
    while let last = units.last, last == 0x20 || last == 0x09 || last == 0x0D || last == 0x0A { units.removeLast() }
    let start = min(max(0, column - 1), units.count)
    let end = min(max(start, endColumn - 1), units.count)
    let before = Self.expand(units[..<start])
    var part = Self.expand(units[start..<end])
    let after = Self.expand(units[end...])
    guard before.count + part.count + after.count > limit else {
      text = String(codeUnits: before + part + after)
      (indent, length) = (before.count, max(1, part.count))
      return
    }
    var (prefix, suffix) = (min(before.count, 12), min(after.count, 8))
    var isCut = false
    if prefix + part.count + suffix >= limit {
      if prefix + part.count >= limit {
        part = Array(part.prefix(max(0, limit - prefix)))
        isCut = true
      }
    } else {
      prefix += min(before.count - prefix, limit - prefix - part.count - suffix)
      suffix += min(after.count - suffix, limit - prefix - part.count - suffix)
    }
    let lead = before.count > prefix ? "... " : ""
    let trail = isCut || after.count > suffix ? " ..." : ""
    let head = Array(before.suffix(prefix).drop { $0 == 0x20 })
    let tail = isCut ? [] : Array(after.prefix(suffix))
    text = lead + String(codeUnits: head + part + tail).trimmingTrailingBlanks() + trail
    (indent, length) = (lead.count + head.count, max(1, part.count))
  }

  private static func expand(_ units: ArraySlice<UInt16>) -> [UInt16] {
    units.flatMap { $0 == 0x09 ? [0x20, 0x20, 0x20, 0x20] : [$0] }
  }
}

extension String {
  func trimmingTrailingBlanks() -> String {
    var text = self[...]
    while text.last == " " { text.removeLast() }
    return String(text)
  }
}
