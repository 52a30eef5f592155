internal import PowerShell

/// The texts of scalars in CLIXML (MS-PSRP 2.2.5.1).
enum ClixmlText {
  /// Control characters, and an underscore that begins such an escape, become `_xHHHH_`.
  static func escaped(_ text: String) -> String {
    var result = ""
    let units = Array(text.utf16)
    var scalars = String.UnicodeScalarView()
    func flush() {
      for scalar in scalars {
        switch scalar {
        case "&": result += "&amp;"
        case "<": result += "&lt;"
        case ">": result += "&gt;"
        case "\"": result += "&quot;"
        case "'": result += "&apos;"
        default: result.unicodeScalars.append(scalar)
        }
      }
      scalars = String.UnicodeScalarView()
    }
    var index = 0
    while index < units.count {
      let unit = units[index]
      let isPair = UTF16.isLeadSurrogate(unit) && index + 1 < units.count && UTF16.isTrailSurrogate(units[index + 1])
      let isEscape = unit == 0x5F && index + 1 < units.count && units[index + 1] | 0x20 == 0x78
      if isPair {
        scalars.append(contentsOf: String(codeUnits: units[index...(index + 1)]).unicodeScalars)
        index += 1
      } else if unit < 0x20 || unit == 0x7F || isEscape || 0xD800...0xDFFF ~= unit || unit >= 0xFFFE {
        flush()
        let digits = String(unit, radix: 16, uppercase: true)
        result += "_x" + String(repeating: "0", count: 4 - digits.count) + digits + "_"
      } else {
        scalars.append(contentsOf: unit.text.unicodeScalars)
      }
      index += 1
    }
    flush()
    return result
  }

  static func unescaped(_ text: String) -> String {
    guard text.utf8.contains(UInt8(ascii: "_")) else { return text }
    let units = Array(text.utf16)
    var result: [UInt16] = []
    var index = 0
    while index < units.count {
      if units[index] == 0x5F, index + 6 < units.count, units[index + 1] | 0x20 == 0x78, units[index + 6] == 0x5F,
        let unit = UInt16(String(codeUnits: units[(index + 2)..<(index + 6)]), radix: 16)
      {
        result.append(unit)
        index += 7
      } else {
        result.append(units[index])
        index += 1
      }
    }
    return String(codeUnits: result)
  }

  /// `P1DT2H3M4.5S`.
  static func duration(_ span: TimeSpan) -> String {
    if span.ticks == 0 { return "PT0S" }
    func part(_ number: Int64, _ letter: String) -> String { number == 0 ? "" : "\(number.magnitude)\(letter)" }
    var text = (span.ticks < 0 ? "-P" : "P") + part(span.days, "D")
    let fraction = (span.ticks % TimeSpan.ticksPerSecond).magnitude
    var seconds = span.seconds == 0 && fraction == 0 ? "" : String(span.seconds.magnitude)
    if fraction > 0 {
      var digits = String(fraction)
      digits = String(repeating: "0", count: 7 - digits.count) + digits
      while digits.hasSuffix("0") { digits.removeLast() }
      seconds += ".\(digits)"
    }
    let time = part(span.hours, "H") + part(span.minutes, "M") + (seconds.isEmpty ? "" : seconds + "S")
    if !time.isEmpty { text += "T" + time }
    return text
  }

  /// Nil for what is no duration, or one of months or years, which have no length.
  static func span(_ text: String) -> TimeSpan? {
    var rest = text[...]
    let isNegative = rest.hasPrefix("-")
    if isNegative { rest = rest.dropFirst() }
    guard rest.hasPrefix("P"), rest.count <= 64 else { return nil }
    rest = rest.dropFirst()
    var seconds = 0.0
    var isTime = false
    var number = ""
    var found = false
    for letter in rest {
      let scale: Double
      switch (letter, isTime) {
      case ("T", false) where number.isEmpty:
        isTime = true
        continue
      case ("D", false): scale = 86_400
      case ("H", true): scale = 3600
      case ("M", true): scale = 60
      case ("S", true): scale = 1
      case ("0"..."9", _), (".", _):
        number.append(letter)
        continue
      default: return nil
      }
      guard let value = Double(number) else { return nil }
      seconds += value * scale
      number = ""
      found = true
    }
    let ticks = (isNegative ? -seconds : seconds) * Double(TimeSpan.ticksPerSecond)
    guard found, number.isEmpty, let whole = Int64(exactly: ticks.rounded()) else { return nil }
    return TimeSpan(ticks: whole)
  }

  /// `2020-01-02T03:04:05.5Z`, with an offset, or without either. Nil for what is no date.
  static func date(_ text: String) -> DateTime? {
    let digits = text.utf8
    guard digits.count >= 19, digits.count <= 40 else { return nil }
    func number(_ start: Int, _ length: Int) -> Int? { Int(text.part(start..<start + length)) }
    guard text.utf16.count == digits.count, let year = number(0, 4), let month = number(5, 2), let day = number(8, 2),
      let hour = number(11, 2), let minute = number(14, 2), let second = number(17, 2)
    else { return nil }
    var rest = text.dropFirst(19)
    var fraction: Int64 = 0
    if rest.hasPrefix(".") {
      let places = rest.dropFirst().prefix { $0.isASCII && $0.isNumber }
      rest = rest.dropFirst(1 + places.count)
      fraction = Int64((places + String(repeating: "0", count: 7)).prefix(7)) ?? 0
    }
    guard
      let plain = DateTime(
        year: year, month: month, day: day, hour: hour, minute: minute, second: second, fraction: fraction)
    else { return nil }
    if rest.isEmpty { return plain }
    if rest == "Z" { return plain.with(kind: .utc) }
    let parts = rest.dropFirst().split(separator: ":")
    guard rest.first == "+" || rest.first == "-", parts.count == 2, let hours = Int64(parts[0]),
      let minutes = Int64(parts[1]), 0...14 ~= hours, 0...59 ~= minutes
    else { return nil }
    let offset = (hours * 60 + minutes) * TimeSpan.ticksPerMinute * (rest.first == "-" ? -1 : 1)
    return plain.adding(TimeSpan(ticks: -offset))?.with(kind: .utc).localized
  }
}
