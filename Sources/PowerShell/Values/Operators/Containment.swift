/// `-contains`, `-in`, `-is` and `-as` (about_Comparison_Operators, about_Type_Operators).
package enum Containment {
  /// `-contains`: whether a collection, or a single value as one, has an equal element.
  package static func contains(
    _ collection: Value, _ element: Value, ignoresCase: Bool = true, _ context: ValueContext = .standalone
  ) throws -> Bool {
    try (collection.reference?.enumerated ?? [collection]).contains {
      try StopSignal.check()
      return try Comparison.isEqual($0, element, ignoresCase: ignoresCase, context)
    }
  }

  /// `-is`: the right side is a type or the name of one.
  package static func isInstance(_ value: Value, _ type: Value, _ context: ValueContext = .standalone) throws -> Bool {
    value.isInstance(of: try self.type(type, context))
  }

  /// `-as`: null where the conversion fails.
  package static func cast(_ value: Value, _ type: Value, _ context: ValueContext = .standalone) throws -> Value {
    value.tryConverted(to: try self.type(type, context), context)
  }

  private static func type(_ value: Value, _ context: ValueContext) throws -> TypeReference {
    if case .type(let type) = value.unwrapped { return type }
    guard case .string(let name) = value.unwrapped else {
      throw PowerShellError(
        "The right operand of '-is' must be a type.", id: "IsOperatorRequiresType", category: .invalidOperation)
    }
    return try context.types.get(name)
  }
}
