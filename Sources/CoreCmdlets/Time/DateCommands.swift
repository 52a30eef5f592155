internal import PowerShell

/// Get-Date, Set-Date and New-TimeSpan.
enum DateCommands {
  private static let parts = ["Year", "Month", "Day", "Hour", "Minute", "Second", "Millisecond"]
  private static let displayHint = EnumType(
    "Microsoft.PowerShell.Commands.DisplayHintType", ["Date", "Time", "DateTime"])

  static var all: [CommandInfo] {
    [
      .core(
        "Get-Date", in: ModuleName.utility, "GetDateCommand",
        ["Date@0<value<property DateTime = LastWriteTime"] + parts.map { "\($0) Int32" }
          + ["DisplayHint", "Format in net", "UFormat in UFormat", "AsUTC SwitchParameter"],
        defaultSet: "net",
        validations: [
          "Year": [.range(1, 9999)], "Month": [.range(1, 12)], "Day": [.range(1, 31)], "Hour": [.range(0, 23)],
          "Minute": [.range(0, 59)], "Second": [.range(0, 59)], "Millisecond": [.range(0, 999)],
          "DisplayHint": [.set(["Date", "Time", "DateTime"])],
        ],
        synopsis: "Gets a date and time: now, or the one that is given."
      ) { try get($0) },
      .core(
        "Set-Date", in: ModuleName.utility, "SetDateCommand", ["Arguments<remaining Object[]"],
        synopsis: "Refused: the clock belongs to the system's time service."
      ) { invocation in
        throw invocation.refusal(
          "Set-Date is not supported: the clock of this computer is set by its time service. Use timedatectl.",
          id: "SetDateNotSupported")
      },
      .core(
        "New-TimeSpan", in: ModuleName.utility, "NewTimeSpanCommand",
        [
          "Start@0<value<property DateTime = LastWriteTime in Date", "End@1<property DateTime in Date",
          "Days Int32 in Time", "Hours Int32 in Time", "Minutes Int32 in Time", "Seconds Int32 in Time",
          "Milliseconds Int32 in Time",
        ], defaultSet: "Date", synopsis: "Makes a length of time."
      ) { try span($0) },
    ]
  }

  private static func date(_ value: Value?) -> DateTime? {
    if case .dateTime(let date)? = value?.unwrapped { date } else { nil }
  }

  private static func get(_ invocation: Invocation) throws {
    let bound = invocation.bound
    var date = date(bound["Date"]) ?? invocation.host.values.now().localized
    if parts.contains(where: bound.contains) { date = try changed(date, bound) }
    if bound.isSet("AsUTC") { date = date.universal }
    if let format = bound.string("Format") {
      // Names of file formats that Get-Date knows beside .NET's.
      let known = ["filedate": "yyyyMMdd", "filedatetime": "yyyyMMdd'T'HHmmssffff"]
      let universal = ["filedateuniversal": "yyyyMMdd'Z'", "filedatetimeuniversal": "yyyyMMdd'T'HHmmssffff'Z'"]
      if let pattern = universal[format.caseFolded] {
        return try invocation.writeOutput(.string(try DateText.format(date.universal, pattern)))
      }
      return try invocation.writeOutput(.string(try DateText.format(date, known[format.caseFolded] ?? format)))
    }
    if let format = bound.string("UFormat") {
      return try invocation.writeOutput(.string(UnixDateFormat.text(date, format)))
    }
    guard let hint = bound.string("DisplayHint"), let value = displayHint.value(named: hint) else {
      return try invocation.writeOutput(.dateTime(date))
    }
    let wrapped = WrappedValue(.dateTime(date))
    wrapped.addedMembers()["DisplayHint"] = .note(.enumeration(value))
    try invocation.writeOutput(.wrapped(wrapped))
  }

  private static func changed(_ date: DateTime, _ bound: BoundParameters) throws -> DateTime {
    func part(_ name: String, _ present: Int) -> Int { bound.integer(name).map { Int(clamping: $0) } ?? present }
    let (year, month, day) = date.date
    let fraction = bound.integer("Millisecond").map { $0 * TimeSpan.ticksPerMillisecond } ?? date.fraction
    let (newYear, newMonth) = (part("Year", year), part("Month", month))
    let made = DateTime(
      year: newYear, month: newMonth, day: part("Day", min(day, DateTime.days(in: newMonth, of: newYear))),
      hour: part("Hour", date.hour), minute: part("Minute", date.minute), second: part("Second", date.second),
      fraction: fraction, kind: date.kind)
    guard let made else {
      throw PowerShellError(
        "Year, Month, and Day parameters describe an un-representable DateTime.", id: "ArgumentOutOfRangeException",
        category: .notSpecified, exceptionType: "System.ArgumentOutOfRangeException")
    }
    return made
  }

  private static func span(_ invocation: Invocation) throws {
    let bound = invocation.bound
    if invocation.parameterSetName == "Time" {
      func part(_ name: String) -> Int64 { bound.integer(name) ?? 0 }
      let span = TimeSpan(
        days: part("Days"), hours: part("Hours"), minutes: part("Minutes"), seconds: part("Seconds"),
        milliseconds: part("Milliseconds"))
      return try invocation.writeOutput(.timeSpan(span ?? .zero))
    }
    let now = invocation.host.values.now().localized
    let (start, end) = (date(bound["Start"]) ?? now, date(bound["End"]) ?? now)
    try invocation.writeOutput(.timeSpan(TimeSpan(ticks: end.ticks - start.ticks)))
  }
}
