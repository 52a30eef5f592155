/// A custom numeric format string: `#,##0.00;(0);zero`.
struct CustomNumberFormat {
  /// Characters of a format string.
  static let lengthLimit = 4096

  private enum Item {
    case literal(Character)
    /// A place for a digit, which `0` fills and `#` leaves out.
    case digit(isZero: Bool)
    case point
    case percent(String)
    case exponent(symbol: String, plus: Bool, digits: Int)
  }

  private struct Section {
    var items: [Item] = []
    var isGrouped = false
    /// Powers of 1000 to divide by.
    var thousands = 0
    var percentPower = 0
    var hasExponent = false
    var wholePlaces = 0
    var wholeZeros = 0
    var fractionPlaces = 0
    var fractionZeros = 0
  }

  private let sections: [Section]

  init(_ format: String) throws {
    guard format.utf8.count <= Self.lengthLimit else { throw PowerShellError.format() }
    var parsed: [Section] = []
    var part: [Character] = []
    var quote: Character?
    var escaped = false
    for character in format {
      if escaped {
        escaped = false
      } else if let open = quote {
        if character == open { quote = nil }
      } else if character == "\\" {
        escaped = true
      } else if character == "'" || character == "\"" {
        quote = character
      } else if character == ";" {
        parsed.append(Self.section(part))
        part = []
        continue
      }
      part.append(character)
    }
    parsed.append(Self.section(part))
    sections = parsed
  }

  private static func section(_ text: [Character]) -> Section {
    var section = Section()
    var index = 0
    var sawPoint = false
    var commas = 0
    func digits(from start: Int) -> Int { text[start...].prefix { $0 == "0" }.count }
    while index < text.count {
      let character = text[index]
      index += 1
      switch character {
      case "0", "#":
        if commas > 0, section.wholePlaces > 0, !sawPoint { section.isGrouped = true }
        commas = 0
        section.items.append(.digit(isZero: character == "0"))
        if sawPoint {
          section.fractionPlaces += 1
          if character == "0" { section.fractionZeros = section.fractionPlaces }
        } else {
          section.wholePlaces += 1
          if character == "0" || section.wholeZeros > 0 { section.wholeZeros += 1 }
        }
      case ",": if !sawPoint, section.wholePlaces > 0 { commas += 1 }
      case ".":
        if !sawPoint {
          sawPoint = true
          section.thousands += commas
          commas = 0
          section.items.append(.point)
        }
      case "%":
        section.percentPower += 2
        section.items.append(.percent("%"))
      case "\u{2030}":
        section.percentPower += 3
        section.items.append(.percent("\u{2030}"))
      case "'", "\"":
        while index < text.count, text[index] != character {
          section.items.append(.literal(text[index]))
          index += 1
        }
        index += 1
      case "\\":
        if index < text.count { section.items.append(.literal(text[index])) }
        index += 1
      case "E", "e":
        let sign = index < text.count && (text[index] == "+" || text[index] == "-") ? 1 : 0
        let zeros = index + sign <= text.count ? digits(from: index + sign) : 0
        if zeros > 0 {
          let plus = sign == 1 && text[index] == "+"
          section.items.append(.exponent(symbol: String(character), plus: plus, digits: min(zeros, 10)))
          section.hasExponent = true
          index += sign + zeros
        } else {
          section.items.append(.literal(character))
        }
      default: section.items.append(.literal(character))
      }
    }
    if !sawPoint { section.thousands += commas }
    return section
  }

  func text(_ number: DigitString) -> String {
    var chosen = sections[0]
    var sign = number.isNegative ? "-" : ""
    if number.isNegative, sections.count > 1, !sections[1].items.isEmpty {
      chosen = sections[1]
      sign = ""
    }
    var digits = scaled(number, chosen)
    if digits.isZero {
      sign = ""
      if sections.count > 2, !sections[2].items.isEmpty {
        chosen = sections[2]
        digits = scaled(number, chosen)
      } else if number.isZero == false {
        chosen = sections[0]
      }
    }
    return sign + fill(chosen, digits)
  }

  private func scaled(_ number: DigitString, _ section: Section) -> DigitString {
    var digits = number
    if !digits.isZero { digits.exponent += section.percentPower - 3 * section.thousands }
    if section.hasExponent {
      digits.round(significantDigits: max(1, section.wholePlaces + section.fractionPlaces))
    } else {
      digits.round(fractionDigits: section.fractionPlaces)
    }
    return digits
  }

  private func fill(_ section: Section, _ number: DigitString) -> String {
    var digits = number
    var power = 0
    if section.hasExponent, !digits.isZero {
      power = digits.exponent - max(1, section.wholePlaces)
      digits.exponent -= power
    }
    let whole = digits.whole
    let fraction = digits.fraction(section.fractionPlaces)
    let fractionCount = max(section.fractionZeros, fraction.lastIndex { $0 != 0 }.map { $0 + 1 } ?? 0)
    // Places are filled from the right; digits beyond the leftmost place come before it.
    let total = max(whole.count, section.wholeZeros)
    var text = ""
    var place = 0
    var fractionPlace = 0
    var sawPoint = false
    func emit(_ position: Int) {
      // `position` counts from the point leftwards, 0 for the ones.
      let index = whole.count - 1 - position
      text.append(index >= 0 ? DigitString.character(whole[index]) : "0")
      if section.isGrouped, position > 0, position % 3 == 0 { text.append(",") }
    }
    for item in section.items {
      switch item {
      case .literal(let character): text.append(character)
      case .percent(let symbol): text += symbol
      case .point:
        sawPoint = true
        if fractionCount > 0 { text.append(".") }
      case .exponent(let symbol, let plus, let count):
        let exponent = DigitString.exponentText(power, count)
        text += symbol + (power >= 0 && !plus ? String(exponent.dropFirst()) : exponent)
      case .digit:
        if sawPoint {
          if fractionPlace < fractionCount { text.append(DigitString.character(fraction[fractionPlace])) }
          fractionPlace += 1
          continue
        }
        let position = section.wholePlaces - 1 - place
        if place == 0, total > section.wholePlaces {
          for extra in stride(from: total - 1, through: section.wholePlaces, by: -1) { emit(extra) }
        }
        if position < total { emit(position) }
        place += 1
      }
    }
    return text
  }
}
