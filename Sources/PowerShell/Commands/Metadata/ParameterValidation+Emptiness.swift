extension ParameterValidation {
  /// For the rules that forbid null, empty and blank.
  func emptinessObjection(_ value: Value) -> String? {
    let elements = value.reference?.enumerated
    switch self {
    case .notNull:
      if value.isNull {
        return "The argument is null. Provide a valid value for the argument, and then try running the command again."
      }
      guard let elements, elements.contains(where: \.isNull) else { return nil }
      return "The argument is null, or an element of the argument collection contains a null value."
    case .notNullOrEmpty:
      let isBad = { (value: Value) in value.isNull || value.isEmptyString }
      if isBad(value) {
        return "The argument is null or empty. Provide an argument that is not null or empty, and then try the command "
          + "again."
      }
      return Self.collectionObjection(elements, isBad)
    case .notNullOrWhiteSpace:
      let isBad = { (value: Value) in value.isNull || value.isBlankString }
      if isBad(value) {
        return "The argument is null, empty, or consists of only white-space characters. Provide an argument that "
          + "contains non white-space characters, and then try the command again."
      }
      return Self.collectionObjection(elements, isBad)
    default: return nil
    }
  }

  private static func collectionObjection(_ elements: [Value]?, _ isBad: (Value) -> Bool) -> String? {
    guard let elements, elements.isEmpty || elements.contains(where: isBad) else { return nil }
    return "The argument is null, empty, or an element of the argument collection contains a null value. Supply a "
      + "collection that does not contain any null values and then try the command again."
  }
}

extension ParameterValidation.RangeKind {
  func objection(to value: Value) throws -> String? {
    guard let order = ValueOrder.compare(value, .int32(0)) else {
      return "The argument cannot be validated because its type \"\(value.type.name)\" is not a number."
    }
    let (isKept, wanted) =
      switch self {
      case .positive: (order > 0, "greater than zero")
      case .nonNegative: (order >= 0, "greater than or equal to zero")
      case .negative: (order < 0, "less than zero")
      case .nonPositive: (order <= 0, "less than or equal to zero")
      }
    if isKept { return nil }
    return "The argument \"\(try value.displayString())\" cannot be validated because its value is not \(wanted)."
  }
}

extension Value {
  fileprivate var isEmptyString: Bool {
    if case .string(let text) = unwrapped { text.isEmpty } else { false }
  }

  fileprivate var isBlankString: Bool {
    if case .string(let text) = unwrapped { text.trimmingBlanks().isEmpty } else { false }
  }
}
