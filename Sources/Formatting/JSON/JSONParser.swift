internal import FoundationEssentials
internal import PowerShell

/// Reads JSON (RFC 8259) into values: objects become PSCustomObjects, numbers the smallest type that Windows PowerShell
/// takes for them, `\/Date(n)\/` a date.
struct JSONParser {
  /// Levels of objects and arrays within one another.
  static let depthLimit = 1024

  private let bytes: [UInt8]
  private var place = 0
  private var depth = 0

  private init(_ text: String) { bytes = Array(text.utf8) }

  /// Errors are ArgumentException with what was found and where, counted in bytes.
  static func value(_ text: String) throws -> Value {
    var parser = JSONParser(text)
    if parser.bytes.starts(with: [0xEF, 0xBB, 0xBF]) { parser.place = 3 }
    parser.skipBlanks()
    let value = try parser.value()
    parser.skipBlanks()
    guard parser.place == parser.bytes.count else { throw parser.primitive(from: parser.place) }
    return value
  }

  private mutating func value() throws -> Value {
    guard let first = peek() else { throw error("Invalid JSON primitive: .", "") }
    switch first {
    case UInt8(ascii: "{"): return try nested { try $0.object() }
    case UInt8(ascii: "["): return try nested { try $0.array() }
    case UInt8(ascii: "\""), UInt8(ascii: "'"): return dated(try string(first))
    default: return try word()
    }
  }

  private mutating func nested(_ read: (inout JSONParser) throws -> Value) throws -> Value {
    guard depth < Self.depthLimit else { throw error("The depth of \(Self.depthLimit) levels is exceeded.", "") }
    depth += 1
    place += 1
    defer { depth -= 1 }
    return try read(&self)
  }

  private mutating func object() throws -> Value {
    let bag = PropertyBag()
    skipBlanks()
    if take("}") { return .object(bag) }
    while true {
      skipBlanks()
      guard let quote = peek(), quote == UInt8(ascii: "\"") || quote == UInt8(ascii: "'") else {
        throw at("Invalid object passed in, member name expected.")
      }
      let name = try string(quote)
      skipBlanks()
      guard take(":") else { throw at("Invalid object passed in, ':' or '}' expected.") }
      skipBlanks()
      let value = try value()
      try add(name, value, to: bag)
      skipBlanks()
      if take("}") { return .object(bag) }
      guard take(",") else { throw at("Invalid object passed in, ':' or '}' expected.") }
    }
  }

  private func add(_ name: String, _ value: Value, to bag: PropertyBag) throws {
    guard !name.isEmpty else {
      throw error(
        "Cannot convert the JSON string because it has a property whose name is empty.", "EmptyKeyInJsonString")
    }
    if bag[name] != nil {
      let other = bag.dynamicPropertyNames.first { $0.isSameName(as: name) } ?? name
      throw PowerShellError(
        "Cannot convert the JSON string because a dictionary that was converted from the string contains the duplicated "
          + "keys '\(other)' and '\(name)'.", id: "DuplicateKeysInJsonString", category: .invalidOperation,
        exceptionType: "System.InvalidOperationException")
    }
    bag[name] = value
  }

  private mutating func array() throws -> Value {
    var elements: [Value] = []
    skipBlanks()
    if take("]") { return .array(elements) }
    while true {
      skipBlanks()
      guard peek() != UInt8(ascii: "]") else { throw at("Invalid array passed in, extra trailing ','.") }
      elements.append(try value())
      skipBlanks()
      if take("]") { return .array(elements) }
      guard take(",") else {
        throw at(peek() == nil ? "Invalid array passed in, ']' expected." : "Invalid array passed in, ',' expected.")
      }
    }
  }

  // MARK: Strings

  private mutating func string(_ quote: UInt8) throws -> String {
    place += 1
    var plain: [UInt8] = []
    while let byte = peek() {
      place += 1
      if byte == quote { return String(decoding: plain, as: UTF8.self) }
      guard byte == UInt8(ascii: "\\") else {
        plain.append(byte)
        continue
      }
      guard let letter = peek() else { break }
      place += 1
      switch letter {
      case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"), UInt8(ascii: "'"): plain.append(letter)
      case UInt8(ascii: "b"): plain.append(8)
      case UInt8(ascii: "f"): plain.append(12)
      case UInt8(ascii: "n"): plain.append(10)
      case UInt8(ascii: "r"): plain.append(13)
      case UInt8(ascii: "t"): plain.append(9)
      case UInt8(ascii: "u"): plain += Array(String(codeUnits: try units()).utf8)
      default: throw at("Unrecognized escape sequence.")
      }
    }
    throw at("Unterminated string passed in.")
  }

  /// The code units of one escape, and of a second one that makes a pair with it.
  private mutating func units() throws -> [UInt16] {
    let first = try unit()
    guard 0xD800...0xDBFF ~= first, place + 6 <= bytes.count, bytes[place] == UInt8(ascii: "\\"),
      bytes[place + 1] == UInt8(ascii: "u")
    else { return [first] }
    let start = place
    place += 2
    let second = try unit()
    if 0xDC00...0xDFFF ~= second { return [first, second] }
    place = start
    return [first]
  }

  private mutating func unit() throws -> UInt16 {
    guard place + 4 <= bytes.count,
      let value = UInt16(String(decoding: bytes[place..<place + 4], as: UTF8.self), radix: 16),
      bytes[place] != UInt8(ascii: "+"), bytes[place] != UInt8(ascii: "-")
    else { throw at("Unrecognized escape sequence.") }
    place += 4
    return value
  }

  /// `/Date(1577934245000)/` and the same with an offset, which .NET ignores.
  private func dated(_ text: String) -> Value {
    guard text.hasPrefix("/Date("), text.hasSuffix(")/") else { return .string(text) }
    let inner = text.dropFirst(6).dropLast(2)
    let digits = inner.dropFirst(inner.hasPrefix("-") ? 1 : 0).prefix { $0.isASCII && $0.isNumber }
    let rest = inner.dropFirst((inner.hasPrefix("-") ? 1 : 0) + digits.count)
    let isOffset = rest.isEmpty || rest.count == 5 && (rest.first == "+" || rest.first == "-")
    guard isOffset, let milliseconds = Int64((inner.hasPrefix("-") ? "-" : "") + digits) else { return .string(text) }
    let (span, overflow) = milliseconds.multipliedReportingOverflow(by: TimeSpan.ticksPerMillisecond)
    let (ticks, isPast) = span.addingReportingOverflow(DateTime.unixTicks)
    guard !overflow, !isPast, let date = DateTime(ticks: ticks, kind: .utc) else { return .string(text) }
    return .dateTime(date)
  }

  // MARK: Words and numbers

  private mutating func word() throws -> Value {
    let start = place
    while let byte = peek(), !Self.ends.contains(byte) { place += 1 }
    let text = String(decoding: bytes[start..<place], as: UTF8.self)
    switch text {
    case "true": return true
    case "false": return false
    case "null": return .null
    default:
      guard text.utf8.count <= 1024, Self.isNumber(text), let number = Self.number(text) else {
        throw primitive(from: start)
      }
      return number
    }
  }

  private static let ends: Set<UInt8> = [
    0x20, 0x09, 0x0A, 0x0D, UInt8(ascii: ","), UInt8(ascii: "]"), UInt8(ascii: "}"),
  ]

  private static func isNumber(_ text: String) -> Bool {
    var rest = text.utf8.drop { $0 == UInt8(ascii: "-") }
    guard text.utf8.count - rest.count <= 1 else { return false }
    func digits() -> Int {
      let count = rest.prefix(while: { 0x30...0x39 ~= $0 }).count
      rest = rest.dropFirst(count)
      return count
    }
    let first = rest.first
    let whole = digits()
    guard whole > 0, whole == 1 || first != 0x30 else { return false }
    if rest.first == UInt8(ascii: ".") {
      rest = rest.dropFirst()
      guard digits() > 0 else { return false }
    }
    if let letter = rest.first, letter | 0x20 == UInt8(ascii: "e") {
      rest = rest.dropFirst()
      if let sign = rest.first, sign == UInt8(ascii: "+") || sign == UInt8(ascii: "-") { rest = rest.dropFirst() }
      guard digits() > 0 else { return false }
    }
    return rest.isEmpty
  }

  /// int, long, decimal, double: the first that holds it.
  private static func number(_ text: String) -> Value? {
    if let number = Int32(text) { return .int32(number) }
    if let number = Int64(text) { return .int64(number) }
    let hasExponent = text.utf8.contains { $0 | 0x20 == UInt8(ascii: "e") }
    if !hasExponent, text.utf8.count <= 29, let number = NumberParsing.decimal(text) { return .decimal(number) }
    return Double(text).flatMap { $0.isFinite ? .double($0) : nil }
  }

  // MARK: Bytes and errors

  private func peek() -> UInt8? { place < bytes.count ? bytes[place] : nil }

  private mutating func take(_ character: Unicode.Scalar) -> Bool {
    guard peek() == UInt8(ascii: character) else { return false }
    place += 1
    return true
  }

  private mutating func skipBlanks() {
    while let byte = peek(), byte == 0x20 || byte == 0x09 || byte == 0x0A || byte == 0x0D { place += 1 }
  }

  private func primitive(from start: Int) -> PowerShellError {
    let end = bytes[start...].firstIndex(where: Self.ends.contains) ?? bytes.count
    return error("Invalid JSON primitive: \(String(decoding: bytes[start..<min(end, start + 80)], as: UTF8.self)).", "")
  }

  private func at(_ message: String) -> PowerShellError {
    error(
      "\(message) (\(place)): \(String(decoding: bytes[max(0, place - 40)..<min(bytes.count, place + 40)], as: UTF8.self))",
      "")
  }

  private func error(_ message: String, _ id: String) -> PowerShellError {
    PowerShellError(
      message, id: id.isEmpty ? "System.ArgumentException" : id, category: .notSpecified,
      exceptionType: "System.ArgumentException")
  }
}
