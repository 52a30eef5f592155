internal import PowerShell

/// What a CIM cmdlet's parameters ask for: a property and the values that it may have. Text may have wildcards.
struct Criterion {
  let property: String
  let values: [Value]

  /// Nil when the parameter was not given.
  init?(_ invocation: Invocation, _ parameter: String, property: String? = nil) {
    guard let values = invocation.bound.elements(parameter) else { return nil }
    self.init(property ?? parameter, values)
  }

  init(_ property: String, _ values: [Value]) { (self.property, self.values) = (property, values) }

  func matches(_ object: PropertyBag) throws -> Bool {
    try values.contains { try Self.matches(object[property] ?? .null, $0) }
  }

  static func matches(_ found: Value, _ wanted: Value) throws -> Bool {
    if case .string(let pattern) = wanted.unwrapped {
      let text = try found.displayString()
      if text.isSameName(as: pattern) { return true }
      return Wildcard.isPattern(pattern) ? try Wildcard(pattern).matches(text) : false
    }
    if let left = found.integerValue, let right = wanted.integerValue { return left == right }
    return try found.displayString().isSameName(as: wanted.displayString())
  }

  private static func isPattern(_ value: Value) -> Bool {
    if case .string(let text) = value.unwrapped { Wildcard.isPattern(text) } else { false }
  }

  /// Values that stand for one object, so that it is an error when there is none.
  var exactValues: [Value] { values.filter { !Self.isPattern($0) } }

  /// As a condition of CIM's query language, for errors.
  var condition: String {
    let parts = values.map { value in
      let text = (try? value.displayString()) ?? ""
      if case .string = value.unwrapped {
        return "(\(property) LIKE '\(text.map { $0 == "*" ? "%" : $0 == "?" ? "_" : String($0) }.joined())')"
      }
      return "(\(property) = \(value.integerValue.map(String.init) ?? text))"
    }
    return "(\(parts.joined(separator: " OR ")))"
  }
}

/// The objects that satisfy all criteria. What one exact value asked for and is not there is written as an error.
enum Selection {
  static func select(
    _ objects: [PropertyBag], _ criteria: [Criterion?], _ cimClass: CimClass, _ invocation: Invocation
  ) throws -> [PropertyBag] {
    let criteria = criteria.compactMap(\.self)
    let found = try objects.filter { object in try criteria.allSatisfy { try $0.matches(object) } }
    if criteria.count == 1, let only = criteria.first {
      for value in only.exactValues {
        let isThere = try found.contains { try Criterion.matches($0[only.property] ?? .null, value) }
        if !isThere { try invocation.writeError(NetworkFailure.notFound(cimClass, only.property, value)) }
      }
    } else if found.isEmpty, criteria.contains(where: { !$0.exactValues.isEmpty }) {
      try invocation.writeError(NetworkFailure.notFound(cimClass, where: criteria.map(\.condition)))
    }
    return found
  }
}
