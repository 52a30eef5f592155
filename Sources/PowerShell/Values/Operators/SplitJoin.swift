/// `-split` and `-join` (about_Split, about_Join).
package enum SplitJoin {
  /// Unary `-split`: at runs of white space, none at the ends.
  package static func split(_ value: Value, _ context: ValueContext = .standalone) throws -> Value {
    var parts: [Value] = []
    for element in value.reference?.enumerated ?? [value] {
      let text = try element.displayString(context)
      let units = Array(text.utf16)
      parts += units.split(whereSeparator: UnicodeCategory.isSpace).map { .string(String(codeUnits: $0)) }
    }
    return .array(parts)
  }

  /// Binary `-split`: the right side is a pattern or a script block, then a limit (negative: counted from the end),
  /// then options (`SimpleMatch`, `IgnoreCase`, `Multiline` …).
  package static func split(
    _ left: Value, _ right: Value, ignoresCase: Bool = true, _ context: ValueContext = .standalone
  ) throws -> Value {
    let operands = right.reference?.enumerated ?? [right]
    let limit =
      operands.count > 1 ? Int(try operands[1].converted(to: BuiltInType.int32, context).exactInteger ?? 0) : 0
    let delimiter = operands.first ?? .null
    var parts: [Value] = []
    for element in left.reference?.enumerated ?? [left] {
      try StopSignal.check()
      let text = try element.displayString(context)
      if delimiter.type.kind == .scriptBlock {
        parts += try split(text, by: delimiter, limit, context)
        continue
      }
      var options: RegexOptions = ignoresCase ? .ignoreCase : []
      var pattern = try delimiter.displayString(context)
      if operands.count > 2 { try take(operands[2], &options, &pattern, context) }
      let regex: RegularExpression
      if operands.count <= 2, let object = delimiter.reference(as: RegexObject.self) {
        regex = object.regex
      } else if operands.count <= 2 {
        regex = try PatternOperators.regex(.string(pattern), ignoresCase, context)
      } else {
        regex = try RegularExpression.cached(pattern, options)
      }
      parts +=
        try limit < 0 ? splitFromEnd(text, regex, -limit) : regex.splitting(text, limit: limit).map { .string($0) }
      guard parts.count <= ValueLimits.arrayLength else { throw OperatorError.tooLong() }
    }
    return .array(parts)
  }

  private static func take(
    _ value: Value, _ options: inout RegexOptions, _ pattern: inout String, _ context: ValueContext
  ) throws {
    let known: [String: RegexOptions] = [
      "ignorecase": .ignoreCase, "multiline": .multiline, "singleline": .singleline,
      "explicitcapture": .explicitCapture, "ignorepatternwhitespace": .ignoreWhitespace,
    ]
    for part in try value.displayString(context).caseFolded.split(separator: ",") {
      let name = part.trimmingBlanks()
      if name == "simplematch" {
        pattern = RegularExpression.escape(pattern)
      } else if let option = known[name] {
        options.insert(option)
      } else if !["regexmatch", "cultureinvariant", "none"].contains(name) {
        throw PowerShellError(
          "Cannot convert value \"\(name)\" to type \"System.Management.Automation.SplitOptions\".",
          id: "InvalidSplitOptions", category: .invalidArgument)
      }
    }
  }

  /// At most `limit` parts, of which the first is the long one.
  private static func splitFromEnd(_ text: String, _ regex: RegularExpression, _ limit: Int) throws -> [Value] {
    let input = MatchInput(text)
    guard limit != 1 else { return [.string(text)] }
    var parts: [String] = []
    var place = 0
    for match in try regex.matches(in: input).suffix(limit - 1) {
      parts.append(input.text(place..<match.index))
      for group in 1..<max(1, match.groupCount) { if let text = match.text(of: group) { parts.append(text) } }
      place = match.index + match.length
    }
    return (parts + [input.text(place..<input.units.count)]).map { .string($0) }
  }

  /// The block says of each character, as `$_`, whether it is a delimiter.
  private static func split(_ text: String, by block: Value, _ limit: Int, _ context: ValueContext) throws -> [Value] {
    var parts: [Value] = []
    var part: [UInt16] = []
    for unit in text.utf16 {
      if limit <= 0 || parts.count < limit - 1,
        Value.collected(try context.invoke(block, .string(unit.text), [])).isTrue
      {
        parts.append(.string(String(codeUnits: part)))
        part = []
      } else {
        part.append(unit)
      }
    }
    return parts + [.string(String(codeUnits: part))]
  }

  /// `-join`: with a separator, or with none for the unary form.
  package static func join(
    _ value: Value, separator: Value = .string(""), _ context: ValueContext = .standalone
  ) throws -> Value {
    let between = try separator.displayString(context)
    var result = ""
    for (index, element) in (value.reference?.enumerated ?? [value]).enumerated() {
      if index > 0 { result += between }
      result += try element.displayString(context)
      guard result.utf8.count <= ValueLimits.stringLength else { throw OperatorError.tooLong() }
    }
    return .string(result)
  }
}
