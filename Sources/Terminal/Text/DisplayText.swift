extension String {
  /// The text with every character shown that a terminal would act upon: names, logs and answers come from guests,
  /// and an escape sequence in one must not move the cursor, change a title or hide a line.
  public var printable: String {
    guard unicodeScalars.contains(where: \.isUnprintable) else { return self }
    var shown = ""
    for scalar in unicodeScalars {
      if scalar.isUnprintable {
        shown += "\\u{" + String(scalar.value, radix: 16) + "}"
      } else {
        shown.unicodeScalars.append(scalar)
      }
    }
    return shown
  }

  /// As `printable`, line by line: line feeds stay, tabs become two spaces.
  public var printableLines: [String] {
    // Scalars, not characters: a carriage return with its line feed is one character.
    unicodeScalars.split(separator: "\n", omittingEmptySubsequences: false).map { line in
      let whole = line.last == "\r" ? line.dropLast() : line
      return whole.split(separator: "\t", omittingEmptySubsequences: false).map { String($0).printable }
        .joined(separator: "  ")
    }
  }

  /// Columns that the text takes on a terminal. Escape sequences for colour take none.
  public var displayWidth: Int {
    var width = 0
    var inEscape = false
    for scalar in unicodeScalars {
      if inEscape {
        // A colour sequence ends with m (ECMA-48, SGR).
        inEscape = scalar != "m"
      } else if scalar == "\u{1B}" {
        inEscape = true
      } else {
        width += scalar.columns
      }
    }
    return width
  }

  /// The text with spaces behind it (or, to the right, before it) up to `width` columns.
  public func padded(to width: Int, right: Bool = false) -> String {
    let missing = width - displayWidth
    guard missing > 0 else { return self }
    let space = String(repeating: " ", count: missing)
    return right ? space + self : self + space
  }

  /// The text cut to `width` columns, an ellipsis where something was cut, colours closed.
  public func clipped(to width: Int) -> String {
    guard displayWidth > width else { return self }
    guard width > 0 else { return "" }
    var kept = ""
    var used = 0
    var inEscape = false
    var coloured = false
    for scalar in unicodeScalars {
      if inEscape {
        inEscape = scalar != "m"
      } else if scalar == "\u{1B}" {
        inEscape = true
        coloured = true
      } else {
        if used + scalar.columns > width - 1 { break }
        used += scalar.columns
      }
      kept.unicodeScalars.append(scalar)
    }
    return kept + "…" + (coloured ? "\u{1B}[0m" : "")
  }
}

extension Unicode.Scalar {
  /// Controls (C0, DEL, C1), and the marks that reorder or hide text.
  fileprivate var isUnprintable: Bool {
    switch value {
    case 0..<0x20, 0x7F..<0xA0, 0x200B, 0x200E, 0x200F, 0x2028...0x202E, 0x2060...0x2069, 0xFEFF: true
    default: false
    }
  }

  /// 0 for marks that combine, 2 for East Asian wide characters and pictographs, else 1.
  fileprivate var columns: Int {
    switch value {
    case 0x20..<0x300: return 1
    case 0x1100...0x115F, 0x2E80...0x303E, 0x3041...0xA4CF, 0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFE30...0xFE6F,
      0xFF00...0xFF60, 0xFFE0...0xFFE6, 0x1F300...0x1F64F, 0x1F900...0x1F9FF, 0x20000...0x3FFFD:
      return 2
    default:
      let category = properties.generalCategory
      return category == .nonspacingMark || category == .enclosingMark || category == .format ? 0 : 1
    }
  }
}
