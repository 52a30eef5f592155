/// Lengths of time as text (standard and custom TimeSpan format strings).
package enum TimeSpanText {
  /// `[-][d.]hh:mm:ss[.fffffff]`.
  package static func constant(_ span: TimeSpan) -> String {
    let parts = Parts(span)
    var text = parts.sign
    if parts.days > 0 { text += "\(parts.days)." }
    text += DateText.padded(parts.hours, 2) + ":" + parts.clock
    if parts.fraction > 0 { text += "." + DateText.padded(parts.fraction, 7) }
    return text
  }

  /// Throws a FormatException for what is no format. An empty format is `c`.
  package static func format(_ span: TimeSpan, _ format: String) throws -> String {
    let parts = Parts(span)
    switch format {
    case "", "c", "t", "T": return constant(span)
    case "g":
      var text = parts.sign
      if parts.days > 0 { text += "\(parts.days):" }
      text += "\(parts.hours):\(parts.clock)"
      let digits = DateText.padded(parts.fraction, 7).reversed().drop { $0 == "0" }.reversed()
      return digits.isEmpty ? text : "\(text).\(String(digits))"
    case "G":
      return "\(parts.sign)\(parts.days):\(DateText.padded(parts.hours, 2)):\(parts.clock)."
        + DateText.padded(parts.fraction, 7)
    default:
      guard format.count > 1, format.utf8.count <= CustomNumberFormat.lengthLimit, let text = custom(parts, format)
      else { throw PowerShellError.format() }
      return text
    }
  }

  private struct Parts {
    let sign: String
    let days: Int
    let hours: Int
    let minutes: Int
    let seconds: Int
    let fraction: Int

    init(_ span: TimeSpan) {
      sign = span.ticks < 0 ? "-" : ""
      let ticks = Int(span.ticks == .min ? .max : abs(span.ticks))
      fraction = ticks % Int(TimeSpan.ticksPerSecond)
      let total = ticks / Int(TimeSpan.ticksPerSecond)
      (days, hours, minutes, seconds) = (total / 86400, total / 3600 % 24, total / 60 % 60, total % 60)
    }

    var clock: String { DateText.padded(minutes, 2) + ":" + DateText.padded(seconds, 2) }
  }

  private static func custom(_ parts: Parts, _ format: String) -> String? {
    let pattern = Array(format)
    var text = ""
    var index = 0
    while index < pattern.count {
      let letter = pattern[index]
      var count = 1
      while index + count < pattern.count, pattern[index + count] == letter { count += 1 }
      switch letter {
      case "d" where count <= 8: text += DateText.padded(parts.days, count)
      case "h" where count <= 2: text += DateText.padded(parts.hours, count)
      case "m" where count <= 2: text += DateText.padded(parts.minutes, count)
      case "s" where count <= 2: text += DateText.padded(parts.seconds, count)
      case "f" where count <= 7: text += DateText.padded(parts.fraction, 7).prefix(count)
      case "F" where count <= 7:
        let digits = DateText.padded(parts.fraction, 7).prefix(count)
        text += String(digits.reversed().drop { $0 == "0" }.reversed())
      case "'", "\"":
        guard let end = pattern[(index + 1)...].firstIndex(of: letter) else { return nil }
        text += String(pattern[(index + 1)..<end])
        count = end + 1 - index
      case "\\":
        guard index + 1 < pattern.count else { return nil }
        text.append(pattern[index + 1])
        count = 2
      case "%":
        guard count == 1, index + 1 < pattern.count else { return nil }
      default: return nil
      }
      index += count
    }
    return text
  }
}
