/// `-like`, `-match` and `-replace` (about_Comparison_Operators).
package enum PatternOperators {
  /// `-like`, or `-notlike` when negated: a boolean, or those elements of a collection for which it holds.
  package static func like(
    _ left: Value, _ right: Value, ignoresCase: Bool = true, negated: Bool = false,
    _ context: ValueContext = .standalone
  ) throws -> Value {
    let wildcard = try Wildcard(right.displayString(context), isCaseSensitive: !ignoresCase)
    if let elements = left.reference?.enumerated {
      return .array(
        ArrayObject(
          try elements.filter {
            try StopSignal.check()
            return try wildcard.matches($0.displayString(context)) != negated
          }))
    }
    return .boolean(try wildcard.matches(left.displayString(context)) != negated)
  }

  /// `-match`, or `-notmatch` when negated. `matches` is what `$Matches` becomes; nil: it stays as it is, as it does
  /// with a collection on the left.
  package static func match(
    _ left: Value, _ right: Value, ignoresCase: Bool = true, negated: Bool = false,
    _ context: ValueContext = .standalone
  ) throws -> (result: Value, matches: DictionaryObject?) {
    let regex = try regex(right, ignoresCase, context)
    if let elements = left.reference?.enumerated {
      let found = try elements.filter {
        try StopSignal.check()
        return try (regex.firstMatch(in: MatchInput($0.displayString(context))) != nil) != negated
      }
      return (.array(ArrayObject(found)), nil)
    }
    let match = try regex.firstMatch(in: MatchInput(left.displayString(context)))
    return (.boolean((match != nil) != negated), match?.table)
  }

  /// `-replace`: the right side is a pattern, or a pattern and a replacement. The replacement may be a script block,
  /// which gets the match as `$_`. Of a collection, every element is replaced.
  package static func replace(
    _ left: Value, _ right: Value, ignoresCase: Bool = true, _ context: ValueContext = .standalone
  ) throws -> Value {
    let operands = right.reference?.enumerated ?? [right]
    guard operands.count <= 2 else {
      throw PowerShellError(
        "The -replace operator allows only two elements to follow it, not \(operands.count).", id: "BadReplaceArgument")
    }
    let regex = try regex(operands.first ?? .null, ignoresCase, context)
    let replacement = operands.count > 1 ? operands[1] : .string("")
    let isBlock = replacement.type.kind == .scriptBlock
    let template = isBlock ? "" : try replacement.displayString(context)
    func replaced(_ value: Value) throws -> Value {
      try StopSignal.check()
      let text = try value.displayString(context)
      guard isBlock else { return .string(try regex.replacing(text, with: template)) }
      return .string(
        try regex.replacing(text) { match, result in
          let object = Value.object(MatchObject(regex, match))
          let output = try context.invoke(replacement, object, [object])
          result += try Value.collected(output).displayString(context).utf16
        })
    }
    if let elements = left.reference?.enumerated { return .array(try elements.map(replaced)) }
    return try replaced(left)
  }

  /// A regex object keeps its own options; anything else is a pattern. A pattern that is wrong is an error with
  /// .NET's text.
  static func regex(_ value: Value, _ ignoresCase: Bool, _ context: ValueContext) throws -> RegularExpression {
    if let object = value.reference(as: RegexObject.self) { return object.regex }
    do {
      return try RegularExpression.cached(value.displayString(context), ignoresCase ? .ignoreCase : [])
    } catch var error as PowerShellError {
      error.id = "System.ArgumentException"
      error.category = .operationStopped
      throw error
    }
  }
}
