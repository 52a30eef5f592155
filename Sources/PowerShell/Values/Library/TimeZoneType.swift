/// System.TimeZoneInfo: the system's zone, and UTC.
enum TimeZoneType {
  private static func make(_ type: Value, isUTC: Bool) -> Value {
    guard case .type(let type) = type else { return .null }
    return .object(
      HostObject(type, payload: isUTC) { payload in payload as? Bool ?? true ? "UTC" : SystemFacts.timeZoneName() })
  }

  private static func isUTC(_ value: Value) -> Bool { value.payload(as: Bool.self) ?? true }
  private static func name(_ value: Value) -> Value { .string(isUTC(value) ? "UTC" : SystemFacts.timeZoneName()) }

  private static func offset(_ value: Value, _ date: DateTime) -> Value {
    .timeSpan(TimeSpan(ticks: isUTC(value) ? 0 : date.with(kind: .local).offset * TimeSpan.ticksPerSecond))
  }

  static let type = TypeReference(
    "System.TimeZoneInfo", base: BuiltInType.object,
    members: MemberTable(
      properties: [
        Property("Id") { value, _ in name(value) }, Property("DisplayName") { value, _ in name(value) },
        Property("StandardName") { value, _ in name(value) },
        Property("BaseUtcOffset") { value, context in offset(value, context.now().localized) },
      ],
      methods: [
        Method("GetUtcOffset", 1) { value, arguments, _ in offset(value, try arguments.dateTime(0, "dateTime")) }
      ],
      staticProperties: [
        Property("Local") { type, _ in make(type, isUTC: false) },
        Property("Utc") { type, _ in make(type, isUTC: true) },
      ],
      staticMethods: [
        Method("ConvertTimeToUtc", 1) { _, arguments, _ in .dateTime(try arguments.dateTime(0, "dateTime").universal) },
        Method("ConvertTimeFromUtc", 2) { _, arguments, _ in
          let date = try arguments.dateTime(0, "dateTime").with(kind: .utc)
          return .dateTime(isUTC(arguments[1]) ? date : date.localized)
        },
        Method("ConvertTime", 2) { _, arguments, _ in
          let date = try arguments.dateTime(0, "dateTime")
          return .dateTime(isUTC(arguments[1]) ? date.universal : date.localized)
        },
      ]))
}
