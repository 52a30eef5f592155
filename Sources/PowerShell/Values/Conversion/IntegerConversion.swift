import FoundationEssentials

/// The integer types as targets of a conversion.
enum IntegerConversion {
  /// Rounds a half to the even neighbour; nil when it does not fit the type.
  static func integer(_ value: Value, _ kind: TypeReference.Kind) -> Value? {
    if let exact = value.exactInteger { return make(exact, kind) }
    switch value.unwrapped {
    case .integer(let number): return kind == .uint64 ? .integer(number) : nil
    case .double(let number): return rounded(number, kind)
    case .single(let number): return rounded(Double(number), kind)
    case .decimal(let number):
      let text = number.rounded(0, .toEven).description
      return Int64(text).map { make($0, kind) } ?? (kind == .uint64 ? UInt64(text).map { .integer(.init($0)) } : nil)
    default: return nil
    }
  }

  private static func rounded(_ number: Double, _ kind: TypeReference.Kind) -> Value? {
    let whole = number.rounded(.toNearestOrEven)
    if let exact = Int64(exactly: whole) { return make(exact, kind) }
    return kind == .uint64 ? UInt64(exactly: whole).map { .integer(.init($0)) } : nil
  }

  static func make(_ number: Int64, _ kind: TypeReference.Kind) -> Value? {
    switch kind {
    case .int32: Int32(exactly: number).map { .int32($0) }
    case .int64: .int64(number)
    case .int8: Int8(exactly: number).map { .integer(.init($0)) }
    case .uint8: UInt8(exactly: number).map { .integer(.init($0)) }
    case .int16: Int16(exactly: number).map { .integer(.init($0)) }
    case .uint16: UInt16(exactly: number).map { .integer(.init($0)) }
    case .uint32: UInt32(exactly: number).map { .integer(.init($0)) }
    case .uint64: UInt64(exactly: number).map { .integer(.init($0)) }
    default: nil
    }
  }

  /// .NET's text of an overflow.
  static func overflowText(_ kind: TypeReference.Kind) -> String {
    let name =
      switch kind {
      case .int8: "a signed byte"
      case .uint8: "an unsigned byte"
      case .int16: "an Int16"
      case .uint16: "a UInt16"
      case .uint32: "a UInt32"
      case .int64: "an Int64"
      case .uint64: "a UInt64"
      case .decimal: "a Decimal"
      case .character: "a character"
      default: "an Int32"
      }
    return "Value was either too large or too small for \(name)."
  }
}
