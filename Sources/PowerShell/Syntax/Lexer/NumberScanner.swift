/// Reads number literals (about_Numeric_Literals): sign, base, fraction, exponent, type suffix and multiplier.
struct NumberScanner {
  /// What was read. `value` is nil for a number that its type cannot hold.
  struct Result {
    let value: NumberLiteral.Value?
    let length: Int
  }

  private let lexer: Lexer
  private var length = 0

  private var next: Unicode.Scalar { lexer.peek(length) }

  /// The number at the lexer's position; nil when the text there is no number, whatever may follow it.
  static func scan(_ lexer: Lexer) -> Result? {
    var scanner = NumberScanner(lexer: lexer)
    return scanner.scan()
  }

  private init(lexer: Lexer) {
    self.lexer = lexer
  }

  private mutating func scan() -> Result? {
    var isNegative = false
    if next == "-" || next == "+" {
      isNegative = next == "-"
      length += 1
    }
    if next == "0", lexer.peek(length + 1) == "x" || lexer.peek(length + 1) == "X" {
      return scanBased(radixBits: 4, isNegative: isNegative)
    }
    if next == "0", lexer.peek(length + 1) == "b" || lexer.peek(length + 1) == "B" {
      return scanBased(radixBits: 1, isNegative: isNegative)
    }
    return scanDecimal(isNegative: isNegative)
  }

  private mutating func scanBased(radixBits: Int, isNegative: Bool) -> Result? {
    length += 2
    var magnitude: UInt128 = 0
    var digits = 0
    var isTooLarge = false
    while let digit = Unit.hexValue(next), digit < (1 << radixBits) {
      if magnitude >> UInt128(128 - radixBits) != 0 { isTooLarge = true }
      magnitude = magnitude << UInt128(radixBits) | UInt128(digit)
      digits += 1
      length += 1
    }
    guard digits > 0 else { return nil }
    let suffix = scanSuffix()
    let multiplier = scanMultiplier()
    // Without a suffix the digits are the bits of the smallest signed type that they fill.
    var isNegative = isNegative
    if suffix == .none || suffix == .long {
      let bits = digits * radixBits
      if suffix == .none, bits <= 32, magnitude > 0x7FFF_FFFF {
        (magnitude, isNegative) = (0x1_0000_0000 - magnitude, !isNegative)
      } else if bits <= 64, magnitude > 0x7FFF_FFFF_FFFF_FFFF {
        (magnitude, isNegative) = (0x1_0000_0000_0000_0000 - magnitude, !isNegative)
      }
    }
    let number = ScannedNumber(
      isNegative: isNegative, digits: String(magnitude), fractionDigits: nil, exponent: nil, suffix: suffix,
      multiplier: multiplier)
    return Result(value: isTooLarge ? nil : number.value, length: length)
  }

  private mutating func scanDecimal(isNegative: Bool) -> Result? {
    var digits = ""
    while Unit.isDigit(next) { takeDigit(into: &digits) }
    let wholeDigits = digits.utf8.count
    var isReal = false
    if next == ".", Unit.isDigit(lexer.peek(length + 1)) {
      isReal = true
      length += 1
      while Unit.isDigit(next) { takeDigit(into: &digits) }
    } else if next == ".", wholeDigits > 0, lexer.peek(length + 1) != ".", lexer.endsWord(length + 1) {
      isReal = true
      length += 1
    }
    guard !digits.isEmpty else { return nil }
    var exponent: String?
    if next == "e" || next == "E" {
      let sign = lexer.peek(length + 1) == "-" || lexer.peek(length + 1) == "+" ? 1 : 0
      if Unit.isDigit(lexer.peek(length + 1 + sign)) {
        var text = lexer.peek(length + 1) == "-" ? "-" : ""
        length += 1 + sign
        while Unit.isDigit(next) { takeDigit(into: &text) }
        exponent = text
      }
    }
    let suffix = scanSuffix()
    let multiplier = scanMultiplier()
    let number = ScannedNumber(
      isNegative: isNegative, digits: digits, fractionDigits: isReal ? digits.utf8.count - wholeDigits : nil,
      exponent: exponent, suffix: suffix, multiplier: multiplier)
    return Result(value: number.value, length: length)
  }

  private mutating func takeDigit(into text: inout String) {
    text.unicodeScalars.append(next)
    length += 1
  }

  private mutating func scanSuffix() -> ScannedNumber.Suffix {
    let isUnsigned = next == "u" || next == "U"
    let letter = lexer.peek(length + (isUnsigned ? 1 : 0)).properties.lowercaseMapping
    let suffix: ScannedNumber.Suffix? =
      switch (isUnsigned, letter) {
      case (false, "y"): .signedByte
      case (true, "y"): .byte
      case (false, "s"): .short
      case (true, "s"): .unsignedShort
      case (false, "l"): .long
      case (true, "l"): .unsignedLong
      case (false, "d"): .decimal
      case (false, "n"): .big
      default: nil
      }
    if let suffix {
      length += isUnsigned ? 2 : 1
      return suffix
    }
    if isUnsigned { length += 1 }
    return isUnsigned ? .unsigned : .none
  }

  private mutating func scanMultiplier() -> UInt64 {
    guard lexer.peek(length + 1) == "b" || lexer.peek(length + 1) == "B" else { return 1 }
    let power: UInt64
    switch next {
    case "k", "K": power = 1
    case "m", "M": power = 2
    case "g", "G": power = 3
    case "t", "T": power = 4
    case "p", "P": power = 5
    default: return 1
    }
    length += 2
    return 1 << (10 * power)
  }
}
