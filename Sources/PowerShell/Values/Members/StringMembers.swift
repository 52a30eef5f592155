/// System.String.
enum StringMembers {
  static let table = MemberTable(
    properties: [Property("Length") { value, _ in .count(value.asText.codeUnitCount) }],
    methods: searches + parts + forms,
    staticProperties: [Property("Empty") { _, _ in "" }],
    staticMethods: statics,
    constructor: Method("String", 1...2) { _, arguments, _ in
      if arguments.count == 2 {
        let count = try arguments.int(1, "count")
        guard 0...ValueLimits.stringLength ~= count else { throw outOfRange("count") }
        return .string(String(repeating: try arguments.character(0, "c").text, count: count))
      }
      return .string(String(codeUnits: try arguments.elements(0).map { try [$0].character(0, "value") }))
    })

  static func outOfRange(_ name: String) -> PowerShellError {
    .outOfRange("Index was out of range. Must be non-negative and less than the size of the collection.", name)
  }

  private static func ignoresCase(_ arguments: [Value], _ index: Int) throws -> Bool {
    guard let value = arguments.at(index) else { return false }
    if case .boolean(let flag) = value.unwrapped { return flag }
    return try arguments.enumeration(index, "comparisonType", BuiltInType.stringComparison) % 2 == 1
  }

  private static func units(_ value: Value, folded: Bool) -> [UInt16] {
    folded ? value.asText.utf16.map(\.lowered) : Array(value.asText.utf16)
  }

  private static let searches: [Method] = [
    Method("StartsWith", 1...3) { value, arguments, _ in
      let folded = try ignoresCase(arguments, 1)
      return .boolean(units(value, folded: folded).starts(with: units(.string(try arguments.text(0)), folded: folded)))
    },
    Method("EndsWith", 1...3) { value, arguments, _ in
      let folded = try ignoresCase(arguments, 1)
      let tail = units(.string(try arguments.text(0)), folded: folded)
      return .boolean(units(value, folded: folded).suffix(tail.count).elementsEqual(tail))
    },
    Method("Contains", 1...2) { value, arguments, _ in
      let folded = try ignoresCase(arguments, 1)
      return .boolean(
        find(units(.string(try arguments.text(0)), folded: folded), in: units(value, folded: folded)) != nil)
    },
    Method("IndexOf", 1...4) { value, arguments, _ in
      let folded =
        try arguments.count > 1 && !arguments[arguments.count - 1].isNumber
        ? ignoresCase(arguments, arguments.count - 1) : false
      let text = units(value, folded: folded)
      let start = arguments.at(1)?.isNumber == true ? try arguments.int(1, "startIndex") : 0
      let count = arguments.at(2)?.isNumber == true ? try arguments.int(2, "count") : text.count - start
      guard 0...text.count ~= start, count >= 0, count <= text.count - start else { throw outOfRange("startIndex") }
      let wanted = units(.string(try arguments.text(0)), folded: folded)
      return .count(find(wanted, in: Array(text[start..<(start + count)])).map { $0 + start } ?? -1)
    },
    Method("LastIndexOf", 1...3) { value, arguments, _ in
      let folded = arguments.at(1)?.isNumber == false ? try ignoresCase(arguments, 1) : false
      let text = units(value, folded: folded)
      let last = arguments.at(1)?.isNumber == true ? try arguments.int(1, "startIndex") : text.count - 1
      guard -1...text.count ~= last else { throw outOfRange("startIndex") }
      let wanted = Array(units(.string(try arguments.text(0)), folded: folded).reversed())
      let head = Array(text.prefix(last + 1).reversed())
      return .count(find(wanted, in: head).map { head.count - $0 - wanted.count } ?? -1)
    },
    Method("IndexOfAny", 1) { value, arguments, _ in
      let wanted = try anyOf(arguments, 0)
      return .count(units(value, folded: false).firstIndex { wanted.contains($0) } ?? -1)
    },
    Method("Equals", 1...2) { value, arguments, _ in
      guard case .string(let other) = arguments[0].unwrapped else { return false }
      return .boolean(StringOrder.isEqual(value.asText, other, ignoresCase: try ignoresCase(arguments, 1)))
    },
    Method("Normalize", 0...1) { value, arguments, _ in
      .string(try CanonicalComposition.composed(value.asText, arguments))
    },
    Method("IsNormalized", 0...1) { value, arguments, _ in
      let composed = try CanonicalComposition.composed(value.asText, arguments)
      return .boolean(value.asText.unicodeScalars.elementsEqual(composed.unicodeScalars))
    },
    Method("CompareTo", 1) { value, arguments, _ in
      .count(StringOrder.compare(value.asText, try arguments.text(0), ignoresCase: false))
    },
  ]

  /// The place of the first occurrence.
  static func find(_ wanted: [UInt16], in text: [UInt16]) -> Int? {
    guard let first = wanted.first else { return 0 }
    guard text.count >= wanted.count else { return nil }
    for start in 0...(text.count - wanted.count) where text[start] == first {
      if text[start..<(start + wanted.count)].elementsEqual(wanted) { return start }
    }
    return nil
  }

  private static let parts: [Method] = [
    Method("Substring", 1...2) { value, arguments, _ in
      let text = value.asText
      let length = text.codeUnitCount
      let start = try arguments.int(0, "startIndex")
      guard start >= 0 else { throw PowerShellError.outOfRange("StartIndex cannot be less than zero.", "startIndex") }
      guard start <= length else {
        throw PowerShellError.outOfRange("startIndex cannot be larger than length of string.", "startIndex")
      }
      let count = arguments.count > 1 ? try arguments.int(1, "length") : length - start
      guard count >= 0 else { throw PowerShellError.outOfRange("Length cannot be less than zero.", "length") }
      guard count <= length - start else {
        throw PowerShellError.outOfRange("Index and length must refer to a location within the string.", "length")
      }
      return .string(text.part(start..<(start + count)))
    },
    Method("Remove", 1...2) { value, arguments, _ in
      let text = value.asText
      let length = text.codeUnitCount
      let start = try arguments.int(0, "startIndex")
      guard 0...length ~= start else {
        throw PowerShellError.outOfRange("StartIndex cannot be less than zero.", "startIndex")
      }
      let count = arguments.count > 1 ? try arguments.int(1, "count") : length - start
      guard 0...(length - start) ~= count else {
        throw PowerShellError.outOfRange("Index and count must refer to a location within the string.", "count")
      }
      return .string(text.part(0..<start) + text.part((start + count)..<length))
    },
    Method("Insert", 2) { value, arguments, _ in
      let text = value.asText
      let start = try arguments.int(0, "startIndex")
      guard 0...text.codeUnitCount ~= start else {
        throw PowerShellError.outOfRange("Specified argument was out of the range of valid values.", "startIndex")
      }
      let added = try arguments.text(1)
      guard text.utf8.count + added.utf8.count <= ValueLimits.stringLength else { throw PowerShellError.tooLong() }
      return .string(text.part(0..<start) + added + text.part(start..<text.codeUnitCount))
    },
    Method("Split", 0...64) { value, arguments, _ in try StringSplitting.split(value.asText, arguments) },
    Method("ToCharArray", 0...2) { value, arguments, _ in
      let units = Array(value.asText.utf16)
      let start = arguments.isEmpty ? 0 : try arguments.int(0, "startIndex")
      let count = arguments.count > 1 ? try arguments.int(1, "length") : units.count - start
      guard 0...units.count ~= start, 0...(units.count - start) ~= count else { throw outOfRange("startIndex") }
      return .array(ArrayObject(units[start..<(start + count)].map { .character($0) }, of: BuiltInType.character))
    },
    Method("Chars", 1) { value, arguments, _ in
      guard let unit = value.asText.codeUnit(at: try arguments.int(0, "index")) else {
        throw PowerShellError.exception(
          "System.IndexOutOfRangeException", "Index was outside the bounds of the array.")
      }
      return .character(unit)
    },
    Method("GetEnumerator", 0) { value, _, _ in
      .array(ArrayObject(value.asText.utf16.map { .character($0) }, of: BuiltInType.character))
    },
  ]

  private static func anyOf(_ arguments: [Value], _ index: Int) throws -> [UInt16] {
    try arguments.rest(from: index).flatMap { Array(try $0.displayString().utf16) }
  }

  private static func trimmed(_ value: Value, _ arguments: [Value], start: Bool, end: Bool) throws -> Value {
    let set = try anyOf(arguments, 0)
    var units = Array(value.asText.utf16)[...]
    func isTrimmed(_ unit: UInt16) -> Bool { set.isEmpty ? UnicodeCategory.isSpace(unit) : set.contains(unit) }
    if start { units = units.drop(while: isTrimmed) }
    if end { while let last = units.last, isTrimmed(last) { units.removeLast() } }
    return .string(String(codeUnits: units))
  }

  private static func padded(_ value: Value, _ arguments: [Value], left: Bool) throws -> Value {
    let width = try arguments.int(0, "totalWidth")
    guard width >= 0 else { throw PowerShellError.outOfRange("Non-negative number required.", "totalWidth") }
    guard width <= ValueLimits.stringLength else { throw PowerShellError.tooLong() }
    let filler = arguments.count > 1 ? try arguments.character(1, "paddingChar").text : " "
    let text = value.asText
    let padding = String(repeating: filler, count: max(0, width - text.codeUnitCount))
    return .string(left ? padding + text : text + padding)
  }

  private static let forms: [Method] = [
    Method("Replace", 2...4) { value, arguments, _ in
      let old = try arguments.text(0)
      guard !old.isEmpty else {
        throw PowerShellError.argument("String cannot be of zero length.\nParameter name: oldValue")
      }
      let regex = try RegularExpression.cached(
        RegularExpression.escape(old), try ignoresCase(arguments, 2) ? .ignoreCase : [])
      let new = Array(try arguments.text(1).utf16)
      return .string(try regex.replacing(value.asText) { _, result in result += new })
    },
    Method("Trim", 0...64) { value, arguments, _ in try trimmed(value, arguments, start: true, end: true) },
    Method("TrimStart", 0...64) { value, arguments, _ in try trimmed(value, arguments, start: true, end: false) },
    Method("TrimEnd", 0...64) { value, arguments, _ in try trimmed(value, arguments, start: false, end: true) },
    Method("PadLeft", 1...2) { value, arguments, _ in try padded(value, arguments, left: true) },
    Method("PadRight", 1...2) { value, arguments, _ in try padded(value, arguments, left: false) },
    Method("ToUpper", 0...1) { value, _, _ in .string(value.asText.uppercased()) },
    Method("ToUpperInvariant", 0) { value, _, _ in .string(value.asText.uppercased()) },
    Method("ToLower", 0...1) { value, _, _ in .string(value.asText.lowercased()) },
    Method("ToLowerInvariant", 0) { value, _, _ in .string(value.asText.lowercased()) },
    Method("Clone", 0) { value, _, _ in value },
    Method("ToString", 0...1) { value, _, _ in value },
  ]

  private static let statics: [Method] = [
    Method("IsNullOrEmpty", 1) { _, arguments, _ in .boolean(try arguments.text(0).isEmpty) },
    Method("IsNullOrWhiteSpace", 1) { _, arguments, _ in .boolean(try arguments.text(0).trimmingBlanks().isEmpty) },
    Method("Join", 1...64) { _, arguments, context in
      try SplitJoin.join(.array(arguments.rest(from: 1)), separator: arguments[0], context)
    },
    Method("Format", 1...64) { _, arguments, context in
      .string(try CompositeFormat.format(arguments.text(0), arguments.rest(from: 1), context))
    },
    Method("Concat", 0...64) { _, arguments, context in try SplitJoin.join(.array(arguments.rest(from: 0)), context) },
    Method("Compare", 2...3) { _, arguments, _ in
      let order = StringOrder.compare(
        try arguments.text(0), try arguments.text(1), ignoresCase: try ignoresCase(arguments, 2))
      return .count(order)
    },
    Method("CompareOrdinal", 2) { _, arguments, _ in
      let (one, other) = (Array(try arguments.text(0).utf16), Array(try arguments.text(1).utf16))
      return one == other ? 0 : one.lexicographicallyPrecedes(other) ? -1 : 1
    },
    Method("Equals", 2...3) { _, arguments, _ in
      .boolean(
        StringOrder.isEqual(try arguments.text(0), try arguments.text(1), ignoresCase: try ignoresCase(arguments, 2)))
    },
    Method("Copy", 1) { _, arguments, _ in .string(try arguments.text(0)) },
  ]
}

extension Value {
  /// The text of a string; "" for anything else.
  var asText: String {
    if case .string(let text) = unwrapped { text } else { "" }
  }
}
