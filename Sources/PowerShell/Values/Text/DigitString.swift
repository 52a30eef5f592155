import FoundationEssentials

/// A number as decimal digits, for formatting: 0.d1d2d3… × 10^exponent.
struct DigitString {
  var isNegative = false
  /// 0 to 9 each, without zeros at either end; empty for zero.
  var digits: [UInt8] = []
  var exponent = 0

  var isZero: Bool { digits.isEmpty }

  init(magnitude: UInt64, isNegative: Bool) {
    self.init(isNegative, String(magnitude).utf8.map { $0 - 48 }, point: nil)
  }

  /// Nil for what is not finite.
  init?(_ number: Double) {
    guard number.isFinite else { return nil }
    self.init(description: number.description)
  }

  init?(_ number: Float) {
    guard number.isFinite else { return nil }
    self.init(description: number.description)
  }

  init?(_ number: Decimal) {
    guard !number.isNaN else { return nil }
    self.init(description: number.description)
  }

  /// Reads what Swift writes: `-12.5`, `1e-05`.
  private init(description: String) {
    var digits: [UInt8] = []
    var point: Int?
    var power = 0
    let parts = description.split(separator: "e")
    for byte in parts.first?.utf8 ?? "".utf8[...] {
      if byte == UInt8(ascii: ".") { point = digits.count }
      if 0x30...0x39 ~= byte { digits.append(byte - 48) }
    }
    if parts.count > 1 { power = Int(parts[1]) ?? 0 }
    self.init(description.hasPrefix("-"), digits, point: point)
    if !isZero { exponent += power }
  }

  private init(_ isNegative: Bool, _ all: [UInt8], point: Int?) {
    let leading = all.prefix { $0 == 0 }.count
    self.isNegative = isNegative
    digits = Array(all.dropFirst(leading))
    exponent = (point ?? all.count) - leading
    trim()
  }

  private mutating func trim() {
    while digits.last == 0 { digits.removeLast() }
    if digits.isEmpty { exponent = 0 }
  }

  /// Rounds to a number of digits after the point, half away from zero.
  mutating func round(fractionDigits: Int) { keep(exponent + fractionDigits) }

  /// Rounds to a number of digits in all, half away from zero.
  mutating func round(significantDigits: Int) { keep(significantDigits) }

  private mutating func keep(_ count: Int) {
    guard count < digits.count else { return }
    guard count >= 0 else {
      digits = []
      exponent = 0
      return
    }
    let roundsUp = digits[count] >= 5
    digits.removeSubrange(count...)
    if roundsUp {
      var place = count - 1
      while place >= 0, digits[place] == 9 {
        digits[place] = 0
        place -= 1
      }
      if place >= 0 {
        digits[place] += 1
      } else {
        digits.insert(1, at: 0)
        exponent += 1
      }
    }
    trim()
  }

  /// The digits before the point, without leading zeros.
  var whole: [UInt8] {
    guard exponent > 0 else { return [] }
    let known = digits.prefix(exponent)
    return Array(known) + Array(repeating: 0, count: exponent - known.count)
  }

  /// The first `count` digits after the point.
  func fraction(_ count: Int) -> [UInt8] {
    (0..<max(0, count)).map { index in
      let place = exponent + index
      return digits.indices.contains(place) ? digits[place] : 0
    }
  }

  /// How many digits after the point are known to differ from a zero tail.
  var fractionCount: Int { max(0, digits.count - exponent) }

  /// `1234.5`, with `fractionDigits` after the point and groups of three when asked.
  func fixed(_ fractionDigits: Int, grouped: Bool = false) -> String {
    var rounded = self
    rounded.round(fractionDigits: fractionDigits)
    let whole = rounded.whole
    var text = ""
    for (index, digit) in whole.enumerated() {
      if grouped, index > 0, (whole.count - index) % 3 == 0 { text.append(",") }
      text.append(Self.character(digit))
    }
    if whole.isEmpty { text = "0" }
    if fractionDigits > 0 { text += "." + Self.text(rounded.fraction(fractionDigits)) }
    return text
  }

  /// `1.2345E+003`: exactly `fractionDigits` after the point, at least `exponentDigits` of exponent.
  func scientific(_ fractionDigits: Int, exponentDigits: Int, symbol: String) -> String {
    var rounded = self
    rounded.round(significantDigits: fractionDigits + 1)
    var all = rounded.digits
    while all.count < fractionDigits + 1 { all.append(0) }
    var text = Self.text(Array(all.prefix(1)))
    if fractionDigits > 0 { text += "." + Self.text(Array(all.dropFirst())) }
    return text + symbol + Self.exponentText(rounded.isZero ? 0 : rounded.exponent - 1, exponentDigits)
  }

  /// As few digits as are known; scientific from an exponent of `limit` or -5 and below.
  func general(limit: Int, symbol: String = "E") -> String {
    guard !isZero else { return "0" }
    let power = exponent - 1
    if power >= limit || power < -4 {
      return scientific(digits.count - 1, exponentDigits: 2, symbol: symbol)
    }
    return fixed(fractionCount)
  }

  static func exponentText(_ power: Int, _ count: Int) -> String {
    let magnitude = String(abs(power))
    return (power < 0 ? "-" : "+") + String(repeating: "0", count: max(0, count - magnitude.count)) + magnitude
  }

  static func text(_ digits: [UInt8]) -> String { String(decoding: digits.map { $0 + 48 }, as: UTF8.self) }

  static func character(_ digit: UInt8) -> Character { Character(Unicode.Scalar(digit + 48)) }
}
