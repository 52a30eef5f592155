/// String.Split in its overloads.
enum StringSplitting {
  /// Separators are characters or strings; then come a count and options. A single string that is given is taken for
  /// its characters, as Windows PowerShell takes it; with options, or of one character, that makes no difference.
  static func split(_ text: String, _ arguments: [Value]) throws -> Value {
    var arguments = arguments
    var options: Int64 = 0
    var limit = Int.max
    if let last = arguments.last?.unwrapped, arguments.count > 1 {
      if case .enumeration(let value) = last, value.type === BuiltInType.stringSplitOptions {
        options = value.rawValue
        arguments.removeLast()
      } else if case .string(let name) = last, let value = BuiltInType.stringSplitOptions.value(named: name) {
        options = value.rawValue
        arguments.removeLast()
      }
    }
    if arguments.count > 1, arguments[arguments.count - 1].isNumber {
      limit = try arguments.int(arguments.count - 1, "count")
      guard limit >= 0 else { throw PowerShellError.outOfRange("Count cannot be less than zero.", "count") }
      arguments.removeLast()
    }
    var separators: [[UInt16]] = []
    for value in arguments.count == 1 ? arguments.elements(0) : arguments {
      let units = Array(try value.displayString().utf16)
      let isWord = arguments.count == 1 && arguments[0].reference != nil
      if isWord { separators.append(units) } else { separators += units.map { [$0] } }
    }
    separators.removeAll(where: \.isEmpty)
    let parts = cut(Array(text.utf16), separators, limit, dropsEmpty: options & 1 != 0, trims: options & 2 != 0)
    return .array(ArrayObject(parts.map { .string($0) }, of: BuiltInType.string))
  }

  private static func cut(
    _ text: [UInt16], _ separators: [[UInt16]], _ limit: Int, dropsEmpty: Bool, trims: Bool
  ) -> [String] {
    guard limit > 0 else { return [] }
    var parts: [String] = []
    func finished(_ range: Range<Int>) {
      var part = String(codeUnits: text[range])
      if trims { part = part.trimmingBlanks() }
      if !dropsEmpty || !part.isEmpty { parts.append(part) }
    }
    var (start, place) = (0, 0)
    while place < text.count, parts.count < limit - 1 {
      let length =
        separators.isEmpty
        ? (UnicodeCategory.isSpace(text[place]) ? 1 : nil)
        : separators.first { text[place...].starts(with: $0) }?.count
      guard let length else {
        place += 1
        continue
      }
      finished(start..<place)
      place += length
      start = place
    }
    finished(start..<text.count)
    return parts
  }
}
