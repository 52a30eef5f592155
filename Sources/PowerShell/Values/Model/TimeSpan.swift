/// A length of time in ticks of 100 ns, of either sign.
package struct TimeSpan: Hashable, Sendable, Comparable {
  package static let ticksPerMillisecond: Int64 = 10_000
  package static let ticksPerSecond: Int64 = 10_000_000
  package static let ticksPerMinute: Int64 = 600_000_000
  package static let ticksPerHour: Int64 = 36_000_000_000
  package static let ticksPerDay: Int64 = 864_000_000_000

  package let ticks: Int64

  package static let zero = TimeSpan(ticks: 0)

  package init(ticks: Int64) { self.ticks = ticks }

  /// Nil when it is out of range.
  package init?(days: Int64 = 0, hours: Int64 = 0, minutes: Int64 = 0, seconds: Int64 = 0, milliseconds: Int64 = 0) {
    var sum: Int64 = 0
    let parts = [
      (days, Self.ticksPerDay), (hours, Self.ticksPerHour), (minutes, Self.ticksPerMinute),
      (seconds, Self.ticksPerSecond), (milliseconds, Self.ticksPerMillisecond),
    ]
    for (count, unit) in parts {
      let (product, overflow) = count.multipliedReportingOverflow(by: unit)
      let (next, carry) = sum.addingReportingOverflow(product)
      if overflow || carry { return nil }
      sum = next
    }
    ticks = sum
  }

  /// `count` units, to the tick; nil when it is out of range or not a number.
  package init?(_ count: Double, unit: Int64) {
    guard let ticks = Int64(exactly: (count * Double(unit)).rounded(.toNearestOrAwayFromZero)) else { return nil }
    self.ticks = ticks
  }

  package static func < (left: TimeSpan, right: TimeSpan) -> Bool { left.ticks < right.ticks }

  package var days: Int64 { ticks / Self.ticksPerDay }
  package var hours: Int64 { ticks / Self.ticksPerHour % 24 }
  package var minutes: Int64 { ticks / Self.ticksPerMinute % 60 }
  package var seconds: Int64 { ticks / Self.ticksPerSecond % 60 }
  package var milliseconds: Int64 { ticks / Self.ticksPerMillisecond % 1000 }

  package func total(_ unit: Int64) -> Double { Double(ticks) / Double(unit) }
}
