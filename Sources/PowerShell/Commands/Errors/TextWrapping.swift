/// The breaking of text at a console's width, as PowerShell's formatter does it: between words, blanks staying at the
/// end of their line; a word that is longer than a line is cut.
package enum TextWrapping {
  package static func wrap(_ text: String, columns: Int) -> String {
    lines(text, columns: columns).joined(separator: "\n")
  }

  /// `columns` below 1 is taken as 1. Characters count by UTF-16 units, as .NET's console does.
  package static func lines(_ text: String, columns: Int) -> [String] {
    let columns = max(1, columns)
    return splitLines(text).flatMap { line in
      line.count <= columns ? [String(codeUnits: line)] : broken(line, columns)
    }
  }

  private static func splitLines(_ text: String) -> [[UInt16]] {
    var lines: [[UInt16]] = [[]]
    var previous: UInt16 = 0
    for unit in text.utf16 {
      if unit == 0x0A || unit == 0x0D {
        if !(unit == 0x0A && previous == 0x0D) { lines.append([]) }
      } else {
        lines[lines.count - 1].append(unit)
      }
      previous = unit
    }
    return lines
  }

  private static func broken(_ line: [UInt16], _ columns: Int) -> [String] {
    var lines: [String] = []
    var current: [UInt16] = []
    func finish() {
      lines.append(String(codeUnits: current))
      current.removeAll(keepingCapacity: true)
    }
    for word in words(line) {
      if word.count > columns {
        for unit in word {
          if current.count == columns { finish() }
          current.append(unit)
        }
      } else {
        if current.count + word.count > columns { finish() }
        current += word
      }
    }
    finish()
    return lines
  }

  /// Each with the one blank or tab that follows it.
  private static func words(_ line: [UInt16]) -> [ArraySlice<UInt16>] {
    var words: [ArraySlice<UInt16>] = []
    var start = 0
    for (index, unit) in line.enumerated() where unit == 0x20 || unit == 0x09 {
      words.append(line[start...index])
      start = index + 1
    }
    if start < line.count { words.append(line[start...]) }
    return words
  }
}
