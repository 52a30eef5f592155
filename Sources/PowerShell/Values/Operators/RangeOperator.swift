/// `1..5`, `5..1`, `'a'..'e'` (about_Operators).
package enum RangeOperator {
  /// The elements of a range: ints, or characters when both ends are one.
  package static func range(_ left: Value, _ right: Value, _ context: ValueContext = .standalone) throws -> Value {
    if let first = character(left), let last = character(right) {
      return .array(try sequence(Int(first), Int(last)).map { .character(UInt16($0)) })
    }
    let (first, last) = (try end(left, context), try end(right, context))
    return .array(try sequence(first, last).map { .int32(Int32($0)) })
  }

  /// A string of one character that is no digit, or a character.
  private static func character(_ value: Value) -> UInt16? {
    switch value.unwrapped {
    case .character(let unit): unit
    case .string(let text): text.codeUnitCount == 1 && Int(text) == nil ? text.utf16.first : nil
    default: nil
    }
  }

  private static func end(_ value: Value, _ context: ValueContext) throws -> Int {
    Int(try value.converted(to: BuiltInType.int32, context).exactInteger ?? 0)
  }

  private static func sequence(_ first: Int, _ last: Int) throws -> [Int] {
    guard abs(last - first) < ValueLimits.arrayLength else { throw OperatorError.tooLong() }
    return first <= last ? Array(first...last) : (last...first).reversed()
  }
}
