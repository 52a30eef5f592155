/// The arithmetic of dates and lengths of time.
enum TimeArithmetic {
  static func add(_ left: Value, _ right: Value, _ context: ValueContext) throws -> Value {
    let span = try self.span(right, context)
    switch left {
    case .dateTime(let date):
      guard let sum = date.adding(span) else { throw unrepresentable() }
      return .dateTime(sum)
    case .timeSpan(let first):
      // A date on the right takes the length on the left, as .NET's operator does not; PowerShell refuses it too.
      let (ticks, overflow) = first.ticks.addingReportingOverflow(span.ticks)
      guard !overflow else { throw tooLong() }
      return .timeSpan(TimeSpan(ticks: ticks))
    default: throw OperatorError.undefined("op_Addition", left)
    }
  }

  static func subtract(_ left: Value, _ right: Value, _ context: ValueContext) throws -> Value {
    if case .dateTime(let date) = left {
      if case .dateTime(let other) = right { return .timeSpan(TimeSpan(ticks: date.ticks - other.ticks)) }
      if case .string(let text) = right, TimeSpanParsing.span(text) == nil,
        case .dateTime(let other) = try right.converted(to: BuiltInType.dateTime, context)
      {
        return .timeSpan(TimeSpan(ticks: date.ticks - other.ticks))
      }
    }
    let span = try self.span(right, context)
    guard span.ticks != .min else { throw tooLong() }
    return try add(left, .timeSpan(TimeSpan(ticks: -span.ticks)), context)
  }

  private static func span(_ value: Value, _ context: ValueContext) throws -> TimeSpan {
    guard case .timeSpan(let span) = try value.converted(to: BuiltInType.timeSpan, context).unwrapped else {
      throw OperatorError.undefined("op_Addition", value)
    }
    return span
  }

  private static func unrepresentable() -> PowerShellError {
    .outOfRange("The added or subtracted value results in an un-representable DateTime.", "t")
  }

  private static func tooLong() -> PowerShellError {
    .exception("System.OverflowException", "TimeSpan overflowed because the duration is too long.")
  }
}
