package import FoundationEssentials

/// Strings as numbers, as the language's conversions read them: like its literals, with blanks around, a sign, and
/// commas between digits.
package enum NumberParsing {
  /// Characters of a number.
  static let lengthLimit = 400

  /// The number that a string holds, of the smallest fitting of int, long, decimal (suffix `d`) and double. The empty
  /// string is 0; nil when it is no number.
  package static func number(_ text: String) -> Value? {
    guard text.utf8.count <= lengthLimit else { return nil }
    let trimmed = text.trimmingBlanks()
    guard !trimmed.isEmpty else { return .int32(0) }
    var body = trimmed.caseFolded[...]
    let isNegative = body.hasPrefix("-")
    if isNegative || body.hasPrefix("+") { body = body.dropFirst() }
    let scale = multiplier(&body)
    if body.hasPrefix("0x") { return hexadecimal(body.dropFirst(2), isNegative, scale) }
    if let suffix = body.last, suffix == "l" || suffix == "d", body.dropLast().last?.isNumber == true {
      return suffixed(String(body.dropLast()), suffix, isNegative, scale)
    }
    guard let plain = withoutCommas(body) else { return nil }
    if plain.utf8.allSatisfy({ 0x30...0x39 ~= $0 }), let magnitude = Int64((isNegative ? "-" : "") + plain) {
      let (product, overflow) = magnitude.multipliedReportingOverflow(by: scale)
      if !overflow { return Int32(exactly: product).map { .int32($0) } ?? .int64(product) }
    }
    guard let number = Double(plain) else { return nil }
    return .double((isNegative ? -number : number) * Double(scale))
  }

  /// As `Double.Parse` reads it; nil when it is no number.
  package static func double(_ text: String) -> Double? {
    switch text.trimmingBlanks().caseFolded {
    case "nan": .nan
    case "infinity", "+infinity", "\u{221E}": .infinity
    case "-infinity", "-\u{221E}": -.infinity
    default: number(text)?.doubleValue
    }
  }

  package static func decimal(_ text: String) -> Decimal? {
    var body = text.trimmingBlanks()
    guard !body.isEmpty, body.utf8.count <= lengthLimit else { return nil }
    if body.last == "d" || body.last == "D" { body.removeLast() }
    let sign = body.hasPrefix("-") ? "-" : ""
    if body.hasPrefix("-") || body.hasPrefix("+") { body.removeFirst() }
    guard let plain = withoutCommas(body.caseFolded[...]), Double(plain) != nil,
      let value = Decimal(string: sign + plain)
    else { return nil }
    return value.isInRange ? value : nil
  }

  /// `kb` to `pb`.
  private static func multiplier(_ body: inout Substring) -> Int64 {
    let powers: [(String, Int64)] = [("kb", 10), ("mb", 20), ("gb", 30), ("tb", 40), ("pb", 50)]
    for (suffix, power) in powers where body.hasSuffix(suffix) && !body.hasPrefix("0x") {
      body = body.dropLast(2)
      return 1 << power
    }
    return 1
  }

  private static func hexadecimal(_ digits: Substring, _ isNegative: Bool, _ scale: Int64) -> Value? {
    guard !digits.isEmpty, digits.allSatisfy(\.isHexDigit), let bits = UInt64(digits, radix: 16) else { return nil }
    // Eight digits are an int and sixteen a long, in two's complement.
    let value = digits.count <= 8 ? Int64(Int32(truncatingIfNeeded: bits)) : Int64(bitPattern: bits)
    let (product, overflow) = value.multipliedReportingOverflow(by: isNegative ? -scale : scale)
    guard !overflow else { return .double(Double(value) * Double(scale) * (isNegative ? -1 : 1)) }
    return Int32(exactly: product).map { .int32($0) } ?? .int64(product)
  }

  private static func suffixed(_ body: String, _ suffix: Character, _ isNegative: Bool, _ scale: Int64) -> Value? {
    let text = (isNegative ? "-" : "") + body
    if suffix == "d" { return decimal(text).map { .decimal($0 * Decimal(scale)) } }
    guard let number = Int64(text) else { return nil }
    let (product, overflow) = number.multipliedReportingOverflow(by: scale)
    return overflow ? nil : .int64(product)
  }

  /// Digits with a point and an exponent; nil for anything that Swift reads beyond that.
  private static func withoutCommas(_ body: Substring) -> String? {
    guard let first = body.utf8.first, 0x30...0x39 ~= first || first == UInt8(ascii: "."), body != "." else {
      return nil
    }
    var seenPointOrExponent = false
    var plain = ""
    for character in body {
      switch character {
      case "0"..."9": plain.append(character)
      case ".", "e":
        seenPointOrExponent = true
        plain.append(character)
      case "+", "-":
        guard plain.last == "e" else { return nil }
        plain.append(character)
      case "," where !seenPointOrExponent: continue
      default: return nil
      }
    }
    return plain
  }
}

extension Decimal {
  /// Whether .NET's decimal can hold it.
  var isInRange: Bool {
    guard !isNaN, let largest = Decimal(string: "79228162514264337593543950335") else { return false }
    return magnitude <= largest
  }

  /// The shortest decimal that reads as the number; nil out of range.
  init?(shortest number: Double) {
    guard number.isFinite, let value = Decimal(string: number.description), value.isInRange else { return nil }
    self = value
  }

  var doubleValue: Double { Double(description) ?? .nan }

  /// Rounded to some digits after the point.
  func rounded(_ places: Int, _ rule: MidpointRule) -> Decimal {
    guard let digits = DigitString(self) else { return self }
    return Decimal(string: digits.rounded(places, rule).plainText) ?? self
  }
}

/// How a half is rounded (System.MidpointRounding).
enum MidpointRule: Int64 {
  case toEven, awayFromZero, toZero, toNegativeInfinity, toPositiveInfinity
}

extension DigitString {
  var plainText: String { (isNegative ? "-" : "") + fixed(fractionCount) }

  func rounded(_ places: Int, _ rule: MidpointRule) -> DigitString {
    let kept = exponent + places
    guard kept < digits.count else { return self }
    let next = kept >= 0 ? digits[kept] : 0
    let isHalf = next == 5 && kept == digits.count - 1
    let lastIsOdd = kept > 0 && digits[kept - 1] % 2 == 1
    let goesUp =
      switch rule {
      case .toEven: isHalf ? lastIsOdd : next >= 5
      case .awayFromZero: next >= 5
      case .toZero: false
      case .toNegativeInfinity: isNegative
      case .toPositiveInfinity: !isNegative
      }
    var result = self
    result.digits = Array(digits.prefix(max(0, kept)))
    if goesUp {
      var place = result.digits.count - 1
      while place >= 0, result.digits[place] == 9 {
        result.digits[place] = 0
        place -= 1
      }
      if place >= 0 {
        result.digits[place] += 1
      } else {
        // The carry goes one place above; where nothing was kept, one unit of the last place remains.
        result.exponent = kept < 0 ? 1 - places : exponent + 1
        result.digits = [1]
      }
    }
    while result.digits.last == 0 { result.digits.removeLast() }
    if result.digits.isEmpty { result.exponent = 0 }
    return result
  }
}
