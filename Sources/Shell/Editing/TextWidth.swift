/// How many columns text takes on a terminal.
enum TextWidth {
  static func columns(_ character: Character) -> Int {
    guard let scalar = character.unicodeScalars.first else { return 0 }
    switch scalar.value {
    case 0x00..<0x20, 0x7F..<0xA0: return 0
    // East Asian wide and full-width blocks, and pictographs (Unicode TR 11).
    case 0x1100...0x115F, 0x2E80...0x303E, 0x3041...0xA4CF, 0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFE30...0xFE6F,
      0xFF00...0xFF60, 0xFFE0...0xFFE6, 0x1F300...0x1F64F, 0x1F900...0x1F9FF, 0x20000...0x3FFFD:
      return 2
    default: return scalar.properties.generalCategory == .nonspacingMark ? 0 : 1
    }
  }

  /// Sequences that colour text take no columns.
  static func columns(_ text: some StringProtocol) -> Int {
    var total = 0
    var isInSequence = false
    for character in text {
      if isInSequence {
        isInSequence = !character.isLetter
      } else if character == "\u{1B}" {
        isInSequence = true
      } else {
        total += columns(character)
      }
    }
    return total
  }
}
