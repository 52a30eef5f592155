package import FoundationEssentials

/// Numbers as text, in the invariant culture.
package enum NumberText {
  /// The text of the .NET Framework, which has at most 15 digits: `0.3`, `1E+20`, `1E-05`.
  package static func shortest(_ number: Double) -> String {
    guard var digits = DigitString(number) else { return special(number) }
    digits.round(significantDigits: 15)
    return (digits.isNegative ? "-" : "") + digits.general(limit: 15)
  }

  /// At most 7 digits.
  package static func shortest(_ number: Float) -> String {
    guard var digits = DigitString(number) else { return special(Double(number)) }
    digits.round(significantDigits: 7)
    return (digits.isNegative ? "-" : "") + digits.general(limit: 7)
  }

  /// The shortest text that reads back as the same number (the format `R`).
  package static func roundTrip(_ number: Double) -> String {
    guard let digits = DigitString(number) else { return special(number) }
    return (digits.isNegative ? "-" : "") + digits.general(limit: 15)
  }

  package static func text(_ number: Decimal) -> String {
    guard let digits = DigitString(number) else { return "NaN" }
    return (digits.isNegative ? "-" : "") + digits.fixed(digits.fractionCount)
  }

  static func special(_ number: Double) -> String {
    number.isNaN ? "NaN" : number < 0 ? "-Infinity" : "Infinity"
  }

  /// A number formatted with a standard or custom format string; nil when the value is no number. Throws a
  /// FormatException.
  package static func format(_ value: Value, _ format: String) throws -> String? {
    let digits: DigitString?
    var bits: (value: UInt64, width: Int)?
    var limit = 15
    switch value {
    case .int32(let number):
      digits = DigitString(magnitude: UInt64(number.magnitude), isNegative: number < 0)
      bits = (UInt64(UInt32(bitPattern: number)), 32)
      limit = 10
    case .int64(let number):
      digits = DigitString(magnitude: number.magnitude, isNegative: number < 0)
      bits = (UInt64(bitPattern: number), 64)
      limit = 19
    case .integer(let number):
      let signed = Int64(bitPattern: number.bits)
      let isNegative = number.isSigned && signed < 0
      digits = DigitString(magnitude: isNegative ? signed.magnitude : number.bits, isNegative: isNegative)
      let width = number.width
      bits = (number.bits & (width == 64 ? .max : 1 << UInt64(width) - 1), width)
      limit = 20
    case .double(let number):
      digits = DigitString(number)
      if digits == nil { return special(number) }
    case .single(let number):
      digits = DigitString(number)
      limit = 7
      if digits == nil { return special(Double(number)) }
    case .decimal(let number):
      digits = DigitString(number)
      limit = 29
    default: return nil
    }
    guard let digits else { return "NaN" }
    if let standard = StandardNumberFormat(format) {
      return try standard.text(digits, bits: bits, limit: limit)
    }
    return try CustomNumberFormat(format).text(digits)
  }
}

extension SizedInteger {
  var width: Int {
    switch kind {
    case .int8, .uint8: 8
    case .int16, .uint16: 16
    case .uint32: 32
    case .uint64: 64
    }
  }
}
