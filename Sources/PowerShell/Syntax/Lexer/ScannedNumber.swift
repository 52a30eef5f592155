/// The parts of a number literal, and the value they make.
struct ScannedNumber {
  enum Suffix {
    case none
    case signedByte
    case byte
    case short
    case unsignedShort
    case unsigned
    case long
    case unsignedLong
    case decimal
    case big
  }

  let isNegative: Bool
  /// All digits, those of the fraction at the end.
  let digits: String
  /// How many of them are the fraction; nil for a literal without a point.
  let fractionDigits: Int?
  /// Signed digits.
  let exponent: String?
  let suffix: Suffix
  /// 1, or what `kb` to `pb` stand for.
  let multiplier: UInt64

  private static let decimalLimit: UInt128 = 1 << 96

  private var isReal: Bool { exponent != nil || fractionDigits != nil }

  /// Nil where the type cannot hold the number.
  var value: NumberLiteral.Value? {
    switch suffix {
    case .none: isReal ? double.map(NumberLiteral.Value.double) : smallestInteger
    case .signedByte: integer(Int8.self).map(NumberLiteral.Value.int8)
    case .byte: integer(UInt8.self).map(NumberLiteral.Value.uint8)
    case .short: integer(Int16.self).map(NumberLiteral.Value.int16)
    case .unsignedShort: integer(UInt16.self).map(NumberLiteral.Value.uint16)
    case .unsigned:
      integer(UInt32.self).map(NumberLiteral.Value.uint32)
        ?? integer(UInt64.self).map(
          NumberLiteral.Value.uint64)
    case .long: integer(Int64.self).map(NumberLiteral.Value.int64)
    case .unsignedLong: integer(UInt64.self).map(NumberLiteral.Value.uint64)
    case .decimal: decimal
    case .big: magnitude.map { .bigInteger((isNegative && $0 != 0 ? "-" : "") + String($0)) }
    }
  }

  /// The number without sign, multiplied; rounded to even where a suffix makes an integer of a real.
  private var magnitude: UInt128? {
    if isReal {
      guard let double else { return nil }
      let rounded = double.magnitude.rounded(.toNearestOrEven)
      return rounded < 0x1p127 ? UInt128(rounded) : nil
    }
    guard let whole = UInt128(digits) else { return nil }
    let (product, overflow) = whole.multipliedReportingOverflow(by: UInt128(multiplier))
    return overflow ? nil : product
  }

  private var double: Double? {
    var text = digits
    if let fractionDigits, fractionDigits > 0 {
      text.insert(".", at: text.index(text.endIndex, offsetBy: -fractionDigits))
      if fractionDigits == digits.utf8.count { text = "0" + text }
    }
    if let exponent { text += "e" + exponent }
    guard let value = Double(text), value.isFinite else { return nil }
    let product = value * Double(multiplier)
    return product.isFinite ? (isNegative ? -product : product) : nil
  }

  private func integer<Integer: FixedWidthInteger>(_: Integer.Type) -> Integer? {
    guard let magnitude, let signed = Int128(exactly: magnitude) else { return nil }
    return Integer(exactly: isNegative ? -signed : signed)
  }

  /// Int32, Int64, decimal or double: the first that holds it.
  private var smallestInteger: NumberLiteral.Value? {
    if let value = integer(Int32.self) { return .int32(value) }
    if let value = integer(Int64.self) { return .int64(value) }
    if let magnitude, magnitude < Self.decimalLimit {
      return .decimal(isNegative: isNegative, significand: magnitude, scale: 0)
    }
    return double.map(NumberLiteral.Value.double)
  }

  private var decimal: NumberLiteral.Value? {
    var scale = fractionDigits ?? 0
    guard var significand = UInt128(digits) else { return nil }
    if let exponent {
      guard let power = Int(exponent), power.magnitude <= 64 else { return nil }
      scale -= power
    }
    while scale < 0 {
      let (product, overflow) = significand.multipliedReportingOverflow(by: 10)
      guard !overflow else { return nil }
      significand = product
      scale += 1
    }
    let (product, overflow) = significand.multipliedReportingOverflow(by: UInt128(multiplier))
    guard !overflow else { return nil }
    significand = product
    while scale > 28 || significand >= Self.decimalLimit {
      guard scale > 0 else { return nil }
      significand = significand / 10 + (significand % 10 >= 5 ? 1 : 0)
      scale -= 1
    }
    return .decimal(isNegative: isNegative, significand: significand, scale: scale)
  }
}
