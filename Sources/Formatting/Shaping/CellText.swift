internal import PowerShell

/// The text of a value within a table or list.
enum CellText {
  /// - Parameter limit: elements of a collection that are shown ($FormatEnumerationLimit); all when it is negative.
  static func text(_ value: Value, format: String? = nil, limit: Int, _ context: ValueContext) throws -> String {
    if value.isNull { return "" }
    if let format, !format.isEmpty {
      return format.contains("{0")
        ? try CompositeFormat.format(format, [value], context) : try value.formatted(format, context)
    }
    guard let elements = value.formattedElements else { return try value.text(context) }
    var parts: [String] = []
    for element in limit < 0 ? elements[...] : elements.prefix(limit) { parts.append(try name(element, context)) }
    let dots = limit >= 0 && elements.count > limit ? "..." : ""
    return "{\(parts.joined(separator: ", "))\(dots)}"
  }

  /// What stands for an object in a list of several.
  private static func name(_ value: Value, _ context: ValueContext) throws -> String {
    switch value.unwrapped {
    case .null, .nothing: return ""
    case .object(let object) where object is DictionaryEntry:
      return try (object as? DictionaryEntry)?.key.text(context) ?? ""
    case .array, .object: return try value.displayString(context)
    default: return try value.text(context)
    }
  }
}

/// The property by which an object is called.
enum DisplayProperty {
  private static let patterns = ["name", "id", "key", "*key", "*name", "*id"]

  /// The name of the property; nil when it has none that could be a name.
  static func find(_ value: Value) throws -> String? {
    let names = Members.propertyNames(value)
    for pattern in patterns {
      let wildcard = try Wildcard(pattern)
      if let name = names.first(where: wildcard.matches) { return name }
    }
    return nil
  }
}
