/// Dates as text (standard and custom date and time format strings, en-US).
package enum DateText {
  static let monthNames = [
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
  ]
  static let dayNames = ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"]

  /// How strings of the language show a date.
  package static func invariant(_ date: DateTime) -> String { custom(date, Array("MM/dd/yyyy HH:mm:ss")) ?? "" }

  /// Throws a FormatException for a letter that is no format. An empty format is G.
  package static func format(_ date: DateTime, _ format: String) throws -> String {
    guard format.utf8.count <= CustomNumberFormat.lengthLimit else { throw PowerShellError.format() }
    let characters = Array(format)
    if characters.count <= 1 {
      let letter = characters.first ?? "G"
      guard let pattern = standard(letter) else { throw PowerShellError.format() }
      let subject = letter == "U" ? date.universal : date
      return custom(subject, Array(pattern)) ?? ""
    }
    guard let text = custom(date, characters) else { throw PowerShellError.format() }
    return text
  }

  static func standard(_ letter: Character) -> String? {
    switch letter {
    case "d": "M/d/yyyy"
    case "D": "dddd, MMMM d, yyyy"
    case "f": "dddd, MMMM d, yyyy h:mm tt"
    case "F", "U": "dddd, MMMM d, yyyy h:mm:ss tt"
    case "g": "M/d/yyyy h:mm tt"
    case "G": "M/d/yyyy h:mm:ss tt"
    case "m", "M": "MMMM d"
    case "o", "O": "yyyy'-'MM'-'dd'T'HH':'mm':'ss'.'fffffffK"
    case "r", "R": "ddd, dd MMM yyyy HH':'mm':'ss 'GMT'"
    case "s": "yyyy'-'MM'-'dd'T'HH':'mm':'ss"
    case "t": "h:mm tt"
    case "T": "h:mm:ss tt"
    case "u": "yyyy'-'MM'-'dd HH':'mm':'ss'Z'"
    case "y", "Y": "MMMM yyyy"
    default: nil
    }
  }

  /// Nil when a quote is not closed or a backslash ends it.
  private static func custom(_ date: DateTime, _ pattern: [Character]) -> String? {
    var text = ""
    let day = date.date
    var index = 0
    while index < pattern.count {
      let letter = pattern[index]
      var count = 1
      while index + count < pattern.count, pattern[index + count] == letter { count += 1 }
      switch letter {
      case "d" where count <= 2: text += padded(day.day, count)
      case "d": text += name(dayNames[date.dayOfWeek], count)
      case "M" where count <= 2: text += padded(day.month, count)
      case "M": text += name(monthNames[day.month - 1], count)
      case "y": text += count <= 2 ? padded(day.year % 100, count) : padded(day.year, count)
      case "h": text += padded((date.hour + 11) % 12 + 1, min(count, 2))
      case "H": text += padded(date.hour, min(count, 2))
      case "m": text += padded(date.minute, min(count, 2))
      case "s": text += padded(date.second, min(count, 2))
      case "f", "F":
        guard count <= 7 else { return nil }
        let digits = padded(Int(date.fraction), 7).prefix(count)
        if letter == "f" {
          text += digits
        } else {
          let kept = digits.reversed().drop { $0 == "0" }.reversed()
          if kept.isEmpty, text.hasSuffix(".") { text.removeLast() }
          text += String(kept)
        }
      case "t":
        let half = date.hour < 12 ? "AM" : "PM"
        text += count == 1 ? String(half.prefix(1)) : half
      case "g": text += "A.D."
      case "z": text += offset(date.offset, count)
      case "K":
        count = 1
        text += date.kind == .utc ? "Z" : date.kind == .local ? offset(date.offset, 3) : ""
      case "'", "\"":
        guard let end = pattern[(index + 1)...].firstIndex(of: letter) else { return nil }
        text += String(pattern[(index + 1)..<end])
        count = end + 1 - index
      case "\\":
        guard index + 1 < pattern.count else { return nil }
        text.append(pattern[index + 1])
        count = 2
      case "%":
        guard index + 1 < pattern.count, pattern[index + 1] != "%" else { return nil }
        count = 1
      default:
        count = 1
        text.append(letter)
      }
      index += count
    }
    return text
  }

  private static func name(_ name: String, _ count: Int) -> String { count == 3 ? String(name.prefix(3)) : name }

  static func padded(_ number: Int, _ count: Int) -> String {
    let text = String(number)
    return String(repeating: "0", count: max(0, count - text.utf8.count)) + text
  }

  private static func offset(_ seconds: Int64, _ count: Int) -> String {
    let sign = seconds < 0 ? "-" : "+"
    let minutes = Int(seconds.magnitude / 60)
    let hours = padded(minutes / 60, min(count, 2))
    return count < 3 ? sign + hours : "\(sign)\(hours):\(padded(minutes % 60, 2))"
  }
}
