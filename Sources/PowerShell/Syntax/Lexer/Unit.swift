/// UTF-16 units by name, and the classes that PowerShell's grammar is built on.
enum Unit {
  static let tab: UInt16 = 0x09
  static let lineFeed: UInt16 = 0x0A
  static let carriageReturn: UInt16 = 0x0D

  /// The unit as the grammar sees it: typographic quotes and dashes are the plain ones, halves of surrogate pairs are
  /// U+FFFD, which is nothing special anywhere.
  static func folded(_ unit: UInt16) -> Unicode.Scalar {
    if unit < 0x80 { return Unicode.Scalar(UInt8(truncatingIfNeeded: unit)) }
    switch unit {
    case 0x2013, 0x2014, 0x2015: return "-"
    case 0x2018...0x201B: return "'"
    case 0x201C...0x201E: return "\""
    default: return Unicode.Scalar(unit) ?? "\u{FFFD}"
    }
  }

  /// White space inside a line. A null character counts as one, so that it can end words but never a text.
  static func isSpace(_ unit: UInt16) -> Bool {
    switch unit {
    case 0x20, tab, 0x0B, 0x0C, 0, 0x85, 0xA0: true
    case 0..<0x80: false
    case 0x1680, 0x2000...0x200A, 0x2028, 0x2029, 0x202F, 0x205F, 0x3000: true
    default: false
    }
  }

  static func isNewline(_ unit: UInt16) -> Bool { unit == lineFeed || unit == carriageReturn }

  static func isDigit(_ scalar: Unicode.Scalar) -> Bool { ("0"..."9").contains(scalar) }

  static func hexValue(_ scalar: Unicode.Scalar) -> UInt32? {
    switch scalar {
    case "0"..."9": scalar.value - 0x30
    case "a"..."f": scalar.value - 0x61 + 10
    case "A"..."F": scalar.value - 0x41 + 10
    default: nil
    }
  }

  static func isLetter(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar {
    case "a"..."z", "A"..."Z": true
    case "\0"..."\u{7F}": false
    default: scalar.properties.isAlphabetic
    }
  }

  /// May begin a keyword, member or parameter name.
  static func isIdentifierStart(_ scalar: Unicode.Scalar) -> Bool { scalar == "_" || isLetter(scalar) }

  /// May go on in a keyword or member name.
  static func isIdentifierPart(_ scalar: Unicode.Scalar) -> Bool {
    scalar == "_" || isDigit(scalar) || isLetter(scalar)
      || (scalar.value > 0x7F && scalar.properties.numericType != nil)
  }

  /// Ends a bare word (CharTraits.ForceStartNewToken in PowerShell's tokenizer).
  static func endsWord(_ unit: UInt16) -> Bool {
    if isSpace(unit) || isNewline(unit) { return true }
    switch folded(unit) {
    case "&", "(", ")", ",", ";", "{", "|", "}", "<", ">": return true
    default: return false
    }
  }

  /// May follow a number in an expression without a space.
  static func endsNumber(_ unit: UInt16) -> Bool {
    if endsWord(unit) { return true }
    switch folded(unit) {
    case "!", "#", "%", "*", "+", "-", ".", "/", "=", "[", "]", "?", ":": return true
    default: return false
    }
  }
}
