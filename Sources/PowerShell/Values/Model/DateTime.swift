import FoundationEssentials

/// A date and time of the Gregorian calendar from year 1 to 9999, in ticks of 100 ns.
package struct DateTime: Hashable, Sendable, Comparable {
  package enum Kind: UInt8, Sendable {
    case unspecified, utc, local
  }

  package static let largestTicks: Int64 = 3_155_378_975_999_999_999
  /// 1970-01-01.
  package static let unixTicks: Int64 = 621_355_968_000_000_000

  package let ticks: Int64
  package let kind: Kind

  package static let earliest = DateTime(known: 0)
  package static let latest = DateTime(known: largestTicks)

  private init(known ticks: Int64, _ kind: Kind = .unspecified) { (self.ticks, self.kind) = (ticks, kind) }

  /// Nil outside of the years 1 to 9999.
  package init?(ticks: Int64, kind: Kind = .unspecified) {
    guard 0...Self.largestTicks ~= ticks else { return nil }
    self.init(known: ticks, kind)
  }

  /// Nil for a date or time that does not exist.
  package init?(
    year: Int, month: Int, day: Int, hour: Int = 0, minute: Int = 0, second: Int = 0, fraction: Int64 = 0,
    kind: Kind = .unspecified
  ) {
    guard 1...9999 ~= year, 1...12 ~= month, 1...Self.days(in: month, of: year) ~= day, 0...23 ~= hour,
      0...59 ~= minute, 0...59 ~= second, 0..<TimeSpan.ticksPerSecond ~= fraction
    else { return nil }
    let time = Int64(hour * 3600 + minute * 60 + second) * TimeSpan.ticksPerSecond + fraction
    self.init(known: Self.dayNumber(year, month, day) * TimeSpan.ticksPerDay + time, kind)
  }

  /// The system's clock, in UTC.
  package static func systemNow() -> DateTime {
    let seconds = Date().timeIntervalSince1970
    return DateTime(known: unixTicks + Int64(seconds * 1e7), .utc)
  }

  package static func < (left: DateTime, right: DateTime) -> Bool { left.ticks < right.ticks }

  package static func isLeap(_ year: Int) -> Bool { year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) }

  /// Days of a month, 1 to 12.
  package static func days(in month: Int, of year: Int) -> Int {
    switch month {
    case 2: isLeap(year) ? 29 : 28
    case 4, 6, 9, 11: 30
    default: 31
    }
  }

  /// Days since 0001-01-01 (the civil calendar counted in eras of 400 years that begin in March).
  private static func dayNumber(_ year: Int, _ month: Int, _ day: Int) -> Int64 {
    let shifted = month <= 2 ? year - 1 : year
    let era = shifted / 400
    let yearOfEra = shifted - era * 400
    let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
    return Int64(era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 306)
  }

  package var date: (year: Int, month: Int, day: Int) {
    let days = Int(ticks / TimeSpan.ticksPerDay) + 306
    let era = days / 146_097
    let dayOfEra = days - era * 146_097
    let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let shifted = (5 * dayOfYear + 2) / 153
    let month = shifted < 10 ? shifted + 3 : shifted - 9
    return (yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, dayOfYear - (153 * shifted + 2) / 5 + 1)
  }

  package var hour: Int { Int(ticks / TimeSpan.ticksPerHour % 24) }
  package var minute: Int { Int(ticks / TimeSpan.ticksPerMinute % 60) }
  package var second: Int { Int(ticks / TimeSpan.ticksPerSecond % 60) }
  /// Ticks within the second.
  package var fraction: Int64 { ticks % TimeSpan.ticksPerSecond }
  package var timeOfDay: TimeSpan { TimeSpan(ticks: ticks % TimeSpan.ticksPerDay) }
  package var midnight: DateTime { DateTime(known: ticks - ticks % TimeSpan.ticksPerDay, kind) }
  /// 0 is Sunday.
  package var dayOfWeek: Int { Int((ticks / TimeSpan.ticksPerDay + 1) % 7) }
  /// 1 to 366.
  package var dayOfYear: Int {
    let (year, _, _) = date
    return Int(ticks / TimeSpan.ticksPerDay - Self.dayNumber(year, 1, 1)) + 1
  }

  package func with(kind: Kind) -> DateTime { DateTime(known: ticks, kind) }

  /// Nil outside of the years 1 to 9999.
  package func adding(_ span: TimeSpan) -> DateTime? {
    let (sum, overflow) = ticks.addingReportingOverflow(span.ticks)
    return overflow ? nil : DateTime(ticks: sum, kind: kind)
  }

  /// A day that the month does not have becomes its last; nil outside of the years 1 to 9999.
  package func adding(months: Int) -> DateTime? {
    guard abs(months) <= 120_000 else { return nil }
    let (year, month, day) = date
    let count = year * 12 + month - 1 + months
    guard count >= 12, count < 120_000 else { return nil }
    let (newYear, newMonth) = (count / 12, count % 12 + 1)
    let newDay = min(day, Self.days(in: newMonth, of: newYear))
    let start = Self.dayNumber(newYear, newMonth, newDay) * TimeSpan.ticksPerDay
    return DateTime(ticks: start + ticks % TimeSpan.ticksPerDay, kind: kind)
  }

  /// Seconds that local time is ahead of UTC at this moment.
  package var offset: Int64 {
    if kind == .utc { return 0 }
    let seconds = (ticks - Self.unixTicks) / TimeSpan.ticksPerSecond
    return SystemFacts.localOffset(at: seconds - SystemFacts.localOffset(at: seconds))
  }

  /// In UTC; a time of unspecified kind is taken for local.
  package var universal: DateTime {
    if kind == .utc { return self }
    let moved = adding(TimeSpan(ticks: -offset * TimeSpan.ticksPerSecond)) ?? self
    return moved.with(kind: .utc)
  }

  /// In local time; a time of unspecified kind is taken for UTC.
  package var localized: DateTime {
    if kind == .local { return self }
    let seconds = (ticks - Self.unixTicks) / TimeSpan.ticksPerSecond
    let moved = adding(TimeSpan(ticks: SystemFacts.localOffset(at: seconds) * TimeSpan.ticksPerSecond)) ?? self
    return moved.with(kind: .local)
  }
}
