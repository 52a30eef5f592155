/// Strings as dates (DateTime.Parse, en-US).
package enum DateParsing {
  /// Characters of a date.
  static let lengthLimit = 128

  private enum Token: Equatable {
    case number(Int, digits: Int)
    case word(String)
    case mark(Character)
  }

  /// ISO 8601, `M/d/yyyy`, names of months in any usual order, a time with or without AM and PM, and an offset. A time
  /// without a date is of today; nil for anything else.
  package static func date(_ text: String, now: () -> DateTime) -> DateTime? {
    guard text.utf8.count <= lengthLimit, var tokens = tokens(text), !tokens.isEmpty else { return nil }
    var reader = Reader()
    guard reader.takeTime(&tokens), reader.takeDate(tokens) else { return nil }
    return reader.result(now: now)
  }

  private static func tokens(_ text: String) -> [Token]? {
    var tokens: [Token] = []
    let characters = Array(text.trimmingBlanks())
    var index = 0
    while index < characters.count {
      let start = index
      let character = characters[index]
      if character.isASCII, character.isNumber {
        while index < characters.count, characters[index].isASCII, characters[index].isNumber { index += 1 }
        // A fraction of a second may be longer than seven digits; what is beyond does not count.
        guard index - start <= 16, let value = Int(String(characters[start..<index])) else { return nil }
        tokens.append(.number(value, digits: index - start))
      } else if character.isLetter {
        while index < characters.count, characters[index].isLetter { index += 1 }
        tokens.append(.word(String(characters[start..<index]).caseFolded))
      } else {
        index += 1
        if character != " " { tokens.append(.mark(character)) }
      }
    }
    return tokens
  }

  private struct Reader {
    var hour = 0
    var minute = 0
    var second = 0
    var fraction: Int64 = 0
    var hasTime = false
    /// Seconds ahead of UTC, when the text says so.
    var offset: Int64?
    var year: Int?
    var month: Int?
    var day: Int?

    /// Takes `h:mm[:ss[.f]] [AM]`, an offset, and the `T` before them out of the tokens.
    mutating func takeTime(_ tokens: inout [Token]) -> Bool {
      if let colon = tokens.firstIndex(of: .mark(":")) {
        guard colon > 0, case .number(let first, _) = tokens[colon - 1] else { return false }
        var end = colon + 1
        guard case .number(let next, let digits)? = tokens.at(end), digits <= 2 else { return false }
        (hour, minute, hasTime) = (first, next, true)
        end += 1
        if tokens.at(end) == .mark(":"), case .number(let third, let digits)? = tokens.at(end + 1), digits <= 2 {
          second = third
          end += 2
          if tokens.at(end) == .mark("."), case .number(let value, let digits)? = tokens.at(end + 1) {
            guard takeFraction(value, digits) else { return false }
            end += 2
          }
        }
        guard takeHalf(tokens, &end), takeOffset(tokens, &end) else { return false }
        var start = colon - 1
        if start > 0, tokens[start - 1] == .word("t") { start -= 1 }
        tokens.removeSubrange(start..<end)
        return hour < 24 && minute < 60 && second < 60
      }
      // `3 PM`
      if let half = tokens.firstIndex(where: { $0 == .word("am") || $0 == .word("pm") }), half > 0,
        case .number(let first, _) = tokens[half - 1]
      {
        var end = half
        (hour, hasTime) = (first, true)
        guard takeHalf(tokens, &end) else { return false }
        tokens.removeSubrange((half - 1)..<end)
        return hour < 24
      }
      return true
    }

    private mutating func takeFraction(_ value: Int, _ digits: Int) -> Bool {
      var value = value
      var digits = digits
      while digits > 7 { (value, digits) = (value / 10, digits - 1) }
      while digits < 7 { (value, digits) = (value * 10, digits + 1) }
      fraction = Int64(value)
      return true
    }

    private mutating func takeHalf(_ tokens: [Token], _ end: inout Int) -> Bool {
      guard case .word(let word)? = tokens.at(end), ["am", "pm", "a", "p"].contains(word) else { return true }
      guard 0...12 ~= hour else { return false }
      hour = hour % 12 + (word.hasPrefix("p") ? 12 : 0)
      end += 1
      return true
    }

    private mutating func takeOffset(_ tokens: [Token], _ end: inout Int) -> Bool {
      switch tokens.at(end) {
      case .word("z"), .word("gmt"), .word("utc"):
        offset = 0
        end += 1
      case .mark("+"), .mark("-"):
        guard case .number(var hours, let digits)? = tokens.at(end + 1) else { return true }
        let sign: Int64 = tokens.at(end) == .mark("-") ? -1 : 1
        var minutes = 0
        var length = 2
        if digits == 4 {
          (hours, minutes) = (hours / 100, hours % 100)
        } else if tokens.at(end + 2) == .mark(":"), case .number(let value, _)? = tokens.at(end + 3) {
          minutes = value
          length = 4
        }
        guard hours <= 14, minutes < 60 else { return false }
        offset = sign * Int64(hours * 3600 + minutes * 60)
        end += length
      default: break
      }
      return true
    }

    /// Reads what the time left.
    mutating func takeDate(_ tokens: [Token]) -> Bool {
      var numbers: [(value: Int, digits: Int)] = []
      for token in tokens {
        switch token {
        case .number(let value, let digits): numbers.append((value, digits))
        case .word(let word):
          if let index = DateText.monthNames.firstIndex(where: { $0.matches(word) }) {
            guard month == nil else { return false }
            month = index + 1
          } else if !DateText.dayNames.contains(where: { $0.matches(word) }), !["gmt", "utc", "z", "of"].contains(word)
          {
            return false
          }
        case .mark(let mark): guard ["/", "-", ",", "."].contains(mark) else { return false }
        }
      }
      if month != nil { return takeNamed(numbers) }
      switch numbers.count {
      case 0: return hasTime
      case 2 where numbers[0].digits == 4: (year, month, day) = (numbers[0].value, numbers[1].value, 1)
      case 2 where numbers[1].digits == 4: (year, month, day) = (numbers[1].value, numbers[0].value, 1)
      case 2: (month, day) = (numbers[0].value, numbers[1].value)
      case 3 where numbers[0].digits == 4: (year, month, day) = (numbers[0].value, numbers[1].value, numbers[2].value)
      case 3:
        (month, day) = (numbers[0].value, numbers[1].value)
        year = Self.fullYear(numbers[2])
      default: return false
      }
      return true
    }

    private mutating func takeNamed(_ numbers: [(value: Int, digits: Int)]) -> Bool {
      switch numbers.count {
      case 1 where numbers[0].digits >= 3: (year, day) = (numbers[0].value, 1)
      case 1: day = numbers[0].value
      case 2 where numbers[0].digits >= 3: (year, day) = (numbers[0].value, numbers[1].value)
      case 2:
        day = numbers[0].value
        year = Self.fullYear(numbers[1])
      default: return false
      }
      return true
    }

    /// Two digits are the years 1950 to 2049.
    private static func fullYear(_ number: (value: Int, digits: Int)) -> Int {
      number.digits > 2 ? number.value : number.value < 50 ? 2000 + number.value : 1900 + number.value
    }

    func result(now: () -> DateTime) -> DateTime? {
      let today = now().localized.date
      let named = month == nil ? (today.year, today.month, today.day) : (year ?? today.year, month ?? 1, day ?? 1)
      guard
        let date = DateTime(
          year: named.0, month: named.1, day: named.2, hour: hour, minute: minute, second: second, fraction: fraction)
      else { return nil }
      guard let offset else { return date }
      let universal = date.adding(TimeSpan(ticks: -offset * TimeSpan.ticksPerSecond))
      return universal?.with(kind: .utc).localized
    }
  }
}

extension Array {
  /// Nil outside.
  func at(_ index: Int) -> Element? { indices.contains(index) ? self[index] : nil }
}

extension String {
  /// Whether `word`, folded, is this name of a month or day or its short form of at least three letters.
  fileprivate func matches(_ word: String) -> Bool {
    word == caseFolded || word == caseFolded.prefix(3) || word.count == 4 && caseFolded.hasPrefix(word)
  }
}
