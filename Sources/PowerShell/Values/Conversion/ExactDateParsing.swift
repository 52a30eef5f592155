/// Strings as dates by a format (DateTime.ParseExact).
package enum ExactDateParsing {
  /// Nil when the text is not exactly of the format.
  package static func date(_ text: String, _ format: String, now: () -> DateTime) -> DateTime? {
    guard text.utf8.count <= DateParsing.lengthLimit, format.utf8.count <= DateParsing.lengthLimit else { return nil }
    var pattern = Array(format)
    if pattern.count == 1 {
      guard let standard = DateText.standard(pattern[0]) else { return nil }
      pattern = Array(standard)
    }
    var reader = Reader(text: Array(text), today: now().localized.date)
    return reader.read(pattern) ? reader.result : nil
  }

  private struct Reader {
    let text: [Character]
    let today: (year: Int, month: Int, day: Int)
    var index = 0
    var year: Int?
    var month: Int?
    var day: Int?
    var hour = 0
    var minute = 0
    var second = 0
    var fraction: Int64 = 0
    var isAfternoon: Bool?
    var offset: Int64?

    mutating func read(_ pattern: [Character]) -> Bool {
      var place = 0
      while place < pattern.count {
        let letter = pattern[place]
        var count = 1
        while place + count < pattern.count, pattern[place + count] == letter { count += 1 }
        switch letter {
        case "'", "\"":
          guard let end = pattern[(place + 1)...].firstIndex(of: letter) else { return false }
          for character in pattern[(place + 1)..<end] where !take(character) { return false }
          count = end + 1 - place
        case "\\":
          guard place + 1 < pattern.count, take(pattern[place + 1]) else { return false }
          count = 2
        case "%": count = 1
        case "K":
          count = 1
          guard takeOffset() else { return false }
        case "z": guard takeOffset() else { return false }
        default: guard field(letter, &count) else { return false }
        }
        place += count
      }
      return index == text.count
    }

    private mutating func field(_ letter: Character, _ count: inout Int) -> Bool {
      switch letter {
      case "y":
        year = number(count == 2 ? 2 : 4, atLeast: count)
        if count == 2 { year = year.map { $0 < 50 ? 2000 + $0 : 1900 + $0 } }
        return year != nil
      case "M" where count > 2:
        month = name(DateText.monthNames, count)
        return month != nil
      case "M":
        month = number(2, atLeast: count)
        return month != nil
      case "d" where count > 2: return name(DateText.dayNames, count) != nil
      case "d":
        day = number(2, atLeast: count)
        return day != nil
      case "H", "h": return set(\.hour, count)
      case "m": return set(\.minute, count)
      case "s": return set(\.second, count)
      case "f", "F":
        guard count <= 7 else { return false }
        let start = index
        guard let value = number(count, atLeast: letter == "f" ? count : 0) else { return letter == "F" }
        fraction = Int64(value)
        for _ in (index - start)..<7 { fraction *= 10 }
        return true
      case "t":
        guard index < text.count else { return false }
        let half = text[index].lowercased()
        guard half == "a" || half == "p" else { return false }
        isAfternoon = half == "p"
        index += 1
        if count > 1 {
          guard index < text.count, text[index].lowercased() == "m" else { return false }
          index += 1
        }
        return true
      default:
        count = 1
        return take(letter)
      }
    }

    private mutating func set(_ field: WritableKeyPath<Reader, Int>, _ count: Int) -> Bool {
      guard let value = number(2, atLeast: min(count, 2)) else { return false }
      self[keyPath: field] = value
      return true
    }

    private mutating func take(_ character: Character) -> Bool {
      guard index < text.count, text[index] == character else { return false }
      index += 1
      return true
    }

    private mutating func number(_ most: Int, atLeast least: Int) -> Int? {
      let digits = text[index...].prefix { $0.isASCII && $0.isNumber }.prefix(most)
      guard digits.count >= max(1, least) else { return nil }
      index += digits.count
      return Int(String(digits))
    }

    /// 1 for the first.
    private mutating func name(_ names: [String], _ count: Int) -> Int? {
      for (place, name) in names.enumerated() {
        let wanted = count == 3 ? String(name.prefix(3)) : name
        let found = String(text[index...].prefix(wanted.count))
        if found.isSameName(as: wanted) {
          index += wanted.count
          return place + 1
        }
      }
      return nil
    }

    private mutating func takeOffset() -> Bool {
      if take("Z") {
        offset = 0
        return true
      }
      guard index < text.count, text[index] == "+" || text[index] == "-" else { return true }
      let sign: Int64 = text[index] == "-" ? -1 : 1
      index += 1
      guard let hours = number(2, atLeast: 1), hours <= 14 else { return false }
      _ = take(":")
      let minutes = number(2, atLeast: 2) ?? 0
      offset = sign * Int64(hours * 3600 + minutes * 60)
      return true
    }

    var result: DateTime? {
      var hour = hour
      if let isAfternoon {
        guard 1...12 ~= hour else { return nil }
        hour = hour % 12 + (isAfternoon ? 12 : 0)
      }
      let isTimeOnly = year == nil && month == nil && day == nil
      let date = DateTime(
        year: year ?? today.year, month: month ?? (isTimeOnly ? today.month : 1),
        day: day ?? (isTimeOnly ? today.day : 1), hour: hour, minute: minute, second: second, fraction: fraction)
      guard let offset, let date else { return date }
      return date.adding(TimeSpan(ticks: -offset * TimeSpan.ticksPerSecond))?.with(kind: .utc).localized
    }
  }
}
