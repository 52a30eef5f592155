/// A general category (`Lu`), a group of them (`L`), or a block (`IsGreek`) of Unicode.
struct UnicodeCategory: Sendable {
  private let test: @Sendable (UInt16) -> Bool

  private static let names: [Unicode.GeneralCategory: String] = [
    .uppercaseLetter: "Lu", .lowercaseLetter: "Ll", .titlecaseLetter: "Lt", .modifierLetter: "Lm", .otherLetter: "Lo",
    .nonspacingMark: "Mn", .spacingMark: "Mc", .enclosingMark: "Me", .decimalNumber: "Nd", .letterNumber: "Nl",
    .otherNumber: "No", .connectorPunctuation: "Pc", .dashPunctuation: "Pd", .openPunctuation: "Ps",
    .closePunctuation: "Pe", .initialPunctuation: "Pi", .finalPunctuation: "Pf", .otherPunctuation: "Po",
    .mathSymbol: "Sm", .currencySymbol: "Sc", .modifierSymbol: "Sk", .otherSymbol: "So", .spaceSeparator: "Zs",
    .lineSeparator: "Zl", .paragraphSeparator: "Zp", .control: "Cc", .format: "Cf", .surrogate: "Cs",
    .privateUse: "Co", .unassigned: "Cn",
  ]

  private static let blocks: [String: ClosedRange<UInt16>] = [
    "IsBasicLatin": 0...0x7F, "IsLatin-1Supplement": 0x80...0xFF, "IsLatinExtended-A": 0x100...0x17F,
    "IsLatinExtended-B": 0x180...0x24F, "IsGreek": 0x370...0x3FF, "IsCyrillic": 0x400...0x4FF,
    "IsHebrew": 0x590...0x5FF, "IsArabic": 0x600...0x6FF, "IsGeneralPunctuation": 0x2000...0x206F,
    "IsCurrencySymbols": 0x20A0...0x20CF, "IsArrows": 0x2190...0x21FF, "IsHiragana": 0x3040...0x309F,
    "IsKatakana": 0x30A0...0x30FF, "IsCJKUnifiedIdeographs": 0x4E00...0x9FFF,
  ]

  /// Nil for a name that is none.
  init?(_ name: String) {
    if let block = Self.blocks[name] {
      test = { block.contains($0) }
    } else if name.count == 2 && Self.names.values.contains(name) {
      test = { Self.name(of: $0) == name }
    } else if ["L", "M", "N", "P", "S", "Z", "C"].contains(name) {
      test = { Self.name(of: $0).hasPrefix(name) }
    } else {
      return nil
    }
  }

  func contains(_ unit: UInt16) -> Bool { test(unit) }

  static func name(of unit: UInt16) -> String {
    Unicode.Scalar(unit).flatMap { names[$0.properties.generalCategory] } ?? "Cs"
  }

  static func isDigit(_ unit: UInt16) -> Bool { unit < 128 ? unit.isDigitASCII : name(of: unit) == "Nd" }

  static func isWord(_ unit: UInt16) -> Bool {
    if unit < 128 { return unit.isDigitASCII || unit.isLowerASCII || unit.isUpperASCII || unit == 0x5F }
    let name = name(of: unit)
    return name.hasPrefix("L") || ["Mn", "Nd", "Pc"].contains(name)
  }

  static func isLetter(_ unit: UInt16) -> Bool {
    unit < 128 ? unit.isLowerASCII || unit.isUpperASCII : name(of: unit).hasPrefix("L")
  }

  static func isSpace(_ unit: UInt16) -> Bool {
    if unit < 128 { return unit == 0x20 || 0x09...0x0D ~= unit }
    return Unicode.Scalar(unit)?.properties.isWhitespace ?? false
  }
}
