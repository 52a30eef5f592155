/// A standard numeric format string: a letter and at most two digits of precision.
struct StandardNumberFormat {
  private let letter: Character
  private let precision: Int?
  private let isUpper: Bool

  /// Nil when it is a custom one.
  init?(_ format: String) {
    guard let first = format.first else {
      (letter, precision, isUpper) = ("g", nil, true)
      return
    }
    let rest = format.dropFirst()
    guard first.isASCII, first.isLetter, rest.count <= 2, rest.allSatisfy({ $0.isASCII && $0.isNumber }) else {
      return nil
    }
    (letter, precision, isUpper) = (Character(first.lowercased()), Int(rest), first.isUppercase)
  }

  /// `bits` are there for integers only; `limit` is the exponent from which the general format is scientific.
  func text(_ digits: DigitString, bits: (value: UInt64, width: Int)?, limit: Int) throws -> String {
    let sign = digits.isNegative ? "-" : ""
    let symbol = isUpper ? "E" : "e"
    switch letter {
    case "n": return signed(digits, precision ?? 2) { digits.fixed($0, grouped: true) }
    case "f": return signed(digits, precision ?? 2) { digits.fixed($0) }
    case "c": return signed(digits, precision ?? 2) { "$" + digits.fixed($0, grouped: true) }
    case "p":
      var hundredfold = digits
      if !digits.isZero { hundredfold.exponent += 2 }
      return signed(hundredfold, precision ?? 2) { hundredfold.fixed($0, grouped: true) + "%" }
    case "e": return sign + digits.scientific(precision ?? 6, exponentDigits: 3, symbol: symbol)
    case "g", "r":
      guard let precision, precision > 0, letter == "g" else {
        return sign + digits.general(limit: limit, symbol: symbol)
      }
      var rounded = digits
      rounded.round(significantDigits: precision)
      return sign + rounded.general(limit: precision, symbol: symbol)
    case "d":
      guard bits != nil else { throw PowerShellError.format("Format specifier was invalid.") }
      let text = digits.fixed(0)
      return sign + String(repeating: "0", count: max(0, (precision ?? 0) - text.utf8.count)) + text
    case "x", "b":
      guard let bits else { throw PowerShellError.format("Format specifier was invalid.") }
      let text = String(bits.value, radix: letter == "x" ? 16 : 2, uppercase: isUpper)
      return String(repeating: "0", count: max(0, (precision ?? 0) - text.utf8.count)) + text
    default: throw PowerShellError.format("Format specifier was invalid.")
    }
  }

  /// What rounds to zero has no sign.
  private func signed(_ digits: DigitString, _ places: Int, _ body: (Int) -> String) -> String {
    var rounded = digits
    rounded.round(fractionDigits: places)
    return (digits.isNegative && !rounded.isZero ? "-" : "") + body(places)
  }
}
