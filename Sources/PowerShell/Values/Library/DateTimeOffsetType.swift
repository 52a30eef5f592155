/// System.DateTimeOffset: a time with its distance from UTC.
enum DateTimeOffsetType {
  struct Moment: Sendable {
    /// The clock's time at that distance.
    let local: DateTime
    /// Seconds ahead of UTC.
    let offset: Int64

    var universal: DateTime? {
      local.adding(TimeSpan(ticks: -offset * TimeSpan.ticksPerSecond)).map { $0.with(kind: .utc) }
    }

    init(_ date: DateTime) {
      offset = date.kind == .unspecified ? date.with(kind: .local).offset : date.offset
      local = date.with(kind: .unspecified)
    }

    init(_ local: DateTime, offset: Int64) { (self.local, self.offset) = (local.with(kind: .unspecified), offset) }

    /// `yyyy-MM-dd HH:mm:ss +00:00` in the invariant form of the language.
    func text(_ format: String?) -> String {
      let span = TimeSpan(ticks: abs(offset) * TimeSpan.ticksPerSecond)
      let zone =
        (offset < 0 ? "-" : "+") + String("0\(span.hours)".suffix(2)) + ":" + String("0\(span.minutes)".suffix(2))
      if let format, format != "" {
        return (try? Value.dateTime(local).formatted(format, .standalone)) ?? ""
      }
      return ((try? Value.dateTime(local).displayString()) ?? "") + " " + zone
    }
  }

  static func make(_ moment: Moment) -> Value {
    .object(HostObject(type, payload: moment) { ($0 as? Moment)?.text(nil) })
  }

  private static func property(_ name: String, _ get: @escaping @Sendable (Moment) -> Value) -> Property {
    Property(name) { value, _ in value.payload(as: Moment.self).map(get) ?? .null }
  }

  private static func unix(_ arguments: [Value], _ unit: Int64, _ name: String) throws -> Value {
    let (ticks, overflow) = try arguments.long(0, name).multipliedReportingOverflow(by: unit)
    let (sum, carry) = DateTime.unixTicks.addingReportingOverflow(ticks)
    guard !overflow, !carry, let date = DateTime(ticks: sum, kind: .utc) else {
      throw PowerShellError.outOfRange("The value is outside of the years 1 to 9999.", name)
    }
    return make(Moment(date))
  }

  private static func method(_ name: String, _ get: @escaping @Sendable (Moment) -> Value) -> Method {
    Method(name, 0) { value, _, _ in value.payload(as: Moment.self).map(get) ?? .null }
  }

  private static func seconds(_ moment: Moment, _ unit: Int64) -> Value {
    .int64(((moment.universal?.ticks ?? DateTime.unixTicks) - DateTime.unixTicks) / unit)
  }

  private static func adding(_ name: String, _ unit: Int64) -> Method {
    Method(name, 1) { value, arguments, _ in
      guard let moment = value.payload(as: Moment.self),
        let span = TimeSpan(try arguments.double(0, "value"), unit: unit), let sum = moment.local.adding(span)
      else { throw PowerShellError.outOfRange("The added value results in an un-representable time.", "value") }
      return make(Moment(sum, offset: moment.offset))
    }
  }

  static let type: TypeReference = TypeReference(
    "System.DateTimeOffset", base: BuiltInType.valueType,
    members: MemberTable(
      properties: [
        property("DateTime") { .dateTime($0.local) }, property("Date") { .dateTime($0.local.midnight) },
        property("UtcDateTime") { $0.universal.map { .dateTime($0) } ?? .null },
        property("LocalDateTime") { $0.universal.map { .dateTime($0.localized) } ?? .null },
        property("Offset") { .timeSpan(TimeSpan(ticks: $0.offset * TimeSpan.ticksPerSecond)) },
        property("Year") { .count($0.local.date.year) }, property("Month") { .count($0.local.date.month) },
        property("Day") { .count($0.local.date.day) }, property("Hour") { .count($0.local.hour) },
        property("Minute") { .count($0.local.minute) }, property("Second") { .count($0.local.second) },
        property("Ticks") { .int64($0.local.ticks) },
      ],
      methods: [
        method("ToUnixTimeSeconds") { seconds($0, TimeSpan.ticksPerSecond) },
        method("ToUnixTimeMilliseconds") { seconds($0, TimeSpan.ticksPerMillisecond) },
        method("ToUniversalTime") { moment in moment.universal.map { make(Moment($0)) } ?? .null },
        method("ToLocalTime") { moment in moment.universal.map { make(Moment($0.localized)) } ?? .null },
        Method("ToString", 0...1) { value, arguments, _ in
          .string(value.payload(as: Moment.self)?.text(arguments.isEmpty ? nil : try arguments.text(0)) ?? "")
        },
        adding("AddDays", TimeSpan.ticksPerDay), adding("AddHours", TimeSpan.ticksPerHour),
        adding("AddMinutes", TimeSpan.ticksPerMinute), adding("AddSeconds", TimeSpan.ticksPerSecond),
        adding("AddMilliseconds", TimeSpan.ticksPerMillisecond),
      ],
      staticProperties: [
        Property("Now") { _, context in make(Moment(context.now().localized)) },
        Property("UtcNow") { _, context in make(Moment(context.now())) },
      ],
      staticMethods: [
        Method("FromUnixTimeSeconds", 1) { _, arguments, _ in
          try unix(arguments, TimeSpan.ticksPerSecond, "seconds")
        },
        Method("FromUnixTimeMilliseconds", 1) { _, arguments, _ in
          try unix(arguments, TimeSpan.ticksPerMillisecond, "milliseconds")
        },
        Method("Parse", 1) { _, arguments, _ in make(Moment(try arguments.dateTime(0, "input"))) },
      ],
      constructor: Method("DateTimeOffset", 1...2) { _, arguments, _ in
        let date = try arguments.dateTime(0, "dateTime")
        guard arguments.count == 2 else { return make(Moment(date)) }
        return make(Moment(date, offset: try arguments.timeSpan(1, "offset").ticks / TimeSpan.ticksPerSecond))
      },
      convert: { value, context in
        guard case .dateTime(let date) = try value.converted(to: BuiltInType.dateTime, context) else { return nil }
        return make(Moment(date))
      }))
}
