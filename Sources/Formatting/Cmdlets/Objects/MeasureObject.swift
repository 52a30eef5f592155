internal import PowerShell

/// Measure-Object. Integers of the pipeline are summed without being looked at any further.
final class MeasureObject: DirectInput {
  private var isText = false
  private var needsNumbers = false
  private var needsOrder = false
  private var names: [String] = []
  private var all = Measured()
  private var named: [Measured] = []
  private var words = TextMeasured()
  private var namedText: [TextMeasured] = []

  func begin(_ invocation: Invocation) throws {
    let bound = invocation.bound
    isText = ["Line", "Word", "Character", "IgnoreWhiteSpace"].contains { bound.isSet($0) }
    needsNumbers = bound.isSet("Sum") || bound.isSet("Average")
    needsOrder = bound.isSet("Maximum") || bound.isSet("Minimum")
    names = bound.strings("Property") ?? []
    named = names.map { _ in Measured() }
    namedText = names.map { _ in TextMeasured() }
  }

  func process(_ invocation: Invocation) throws {
    guard invocation.expectsInput else {
      for value in invocation.subjects { try take(value, invocation) }
      return
    }
    if names.isEmpty, !isText, !needsOrder, case .int32(let number) = invocation.input {
      all.count += 1
      all.sum += Double(number)
      return
    }
    try take(invocation.input, invocation)
  }

  private func take(_ value: Value, _ invocation: Invocation) throws {
    if value.isNull { return }
    let context = invocation.host.values
    guard !names.isEmpty else {
      if isText {
        words.add(try value.displayString(context), invocation.bound.isSet("IgnoreWhiteSpace"))
      } else {
        try add(value, to: &all, invocation)
      }
      return
    }
    for (index, name) in names.enumerated() {
      guard let found = try property(name, of: value, context), !found.isNull else { continue }
      if isText {
        namedText[index].add(try found.displayString(context), invocation.bound.isSet("IgnoreWhiteSpace"))
      } else {
        try add(found, to: &named[index], invocation)
      }
    }
  }

  private func property(_ name: String, of value: Value, _ context: ValueContext) throws -> Value? {
    guard Wildcard.isPattern(name) else { return try Members.property(value, name, context) }
    let wildcard = try Wildcard(name)
    return try Members.propertyNames(value).first(where: wildcard.matches).flatMap {
      try Members.property(value, $0, context)
    }
  }

  private func add(_ value: Value, to measured: inout Measured, _ invocation: Invocation) throws {
    if needsNumbers {
      guard let number = Self.number(value) else {
        measured.count += 1
        return try invocation.writeError(Self.notNumeric(value))
      }
      measured.sum += number
    }
    measured.count += 1
    guard needsOrder else { return }
    let comparable = Self.number(value).map { Value.double($0) } ?? value
    measured.order(comparable, invocation.host.values)
  }

  private static func number(_ value: Value) -> Double? {
    if value.isNumber { return value.doubleValue }
    switch value.unwrapped {
    case .boolean, .character: return value.doubleValue
    case .string: return value.tryConverted(to: BuiltInType.double).doubleValue
    default: return nil
    }
  }

  func end(_ invocation: Invocation) throws {
    guard !names.isEmpty else {
      return try invocation.writeOutput(isText ? words.info(nil, invocation) : all.info(nil, invocation))
    }
    for (index, name) in names.enumerated() {
      let count = isText ? namedText[index].count : named[index].count
      guard count > 0 else {
        try invocation.writeError(Self.notFound(name, isText))
        continue
      }
      try invocation.writeOutput(
        isText ? namedText[index].info(name, invocation) : named[index].info(name, invocation))
    }
  }

  private static func notNumeric(_ value: Value) -> PowerShellError {
    PowerShellError(
      "Input object \"\((try? value.displayString()) ?? "")\" is not numeric.", id: "NonNumericInputObject",
      category: .invalidType, exceptionType: "System.Management.Automation.PSInvalidOperationException", target: value)
  }

  private static func notFound(_ name: String, _ isText: Bool) -> PowerShellError {
    PowerShellError(
      "The property \"\(name)\" cannot be found in the input for any objects.",
      id: isText ? "TextMeasurePropertyNotFound" : "GenericMeasurePropertyNotFound", category: .invalidArgument,
      exceptionType: "System.Management.Automation.PSArgumentException")
  }
}

/// Count, sum, largest and smallest.
private struct Measured {
  var count = 0
  var sum = 0.0
  var largest: Value?
  var smallest: Value?

  /// What cannot be compared is left out.
  mutating func order(_ value: Value, _ context: ValueContext) {
    guard let high = largest, let low = smallest else {
      (largest, smallest) = (value, value)
      return
    }
    if let order = try? Comparison.compare(value, high, context), order > 0 { largest = value }
    if let order = try? Comparison.compare(value, low, context), order < 0 { smallest = value }
  }

  func info(_ name: String?, _ invocation: Invocation) -> Value {
    let bound = invocation.bound
    let average: Value = bound.isSet("Average") && count > 0 ? .double(sum / Double(count)) : .null
    return .object(
      PropertyBag(
        [
          "Count": .count(count), "Average": average, "Sum": bound.isSet("Sum") ? .double(sum) : .null,
          "Maximum": bound.isSet("Maximum") ? largest ?? .null : .null,
          "Minimum": bound.isSet("Minimum") ? smallest ?? .null : .null, "Property": name.map { .string($0) } ?? .null,
        ], typeName: "Microsoft.PowerShell.Commands.GenericMeasureInfo"))
  }
}

/// Lines, words and characters.
private struct TextMeasured {
  var count = 0
  private var lines = 0
  private var words = 0
  private var characters = 0

  mutating func add(_ text: String, _ ignoresBlanks: Bool) {
    count += 1
    // A text that ends with a line's end has no line behind it.
    if !text.isEmpty { lines += text.utf16.dropLast().reduce(1) { $0 + ($1 == 0x0A ? 1 : 0) } }
    words += text.split(whereSeparator: \.isWhitespace).count
    characters += text.utf16.reduce(0) { $0 + (ignoresBlanks && Self.isBlank($1) ? 0 : 1) }
  }

  private static func isBlank(_ unit: UInt16) -> Bool { unit == 0x20 || 0x09...0x0D ~= unit || unit == 0xA0 }

  func info(_ name: String?, _ invocation: Invocation) -> Value {
    let bound = invocation.bound
    return .object(
      PropertyBag(
        [
          "Lines": bound.isSet("Line") ? .count(lines) : .null, "Words": bound.isSet("Word") ? .count(words) : .null,
          "Characters": bound.isSet("Character") ? .count(characters) : .null,
          "Property": name.map { .string($0) } ?? .null,
        ], typeName: "Microsoft.PowerShell.Commands.TextMeasureInfo"))
  }
}
