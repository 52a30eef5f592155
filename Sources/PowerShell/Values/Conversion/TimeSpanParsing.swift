/// Strings as lengths of time (TimeSpan.Parse).
package enum TimeSpanParsing {
  /// `[-]d`, `[-][d.]hh:mm[:ss[.fffffff]]`, `[-]d:hh:mm:ss`; nil for anything else and out of range.
  package static func span(_ text: String) -> TimeSpan? {
    guard text.utf8.count <= 64 else { return nil }
    var body = text.trimmingBlanks()
    let isNegative = body.hasPrefix("-")
    if isNegative { body.removeFirst() }
    var parts = body.split(separator: ":", omittingEmptySubsequences: false).map(String.init)
    guard 1...4 ~= parts.count else { return nil }
    if parts.count == 1 { return number(parts[0]).flatMap { make(days: $0, 0, 0, 0, 0, isNegative) } }
    var days: Int64 = 0
    if parts.count == 4 {
      guard let count = number(parts[0]) else { return nil }
      days = count
      parts.removeFirst()
    } else if let point = parts[0].firstIndex(of: ".") {
      guard let count = number(String(parts[0][..<point])) else { return nil }
      days = count
      parts[0] = String(parts[0][parts[0].index(after: point)...])
    }
    var fraction: Int64 = 0
    if parts.count == 3, let point = parts[2].firstIndex(of: ".") {
      let digits = String(parts[2][parts[2].index(after: point)...])
      guard digits.utf8.count <= 7, let value = number(digits) else { return nil }
      fraction = value
      for _ in digits.utf8.count..<7 { fraction *= 10 }
      parts[2] = String(parts[2][..<point])
    }
    guard let hours = number(parts[0]), hours < 24, let minutes = number(parts[1]), minutes < 60,
      let seconds = parts.count == 3 ? number(parts[2]) : 0, seconds < 60
    else { return nil }
    return make(days: days, hours, minutes, seconds, fraction, isNegative)
  }

  private static func number(_ text: String) -> Int64? {
    text.utf8.allSatisfy { 0x30...0x39 ~= $0 } ? Int64(text) : nil
  }

  private static func make(
    days: Int64, _ hours: Int64, _ minutes: Int64, _ seconds: Int64, _ fraction: Int64, _ isNegative: Bool
  ) -> TimeSpan? {
    guard let whole = TimeSpan(days: days, hours: hours, minutes: minutes, seconds: seconds) else { return nil }
    let (ticks, overflow) = whole.ticks.addingReportingOverflow(fraction)
    return overflow ? nil : TimeSpan(ticks: isNegative ? -ticks : ticks)
  }
}
