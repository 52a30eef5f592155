package import FoundationEssentials

extension Value {
  /// The number as a double, for numbers, bool, char and enum values; nil for the rest.
  package var doubleValue: Double? {
    switch self {
    case .boolean(let flag): flag ? 1 : 0
    case .int32(let number): Double(number)
    case .int64(let number): Double(number)
    case .integer(let number): number.double
    case .double(let number): number
    case .single(let number): Double(number)
    case .decimal(let number): number.doubleValue
    case .character(let unit): Double(unit)
    case .enumeration(let value): Double(value.rawValue)
    case .wrapped(let wrapper): wrapper.base.doubleValue
    default: nil
    }
  }

  /// The integer, exactly, for integers, bool, char and enum values; nil for the rest and above the largest `int64`.
  package var exactInteger: Int64? {
    switch self {
    case .boolean(let flag): flag ? 1 : 0
    case .int32(let number): Int64(number)
    case .int64(let number): number
    case .integer(let number): number.int64
    case .character(let unit): Int64(unit)
    case .enumeration(let value): value.rawValue
    case .wrapped(let wrapper): wrapper.base.exactInteger
    default: nil
    }
  }

  /// Whether it is of a numeric type (char, bool and enum are not).
  package var isNumber: Bool {
    switch self {
    case .int32, .int64, .integer, .double, .single, .decimal: true
    case .wrapped(let wrapper): wrapper.base.isNumber
    default: false
    }
  }

  /// The number as a decimal; nil when it is none or out of range.
  package var decimalValue: Decimal? {
    switch self {
    case .decimal(let number): number
    case .int32, .int64, .boolean, .character, .enumeration: exactInteger.map { Decimal($0) }
    case .integer(let number): number.int64.map { Decimal($0) } ?? Decimal(number.bits)
    case .double(let number): Decimal(shortest: number)
    case .single(let number): Decimal(string: number.description)
    case .wrapped(let wrapper): wrapper.base.decimalValue
    default: nil
    }
  }
}
