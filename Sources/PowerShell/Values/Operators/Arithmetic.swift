import FoundationEssentials

/// The arithmetic operators (about_Arithmetic_Operators). The left side decides what an operator does.
package enum Arithmetic {
  /// `+`: numbers, strings, arrays, tables, dates.
  package static func add(_ left: Value, _ right: Value, _ context: ValueContext = .standalone) throws -> Value {
    if case .int32(let one) = left, case .int32(let other) = right {
      let (sum, overflow) = one.addingReportingOverflow(other)
      return overflow ? .double(Double(one) + Double(other)) : .int32(sum)
    }
    switch (left, right) {
    case (.null, _), (.nothing, _): return right
    case (.wrapped, _), (_, .wrapped): return try add(left.unwrapped, right.unwrapped, context)
    case (.string(let text), _): return try concatenate(text, right, context)
    // Before a string a character is text, before a number it is its code.
    case (.character(let unit), .string): return try concatenate(unit.text, right, context)
    case (.array(let array), _): return try append(array.elements, right)
    case (.object(let object), _):
      if let table = object as? DictionaryObject { return try merge(table, right) }
      if let elements = object.enumerated { return try append(elements, right) }
      throw OperatorError.undefined("op_Addition", left)
    case (.dateTime, _), (.timeSpan, _): return try TimeArithmetic.add(left, right, context)
    default: return try NumericOperation.add.apply(left, right, context)
    }
  }

  /// `-`.
  package static func subtract(_ left: Value, _ right: Value, _ context: ValueContext = .standalone) throws -> Value {
    if case .int32(let one) = left, case .int32(let other) = right {
      let (difference, overflow) = one.subtractingReportingOverflow(other)
      return overflow ? .double(Double(one) - Double(other)) : .int32(difference)
    }
    switch left.unwrapped {
    case .dateTime, .timeSpan: return try TimeArithmetic.subtract(left.unwrapped, right.unwrapped, context)
    default: return try NumericOperation.subtract.apply(left, right, context)
    }
  }

  /// `*`: numbers, and repetition of strings and arrays.
  package static func multiply(_ left: Value, _ right: Value, _ context: ValueContext = .standalone) throws -> Value {
    switch left.unwrapped {
    case .null, .nothing: return .null
    case .string(let text):
      let count = try repetitions(right, context)
      guard text.utf8.count.multipliedReportingOverflow(by: count).overflow == false,
        text.utf8.count * count <= ValueLimits.stringLength
      else { throw OperatorError.tooLong() }
      return .string(String(repeating: text, count: count))
    case .array(let array):
      let count = try repetitions(right, context)
      let (length, overflow) = array.elements.count.multipliedReportingOverflow(by: count)
      guard !overflow, length <= ValueLimits.arrayLength else { throw OperatorError.tooLong() }
      return .array(ArrayObject(Array(repeatElement(array.elements, count: count).joined()), of: array.elementType))
    case .timeSpan(let span):
      guard let factor = right.doubleValue, let result = TimeSpan(Double(span.ticks) * factor, unit: 1) else {
        throw OperatorError.undefined("op_Multiply", left)
      }
      return .timeSpan(result)
    default: return try NumericOperation.multiply.apply(left, right, context)
    }
  }

  /// `/`: an int when it divides evenly, else a double.
  package static func divide(_ left: Value, _ right: Value, _ context: ValueContext = .standalone) throws -> Value {
    if case .timeSpan(let span) = left.unwrapped {
      if case .timeSpan(let other) = right.unwrapped { return .double(Double(span.ticks) / Double(other.ticks)) }
      if let divisor = right.doubleValue, let result = TimeSpan(Double(span.ticks) / divisor, unit: 1) {
        return .timeSpan(result)
      }
    }
    return try NumericOperation.divide.apply(left, right, context)
  }

  /// `%`: the sign is the left side's.
  package static func remainder(_ left: Value, _ right: Value, _ context: ValueContext = .standalone) throws -> Value {
    try NumericOperation.remainder.apply(left, right, context)
  }

  /// Unary `-`.
  package static func negate(_ value: Value, _ context: ValueContext = .standalone) throws -> Value {
    if case .timeSpan(let span) = value.unwrapped, span.ticks != .min { return .timeSpan(TimeSpan(ticks: -span.ticks)) }
    if case .double(let number) = value.unwrapped { return .double(-number) }
    return try NumericOperation.subtract.apply(.int32(0), value, context)
  }

  /// Unary `+`: the value as a number.
  package static func plus(_ value: Value, _ context: ValueContext = .standalone) throws -> Value {
    try NumericOperation.add.apply(.int32(0), value, context)
  }

  private static func concatenate(_ text: String, _ right: Value, _ context: ValueContext) throws -> Value {
    let tail = try right.displayString(context)
    guard text.utf8.count + tail.utf8.count <= ValueLimits.stringLength else { throw OperatorError.tooLong() }
    return .string(text + tail)
  }

  private static func append(_ elements: [Value], _ right: Value) throws -> Value {
    var result = elements
    if let more = right.reference?.enumerated { result += more } else { result.append(right) }
    guard result.count <= ValueLimits.arrayLength else { throw OperatorError.tooLong() }
    return .array(ArrayObject(result))
  }

  private static func merge(_ left: DictionaryObject, _ right: Value) throws -> Value {
    guard let other = right.reference(as: DictionaryObject.self) else {
      throw PowerShellError(
        "A hash table can only be added to another hash table.", id: "AddHashTableToNonHashTable")
    }
    let result = left.copy()
    for (key, value) in other.pairs {
      guard !result.contains(key) else {
        let name = try key.displayString()
        let text = "Item has already been added. Key in dictionary: '\(name)'  Key being added: '\(name)'"
        throw PowerShellError(
          text, id: "System.ArgumentException", category: .operationStopped, exceptionType: "System.ArgumentException")
      }
      result[key] = value
    }
    return .object(result)
  }

  private static func repetitions(_ right: Value, _ context: ValueContext) throws -> Int {
    guard let count = try right.converted(to: BuiltInType.int32, context).exactInteger, count >= 0 else {
      throw PowerShellError(
        "Specified argument was out of the range of valid values.\nParameter name: times",
        id: "System.ArgumentOutOfRangeException", category: .operationStopped,
        exceptionType: "System.ArgumentOutOfRangeException")
    }
    return Int(count)
  }
}
