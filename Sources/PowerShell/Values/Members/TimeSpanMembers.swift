/// System.TimeSpan.
enum TimeSpanMembers {
  private static func span(_ value: Value) -> TimeSpan {
    if case .timeSpan(let span) = value { span } else { .zero }
  }

  private static func property(_ name: String, _ get: @escaping @Sendable (TimeSpan) -> Value) -> Property {
    Property(name) { value, _ in get(span(value)) }
  }

  private static func tooLong() -> PowerShellError {
    .exception("System.OverflowException", "TimeSpan overflowed because the duration is too long.")
  }

  private static func from(_ name: String, _ unit: Int64) -> Method {
    Method(name, 1) { _, arguments, _ in
      guard let span = TimeSpan(try arguments.double(0, "value"), unit: unit) else { throw tooLong() }
      return .timeSpan(span)
    }
  }

  static let table = MemberTable(
    properties: [
      property("Days") { .count(Int($0.days)) }, property("Hours") { .count(Int($0.hours)) },
      property("Minutes") { .count(Int($0.minutes)) }, property("Seconds") { .count(Int($0.seconds)) },
      property("Milliseconds") { .count(Int($0.milliseconds)) }, property("Ticks") { .int64($0.ticks) },
      property("TotalDays") { .double($0.total(TimeSpan.ticksPerDay)) },
      property("TotalHours") { .double($0.total(TimeSpan.ticksPerHour)) },
      property("TotalMilliseconds") { .double($0.total(TimeSpan.ticksPerMillisecond)) },
      property("TotalMinutes") { .double($0.total(TimeSpan.ticksPerMinute)) },
      property("TotalSeconds") { .double($0.total(TimeSpan.ticksPerSecond)) },
    ],
    methods: [
      Method("Add", 1) { value, arguments, context in try TimeArithmetic.add(value, arguments[0], context) },
      Method("Subtract", 1) { value, arguments, context in try TimeArithmetic.subtract(value, arguments[0], context) },
      Method("Negate", 0) { value, _, _ in
        guard span(value).ticks != .min else { throw tooLong() }
        return .timeSpan(TimeSpan(ticks: -span(value).ticks))
      },
      Method("Duration", 0) { value, _, _ in
        guard span(value).ticks != .min else { throw tooLong() }
        return .timeSpan(TimeSpan(ticks: abs(span(value).ticks)))
      },
      Method("ToString", 0...2) { value, arguments, _ in
        .string(try TimeSpanText.format(span(value), arguments.at(0)?.asText ?? ""))
      },
      Method("CompareTo", 1) { value, arguments, context in .count(try Comparison.compare(value, arguments[0], context))
      },
    ],
    staticProperties: [
      Property("Zero") { _, _ in .timeSpan(.zero) },
      Property("MaxValue") { _, _ in .timeSpan(TimeSpan(ticks: .max)) },
      Property("MinValue") { _, _ in .timeSpan(TimeSpan(ticks: .min)) },
      Property("TicksPerSecond") { _, _ in .int64(TimeSpan.ticksPerSecond) },
      Property("TicksPerDay") { _, _ in .int64(TimeSpan.ticksPerDay) },
    ],
    staticMethods: [
      from("FromDays", TimeSpan.ticksPerDay), from("FromHours", TimeSpan.ticksPerHour),
      from("FromMinutes", TimeSpan.ticksPerMinute), from("FromSeconds", TimeSpan.ticksPerSecond),
      from("FromMilliseconds", TimeSpan.ticksPerMillisecond),
      Method("FromTicks", 1) { _, arguments, _ in .timeSpan(TimeSpan(ticks: try arguments.long(0, "value"))) },
      Method("Parse", 1...2) { _, arguments, _ in
        guard let span = TimeSpanParsing.span(try arguments.text(0)) else {
          throw PowerShellError.format("String was not recognized as a valid TimeSpan.")
        }
        return .timeSpan(span)
      },
      Method("TryParse", 2) { _, arguments, _ in
        let found = TimeSpanParsing.span(try arguments.text(0))
        Reference.set(arguments[1], .timeSpan(found ?? .zero))
        return .boolean(found != nil)
      },
    ],
    constructor: Method("TimeSpan", 0...5) { _, arguments, _ in
      var numbers = try arguments.indices.map { try arguments.long($0, "value") }
      if numbers.count == 1 { return .timeSpan(TimeSpan(ticks: numbers[0])) }
      if numbers.count == 3 { numbers.insert(0, at: 0) }
      while numbers.count < 5 { numbers.append(0) }
      guard
        let span = TimeSpan(
          days: numbers[0], hours: numbers[1], minutes: numbers[2], seconds: numbers[3], milliseconds: numbers[4])
      else { throw tooLong() }
      return .timeSpan(span)
    })
}
