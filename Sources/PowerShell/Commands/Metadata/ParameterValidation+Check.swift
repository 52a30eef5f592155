extension ParameterMetadata {
  /// Checks a converted argument against the rules. Error: ParameterArgumentValidationError.
  func validate(_ value: Value, _ context: ValueContext) throws {
    for rule in validations {
      if let reason = try rule.objection(to: value, context) { throw BindingError.invalid(self, reason) }
    }
  }

  /// What is mandatory must be something, unless `[AllowNull()]` and its like say otherwise.
  func requireContent(_ value: Value) throws {
    guard isMandatorySomewhere else { return }
    if value.isNull {
      guard allowsNull else { throw BindingError.empty(self, .null) }
      return
    }
    if case .string("") = value.unwrapped, !allowsEmptyString { throw BindingError.empty(self, .string) }
    guard type.kind != .object, type.kind != .psObject, let elements = value.reference?.enumerated else { return }
    if elements.isEmpty, !allowsEmptyCollection {
      if case .array = value { throw BindingError.empty(self, .array) }
      throw BindingError.empty(self, .collection)
    }
    for element in elements {
      if element.isNull, !allowsNull { throw BindingError.empty(self, .null) }
      if case .string("") = element.unwrapped, !allowsEmptyString { throw BindingError.empty(self, .string) }
    }
  }
}

extension ParameterValidation {
  /// Why the value breaks the rule; nil when it keeps it.
  package func objection(to value: Value, _ context: ValueContext = ValueContext()) throws -> String? {
    switch self {
    case .notNull, .notNullOrEmpty, .notNullOrWhiteSpace: return emptinessObjection(value)
    case .count(let least, let most): return Self.countObjection(value, least, most)
    default: break
    }
    if value.isNull {
      return "The argument is null. Provide a valid value for the argument, and then try running the command again."
    }
    for element in value.reference?.enumerated ?? [value] {
      if let reason = try elementObjection(element, context) { return reason }
    }
    return nil
  }

  private func elementObjection(_ value: Value, _ context: ValueContext) throws -> String? {
    switch self {
    case .set(let allowed, let ignoresCase, let message):
      return try Self.setObjection(value, allowed, ignoresCase: ignoresCase, message, context)
    case .generatedSet(let make):
      return try Self.setObjection(value, try make(), ignoresCase: true, nil, context)
    case .range(let least, let most): return try Self.rangeObjection(value, least, most)
    case .rangeKind(let kind): return try kind.objection(to: value)
    case .pattern(let pattern, let ignoresCase, let message):
      let text = try value.displayString(context)
      let expression = try RegularExpression.cached(pattern, ignoresCase ? .ignoreCase : [])
      if try expression.firstMatch(in: MatchInput(text)) != nil { return nil }
      return Self.fill(message, text, pattern)
        ?? "The argument \"\(text)\" does not match the \"\(pattern)\" pattern. Supply an argument that matches "
        + "\"\(pattern)\" and try the command again."
    case .length(let least, let most): return Self.lengthObjection(value, least, most)
    case .script(let text, let message, let test): return try Self.scriptObjection(value, text, message, test, context)
    case .notNull, .notNullOrEmpty, .notNullOrWhiteSpace, .count: return nil
    }
  }

  private static func setObjection(
    _ value: Value, _ allowed: [String], ignoresCase: Bool, _ message: String?, _ context: ValueContext
  ) throws -> String? {
    let text = try value.displayString(context)
    if allowed.contains(where: { ignoresCase ? $0.isSameName(as: text) : $0 == text }) { return nil }
    let list = allowed.joined(separator: ",")
    return fill(message, text, list)
      ?? "The argument \"\(text)\" does not belong to the set \"\(list)\" specified by the ValidateSet attribute. "
      + "Supply an argument that is in the set and then try the command again."
  }

  private static func rangeObjection(_ value: Value, _ least: Value, _ most: Value) throws -> String? {
    guard let low = ValueOrder.compare(value, least), let high = ValueOrder.compare(value, most) else {
      let wanted = least.type.name
      return "The argument cannot be validated because its type \"\(value.type.name)\" is not the same type "
        + "(\(wanted)) as the maximum and minimum limits of the parameter. Make sure the argument is of type \(wanted) "
        + "and then try the command again."
    }
    let text = try value.displayString()
    if low < 0 {
      let limit = try least.displayString()
      return "The \(text) argument is less than the minimum allowed range of \(limit). Supply an argument that is "
        + "greater than or equal to \(limit) and then try the command again."
    }
    guard high > 0 else { return nil }
    let limit = try most.displayString()
    return
      "The \(text) argument is greater than the maximum allowed range of \(limit). Supply an argument that is less "
      + "than or equal to \(limit) and then try the command again."
  }

  private static func lengthObjection(_ value: Value, _ least: Int, _ most: Int) -> String? {
    guard case .string(let text) = value.unwrapped else {
      return "Cannot validate the argument because it is not a string. The ValidateLength attribute can only be used "
        + "with string arguments."
    }
    let length = text.codeUnitCount
    if length < least {
      return "The character length (\(length)) of the argument is too short. Specify an argument with a length that is "
        + "greater than or equal to \"\(least)\", and then try the command again."
    }
    guard length > most else { return nil }
    return
      "The character length of the \(length) argument is too long. Shorten the character length of the argument so "
      + "it is fewer than or equal to \"\(most)\" characters, and then try the command again."
  }

  private static func scriptObjection(
    _ value: Value, _ text: String, _ message: String?, _ test: (Value) throws -> Bool, _ context: ValueContext
  ) throws -> String? {
    do {
      if try test(value) { return nil }
    } catch let error as PowerShellError {
      return error.message
    } catch let failure as CommandFailure {
      return failure.record.exception.message
    }
    let argument = try value.displayString(context)
    return fill(message, argument, text)
      ?? "The \"\(text)\" validation script for the argument with value \"\(argument)\" did not return a result of "
      + "True. Determine why the validation script failed, and then try the command again."
  }

  private static func countObjection(_ value: Value, _ least: Int, _ most: Int) -> String? {
    let count = value.isNull ? 0 : value.reference?.enumerated?.count ?? 1
    guard count < least || count > most else { return nil }
    return least == most
      ? "The parameter requires exactly \(least) value(s) - \(count) value(s) were provided."
      : "The parameter requires at least \(least) value(s) and no more than \(most) value(s) - \(count) value(s) were "
        + "provided."
  }

  private static func fill(_ message: String?, _ first: String, _ second: String) -> String? {
    guard let message, !message.isEmpty else { return nil }
    // In one pass, so that an argument that contains a brace is not filled in again.
    var result = ""
    var rest = message[...]
    while let open = rest.firstIndex(of: "{") {
      result += rest[..<open]
      rest = rest[open...]
      if rest.hasPrefix("{0}") {
        result += first
        rest = rest.dropFirst(3)
      } else if rest.hasPrefix("{1}") {
        result += second
        rest = rest.dropFirst(3)
      } else {
        result.append(rest.removeFirst())
      }
    }
    return result + rest
  }
}
