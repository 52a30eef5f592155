internal import PowerShell

/// `Get-Date -UFormat`: the letters of strftime as PowerShell 5.1 gives them, with or without `%` or a leading `+`.
enum UnixDateFormat {
  /// Units of a format.
  static let lengthLimit = 4096

  static func text(_ date: DateTime, _ format: String) throws -> String {
    guard format.utf8.count <= lengthLimit else {
      throw PowerShellError(
        "The format has more than \(lengthLimit) characters.", id: "FormatTooLong", category: .invalidArgument,
        exceptionType: "System.FormatException")
    }
    var characters = Array(format)
    if characters.first == "+" { characters.removeFirst() }
    var text = ""
    var index = 0
    while index < characters.count {
      guard characters[index] == "%", index + 1 < characters.count else {
        text.append(characters[index])
        index += 1
        continue
      }
      text += try part(characters[index + 1], date)
      index += 2
    }
    return text
  }

  private static func part(_ letter: Character, _ date: DateTime) throws -> String {
    if let pattern = patterns[letter] { return try DateText.format(date, pattern) }
    let day = date.date
    switch letter {
    case "C": return padded(day.year / 100, 2)
    case "e": return blank(day.day, 2)
    case "g": return padded(isoWeek(date).year % 100, 2)
    case "G": return String(isoWeek(date).year)
    case "j": return padded(date.dayOfYear, 3)
    case "k": return blank(date.hour, 2)
    case "l": return blank((date.hour + 11) % 12 + 1, 2)
    case "n": return "\n"
    case "N": return padded(Int(date.fraction) * 100, 9)
    case "s":
      // The wall clock's seconds, without its offset and with five decimals, as Windows PowerShell gives them.
      let ticks = date.ticks - DateTime.unixTicks
      return "\(ticks / TimeSpan.ticksPerSecond).\(padded(Int(ticks % TimeSpan.ticksPerSecond) / 100, 5))"
    case "t": return "\t"
    case "u": return String(date.dayOfWeek == 0 ? 7 : date.dayOfWeek)
    case "U", "W": return padded((date.dayOfYear - 1) / 7, 2)
    case "V": return padded(isoWeek(date).week, 2)
    case "w": return String(date.dayOfWeek)
    case "Z": return try DateText.format(date, "zz")
    case "%": return "%"
    default: return String(letter)
    }
  }

  /// Letters that are .NET formats.
  private static let patterns: [Character: String] = [
    "A": "dddd", "a": "ddd", "B": "MMMM", "b": "MMM", "h": "MMM", "c": "ddd dd MMM yyyy HH':'mm':'ss",
    "D": "MM'/'dd'/'yy", "x": "MM'/'dd'/'yy", "d": "dd", "F": "yyyy'-'MM'-'dd", "H": "HH", "I": "hh", "M": "mm",
    "m": "MM", "p": "tt", "R": "HH':'mm", "r": "hh':'mm':'ss tt", "S": "ss", "T": "HH':'mm':'ss", "X": "HH':'mm':'ss",
    "Y": "yyyy", "y": "yy",
  ]

  /// ISO 8601: weeks begin on Monday, and the first is that with the year's first Thursday.
  private static func isoWeek(_ date: DateTime) -> (year: Int, week: Int) {
    let weekday = (date.dayOfWeek + 6) % 7
    let thursday = date.adding(TimeSpan(ticks: Int64(3 - weekday) * TimeSpan.ticksPerDay)) ?? date
    return (thursday.date.year, (thursday.dayOfYear - 1) / 7 + 1)
  }

  private static func padded(_ number: Int, _ width: Int) -> String {
    let text = String(number)
    return String(repeating: "0", count: max(0, width - text.count)) + text
  }

  private static func blank(_ number: Int, _ width: Int) -> String {
    let text = String(number)
    return String(repeating: " ", count: max(0, width - text.count)) + text
  }
}
