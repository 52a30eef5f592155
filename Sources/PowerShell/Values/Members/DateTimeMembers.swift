/// System.DateTime.
enum DateTimeMembers {
  private static func date(_ value: Value) -> DateTime {
    if case .dateTime(let date) = value { date } else { .earliest }
  }

  private static func outOfRange() -> PowerShellError {
    .outOfRange("The added or subtracted value results in an un-representable DateTime.", "value")
  }

  private static func property(_ name: String, _ get: @escaping @Sendable (DateTime) -> Value) -> Property {
    Property(name) { value, _ in get(date(value)) }
  }

  /// AddDays and the like, by units of ticks.
  private static func add(_ name: String, _ unit: Int64) -> Method {
    Method(name, 1) { value, arguments, _ in
      guard let span = TimeSpan(try arguments.double(0, "value"), unit: unit), let sum = date(value).adding(span) else {
        throw outOfRange()
      }
      return .dateTime(sum)
    }
  }

  private static func add(_ name: String, months: Int) -> Method {
    Method(name, 1) { value, arguments, _ in
      let count = try arguments.int(0, "value")
      guard abs(count) <= 120_000, let sum = date(value).adding(months: count * months) else { throw outOfRange() }
      return .dateTime(sum)
    }
  }

  private static func format(_ name: String, _ format: String) -> Method {
    Method(name, 0) { value, _, _ in .string(try DateText.format(date(value), format)) }
  }

  static let table = MemberTable(
    properties: [
      property("Date") { .dateTime($0.midnight) }, property("Day") { .count($0.date.day) },
      property("DayOfWeek") { .enumeration(EnumValue(BuiltInType.dayOfWeek, Int64($0.dayOfWeek))) },
      property("DayOfYear") { .count($0.dayOfYear) }, property("Hour") { .count($0.hour) },
      property("Kind") { .enumeration(EnumValue(BuiltInType.dateTimeKind, Int64($0.kind.rawValue))) },
      property("Millisecond") { .count(Int($0.fraction / TimeSpan.ticksPerMillisecond)) },
      property("Minute") { .count($0.minute) }, property("Month") { .count($0.date.month) },
      property("Second") { .count($0.second) }, property("Ticks") { .int64($0.ticks) },
      property("TimeOfDay") { .timeSpan($0.timeOfDay) }, property("Year") { .count($0.date.year) },
      property("DateTime") { .string((try? DateText.format($0, "F")) ?? "") },
    ],
    methods: [
      add("AddDays", TimeSpan.ticksPerDay), add("AddHours", TimeSpan.ticksPerHour),
      add("AddMinutes", TimeSpan.ticksPerMinute), add("AddSeconds", TimeSpan.ticksPerSecond),
      add("AddMilliseconds", TimeSpan.ticksPerMillisecond), add("AddTicks", 1), add("AddMonths", months: 1),
      add("AddYears", months: 12),
      Method("Add", 1) { value, arguments, context in
        try TimeArithmetic.add(value, .timeSpan(arguments.timeSpan(0, "value")), context)
      },
      Method("Subtract", 1) { value, arguments, context in try TimeArithmetic.subtract(value, arguments[0], context) },
      Method("ToString", 0...2) { value, arguments, _ in
        .string(try DateText.format(date(value), arguments.at(0)?.asText ?? ""))
      },
      format("ToShortDateString", "d"), format("ToLongDateString", "D"), format("ToShortTimeString", "t"),
      format("ToLongTimeString", "T"),
      Method("ToUniversalTime", 0) { value, _, _ in .dateTime(date(value).universal) },
      Method("ToLocalTime", 0) { value, _, _ in .dateTime(date(value).localized) },
      Method("ToFileTime", 0) { value, _, _ in .int64(date(value).universal.ticks - 504_911_232_000_000_000) },
      Method("ToFileTimeUtc", 0) { value, _, _ in .int64(date(value).universal.ticks - 504_911_232_000_000_000) },
      Method("CompareTo", 1) { value, arguments, context in .count(try Comparison.compare(value, arguments[0], context))
      },
    ],
    staticProperties: [
      Property("Now") { _, context in .dateTime(context.now().localized) },
      Property("UtcNow") { _, context in .dateTime(context.now().universal) },
      Property("Today") { _, context in .dateTime(context.now().localized.midnight) },
      Property("MinValue") { _, _ in .dateTime(.earliest) }, Property("MaxValue") { _, _ in .dateTime(.latest) },
      Property("UnixEpoch") { _, _ in DateTime(ticks: DateTime.unixTicks, kind: .utc).map { .dateTime($0) } ?? .null },
    ],
    staticMethods: [
      Method("Parse", 1...3) { _, arguments, context in
        guard let date = DateParsing.date(try arguments.text(0), now: context.now) else { throw unrecognized() }
        return .dateTime(date)
      },
      Method("ParseExact", 3...4) { _, arguments, context in
        let text = try arguments.text(0)
        for format in arguments.elements(1) {
          if let date = ExactDateParsing.date(text, try format.displayString(), now: context.now) {
            return .dateTime(date)
          }
        }
        throw unrecognized()
      },
      Method("TryParse", 2...4) { _, arguments, context in
        let found = DateParsing.date(try arguments.text(0), now: context.now)
        Reference.set(arguments.last, .dateTime(found ?? .earliest))
        return .boolean(found != nil)
      },
      Method("DaysInMonth", 2) { _, arguments, _ in
        let (year, month) = (try arguments.int(0, "year"), try arguments.int(1, "month"))
        guard 1...9999 ~= year, 1...12 ~= month else {
          throw PowerShellError.outOfRange("Month must be between one and twelve.", "month")
        }
        return .count(DateTime.days(in: month, of: year))
      },
      Method("IsLeapYear", 1) { _, arguments, _ in
        let year = try arguments.int(0, "year")
        guard 1...9999 ~= year else { throw PowerShellError.outOfRange("Year must be between 1 and 9999.", "year") }
        return .boolean(DateTime.isLeap(year))
      },
      Method("FromFileTime", 1) { _, arguments, _ in
        let (ticks, overflow) = try arguments.long(0, "fileTime").addingReportingOverflow(504_911_232_000_000_000)
        guard !overflow, let date = DateTime(ticks: ticks, kind: .utc) else {
          throw PowerShellError.outOfRange("Not a valid Win32 FileTime.", "fileTime")
        }
        return .dateTime(date.localized)
      },
    ],
    constructor: Method("DateTime", 0...8) { _, arguments, _ in
      if arguments.count <= 2, let first = arguments.first {
        if case .string = first { return .dateTime(try arguments.dateTime(0, "value")) }
        guard let date = DateTime(ticks: try arguments.long(0, "ticks")) else { throw unrepresentable() }
        return .dateTime(date)
      }
      guard !arguments.isEmpty else { return .dateTime(.earliest) }
      var numbers = [1, 1, 1, 0, 0, 0, 0]
      for index in 0..<min(arguments.count, 7) where arguments[index].isNumber {
        numbers[index] = try arguments.int(index, "value")
      }
      guard 0..<1000 ~= numbers[6],
        let date = DateTime(
          year: numbers[0], month: numbers[1], day: numbers[2], hour: numbers[3], minute: numbers[4],
          second: numbers[5],
          fraction: Int64(numbers[6]) * TimeSpan.ticksPerMillisecond)
      else { throw unrepresentable() }
      let kind =
        arguments.count > 6 && !arguments[arguments.count - 1].isNumber
        ? try arguments.enumeration(arguments.count - 1, "kind", BuiltInType.dateTimeKind) : 0
      return .dateTime(date.with(kind: DateTime.Kind(rawValue: UInt8(clamping: kind)) ?? .unspecified))
    })

  private static func unrecognized() -> PowerShellError { .format("String was not recognized as a valid DateTime.") }

  private static func unrepresentable() -> PowerShellError {
    .exception(
      "System.ArgumentOutOfRangeException", "Year, Month, and Day parameters describe an un-representable DateTime.")
  }
}
